// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finds the processes that have sockets open: one scan of /proc/PID/fd, whose
 * links read "socket:[INODE]", until each socket that is wanted is found.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/owner_set.h"
#include "source/processes.h"

/* Append a process. Return: its index + 1, or 0 without memory. */
static size_t add_owner(struct owner_set *set, int proc, int pid)
{
	struct nettune_sock_process *owner;
	char name[sizeof(owner->comm) + 1] = "";
	ssize_t len;

	if (set->count == set->room) {
		size_t room = set->room ? set->room * 2 : 64;

		owner = reallocarray(set->owners, room, sizeof(*owner));
		if (!owner)
			return 0;
		set->owners = owner;
		set->room = room;
	}
	owner = &set->owners[set->count];
	len = processes_read(proc, pid, "comm", name, sizeof(name));
	/* The newline at its end is not its own. */
	if (len > 0)
		name[len - 1] = '\0';
	memset(owner, 0, sizeof(*owner));
	owner->pid = pid;
	memcpy(owner->comm, name, sizeof(owner->comm));
	return ++set->count;
}

/**
 * owner_parse_link() - what a descriptor is
 * @text: where its link in /proc/PID/fd leads
 *
 * Return: the inode in "socket:[INODE]", 0 = it is no such link.
 */
__u64 owner_parse_link(const char *text)
{
	static const char start[] = "socket:[";
	unsigned long long inode;
	char *end;

	if (strncmp(text, start, sizeof(start) - 1))
		return 0;
	inode = strtoull(text + sizeof(start) - 1, &end, 10);
	return *end == ']' ? inode : 0;
}

/* Return: the wanted socket behind the link, or NULL. */
static struct owner_slot *read_link(struct owner_set *set, int fds, const char *name)
{
	struct owner_slot *slot;
	char text[64];
	ssize_t len;
	__u64 inode;

	len = readlinkat(fds, name, text, sizeof(text) - 1);
	if (len < 0)
		return NULL;
	text[len] = '\0';
	errno = 0;
	inode = owner_parse_link(text);
	if (!inode)
		return NULL;
	slot = owner_slot(set, inode);
	return slot->inode && !slot->owner ? slot : NULL;
}

/*
 * Listeners are opened before connections are taken: they are found among the
 * first descriptors. A hundred thousand may follow, of which one costs as much
 * as reading a socket, so at first no more than these are looked at.
 */
#define FDS_FIRST	256
/* Has room for about as many names: the kernel makes each one as it is read. */
#define NAMES_BUFFER	8192

/*
 * The descriptors numbered @from and up to @to. Return: 0 or a negative errno,
 * -EACCES when we may not look; 1 when there are more.
 */
static int scan_fds(struct owner_set *set, int proc, struct process *process,
		    int fds, size_t from, size_t to)
{
	char names[NAMES_BUFFER] __attribute__((aligned(8)));
	size_t owner = 0, i = 0;
	ssize_t len;

	while ((len = getdents64(fds, names, sizeof(names))) > 0) {
		const struct dirent64 *entry;

		for (ssize_t at = 0; at < len; at += entry->d_reclen, i++) {
			struct owner_slot *slot;

			entry = (const struct dirent64 *)(names + at);
			if (set->found == set->wanted)
				return 0;
			if (i < from)
				continue;
			if (i == to)
				return 1;
			errno = 0;
			slot = read_link(set, fds, entry->d_name);
			if (!slot && errno == EACCES)
				return -EACCES;
			if (!slot)
				continue;
			owner = owner ?: add_owner(set, proc, process->pid);
			if (!owner)
				return -ENOMEM;
			process->found = true;
			slot->owner = owner;
			set->found++;
		}
	}
	return len < 0 ? -errno : 0;
}

/* A process that is gone meanwhile has no sockets. */
static int scan_process(struct owner_set *set, int proc,
			struct process *process, size_t from, size_t to)
{
	char path[32];
	int fds, err;

	snprintf(path, sizeof(path), "%d/fd", process->pid);
	fds = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fds < 0) {
		err = -errno;
	} else {
		err = scan_fds(set, proc, process, fds, from, to);
		close(fds);
	}
	process->done = err <= 0;
	if (err == -EACCES || err == -EPERM) {
		set->hidden++;
		return 0;
	}
	return err == -ENOENT || err == -ESRCH || err == 1 ? 0 : err;
}

/* Look at the first descriptors of all. */
static int scan_first(struct owner_set *set, int proc, struct processes *all)
{
	int err = 0;

	for (size_t i = 0; i < all->count && !err && set->found < set->wanted;
	     i++)
		err = scan_process(set, proc, &all->list[i], 0, FDS_FIRST);
	return err;
}

/* Look at the rest, where it is likely first. */
static int scan_rest(struct owner_set *set, int proc, struct processes *all)
{
	int err = 0;

	if (set->found < set->wanted)
		owner_guess(set, proc, all);
	for (size_t i = 0; i < all->count && !err && set->found < set->wanted;
	     i++) {
		struct process *process = &all->list[i];

		if (!process->done)
			err = scan_process(set, proc, process, FDS_FIRST,
					   SIZE_MAX);
	}
	return err;
}

/**
 * owner_set_find() - find the processes of all sockets that were named
 * @set: where; what it knows already is kept
 * @proc_root: where /proc is
 *
 * Of several processes that share a socket the one that was started first is
 * taken, of those that have it among their first descriptors.
 *
 * Return: 0 or a negative errno.
 */
int owner_set_find(struct owner_set *set, const char *proc_root)
{
	struct processes all = { 0 };
	DIR *dir;
	int err;

	set->hidden = 0;
	if (set->found == set->wanted)
		return 0;
	dir = opendir(proc_root);
	if (!dir)
		return -errno;
	err = processes_list(dir, &all);
	if (!err)
		err = scan_first(set, dirfd(dir), &all);
	if (!err)
		err = scan_rest(set, dirfd(dir), &all);
	closedir(dir);
	free(all.list);
	return err;
}
