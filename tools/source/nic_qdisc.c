// SPDX-License-Identifier: GPL-2.0-or-later
/* What waits before a network device, by route netlink. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/gen_stats.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include "array.h"
#include "source/nic.h"
#include "transport/attrs.h"

/**
 * struct limit - where in its options a qdisc has its limit
 * @kind: kind of qdisc
 * @attr: attribute that has it, 0 = none: the options are a structure
 * @at: offset in that structure
 * @bytes: is it one of bytes?
 */
static const struct limit {
	const char	*kind;
	int		attr;
	size_t		at;
	bool		bytes;
} limits[] = {
	{ "pfifo", 0, offsetof(struct tc_fifo_qopt, limit), false },
	{ "pfifo_head_drop", 0, offsetof(struct tc_fifo_qopt, limit), false },
	{ "bfifo", 0, offsetof(struct tc_fifo_qopt, limit), true },
	{ "netem", 0, offsetof(struct tc_netem_qopt, limit), false },
	{ "sfq", 0, offsetof(struct tc_sfq_qopt, limit), false },
	{ "fq", TCA_FQ_PLIMIT, 0, false },
	{ "fq_codel", TCA_FQ_CODEL_LIMIT, 0, false },
	{ "codel", TCA_CODEL_LIMIT, 0, false },
	{ "pie", TCA_PIE_LIMIT, 0, false },
	{ "fq_pie", TCA_FQ_PIE_LIMIT, 0, false },
};

/* Higher than the options of any kind above that are attributes. */
#define OPTIONS	64

static const struct limit *find_limit(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (!strcmp(limits[i].kind, kind))
			return &limits[i];
	return NULL;
}

static int take_limit(const struct nlattr *attr, struct nic_qdisc *qdisc)
{
	const struct limit *limit = find_limit(qdisc->kind);
	const struct nlattr *options[OPTIONS];

	if (!attr || !limit)
		return 0;
	qdisc->limit_bytes = limit->bytes;
	if (limit->attr) {
		if (attrs_nested(attr, options, ARRAY_SIZE(options)))
			return -EBADMSG;
		qdisc->limited = attrs_u32(options[limit->attr], &qdisc->limit);
		return 0;
	}
	if (limit->at + sizeof(qdisc->limit) > (size_t)nla_len(attr))
		return -EBADMSG;
	memcpy(&qdisc->limit, (const char *)nla_data(attr) + limit->at,
	       sizeof(qdisc->limit));
	qdisc->limited = true;
	return 0;
}

static int take_stats(const struct nlattr *attr, struct nic_qdisc *qdisc)
{
	const struct nlattr *stats[TCA_STATS_MAX + 1];
	struct gnet_stats_queue queue;

	if (attrs_nested(attr, stats, ARRAY_SIZE(stats)))
		return -EBADMSG;
	if (!stats[TCA_STATS_QUEUE])
		return 0;
	if (nla_len(stats[TCA_STATS_QUEUE]) < (int)sizeof(queue))
		return -EBADMSG;
	memcpy(&queue, nla_data(stats[TCA_STATS_QUEUE]), sizeof(queue));
	qdisc->known = true;
	qdisc->qlen = queue.qlen;
	qdisc->backlog = queue.backlog;
	qdisc->drops = queue.drops;
	qdisc->requeues = queue.requeues;
	qdisc->overlimits = queue.overlimits;
	return 0;
}

/**
 * nic_parse_qdisc() - read one message about a qdisc
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @qdisc: filled in
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int nic_parse_qdisc(const struct nlmsghdr *hdr, struct nic_qdisc *qdisc)
{
	const struct nlattr *attrs[TCA_MAX + 1];
	struct tcmsg msg;

	memset(qdisc, 0, sizeof(*qdisc));
	if (attrs_message(hdr, sizeof(msg), attrs, ARRAY_SIZE(attrs)))
		return -EBADMSG;
	memcpy(&msg, NLMSG_DATA(hdr), sizeof(msg));
	if (msg.tcm_ifindex <= 0)
		return -EBADMSG;
	qdisc->ifindex = msg.tcm_ifindex;
	qdisc->handle = msg.tcm_handle;
	qdisc->parent = msg.tcm_parent;
	attrs_text(attrs[TCA_KIND], qdisc->kind, sizeof(qdisc->kind));
	return take_limit(attrs[TCA_OPTIONS], qdisc) ?:
	       take_stats(attrs[TCA_STATS2], qdisc);
}

/* It has rings of its device's txqueuelen (pfifo_fast_init()), and no option. */
static void find_default(const struct model_nic *nic, struct nic_qdisc *qdisc)
{
	__s64 length;

	if (strcmp(qdisc->kind, "pfifo_fast") ||
	    !model_fact_value(&nic->queues, "txqueuelen", 0, &length))
		return;
	qdisc->limit = length;
	qdisc->limited = true;
}

