// SPDX-License-Identifier: GPL-2.0
/*
 * The netlink family: requests in, snapshots out.
 *
 * include/uapi/linux/nettune.h describes the protocol. The family runs its
 * operations in parallel, without genl_mutex, so that a dump does not hold up
 * other families, but for its first message, during which none can come or go
 * (cb_lock in net/netlink/genetlink.c): that of a dump over sockets is empty.
 * The same holds during a CONFIG_GET: see events_wait.c.
 * All state of a dump is its own.
 */
#include "genl.h"

#include <linux/module.h>

#include "compat.h"

/**
 * nt_genl_put_header() - begin a message of a dump
 * @skb: where to
 * @cb: the dump
 * @cmd: the command that it answers
 *
 * Return: the header for genlmsg_end() and genlmsg_cancel(), NULL if there is
 * no room.
 */
void *nt_genl_put_header(struct sk_buff *skb, const struct netlink_callback *cb,
			 u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &nettune_nl_family, NLM_F_MULTI, cmd);
}

/**
 * nt_genl_put_empty() - a message without a record: still looking
 * @skb: where to
 * @cb: the dump
 * @cmd: the command that it answers
 *
 * Return: what dumpit() returns.
 */
int nt_genl_put_empty(struct sk_buff *skb, const struct netlink_callback *cb,
		      u8 cmd)
{
	void *hdr = nt_genl_put_header(skb, cb, cmd);

	if (!hdr)
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return skb->len;
}

static const struct genl_ops nettune_nl_ops[] = {
	{
		.cmd		= NETTUNE_CMD_SOCKET_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.policy		= nettune_nl_socket_get_policy,
		.maxattr	= NETTUNE_A_SOCKET_GET_LIMIT,
		.start		= nettune_nl_socket_get_start,
		.dumpit		= nettune_nl_socket_get_dumpit,
		.done		= nettune_nl_socket_get_done,
	},
	{
		.cmd		= NETTUNE_CMD_SOFTNET_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.policy		= nettune_nl_softnet_get_policy,
		.maxattr	= NETTUNE_A_SOFTNET_GET_SAMPLE,
		.dumpit		= nettune_nl_softnet_get_dumpit,
	},
	{
		.cmd		= NETTUNE_CMD_SUMMARY_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.policy		= nettune_nl_summary_get_policy,
		.maxattr	= NETTUNE_A_SUMMARY_GET_HISTOGRAMS,
		.start		= nettune_nl_summary_get_start,
		.dumpit		= nettune_nl_summary_get_dumpit,
		.done		= nettune_nl_summary_get_done,
	},
	{
		.cmd		= NETTUNE_CMD_CONFIG_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.doit		= nettune_nl_config_get_doit,
	},
	{
		.cmd		= NETTUNE_CMD_CONFIG_SET,
		.flags		= GENL_ADMIN_PERM,
		.policy		= nettune_nl_config_set_policy,
		.maxattr	= NETTUNE_A_CONFIG_MAX,
		.doit		= nettune_nl_config_set_doit,
	},
};

static const struct genl_multicast_group nettune_nl_mcgrps[] = {
	[NETTUNE_NLGRP_EVENTS] = {
		.name	= NETTUNE_MCGRP_EVENTS,
		NT_GENL_GROUP_ADMIN
	},
};

struct genl_family nettune_nl_family __ro_after_init = {
	.name		= NETTUNE_FAMILY_NAME,
	.version	= NETTUNE_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= nettune_nl_ops,
	.n_ops		= ARRAY_SIZE(nettune_nl_ops),
	.mcgrps		= nettune_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(nettune_nl_mcgrps),
#ifdef NT_HAVE_GENL_BIND
	.bind		= nettune_nl_events_bind,
#endif
};

/**
 * nt_genl_init() - register the family
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int __init nt_genl_init(void)
{
	return genl_register_family(&nettune_nl_family);
}

/**
 * nt_genl_exit() - unregister the family; no request is running afterwards
 *
 * Context: may sleep.
 */
void nt_genl_exit(void)
{
	genl_unregister_family(&nettune_nl_family);
}
