// SPDX-License-Identifier: GPL-2.0-or-later
/* syn=N:M: half-open connections, begun by hosts that never answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

#define FIRST_HOST	256
#define FIRST_PORT	1024
#define FIRST_SEQ	0x10000000u
/* A request is "young" for a second, until its first SYN-ACK timeout. */
#define RENEW_MS	400

enum { SILENT, COOKIE, QUEUED };

struct flood {
	struct tun tun;
	union addr to;
	long nr;
	long acks;		/* hosts answered */
	long queued;		/* of those, not by a cookie */
	uint8_t *hosts;		/* SILENT, COOKIE or QUEUED */
};

static void host_addr(const struct flood *flood, long i, union addr *addr)
{
	uint16_t host = htons((uint16_t)(FIRST_HOST + i));

	*addr = flood->tun.self;
	if (addr->sa.sa_family == AF_INET6) {
		addr->in6.sin6_addr.s6_addr[13] = 1;
		memcpy(&addr->in6.sin6_addr.s6_addr[14], &host, sizeof(host));
	} else {
		memcpy((char *)&addr->in4.sin_addr + 2, &host, sizeof(host));
	}
	addr_set_port(addr, (int)(FIRST_PORT + i));
}

static void packet_send(const struct flood *flood, const void *buf, size_t len)
{
	if (write(flood->tun.fd, buf, len) != (ssize_t)len)
		fail("syn: write a packet to %s", flood->tun.name);
}

static void host_syn(const struct flood *flood, long i)
{
	uint32_t buf[PACKET_MAX / 4];
	union addr from;

	host_addr(flood, i, &from);
	packet_send(flood, buf, packet_syn(buf, &from, &flood->to, FIRST_SEQ));
}

/* In the window, or the request would stay. */
static void host_rst(const struct flood *flood, long i)
{
	uint32_t buf[PACKET_MAX / 4];
	union addr from;

	host_addr(flood, i, &from);
	packet_send(flood, buf, packet_rst(buf, &from, &flood->to, FIRST_SEQ + 1));
}

static void answer_count(struct flood *flood, const struct answer *answer)
{
	long i = addr_port(&answer->to) - FIRST_PORT;

	if (!answer->syn_ack || i < 0 || i >= flood->nr || flood->hosts[i] != SILENT)
		return;
	flood->hosts[i] = answer->has_options ? QUEUED : COOKIE;
	flood->acks++;
	flood->queued += answer->has_options;
}

/* Read what there is; the device also carries neighbour discovery and such. */
static void answers_read(struct flood *flood)
{
	uint32_t buf[PACKET_MAX / 4];
	struct answer answer;
	ssize_t len;

	while ((len = read(flood->tun.fd, buf, sizeof(buf))) > 0)
		if (packet_parse(buf, (size_t)len, &answer))
			answer_count(flood, &answer);
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		fail("syn: read from %s", flood->tun.name);
}

/* All answered, or (without cookies) silence for a while. */
static void answers_wait(struct flood *flood)
{
	int64_t since = now_ms();
	long acks = flood->acks;

	while (flood->acks < flood->nr && now_ms() - since < SETTLE_MS) {
		pause_ms(2);
		answers_read(flood);
		if (flood->acks != acks)
			since = now_ms();
		acks = flood->acks;
	}
}

/*
 * A queue that is half full loses requests after two retries, unless some in
 * it are young: so one of them is renewed before the last one gets old.
 */
static void flood_child(void *arg, int fd)
{
	struct flood *flood = arg;
	int64_t due = now_ms();
	long next = 0;

	child_quiet();
	for (;;) {
		struct pollfd pfd = { .fd = fd, .events = POLLIN };

		if (poll(&pfd, 1, RENEW_MS / 4) < 0 && errno != EINTR)
			fail("syn: poll");
		answers_read(flood);
		if (!flood->queued || now_ms() < due)
			continue;
		while (flood->hosts[next] != QUEUED)
			next = (next + 1) % flood->nr;
		host_rst(flood, next);
		host_syn(flood, next);
		next = (next + 1) % flood->nr;
		due = now_ms() + RENEW_MS;
	}
}

/* What a listener with this limit should hold of nr requests. */
static long queue_expected(long nr, long max)
{
	long backlog = sysctl_read("net/ipv4/tcp_max_syn_backlog");
	long cookies = sysctl_read("net/ipv4/tcp_syncookies");
	long most = max + 1;

	if (cookies == 2)
		return 0;
	if (!cookies && backlog - (backlog >> 2) + 1 < most)
		most = backlog - (backlog >> 2) + 1;
	return nr < most ? nr : most;
}

static bool queue_listed(void *arg)
{
	const struct flood *flood = arg;

	return procnet_count(flood->to.sa.sa_family, TCP_SYN_RECV,
			     addr_port(&flood->to)) == flood->queued;
}

/*
 * The answers, the kernel's table and the expectation have to agree. The table
 * is asked again when not: other sockets that come and go make it repeat lines.
 * Some kernels take no request more than the limit, others one.
 */
static void queue_check(struct flood *flood, long expected, long max)
{
	long has = flood->queued;

	wait_until(queue_listed, flood, "syn: wait for the queue to be as answered");
	if (has != expected && !(has == max && expected == max + 1))
		failx("syn: %ld requests are queued, not %ld (%ld of %ld SYNs answered)",
		      has, expected, flood->acks, flood->nr);
}

static void flood_send(struct flood *flood)
{
	for (long i = 0; i < flood->nr; i++) {
		host_syn(flood, i);
		answers_read(flood);
	}
	answers_wait(flood);
}

void make_syn(struct spec *spec)
{
	struct flood flood = { .nr = spec->arg[1] };
	struct listening listening = { 0 };
	long expected;
	int fd, max;

	tun_open(&flood.tun, spec->family);
	flood.to = flood.tun.self;
	flood.hosts = calloc((size_t)flood.nr + 1, 1);
	if (!flood.hosts)
		fail("memory for %ld hosts", flood.nr);

	fd = listener_new(&flood.to, (int)spec->arg[0], 0);
	/* on a listener this is the number of SYN-ACKs: do not give up */
	sock_option(fd, IPPROTO_TCP, TCP_SYNCNT, 127, "TCP_SYNCNT");
	max = listener_max(fd, spec->arg[0]);
	expected = queue_expected(flood.nr, max);
	flood_send(&flood);
	queue_check(&flood, expected, max);

	listening.accept_max = max;
	listening.syn_q = flood.queued;
	/* every renewal's RST counts as one */
	spec_keep_listener(spec, fd, listening)->drops_grow = true;
	snprintf(spec->device, sizeof(spec->device), "%s", flood.tun.name);
	spec_count(spec, "listen", spec->arg[0]);
	spec_count(spec, "syn_sent", flood.nr);
	spec_count(spec, "syn_acks", flood.acks);
	spec_count(spec, "cookies", flood.acks - flood.queued);
	spec_count(spec, "syn_q_expected", expected);
	spec_count(spec, "child", child_start(flood_child, &flood, flood.tun.fd));
	close(flood.tun.fd);
	free(flood.hosts);
}
