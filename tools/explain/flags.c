// SPDX-License-Identifier: GPL-2.0-or-later
/* What is true of a socket. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "rcvbuf_locked",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"The application has set SO_RCVBUF on this socket. For TCP\n"
		"this ends the growth by itself: the buffer stays at that\n"
		"size, which mostly is less than tcp_rmem would allow.",
		.knob =
		"Remove the setsockopt() call from the application unless\n"
		"it is meant.",
		.related =
		"rcvbuf net.ipv4.tcp_rmem net.ipv4.tcp_moderate_rcvbuf",
		.source = "net/core/sock.c __sock_set_rcvbuf()",
	},
	{
		.name = "sndbuf_locked",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The application has set SO_SNDBUF on this socket, so it\n"
		"does not grow by itself.",
		.knob =
		"Remove the setsockopt() call from the application unless\n"
		"it is meant.",
		.related = "sndbuf net.ipv4.tcp_wmem",
		.source = "net/core/sock.c sk_setsockopt()",
	},
	{
		.name = "out_of_order",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"The connection has segments in its out-of-order queue now:\n"
		"something before them is missing.",
		.knob = "See out-of-order.",
		.related = "TcpExtTCPOFOQueue out-of-order",
		.source = "net/ipv4/tcp_input.c tcp_data_queue_ofo()",
	},
	{
		.name = "zero_window_out",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"This side advertises a zero window: its receive buffer is\n"
		"full because its application does not read.",
		.knob = "The local application must read.",
		.related = "TcpExtTCPToZeroWindowAdv rmem_pct receive-buffer",
		.source = "net/ipv4/tcp_output.c tcp_select_window()",
	},
	{
		.name = "zero_window_in",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The peer advertises a zero window: the application there\n"
		"does not read. Data waits here until it does; probes keep\n"
		"the connection alive, for ever if the peer answers them.",
		.knob = "Nothing here but TCP_USER_TIMEOUT: look at the peer.",
		.related = "TcpExtTCPWinProbe send_q send-buffer",
		.source = "net/ipv4/tcp_timer.c tcp_probe_timer()",
	},
	{
		.name = "pressure",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"TCP's memory is under pressure, so this socket's buffers\n"
		"do not grow.",
		.knob = "See protocol-memory.",
		.related = "TcpExtTCPMemoryPressures net.ipv4.tcp_mem",
		.source = "include/net/tcp.h tcp_under_memory_pressure()",
	},
	{
		.name = "corked",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The application has set TCP_CORK: partial segments are\n"
		"held back for at most 200 ms, until it is cleared.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPAutoCorking",
		.source = "net/ipv4/tcp.c __tcp_sock_set_cork()",
	},
	{
		.name = "reuseport",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"SO_REUSEPORT: several sockets share the port, and the\n"
		"kernel spreads new connections or datagrams over them by a\n"
		"hash. Each listener has its own accept queue, so one slow\n"
		"process overflows alone.",
		.knob = "Compare the queues of the group.",
		.related = "accept_q net.ipv4.tcp_migrate_req",
		.source = "net/core/sock_reuseport.c reuseport_select_sock()",
	},
	{
		.name = "v6only",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"An IPv6 socket that does not take IPv4 (IPV6_V6ONLY).",
		.knob = "Nothing to tune.",
		.related = "EADDRINUSE",
		.source = "net/ipv6/ipv6_sockglue.c",
	},
};

const struct explain_table explain_flags = {
	.kind = EXPLAIN_FLAG,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
