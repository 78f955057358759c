// SPDX-License-Identifier: GPL-2.0-or-later
/* Actors that open, move, fill and close sockets. */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "hammer.h"

/* None of them shall wait for long: what does not work now is no loss. */
#define PATIENCE_S	5

struct addr {
	union {
		struct sockaddr sa;
		struct sockaddr_in in4;
		struct sockaddr_in6 in6;
	};
	socklen_t len;
};

static void addr_loopback(struct addr *addr, int family, int port)
{
	memset(addr, 0, sizeof(*addr));
	addr->sa.sa_family = family;
	if (family == AF_INET) {
		addr->len = sizeof(addr->in4);
		addr->in4.sin_port = htons(port);
		addr->in4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	} else {
		addr->len = sizeof(addr->in6);
		addr->in6.sin6_port = htons(port);
		addr->in6.sin6_addr = in6addr_loopback;
	}
}

static int sock_new(int family, int type)
{
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(family, type | SOCK_CLOEXEC, 0);
	int one = 1;

	if (fd < 0)
		return fd;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

static int sock_option(int fd, int name, int value)
{
	return setsockopt(fd, SOL_SOCKET, name, &value, sizeof(value)) ? -errno : 0;
}

static int random_family(struct random *r)
{
	return rnd_one_in(r, 3) ? AF_INET6 : AF_INET;
}

/* A listener on a port of the kernel's choice, which addr then has. */
static int listener_new(struct addr *addr, int family, int backlog)
{
	int fd = sock_new(family, SOCK_STREAM);

	if (fd < 0)
		return fd;
	addr_loopback(addr, family, 0);
	if (bind(fd, &addr->sa, addr->len) || listen(fd, backlog) ||
	    getsockname(fd, &addr->sa, &addr->len)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int conn_new(const struct addr *to)
{
	int fd = sock_new(to->sa.sa_family, SOCK_STREAM);

	if (fd >= 0 && connect(fd, &to->sa, to->len)) {
		close(fd);
		return -1;
	}
	return fd;
}

void loopback_up(void)
{
	struct ifreq req = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ioctl(fd, SIOCSIFFLAGS, &req);
	close(fd);
}

void sockets_close(const int *fds, int nr)
{
	for (int i = 0; i < nr; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int sock_random(struct random *r, int listener, const struct addr *addr)
{
	int fd = -1;

	switch (rnd(r, 3)) {
	case 0:
		return conn_new(addr);
	case 1:
		fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		break;
	}
	if (fd < 0) {
		fd = sock_new(addr->sa.sa_family, SOCK_DGRAM);
		sock_option(fd, SO_REUSEPORT, 1);
		bind(fd, &addr->sa, addr->len);
	}
	return fd;
}

/* A mixture: a listener, connections of it, accepted or not, UDP sockets. */
int sockets_open(struct random *r, int *fds, int nr)
{
	const int listener = 0;
	struct addr addr;
	int opened = 1;

	fds[listener] = listener_new(&addr, random_family(r), 64);
	if (fds[listener] < 0)
		return -errno;
	while (opened < nr) {
		fds[opened] = sock_random(r, fds[listener], &addr);
		if (fds[opened] < 0)
			break;
		opened++;
	}
	for (int i = opened; i < nr; i++)
		fds[i] = -1;
	return 0;
}

/* Connections, with data unread or not, ended politely or by a reset. */
int round_tcp(struct run *run)
{
	static int listener = -1;
	static struct addr addr;
	const struct linger reset = { .l_onoff = 1 };
	struct random *r = &run->random;
	int nr = 1 + rnd(r, 8);
	int clients[8];
	int servers[8];

	if (listener >= 0 && rnd_one_in(r, 20)) {
		close(listener);
		listener = -1;
	}
	if (listener < 0)
		listener = listener_new(&addr, random_family(r), 64);
	if (listener < 0)
		return -errno;
	for (int i = 0; i < nr; i++) {
		clients[i] = conn_new(&addr);
		servers[i] = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (clients[i] >= 0 && rnd_one_in(r, 2))
			send(clients[i], "0123456789", 10, MSG_NOSIGNAL | MSG_DONTWAIT);
		/* Mostly: 60 s in TIME_WAIT each would soon use up the ports. */
		if (clients[i] >= 0 && !rnd_one_in(r, 10))
			setsockopt(clients[i], SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	}
	sockets_close(clients, nr);
	sockets_close(servers, nr);
	return 0;
}

struct timewait {
	struct random random;
	bool own_namespace;
};

static int timewait(void *arg)
{
	struct timewait *tw = arg;
	struct random *r = &tw->random;
	struct addr addr;
	int listener;

	if (tw->own_namespace) {
		if (unshare(CLONE_NEWNET))
			return -errno;
		loopback_up();
		write_file("/proc/sys/net/ipv4/tcp_max_tw_buckets", "20");
	}
	listener = listener_new(&addr, random_family(r), 64);
	if (listener < 0)
		return -errno;
	for (int i = 0; i < (tw->own_namespace ? 30 : 5); i++) {
		int client = conn_new(&addr);
		int server = accept(listener, NULL, NULL);

		/* Whoever closes first is the one that waits. */
		if (rnd_one_in(r, 2))
			shutdown(client, SHUT_RDWR);
		close(server);
		close(client);
	}
	pause_us(rnd(r, 300000));
	return 0;
}

/*
 * TIME_WAIT sockets, in a namespace that goes away with them or in that of all,
 * where the ports last for longer than the test only if they are few.
 */
int round_timewait(struct run *run)
{
	struct timewait tw;

	rnd_seed(&tw.random, rnd(&run->random, UINT32_MAX));
	tw.own_namespace = rnd_one_in(&run->random, 2);
	return in_child(timewait, &tw);
}

/* Sockets that change their place in the table: by connect() and by bind(). */
int round_udp(struct run *run)
{
	static int fds[48] = { [0 ... 47] = -1 };
	const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
	struct random *r = &run->random;
	struct addr addr;

	for (int i = 0; i < 50; i++) {
		int *fd = &fds[rnd(r, ARRAY_SIZE(fds))];

		addr_loopback(&addr, random_family(r), rnd_one_in(r, 4) ? 0 : 7000 + rnd(r, 3));
		if (*fd >= 0 && rnd_one_in(r, 2)) {
			connect(*fd, &nowhere, sizeof(nowhere));
			connect(*fd, &addr.sa, addr.len);
			send(*fd, "x", 1, MSG_DONTWAIT);
			continue;
		}
		if (*fd >= 0)
			close(*fd);
		*fd = sock_new(addr.sa.sa_family, SOCK_DGRAM);
		if (*fd < 0)
			return -errno;
		sock_option(*fd, SO_REUSEPORT, rnd_one_in(r, 2));
		bind(*fd, &addr.sa, addr.len);
	}
	return 0;
}

int round_raw(struct run *run)
{
	static int fds[16] = { [0 ... 15] = -1 };
	struct random *r = &run->random;
	int *fd = &fds[rnd(r, ARRAY_SIZE(fds))];
	struct addr addr;

	if (*fd >= 0)
		close(*fd);
	addr_loopback(&addr, random_family(r), 0);
	*fd = socket(addr.sa.sa_family, SOCK_RAW | SOCK_CLOEXEC, 200 + rnd(r, 20));
	if (*fd < 0)
		return -errno;
	if (rnd_one_in(r, 2))
		bind(*fd, &addr.sa, addr.len);
	if (rnd_one_in(r, 2))
		connect(*fd, &addr.sa, addr.len);
	return 0;
}

/* What events tell of: queues that overflow, of a listener and of datagrams. */
int round_overflow(struct run *run)
{
	static const char datagram[1000];
	struct random *r = &run->random;
	struct addr addr;
	int listener = listener_new(&addr, random_family(r), 1);
	int fds[8] = { [0 ... 7] = -1 };
	int udp;

	if (listener < 0)
		return -errno;
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		fds[i] = socket(addr.sa.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		connect(fds[i], &addr.sa, addr.len);
	}
	udp = sock_new(addr.sa.sa_family, SOCK_DGRAM);
	sock_option(udp, SO_RCVBUF, 1);
	bind(udp, &addr.sa, addr.len);
	connect(udp, &addr.sa, addr.len);
	for (int i = 0; i < 10; i++)
		send(udp, datagram, sizeof(datagram), MSG_DONTWAIT);
	pause_us(rnd(r, 200000));
	sockets_close(fds, ARRAY_SIZE(fds));
	close(udp);
	close(listener);
	return 0;
}
