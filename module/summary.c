// SPDX-License-Identifier: GPL-2.0
/*
 * The sockets of a view, added up by group, in one pass.
 */
#include "summary.h"

#include <linux/err.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

static int summary_make_table(struct nt_summary *table, u32 max,
			      bool histograms)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_ZERO;
	/* Two more for those with flags; without groups, one for all. */
	u32 room = max + 2;
	u32 places = roundup_pow_of_two(room * 2);

	table->max = max;
	table->mask = places - 1;
	table->seed = get_random_u32();
	table->groups = kvmalloc_array(room, sizeof(*table->groups), gfp);
	table->index = kvmalloc_array(places, sizeof(*table->index), gfp);
	if (histograms)
		table->hists = kvmalloc_array(room, sizeof(*table->hists), gfp);
	if (!table->groups || !table->index || (histograms && !table->hists))
		return -ENOMEM;
	return 0;
}

static u32 summary_reads(u32 group_by)
{
	u32 reads = NT_READ_MEM | NT_READ_QUEUES | NT_READ_LISTENER;

	switch (group_by) {
	case NETTUNE_GROUP_BY_LISTENER:
		return reads | NT_READ_ID;
	case NETTUNE_GROUP_BY_CGROUP:
	case NETTUNE_GROUP_BY_UID:
		return reads | NT_READ_OWNER;
	}
	return reads;
}

/**
 * nt_sum_init() - make room for sums
 * @sum: the sums
 * @view: who looks, and at what; copied, its reads are set here
 * @group_by: one of enum nettune_group_by
 * @max_groups: groups for which there is room, unless there is but one
 * @histograms: are histograms wanted?
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. nt_sum_destroy() ends it, also after an error.
 */
int nt_sum_init(struct nt_sum *sum, const struct nt_view *view, u32 group_by,
		u32 max_groups, bool histograms)
{
	memset(sum, 0, sizeof(*sum));
	sum->view = *view;
	sum->view.reads = summary_reads(group_by);
	sum->view.count_idle = group_by == NETTUNE_GROUP_BY_NONE;
	nt_view_prepare(&sum->view);
	sum->group_by = group_by;
	if (group_by != NETTUNE_GROUP_BY_NONE)
		return summary_make_table(&sum->table, max_groups, histograms);
	/* The one group is there from the start. */
	sum->table.nr = 1;
	return summary_make_table(&sum->table, 0, histograms);
}

/* Every listener is a group, whether it passes the filter or not. */
static int summary_add_listeners(struct nt_sum *sum, struct nt_walk *walk)
{
	struct nt_view view = {
		.net		= sum->view.net,
		.user_ns	= sum->view.user_ns,
		.filter		= {
			.protocols	= NETTUNE_PROTOCOL_TCP,
			.families	= NT_FAMILIES_ALL,
			.states		= 1U << NT_STATE_LISTEN,
		},
		.reads		= NT_READ_ID,
	};
	struct nettune_summary_id id;
	const struct nt_snap *snap;
	int err;

	nt_view_prepare(&view);
	err = nt_walk_init(walk, &view);
	if (err)
		return err;
	while ((snap = nt_walk_peek(walk))) {
		if (IS_ERR(snap))
			return PTR_ERR(snap);
		nt_summary_id_of(&id, sum->group_by, snap);
		nt_summary_group(&sum->table, &id);
		nt_walk_advance(walk);
	}
	sum->torn = walk->torn;
	return 0;
}

static int summary_add_all(struct nt_sum *sum, struct nt_walk *walk)
{
	const struct nt_snap *snap;
	int err;

	err = nt_walk_init(walk, &sum->view);
	if (err)
		return err;
	while ((snap = nt_walk_peek(walk))) {
		if (IS_ERR(snap))
			return PTR_ERR(snap);
		nt_summary_count(&sum->table, sum->group_by, snap);
		nt_walk_advance(walk);
	}
	if (walk->idle.nr)
		nt_summary_add_idle(&sum->table.groups[0].stat, sum->table.hists,
				    walk->idle.nr, walk->idle.rcvbuf,
				    walk->idle.sndbuf);
	sum->torn |= walk->torn;
	return 0;
}

/**
 * nt_sum_run() - walk over all sockets of the view and add them up
 * @sum: the sums, to be run once
 *
 * Context: may sleep.
 * Return: 0, -ENOMEM, or -EINTR when a fatal signal is pending.
 */
int nt_sum_run(struct nt_sum *sum)
{
	struct nt_walk *walk;
	int err = 0;

	walk = kmalloc(sizeof(*walk), GFP_KERNEL_ACCOUNT);
	if (!walk)
		return -ENOMEM;
	if (sum->group_by == NETTUNE_GROUP_BY_LISTENER) {
		err = summary_add_listeners(sum, walk);
		nt_walk_destroy(walk);
	}
	if (!err) {
		err = summary_add_all(sum, walk);
		nt_walk_destroy(walk);
	}
	kfree(walk);
	return err;
}

/**
 * nt_sum_destroy() - free sums
 * @sum: the sums
 */
void nt_sum_destroy(struct nt_sum *sum)
{
	kvfree(sum->table.groups);
	kvfree(sum->table.hists);
	kvfree(sum->table.index);
}
