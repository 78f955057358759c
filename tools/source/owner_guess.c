// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which process is likely to have the sockets that are looked for. The kernel
 * gives inodes out in sequence, so what a process opened at about the same time
 * has numbers near by: a few of its descriptors tell what may be among them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/owner_set.h"

/* Descriptors that are looked at of each process. */
#define SAMPLES		64

/* More sockets than these are near everything. */
#define WANTED_MAX	64

/* What is looked for. */
struct wanted {
	__u64	inodes[WANTED_MAX];
	size_t	count;
};

static bool find_wanted(const struct owner_set *set, struct wanted *wanted)
{
	wanted->count = 0;
	if (set->wanted - set->found > WANTED_MAX)
		return false;
	for (size_t i = 0; i < set->size; i++)
		if (set->slots[i].inode && !set->slots[i].owner)
			wanted->inodes[wanted->count++] = set->slots[i].inode;
	return true;
}

/* Return: how far the nearest of them is. */
static __u64 distance(const struct wanted *wanted, __u64 inode)
{
	__u64 least = UINT64_MAX;

	for (size_t i = 0; i < wanted->count; i++) {
		__u64 other = wanted->inodes[i];
		__u64 far = other > inode ? other - inode : inode - other;

		if (far < least)
			least = far;
	}
	return least;
}

/* For how many descriptors the process has room; 0 = not known. */
static unsigned long fd_size(int proc, int pid)
{
	static const char name[] = "\nFDSize:";
	const char *found;
	char text[2048];

	if (processes_read(proc, pid, "status", text, sizeof(text)) <= 0)
		return 0;
	found = strstr(text, name);
	return found ? strtoul(found + strlen(name), NULL, 10) : 0;
}

static void look_at(const struct wanted *wanted, int proc,
		    struct process *process)
{
	unsigned long size = fd_size(proc, process->pid);
	char path[64], text[64];

	for (unsigned long i = 0; i < SAMPLES && size; i++) {
		__u64 inode, far;
		ssize_t len;

		snprintf(path, sizeof(path), "%d/fd/%lu", process->pid,
			 size / SAMPLES * i + size % SAMPLES * i / SAMPLES);
		len = readlinkat(proc, path, text, sizeof(text) - 1);
		if (len < 0)
			continue;
		text[len] = '\0';
		inode = owner_parse_link(text);
		far = inode ? distance(wanted, inode) : UINT64_MAX;
		if (far < process->distance)
			process->distance = far;
	}
}

/* Who has one has more of them; else the nearest, else who began first. */
static int by_likelihood(const void *one, const void *other)
{
	const struct process *a = one, *b = other;

	if (a->found != b->found)
		return a->found ? -1 : 1;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

/**
 * owner_guess() - put the processes first that may have what is looked for
 * @set: what is looked for, and not found yet
 * @proc: /proc, open
 * @all: put in order; @found of each has a meaning, and what is @done is not
 *	looked at
 */
void owner_guess(const struct owner_set *set, int proc, struct processes *all)
{
	struct wanted wanted;
	bool few = find_wanted(set, &wanted);

	for (size_t i = 0; i < all->count; i++) {
		struct process *process = &all->list[i];

		process->distance = UINT64_MAX;
		if (few && !process->done)
			look_at(&wanted, proc, process);
	}
	if (all->count)
		qsort(all->list, all->count, sizeof(*all->list),
		      by_likelihood);
}
