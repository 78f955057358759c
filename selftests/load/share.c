// SPDX-License-Identifier: GPL-2.0-or-later
/* udpshare=N[:M]: a port that many UDP sockets share, and some come and go. */
#include <stdlib.h>
#include <unistd.h>

#include "load.h"

struct movers {
	union addr addr;
	long nr;
};

static int share_new(const union addr *addr)
{
	int fd = sock_new(addr->sa.sa_family, SOCK_DGRAM);

	sock_option(fd, SOL_SOCKET, SO_REUSEPORT, 1, "SO_REUSEPORT");
	return fd;
}

/* Leave the port that the kernel chose, and with it the chain of a hash table. */
static void mover_leave(int fd, const union addr *addr)
{
	const struct sockaddr none = { .sa_family = AF_UNSPEC };

	if (connect(fd, &addr->sa, addr_len(addr)))
		fail("udpshare: connect");
	if (connect(fd, &none, sizeof(none)))
		fail("udpshare: disconnect");
}

static void movers_child(void *arg, int unused)
{
	struct movers *movers = arg;
	sigset_t stops;
	long next = 0;
	int *fds;

	(void)unused;
	child_stops_block(&stops);
	child_quiet();
	fds = calloc(movers->nr, sizeof(*fds));
	if (!fds)
		fail("udpshare");
	while (!child_stop_wait(&stops)) {
		for (long i = 0; i < movers->nr; i++, next++) {
			int *fd = &fds[next % movers->nr];
			union addr addr = movers->addr;

			if (*fd)
				close(*fd);
			*fd = share_new(&addr);
			mover_leave(*fd, &addr);
			sock_bind(*fd, &addr);
		}
	}
}

void make_udpshare(struct spec *spec)
{
	struct movers movers = { .nr = spec->nr_args > 1 ? spec->arg[1] : 0 };

	addr_loopback(&movers.addr, spec->family, 0);
	for (long i = 0; i < spec->arg[0]; i++) {
		int fd = share_new(&movers.addr);

		/* the first one gets a port, the others the same */
		sock_bind(fd, &movers.addr);
		spec_keep(spec, "receiver", fd);
	}
	if (movers.nr)
		spec_count(spec, "child", child_start(movers_child, &movers, -1));
	spec_count(spec, "movers", movers.nr);
	spec_port(spec, addr_port(&movers.addr));
}
