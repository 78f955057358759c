// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * idle=N: established connections with nothing to do. Children hold them, so
 * that no process needs more files than it may open.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "load.h"

/* To one listener, so that ephemeral ports neither run out nor get slow. */
#define PER_LISTENER	8192
#define PER_CHILD	(2 * PER_LISTENER)
/* Files a child has besides its connections. */
#define FILES_SPARE	64

struct share {
	int family;
	long nr;
};

static void port_tell(int pipe_fd, int port)
{
	if (write(pipe_fd, &port, sizeof(port)) != sizeof(port))
		fail("idle: tell the port");
}

/* The listener goes again: what stays is the connections alone. */
static void connections_make(int family, long nr, int pipe_fd)
{
	union addr addr;
	int listener;

	addr_loopback(&addr, family, 0);
	listener = listener_new(&addr, 64, 0);
	for (long i = 0; i < nr; i++)
		pair_new(listener, &addr, 0);
	close(listener);
	port_tell(pipe_fd, addr_port(&addr));
}

static void idle_child(void *arg, int pipe_fd)
{
	struct share *share = arg;
	long left = share->nr;

	while (left > 0) {
		long nr = left < PER_LISTENER ? left : PER_LISTENER;

		connections_make(share->family, nr, pipe_fd);
		left -= nr;
	}
	port_tell(pipe_fd, 0);
	close(pipe_fd);
	child_quiet();
	for (;;)
		pause();
}

static int share_start(struct share *share)
{
	int fds[2];

	if (pipe(fds))
		fail("pipe");
	child_start(idle_child, share, fds[1]);
	close(fds[1]);
	return fds[0];
}

/*
 * Ports until 0, which says that all connections are there. The child's own
 * waits have deadlines, so this ends too.
 */
static void share_finish(struct spec *spec, int fd)
{
	ssize_t ret;
	int port;

	for (;;) {
		ret = read(fd, &port, sizeof(port));
		if (ret < 0 && errno == EINTR)
			continue;
		if (ret != sizeof(port))
			failx("idle: a child has ended before its connections were made");
		if (!port)
			break;
		spec_port(spec, port);
	}
	close(fd);
}

void make_idle(struct spec *spec)
{
	long per_child = (nofile_raise() - FILES_SPARE) / 2;
	struct share share = { .family = spec->family };
	long left = spec->arg[0];
	size_t nr = 0;
	int *fds = NULL;

	if (per_child > PER_CHILD)
		per_child = PER_CHILD;
	if (per_child < 1)
		failx("idle: the limit of open files is too low");

	/* all children at once: they do not need each other */
	while (left > 0) {
		share.nr = left < per_child ? left : per_child;
		fds = array_grow(fds, nr, sizeof(*fds));
		fds[nr++] = share_start(&share);
		left -= share.nr;
	}
	for (size_t i = 0; i < nr; i++)
		share_finish(spec, fds[i]);
	free(fds);

	spec_count(spec, "connections", spec->arg[0]);
	spec_count(spec, "socket_count", spec->arg[0] * 2);
	spec_count(spec, "processes", (long)nr);
}
