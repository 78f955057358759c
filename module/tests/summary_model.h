/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Summaries once more, slow and written down from the ABI: groups in the order
 * in which they were met.
 */
#ifndef _NT_TESTS_SUMMARY_MODEL_H
#define _NT_TESTS_SUMMARY_MODEL_H

#include <nettune/summary.h>

#include "random_snap.h"

/* Groups for which a table has room at most. */
#define SUMMARY_ROOM	64

#define SUMMARY_MODEL_ROOM	(SUMMARY_ROOM + 2)

static struct summary_model {
	struct nt_summary_group		groups[SUMMARY_MODEL_ROOM];
	struct nettune_summary_hist	hists[SUMMARY_MODEL_ROOM];
	__u32				nr;
	__u32				plain;
	__u32				max;
} summary_model;

enum {
	SUMMARY_BY_FAMILY = 1,
	SUMMARY_BY_PROTOCOL = 2,
	SUMMARY_BY_STATE = 4,
	SUMMARY_BY_SPORT = 8,
	SUMMARY_BY_SADDR = 16,
	SUMMARY_BY_IFINDEX = 32,
	SUMMARY_BY_UID = 64,
	SUMMARY_BY_NETNS = 128,
	SUMMARY_BY_CGROUP = 256,
};

/* What the sockets of a group share: what enum nettune_group_by says. */
static const __u32 summary_by[] = {
	[NETTUNE_GROUP_BY_SPORT] = SUMMARY_BY_PROTOCOL | SUMMARY_BY_SPORT,
	[NETTUNE_GROUP_BY_LISTENER] = SUMMARY_BY_FAMILY | SUMMARY_BY_PROTOCOL |
				      SUMMARY_BY_SPORT | SUMMARY_BY_SADDR |
				      SUMMARY_BY_IFINDEX | SUMMARY_BY_NETNS,
	[NETTUNE_GROUP_BY_STATE] = SUMMARY_BY_PROTOCOL | SUMMARY_BY_STATE,
	[NETTUNE_GROUP_BY_CGROUP] = SUMMARY_BY_CGROUP,
	[NETTUNE_GROUP_BY_UID] = SUMMARY_BY_UID,
	[NETTUNE_GROUP_BY_NETNS] = SUMMARY_BY_NETNS,
	[NETTUNE_GROUP_BY_PROTOCOL] = SUMMARY_BY_PROTOCOL | SUMMARY_BY_FAMILY,
};

static struct nettune_summary_id summary_model_id(__u32 group_by,
						  const struct nt_snap *snap)
{
	__u32 by = summary_by[group_by];
	struct nettune_summary_id id;

	memset(&id, 0, sizeof(id));
	if ((by & (SUMMARY_BY_UID | SUMMARY_BY_CGROUP)) &&
	    (!(snap->has & NT_HAS_OWNER) ||
	     ((by & SUMMARY_BY_CGROUP) && !snap->owner.cgroup))) {
		id.flags = NETTUNE_SUMMARY_FLAG_NONE;
		return id;
	}
	id.family = by & SUMMARY_BY_FAMILY ? snap->id.family : 0;
	id.protocol = by & SUMMARY_BY_PROTOCOL ? snap->id.protocol : 0;
	id.state = by & SUMMARY_BY_STATE ? snap->id.state : 0;
	if (by & SUMMARY_BY_SPORT)
		id.sport = snap->id.sport;
	if (by & SUMMARY_BY_SADDR)
		memcpy(id.saddr, snap->id.saddr, sizeof(id.saddr));
	id.ifindex = by & SUMMARY_BY_IFINDEX ? snap->id.ifindex : 0;
	id.uid = by & SUMMARY_BY_UID ? snap->owner.uid : 0;
	id.netns = by & SUMMARY_BY_NETNS ? snap->id.netns : 0;
	id.cgroup = by & SUMMARY_BY_CGROUP ? snap->owner.cgroup : 0;
	return id;
}

static int summary_all_zero(const __u8 *bytes, __u32 nr)
{
	__u8 all = 0;

	while (nr--)
		all |= bytes[nr];
	return !all;
}

/* No address, or that of IPv4 as an IPv6 socket has it. */
static int summary_model_wild(const __u8 *saddr)
{
	return summary_all_zero(saddr, 16) ||
	       (summary_all_zero(saddr, 10) && saddr[10] == 0xff &&
		saddr[11] == 0xff && summary_all_zero(saddr + 12, 4));
}

/* How well a listener fits a connection, 0 = it does not. */
static int summary_model_score(const struct nettune_summary_id *listener,
			       const struct nt_snap *snap)
{
	int mapped = snap->id.family == NT_AF_INET6 &&
		     summary_all_zero(snap->id.saddr, 10) &&
		     snap->id.saddr[10] == 0xff && snap->id.saddr[11] == 0xff;
	int score = 1;

	if (listener->flags || listener->family != snap->id.family ||
	    listener->protocol != snap->id.protocol ||
	    listener->sport != snap->id.sport ||
	    listener->netns != snap->id.netns)
		return 0;
	if (!memcmp(listener->saddr, snap->id.saddr, sizeof(listener->saddr)))
		score += 8;
	else if (!summary_model_wild(listener->saddr))
		return 0;
	else if (summary_all_zero(listener->saddr, 16))
		score += 4;
	else if (!mapped)
		return 0;
	if (listener->ifindex == snap->id.ifindex)
		score += 2;
	else if (listener->ifindex)
		return 0;
	return score;
}

