/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets added up: sums, maxima, histograms, groups.
 */
#ifndef _NETTUNE_SUMMARY_H
#define _NETTUNE_SUMMARY_H

#include <nettune/calc.h>

/* Which bucket of NETTUNE_HIST_PERMILLE a value falls into. */
static inline __u32 nt_hist_permille(__u32 permille)
{
	if (!permille)
		return 0;
	return permille >= 1000 ? NETTUNE_HIST_PERMILLE - 1 :
				  permille / 100 + 1;
}

/* Which bucket of NETTUNE_HIST_LOG2 a value falls into: its length in bits. */
static inline __u32 nt_hist_log2(__u32 value)
{
	return value ? 32 - __builtin_clz(value) : 0;
}

static inline void nt_summary_max(__u32 *max, __u32 value)
{
	if (value > *max)
		*max = value;
}

static inline void nt_summary_add_listener(struct nettune_summary_stat *stat,
					   const struct nt_snap *snap)
{
	const struct nettune_sock_listener *listener = &snap->listener;

	stat->listeners++;
	if (snap->has & NT_HAS_ACCEPT) {
		stat->accept_q += listener->accept_q;
		stat->accept_max += listener->accept_max;
		nt_summary_max(&stat->max_accept,
			       nt_permille_u32(listener->accept_q,
					       listener->accept_max));
	}
	if (snap->has & NT_HAS_SYN) {
		stat->syn_q += listener->syn_q;
		nt_summary_max(&stat->max_syn,
			       nt_permille_u32(listener->syn_q,
					       listener->syn_max));
	}
}

/* Sockets with nothing in their buffers. */
static inline void nt_summary_add_empty(struct nettune_summary_hist *hist,
					__u32 nr)
{
	if (!hist)
		return;
	hist->rmem[0] += nr;
	hist->wmem[0] += nr;
	hist->recv_q[0] += nr;
	hist->send_q[0] += nr;
}

/**
 * nt_summary_add_idle() - count established TCP connections of which everything
 *	but the limits is 0
 * @stat: the sums and maxima that they are added to
 * @hist: the histograms, or NULL
 * @nr: how many
 * @rcvbuf: sum of theirs
 * @sndbuf: sum of theirs
 */
static inline void nt_summary_add_idle(struct nettune_summary_stat *stat,
				       struct nettune_summary_hist *hist,
				       __u32 nr, __u64 rcvbuf, __u64 sndbuf)
{
	stat->sockets += nr;
	stat->full += nr;
	stat->states[NT_STATE_ESTABLISHED] += nr;
	stat->rcvbuf += rcvbuf;
	stat->sndbuf += sndbuf;
	nt_summary_add_empty(hist, nr);
}

static inline void nt_summary_add_buffers(struct nettune_summary_stat *stat,
					  struct nettune_summary_hist *hist,
					  const struct nt_snap *snap)
{
	const struct nettune_sock_mem *mem = &snap->mem;
	__u32 wmem_used = nt_wmem_used(snap);
	__u32 rmem, wmem;

	stat->rcvbuf += mem->rcvbuf;
	stat->sndbuf += mem->sndbuf;
	/* Most sockets are idle, and adding 0 is not for nothing. */
	if (!(mem->rmem_alloc | wmem_used | mem->recv_q | mem->send_q |
	      mem->backlog)) {
		nt_summary_add_empty(hist, 1);
		return;
	}
	rmem = nt_permille_u32(mem->rmem_alloc, mem->rcvbuf);
	wmem = nt_permille_u32(wmem_used, mem->sndbuf);
	stat->rmem_alloc += mem->rmem_alloc;
	stat->wmem_used += wmem_used;
	stat->recv_q += mem->recv_q;
	stat->send_q += mem->send_q;
	stat->backlog += mem->backlog;
	nt_summary_max(&stat->max_rmem, rmem);
	nt_summary_max(&stat->max_wmem, wmem);
	nt_summary_max(&stat->max_recv_q, mem->recv_q);
	nt_summary_max(&stat->max_send_q, mem->send_q);
	if (!hist)
		return;
	hist->rmem[nt_hist_permille(rmem)]++;
	hist->wmem[nt_hist_permille(wmem)]++;
	hist->recv_q[nt_hist_log2(mem->recv_q)]++;
	hist->send_q[nt_hist_log2(mem->send_q)]++;
}

/**
 * nt_summary_add() - count a socket
 * @stat: the sums and maxima that it is added to
 * @hist: the histograms, or NULL
 * @snap: the socket
 */
