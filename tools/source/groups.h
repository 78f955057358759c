/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of groups into which a source adds sockets up. */
#ifndef SOURCE_GROUPS_H
#define SOURCE_GROUPS_H

#include <stdbool.h>

#include <nettune/summary.h>

/**
 * struct groups - sockets added up
 * @table: the groups
 * @group_by: one of enum nettune_group_by
 */
struct groups {
	struct nt_summary	table;
	__u32			group_by;
};

/* Takes one group. A value other than 0 ends the walk and is passed on. */
typedef int (*groups_fn)(const struct nt_summary_group *group,
			 const struct nettune_summary_hist *hist, void *arg);

int groups_init(struct groups *groups, __u32 group_by, __u32 max_groups,
		bool histograms);
void groups_free(struct groups *groups);
void groups_add_listener(struct groups *groups, const struct nt_snap *listener);
void groups_count(struct groups *groups, const struct nt_snap *snap);
void groups_merge(struct groups *groups, const struct nt_summary_group *group,
		  const struct nettune_summary_hist *hist);
int groups_each(const struct groups *groups, groups_fn fn, void *arg);

#endif
