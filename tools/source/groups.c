// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of groups into which a source adds sockets up. */
#include "source/groups.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "array.h"

static __u32 power_of_two_from(__u32 least)
{
	__u32 power = 1;

	while (power < least)
		power <<= 1;
	return power;
}

/**
 * groups_init() - an empty table
 * @groups: filled in; groups_free() it, also after an error
 * @group_by: one of enum nettune_group_by
 * @max_groups: groups for which there is room
 * @histograms: are they wanted?
 *
 * Return: 0 or -ENOMEM.
 */
int groups_init(struct groups *groups, __u32 group_by, __u32 max_groups,
		bool histograms)
{
	struct nt_summary *table = &groups->table;
	bool one = group_by == NETTUNE_GROUP_BY_NONE;
	__u32 room, places;

	memset(groups, 0, sizeof(*groups));
	groups->group_by = group_by;
	table->max = one ? 0 : max_groups;
	/* The one group is there from the start, also without sockets. */
	table->nr = one;
	room = table->max + 2;
	places = power_of_two_from(2 * room);
	table->mask = places - 1;
	table->groups = calloc(room, sizeof(*table->groups));
	table->index = calloc(places, sizeof(*table->index));
	if (histograms)
		table->hists = calloc(room, sizeof(*table->hists));
	if (!table->groups || !table->index || (histograms && !table->hists))
		return -ENOMEM;
	/* Where there is no randomness yet there are no attackers either. */
	if (getrandom(&table->seed, sizeof(table->seed), GRND_NONBLOCK) < 0)
		table->seed = 0;
	return 0;
}

/**
 * groups_free() - free what groups_init() has allocated
 * @groups: the table
 */
void groups_free(struct groups *groups)
{
	free(groups->table.groups);
	free(groups->table.index);
	free(groups->table.hists);
}

/**
 * groups_add_listener() - make a listener's group, without counting it
 * @groups: the table, grouped by listener
 * @listener: a TCP listener; all of them come before the first is counted
 */
void groups_add_listener(struct groups *groups, const struct nt_snap *listener)
{
	struct nettune_summary_id id;

	nt_summary_id_of(&id, groups->group_by, listener);
	nt_summary_group(&groups->table, &id);
}

/* Unix sockets have no port, and their listeners no address to be told by. */
static bool has_no_group(const struct groups *groups,
			 const struct nt_snap *snap)
{
	return snap->id.family == AF_UNIX &&
	       (groups->group_by == NETTUNE_GROUP_BY_SPORT ||
		groups->group_by == NETTUNE_GROUP_BY_LISTENER);
}

static void add_to(struct groups *groups, __u32 at, const struct nt_snap *snap)
{
	struct nt_summary *table = &groups->table;

	nt_summary_add(&table->groups[at].stat,
		       table->hists ? &table->hists[at] : NULL, snap);
}

/**
 * groups_count() - count a socket in its group
 * @groups: the table
 * @snap: the socket
 */
void groups_count(struct groups *groups, const struct nt_snap *snap)
{
	static const struct nettune_summary_id none = {
		.flags = NETTUNE_SUMMARY_FLAG_NONE,
	};

	if (has_no_group(groups, snap))
		add_to(groups, nt_summary_group(&groups->table, &none), snap);
	else
		nt_summary_count(&groups->table, groups->group_by, snap);
}

#define AT(member)	offsetof(struct nettune_summary_stat, member)

/* Where the sums and the maxima are, by their width. */
static const size_t sums_u64[] = {
	AT(rmem_alloc), AT(rcvbuf), AT(wmem_used), AT(sndbuf), AT(recv_q),
	AT(send_q), AT(backlog), AT(drops), AT(accept_q), AT(accept_max),
	AT(syn_q),
};

static const size_t sums_u32[] = { AT(sockets), AT(full), AT(listeners) };

static const size_t maxima[] = {
	AT(max_rmem), AT(max_wmem), AT(max_accept), AT(max_syn),
	AT(max_recv_q), AT(max_send_q), AT(max_backlog), AT(max_drops),
};

static void *member(const struct nettune_summary_stat *stat, size_t at)
{
	return (char *)stat + at;
}

