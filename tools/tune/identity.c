// SPDX-License-Identifier: GPL-2.0-or-later
/* Which kernel this is, started when, and in which network namespace. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/journal.h"

/* include/uapi/asm-generic/socket.h, since Linux 5.14 */
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE	71
#endif

/**
 * journal_boot - the number that the kernel got when it was started
 * @boot: takes it
 *
 * Return: 0 or a negative errno.
 */
int journal_boot(char boot[JOURNAL_BOOT])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -errno;
	len = read(fd, boot, JOURNAL_BOOT - 1);
	if (len < 0)
		len = -errno;
	close(fd);
	if (len <= 0)
		return len ?: -ENODATA;
	boot[len] = '\0';
	boot[strcspn(boot, "\n")] = '\0';
	return 0;
}

/**
 * journal_netns - the network namespace that the caller is in
 * @netns: filled in
 *
 * Return: 0 or a negative errno.
 */
int journal_netns(struct journal_netns *netns)
{
	socklen_t len = sizeof(netns->cookie);
	struct stat st;
	int fd;

	*netns = (struct journal_netns) { 0 };
	if (stat("/proc/thread-self/ns/net", &st))
		return -errno;
	netns->inode = st.st_ino;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	/* Before Linux 5.14 the inode has to do. */
	if (getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &netns->cookie, &len))
		netns->cookie = 0;
	close(fd);
	return 0;
}

/**
 * journal_netns_equal - are two the same?
 * @a: one
 * @b: the other, of the same boot
 */
bool journal_netns_equal(const struct journal_netns *a,
			 const struct journal_netns *b)
{
	return a->inode == b->inode &&
	       (!a->cookie || !b->cookie || a->cookie == b->cookie);
}
