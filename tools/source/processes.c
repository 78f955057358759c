// SPDX-License-Identifier: GPL-2.0-or-later
/* The processes that may have sockets: no kernel threads, and none that ended. */
#include "source/processes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of the words in /proc/PID/stat, counted from the state. */
#define STAT_FLAGS	6
#define STAT_START	19

/* A kernel thread: PF_KTHREAD of the kernel's linux/sched.h. */
#define FLAG_KTHREAD	0x00200000

/**
 * processes_read() - read a small file of a process
 * @proc: /proc, open
 * @pid: the process
 * @name: of the file
 * @buf: where to put it, always terminated
 * @size: bytes in @buf
 *
 * Return: its length, or -1.
 */
ssize_t processes_read(int proc, int pid, const char *name, char *buf,
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
static bool read_stat(int proc, int pid, struct process *process)
{
	const char *task_state, *flags, *start;
	char line[1024];

	*process = (struct process) { .pid = pid, .start = ~0ULL };
	/* Why it can't be read shows when its descriptors are looked at. */
	if (processes_read(proc, pid, "stat", line, sizeof(line)) <= 0)
		return true;
	task_state = skip_words(strrchr(line, ')'), 1);
	flags = skip_words(task_state, STAT_FLAGS);
	start = skip_words(task_state, STAT_START);
	if (!start)
		return false;
	process->start = strtoull(start, NULL, 10);
	return *task_state != 'Z' && !(strtoul(flags, NULL, 10) & FLAG_KTHREAD);
}

static int add_process(struct processes *all, int proc, const char *name)
{
	char *end;
	long pid = strtol(name, &end, 10);

	if (*end || pid <= 0 || pid > 0x7fffffff)
		return 0;
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 256;
		struct process *list;

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
	const struct process *a = one, *b = other;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

/**
 * processes_list() - find the processes that may have sockets
 * @dir: /proc, open
 * @all: gets them, the one that was started first at the beginning; its list is
 *	to be freed, also after an error
 *
 * Return: 0 or -ENOMEM.
 */
int processes_list(DIR *dir, struct processes *all)
{
	struct dirent *entry;
	int err = 0;

	while (!err && (entry = readdir(dir)))
		err = add_process(all, dirfd(dir), entry->d_name);
	if (!err && all->count)
		qsort(all->list, all->count, sizeof(*all->list), by_start);
	return err;
}
