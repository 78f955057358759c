// SPDX-License-Identifier: GPL-2.0-or-later
/* Moves the command into other network namespaces. */
#include "source/netns.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NETNS_FOLDER	"/run/netns"

/* Return: 0, or -EINVAL for a name that would leave the folder. */
static int netns_path(const char *name, char *path, size_t size)
{
	const char *folder = name[0] == '/' ? "" : NETNS_FOLDER "/";
	int len;

	if (!name[0] || (*folder && strchr(name, '/')) ||
	    !strcmp(name, ".") || !strcmp(name, ".."))
		return -EINVAL;
	len = snprintf(path, size, "%s%s", folder, name);
	return len < 0 || (size_t)len >= size ? -ENAMETOOLONG : 0;
}

/**
 * netns_enter() - continue in another network namespace
 * @name: a name that 'ip netns' gave, or an absolute path such as
 *	/proc/PID/ns/net
 *
 * Return: 0 or a negative errno: -EINVAL for what is no name or no namespace,
 * -ENOENT when there is none of that name, -EPERM without CAP_SYS_ADMIN.
 */
int netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd, err;

	err = netns_path(name, path, sizeof(path));
	if (err)
		return err;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET))
		err = -errno;
	close(fd);
	return err;
}

/**
 * netns_inode() - which network namespace a name leads to
 * @name: as of netns_enter()
 * @inode: set to its number in /proc
 *
 * Return: 0 or a negative errno, -ENOENT when there is none of that name.
 */
int netns_inode(const char *name, __u64 *inode)
{
	char path[PATH_MAX];
	struct stat st;
	int err;

	err = netns_path(name, path, sizeof(path));
	if (err)
		return err;
	if (stat(path, &st))
		return -errno;
	*inode = st.st_ino;
	return 0;
}

/* A walk over namespaces: where we come from, which ones were seen. */
struct walk {
	netns_fn	fn;
	void		*arg;
	int		home;
	ino_t		*seen;
	size_t		count;
	int		missed;
};

static bool was_seen(const struct walk *walk, ino_t inode)
{
	for (size_t i = 0; i < walk->count; i++)
		if (walk->seen[i] == inode)
			return true;
	return false;
}

static int mark_seen(struct walk *walk, ino_t inode)
{
	ino_t *grown;

	grown = reallocarray(walk->seen, walk->count + 1, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	grown[walk->count++] = inode;
	walk->seen = grown;
	return 0;
}

/* What is gone, or no namespace at all, is not missed. */
static int miss(struct walk *walk, int error)
{
	if (error != ENOENT && error != ESRCH && error != EINVAL &&
	    error != ENOTDIR)
		walk->missed = -error;
	return 0;
}

static int visit_fd(struct walk *walk, int fd)
{
	struct stat st;
	int err;

	if (fstat(fd, &st))
		return -errno;
	if (was_seen(walk, st.st_ino))
		return 0;
	if (setns(fd, CLONE_NEWNET))
		return miss(walk, errno);
	err = mark_seen(walk, st.st_ino) ?: walk->fn(st.st_ino, walk->arg);
	/* Elsewhere nothing that follows would be right. */
	if (setns(walk->home, CLONE_NEWNET))
		return -errno;
	return err;
}

/* Return: 0, or what ends the walk. */
static int visit(struct walk *walk, const char *path)
{
	struct stat st;
	int fd, err;

	/* Most processes share a namespace: no need to open it again. */
	if (stat(path, &st))
		return miss(walk, errno);
	if (was_seen(walk, st.st_ino))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return miss(walk, errno);
	err = visit_fd(walk, fd);
	close(fd);
	return err;
}

/* Visit FOLDER/NAME/below for each name that begins like that. */
static int visit_all(struct walk *walk, const char *folder, bool numbers,
		     const char *below)
{
	DIR *dir = opendir(folder);
	char path[PATH_MAX];
	struct dirent *entry;
	int err = 0;

	if (!dir)
		return miss(walk, errno);
	while (!err && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    (numbers && !isdigit((unsigned char)entry->d_name[0])))
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", folder, entry->d_name,
			 below);
		err = visit(walk, path);
	}
	closedir(dir);
	return err;
}

/**
 * netns_each() - visit every network namespace that can be found
 * @proc_root: where /proc is
 * @fn: called in each; the one we are in comes first
 * @arg: for @fn
 * @missed: set to the reason for which some could not be entered, 0 = none
 *
 * Found are those that have a name or in which a process is.
 *
 * Return: 0, what @fn said, or a negative errno.
 */
int netns_each(const char *proc_root, netns_fn fn, void *arg, int *missed)
{
	struct walk walk = { .fn = fn, .arg = arg };
	char path[PATH_MAX];
	struct stat st;
	int err;

	*missed = 0;
	snprintf(path, sizeof(path), "%s/thread-self/ns/net", proc_root);
	walk.home = open(path, O_RDONLY | O_CLOEXEC);
	if (walk.home < 0)
		return -errno;
	/* To stay where we are needs no right. */
	err = fstat(walk.home, &st) ? -errno : mark_seen(&walk, st.st_ino);
	if (!err)
		err = fn(st.st_ino, arg);
	if (!err)
		err = visit_all(&walk, NETNS_FOLDER, false, "");
	if (!err)
		err = visit_all(&walk, proc_root, true, "/ns/net");
	close(walk.home);
	free(walk.seen);
	*missed = walk.missed;
	return err;
}
