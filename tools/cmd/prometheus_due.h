/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ends connections that take too long. */
#ifndef CMD_PROMETHEUS_DUE_H
#define CMD_PROMETHEUS_DUE_H

#include <linux/types.h>

/* Connections that there may be. */
#define DUE_MAX		16

/**
 * struct due_table - connections, and how long each may go on; zeroed at first
 * @who: whose it is, NULL = there is none
 * @fd: its socket
 * @due_ns: when it is to be ended; its highest value: it was
 */
struct due_table {
	struct {
		const void	*who;
		int		fd;
		__u64		due_ns;
	} slots[DUE_MAX];
};

void due_begin(struct due_table *table, const void *who, int fd, __u64 due_ns);
void due_renew(struct due_table *table, const void *who, __u64 due_ns);
void due_end(struct due_table *table, const void *who);
int due_wait_ms(const struct due_table *table, __u64 now_ns);
void due_cut(struct due_table *table, __u64 now_ns);

#endif
