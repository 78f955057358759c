// SPDX-License-Identifier: GPL-2.0
/*
 * nettune: every queue between the wire and the application.
 */
#include <linux/init.h>
#include <linux/module.h>
#include <net/genetlink.h>

#include "events.h"
#include "nettune.h"
#include "sampler.h"

static int __init nettune_init(void)
{
	int err;

	err = nt_sampler_init();
	if (err)
		return err;
	err = nt_events_init();
	if (err)
		goto err_sampler;
	err = nt_genl_init();
	if (err)
		goto err_events;
	nt_debugfs_init();
	return 0;

err_events:
	nt_events_stop();
	nt_events_exit();
err_sampler:
	nt_sampler_exit();
	return err;
}

/* Each of them waits for whoever is still inside. */
static void __exit nettune_exit(void)
{
	nt_debugfs_exit();
	/* Its group goes with the family, so events end before it. */
	nt_events_stop();
	nt_genl_exit();
	nt_events_exit();
	nt_sampler_exit();
}

module_init(nettune_init);
module_exit(nettune_exit);

MODULE_DESCRIPTION("Queue depths and pressure of sockets and CPUs");
MODULE_AUTHOR("the nettune developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(NETTUNE_VERSION);
MODULE_ALIAS_GENL_FAMILY(NETTUNE_FAMILY_NAME);
