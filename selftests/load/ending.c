// SPDX-License-Identifier: GPL-2.0-or-later
/* Connections about to end: timewait=N and closewait=N. */
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include "load.h"

struct ending {
	int family;
	int port;
	int fd;
	int state;
	long want;
};

static bool state_is(void *arg)
{
	struct ending *e = arg;

	return tcp_state(e->fd) == e->state;
}

static bool all_there(void *arg)
{
	struct ending *e = arg;

	return procnet_count(e->family, e->state, e->port) == e->want;
}

static void state_wait(int fd, int state, const char *what)
{
	struct ending e = { .fd = fd, .state = state };

	wait_until(state_is, &e, what);
}

/*
 * The server closes first, so TIME_WAIT is at its port: at the client's, a
 * later connect() could take the port over. The client must have seen the FIN,
 * or both would close at once and both be in TIME_WAIT.
 */
void make_timewait(struct spec *spec)
{
	struct ending e = { .family = spec->family, .state = TCP_TIME_WAIT };
	struct pair pair;
	union addr addr;
	int listener;

	addr_loopback(&addr, spec->family, 0);
	listener = listener_new(&addr, 64, 0);
	e.port = addr_port(&addr);
	e.want = spec->arg[0];
	for (long i = 0; i < e.want; i++) {
		pair = pair_new(listener, &addr, 0);
		close(pair.server);
		wait_fd(pair.client, POLLIN, "timewait: wait for the FIN");
		close(pair.client);
	}
	close(listener);
	wait_until(all_there, &e, "timewait: wait for all (see tcp_max_tw_buckets)");

	spec_count(spec, "time_wait", e.want);
	spec_count(spec, "lifetime_s", 60);
	spec_port(spec, e.port);
}

/* shutdown() and not close(): an orphan would leave FIN_WAIT2 after 60 s. */
void make_closewait(struct spec *spec)
{
	struct pair pair;
	union addr addr;
	int listener;

	addr_loopback(&addr, spec->family, 0);
	listener = listener_new(&addr, 64, 0);
	for (long i = 0; i < spec->arg[0]; i++) {
		pair = pair_new(listener, &addr, 0);
		if (shutdown(pair.client, SHUT_WR))
			fail("closewait: shutdown");
		state_wait(pair.server, TCP_CLOSE_WAIT, "closewait: wait for CLOSE_WAIT");
		state_wait(pair.client, TCP_FIN_WAIT2, "closewait: wait for FIN_WAIT2");
	}
	close(listener);

	spec_count(spec, "close_wait", spec->arg[0]);
	spec_count(spec, "fin_wait2", spec->arg[0]);
	spec_port(spec, addr_port(&addr));
}
