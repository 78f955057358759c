// SPDX-License-Identifier: GPL-2.0-or-later
/* UDP sockets: udp=D[:SIZE] and udpidle=N. */
#include <linux/sock_diag.h>
#include <unistd.h>

#include "load.h"

#define SIZE_DEFAULT	256
/* Well below the number of ephemeral ports an address has. */
#define PORTS_PER_ADDR	16384

/* The receiver's counts before the datagram on its way. */
struct datagram {
	int receiver;
	uint32_t rmem;
	uint32_t drops;
};

/* Drops first: a datagram being dropped is for a moment in rmem_alloc too. */
static bool datagram_arrived(void *arg)
{
	struct datagram *d = arg;
	uint32_t rmem = reading_mem(d->receiver, SK_MEMINFO_RMEM_ALLOC);
	uint32_t drops = reading_mem(d->receiver, SK_MEMINFO_DROPS);

	return drops != d->drops ||
	       (rmem != d->rmem && rmem == reading_mem(d->receiver, SK_MEMINFO_RMEM_ALLOC));
}

static void datagram_send(int sender, struct datagram *d, size_t size)
{
	static const char zeros[65536];

	d->rmem = reading_mem(d->receiver, SK_MEMINFO_RMEM_ALLOC);
	d->drops = reading_mem(d->receiver, SK_MEMINFO_DROPS);
	if (send(sender, zeros, size, 0) != (ssize_t)size)
		fail("udp: send %zu bytes", size);
	wait_until(datagram_arrived, d, "udp: wait for a datagram to arrive");
	d->drops = reading_mem(d->receiver, SK_MEMINFO_DROPS);
}

void make_udp(struct spec *spec)
{
	size_t size = spec->nr_args > 1 ? (size_t)spec->arg[1] : SIZE_DEFAULT;
	struct datagram d = { 0 };
	union addr addr;
	long sent = 0;
	int sender;

	addr_loopback(&addr, spec->family, 0);
	d.receiver = sock_new(spec->family, SOCK_DGRAM);
	/* 0 is raised to the least the kernel allows */
	sock_option(d.receiver, SOL_SOCKET, SO_RCVBUF, 0, "SO_RCVBUF");
	sock_bind(d.receiver, &addr);
	sender = sock_new(spec->family, SOCK_DGRAM);
	if (connect(sender, &addr.sa, addr_len(&addr)))
		fail("udp: connect");

	while (d.drops < spec->arg[0]) {
		datagram_send(sender, &d, size);
		sent++;
	}
	if (d.drops != spec->arg[0])
		failx("udp: %u dropped, not %ld", d.drops, spec->arg[0]);

	spec_count(spec, "sent", sent);
	spec_count(spec, "dropped", d.drops);
	spec_count(spec, "queued", sent - d.drops);
	spec_count(spec, "size", (long)size);
	spec_keep(spec, "receiver", d.receiver);
	spec_keep(spec, "sender", sender);
}

void make_udpidle(struct spec *spec)
{
	union addr addr;

	for (long i = 0; i < spec->arg[0]; i++) {
		addr_loopback(&addr, spec->family, (unsigned int)(i / PORTS_PER_ADDR));
		sock_bind(sock_new(spec->family, SOCK_DGRAM), &addr);
		spec_port(spec, addr_port(&addr));
	}
	spec_count(spec, "bound", spec->arg[0]);
}
