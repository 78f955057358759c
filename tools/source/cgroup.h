/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths of control groups from their numbers, and back. */
#ifndef SOURCE_CGROUP_H
#define SOURCE_CGROUP_H

#include <linux/types.h>

struct cgroup_cache;

struct cgroup_cache *cgroup_cache_new(const char *proc_root);
void cgroup_cache_free(struct cgroup_cache *cache);
const char *cgroup_cache_path(struct cgroup_cache *cache, __u64 id);
int cgroup_id(const char *proc_root, const char *name, __u64 *id);

#endif
