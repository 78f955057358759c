/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that handle netlink requests know of each other.
 */
#ifndef _NT_GENL_H
#define _NT_GENL_H

#include <linux/netlink.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "nettune.h"

/* genl.c: the family */

extern struct genl_family nettune_nl_family;

/* Index of the multicast group "events". */
#define NETTUNE_NLGRP_EVENTS 0

void *nt_genl_put_header(struct sk_buff *skb, const struct netlink_callback *cb,
			 u8 cmd);
int nt_genl_put_empty(struct sk_buff *skb, const struct netlink_callback *cb,
		      u8 cmd);

/* genl_filter.c: the filter of a request */

extern const struct nla_policy
nettune_nl_filter_policy[NETTUNE_A_FILTER_MAX + 1];

int nt_genl_get_view(struct netlink_callback *cb, const struct nlattr *attr,
		     struct nt_view *view);
int nt_genl_check_view(struct netlink_callback *cb, const struct nlattr *attr,
		       const struct nt_view *view);

/* genl_socket.c: SOCKET_GET */

extern const struct nla_policy
nettune_nl_socket_get_policy[NETTUNE_A_SOCKET_GET_LIMIT + 1];

int nt_genl_put_socket(struct sk_buff *skb, int attr,
		       const struct nt_snap *snap, u32 groups);
int nettune_nl_socket_get_start(struct netlink_callback *cb);
int nettune_nl_socket_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int nettune_nl_socket_get_done(struct netlink_callback *cb);

/* genl_summary.c: SUMMARY_GET */

extern const struct nla_policy
nettune_nl_summary_get_policy[NETTUNE_A_SUMMARY_GET_HISTOGRAMS + 1];

int nettune_nl_summary_get_start(struct netlink_callback *cb);
int nettune_nl_summary_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int nettune_nl_summary_get_done(struct netlink_callback *cb);

/* genl_softnet.c: SOFTNET_GET */

extern const struct nla_policy
nettune_nl_softnet_get_policy[NETTUNE_A_SOFTNET_GET_SAMPLE + 1];

int nettune_nl_softnet_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);

/* genl_config.c: CONFIG_GET, CONFIG_SET */

extern const struct nla_policy
nettune_nl_config_set_policy[NETTUNE_A_CONFIG_MAX + 1];

int nettune_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info);
int nettune_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info);

/* events.c: the multicast group */

int nettune_nl_events_bind(int group);

#endif /* _NT_GENL_H */
