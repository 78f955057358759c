/* SPDX-License-Identifier: GPL-2.0 */
/*
 * summary.c: the sockets of a view, added up by group.
 */
#ifndef _NT_SUMMARY_H
#define _NT_SUMMARY_H

#include <nettune/summary.h>

#include "nettune.h"

/**
 * struct nt_sum - sums over a view
 * @view: who looks, and at what
 * @group_by: one of enum nettune_group_by
 * @table: the groups
 * @torn: some sockets may be missing or counted twice
 */
struct nt_sum {
	struct nt_view		view;
	u32			group_by;
	struct nt_summary	table;
	bool			torn;
};

int nt_sum_init(struct nt_sum *sum, const struct nt_view *view, u32 group_by,
		u32 max_groups, bool histograms);
int nt_sum_run(struct nt_sum *sum);
void nt_sum_destroy(struct nt_sum *sum);

#endif /* _NT_SUMMARY_H */
