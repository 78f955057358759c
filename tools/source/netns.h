/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Moves the command into other network namespaces. */
#ifndef SOURCE_NETNS_H
#define SOURCE_NETNS_H

#include <linux/types.h>

/* Called in a namespace. A value other than 0 ends the walk. */
typedef int (*netns_fn)(__u32 inode, void *arg);

int netns_enter(const char *name);
int netns_inode(const char *name, __u64 *inode);
int netns_each(const char *proc_root, netns_fn fn, void *arg, int *missed);

#endif
