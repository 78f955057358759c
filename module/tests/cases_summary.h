/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of include/nettune/summary.h */
#ifndef _NT_TESTS_CASES_SUMMARY_H
#define _NT_TESTS_CASES_SUMMARY_H

#include "summary_model.h"

/* Every value below 2000 permille, and the edges, in the bucket of the ABI. */
NT_CASE(summary_hist_permille)
{
	static const __u32 lowest[NETTUNE_HIST_PERMILLE] = {
		0, 1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
	};
	__u32 value, bucket = 0;

	for (value = 0; value < 2000; value++) {
		if (bucket + 1 < NETTUNE_HIST_PERMILLE &&
		    value == lowest[bucket + 1])
			bucket++;
		NT_ASSERT_EQ_AT(nt_hist_permille(value), bucket, value);
	}
	NT_ASSERT_EQ(bucket, NETTUNE_HIST_PERMILLE - 1);
	NT_ASSERT_EQ(nt_hist_permille(0x80000000), bucket);
	NT_ASSERT_EQ(nt_hist_permille(0xffffffff), bucket);
}

NT_CASE(summary_hist_log2)
{
	__u32 bucket, value;

	NT_ASSERT_EQ(nt_hist_log2(0), 0);
	for (bucket = 1; bucket < NETTUNE_HIST_LOG2; bucket++) {
		__u64 first = 1ULL << (bucket - 1);

		NT_ASSERT_EQ_AT(nt_hist_log2(first), bucket, bucket);
		NT_ASSERT_EQ_AT(nt_hist_log2(2 * first - 1), bucket, bucket);
		NT_ASSERT_EQ_AT(nt_hist_log2(first - 1), bucket - 1, bucket);
	}
	NT_ASSERT_EQ(nt_hist_log2(0xffffffff), NETTUNE_HIST_LOG2 - 1);
	for (value = 1, bucket = 1; value < 5000; value++) {
		if (!(value & (value - 1)) && value > 1)
			bucket++;
		NT_ASSERT_EQ_AT(nt_hist_log2(value), bucket, value);
	}
}

/* A table, with room for what must not be written at its end. */
static struct nt_summary_group summary_groups[SUMMARY_ROOM + 3];
static struct nettune_summary_hist summary_hists[SUMMARY_ROOM + 3];
static __u32 summary_index[2 * SUMMARY_ROOM + 1];

static struct nt_summary summary_begin(__u32 max, __u32 mask, __u32 seed)
{
	memset(summary_groups, 0, sizeof(summary_groups));
	memset(summary_hists, 0, sizeof(summary_hists));
	memset(summary_index, 0, sizeof(summary_index));
	summary_index[mask + 1] = 0xabababab;
	return (struct nt_summary){
		.groups = summary_groups, .hists = summary_hists,
		.index = summary_index, .mask = mask, .max = max, .seed = seed,
	};
}

/* The table is the model's, group by group, and nothing is beyond its end. */
static void summary_compare(NT_TEST, const struct nt_summary *summary,
			    unsigned long at)
{
	static const struct nt_summary_group none;
	const struct summary_model *model = &summary_model;
	__u32 i;

	NT_ASSERT_EQ_AT(summary->nr, model->nr, at);
	for (i = 0; i < SUMMARY_MODEL_ROOM; i++) {
		NT_ASSERT_FALSE(memcmp(&summary->groups[i].id,
				       &model->groups[i].id,
				       sizeof(model->groups[i].id)));
		NT_ASSERT_FALSE(memcmp(&summary->groups[i].stat,
				       &model->groups[i].stat,
				       sizeof(model->groups[i].stat)));
		NT_ASSERT_FALSE(summary->hists &&
				memcmp(&summary->hists[i], &model->hists[i],
				       sizeof(model->hists[i])));
	}
	NT_ASSERT_FALSE(memcmp(&summary->groups[summary->max + 2], &none,
			       sizeof(none)));
	NT_ASSERT_EQ_AT(summary->index[summary->mask + 1], 0xabababab, at);
}

