// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_lab: connections. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab.h"

#define TICK_MS		20
#define LIFE_MS		1000
#define HELD_MAX	20000

static char buffer[1 << 16];

int lab_listen(const struct lab *lab, long backlog, long rcvbuf)
{
	int fd = lab_socket(SOCK_STREAM);

	if (rcvbuf)
		lab_option(fd, SOL_SOCKET, SO_RCVBUF, rcvbuf);
	lab_bind(lab, fd);
	if (listen(fd, backlog))
		lab_fail("listen");
	return fd;
}

static int connect_to(const struct lab *lab)
{
	struct sockaddr_in addr = lab_address(lab, lab->port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) &&
	    errno != EINPROGRESS) {
		close(fd);
		return -1;
	}
	return fd;
}

void lab_accept(const struct lab *lab)
{
	int fd = lab_listen(lab, lab->arg[0], 0);
	struct pace pace = { 0 };

	lab_ready();
	for (;;) {
		/* All in one go, as after a pause: bursts have to fit. */
		long due = lab_due(&pace, lab->arg[1], 100);

		if (!lab->arg[1])
			continue;
		for (; lab->arg[1] < 0 || due > 0; due--) {
			int conn = accept(fd, NULL, NULL);

			if (conn < 0)
				break;
			close(conn);
		}
	}
}

static bool peer_has_closed(int fd)
{
	char byte;

	return !recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

/*
 * Each connection is there for a second, or until its peer has closed it: what
 * would stay for longer on a slow machine is a leak. None waits for TIME_WAIT.
 */
void lab_connect(const struct lab *lab)
{
	static struct {
		int	fd;
		int64_t	end;
	} held[HELD_MAX];
	struct pace pace = { 0 };
	size_t first = 0, next = 0;

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], lab->arg[1]);
		int64_t now = lab_now_ms();

		for (; first < next && held[first % HELD_MAX].end <= now; first++)
			if (held[first % HELD_MAX].fd >= 0)
				close(held[first % HELD_MAX].fd);
		for (size_t i = first; i < next; i++) {
			int *fd = &held[i % HELD_MAX].fd;

			if (*fd >= 0 && peer_has_closed(*fd)) {
				close(*fd);
				*fd = -1;
			}
		}
		for (; due > 0 && next - first < HELD_MAX; due--) {
			int fd = connect_to(lab);

			if (fd < 0)
				continue;
			held[next % HELD_MAX].fd = fd;
			held[next++ % HELD_MAX].end = now + LIFE_MS;
		}
	}
}

/* What is read is of no use, so it need not be copied. */
static long read_some(int fd, long most)
{
	long got = 0;

	while (got < most) {
		size_t piece = sizeof(buffer);
		ssize_t len;

		if (most - got < (long)piece)
			piece = most - got;
		len = recv(fd, buffer, piece, MSG_TRUNC);
		if (len <= 0)
			break;
		got += len;
	}
	return got;
}

void lab_serve(const struct lab *lab)
{
	static int held[HELD_MAX];
	int fd = lab_listen(lab, 4096, lab->arg[0]);
	int step = lab->arg[2] ? lab->arg[2] : TICK_MS;
	struct pace pace = { 0 };
	size_t count = 0;

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[1], step);
		int conn;

		if (!lab->arg[1])
			due = 0;
		else if (lab->arg[1] < 0)
			due = 64L << 20;
		while (count < HELD_MAX &&
		       (conn = accept4(fd, NULL, NULL, SOCK_NONBLOCK)) >= 0)
			held[count++] = conn;
		for (size_t i = 0; i < count; i++)
			read_some(held[i], due);
	}
}

void lab_feed(const struct lab *lab)
{
	static int held[HELD_MAX];
	long count = lab->arg[0];
	struct pace pace = { 0 };
	int64_t end;

	memset(buffer, 'x', sizeof(buffer));
	for (long i = 0; i < count; i++) {
		held[i] = connect_to(lab);
		if (held[i] < 0)
			lab_fail("connect");
		lab_option(held[i], IPPROTO_TCP, TCP_NODELAY, 1);
	}
	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[2], TICK_MS);

		if (lab->arg[2] < 0)
			due = 1L << 20;
		if (!lab->arg[2] && pace.done > 1)
			continue;
		end = lab_now_ms() + TICK_MS;
		for (long i = 0; i < count; i++)
			for (long j = 0; j < due; j++)
				if (write(held[i], buffer, lab->arg[1]) < 0 ||
				    (j % 64 == 63 && lab_now_ms() > end))
					break;
	}
}

/* Close what the peer has closed. */
static void let_go(int ended)
{
	struct epoll_event event;

	while (epoll_wait(ended, &event, 1, -1) > 0)
		close(event.data.fd);
}

void lab_hold(const struct lab *lab)
{
	int ended = epoll_create1(EPOLL_CLOEXEC);
	long made = 0;

	for (long i = 0; i < lab->arg[0]; i++) {
		struct epoll_event event = {
			.events = EPOLLRDHUP, .data.fd = connect_to(lab),
		};

		if (event.data.fd < 0 && errno == EADDRNOTAVAIL)
			break;
		if (event.data.fd < 0)
			continue;
		made++;
		if (lab->arg[1] && epoll_ctl(ended, EPOLL_CTL_ADD,
					     event.data.fd, &event))
			lab_fail("epoll_ctl");
	}
	fprintf(stderr, "nt_lab: %ld of %ld\n", made, lab->arg[0]);
	lab_ready();
	if (lab->arg[1])
		let_go(ended);
	for (;;)
		pause();
}

void lab_hoard(const struct lab *lab)
{
	int fd = lab_listen(lab, 128, 0);
	struct pace pace = { 0 };

	lab_ready();
	lab_files(lab->arg[0]);
	while (open("/dev/null", O_RDONLY) >= 0)
		;
	for (;;) {
		int conn;

		lab_due(&pace, 1, 50);
		while ((conn = accept(fd, NULL, NULL)) >= 0)
			close(conn);
	}
}

void lab_leak(const struct lab *lab)
{
	int fd = lab_listen(lab, 4096, 0);
	struct pace pace = { 0 };

	lab_ready();
	for (;;) {
		lab_due(&pace, 1, TICK_MS);
		while (accept(fd, NULL, NULL) >= 0)
			;
	}
}

/* Connections to a reader that does not read, full, and closed. */
void lab_orphans(const struct lab *lab)
{
	memset(buffer, 'x', sizeof(buffer));
	for (long i = 0; i < lab->arg[0]; i++) {
		int fd = lab_socket(SOCK_STREAM);
		struct sockaddr_in addr = lab_address(lab, lab->port);

		struct pollfd there = { .fd = fd, .events = POLLOUT };

		lab_option(fd, SOL_SOCKET, SO_SNDBUF, 8192);
		if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)) &&
		    errno != EINPROGRESS)
			lab_fail("connect");
		/* The first one has to wait for the link. */
		if (poll(&there, 1, 20000) != 1 || there.revents & POLLERR)
			lab_fail("connecting");
		for (int tries = 0; tries < 40; tries++) {
			if (write(fd, buffer, sizeof(buffer)) < 0)
				lab_nap(5);
		}
		close(fd);
	}
	lab_ready();
	for (;;)
		pause();
}

/* Closed by this end first, which is what keeps TIME_WAIT. */
void lab_turnover(const struct lab *lab)
{
	struct pace pace = { 0 };

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], TICK_MS);

		for (; due > 0; due--) {
			int fd = connect_to(lab);

			if (fd >= 0)
				close(fd);
		}
	}
}
