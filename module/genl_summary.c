// SPDX-License-Identifier: GPL-2.0
/*
 * SUMMARY_GET: sockets, added up.
 */
#include "genl.h"

#include <linux/slab.h>

#include "compat.h"
#include "summary.h"

/* Room for groups, if the asker does not say. */
#define SUMMARY_GROUPS 1024

/* How far a dump has come. */
enum summary_step {
	SUMMARY_BEGIN,
	SUMMARY_COUNT,
	SUMMARY_SEND,
};

/**
 * struct summary_dump - what a dump keeps between two messages
 * @sum: the sums
 * @step: how far it has come
 * @at: the next group to send
 */
struct summary_dump {
	struct nt_sum		sum;
	enum summary_step	step;
	u32			at;
};

static struct summary_dump **summary_dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct summary_dump *) > sizeof(cb->ctx));
	return (struct summary_dump **)cb->ctx;
}

const struct nla_policy
nettune_nl_summary_get_policy[NETTUNE_A_SUMMARY_GET_HISTOGRAMS + 1] = {
	[NETTUNE_A_SUMMARY_GET_FILTER] =
		NLA_POLICY_NESTED(nettune_nl_filter_policy),
	[NETTUNE_A_SUMMARY_GET_GROUP_BY] =
		NLA_POLICY_MAX(NLA_U32, NETTUNE_GROUP_BY_MAX),
	[NETTUNE_A_SUMMARY_GET_MAX_GROUPS] =
		NLA_POLICY_RANGE(NLA_U32, 1, NETTUNE_GROUPS_MAX),
	[NETTUNE_A_SUMMARY_GET_HISTOGRAMS]	= { .type = NLA_FLAG },
};

static u32 summary_get_u32(struct nlattr **attrs, int type, u32 otherwise)
{
	return attrs[type] ? nla_get_u32(attrs[type]) : otherwise;
}

static int summary_dump_init(struct summary_dump *dump,
			     struct netlink_callback *cb, struct nlattr **attrs)
{
	struct nt_view view;
	int err;

	err = nt_genl_get_view(cb, attrs[NETTUNE_A_SUMMARY_GET_FILTER], &view);
	if (err)
		return err;
	return nt_sum_init(&dump->sum, &view,
			   summary_get_u32(attrs,
					   NETTUNE_A_SUMMARY_GET_GROUP_BY,
					   NETTUNE_GROUP_BY_NONE),
			   summary_get_u32(attrs,
					   NETTUNE_A_SUMMARY_GET_MAX_GROUPS,
					   SUMMARY_GROUPS),
			   attrs[NETTUNE_A_SUMMARY_GET_HISTOGRAMS]);
}

static void summary_dump_free(struct summary_dump *dump)
{
	nt_sum_destroy(&dump->sum);
	kfree(dump);
}

int nettune_nl_summary_get_start(struct netlink_callback *cb)
{
	struct summary_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	err = summary_dump_init(dump, cb, nt_genl_dump_attrs(cb));
	if (err) {
		summary_dump_free(dump);
		return err;
	}
	*summary_dump_of(cb) = dump;
	return 0;
}

static int summary_put(struct sk_buff *skb, const struct nt_summary *table,
		       u32 at)
{
	const struct nt_summary_group *group = &table->groups[at];
	struct nlattr *nest;

	nest = nla_nest_start(skb, NETTUNE_A_SUMMARY_GET_GROUP);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put(skb, NETTUNE_A_SUMMARY_ID, sizeof(group->id), &group->id) ||
	    nla_put(skb, NETTUNE_A_SUMMARY_STAT, sizeof(group->stat),
		    &group->stat) ||
	    (table->hists &&
	     nla_put(skb, NETTUNE_A_SUMMARY_HIST, sizeof(*table->hists),
		     &table->hists[at]))) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/* Listeners are groups before it is known whether they have any sockets. */
static bool summary_is_empty(const struct nt_sum *sum, u32 at)
{
	return sum->group_by != NETTUNE_GROUP_BY_NONE &&
	       !sum->table.groups[at].stat.sockets;
}

static int summary_dump_fill(struct sk_buff *skb, struct netlink_callback *cb,
			     struct summary_dump *dump)
{
	const struct nt_summary *table = &dump->sum.table;
	bool empty = true;
	void *hdr;

	hdr = nt_genl_put_header(skb, cb, NETTUNE_CMD_SUMMARY_GET);
	if (!hdr)
		return -EMSGSIZE;
	for (; dump->at < table->nr; dump->at++) {
		if (summary_is_empty(&dump->sum, dump->at))
			continue;
		if (summary_put(skb, table, dump->at))
			break;
		empty = false;
	}
	if (dump->sum.torn)
		cb->answer_flags |= NLM_F_DUMP_INTR;
	if (empty) {
		genlmsg_cancel(skb, hdr);
		/* Room for not even one would look like the end: say so. */
		return dump->at < table->nr ? -EMSGSIZE : 0;
	}
	genlmsg_end(skb, hdr);
	return skb->len;
}

int nettune_nl_summary_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb)
{
	struct nlattr **attrs = nt_genl_dump_attrs(cb);
	struct summary_dump *dump = *summary_dump_of(cb);
	int err;

	switch (dump->step) {
	case SUMMARY_BEGIN:
		err = nt_genl_check_view(cb,
					 attrs[NETTUNE_A_SUMMARY_GET_FILTER],
					 &dump->sum.view);
		if (err)
			return err;
		dump->step = SUMMARY_COUNT;
		return nt_genl_put_empty(skb, cb, NETTUNE_CMD_SUMMARY_GET);
	case SUMMARY_COUNT:
		err = nt_sum_run(&dump->sum);
		if (err)
			return err;
		dump->step = SUMMARY_SEND;
		fallthrough;
	case SUMMARY_SEND:
		break;
	}
	return summary_dump_fill(skb, cb, dump);
}

int nettune_nl_summary_get_done(struct netlink_callback *cb)
{
	summary_dump_free(*summary_dump_of(cb));
	return 0;
}
