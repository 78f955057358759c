/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The K highest of any number of values: a heap of fixed size.
 *
 * The heap holds values and the slot of each, a number below K: what belongs to
 * a value is the caller's, in an array of K of its own.
 */
#ifndef _NETTUNE_TOPK_H
#define _NETTUNE_TOPK_H

#include <nettune/calc.h>

struct nt_topk_item {
	__u32	value;
	__u32	slot;
};

/**
 * struct nt_topk - the highest values so far
 * @items: room for @limit of them; the lowest is the first
 * @limit: K
 * @nr: how many there are
 */
struct nt_topk {
	struct nt_topk_item	*items;
	__u32			limit;
	__u32			nr;
};

/**
 * nt_topk_wants() - would a value be among the highest?
 * @topk: the highest so far
 * @value: the value
 *
 * Return: 1 if it would, else 0. One that only equals the lowest is not: what
 * is there stays.
 */
static inline int nt_topk_wants(const struct nt_topk *topk, __u32 value)
{
	return topk->nr < topk->limit ||
	       (topk->limit && value > topk->items[0].value);
}

static inline void nt_topk_swap(struct nt_topk *topk, __u32 a, __u32 b)
{
	struct nt_topk_item item = topk->items[a];

	topk->items[a] = topk->items[b];
	topk->items[b] = item;
}

static inline void nt_topk_sift_up(struct nt_topk *topk, __u32 at)
{
	while (at) {
		__u32 parent = (at - 1) / 2;

		if (topk->items[parent].value <= topk->items[at].value)
			return;
		nt_topk_swap(topk, parent, at);
		at = parent;
	}
}

static inline void nt_topk_sift_down(struct nt_topk *topk, __u32 at, __u32 nr)
{
	for (;;) {
		__u32 child = 2 * at + 1;

		if (child >= nr)
			return;
		if (child + 1 < nr &&
		    topk->items[child + 1].value < topk->items[child].value)
			child++;
		if (topk->items[at].value <= topk->items[child].value)
			return;
		nt_topk_swap(topk, at, child);
		at = child;
	}
}

/**
 * nt_topk_add() - take a value that is wanted
 * @topk: the highest so far
 * @value: the value; nt_topk_wants() it
 *
 * Return: its slot. If that had a value, that one is out.
 */
static inline __u32 nt_topk_add(struct nt_topk *topk, __u32 value)
{
	__u32 slot;

	if (topk->nr < topk->limit) {
		slot = topk->nr++;
		topk->items[slot].value = value;
		topk->items[slot].slot = slot;
		nt_topk_sift_up(topk, slot);
		return slot;
	}
	slot = topk->items[0].slot;
	topk->items[0].value = value;
	nt_topk_sift_down(topk, 0, topk->nr);
	return slot;
}

/**
 * nt_topk_sort() - order the items, the highest first
 * @topk: the highest; it takes no more afterwards
 */
static inline void nt_topk_sort(struct nt_topk *topk)
{
	__u32 nr;

	/* The lowest of the rest goes behind the rest, again and again. */
	for (nr = topk->nr; nr > 1; nr--) {
		nt_topk_swap(topk, 0, nr - 1);
		nt_topk_sift_down(topk, 0, nr - 1);
	}
	topk->limit = 0;
}

#endif /* _NETTUNE_TOPK_H */
