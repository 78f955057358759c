// SPDX-License-Identifier: GPL-2.0-or-later
/* States of sockets. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "established",
		.aliases = "ESTAB",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning = "The connection is up and both sides may send.",
		.knob = "Nothing to tune.",
		.related = "TcpCurrEstab connections",
		.source = "RFC 9293",
	},
	{
		.name = "syn-sent",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"A connect() that waits for the answer to its SYN. If it\n"
		"lasts longer than a second, a SYN or its answer was lost,\n"
		"or dropped by a full queue at the server.",
		.knob = "See ETIMEDOUT.",
		.related =
		"ETIMEDOUT net.ipv4.tcp_syn_retries TcpExtTCPSynRetrans",
		.source = "RFC 9293",
	},
	{
		.name = "syn-recv",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"A handshake that a listener has answered and that waits\n"
		"for the final ACK: an entry of the SYN queue. It has no\n"
		"socket of an application yet.",
		.knob = "See syn-queue.",
		.related = "syn_q syn-queue net.ipv4.tcp_synack_retries",
		.source = "net/ipv4/tcp_input.c tcp_conn_request(), RFC 9293",
	},
	{
		.name = "fin-wait-1",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"This side has closed and its FIN is not acknowledged yet;\n"
		"data before it may still be waiting. If it lasts, the peer\n"
		"is gone or its window is closed.",
		.knob = "net.ipv4.tcp_orphan_retries for orphans.",
		.related =
		"fin-wait-2 net.ipv4.tcp_orphan_retries sockstat.TCP.orphan",
		.source = "RFC 9293",
	},
	{
		.name = "fin-wait-2",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"This side has closed, the peer has acknowledged that but\n"
		"not closed yet. An orphan waits for\n"
		"net.ipv4.tcp_fin_timeout; a socket that an application\n"
		"still holds waits for ever.",
		.knob = "net.ipv4.tcp_fin_timeout for orphans.",
		.related = "net.ipv4.tcp_fin_timeout close-wait connections",
		.source = "net/ipv4/tcp.c __tcp_close(), RFC 9293",
	},
	{
		.name = "time-wait",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"The side that closed first keeps the ports for 60 s, so\n"
		"that late packets do not meet a new connection. It costs\n"
		"little memory, no descriptor and no process. The time is\n"
		"built into the kernel: net.ipv4.tcp_fin_timeout does not\n"
		"change it.",
		.knob =
		"Keep connections open and reuse them; let the client close\n"
		"first. net.ipv4.tcp_tw_reuse helps only for connect().",
		.related =
		"sockstat.TCP.tw net.ipv4.tcp_max_tw_buckets\n"
		"net.ipv4.tcp_tw_reuse EADDRNOTAVAIL ports",
		.source = "include/net/tcp.h TCP_TIMEWAIT_LEN, RFC 9293",
	},
	{
		.name = "close-wait",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"The peer has closed and this side's application has not\n"
		"yet. Seconds are fine; sockets that stay here, and grow in\n"
		"number, are a descriptor leak in the application. No\n"
		"setting of the kernel ends them.",
		.knob =
		"Fix or restart the application: read() has returned 0 and\n"
		"nobody called close().",
		.related = "EMFILE connections descriptors",
		.source = "net/ipv4/tcp_input.c tcp_fin(), RFC 9293",
	},
	{
		.name = "last-ack",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Both have closed; this side waits for the ACK of its FIN.",
		.knob = "Nothing to tune.",
		.related = "close-wait net.ipv4.tcp_orphan_retries",
		.source = "RFC 9293",
	},
	{
		.name = "closing",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Both sides closed at the same time and the FIN of this\n"
		"side is not acknowledged yet. Rare and short.",
		.knob = "Nothing to tune.",
		.related = "fin-wait-1",
		.source = "RFC 9293",
	},
	{
		.name = "listening",
		.aliases = "LISTEN",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"The socket takes connections. In this state Recv-Q and\n"
		"Send-Q of ss mean the accept queue and its limit.",
		.knob = "See accept-queue.",
		.related = "accept_q syn_q accept-queue",
		.source =
		"net/ipv4/inet_connection_sock.c inet_csk_listen_start()",
	},
	{
		.name = "unconnected",
		.aliases = "UNCONN",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"A socket without a peer: usual for UDP servers, and for\n"
		"TCP sockets that are closed or not yet used.",
		.knob = "Nothing to tune.",
		.related = "ENOTCONN",
		.source = "ss(8)",
	},
};

const struct explain_table explain_states = {
	.kind = EXPLAIN_STATE,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