/* Listeners first, then all others, as the ABI's GROUP_BY_LISTENER needs it. */
static void summary_count_random(struct nt_random *random,
				 struct nt_summary *summary, __u32 group_by,
				 __u32 nr)
{
	static struct nt_snap snap;
	__u32 i;

	for (i = 0; i < nr; i++) {
		nt_random_snap(random, &snap);
		if (group_by == NETTUNE_GROUP_BY_LISTENER) {
			snap.id.protocol = NT_IPPROTO_TCP;
			/* Some of the connections have one. */
			snap.id.sport = htons(80 + i % 2);
			snap.id.state = i < nr / 4 ? NT_STATE_LISTEN :
						     NT_STATE_ESTABLISHED;
			if (i < nr / 4)
				snap.has &= ~NT_HAS_TCP;
			else
				snap.has &= ~(NT_HAS_ACCEPT | NT_HAS_SYN);
		}
		nt_summary_count(summary, group_by, &snap);
		summary_model_count(group_by, &snap);
	}
}

NT_CASE(summary_random)
{
	static const __u32 sizes[] = { 1, 2, 3, 4, 8, 31, SUMMARY_ROOM };
	struct nt_random random = { 7 };
	struct nt_summary summary;
	__u32 group_by, size, round, max, mask;

	for (round = 0; round < 40; round++) {
		group_by = round % (NETTUNE_GROUP_BY_MAX + 1);
		for (size = 0; size < ARRAY_SIZE(sizes); size++) {
			max = sizes[size];
			for (mask = 1; mask + 1 < 2 * max;)
				mask = 2 * mask + 1;
			summary = summary_begin(max, mask, nt_random(&random));
			if (round & 8)
				summary.hists = NULL;
			summary_model_begin(max);
			summary_count_random(&random, &summary, group_by, 150);
			summary_compare(test, &summary, round);
		}
	}
}

/* The sums of all groups are those of one, however many found no room. */
NT_CASE(summary_nothing_is_lost)
{
	struct nt_random random = { 8 };
	struct nt_summary summary;
	__u32 group_by, max, sockets, i;

	for (group_by = 1; group_by <= NETTUNE_GROUP_BY_MAX; group_by++) {
		for (max = 1; max <= SUMMARY_ROOM; max *= 4) {
			summary = summary_begin(max, 2 * SUMMARY_ROOM - 1, max);
			summary_model_begin(max);
			summary_count_random(&random, &summary, group_by, 300);
			NT_ASSERT_TRUE(summary.nr <= max + 2);
			for (sockets = 0, i = 0; i < summary.nr; i++)
				sockets += summary.groups[i].stat.sockets;
			NT_ASSERT_EQ_AT(sockets, 300, group_by);
		}
	}
}

/* A full table: what finds no room is in one group, those of no group in one. */
NT_CASE(summary_full)
{
	struct nt_summary summary = summary_begin(2, 3, 1);
	struct nt_snap snap = { .has = NT_HAS_OWNER };
	__u32 uid;

	for (uid = 0; uid < 10; uid++) {
		snap.owner.uid = uid;
		nt_summary_count(&summary, NETTUNE_GROUP_BY_UID, &snap);
	}
	snap.has = 0;
	nt_summary_count(&summary, NETTUNE_GROUP_BY_UID, &snap);
	snap.has = NT_HAS_OWNER;
	snap.owner.uid = 1;
	nt_summary_count(&summary, NETTUNE_GROUP_BY_UID, &snap);
	NT_ASSERT_EQ(summary.nr, 4);
	NT_ASSERT_EQ(summary.groups[0].stat.sockets, 1);
	NT_ASSERT_EQ(summary.groups[1].stat.sockets, 2);
	NT_ASSERT_EQ(summary.groups[2].id.flags, NETTUNE_SUMMARY_FLAG_OTHER);
	NT_ASSERT_EQ(summary.groups[2].stat.sockets, 8);
	NT_ASSERT_EQ(summary.groups[3].id.flags, NETTUNE_SUMMARY_FLAG_NONE);
	NT_ASSERT_EQ(summary.groups[3].stat.sockets, 1);
}

