// SPDX-License-Identifier: GPL-2.0-or-later
/* Moves the command into another network namespace. */
#include "source/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
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
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (setns(fd, CLONE_NEWNET))
		err = -errno;
	close(fd);
	return err;
}
