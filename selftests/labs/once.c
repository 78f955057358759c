// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_lab: what is measured once, and told, by a process that ends then. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

#define ROUNDS_MAX	10000

static char buffer[1 << 16];

/* Datagrams of @arg[1] bytes; what does not fit the receiver is not an error. */
static long send_all(const struct lab *lab, int fd)
{
	struct sockaddr_in addr = lab_address(lab, lab->port);
	long sent = 0;

	while (sent < lab->arg[0] &&
	       sendto(fd, buffer, lab->arg[1], 0, (struct sockaddr *)&addr,
		      sizeof(addr)) == lab->arg[1])
		sent++;
	return sent;
}

/*
 * A burst that comes while the application is away: it reads when all has been
 * sent, so that how fast either is does not matter.
 */
void lab_burst(const struct lab *lab)
{
	int in = lab_socket(SOCK_DGRAM);
	int out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	long sent, received = 0;

	if (out < 0)
		lab_fail("socket");
	if (lab->arg[2])
		lab_option(in, SOL_SOCKET, SO_RCVBUF, lab->arg[2]);
	lab_bind(lab, in);
	sent = send_all(lab, out);
	while (recv(in, buffer, sizeof(buffer), 0) >= 0)
		received++;
	printf("%ld %ld\n", sent, received);
	exit(fflush(stdout) ? 1 : 0);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Waits as a server does, so that the kernel may poll for it. */
static int answer_one(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	return poll(&wait, 1, -1) == 1 && recv(fd, buffer, 1, 0) == 1 &&
	       send(fd, buffer, 1, 0) == 1;
}

/* One connection after the other. */
void lab_answer(const struct lab *lab)
{
	int fd = lab_listen(lab, 16, 0);
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	lab_ready();
	for (;;) {
		int conn;

		poll(&wait, 1, -1);
		conn = accept(fd, NULL, NULL);
		if (conn < 0)
			continue;
		lab_option(conn, IPPROTO_TCP, TCP_NODELAY, 1);
		while (answer_one(conn))
			;
		close(conn);
	}
}

/* One byte there and one back, again and again: half take less than is told. */
void lab_ask(const struct lab *lab)
{
	struct sockaddr_in addr = lab_address(lab, lab->port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	static int64_t took[ROUNDS_MAX];
	long count = lab->arg[0];

	if (count < 1 || count > ROUNDS_MAX) {
		errno = ERANGE;
		lab_fail("ask");
	}
	if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		lab_fail("connect");
	lab_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	for (long i = 0; i < count; i++) {
		int64_t begin = now_us();

		if (send(fd, buffer, 1, 0) != 1 || recv(fd, buffer, 1, 0) != 1)
			lab_fail("ask");
		took[i] = now_us() - begin;
	}
	qsort(took, count, sizeof(*took), by_number);
	printf("%lld\n", (long long)took[count / 2]);
	exit(fflush(stdout) ? 1 : 0);
}
