// SPDX-License-Identifier: GPL-2.0-or-later
/* Readings: the ground truth, asked of the socket itself. */
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>

#include "load.h"

bool sock_is_tcp(int fd)
{
	socklen_t len = sizeof(int);
	int protocol;

	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len))
		fail("SO_PROTOCOL");
	return protocol == IPPROTO_TCP;
}

int tcp_state(int fd)
{
	socklen_t len = sizeof(struct tcp_info);
	struct tcp_info info;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len))
		fail("TCP_INFO");
	return info.tcpi_state;
}

const char *tcp_state_name(int state)
{
	static const char * const names[] = {
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_SYN_SENT] = "SYN-SENT",
		[TCP_SYN_RECV] = "SYN-RECV",
		[TCP_FIN_WAIT1] = "FIN-WAIT-1",
		[TCP_FIN_WAIT2] = "FIN-WAIT-2",
		[TCP_TIME_WAIT] = "TIME-WAIT",
		[TCP_CLOSE] = "CLOSE",
		[TCP_CLOSE_WAIT] = "CLOSE-WAIT",
		[TCP_LAST_ACK] = "LAST-ACK",
		[TCP_LISTEN] = "LISTEN",
		[TCP_CLOSING] = "CLOSING",
	};

	if (state <= 0 || (size_t)state >= ARRAY_SIZE(names))
		return "UNKNOWN";
	return names[state];
}

/* An older kernel returns fewer members, the rest stay 0. */
static void meminfo_take(int fd, uint32_t *mem, socklen_t len)
{
	memset(mem, 0, len);
	if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, mem, &len))
		fail("SO_MEMINFO");
}

uint32_t reading_mem(int fd, int which)
{
	struct reading r;

	meminfo_take(fd, r.mem, sizeof(r.mem));
	return r.mem[which];
}

void reading_take(int fd, struct reading *r)
{
	bool is_tcp = sock_is_tcp(fd);

	memset(r, 0, sizeof(*r));
	meminfo_take(fd, r->mem, sizeof(r->mem));
	r->state = is_tcp ? tcp_state(fd) : 0;

	/* a listener has no bytes: both ioctls would be EINVAL */
	if (r->state == TCP_LISTEN)
		return;
	if (ioctl(fd, SIOCOUTQ, &r->outq))
		fail("SIOCOUTQ");

	/* for UDP, SIOCINQ is the first datagram, not the queue */
	if (!is_tcp)
		r->inq = (int)r->mem[SK_MEMINFO_RMEM_ALLOC];
	else if (ioctl(fd, SIOCINQ, &r->inq))
		fail("SIOCINQ");
}