/* The group of none takes no room from the others. */
NT_CASE(summary_none_first)
{
	struct nt_summary summary = summary_begin(2, 3, 1);
	struct nt_snap snap = { .id = { .netns = 1 } };
	__u32 uid;

	nt_summary_count(&summary, NETTUNE_GROUP_BY_UID, &snap);
	snap.has = NT_HAS_OWNER;
	for (uid = 5; uid < 8; uid++) {
		snap.owner.uid = uid;
		nt_summary_count(&summary, NETTUNE_GROUP_BY_UID, &snap);
	}
	NT_ASSERT_EQ(summary.nr, 4);
	NT_ASSERT_EQ(summary.groups[0].id.flags, NETTUNE_SUMMARY_FLAG_NONE);
	NT_ASSERT_EQ(summary.groups[0].id.uid, 0);
	NT_ASSERT_EQ(summary.groups[1].id.uid, 5);
	NT_ASSERT_EQ(summary.groups[2].id.uid, 6);
	NT_ASSERT_EQ(summary.groups[3].id.flags, NETTUNE_SUMMARY_FLAG_OTHER);
}

/* Two groups of which all have the same place are told apart, and found. */
NT_CASE(summary_collisions)
{
	struct nt_summary summary;
	struct nettune_summary_id id;
	__u32 seed, uid;

	memset(&id, 0, sizeof(id));
	for (seed = 0; seed < 200; seed++) {
		summary = summary_begin(4, 7, seed);
		for (uid = 0; uid < 4; uid++) {
			id.uid = uid;
			NT_ASSERT_EQ_AT(nt_summary_find(&summary, &id), -1,
					seed);
			NT_ASSERT_EQ_AT(nt_summary_group(&summary, &id), uid,
					seed);
		}
		for (uid = 0; uid < 20; uid++) {
			id.uid = uid;
			NT_ASSERT_EQ_AT(nt_summary_find(&summary, &id),
					uid < 4 ? (int)uid : -1, seed);
		}
		NT_ASSERT_EQ_AT(nt_summary_group(&summary, &id), 4, seed);
		NT_ASSERT_EQ_AT(summary.other, 5, seed);
	}
}

/* The sums hold what 32 bits do not. */
NT_CASE(summary_large)
{
	struct nt_summary summary = summary_begin(1, 1, 0);
	struct nt_snap snap = {
		.has = NT_HAS_MEM,
		.id = { .protocol = NT_IPPROTO_UDP, .state = NT_STATE_CLOSE },
		.mem = { .rmem_alloc = 0xffffffff, .wmem_alloc = 0xffffffff,
			 .drops = 0xffffffff },
	};
	int i;

	for (i = 0; i < 3; i++)
		nt_summary_count(&summary, NETTUNE_GROUP_BY_NONE, &snap);
	NT_ASSERT_EQ(summary_groups[0].stat.rmem_alloc, 3 * 0xffffffffULL);
	NT_ASSERT_EQ(summary_groups[0].stat.wmem_used, 3 * 0xffffffffULL);
	NT_ASSERT_EQ(summary_groups[0].stat.drops, 3 * 0xffffffffULL);
	NT_ASSERT_EQ(summary_groups[0].stat.max_drops, 0xffffffff);
}

/* Listeners, the one that a connection prefers first. */
static const struct {
	struct nt_addr saddr;
	__u32 ifindex;
} summary_listeners[] = {
	{ NT_ADDR_MAPPED(10, 0, 0, 1), 2 },
	{ NT_ADDR_MAPPED(10, 0, 0, 1), 0 },
	{ { .family = NT_AF_INET6 }, 2 },
	{ { .family = NT_AF_INET6 }, 0 },
	{ NT_ADDR_MAPPED(0, 0, 0, 0), 2 },
	{ NT_ADDR_MAPPED(0, 0, 0, 0), 0 },
};

