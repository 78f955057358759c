/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of include/nettune/topk.h */
#ifndef _NT_TESTS_CASES_TOPK_H
#define _NT_TESTS_CASES_TOPK_H

#include <nettune/topk.h>

#include "cases.h"

#define TOPK_ROOM	128	/* the highest K */
#define TOPK_GUARD	0xabababab

/*
 * The heap, and what it must come to: the highest values in an array that is
 * kept sorted.
 */
static struct topk_run {
	struct nt_topk_item	items[TOPK_ROOM + 1];
	__u32			payload[TOPK_ROOM];
	__u32			best[TOPK_ROOM];
	__u32			nr;
	struct nt_topk		topk;
} topk_run;

static void topk_begin(__u32 limit)
{
	struct topk_run *run = &topk_run;

	memset(run, 0xab, sizeof(*run));
	run->nr = 0;
	run->topk = (struct nt_topk){ .items = run->items, .limit = limit };
}

/* Take a value if it is wanted; both must want the same. */
static void topk_meet(NT_TEST, __u32 value)
{
	struct topk_run *run = &topk_run;
	__u32 limit = run->topk.limit;
	int want = run->nr < limit || value > run->best[limit - 1];
	__u32 at, slot;

	NT_ASSERT_EQ_AT(nt_topk_wants(&run->topk, value), want, value);
	if (!want)
		return;
	slot = nt_topk_add(&run->topk, value);
	NT_ASSERT_TRUE_AT(slot < limit, slot);
	run->payload[slot] = value;
	at = run->nr < limit ? run->nr++ : limit - 1;
	for (; at && run->best[at - 1] < value; at--)
		run->best[at] = run->best[at - 1];
	run->best[at] = value;
}

/* No parent is above its children. */
static void topk_check_heap(NT_TEST)
{
	const struct nt_topk *topk = &topk_run.topk;
	__u32 i;

	NT_ASSERT_EQ(topk->nr, topk_run.nr);
	for (i = 1; i < topk->nr; i++)
		NT_ASSERT_TRUE_AT(topk->items[(i - 1) / 2].value <=
				  topk->items[i].value, i);
}

static void topk_end(NT_TEST)
{
	static __u8 seen[TOPK_ROOM];
	struct topk_run *run = &topk_run;
	__u32 limit = run->topk.limit;
	__u32 i, slot;

	memset(seen, 0, sizeof(seen));
	nt_topk_sort(&run->topk);
	NT_ASSERT_EQ(run->topk.nr, run->nr);
	for (i = 0; i < run->nr; i++) {
		slot = run->items[i].slot;
		NT_ASSERT_EQ_AT(run->items[i].value, run->best[i], i);
		NT_ASSERT_TRUE_AT(slot < limit, i);
		NT_ASSERT_FALSE(seen[slot]);
		seen[slot] = 1;
		NT_ASSERT_EQ_AT(run->payload[slot], run->items[i].value, i);
	}
	/* Nothing was put beyond those that are there. */
	for (; i < ARRAY_SIZE(run->items); i++) {
		NT_ASSERT_EQ_AT(run->items[i].value, TOPK_GUARD, i);
		NT_ASSERT_EQ_AT(run->items[i].slot, TOPK_GUARD, i);
	}
	/* It takes no more. */
	NT_ASSERT_FALSE(nt_topk_wants(&run->topk, 0));
	NT_ASSERT_FALSE(nt_topk_wants(&run->topk, 0xffffffff));
}

NT_CASE(topk_random)
{
	static const __u32 ranges[] = { 1, 2, 5, 30, 1000, 0xffffffff };
	struct nt_random random = { 2 };
	__u32 round, range, limit, nr;

	for (round = 0; round < 3000; round++) {
		range = ranges[nt_random_below(&random, ARRAY_SIZE(ranges))];
		limit = 1 + nt_random_below(&random, round % 3 ? 20 :
							     TOPK_ROOM);
		nr = nt_random_below(&random, 200);
		topk_begin(limit);
		while (nr--)
			topk_meet(test, nt_random_below(&random, range));
		topk_check_heap(test);
		topk_end(test);
	}
}

NT_CASE(topk_edges)
{
	struct nt_random random = { 3 };
	__u32 round, limit, nr;

	for (round = 0; round < 500; round++) {
		limit = 1 + nt_random_below(&random, 8);
		topk_begin(limit);
		for (nr = nt_random_below(&random, 50); nr; nr--) {
			topk_meet(test, nt_random_edge(&random));
			topk_check_heap(test);
		}
		topk_end(test);
	}
}

/* Ascending, descending, all alike: for every K, and from none to too many. */
NT_CASE(topk_in_order)
{
	__u32 limit, nr, i;

	for (limit = 1; limit <= 17; limit++) {
		for (nr = 0; nr <= 2 * limit + 1; nr++) {
			topk_begin(limit);
			for (i = 0; i < nr; i++)
				topk_meet(test, i);
			topk_end(test);
			topk_begin(limit);
			for (i = nr; i; i--)
				topk_meet(test, i);
			topk_end(test);
			topk_begin(limit);
			for (i = 0; i < nr; i++)
				topk_meet(test, 7);
			topk_end(test);
		}
	}
}

/* Every sequence of six values out of four, for every K up to seven. */
NT_CASE(topk_all_small)
{
	__u32 limit, sequence, i;

	for (limit = 1; limit <= 7; limit++) {
		for (sequence = 0; sequence < 1U << 12; sequence++) {
			topk_begin(limit);
			for (i = 0; i < 6; i++)
				topk_meet(test, sequence >> (2 * i) & 3);
			topk_end(test);
		}
	}
}

/* What is there is not driven out by its equal. */
NT_CASE(topk_first_stays)
{
	topk_begin(2);
	topk_meet(test, 5);
	topk_meet(test, 5);
	NT_ASSERT_FALSE(nt_topk_wants(&topk_run.topk, 5));
	NT_ASSERT_TRUE(nt_topk_wants(&topk_run.topk, 6));
	topk_end(test);
}

NT_CASE(topk_none)
{
	topk_begin(0);
	NT_ASSERT_FALSE(nt_topk_wants(&topk_run.topk, 0xffffffff));
	nt_topk_sort(&topk_run.topk);
	NT_ASSERT_EQ(topk_run.topk.nr, 0);
}

NT_CASES(nt_topk_cases) = {
	NT_RUN(topk_random),
	NT_RUN(topk_edges),
	NT_RUN(topk_in_order),
	NT_RUN(topk_all_small),
	NT_RUN(topk_first_stays),
	NT_RUN(topk_none),
	NT_CASES_END
};

#endif /* _NT_TESTS_CASES_TOPK_H */
