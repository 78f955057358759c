// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is done to sockets.
 */
#define _GNU_SOURCE
#include "truth.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../fuzz/random.h"

struct truth truths[TRUTH_SOCKETS];

union address {
	struct sockaddr		any;
	struct sockaddr_in	v4;
	struct sockaddr_in6	v6;
};

static socklen_t loopback(union address *address, int family)
{
	memset(address, 0, sizeof(*address));
	address->any.sa_family = family;
	if (family == AF_INET) {
		address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(address->v4);
	}
	address->v6.sin6_addr = in6addr_loopback;
	return sizeof(address->v6);
}

static struct truth *take(enum kind kind, int fd, int family)
{
	socklen_t len = sizeof(uint64_t);
	int i;

	for (i = 0; i < TRUTH_SOCKETS && truths[i].kind; i++)
		;
	if (i == TRUTH_SOCKETS)
		die("no room for another socket");
	truths[i] = (struct truth){ .kind = kind, .fd = fd, .family = family };
	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &truths[i].cookie, &len))
		die("SO_COOKIE");
	return &truths[i];
}

static void drop(struct truth *truth)
{
	close(truth->fd);
	truth->kind = KIND_NONE;
}

static void bind_loopback(int fd, int family, union address *address)
{
	socklen_t len = loopback(address, family);

	if (bind(fd, &address->any, len))
		die("bind");
	if (getsockname(fd, &address->any, &len))
		die("getsockname");
}

static int sock_new(int family, int type)
{
	int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die("socket");
	return fd;
}

static socklen_t length_of(int family)
{
	return family == AF_INET ? sizeof(struct sockaddr_in) :
				   sizeof(struct sockaddr_in6);
}

static struct truth *new_listener(void)
{
	int family = random_one_in(2) ? AF_INET : AF_INET6;
	uint32_t backlog = 1 + random_below(20);
	int fd = sock_new(family, SOCK_STREAM);
	union address address;
	struct truth *truth;

	bind_loopback(fd, family, &address);
	if (listen(fd, backlog))
		die("listen");
	truth = take(KIND_LISTENER, fd, family);
	truth->backlog = backlog;
	return truth;
}

/* On loopback the handshake is over when connect() returns. */
static struct truth *new_pending(struct truth *listener)
{
	union address address;
	socklen_t len = sizeof(address);
	struct truth *truth;
	int fd;

	/* A full queue would drop the handshake's last packet. */
	if (listener->queued >= listener->backlog)
		return NULL;
	if (getsockname(listener->fd, &address.any, &len))
		die("getsockname");
	fd = sock_new(listener->family, SOCK_STREAM);
	fcntl(fd, F_SETFL, 0);
	if (connect(fd, &address.any, len))
		die("connect");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	truth = take(KIND_PENDING, fd, listener->family);
	truth->peer = listener;
	listener->queued++;
	return truth;
}

/* The kernel hands out the oldest; which of ours that is, its peer tells. */
static void accept_one(struct truth *listener)
{
	union address peer, name;
	socklen_t len = sizeof(peer);
	struct truth *truth;
	int fd, i;

	fd = accept4(listener->fd, &peer.any, &len,
		     SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		die("accept");
	listener->queued--;
	truth = take(KIND_TCP, fd, listener->family);
	for (i = 0; i < TRUTH_SOCKETS; i++) {
		if (truths[i].kind != KIND_PENDING ||
		    truths[i].peer != listener)
			continue;
		len = sizeof(name);
		getsockname(truths[i].fd, &name.any, &len);
		if (memcmp(&name, &peer, length_of(listener->family)))
			continue;
		truths[i].kind = KIND_TCP;
		truths[i].peer = truth;
		truth->peer = &truths[i];
		return;
	}
	die("accepted what nobody connected");
}

static void new_udp_pair(void)
{
	int family = random_one_in(2) ? AF_INET : AF_INET6;
	union address a_name, b_name;
	struct truth *a, *b;
	int a_fd = sock_new(family, SOCK_DGRAM);
	int b_fd = sock_new(family, SOCK_DGRAM);

	bind_loopback(a_fd, family, &a_name);
	bind_loopback(b_fd, family, &b_name);
	if (connect(a_fd, &b_name.any, length_of(family)) ||
	    connect(b_fd, &a_name.any, length_of(family)))
		die("connect");
	a = take(KIND_UDP, a_fd, family);
	b = take(KIND_UDP, b_fd, family);
	a->peer = b;
	b->peer = a;
}

static void send_some(struct truth *truth)
{
	static char data[8192];
	uint32_t len = 1 + random_below(sizeof(data));
	ssize_t sent;

	/* Little enough for the peer's window: all of it arrives. */
	if (truth->kind == KIND_TCP && truth->peer->unread + len > 20000)
		return;
	sent = send(truth->fd, data, truth->kind == KIND_TCP ? len : len / 8,
		    MSG_NOSIGNAL);
	if (sent < 0)
		return;
	if (truth->kind == KIND_TCP)
		truth->peer->unread += sent;
}

static void read_some(struct truth *truth)
{
	char data[8192];
	ssize_t got;

	got = recv(truth->fd, data, 1 + random_below(sizeof(data)), 0);
	if (got > 0 && truth->kind == KIND_TCP)
		truth->unread -= got;
}

static void close_pair(struct truth *truth)
{
	struct truth *peer = truth->peer;
	struct linger gone = { .l_onoff = 1 };

	/* With a reset, so that nothing of it stays behind. */
	setsockopt(truth->fd, SOL_SOCKET, SO_LINGER, &gone, sizeof(gone));
	drop(truth);
	drop(peer);
}

static void set_buffer(struct truth *truth)
{
	int size = 4096 + random_below(100000);

	setsockopt(truth->fd, SOL_SOCKET,
		   random_one_in(2) ? SO_RCVBUF : SO_SNDBUF, &size,
		   sizeof(size));
}

unsigned int act_count(void)
{
	unsigned int i, nr = 0;

	for (i = 0; i < TRUTH_SOCKETS; i++)
		nr += truths[i].kind != KIND_NONE;
	return nr;
}

/* A listener goes when it has no connection left that is not accepted. */
static void act_on_listener(struct truth *truth)
{
	if (truth->queued && random_one_in(2))
		accept_one(truth);
	else if (!truth->queued && random_one_in(20))
		drop(truth);
	else
		new_pending(truth);
}

static void act_on_pair(struct truth *truth)
{
	switch (random_below(12)) {
	case 0:
		close_pair(truth);
		break;
	case 1:
		/* Of UDP only: a changed window is no quiet TCP socket. */
		if (truth->kind == KIND_UDP)
			set_buffer(truth);
		break;
	case 2:
	case 3:
	case 4:
	case 5:
		read_some(truth);
		break;
	default:
		send_some(truth);
	}
}

static void act_new(void)
{
	/* Three may be needed at once. */
	if (act_count() > TRUTH_SOCKETS - 4)
		return;
	if (random_one_in(6))
		new_listener();
	else
		new_udp_pair();
}

/**
 * act_at_random() - do something to some socket
 */
void act_at_random(void)
{
	struct truth *truth = &truths[random_below(TRUTH_SOCKETS)];

	switch (truth->kind) {
	case KIND_NONE:
		act_new();
		break;
	case KIND_LISTENER:
		if (act_count() <= TRUTH_SOCKETS - 4)
			act_on_listener(truth);
		break;
	case KIND_TCP:
	case KIND_UDP:
		act_on_pair(truth);
		break;
	case KIND_PENDING:
		break;
	}
}
