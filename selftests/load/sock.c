// SPDX-License-Identifier: GPL-2.0-or-later
/* Sockets, listeners and connections. */
#define _GNU_SOURCE	/* accept4() */
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "load.h"

int sock_new(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		fail("socket");
	return fd;
}

void sock_option(int fd, int level, int name, int value, const char *what)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)))
		fail("%s %d", what, value);
}

/* Bind, and learn the port the kernel chose. */
void sock_bind(int fd, union addr *addr)
{
	socklen_t len = addr_len(addr);
	char text[ADDR_TEXT];

	if (bind(fd, &addr->sa, len))
		fail("bind to %s port %d", addr_text(addr, text), addr_port(addr));
	if (getsockname(fd, &addr->sa, &len))
		fail("getsockname");
}

/* Above rmem_max only CAP_NET_ADMIN may go; who may not finds out later. */
static void rcvbuf_set(int fd, int size)
{
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		sock_option(fd, SOL_SOCKET, SO_RCVBUF, size, "SO_RCVBUF");
}

/* rcvbuf, if not 0, has to be there before the window scale is chosen. */
int listener_new(union addr *addr, int backlog, int rcvbuf)
{
	int fd = sock_new(addr->sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK);

	if (rcvbuf)
		rcvbuf_set(fd, rcvbuf);
	sock_bind(fd, addr);
	if (listen(fd, backlog))
		fail("listen(%d)", backlog);
	return fd;
}

static struct tcp_info listener_info(int fd)
{
	socklen_t len = sizeof(struct tcp_info);
	struct tcp_info info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		fail("TCP_INFO of a listener");
	return info;
}

/* The limit expected after listen(backlog), checked with the listener. */
int listener_max(int fd, long backlog)
{
	long max = sysctl_read("net/core/somaxconn");
	int has = (int)listener_info(fd).tcpi_sacked;

	if (backlog < max)
		max = backlog;
	if (has != max)
		failx("listen(%ld): limit is %d, not %ld", backlog, has, max);
	return has;
}

/* In TCP_INFO of a listener, unacked is the accept queue's length. */
int listener_queue(int fd)
{
	return (int)listener_info(fd).tcpi_unacked;
}

/*
 * Blocking connect() with an end: on loopback that is one system call where
 * a non-blocking one needs three.
 */
int conn_new(const union addr *to, int sndbuf)
{
	struct timeval end = { .tv_sec = WAIT_MS / 1000 };
	int fd = sock_new(to->sa.sa_family, SOCK_STREAM);
	char text[ADDR_TEXT];

	if (sndbuf)
		sock_option(fd, SOL_SOCKET, SO_SNDBUF, sndbuf, "SO_SNDBUF");
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &end, sizeof(end)))
		fail("SO_SNDTIMEO");
	if (connect(fd, &to->sa, addr_len(to))) {
		if (errno == EINPROGRESS)
			errno = ETIMEDOUT;
		fail("connect to %s port %d", addr_text(to, text), addr_port(to));
	}
	return fd;
}

/* Send the SYN and do not wait for what becomes of it. */
int conn_start(const union addr *to)
{
	int fd = sock_new(to->sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK);
	char text[ADDR_TEXT];

	/* keep trying for as long as anybody may want to look */
	sock_option(fd, IPPROTO_TCP, TCP_SYNCNT, 127, "TCP_SYNCNT");
	if (!connect(fd, &to->sa, addr_len(to)) || errno != EINPROGRESS)
		fail("start to connect to %s", addr_text(to, text));
	return fd;
}

int conn_accept(int listener)
{
	int fd;

	/* mostly it is there already, so poll() only when it is not */
	while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0) {
		if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
			fail("accept");
		wait_fd(listener, POLLIN, "accept");
	}
	return fd;
}

struct pair pair_new(int listener, const union addr *to, int sndbuf)
{
	struct pair pair;

	pair.client = conn_new(to, sndbuf);
	pair.server = conn_accept(listener);
	return pair;
}
