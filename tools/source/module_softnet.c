// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks nettune.ko to watch the CPUs' backlogs. */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "source/module.h"
#include "source/source.h"

static int ignore_message(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	(void)arg;
	return 0;
}

/**
 * module_sample() - have the sampler run
 * @src: the module
 * @seconds: for so long from now, 1 to NETTUNE_SAMPLE_MAX
 *
 * Return: 0 or a negative errno, -EPERM for who may only look.
 */
int module_sample(struct source *src, __u32 seconds)
{
	struct nl_msg *msg;
	int err = -ENOMEM;

	msg = nlmsg_alloc();
	if (!msg)
		return -ENOMEM;
	if (genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, src->family.id, 0,
			NLM_F_DUMP, NETTUNE_CMD_SOFTNET_GET,
			NETTUNE_FAMILY_VERSION) &&
	    !nla_put_u32(msg, NETTUNE_A_SOFTNET_GET_SAMPLE, seconds))
		err = netlink_request(&src->nl, msg, ignore_message, NULL);
	nlmsg_free(msg);
	return err;
}
