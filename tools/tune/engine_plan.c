// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads what is, and makes a plan of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tune/engine.h"

/**
 * engine_own_netns - is the caller in another network namespace than the first?
 *
 * The inode of the first one differs from kernel to kernel, so what only the
 * first one has tells: settings of the whole machine.
 */
bool engine_own_netns(void)
{
	struct stat st;

	return stat("/proc/sys/net/core/netdev_max_backlog", &st) != 0;
}

static void free_now(struct tune_now *now, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(now[i].text);
		free(now[i].note);
	}
	free(now);
}
