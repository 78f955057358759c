// SPDX-License-Identifier: GPL-2.0-or-later
/* Findings of the doctor, from connections to the machine's limits. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "socket-backlog-full",
		.stage = MODEL_STAGE_SOCK_BACKLOG,
		.meaning =
		"Segments are dropped that came while the application was\n"
		"in a system call on the socket: until that ends they wait,\n"
		"in as much memory as both buffers may have.",
		.knob =
		"Don't set SO_RCVBUF and SO_SNDBUF; make shorter calls.",
		.related =
		"TcpExtTCPBacklogDrop backlog rcvbuf sndbuf sock-backlog",
		.source = "net/ipv4/tcp_ipv4.c tcp_add_backlog()",
	},
	{
		.name = "slow-reader",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"An application does not read what has come, so the window\n"
		"is closed and the sender has to wait.",
		.knob =
		"Find out what keeps it from reading: no buffer is large\n"
		"enough for a reader that does not read.",
		.related =
		"recv_q rmem_alloc rcvbuf zero_window_out\n"
		"TcpExtTCPToZeroWindowAdv receive-buffer EAGAIN",
		.source = "net/ipv4/tcp_output.c __tcp_select_window()",
	},
	{
		.name = "small-segments",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"A receive buffer is full of tiny segments: each takes a\n"
		"buffer of the kernel, and little of that is data.",
		.knob =
		"Let the peer write larger pieces, and the reader read\n"
		"sooner.",
		.related =
		"rmem_alloc recv_q rcvbuf TcpExtTCPRcvCollapsed\n"
		"TcpExtPruneCalled",
		.source = "net/ipv4/tcp_input.c tcp_prune_queue()",
	},
	{
		.name = "rcvbuf-locked-low",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"SO_RCVBUF was set, which ends the kernel's own sizing, to\n"
		"less than what comes in a round trip of this path.",
		.knob = "Don't set SO_RCVBUF for TCP.",
		.related =
		"rcvbuf_locked net.ipv4.tcp_rmem rcvbuf\n"
		"net.ipv4.tcp_moderate_rcvbuf",
		.source = "net/ipv4/tcp_input.c tcp_rcv_space_adjust()",
	},
	{
		.name = "udp-reader-stuck",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams are lost at a UDP socket that hardly anybody\n"
		"reads from: a larger buffer would be full as well.",
		.knob =
		"Find out what keeps the application from reading, or close\n"
		"the socket.",
		.related =
		"UdpRcvbufErrors Udp6RcvbufErrors UdpInErrors drops\n"
		"rmem_alloc rcvbuf",
		.source = "net/ipv4/udp.c __udp_enqueue_schedule_skb()",
	},
	{
		.name = "udp-buffer-small",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Datagrams are lost because they come in bursts that are\n"
		"larger than the socket's receive buffer.",
		.knob =
		"Let the application set SO_RCVBUF, with room for it in\n"
		"net.core.rmem_max.",
		.related =
		"UdpRcvbufErrors Udp6RcvbufErrors net.core.rmem_max\n"
		"net.core.rmem_default drops rcvbuf",
		.source = "net/ipv4/udp.c __udp_enqueue_schedule_skb()",
	},
	{
		.name = "peer-window-zero",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Data can't be sent because the peer has closed its window:\n"
		"its application does not read.",
		.knob = "Look at the reader; write with a timeout.",
		.related =
		"zero_window_in send_q TcpExtTCPWinProbe send-buffer EAGAIN",
		.source = "net/ipv4/tcp_output.c tcp_send_probe0()",
	},
	{
		.name = "peer-dead",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Data is sent again and again because the peer does not\n"
		"answer, until net.ipv4.tcp_retries2 is reached.",
		.knob =
		"See if the peer or the path is down; give up sooner with\n"
		"TCP_USER_TIMEOUT or net.ipv4.tcp_retries2.",
		.related =
		"retrans send_q net.ipv4.tcp_retries2 TcpExtTCPTimeouts\n"
		"TcpRetransSegs ETIMEDOUT EPIPE",
		.source = "net/ipv4/tcp_timer.c tcp_write_timeout()",
	},
	{
		.name = "sender-stuck",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Nothing of what is to be sent was acknowledged meanwhile:\n"
		"the peer does not read, or does not answer. Which of them\n"
		"the nettune module can tell.",
		.knob = "See if the peer is alive, and if it reads.",
		.related = "send_q wmem_queued zero_window_in retrans EAGAIN",
		.source = "net/ipv4/tcp_timer.c tcp_write_timer_handler()",
	},
	{
		.name = "qdisc-full",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Packets are dropped before they reach a device, by a qdisc\n"
		"that has no room for them and does not drop on purpose.",
		.knob = "Raise the qdisc's limit or rate, or send less.",
		.related =
		"qdisc_drops qdisc_backlog qdisc_limit txqueuelen ENOBUFS",
		.source = "net/core/dev.c __dev_xmit_skb()",
	},
	{
		.name = "tcp-memory",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"All TCP sockets together use more pages than the pressure\n"
		"mark of tcp_mem: buffers shrink, and in the end\n"
		"connections are aborted.",
		.knob =
		"Find who lets data lie in sockets; raise net.ipv4.tcp_mem\n"
		"if the machine has the memory.",
		.related =
		"sockstat.TCP.mem net.ipv4.tcp_mem TcpExtTCPMemoryPressures\n"
		"TcpExtTCPAbortOnMemory pressure",
		.source = "net/core/sock.c __sk_mem_raise_allocated()",
	},
	{
		.name = "udp-memory",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"All UDP sockets together use what udp_mem allows, beyond\n"
		"which they get no more than udp_rmem_min each.",
		.knob =
		"Find who lets datagrams lie in sockets; raise\n"
		"net.ipv4.udp_mem if the machine has the memory.",
		.related =
		"sockstat.UDP.mem net.ipv4.udp_mem net.ipv4.udp_rmem_min\n"
		"UdpMemErrors Udp6MemErrors",
		.source = "net/core/sock.c __sk_mem_raise_allocated()",
	},
	{
		.name = "close-wait-leak",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections stay that the peers have closed and the\n"
		"application has not: no timeout of the kernel ends them.",
		.knob =
		"Let the application call close() when read() returns 0;\n"
		"until that is mended, restart it.",
		.related = "close-wait EMFILE RLIMIT_NOFILE connections",
		.source = "net/ipv4/tcp_input.c tcp_fin()",
	},
	{
		.name = "time-wait-overflow",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"More connections were closed here in the last minute than\n"
		"tcp_max_tw_buckets remembers.",
		.knob = "Raise net.ipv4.tcp_max_tw_buckets.",
		.related =
		"TcpExtTCPTimeWaitOverflow net.ipv4.tcp_max_tw_buckets\n"
		"sockstat.TCP.tw time-wait TcpExtTW",
		.source = "net/ipv4/tcp_minisocks.c tcp_time_wait()",
	},
	{
		.name = "tcp-orphans",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"So many connections were closed with data still to be\n"
		"delivered that tcp_max_orphans is reached, and further\n"
		"ones are reset.",
		.knob =
		"Raise net.ipv4.tcp_max_orphans; give up sooner with\n"
		"net.ipv4.tcp_orphan_retries.",
		.related =
		"sockstat.TCP.orphan net.ipv4.tcp_max_orphans\n"
		"TcpExtTCPAbortOnMemory net.ipv4.tcp_orphan_retries",
		.source = "net/ipv4/tcp.c tcp_check_oom()",
	},
	{
		.name = "ports-exhausted",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"Connections to one destination occupy nearly all local\n"
		"ports of the ephemeral range.",
		.knob =
		"Widen net.ipv4.ip_local_port_range; keep connections and\n"
		"use them again; more addresses.",
		.related =
		"EADDRNOTAVAIL net.ipv4.ip_local_port_range\n"
		"net.ipv4.ip_local_reserved_ports net.ipv4.tcp_tw_reuse\n"
		"time-wait",
		.source = "net/ipv4/inet_hashtables.c __inet_hash_connect()",
	},
	{
		.name = "fd-limit",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"A process has opened nearly as many descriptors as it may:\n"
		"then accept(), socket() and open() fail.",
		.knob =
		"prlimit --nofile now, LimitNOFILE in its systemd unit; if\n"
		"the number only grows, it forgets to close.",
		.related = "EMFILE RLIMIT_NOFILE fs.nr_open descriptors",
		.source = "fs/file.c alloc_fd()",
	},
	{
		.name = "file-max-reached",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"All processes together have nearly as many files open as\n"
		"fs.file-max allows; root is exempt.",
		.knob = "Raise fs.file-max.",
		.related = "ENFILE fs.file-max file-nr.open fs.file-nr",
		.source = "fs/file_table.c alloc_empty_file()",
	},
};

const struct explain_table explain_findings_sockets = {
	EXPLAIN_FINDING, entries, ARRAY_SIZE(entries)
};
