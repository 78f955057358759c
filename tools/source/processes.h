/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes that may have sockets, in the order in which they began. */
#ifndef SOURCE_PROCESSES_H
#define SOURCE_PROCESSES_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct process - a process that may have sockets
 * @start: when it began, in clock ticks since boot; ~0 = not known
 * @pid: its number
 * @found: for who looks at their descriptors: was any of use?
 * @done: ... and is there nothing more to be seen of it?
 * @distance: ... and how far is what it has from what is looked for?
 */
struct process {
	unsigned long long	start;
	int			pid;
	bool			found;
	bool			done;
	unsigned long long	distance;
};

/**
 * struct processes - all of them
 * @list: they
 * @count: how many they are
 * @room: how many fit
 */
struct processes {
	struct process	*list;
	size_t		count;
	size_t		room;
};

int processes_list(DIR *dir, struct processes *all);
ssize_t processes_read(int proc, int pid, const char *name, char *buf,
		       size_t size);

#endif
