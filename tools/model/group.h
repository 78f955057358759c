/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One group of a summary as every source describes it. */
#ifndef MODEL_GROUP_H
#define MODEL_GROUP_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/nettune.h>

/**
 * struct model_group - sockets added up
 * @group_by: one of enum nettune_group_by: which members of @id have a meaning
 * @id: which group
 * @stat: sums and maxima
 * @hist: histograms, NULL = none were wanted
 * @syn_known: are the values of SYN queues known?
 * @several_netns: may groups differ by nothing but the network namespace?
 * @cgroup: path of @id.cgroup below the cgroup v2 mount, NULL = not known
 * @ifname: name of @id.ifindex, NULL = none or not known
 *
 * What it points to is valid during the call that passes it on.
 */
struct model_group {
	__u32					group_by;
	struct nettune_summary_id		id;
	struct nettune_summary_stat		stat;
	const struct nettune_summary_hist	*hist;
	bool					syn_known;
	bool					several_netns;
	const char				*cgroup;
	const char				*ifname;
};

/* Long enough for any label with an address or a path. */
#define MODEL_LABEL_MAX	256

int model_group_by_parse(const char *name);
const char *model_group_by_name(__u32 group_by);
const char *model_group_special(const struct model_group *group);
void model_group_label(const struct model_group *group, char *buf, size_t size);
__u64 model_permille(__u64 part, __u64 whole);
__u32 model_group_buffered(const struct model_group *group);

#endif