static inline void nt_summary_add(struct nettune_summary_stat *stat,
				  struct nettune_summary_hist *hist,
				  const struct nt_snap *snap)
{
	stat->sockets++;
	if (snap->id.state < NETTUNE_STATES)
		stat->states[snap->id.state]++;
	if (!(snap->has & NT_HAS_MEM))
		return;
	stat->full++;
	stat->drops += snap->mem.drops;
	nt_summary_max(&stat->max_backlog, snap->mem.backlog);
	nt_summary_max(&stat->max_drops, snap->mem.drops);
	if (snap->id.state == NT_STATE_LISTEN)
		nt_summary_add_listener(stat, snap);
	else
		nt_summary_add_buffers(stat, hist, snap);
}

/* Does a socket have what it is grouped by? A cgroup of 0 is not known. */
static inline int nt_summary_applies(__u32 group_by, const struct nt_snap *snap)
{
	switch (group_by) {
	case NETTUNE_GROUP_BY_UID:
		return !!(snap->has & NT_HAS_OWNER);
	case NETTUNE_GROUP_BY_CGROUP:
		return (snap->has & NT_HAS_OWNER) && snap->owner.cgroup;
	}
	return 1;
}

/**
 * nt_summary_id_of() - the group that a socket belongs to, by itself
 * @id: which group; of NETTUNE_GROUP_BY_LISTENER this is the group of the
 *	socket's local address, whether a listener is there or not
 * @group_by: one of enum nettune_group_by
 * @snap: the socket
 */
static inline void nt_summary_id_of(struct nettune_summary_id *id,
				    __u32 group_by, const struct nt_snap *snap)
{
	memset(id, 0, sizeof(*id));
	switch (group_by) {
	case NETTUNE_GROUP_BY_SPORT:
		id->protocol = snap->id.protocol;
		id->sport = snap->id.sport;
		break;
	case NETTUNE_GROUP_BY_LISTENER:
		id->family = snap->id.family;
		id->protocol = snap->id.protocol;
		id->sport = snap->id.sport;
		memcpy(id->saddr, snap->id.saddr, sizeof(id->saddr));
		id->ifindex = snap->id.ifindex;
		id->netns = snap->id.netns;
		break;
	case NETTUNE_GROUP_BY_STATE:
		id->protocol = snap->id.protocol;
		id->state = snap->id.state;
		break;
	case NETTUNE_GROUP_BY_CGROUP:
		id->cgroup = snap->owner.cgroup;
		break;
	case NETTUNE_GROUP_BY_UID:
		id->uid = snap->owner.uid;
		break;
	case NETTUNE_GROUP_BY_NETNS:
		id->netns = snap->id.netns;
		break;
	case NETTUNE_GROUP_BY_PROTOCOL:
		id->protocol = snap->id.protocol;
		id->family = snap->id.family;
		break;
	}
	if (!nt_summary_applies(group_by, snap)) {
		memset(id, 0, sizeof(*id));
		id->flags = NETTUNE_SUMMARY_FLAG_NONE;
	}
}

/* A group: which, and its sums. */
struct nt_summary_group {
	struct nettune_summary_id	id;
	struct nettune_summary_stat	stat;
};

/**
 * struct nt_summary - a table of groups, of fixed size
 * @groups: room for @max + 2 of them: the last two that are there are those
 *	of the flags OTHER and NONE, whenever they are needed
 * @hists: as many histograms, or NULL if none are wanted
 * @index: @mask + 1 numbers, at least twice @max: number of a group + 1, by
 *	hash; 0 = free. All 0 at first
 * @mask: a power of two - 1
 * @max: groups for which there is room
 * @nr: groups that are there
 * @seed: makes places in @index hard to guess
 * @other: number of the group with NETTUNE_SUMMARY_FLAG_OTHER + 1, 0 = none
 * @none: number of the group with NETTUNE_SUMMARY_FLAG_NONE + 1, 0 = none
 *
 * Everything is the caller's to allocate and to set to 0.
 */
struct nt_summary {
	struct nt_summary_group		*groups;
	struct nettune_summary_hist	*hists;
	__u32				*index;
	__u32				mask;
	__u32				max;
	__u32				nr;
	__u32				seed;
	__u32				other;
	__u32				none;
};

static inline __u32 nt_summary_hash(const struct nt_summary *summary,
				    const struct nettune_summary_id *id)
{
	__u64 hash = summary->seed;
	__u64 words[sizeof(*id) / sizeof(__u64)];
	__u32 i;

	memcpy(words, id, sizeof(words));
	for (i = 0; i < sizeof(*id) / sizeof(__u64); i++) {
		hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 32;
	}
	return (__u32)hash;
}

/* A group at the end of the table; flagged ones come on top of max. */
static inline __u32 nt_summary_new(struct nt_summary *summary,
				   const struct nettune_summary_id *id)
{
	summary->groups[summary->nr].id = *id;
	return summary->nr++;
}

