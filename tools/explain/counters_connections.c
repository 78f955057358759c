// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of how TCP connections begin and end. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "TcpPassiveOpens",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that were set up from outside: counted once\n"
		"the handshake is over and the socket is made. It does not\n"
		"count SYNs, so a flood does not move it. Its rate is the\n"
		"rate of new connections of the servers here.",
		.knob = "Nothing to tune.",
		.related = "TcpActiveOpens TcpCurrEstab",
		.source = "net/ipv4/tcp_minisocks.c tcp_create_openreq_child()",
	},
	{
		.name = "TcpActiveOpens",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that were begun from here: one for each\n"
		"connect() that sent a SYN. Whether it succeeded is not\n"
		"said: see TcpAttemptFails.",
		.knob = "Nothing to tune.",
		.related = "TcpPassiveOpens TcpAttemptFails ports",
		.source = "net/ipv4/tcp_output.c tcp_connect()",
	},
	{
		.name = "TcpAttemptFails",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Attempts that ended before the connection was up: own\n"
		"connect() calls that were refused, timed out or given up,\n"
		"and incoming handshakes that were reset. A high rate on a\n"
		"client mostly means that a server refuses or does not\n"
		"answer.",
		.knob = "Find the destination: nettune sockets state syn-sent.",
		.related = "ECONNREFUSED ETIMEDOUT TcpExtTCPSynRetrans",
		.source =
		"net/ipv4/tcp.c tcp_done(), net/ipv4/tcp_minisocks.c\n"
		"tcp_check_req()",
	},
	{
		.name = "TcpCurrEstab",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"How many TCP connections are in ESTABLISHED or CLOSE_WAIT\n"
		"now. It goes up and down; it is no counter.",
		.knob = "Nothing to tune.",
		.related = "established close-wait sockstat.TCP.inuse",
		.source = "net/ipv4/tcp.c tcp_set_state()",
	},
	{
		.name = "TcpEstabResets",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that went from ESTABLISHED or CLOSE_WAIT\n"
		"straight to closed: by a reset from the peer, by one that\n"
		"was sent from here, or by a time limit. It is often read\n"
		"as \"resets received\", which is only a part of it.",
		.knob =
		"See TcpOutRsts, TcpExtTCPAbortOnTimeout and\n"
		"TcpExtTCPAbortOnClose for which part it is.",
		.related =
		"ECONNRESET TcpOutRsts TcpExtTCPAbortOnTimeout\n"
		"TcpExtTCPAbortOnClose",
		.source = "net/ipv4/tcp.c tcp_set_state()",
	},
	{
		.name = "TcpOutRsts",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Resets that were sent from here: for segments that belong\n"
		"to no connection (port closed, scans, connections\n"
		"forgotten after a restart), and for connections that the\n"
		"application closed with data unread.",
		.knob =
		"If TcpExtTCPAbortOnClose or TcpExtTCPAbortOnData grow with\n"
		"it, it is the application.",
		.related =
		"ECONNRESET ECONNREFUSED TcpExtTCPAbortOnClose\n"
		"TcpExtTCPAbortOnData",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_v4_send_reset(),\n"
		"net/ipv4/tcp_output.c tcp_send_active_reset()",
	},
	{
		.name = "TcpExtTCPAbortOnClose",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that were reset because the application closed\n"
		"the socket while data was still unread in the receive\n"
		"buffer. The peer sees ECONNRESET and may lose what it was\n"
		"just reading. Usual with servers that answer without\n"
		"reading the whole request.",
		.knob =
		"Have the application read to the end, or shut down writing\n"
		"and drain before close().",
		.related = "ECONNRESET TcpExtTCPAbortOnData TcpOutRsts",
		.source = "net/ipv4/tcp.c __tcp_close()",
	},
	{
		.name = "TcpExtTCPAbortOnData",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that were reset because the application closed\n"
		"with SO_LINGER set to 0, or because data arrived after it\n"
		"had closed. The peer sees ECONNRESET.",
		.knob = "Do not use SO_LINGER with 0 to avoid TIME_WAIT.",
		.related = "ECONNRESET TcpExtTCPAbortOnClose TcpOutRsts",
		.source =
		"net/ipv4/tcp.c __tcp_close(), net/ipv4/tcp_input.c\n"
		"tcp_rcv_state_process()",
	},
	{
		.name = "TcpExtTCPAbortOnLinger",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Orphaned connections in FIN_WAIT_2 that were reset at once\n"
		"because the application had set TCP_LINGER2 to a negative\n"
		"value.",
		.knob = "Nothing to tune.",
		.related = "fin-wait-2 net.ipv4.tcp_fin_timeout",
		.source = "net/ipv4/tcp.c __tcp_close()",
	},
	{
		.name = "TcpExtTCPAbortOnTimeout",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Connections that were given up because the peer did not\n"
		"answer: retransmissions, window probes or keepalives ran\n"
		"out. The application gets ETIMEDOUT, or the reason that\n"
		"ICMP gave.",
		.knob =
		"Dead peers and broken paths; keepalive and\n"
		"TCP_USER_TIMEOUT decide how soon they are noticed.",
		.related =
		"ETIMEDOUT net.ipv4.tcp_retries2\n"
		"net.ipv4.tcp_keepalive_time TcpExtTCPTimeouts",
		.source = "net/ipv4/tcp_timer.c tcp_write_err()",
	},
	{
		.name = "TcpExtTCPAbortOnMemory",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Orphaned connections, closed by the application but not\n"
		"finished, that were killed: there were more orphans than\n"
		"tcp_max_orphans, or TCP's memory was above the third value\n"
		"of tcp_mem. The kernel log tells which: \"too many orphaned\n"
		"sockets\" or \"out of memory -- consider tuning tcp_mem\".",
		.knob =
		"net.ipv4.tcp_max_orphans or net.ipv4.tcp_mem, after\n"
		"looking at who holds the memory.",
		.related =
		"net.ipv4.tcp_max_orphans net.ipv4.tcp_mem\n"
		"sockstat.TCP.orphan sockstat.TCP.mem",
		.source =
		"net/ipv4/tcp.c tcp_check_oom(), net/ipv4/tcp_timer.c\n"
		"tcp_out_of_resources()",
	},
	{
		.name = "TcpExtTCPAbortFailed",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"A reset should have been sent, but there was no memory for\n"
		"it, or it could not be sent. The peer learns of the end\n"
		"only later.",
		.knob = "Look for memory shortage.",
		.related = "TcpOutRsts protocol-memory",
		.source = "net/ipv4/tcp_output.c tcp_send_active_reset()",
	},
	{
		.name = "TcpExtTCPTimeWaitOverflow",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that ended without a TIME_WAIT because there\n"
		"were already tcp_max_tw_buckets of them, or there was no\n"
		"memory for one. It saves memory and risks that late\n"
		"packets meet a new connection on the same ports.",
		.knob =
		"Raise net.ipv4.tcp_max_tw_buckets; never lower it to \"fix\"\n"
		"TIME_WAIT.",
		.related =
		"net.ipv4.tcp_max_tw_buckets sockstat.TCP.tw time-wait",
		.source =
		"net/ipv4/tcp_minisocks.c tcp_time_wait(),\n"
		"net/ipv4/inet_timewait_sock.c inet_twsk_alloc()",
	},
	{
		.name = "TcpExtTW",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections that entered TIME_WAIT, or FIN_WAIT_2 kept in\n"
		"the same small form, with a time of more than 4 s. Its\n"
		"rate is the rate of connections that this side closed\n"
		"first. It is normal.",
		.knob =
		"Nothing to tune; reuse connections if the number matters.",
		.related =
		"time-wait sockstat.TCP.tw TcpExtTWKilled TcpExtTWRecycled",
		.source =
		"net/ipv4/inet_timewait_sock.c __inet_twsk_schedule()",
	},
	{
		.name = "TcpExtTWKilled",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"As TcpExtTW, but with a time of 4 s or less. The name\n"
		"suggests a loss: there is none.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTW time-wait",
		.source =
		"net/ipv4/inet_timewait_sock.c __inet_twsk_schedule()",
	},
	{
		.name = "TcpExtTWRecycled",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"Times that a connect() took over the ports of a connection\n"
		"in TIME_WAIT, as tcp_tw_reuse allows. It has nothing to do\n"
		"with tcp_tw_recycle, which is gone since Linux 4.12.",
		.knob = "Nothing to tune.",
		.related =
		"net.ipv4.tcp_tw_reuse net.ipv4.tcp_tw_recycle ports",
		.source =
		"net/ipv4/inet_hashtables.c __inet_check_established()",
	},
};

const struct explain_table explain_counters_connections = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
