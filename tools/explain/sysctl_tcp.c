// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings of how TCP sends and receives. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "net.ipv4.tcp_notsent_lowat",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Bytes not sent yet above which a socket does not count as\n"
		"writable. It keeps data in the application, where it can\n"
		"still be changed, without making the send buffer smaller.\n"
		"No limit by default; TCP_NOTSENT_LOWAT sets it for one\n"
		"socket.",
		.knob =
		"131072 for servers with many streams in one connection;\n"
		"too low a value stalls fast or long paths.",
		.related = "send-buffer net.ipv4.tcp_wmem",
		.source =
		"include/net/tcp.h tcp_notsent_lowat(), net/core/stream.c",
	},
	{
		.name = "net.ipv4.tcp_limit_output_bytes",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Bytes of one connection that may wait in the qdisc and the\n"
		"device (TCP small queues). 1 MiB by default, 4 MiB since\n"
		"Linux 6.18.",
		.knob =
		"Nothing to tune, unless one connection can't fill a fast\n"
		"link with slow completions.",
		.related = "qdisc bql",
		.source = "net/ipv4/tcp_output.c tcp_small_queue_check()",
	},
	{
		.name = "net.ipv4.tcp_slow_start_after_idle",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"With 1 a connection that was idle for longer than a\n"
		"timeout starts anew with a small congestion window. This\n"
		"is slow for long-lived connections with pauses.",
		.knob = "0 for reverse proxies and HTTP/2.",
		.related = "send-buffer",
		.source = "net/ipv4/tcp_output.c tcp_cwnd_restart(), RFC 2861",
	},
	{
		.name = "net.ipv4.tcp_mtu_probing",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Finds the packet size of a path where ICMP is filtered: 0\n"
		"off, 1 after timeouts suggest a black hole, 2 always.",
		.knob = "1 for servers that face the internet or jumbo frames.",
		.related = "TcpExtTCPMTUPFail IpFragFails",
		.source = "net/ipv4/tcp_timer.c tcp_mtu_probing(), RFC 4821",
	},
	{
		.name = "net.ipv4.tcp_congestion_control",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The algorithm that new connections use, such as cubic or\n"
		"bbr. Connections that exist keep theirs; accepted ones\n"
		"take that of their listener.",
		.knob =
		"bbr (with fq) for long paths with loss; see\n"
		"net.ipv4.tcp_available_congestion_control for what is\n"
		"loaded.",
		.related =
		"net.core.default_qdisc\n"
		"net.ipv4.tcp_available_congestion_control fq",
		.source =
		"net/ipv4/tcp_cong.c,\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_available_congestion_control",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The algorithms that are loaded and can be chosen. Others\n"
		"may be there as modules.",
		.knob = "modprobe tcp_bbr",
		.related = "net.ipv4.tcp_congestion_control",
		.source = "net/ipv4/tcp_cong.c",
	},
	{
		.name = "net.ipv4.tcp_autocorking",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"With 1 small writes are held back while a packet of the\n"
		"same connection still waits in the qdisc or device. It\n"
		"saves packets at a small cost in latency.",
		.knob =
		"0 only where latency of small writes is measured to\n"
		"suffer.",
		.related = "TcpExtTCPAutoCorking",
		.source = "net/ipv4/tcp.c tcp_should_autocork()",
	},
	{
		.name = "net.ipv4.tcp_rto_min_us",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.since = "6.11",
		.meaning =
		"The smallest retransmission timeout in microseconds:\n"
		"200000 by default. A route's rto_min goes first.",
		.knob =
		"5000 to 20000 within a data centre only: elsewhere it\n"
		"causes needless retransmissions. In 6.1: ip route change\n"
		"... rto_min.",
		.related = "TcpExtTCPTimeouts TcpExtTCPSpuriousRTOs",
		.source =
		"net/ipv4/tcp_output.c,\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_window_scaling",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Allows windows of more than 64 KiB. Without it no\n"
		"connection gets more than 64 KiB in each round trip.",
		.knob = "Leave it at 1.",
		.related = "net.ipv4.tcp_rmem",
		.source = "RFC 7323",
	},
	{
		.name = "net.ipv4.tcp_timestamps",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Timestamps in TCP headers, for measuring round trips, for\n"
		"protection against old packets and for reusing TIME_WAIT\n"
		"ports. 1 with a random offset (default), 2 without, 0 off.",
		.knob =
		"Leave it at 1; turning it off to save 12 bytes costs more\n"
		"than it saves.",
		.related = "TcpExtPAWSEstab net.ipv4.tcp_tw_reuse",
		.source = "RFC 7323, Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_sack",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Selective acknowledgements: the sender learns what is\n"
		"missing. Without it one loss costs many round trips.",
		.knob = "Leave it at 1.",
		.related = "TcpExtTCPFastRetrans",
		.source = "RFC 2018",
	},
	{
		.name = "net.ipv4.tcp_ecn",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Explicit congestion notification: 0 off, 1 ask and accept,\n"
		"2 accept only (default).",
		.knob = "1 where the routers mark.",
		.related = "IpExtInCEPkts",
		.source = "RFC 3168, Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_plb_enabled",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.since = "6.2",
		.meaning =
		"Lets connections change their path through the network\n"
		"when it is congested. Needs DCTCP-like marking and routers\n"
		"that spread by flow label.",
		.knob = "Data centres only.",
		.related = "TcpExtTCPPLBRehash",
		.source =
		"net/ipv4/tcp_plb.c, Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_child_ehash_entries",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Buckets of the own connection table that a new network\n"
		"namespace gets; 0 shares that of the machine. Set it\n"
		"before the namespace is made.",
		.knob =
		"A power of two for containers with very many connections.",
		.related = "connections",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_set_hashinfo(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_no_metrics_save",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"With 1 the kernel forgets what it learned about a peer\n"
		"(round trip, threshold) when a connection closes. Guides\n"
		"set it out of habit; new connections then start with less\n"
		"knowledge.",
		.knob = "Leave it at 0.",
		.related = "net.ipv4.tcp_slow_start_after_idle",
		.source =
		"net/ipv4/tcp_metrics.c,\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_low_latency",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"Does nothing any more: what it switched was removed in\n"
		"Linux 4.14. It can still be written.",
		.knob = "Remove it from your configuration.",
		.related = "net.core.busy_read",
		.source = "Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_fack",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Does nothing any more: FACK was replaced by RACK. It can\n"
		"still be written.",
		.knob = "Remove it from your configuration.",
		.related = "net.ipv4.tcp_sack",
		.source = "Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_adv_win_scale",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"How much of a receive buffer was reckoned as overhead when\n"
		"the window was computed. Since Linux 6.6 it has no effect:\n"
		"the kernel measures the overhead of each connection. In\n"
		"6.1 it still counts, 1 being the default.",
		.knob = "Remove it from your configuration.",
		.related = "rcvbuf rmem_alloc",
		.source =
		"include/net/tcp.h tcp_win_from_space(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
};

const struct explain_table explain_sysctl_tcp = {
	.kind = EXPLAIN_SYSCTL,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
