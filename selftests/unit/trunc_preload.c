// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded into a program, cuts bytes off the end of what it receives from
 * netlink: NT_TRUNC_BYTES of them, from the receive number NT_TRUNC_FROM
 * (counted from 1) on.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

typedef ssize_t (*recvmsg_fn)(int fd, struct msghdr *msg, int flags);

static long number(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : otherwise;
}

static int is_netlink(int fd)
{
	socklen_t len = sizeof(int);
	int domain = 0;

	return !getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) &&
	       domain == AF_NETLINK;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	static long receives;
	recvmsg_fn next = (recvmsg_fn)dlsym(RTLD_NEXT, "recvmsg");
	ssize_t len = next(fd, msg, flags);
	long cut = number("NT_TRUNC_BYTES", 0);

	if (len <= 0 || !is_netlink(fd) ||
	    ++receives < number("NT_TRUNC_FROM", 1))
		return len;
	return cut < len ? len - cut : 0;
}