static struct nt_snap summary_tcp(const struct nt_addr *saddr, __u32 ifindex,
				  __u8 state)
{
	struct nt_snap snap;

	memset(&snap, 0, sizeof(snap));
	snap.id.family = saddr->family;
	snap.id.protocol = NT_IPPROTO_TCP;
	snap.id.state = state;
	snap.id.sport = htons(80);
	memcpy(snap.id.saddr, saddr->bytes, sizeof(snap.id.saddr));
	snap.id.ifindex = ifindex;
	snap.id.netns = 1;
	return snap;
}

/* Whichever listeners there are, a connection is the best one's. */
NT_CASE(summary_listener_order)
{
	static const __u32 nr = ARRAY_SIZE(summary_listeners);
	struct nt_snap conn = summary_tcp(&summary_listeners[0].saddr, 2,
					  NT_STATE_ESTABLISHED);
	struct nt_summary summary;
	struct nt_snap snap;
	__u32 mask, i;

	for (mask = 0; mask < 1U << nr; mask++) {
		summary = summary_begin(8, 15, mask);
		for (i = nr; i--;) {
			snap = summary_tcp(&summary_listeners[i].saddr,
					   summary_listeners[i].ifindex,
					   NT_STATE_LISTEN);
			if (mask >> i & 1)
				nt_summary_count(&summary,
						 NETTUNE_GROUP_BY_LISTENER,
						 &snap);
		}
		nt_summary_count(&summary, NETTUNE_GROUP_BY_LISTENER, &conn);
		if (!mask) {
			NT_ASSERT_EQ(summary.none, 1);
			continue;
		}
		/* The best was added last. */
		i = summary.nr - 1;
		NT_ASSERT_EQ_AT(summary.none, 0, mask);
		NT_ASSERT_EQ_AT(summary.groups[i].stat.sockets, 2, mask);
		NT_ASSERT_EQ_AT(summary.groups[i].stat.states
				[NT_STATE_ESTABLISHED], 1, mask);
	}
}

/* A connection of another protocol, port, family or namespace has none. */
NT_CASE(summary_listener_none)
{
	static const struct nt_addr any = { .family = NT_AF_INET6 };
	struct nt_snap snap = summary_tcp(&any, 0, NT_STATE_LISTEN);
	struct nt_summary summary = summary_begin(8, 15, 1);
	__u32 by = NETTUNE_GROUP_BY_LISTENER;

	nt_summary_count(&summary, by, &snap);
	snap.id.state = NT_STATE_TIME_WAIT;
	nt_summary_count(&summary, by, &snap);
	NT_ASSERT_EQ(summary.nr, 1);
	snap.id.netns = 2;
	nt_summary_count(&summary, by, &snap);
	snap.id.netns = 1;
	snap.id.family = NT_AF_INET;
	nt_summary_count(&summary, by, &snap);
	snap.id.family = NT_AF_INET6;
	snap.id.sport = htons(81);
	nt_summary_count(&summary, by, &snap);
	snap.id.sport = htons(80);
	snap.id.protocol = NT_IPPROTO_UDP;
	nt_summary_count(&summary, by, &snap);
	NT_ASSERT_EQ(summary.nr, 2);
	NT_ASSERT_EQ(summary.groups[0].stat.sockets, 2);
	NT_ASSERT_EQ(summary.groups[1].id.flags, NETTUNE_SUMMARY_FLAG_NONE);
	NT_ASSERT_EQ(summary.groups[1].stat.sockets, 4);
}

NT_CASES(nt_summary_cases) = {
	NT_RUN(summary_hist_permille),
	NT_RUN(summary_hist_log2),
	NT_RUN(summary_random),
	NT_RUN(summary_nothing_is_lost),
	NT_RUN(summary_full),
	NT_RUN(summary_none_first),
	NT_RUN(summary_collisions),
	NT_RUN(summary_large),
	NT_RUN(summary_listener_order),
	NT_RUN(summary_listener_none),
	NT_CASES_END
};

#endif /* _NT_TESTS_CASES_SUMMARY_H */