static void merge_stat(struct nettune_summary_stat *to,
		       const struct nettune_summary_stat *from)
{
	for (size_t i = 0; i < ARRAY_SIZE(sums_u64); i++)
		*(__u64 *)member(to, sums_u64[i]) +=
			*(__u64 *)member(from, sums_u64[i]);
	for (size_t i = 0; i < ARRAY_SIZE(sums_u32); i++)
		*(__u32 *)member(to, sums_u32[i]) +=
			*(__u32 *)member(from, sums_u32[i]);
	for (size_t i = 0; i < NETTUNE_STATES; i++)
		to->states[i] += from->states[i];
	for (size_t i = 0; i < ARRAY_SIZE(maxima); i++)
		nt_summary_max(member(to, maxima[i]),
			       *(__u32 *)member(from, maxima[i]));
}

static void merge_hist(struct nettune_summary_hist *to,
		       const struct nettune_summary_hist *from)
{
	for (size_t i = 0; i < NETTUNE_HIST_PERMILLE; i++) {
		to->rmem[i] += from->rmem[i];
		to->wmem[i] += from->wmem[i];
	}
	for (size_t i = 0; i < NETTUNE_HIST_LOG2; i++) {
		to->recv_q[i] += from->recv_q[i];
		to->send_q[i] += from->send_q[i];
	}
}

static __u32 place_of(struct groups *groups,
		      const struct nettune_summary_id *id)
{
	struct nt_summary *table = &groups->table;

	if (groups->group_by == NETTUNE_GROUP_BY_NONE)
		return 0;
	if (id->flags & NETTUNE_SUMMARY_FLAG_OTHER)
		return nt_summary_flagged(table, &table->other,
					  NETTUNE_SUMMARY_FLAG_OTHER);
	return nt_summary_group(table, id);
}

/**
 * groups_merge() - add a group that somebody else has added up
 * @groups: the table
 * @group: that group
 * @hist: its histograms, NULL = none
 */
void groups_merge(struct groups *groups, const struct nt_summary_group *group,
		  const struct nettune_summary_hist *hist)
{
	struct nt_summary *table = &groups->table;
	__u32 at = place_of(groups, &group->id);

	merge_stat(&table->groups[at].stat, &group->stat);
	if (hist && table->hists)
		merge_hist(&table->hists[at], hist);
}

/* The largest first, those without a key last; else by key. */
static int compare(const void *left, const void *right, void *arg)
{
	const struct nt_summary *table = arg;
	const struct nt_summary_group *a = &table->groups[*(const __u32 *)left];
	const struct nt_summary_group *b = &table->groups[*(const __u32 *)right];

	if (a->id.flags != b->id.flags)
		return a->id.flags < b->id.flags ? -1 : 1;
	if (a->stat.sockets != b->stat.sockets)
		return a->stat.sockets > b->stat.sockets ? -1 : 1;
	return memcmp(&a->id, &b->id, sizeof(a->id));
}

static int hand_on(const struct groups *groups, __u32 at, groups_fn fn,
		   void *arg)
{
	const struct nt_summary *table = &groups->table;

	/* A listener may have been seen whose sockets are not wanted. */
	if (groups->group_by != NETTUNE_GROUP_BY_NONE &&
	    !table->groups[at].stat.sockets)
		return 0;
	return fn(&table->groups[at], table->hists ? &table->hists[at] : NULL,
		  arg);
}

/**
 * groups_each() - hand the groups on, the largest first
 * @groups: the table
 * @fn: called for each; the two without a key come last
 * @arg: for @fn
 *
 * Return: 0, what @fn said, or -ENOMEM.
 */
int groups_each(const struct groups *groups, groups_fn fn, void *arg)
{
	const struct nt_summary *table = &groups->table;
	__u32 *order = calloc(table->nr + 1, sizeof(*order));
	int err = 0;

	if (!order)
		return -ENOMEM;
	for (__u32 i = 0; i < table->nr; i++)
		order[i] = i;
	qsort_r(order, table->nr, sizeof(*order), compare, (void *)table);
	for (__u32 i = 0; i < table->nr && !err; i++)
		err = hand_on(groups, order[i], fn, arg);
	free(order);
	return err;
}
