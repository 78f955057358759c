// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_lab: datagrams, and packets that are made by hand. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab.h"

#define TICK_MS		20
#define FIRST_HOST	0xc6120001u	/* 198.18.0.1 */
#define HOSTS		100000

static char buffer[1 << 16];

static int raw_socket(void)
{
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);

	if (fd < 0)
		lab_fail("raw socket");
	return fd;
}

static uint32_t sum_words(const void *data, size_t len)
{
	const uint8_t *bytes = data;
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += bytes[i] << 8 | bytes[i + 1];
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

struct syn {
	struct iphdr	ip;
	struct tcphdr	tcp;
	uint8_t		mss[4];
};

/* @packet: an IP header, the header of TCP, and more, @len bytes */
static void sum_tcp(void *packet, size_t len)
{
	struct iphdr *ip = packet;
	struct tcphdr *tcp = (void *)(ip + 1);

	len -= sizeof(*ip);
	tcp->check = 0;
	tcp->check = fold(sum_words(&ip->saddr, 8) + IPPROTO_TCP + len +
			  sum_words(tcp, len));
}

static void make_syn(struct syn *syn, const struct lab *lab, uint32_t nr)
{
	*syn = (struct syn) {
		.ip = {
			.version = 4, .ihl = 5, .ttl = 64,
			.protocol = IPPROTO_TCP,
			.tot_len = htons(sizeof(*syn)),
			.saddr = htonl(FIRST_HOST + nr % HOSTS),
			.daddr = lab->to.s_addr,
		},
		.tcp = {
			.source = htons(1024 + nr % 60000),
			.dest = htons(lab->port), .seq = htonl(nr), .doff = 6,
			.syn = 1, .window = htons(65535),
		},
		.mss = { TCPOPT_MAXSEG, TCPOLEN_MAXSEG, 1460 >> 8, 1460 & 0xff },
	};
	sum_tcp(syn, sizeof(*syn));
}

void lab_syn(const struct lab *lab)
{
	struct sockaddr_in addr = lab_address(lab, 0);
	struct pace pace = { 0 };
	int fd = raw_socket();
	uint32_t nr = 0;

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], TICK_MS);
		struct syn syn;

		for (; due > 0; due--) {
			make_syn(&syn, lab, nr++);
			if (sendto(fd, &syn, sizeof(syn), 0,
				   (struct sockaddr *)&addr, sizeof(addr)) < 0 &&
			    errno != ENOBUFS && errno != EPERM)
				exit(1);
		}
	}
}

/* A segment with data from long ago, as a path may bring it once more. */
struct old {
	struct iphdr	ip;
	struct tcphdr	tcp;
	uint8_t		data[2];
};

static void make_old(struct old *old, const struct sockaddr_in *from,
		     const struct sockaddr_in *to)
{
	*old = (struct old) {
		.ip = {
			.version = 4, .ihl = 5, .ttl = 64,
			.protocol = IPPROTO_TCP,
			.tot_len = htons(sizeof(*old)),
			.saddr = from->sin_addr.s_addr,
			.daddr = to->sin_addr.s_addr,
		},
		.tcp = {
			.source = from->sin_port, .dest = to->sin_port,
			.doff = 5, .ack = 1, .window = htons(1000),
		},
	};
	sum_tcp(old, sizeof(*old));
}

void lab_repeat(const struct lab *lab)
{
	struct sockaddr_in to = lab_address(lab, lab->port);
	struct sockaddr_in from = {
		.sin_family = AF_INET, .sin_port = htons(lab->port + 1),
	};
	socklen_t len = sizeof(from);
	int conn = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int raw = raw_socket();
	struct pace pace = { 0 };
	struct old old;

	lab_option(conn, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(conn, (struct sockaddr *)&from, len) ||
	    connect(conn, (struct sockaddr *)&to, sizeof(to)) ||
	    getsockname(conn, (struct sockaddr *)&from, &len))
		lab_fail("connecting");
	make_old(&old, &from, &to);
	lab_ready();
	to.sin_port = 0;
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], TICK_MS);

		/* So that there is something to read. */
		if (send(conn, buffer, 1, MSG_DONTWAIT) < 0 && errno != EAGAIN)
			exit(1);
		for (; due > 0; due--)
			if (sendto(raw, &old, sizeof(old), 0,
				   (struct sockaddr *)&to, sizeof(to)) < 0 &&
			    errno != ENOBUFS)
				exit(1);
	}
}

struct fragment {
	struct iphdr	ip;
	struct udphdr	udp;
	char		data[1024];
};

void lab_fragments(const struct lab *lab)
{
	struct sockaddr_in addr = lab_address(lab, 0);
	struct pace pace = { 0 };
	int fd = raw_socket();
	uint16_t id = 0;

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], TICK_MS);

		for (; due > 0; due--) {
			struct fragment fragment = {
				.ip = {
					.version = 4, .ihl = 5, .ttl = 64,
					.protocol = IPPROTO_UDP,
					.id = htons(++id ? id : ++id),
					.frag_off = htons(IP_MF),
					.tot_len = htons(sizeof(fragment)),
					.saddr = lab->to.s_addr,
					.daddr = lab->to.s_addr,
				},
				.udp = {
					.dest = htons(lab->port),
					.len = htons(4000),
				},
			};

			if (sendto(fd, &fragment, sizeof(fragment), 0,
				   (struct sockaddr *)&addr, sizeof(addr)) < 0 &&
			    errno != ENOBUFS)
				exit(1);
		}
	}
}

/* What comes while a slow machine does something else. */
#define ROOMY	(4 << 20)

void lab_sink(const struct lab *lab)
{
	int fd = lab_socket(SOCK_DGRAM);
	struct pace pace = { 0 };

	if (lab->arg[0])
		lab_option(fd, SOL_SOCKET, SO_RCVBUF, lab->arg[0]);
	else
		lab_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, ROOMY);
	lab_bind(lab, fd);
	lab_ready();
	for (;;) {
		lab_due(&pace, 1, lab->arg[1] > 0 ? lab->arg[1] : 100);
		if (lab->arg[1] < 0)
			continue;
		while (recv(fd, buffer, sizeof(buffer), 0) >= 0)
			;
	}
}

void lab_flood(const struct lab *lab)
{
	struct sockaddr_in addr = lab_address(lab, lab->port);
	int fd = lab_socket(SOCK_DGRAM);
	struct pace pace = { 0 };

	lab_ready();
	for (;;) {
		long due = lab_due(&pace, lab->arg[0], lab->arg[2]);

		/* What can't be sent is not what is tested. */
		for (; due > 0; due--)
			if (sendto(fd, buffer, lab->arg[1], 0,
				   (struct sockaddr *)&addr, sizeof(addr)) < 0)
				continue;
	}
}
