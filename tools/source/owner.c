// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finds the processes that have sockets open: one scan of /proc/PID/fd, whose
 * links read "socket:[INODE]", until each socket that is wanted is found.
 */
#include "source/owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS_FIRST	1024

/* Of the words in /proc/PID/stat, counted from the state. */
#define STAT_FLAGS	6
#define STAT_START	19

/* A kernel thread: PF_KTHREAD of the kernel's linux/sched.h. */
#define FLAG_KTHREAD	0x00200000

/* @inode is 0 in a free slot; @owner is an index + 1, 0 = not found yet. */
struct slot {
	__u64		inode;
	size_t		owner;
};

/**
 * struct owner_set - sockets and the processes that have them open
 * @slots: the sockets: a hash table, half of it free
 * @size: its size, a power of two
 * @wanted: sockets in it
 * @found: those of them whose process is known
 * @owners: these processes
 * @count: how many they are
 * @room: how many fit
 * @hidden: processes that we were not allowed to look into
 */
struct owner_set {
	struct slot	*slots;
	size_t		size;
	size_t		wanted;
	size_t		found;
	struct nettune_sock_process *owners;
	size_t		count;
	size_t		room;
	unsigned int	hidden;
};

/* A process that may have sockets, while it is looked for the first ones. */
struct candidate {
	unsigned long long	start;
	int			pid;
};

struct candidates {
	struct candidate	*list;
	size_t			count;
	size_t			room;
};

/**
 * owner_set_new() - get ready to look for owners
 *
 * Return: an empty set, or NULL without memory.
 */
struct owner_set *owner_set_new(void)
{
	struct owner_set *set = calloc(1, sizeof(*set));

	if (!set)
		return NULL;
	set->size = SLOTS_FIRST;
	set->slots = calloc(set->size, sizeof(*set->slots));
	if (!set->slots) {
		free(set);
		return NULL;
	}
	return set;
}

/**
 * owner_set_free() - free a set
 * @set: may be NULL
 */
void owner_set_free(struct owner_set *set)
{
	if (!set)
		return;
	free(set->slots);
	free(set->owners);
	free(set);
}

/* The slot of the socket, or the free one where it belongs. */
static struct slot *find_slot(const struct owner_set *set, __u64 inode)
{
	/* Inodes are given out in sequence: spread the high bits down. */
	size_t at = (inode * 0x9e3779b97f4a7c15ULL) >> 32;

	for (;; at++) {
		struct slot *slot = &set->slots[at & (set->size - 1)];

		if (!slot->inode || slot->inode == inode)
			return slot;
	}
}

static int grow(struct owner_set *set)
{
	struct owner_set old = *set;

	set->size = old.size * 2;
	set->slots = calloc(set->size, sizeof(*set->slots));
	if (!set->slots) {
		*set = old;
		return -ENOMEM;
	}
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].inode)
			*find_slot(set, old.slots[i].inode) = old.slots[i];
	free(old.slots);
	return 0;
}

/**
 * owner_set_want() - name a socket to look for
 * @set: where
 * @inode: its inode; 0, which is none, is ignored
 *
 * Return: 0 or -ENOMEM.
 */
int owner_set_want(struct owner_set *set, __u64 inode)
{
	struct slot *slot;

	if (!inode)
		return 0;
	if (set->wanted >= set->size / 2 && grow(set))
		return -ENOMEM;
	slot = find_slot(set, inode);
	if (!slot->inode) {
		slot->inode = inode;
		set->wanted++;
	}
	return 0;
}

/* A small file below /proc. Return: its length, or -1. */
static ssize_t read_small(int proc, int pid, const char *name, char *buf,
			  size_t size)
{
	char path[32];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%d/%s", pid, name);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	len = read(fd, buf, size - 1);
	close(fd);
	buf[len < 0 ? 0 : len] = '\0';
	return len;
}

/* The text behind so many spaces, or NULL. */
static const char *skip_words(const char *text, int words)
{
	for (; text && words; words--) {
		text = strchr(text, ' ');
		if (text)
			text++;
	}
	return text;
}

/*
 * "PID (NAME) STATE ...", where NAME may have anything in it. Seen from there,
 * the words numbered STAT_FLAGS and STAT_START are what we need.
 */
static bool read_stat(int proc, int pid, struct candidate *candidate)
{
	const char *task_state, *flags, *start;
	char line[1024];

	candidate->pid = pid;
	candidate->start = ~0ULL;
	/* Why it can't be read shows when its descriptors are looked at. */
	if (read_small(proc, pid, "stat", line, sizeof(line)) <= 0)
		return true;
	task_state = skip_words(strrchr(line, ')'), 1);
	flags = skip_words(task_state, STAT_FLAGS);
	start = skip_words(task_state, STAT_START);
	if (!start)
		return false;
	candidate->start = strtoull(start, NULL, 10);
	return *task_state != 'Z' && !(strtoul(flags, NULL, 10) & FLAG_KTHREAD);
}