static int add_limit(struct model_nic *nic, const struct nic_qdisc *qdisc)
{
	const char *name = qdisc->limit_bytes ? "qdisc_limit_bytes" :
						"qdisc_limit";
	__s64 so_far = 0;

	model_fact_value(&nic->queues, name, 0, &so_far);
	return model_facts_set(&nic->queues, name, so_far + qdisc->limit);
}

static int take_root(struct model_nic *nic, const struct nic_qdisc *qdisc)
{
	int err = 0;

	if (qdisc->known) {
		err = model_facts_set(&nic->queues, "qdisc_qlen", qdisc->qlen);
		if (!err)
			err = model_facts_set(&nic->queues, "qdisc_backlog",
					      qdisc->backlog);
		if (!err)
			err = model_facts_set(&nic->drops, "qdisc_drops",
					      qdisc->drops);
		if (!err)
			err = model_facts_set(&nic->drops, "qdisc_requeues",
					      qdisc->requeues);
		if (!err)
			err = model_facts_set(&nic->drops, "qdisc_overlimits",
					      qdisc->overlimits);
	}
	return err;
}

/**
 * nic_take_qdisc() - note a qdisc on its device
 * @nic: the device
 * @root: handle of its root qdisc, kept from call to call
 * @spread: is that one which spreads packets over one qdisc for each queue of
 *	the device (mq)? Kept as well
 * @qdisc: the qdisc; the root comes before the others
 *
 * The counters of mq are the sums over its children (mq_dump()), and so is the
 * limit here.
 *
 * Return: 0 or -ENOMEM.
 */
int nic_take_qdisc(struct model_nic *nic, __u32 *root, bool *spread,
		   const struct nic_qdisc *qdisc)
{
	struct nic_qdisc limited = *qdisc;
	int err;

	find_default(nic, &limited);
	if (qdisc->parent == TC_H_ROOT) {
		*root = qdisc->handle;
		*spread = !strcmp(qdisc->kind, "mq");
		err = take_root(nic, qdisc);
		if (!err && limited.limited)
			err = add_limit(nic, &limited);
		return err;
	}
	if (*spread && limited.limited &&
	    TC_H_MAJ(qdisc->parent) == TC_H_MAJ(*root))
		return add_limit(nic, &limited);
	return 0;
}

/* The devices, and what is to be kept of each of them. */
struct taker {
	struct nics	*nics;
	struct root {
		__u32	handle;
		bool	spread;
	}		*roots;
};

static int take_message(const struct nlmsghdr *hdr, void *arg)
{
	struct taker *taker = arg;
	struct nic_qdisc qdisc;
	struct model_nic *nic;
	struct root *root;
	int err;

	if (hdr->nlmsg_type != RTM_NEWQDISC)
		return 0;
	err = nic_parse_qdisc(hdr, &qdisc);
	if (err)
		return err;
	nic = nics_find(taker->nics, qdisc.ifindex);
	if (!nic)
		return 0;
	root = &taker->roots[nic - taker->nics->nics];
	return nic_take_qdisc(nic, &root->handle, &root->spread, &qdisc);
}

/**
 * nic_qdiscs() - read the qdiscs of the devices
 * @nl: socket of protocol NETLINK_ROUTE
 * @nics: all devices
 *
 * Return: 0 or a negative errno.
 */
int nic_qdiscs(struct netlink *nl, struct nics *nics)
{
	const struct tcmsg all = { .tcm_family = AF_UNSPEC };
	struct taker taker = { .nics = nics };
	struct nl_msg *msg;
	int err = -ENOMEM;

	taker.roots = calloc(nics->count + 1, sizeof(*taker.roots));
	msg = nlmsg_alloc_simple(RTM_GETQDISC, NLM_F_DUMP);
	if (taker.roots && msg &&
	    !nlmsg_append(msg, (void *)&all, sizeof(all), NLMSG_ALIGNTO))
		err = netlink_request(nl, msg, take_message, &taker);
	nlmsg_free(msg);
	free(taker.roots);
	return err;
}