static inline __u32 nt_summary_flagged(struct nt_summary *summary,
				       __u32 *number, __u8 flag)
{
	const struct nettune_summary_id id = { .flags = flag };

	if (!*number)
		*number = nt_summary_new(summary, &id) + 1;
	return *number - 1;
}

/* Groups that count against max. */
static inline __u32 nt_summary_plain(const struct nt_summary *summary)
{
	return summary->nr - !!summary->other - !!summary->none;
}

/* Place of a group in the index; a free one if it is not there. */
static inline __u32 nt_summary_place(const struct nt_summary *summary,
				     const struct nettune_summary_id *id)
{
	__u32 at = nt_summary_hash(summary, id) & summary->mask;

	while (summary->index[at] &&
	       memcmp(&summary->groups[summary->index[at] - 1].id, id,
		      sizeof(*id)))
		at = (at + 1) & summary->mask;
	return at;
}

/**
 * nt_summary_find() - the number of a group that is there
 * @summary: the table
 * @id: which
 *
 * Return: its number, -1 if it is not there.
 */
static inline int nt_summary_find(const struct nt_summary *summary,
				  const struct nettune_summary_id *id)
{
	return (int)summary->index[nt_summary_place(summary, id)] - 1;
}

/**
 * nt_summary_group() - the number of a group, made if there is room
 * @summary: the table
 * @id: which; with the flag NONE the group of that flag is meant
 *
 * Return: its number, or that of the group for all that find no room.
 */
static inline __u32 nt_summary_group(struct nt_summary *summary,
				     const struct nettune_summary_id *id)
{
	__u32 at;

	if (id->flags & NETTUNE_SUMMARY_FLAG_NONE)
		return nt_summary_flagged(summary, &summary->none,
					  NETTUNE_SUMMARY_FLAG_NONE);
	at = nt_summary_place(summary, id);
	if (!summary->index[at]) {
		if (nt_summary_plain(summary) >= summary->max)
			return nt_summary_flagged(summary, &summary->other,
						  NETTUNE_SUMMARY_FLAG_OTHER);
		summary->index[at] = nt_summary_new(summary, id) + 1;
	}
	return summary->index[at] - 1;
}

/* Bound to the interface, or else to none. */
static inline int nt_summary_find_bound(const struct nt_summary *summary,
					struct nettune_summary_id *id,
					__u32 ifindex)
{
	id->ifindex = ifindex;
	if (nt_summary_find(summary, id) >= 0)
		return 1;
	id->ifindex = 0;
	return ifindex && nt_summary_find(summary, id) >= 0;
}

/**
 * nt_summary_listener_id() - the group of the listener that a TCP socket
 *	belongs to
 * @summary: the table, in which the listeners are groups already
 * @id: in: the socket's own local address; out: the listener's group, or the
 *	flag NONE if there is no such listener
 *
 * A connection has the family of the listener that it came from: one over IPv4
 * through an IPv6 listener is an IPv6 socket with mapped addresses. A listener
 * on the address itself comes before one on the wildcard (which for IPv4 may be
 * mapped too), one that is bound to the interface before one that is bound to
 * none (compute_score() in net/ipv4/inet_hashtables.c).
 */
static inline void nt_summary_listener_id(const struct nt_summary *summary,
					  struct nettune_summary_id *id)
{
	int mapped = nt_addr_mapped(id->family, id->saddr);
	__u32 ifindex = id->ifindex;

	if (nt_summary_find_bound(summary, id, ifindex))
		return;
	memset(id->saddr, 0, sizeof(id->saddr));
	if (nt_summary_find_bound(summary, id, ifindex))
		return;
	if (mapped) {
		id->saddr[10] = 0xff;
		id->saddr[11] = 0xff;
		if (nt_summary_find_bound(summary, id, ifindex))
			return;
	}
	memset(id, 0, sizeof(*id));
	id->flags = NETTUNE_SUMMARY_FLAG_NONE;
}

/**
 * nt_summary_count() - count a socket in its group
 * @summary: the table
 * @group_by: one of enum nettune_group_by
 * @snap: the socket; with NETTUNE_GROUP_BY_LISTENER all listeners must have
 *	been counted before the first connection
 */
static inline void nt_summary_count(struct nt_summary *summary, __u32 group_by,
				    const struct nt_snap *snap)
{
	struct nettune_summary_id id;
	__u32 at = 0;

	if (group_by != NETTUNE_GROUP_BY_NONE) {
		nt_summary_id_of(&id, group_by, snap);
		if (group_by == NETTUNE_GROUP_BY_LISTENER &&
		    snap->id.state != NT_STATE_LISTEN)
			nt_summary_listener_id(summary, &id);
		at = nt_summary_group(summary, &id);
	}
	nt_summary_add(&summary->groups[at].stat,
		       summary->hists ? &summary->hists[at] : NULL, snap);
}

#endif /* _NETTUNE_SUMMARY_H */
