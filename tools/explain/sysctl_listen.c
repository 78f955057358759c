// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings of listeners, ports and the lives of TCP connections. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "net.core.somaxconn",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"The most that listen() may ask for; a larger argument is\n"
		"cut down without an error. It bounds the accept queue and\n"
		"the SYN queue of each listener of the namespace. It is\n"
		"used when listen() is called: sockets that listen already\n"
		"keep their limit. 4096 since Linux 5.4, 128 before.",
		.knob =
		"Raise it, raise the application's own backlog, and restart\n"
		"the application.",
		.related =
		"accept-queue syn-queue accept_max TcpExtListenOverflows\n"
		"net.ipv4.tcp_max_syn_backlog",
		.source =
		"net/socket.c __sys_listen(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_max_syn_backlog",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Counts only while SYN cookies are off: then a listener\n"
		"drops SYNs of unknown peers once three quarters of this\n"
		"number are waiting. With the default tcp_syncookies=1 it\n"
		"does nothing, although nearly every guide says to raise\n"
		"it. What bounds the SYN queue is min(listen(), somaxconn).",
		.knob =
		"Leave it alone; raise the listen() argument and\n"
		"net.core.somaxconn.",
		.related =
		"syn-queue net.ipv4.tcp_syncookies net.core.somaxconn\n"
		"TcpExtTCPReqQFullDrop",
		.source = "net/ipv4/tcp_input.c tcp_conn_request()",
	},
	{
		.name = "net.ipv4.tcp_syncookies",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"What to do when a SYN queue is full: 1 sends cookies (the\n"
		"default), 0 drops, 2 always sends cookies and is for\n"
		"tests. A cookie connection loses window scaling and SACK\n"
		"if the client has no timestamps.",
		.knob = "Leave it at 1.",
		.related =
		"TcpExtSyncookiesSent TcpExtTCPReqQFullDrop\n"
		"net.ipv4.tcp_max_syn_backlog syn-queue",
		.source =
		"net/ipv4/tcp_input.c tcp_syn_flood_action(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_synack_retries",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"How often a SYN-ACK is sent again. The default 5 keeps an\n"
		"unanswered handshake for 63 s. Fewer free the SYN queue\n"
		"sooner and hurt clients with bad links.",
		.knob = "3 (15 s) on a server that gets many dead SYNs.",
		.related =
		"syn-queue TcpExtTCPSynRetrans net.ipv4.tcp_syn_retries",
		.source =
		"net/ipv4/inet_connection_sock.c reqsk_timer_handler(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_syn_retries",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"How often connect() sends its SYN again: 6 by default, 127\n"
		"s until ETIMEDOUT. Since Linux 6.5 four of the retries\n"
		"come after 1 s each before the waits double\n"
		"(tcp_syn_linear_timeouts), 131 s in all.",
		.knob =
		"Better a time limit in the application (TCP_SYNCNT or a\n"
		"timer).",
		.related =
		"ETIMEDOUT net.ipv4.tcp_syn_linear_timeouts syn-sent\n"
		"TcpExtTCPSynRetrans",
		.source =
		"net/ipv4/tcp_timer.c tcp_write_timeout(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_syn_linear_timeouts",
		.stage = MODEL_STAGE_CONNECTIONS,
		.since = "6.5",
		.meaning =
		"How many retries of a SYN come after one second each\n"
		"before the waits begin to double; 4 by default.",
		.knob = "Nothing to tune.",
		.related = "net.ipv4.tcp_syn_retries",
		.source =
		"net/ipv4/tcp_timer.c tcp_retransmit_timer(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_abort_on_overflow",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"With 1 a client whose final ACK meets a full accept queue\n"
		"is reset at once and sees ECONNRESET. With 0, the default,\n"
		"it is left to try again, which a burst survives. It does\n"
		"not touch SYNs that are dropped.",
		.knob = "Leave it at 0; make the application accept faster.",
		.related = "TcpExtListenOverflows ECONNRESET accept-queue",
		.source = "net/ipv4/tcp_minisocks.c tcp_check_req()",
	},
	{
		.name = "net.ipv4.tcp_migrate_req",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"With 1, connections in the queues of a listener that\n"
		"closes go to another one of the same SO_REUSEPORT group\n"
		"instead of being lost.",
		.knob = "1 for services that restart workers one by one.",
		.related = "reuseport TcpExtTCPMigrateReqFailure",
		.source =
		"net/ipv4/inet_connection_sock.c inet_csk_listen_stop(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_fastopen",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"Bits for TCP Fast Open: 1 client, 2 server, 4 client\n"
		"without cookie, 512 server without cookie, 1024 all\n"
		"listeners. The application must ask for it too, and some\n"
		"middleboxes drop it.",
		.knob = "3 for client and server.",
		.related =
		"TcpExtTCPFastOpenListenOverflow\n"
		"TcpExtTCPFastOpenPassiveFail",
		.source = "net/ipv4/tcp_fastopen.c, RFC 7413",
	},
	{
		.name = "net.ipv4.tcp_max_tw_buckets",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"The most connections in TIME_WAIT (and small FIN_WAIT_2)\n"
		"that a network namespace keeps. Beyond it connections end\n"
		"without TIME_WAIT. It is there against floods, not for\n"
		"tuning down: 5000 or 10000 from old guides harm.",
		.knob =
		"At least twice the number of closes per second times 60.",
		.related =
		"sockstat.TCP.tw TcpExtTCPTimeWaitOverflow time-wait",
		.source =
		"net/ipv4/inet_timewait_sock.c inet_twsk_alloc(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_max_orphans",
		.stage = MODEL_STAGE_CONNECTIONS,
		.needs = "the initial network namespace",
		.meaning =
		"The most TCP sockets of the machine that no application\n"
		"holds any more. Beyond it orphans are reset. Each may hold\n"
		"some 64 KiB that can't be swapped.",
		.knob =
		"Raise it only with the memory for it;\n"
		"net.ipv4.tcp_orphan_retries ends orphans sooner.",
		.related =
		"sockstat.TCP.orphan TcpExtTCPAbortOnMemory\n"
		"net.ipv4.tcp_orphan_retries",
		.source =
		"net/ipv4/tcp.c tcp_check_oom(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_fin_timeout",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Seconds that an orphan stays in FIN_WAIT_2, 60 by default.\n"
		"It does not shorten TIME_WAIT, which is 60 s and built in,\n"
		"although it is often set for that.",
		.knob = "30 on servers with many half-closed clients.",
		.related = "fin-wait-2 time-wait",
		.source =
		"net/ipv4/tcp.c __tcp_close(), include/net/tcp.h\n"
		"tcp_fin_time()",
	},
	{
		.name = "net.ipv4.tcp_tw_reuse",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"Whether connect() may take over the ports of a connection\n"
		"in TIME_WAIT to the same destination, after a second: 0\n"
		"no, 1 yes, 2 for loopback only (the default). It needs\n"
		"timestamps, and does nothing for incoming connections.",
		.knob =
		"1 on a proxy that runs out of ports, if connections can't\n"
		"be reused.",
		.related =
		"EADDRNOTAVAIL TcpExtTWRecycled net.ipv4.tcp_timestamps\n"
		"ports",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_twsk_unique(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_tw_recycle",
		.stage = MODEL_STAGE_CONNECTIONS,
		.until = "4.12",
		.meaning =
		"Gone since Linux 4.12: it broke connections of clients\n"
		"behind NAT, and nothing replaces it. Files and guides that\n"
		"set it are old.",
		.knob = "Remove it from your configuration.",
		.related = "net.ipv4.tcp_tw_reuse time-wait",
		.source = "Linux 4396e46187ca",
	},
	{
		.name = "net.ipv4.ip_local_port_range",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"First and last port that connect() and bind() to port 0\n"
		"may choose: 32768 to 60999 by default, 28232 ports. It\n"
		"limits connections to one destination address and port. It\n"
		"works best if one of the two numbers is even and the other\n"
		"is odd.",
		.knob =
		"15000 65000 on a proxy; keep services that listen there\n"
		"out of it by net.ipv4.ip_local_reserved_ports. Not 1024\n"
		"65535.",
		.related =
		"ports EADDRNOTAVAIL net.ipv4.ip_local_reserved_ports",
		.source =
		"net/ipv4/inet_hashtables.c __inet_hash_connect(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.ip_local_reserved_ports",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"Ports that connect() and bind() to port 0 do not choose,\n"
		"as a list of ranges. An explicit bind() may still use\n"
		"them.",
		.knob =
		"List the ports on which services listen, before widening\n"
		"the range.",
		.related = "net.ipv4.ip_local_port_range EADDRINUSE",
		.source =
		"net/ipv4/inet_hashtables.c __inet_hash_connect(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.ip_unprivileged_port_start",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"The first port that a process may bind without\n"
		"CAP_NET_BIND_SERVICE; 1024 by default.",
		.knob = "Better give the service the capability.",
		.related = "EACCES",
		.source =
		"net/ipv4/af_inet.c __inet_bind(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_keepalive_time",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Seconds of silence before the first keepalive probe, 7200\n"
		"by default. Only for sockets on which the application has\n"
		"set SO_KEEPALIVE.",
		.knob =
		"600 where firewalls forget idle connections; or\n"
		"TCP_KEEPIDLE for one socket.",
		.related =
		"net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes\n"
		"TcpExtTCPKeepAlive ETIMEDOUT",
		.source = "net/ipv4/tcp_timer.c tcp_keepalive_timer()",
	},
	{
		.name = "net.ipv4.tcp_keepalive_intvl",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Seconds between two keepalive probes that are not\n"
		"answered; 75 by default.",
		.knob = "TCP_KEEPINTVL for one socket.",
		.related =
		"net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_probes",
		.source = "net/ipv4/tcp_timer.c tcp_keepalive_timer()",
	},
	{
		.name = "net.ipv4.tcp_keepalive_probes",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Unanswered keepalive probes after which the connection is\n"
		"given up; 9 by default.",
		.knob = "TCP_KEEPCNT for one socket.",
		.related = "net.ipv4.tcp_keepalive_time ETIMEDOUT",
		.source = "net/ipv4/tcp_timer.c tcp_keepalive_timer()",
	},
	{
		.name = "net.ipv4.tcp_retries1",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Timeouts after which TCP tells IP to look for another way\n"
		"to the peer; 3 by default.",
		.knob = "Nothing to tune.",
		.related = "net.ipv4.tcp_retries2 net.ipv4.tcp_mtu_probing",
		.source = "net/ipv4/tcp_timer.c tcp_write_timeout()",
	},
	{
		.name = "net.ipv4.tcp_retries2",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"How long a connection tries to get data through before\n"
		"ETIMEDOUT, told as a number of timeouts: 15 is 924.6 s at\n"
		"least, 8 about 100 s. The number is turned into a time\n"
		"with the smallest timeout, so it is no exact count.",
		.knob =
		"10 or 8 to notice dead peers sooner; TCP_USER_TIMEOUT for\n"
		"one socket.",
		.related = "ETIMEDOUT TcpExtTCPAbortOnTimeout send-buffer",
		.source = "net/ipv4/tcp_timer.c tcp_write_timeout(), RFC 1122",
	},
	{
		.name = "net.ipv4.tcp_orphan_retries",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"As tcp_retries2, for sockets that the application has\n"
		"closed. 0 stands for 8.",
		.knob = "3 on a busy web server.",
		.related =
		"sockstat.TCP.orphan net.ipv4.tcp_max_orphans fin-wait-1",
		.source = "net/ipv4/tcp_timer.c tcp_orphan_retries()",
	},
};

const struct explain_table explain_sysctl_listen = {
	.kind = EXPLAIN_SYSCTL,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
