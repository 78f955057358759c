/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source that replays a capture. */
#ifndef SOURCE_FILE_H
#define SOURCE_FILE_H

#include "source/capture_read.h"
#include "source/source.h"

int file_open(struct source *src, const char *path,
	      char reason[CAPTURE_REASON]);
bool file_next(struct source *src);
const struct model_snapshot *file_snapshot(const struct source *src);
const char *file_device(const struct source *src, unsigned int ifindex);
const char *file_cgroup(const struct source *src, __u64 id);
unsigned int file_find_device(const struct source *src, const char *ifname);
__u64 file_find_cgroup(const struct source *src, const char *path);

#endif
