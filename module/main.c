// SPDX-License-Identifier: GPL-2.0
/*
 * nettune: every queue between the wire and the application.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <net/genetlink.h>

#include "nettune.h"

static int __init nettune_init(void)
{
	int err;

	err = nt_genl_init();
	if (err)
		return err;
	nt_debugfs_init();
	return 0;
}

static void __exit nettune_exit(void)
{
	/* Both wait for whoever is still inside. */
	nt_debugfs_exit();
	nt_genl_exit();
}

module_init(nettune_init);
module_exit(nettune_exit);

MODULE_DESCRIPTION("Queue depths and pressure of sockets and CPUs");
MODULE_AUTHOR("the nettune developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(NETTUNE_VERSION);
MODULE_ALIAS_GENL_FAMILY(NETTUNE_FAMILY_NAME);
