// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of UDP. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "UdpInDatagrams",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams that applications have received: counted when\n"
		"they are read. Those still waiting in a buffer do not\n"
		"count yet. IPv4 only; IPv6 has Udp6InDatagrams.",
		.knob = "Nothing to tune.",
		.related = "UdpInErrors UdpRcvbufErrors",
		.source = "net/ipv4/udp.c udp_recvmsg()",
	},
	{
		.name = "UdpOutDatagrams",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Datagrams that were handed to IP for sending. That they\n"
		"left the machine is not said: the qdisc or the device may\n"
		"still drop them.",
		.knob = "Nothing to tune.",
		.related = "UdpSndbufErrors qdisc_drops",
		.source = "net/ipv4/udp.c udp_send_skb()",
	},
	{
		.name = "UdpNoPorts",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams for a port on which nobody listens. They are\n"
		"answered with ICMP port unreachable, and are no loss by a\n"
		"full queue. After a service has stopped they go on for a\n"
		"while.",
		.knob = "Start the service, or stop the sender.",
		.related = "ECONNREFUSED UdpInErrors",
		.source = "net/ipv4/udp.c __udp4_lib_rcv()",
	},
	{
		.name = "UdpInErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams that arrived for a socket and were not\n"
		"delivered, for whatever reason: it contains\n"
		"UdpRcvbufErrors, UdpMemErrors and UdpInCsumErrors. What is\n"
		"left after subtracting those was dropped by socket filters\n"
		"or policy. Do not add them up.",
		.knob = "See which of its parts grows.",
		.related =
		"UdpRcvbufErrors UdpMemErrors UdpInCsumErrors Udp6InErrors",
		.source =
		"net/ipv4/udp.c __udp_queue_rcv_skb(),\n"
		"udp_queue_rcv_one_skb()",
	},
	{
		.name = "UdpRcvbufErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams dropped because the receive buffer of their\n"
		"socket was full: the application reads too slowly, or\n"
		"bursts are larger than the buffer. The sender is not told.\n"
		"Which socket it was stands in its column Drops.",
		.knob =
		"A larger SO_RCVBUF in the application with\n"
		"net.core.rmem_max raised to allow it; faster reading\n"
		"(recvmmsg, more threads, SO_REUSEPORT).",
		.related =
		"drops rmem_pct net.core.rmem_max net.core.rmem_default\n"
		"UdpMemErrors receive-buffer Udp6RcvbufErrors",
		.source = "net/ipv4/udp.c __udp_enqueue_schedule_skb()",
	},
	{
		.name = "UdpSndbufErrors",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Datagrams that could not be sent for want of room: the\n"
		"send buffer of the socket, kernel memory, or a qdisc that\n"
		"dropped them. For a drop by the qdisc send() still reports\n"
		"success unless IP_RECVERR is set.",
		.knob =
		"Look at the qdisc's drops first, then at SO_SNDBUF and\n"
		"net.core.wmem_max.",
		.related = "qdisc_drops net.core.wmem_max ENOBUFS",
		.source = "net/ipv4/udp.c udp_send_skb(), udp_sendmsg()",
	},
	{
		.name = "UdpInCsumErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams with a wrong checksum: damaged on the way, or\n"
		"sent by a broken offload. A bigger buffer does not help;\n"
		"each also counts in UdpInErrors.",
		.knob =
		"Find the sender or the link; try without checksum offload.",
		.related = "UdpInErrors rx_crc TcpInCsumErrors",
		.source =
		"net/ipv4/udp.c udp_queue_rcv_one_skb(), __udp4_lib_rcv()",
	},
	{
		.name = "UdpMemErrors",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Datagrams dropped because all UDP sockets together, or the\n"
		"cgroup, had no memory left, although the socket's own\n"
		"buffer had room. UDP refuses above the first value of\n"
		"udp_mem, not above the third.",
		.knob =
		"The first value of net.ipv4.udp_mem, in pages; look for\n"
		"the biggest holders before.",
		.related =
		"net.ipv4.udp_mem sockstat.UDP.mem UdpRcvbufErrors\n"
		"protocol-memory",
		.source =
		"net/ipv4/udp.c udp_rmem_schedule(), net/core/sock.c\n"
		"__sk_mem_raise_allocated()",
	},
	{
		.name = "UdpIgnoredMulti",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Multicast and broadcast datagrams that no socket wanted.\n"
		"Harmless.",
		.knob = "Nothing to tune.",
		.related = "UdpNoPorts",
		.source = "net/ipv4/udp.c __udp4_lib_mcast_deliver()",
	},
	{
		.name = "Udp6InDatagrams",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning = "As UdpInDatagrams, for IPv6.",
		.knob = "Nothing to tune.",
		.related = "UdpInDatagrams",
		.source = "net/ipv6/udp.c udpv6_recvmsg()",
	},
	{
		.name = "Udp6NoPorts",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning = "As UdpNoPorts, for IPv6.",
		.knob = "Start the service, or stop the sender.",
		.related = "UdpNoPorts",
		.source = "net/ipv6/udp.c __udp6_lib_rcv()",
	},
	{
		.name = "Udp6InErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"As UdpInErrors, for IPv6: it contains Udp6RcvbufErrors,\n"
		"Udp6MemErrors and Udp6InCsumErrors.",
		.knob = "See which of its parts grows.",
		.related =
		"UdpInErrors Udp6RcvbufErrors Udp6MemErrors\n"
		"Udp6InCsumErrors",
		.source = "net/ipv6/udp.c __udpv6_queue_rcv_skb()",
	},
	{
		.name = "Udp6RcvbufErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"As UdpRcvbufErrors, for IPv6: the receive buffer of a\n"
		"socket was full.",
		.knob =
		"A larger SO_RCVBUF in the application with\n"
		"net.core.rmem_max raised to allow it; faster reading.",
		.related = "UdpRcvbufErrors drops net.core.rmem_max",
		.source = "net/ipv6/udp.c __udpv6_queue_rcv_skb()",
	},
	{
		.name = "Udp6SndbufErrors",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning = "As UdpSndbufErrors, for IPv6.",
		.knob = "Look at the qdisc's drops first.",
		.related = "UdpSndbufErrors qdisc_drops",
		.source = "net/ipv6/udp.c udp_v6_send_skb()",
	},
	{
		.name = "Udp6InCsumErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning = "As UdpInCsumErrors, for IPv6.",
		.knob =
		"Find the sender or the link; try without checksum offload.",
		.related = "UdpInCsumErrors",
		.source = "net/ipv6/udp.c udpv6_queue_rcv_one_skb()",
	},
	{
		.name = "Udp6MemErrors",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"As UdpMemErrors, for IPv6. The limit udp_mem is common to\n"
		"both.",
		.knob = "The first value of net.ipv4.udp_mem, in pages.",
		.related = "UdpMemErrors net.ipv4.udp_mem",
		.source = "net/ipv6/udp.c __udpv6_queue_rcv_skb()",
	},
};

const struct explain_table explain_counters_udp = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
