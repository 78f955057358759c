// SPDX-License-Identifier: GPL-2.0-or-later
/* churn=R: connections that come and go all the time. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "load.h"

/*
 * Most end by RST, or TIME_WAIT sockets would use up the ports; one of so many
 * ends in order.
 */
#define ORDERLY_EVERY	16
/* Between two looks at the clock. */
#define AT_ONCE		256

struct churn {
	int family;
	long rate;
};

static void byte_send(int fd)
{
	if (send(fd, "x", 1, MSG_NOSIGNAL) != 1)
		fail("churn: send");
}

static void byte_receive(int fd)
{
	char byte;

	wait_fd(fd, POLLIN, "churn: receive");
	if (recv(fd, &byte, 1, 0) != 1)
		fail("churn: receive");
}

static void connection_run(int listener, const union addr *addr, bool orderly)
{
	struct linger abort = { .l_onoff = 1 };
	struct pair pair = pair_new(listener, addr, 0);

	byte_send(pair.client);
	byte_receive(pair.server);
	byte_send(pair.server);
	byte_receive(pair.client);
	if (!orderly && setsockopt(pair.server, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort)))
		fail("churn: SO_LINGER");
	close(pair.server);
	close(pair.client);
}

static void churn_child(void *arg, int pipe_fd)
{
	struct churn *churn = arg;
	int64_t start, due;
	sigset_t stops;
	union addr addr;
	long done = 0;
	int listener;

	child_stops_block(&stops);
	addr_loopback(&addr, churn->family, 0);
	listener = listener_new(&addr, 64, 0);
	if (write(pipe_fd, &addr.in4.sin_port, sizeof(in_port_t)) != sizeof(in_port_t))
		fail("churn: tell the port");
	close(pipe_fd);
	child_quiet();

	start = now_ms();
	while (!child_stop_wait(&stops)) {
		due = (now_ms() - start) * churn->rate / 1000;
		/* one that cannot keep up still has to notice the end */
		if (due > done + AT_ONCE)
			due = done + AT_ONCE;
		for (; done < due; done++)
			connection_run(listener, &addr, done % ORDERLY_EVERY == 0);
	}
	fprintf(stderr, "nt_load: churn: %ld connections in %lld ms\n", done,
		(long long)(now_ms() - start));
}

void make_churn(struct spec *spec)
{
	struct churn churn = { spec->family, spec->arg[0] };
	in_port_t port;
	int fds[2];
	pid_t pid;

	if (pipe(fds))
		fail("pipe");
	pid = child_start(churn_child, &churn, fds[1]);
	close(fds[1]);
	if (read(fds[0], &port, sizeof(port)) != sizeof(port))
		failx("churn: the child has ended before it began");
	close(fds[0]);

	spec_count(spec, "rate", churn.rate);
	spec_count(spec, "child", pid);
	spec_port(spec, ntohs(port));
}
