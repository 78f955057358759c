/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the view for people know of each other.
 */
#ifndef _NT_DEBUGFS_H
#define _NT_DEBUGFS_H

#include <linux/fs.h>

#include "nettune.h"

/* debugfs.c */

const char *nt_debugfs_state(u8 state);
void nt_debugfs_get_view(const struct file *file, struct nt_view *view);
void nt_debugfs_put_view(const struct nt_view *view);

/* debugfs_sockets.c */

extern const struct file_operations nt_debugfs_sockets_fops;
extern const struct file_operations nt_debugfs_listeners_fops;

/* debugfs_summary.c */

extern const struct file_operations nt_debugfs_summary_fops;

#endif /* _NT_DEBUGFS_H */