static struct nettune_summary_id
summary_model_listener(const struct nt_snap *snap)
{
	struct nettune_summary_id best;
	int score, best_score = 0;
	__u32 i;

	memset(&best, 0, sizeof(best));
	best.flags = NETTUNE_SUMMARY_FLAG_NONE;
	for (i = 0; i < summary_model.nr; i++) {
		score = summary_model_score(&summary_model.groups[i].id, snap);
		if (score > best_score) {
			best = summary_model.groups[i].id;
			best_score = score;
		}
	}
	return best;
}

static __u32 summary_model_find(struct nettune_summary_id id)
{
	struct summary_model *model = &summary_model;
	int again;
	__u32 i;

	for (again = 0; again < 2; again++) {
		for (i = 0; i < model->nr; i++) {
			if (!memcmp(&model->groups[i].id, &id, sizeof(id)))
				return i;
		}
		if (id.flags || model->plain < model->max)
			break;
		memset(&id, 0, sizeof(id));
		id.flags = NETTUNE_SUMMARY_FLAG_OTHER;
	}
	model->plain += !id.flags;
	model->groups[model->nr].id = id;
	return model->nr++;
}

static __u32 summary_model_key(const struct nt_snap *snap, __u32 key,
			       __u32 highest)
{
	__u32 value;

	if (!nt_key_value(snap, key, &value) || value < highest)
		return highest;
	return value;
}

static void summary_model_maxima(struct nettune_summary_stat *stat,
				 const struct nt_snap *snap)
{
	const struct {
		__u32 key;
		__u32 *highest;
	} rows[] = {
		{ NETTUNE_KEY_RMEM, &stat->max_rmem },
		{ NETTUNE_KEY_WMEM, &stat->max_wmem },
		{ NETTUNE_KEY_ACCEPT, &stat->max_accept },
		{ NETTUNE_KEY_SYN, &stat->max_syn },
		{ NETTUNE_KEY_RECV_Q, &stat->max_recv_q },
		{ NETTUNE_KEY_SEND_Q, &stat->max_send_q },
		{ NETTUNE_KEY_BACKLOG, &stat->max_backlog },
		{ NETTUNE_KEY_DROPS, &stat->max_drops },
	};
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		*rows[i].highest = summary_model_key(snap, rows[i].key,
						     *rows[i].highest);
}

static void summary_model_hist(struct nettune_summary_hist *hist,
			       const struct nt_snap *snap)
{
	__u32 value = 0;

	nt_key_value(snap, NETTUNE_KEY_RMEM, &value);
	hist->rmem[nt_hist_permille(value)]++;
	nt_key_value(snap, NETTUNE_KEY_WMEM, &value);
	hist->wmem[nt_hist_permille(value)]++;
	hist->recv_q[nt_hist_log2(snap->mem.recv_q)]++;
	hist->send_q[nt_hist_log2(snap->mem.send_q)]++;
}

static void summary_model_sums(struct nettune_summary_stat *stat,
			       const struct nt_snap *snap)
{
	int full = !!(snap->has & NT_HAS_MEM);
	int listens = snap->id.state == NT_STATE_LISTEN;
	int queues = full && !listens;
	int accept = full && listens && (snap->has & NT_HAS_ACCEPT);
	int syn = full && listens && (snap->has & NT_HAS_SYN);
	__u32 wmem_used = snap->id.protocol == NT_IPPROTO_TCP ?
			  snap->mem.wmem_queued : snap->mem.wmem_alloc;

	stat->sockets++;
	stat->full += full;
	stat->listeners += full && listens;
	stat->states[snap->id.state]++;
	stat->drops += full ? snap->mem.drops : 0;
	stat->rmem_alloc += queues ? snap->mem.rmem_alloc : 0;
	stat->rcvbuf += queues ? snap->mem.rcvbuf : 0;
	stat->wmem_used += queues ? wmem_used : 0;
	stat->sndbuf += queues ? snap->mem.sndbuf : 0;
	stat->recv_q += queues ? snap->mem.recv_q : 0;
	stat->send_q += queues ? snap->mem.send_q : 0;
	stat->backlog += queues ? snap->mem.backlog : 0;
	stat->accept_q += accept ? snap->listener.accept_q : 0;
	stat->accept_max += accept ? snap->listener.accept_max : 0;
	stat->syn_q += syn ? snap->listener.syn_q : 0;
}

static void summary_model_count(__u32 group_by, const struct nt_snap *snap)
{
	struct nettune_summary_id id;
	__u32 at = 0;

	if (group_by == NETTUNE_GROUP_BY_LISTENER &&
	    snap->id.state != NT_STATE_LISTEN)
		id = summary_model_listener(snap);
	else if (group_by != NETTUNE_GROUP_BY_NONE)
		id = summary_model_id(group_by, snap);
	if (group_by != NETTUNE_GROUP_BY_NONE)
		at = summary_model_find(id);
	summary_model_sums(&summary_model.groups[at].stat, snap);
	summary_model_maxima(&summary_model.groups[at].stat, snap);
	if ((snap->has & NT_HAS_MEM) && snap->id.state != NT_STATE_LISTEN)
		summary_model_hist(&summary_model.hists[at], snap);
}

static void summary_model_begin(__u32 max)
{
	memset(&summary_model, 0, sizeof(summary_model));
	summary_model.max = max;
}

#endif /* _NT_TESTS_SUMMARY_MODEL_H */
