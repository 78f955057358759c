// SPDX-License-Identifier: GPL-2.0-or-later
/* Sockets that are neither TCP nor UDP: raw=N and unix=N[:B]. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "load.h"

#define UNREAD_DEFAULT	1000

static int raw_new(int family)
{
	int protocol = family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	int fd = socket(family, SOCK_RAW | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		fail("raw socket");
	return fd;
}

void make_raw(struct spec *spec)
{
	union addr addr;

	addr_loopback(&addr, spec->family, 0);
	for (long i = 0; i < spec->arg[0]; i++)
		raw_new(spec->family);
	if (connect(raw_new(spec->family), &addr.sa, addr_len(&addr)))
		fail("raw: connect");
	spec_count(spec, "unconnected", spec->arg[0]);
	spec_count(spec, "connected", 1);
}

/* An abstract name: nothing is left behind in any folder. */
static socklen_t unix_name(struct sockaddr_un *addr, int number)
{
	int len;

	memset(addr, 0, sizeof(*addr));
	addr->sun_family = AF_UNIX;
	len = snprintf(addr->sun_path + 1, sizeof(addr->sun_path) - 1,
		       "nt_load/%d/%d", (int)getpid(), number);
	return offsetof(struct sockaddr_un, sun_path) + 1 + (socklen_t)len;
}

/* A unix listener too takes one more than its limit. */
static void unix_backlog(int backlog, int number)
{
	struct sockaddr_un addr;
	socklen_t len = unix_name(&addr, number);
	int fd = sock_new(AF_UNIX, SOCK_STREAM);

	if (bind(fd, (struct sockaddr *)&addr, len))
		fail("unix: bind");
	if (listen(fd, backlog))
		fail("unix: listen");
	for (int i = 0; i <= backlog; i++)
		if (connect(sock_new(AF_UNIX, SOCK_STREAM), (struct sockaddr *)&addr, len))
			fail("unix: connect");
}

static void unix_pair(int type, size_t unread)
{
	static const char zeros[65536];
	int fds[2];

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds))
		fail("unix: socketpair");
	if (unread && write(fds[0], zeros, unread) != (ssize_t)unread)
		fail("unix: write %zu bytes", unread);
}

void make_unix(struct spec *spec)
{
	static int number;
	long unread = spec->nr_args > 1 ? spec->arg[1] : UNREAD_DEFAULT;

	unix_backlog((int)spec->arg[0], number++);
	unix_pair(SOCK_STREAM, (size_t)unread);
	unix_pair(SOCK_DGRAM, 0);
	unix_pair(SOCK_SEQPACKET, 0);
	spec_count(spec, "accept_q", spec->arg[0] + 1);
	spec_count(spec, "accept_max", spec->arg[0]);
	spec_count(spec, "unread", unread);
}
