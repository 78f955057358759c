// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of handshakes and listeners. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "TcpExtListenOverflows",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"A SYN, or the ACK that ends a handshake, met a listener\n"
		"whose accept queue was full. The packet is dropped without\n"
		"an answer and the peer tries again, so one client may\n"
		"count several times. Each of them also counts in\n"
		"ListenDrops. It is a sum over all listeners of the\n"
		"namespace: the one to blame is told by nettune listeners.",
		.knob =
		"Make the application accept faster; then a larger listen()\n"
		"argument and net.core.somaxconn, and restart it.",
		.related =
		"TcpExtListenDrops accept-queue accept_q accept_max\n"
		"net.core.somaxconn net.ipv4.tcp_abort_on_overflow\n"
		"ETIMEDOUT ECONNRESET",
		.source =
		"net/ipv4/tcp_input.c tcp_conn_request(),\n"
		"net/ipv4/tcp_ipv4.c tcp_v4_syn_recv_sock()",
	},
	{
		.name = "TcpExtListenDrops",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"SYNs and handshake ACKs that listeners dropped for any\n"
		"reason: accept queue full (ListenOverflows), SYN queue\n"
		"full without cookies, no memory, no route back. It is\n"
		"never smaller than ListenOverflows; what it has beyond\n"
		"that has another reason. The same drops are counted for\n"
		"each listener (column Drops).",
		.knob =
		"Compare with TcpExtListenOverflows and\n"
		"TcpExtTCPReqQFullDrop, which tell the reason.",
		.related =
		"TcpExtListenOverflows TcpExtTCPReqQFullDrop drops\n"
		"accept-queue syn-queue",
		.source = "include/net/tcp.h tcp_listendrop()",
	},
	{
		.name = "TcpExtTCPReqQFullDrop",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"SYNs that were dropped because the listener's SYN queue\n"
		"was full and SYN cookies are off. With the default\n"
		"net.ipv4.tcp_syncookies=1 it stays 0: cookies are sent\n"
		"instead and TCPReqQFullDoCookies counts.",
		.knob =
		"Turn net.ipv4.tcp_syncookies on again; raise the listen()\n"
		"argument and net.core.somaxconn.",
		.related =
		"TcpExtTCPReqQFullDoCookies net.ipv4.tcp_syncookies\n"
		"net.ipv4.tcp_max_syn_backlog syn-queue",
		.source = "net/ipv4/tcp_input.c tcp_syn_flood_action()",
	},
	{
		.name = "TcpExtTCPReqQFullDoCookies",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"SYNs that met a full SYN queue and were answered with a\n"
		"cookie instead of being kept. The connection still works,\n"
		"but without options that a cookie can't carry when the\n"
		"client sends no timestamps: window scaling and SACK. The\n"
		"limit that was met is that of the accept queue,\n"
		"min(listen(), somaxconn), not tcp_max_syn_backlog. With\n"
		"tcp_syncookies=2 every SYN counts.",
		.knob =
		"In a flood: nothing, this is the defence. Without one: a\n"
		"larger listen() argument and net.core.somaxconn.",
		.related =
		"TcpExtSyncookiesSent TcpExtTCPReqQFullDrop\n"
		"net.ipv4.tcp_syncookies net.core.somaxconn\n"
		"net.ipv4.tcp_max_syn_backlog syn-queue",
		.source =
		"net/ipv4/tcp_input.c tcp_syn_flood_action(),\n"
		"tcp_conn_request()",
	},
	{
		.name = "TcpExtSyncookiesSent",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"SYN-ACKs that carried a cookie since the SYN queue was\n"
		"full. A few in a burst are harmless. If SyncookiesRecv\n"
		"grows along with it the clients are real and the queue is\n"
		"too small; if it does not, the SYNs are a flood or a scan.",
		.knob =
		"Real clients: a larger listen() argument and\n"
		"net.core.somaxconn.",
		.related =
		"TcpExtSyncookiesRecv TcpExtSyncookiesFailed\n"
		"TcpExtTCPReqQFullDoCookies syn-queue",
		.source = "include/net/tcp.h cookie_init_sequence()",
	},
	{
		.name = "TcpExtSyncookiesRecv",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"ACKs that brought back a valid cookie: connections that\n"
		"were saved by SYN cookies. Divided by SyncookiesSent it\n"
		"tells which share of the SYNs came from real clients.",
		.knob = "Nothing to tune: see TcpExtSyncookiesSent.",
		.related = "TcpExtSyncookiesSent TcpExtSyncookiesFailed",
		.source =
		"net/ipv4/syncookies.c cookie_tcp_check(),\n"
		"net/ipv6/syncookies.c",
	},
	{
		.name = "TcpExtSyncookiesFailed",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"ACKs for a listener that had sent cookies lately, with a\n"
		"cookie that is wrong or too old. Stray ACKs and scans\n"
		"count as well, so a few prove nothing.",
		.knob = "Nothing to tune; with many, suspect a flood of ACKs.",
		.related = "TcpExtSyncookiesSent TcpExtSyncookiesRecv",
		.source = "net/ipv4/syncookies.c cookie_tcp_check()",
	},
	{
		.name = "TcpExtEmbryonicRsts",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Handshakes in the SYN queue that ended in a reset: the\n"
		"client reset the connection before it was accepted, or\n"
		"sent a bad SYN. Health checks that connect and reset at\n"
		"once cause it.",
		.knob = "Nothing to tune.",
		.related = "TcpAttemptFails syn-queue",
		.source = "net/ipv4/tcp_minisocks.c tcp_check_req()",
	},
	{
		.name = "TcpExtTCPDeferAcceptDrop",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Bare ACKs that ended a handshake and were ignored because\n"
		"the listener uses TCP_DEFER_ACCEPT: it waits for data. The\n"
		"connection is not lost. It is normal with web servers that\n"
		"set the option.",
		.knob = "Nothing to tune.",
		.related = "syn-queue",
		.source = "net/ipv4/tcp_minisocks.c tcp_check_req()",
	},
	{
		.name = "TcpExtTCPFastOpenListenOverflow",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"TCP Fast Open requests that found the listener's limit of\n"
		"pending ones reached (value of TCP_FASTOPEN). The\n"
		"connection falls back to a normal handshake; nothing is\n"
		"lost but the saved round trip.",
		.knob = "A larger value of TCP_FASTOPEN in the application.",
		.related = "net.ipv4.tcp_fastopen TcpExtTCPFastOpenPassiveFail",
		.source = "net/ipv4/tcp_fastopen.c tcp_fastopen_queue_check()",
	},
	{
		.name = "TcpExtTCPFastOpenPassiveFail",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"Incoming TCP Fast Open attempts that could not be served:\n"
		"the cookie was not valid, or the socket could not be made.\n"
		"They go on as normal handshakes.",
		.knob =
		"Nothing to tune if few; after a key change it is expected.",
		.related =
		"net.ipv4.tcp_fastopen TcpExtTCPFastOpenListenOverflow",
		.source = "net/ipv4/tcp_fastopen.c tcp_try_fastopen()",
	},
	{
		.name = "TcpExtTCPMigrateReqFailure",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"A listener of a SO_REUSEPORT group was closed, and a\n"
		"connection in its queues could not be moved to another\n"
		"one. It was lost to the client. Only counted where moving\n"
		"was tried: with tcp_migrate_req or a BPF program.",
		.knob = "Drain a listener before closing it.",
		.related = "net.ipv4.tcp_migrate_req reuseport",
		.source =
		"net/ipv4/inet_connection_sock.c inet_csk_listen_stop()",
	},
};

const struct explain_table explain_counters_listen = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