static int add_candidate(struct candidates *all, int proc, const char *name)
{
	char *end;
	long pid = strtol(name, &end, 10);

	if (*end || pid <= 0 || pid > 0x7fffffff)
		return 0;
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 256;
		struct candidate *list;

		list = reallocarray(all->list, room, sizeof(*list));
		if (!list)
			return -ENOMEM;
		all->list = list;
		all->room = room;
	}
	all->count += read_stat(proc, pid, &all->list[all->count]);
	return 0;
}

static int by_start(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

/* All processes, the one that was started first at the beginning. */
static int list_candidates(DIR *dir, struct candidates *all)
{
	struct dirent *entry;
	int err = 0;

	while (!err && (entry = readdir(dir)))
		err = add_candidate(all, dirfd(dir), entry->d_name);
	if (!err && all->count)
		qsort(all->list, all->count, sizeof(*all->list), by_start);
	return err;
}

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
	len = read_small(proc, pid, "comm", name, sizeof(name));
	/* The newline at its end is not its own. */
	if (len > 0)
		name[len - 1] = '\0';
	memset(owner, 0, sizeof(*owner));
	owner->pid = pid;
	memcpy(owner->comm, name, sizeof(owner->comm));
	return ++set->count;
}

/* Return: the inode in "socket:[INODE]", 0 = it is no such link. */
static __u64 parse_link(const char *text)
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
static struct slot *read_link(struct owner_set *set, int fds, const char *name)
{
	struct slot *slot;
	char text[64];
	ssize_t len;
	__u64 inode;

	len = readlinkat(fds, name, text, sizeof(text) - 1);
	if (len < 0)
		return NULL;
	text[len] = '\0';
	errno = 0;
	inode = parse_link(text);
	if (!inode)
		return NULL;
	slot = find_slot(set, inode);
	return slot->inode && !slot->owner ? slot : NULL;
}

/* Return: 0 or a negative errno, -EACCES when we may not look. */
static int scan_fds(struct owner_set *set, int proc, int pid, DIR *dir)
{
	struct dirent *entry;
	size_t owner = 0;

	while (set->found < set->wanted && (entry = readdir(dir))) {
		struct slot *slot;

		errno = 0;
		slot = read_link(set, dirfd(dir), entry->d_name);
		if (!slot) {
			if (errno == EACCES)
				return -EACCES;
			continue;
		}
		if (!owner)
			owner = add_owner(set, proc, pid);
		if (!owner)
			return -ENOMEM;
		slot->owner = owner;
		set->found++;
	}
	return 0;
}

/* A process that is gone meanwhile has no sockets. */
static int scan_process(struct owner_set *set, int proc, int pid)
{
	char path[32];
	DIR *dir = NULL;
	int fd, err;

	snprintf(path, sizeof(path), "%d/fd", pid);
	fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		dir = fdopendir(fd);
	if (!dir) {
		err = -errno;
		if (fd >= 0)
			close(fd);
	} else {
		err = scan_fds(set, proc, pid, dir);
		closedir(dir);
	}
	if (err == -EACCES || err == -EPERM) {
		set->hidden++;
		return 0;
	}
	return err == -ENOENT || err == -ESRCH ? 0 : err;
}

/**
 * owner_set_find() - find the processes of all sockets that were named
 * @set: where; what it knows already is kept
 * @proc_root: where /proc is
 *
 * Of several processes that share a socket the one that was started first is
 * taken.
 *
 * Return: 0 or a negative errno.
 */
int owner_set_find(struct owner_set *set, const char *proc_root)
{
	struct candidates all = { 0 };
	DIR *dir;
	int err;

	set->hidden = 0;
	if (set->found == set->wanted)
		return 0;
	dir = opendir(proc_root);
	if (!dir)
		return -errno;
	err = list_candidates(dir, &all);
	for (size_t i = 0; i < all.count && !err && set->found < set->wanted;
	     i++)
		err = scan_process(set, dirfd(dir), all.list[i].pid);
	closedir(dir);
	free(all.list);
	return err;
}

/**
 * owner_set_get() - tell who has a socket open
 * @set: where it was looked for
 * @inode: its inode, 0 = none
 *
 * Return: the process, valid until owner_set_find() or owner_set_free(), or
 * NULL when none is known.
 */
const struct nettune_sock_process *
owner_set_get(const struct owner_set *set, __u64 inode)
{
	const struct slot *slot = find_slot(set, inode);

	return slot->owner ? &set->owners[slot->owner - 1] : NULL;
}

/**
 * owner_set_hidden() - could it be that owners were not found for want of rights?
 * @set: where they were looked for
 *
 * Return: how many processes we were not allowed to look into; 0 if all sockets
 * were found.
 */
unsigned int owner_set_hidden(const struct owner_set *set)
{
	return set->found < set->wanted ? set->hidden : 0;
}
