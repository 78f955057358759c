// SPDX-License-Identifier: GPL-2.0-or-later
/* What sockets and listeners show of a socket. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "recv_q",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Bytes that wait to be read by the application: payload\n"
		"only, without overhead. For a listener it is the number of\n"
		"connections in the accept queue. One look is a moment:\n"
		"what matters is whether it stays high.",
		.knob = "The application must read faster.",
		.related = "rmem_alloc rmem_pct accept_q receive-buffer",
		.source =
		"net/ipv4/tcp_diag.c tcp_diag_get_info(),\n"
		"net/ipv4/udp_diag.c",
	},
	{
		.name = "send_q",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"For TCP, bytes written by the application that the peer\n"
		"has not acknowledged, sent or not. For a listener, the\n"
		"limit of the accept queue. For UDP, memory of datagrams\n"
		"that have not left the machine.",
		.knob = "See send-buffer.",
		.related = "wmem_queued wmem_pct send-buffer accept_max",
		.source =
		"net/ipv4/tcp_diag.c tcp_diag_get_info(),\n"
		"net/ipv4/udp_diag.c",
	},
	{
		.name = "rmem_alloc",
		.aliases = "Rmem",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Memory, in bytes, of all packets in the socket's receive\n"
		"queues, with their overhead: this is what is held against\n"
		"rcvbuf. It may be many times Recv-Q when packets are\n"
		"small, since each takes a whole buffer of the driver.",
		.knob =
		"If it is far above Recv-Q, the sender should send larger\n"
		"packets, or GRO should be on.",
		.related = "rcvbuf rmem_pct recv_q TcpExtPruneCalled",
		.source = "include/net/sock.h sk_rmem_alloc, skb_set_owner_r()",
	},
	{
		.name = "rcvbuf",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"The limit of the receive buffer in bytes, as\n"
		"getsockopt(SO_RCVBUF) gives it: twice what the application\n"
		"asked for, since overhead counts too. For TCP it grows by\n"
		"itself up to the third value of tcp_rmem unless it is\n"
		"locked.",
		.knob =
		"TCP: net.ipv4.tcp_rmem. Others: SO_RCVBUF,\n"
		"net.core.rmem_max and net.core.rmem_default.",
		.related =
		"rmem_alloc rcvbuf_locked net.ipv4.tcp_rmem\n"
		"net.core.rmem_max",
		.source = "net/core/sock.c __sock_set_rcvbuf()",
	},
	{
		.name = "rmem_pct",
		.aliases = "Rmem%,Rmax%",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"rmem_alloc as a share of rcvbuf. It may be above 100: UDP\n"
		"takes one packet beyond the limit, and TCP has some slack.\n"
		"For TCP a high value also comes with a sender that is as\n"
		"fast as the buffer allows; look at drops, zero window and\n"
		"pruning as well.",
		.knob = "See receive-buffer.",
		.related = "rmem_alloc rcvbuf receive-buffer",
		.source = "nettune: include/nettune/calc.h",
	},
	{
		.name = "wmem_alloc",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Memory, in bytes, of packets of this socket that are in\n"
		"the qdisc or in the device. When the device has sent them\n"
		"it is given back. For UDP it is held against sndbuf.",
		.knob =
		"A high value that stays means a queue on this machine that\n"
		"does not drain.",
		.related = "wmem_queued sndbuf qdisc",
		.source = "include/net/sock.h sk_wmem_alloc_get()",
	},
	{
		.name = "wmem_queued",
		.aliases = "Wmem",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"For TCP, memory in bytes of all data in the send queue,\n"
		"sent and not sent, with overhead: it is held against\n"
		"sndbuf. The column Wmem shows this for TCP and wmem_alloc\n"
		"for others.",
		.knob = "See send-buffer.",
		.related = "sndbuf send_q wmem_pct",
		.source = "include/net/sock.h sk_wmem_queued_add()",
	},
	{
		.name = "sndbuf",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The limit of the send buffer in bytes, as\n"
		"getsockopt(SO_SNDBUF) gives it: twice what was asked for.\n"
		"For TCP it grows by itself up to the third value of\n"
		"tcp_wmem unless it is locked.",
		.knob =
		"TCP: net.ipv4.tcp_wmem. Others: SO_SNDBUF,\n"
		"net.core.wmem_max.",
		.related =
		"wmem_queued sndbuf_locked net.ipv4.tcp_wmem\n"
		"net.core.wmem_max",
		.source = "net/core/sock.c sk_setsockopt()",
	},
	{
		.name = "wmem_pct",
		.aliases = "Wmem%,Wmax%",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Used send memory as a share of sndbuf: wmem_queued for\n"
		"TCP, wmem_alloc for others. TCP may go somewhat above 100.\n"
		"A full one is normal for a bulk sender: the buffer grows\n"
		"as the path needs it. It is a problem when nothing moves.",
		.knob =
		"Look at unacknowledged data, retransmits and the peer's\n"
		"window.",
		.related = "wmem_queued sndbuf zero_window_in retrans",
		.source = "nettune: include/nettune/calc.h",
	},
	{
		.name = "fwd_alloc",
		.aliases = "forward_alloc",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Bytes that the socket has reserved from protocol memory\n"
		"and does not use now. It saves trips to the common\n"
		"account.",
		.knob = "Nothing to tune.",
		.related = "protocol-memory",
		.source = "include/net/sock.h sk_forward_alloc",
	},
	{
		.name = "optmem",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Bytes of options, filters and pending control data (also\n"
		"of zero copy sends) that the socket holds, against\n"
		"net.core.optmem_max.",
		.knob =
		"net.core.optmem_max if sendmsg() with MSG_ZEROCOPY gives\n"
		"ENOBUFS.",
		.related = "net.core.optmem_max",
		.source = "net/core/sock.c sock_kmalloc(), sock_omalloc()",
	},
	{
		.name = "backlog",
		.aliases = "sk_backlog",
		.stage = MODEL_STAGE_SOCK_BACKLOG,
		.meaning =
		"Bytes that wait because the application holds the socket's\n"
		"lock. 0 nearly always; a value that stays means a system\n"
		"call that does not end.",
		.knob = "See sock-backlog.",
		.related = "TcpExtTCPBacklogDrop sock-backlog",
		.source = "include/net/sock.h sk_add_backlog()",
	},
	{
		.name = "drops",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Packets that this socket has dropped since it was made.\n"
		"UDP and raw: receive buffer full, checksum, filter. A\n"
		"listener: SYNs and handshake ACKs that it could not take.\n"
		"Connected TCP sockets count only a few kinds of drops\n"
		"here, so 0 does not say that nothing was lost.",
		.knob =
		"UDP: see UdpRcvbufErrors. Listeners: see\n"
		"TcpExtListenDrops.",
		.related =
		"UdpRcvbufErrors TcpExtListenDrops receive-buffer\n"
		"accept-queue",
		.source =
		"include/net/tcp.h tcp_listendrop(), net/ipv4/udp.c\n"
		"__udp_enqueue_schedule_skb()",
	},
	{
		.name = "accept_q",
		.aliases = "AcceptQ",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"Connections that are ready and wait for accept(). The\n"
		"column AcceptQ shows it with its limit, 3/128. It may be\n"
		"one above the limit: only more than that is refused.",
		.knob = "See accept-queue.",
		.related =
		"accept_max limit_from TcpExtListenOverflows accept-queue",
		.source =
		"net/ipv4/tcp_diag.c tcp_diag_get_info(),\n"
		"include/net/sock.h sk_acceptq_is_full()",
	},
	{
		.name = "accept_max",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"The limit of the accept queue: the argument of listen(),\n"
		"or somaxconn where that was smaller when listen() was\n"
		"called. Changing somaxconn later does not change it;\n"
		"calling listen() again does, which for most services means\n"
		"a restart.",
		.knob =
		"Raise both the listen() argument and net.core.somaxconn,\n"
		"then restart the service.",
		.related = "accept_q net.core.somaxconn limit_from",
		.source =
		"net/socket.c __sys_listen(), net/ipv4/af_inet.c\n"
		"inet_listen()",
	},
	{
		.name = "limit_from",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"Where a listener's limit comes from: the argument that the\n"
		"application gave to listen(), or net.core.somaxconn, which\n"
		"cut it down. Told by nettune from the two numbers, so a\n"
		"listener whose argument equals somaxconn can't be told\n"
		"apart.",
		.knob =
		"If somaxconn limits: raise it and restart; if listen()\n"
		"does: change the service's own backlog setting.",
		.related = "accept_max net.core.somaxconn",
		.source = "net/socket.c __sys_listen()",
	},
	{
		.name = "syn_q",
		.aliases = "SynQ",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Handshakes of a listener that wait for the final ACK of\n"
		"the client. Only the module knows it: ss and /proc do not\n"
		"show it for each listener.",
		.knob = "See syn-queue.",
		.related =
		"syn_young syn_max TcpExtTCPReqQFullDoCookies syn-queue",
		.source = "include/net/request_sock.h reqsk_queue_len()",
	},
	{
		.name = "syn_young",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Those entries of the SYN queue whose SYN-ACK was not sent\n"
		"again yet. If most are old, clients do not answer: a\n"
		"flood, or a broken path back.",
		.knob = "See syn-queue.",
		.related = "syn_q net.ipv4.tcp_synack_retries",
		.source = "include/net/request_sock.h reqsk_queue_len_young()",
	},
	{
		.name = "syn_max",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"The limit of the SYN queue, which is the limit of the\n"
		"accept queue. tcp_max_syn_backlog counts only where SYN\n"
		"cookies are off.",
		.knob = "A larger listen() argument and net.core.somaxconn.",
		.related =
		"syn_q accept_max net.ipv4.tcp_max_syn_backlog\n"
		"net.ipv4.tcp_syncookies",
		.source =
		"include/net/inet_connection_sock.h\n"
		"inet_csk_reqsk_queue_is_full()",
	},
	{
		.name = "retrans",
		.aliases = "total_retrans",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments that this connection has sent again since it was\n"
		"made.",
		.knob = "Compare with what it has sent; see TcpRetransSegs.",
		.related = "TcpRetransSegs TcpExtTCPTimeouts send-buffer",
		.source = "net/ipv4/tcp_output.c __tcp_retransmit_skb()",
	},
	{
		.name = "rtt_us",
		.aliases = "rtt",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Smoothed round-trip time of a TCP connection, microseconds:\n"
		"the path, its queues, and how long the peer waits with an ACK.",
		.knob = "Where it grows under load, look for a queue on the path: qdisc first.",
		.related = "cwnd unacked qdisc send-buffer",
		.source = "net/ipv4/tcp_input.c tcp_rtt_estimator()",
	},
	{
		.name = "cwnd",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Congestion window of a TCP connection: how many segments may\n"
		"be under way. Losses shrink it.",
		.knob = "Look for what is lost: retrans, then rings and queues on both sides.",
		.related = "rtt_us mss retrans send-buffer",
		.source = "net/ipv4/tcp_cong.c",
	},
	{
		.name = "mss",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning = "Largest segment that a TCP connection sends, bytes.",
		.knob = "The path and the devices decide it: their MTU.",
		.related = "cwnd send-buffer",
		.source = "net/ipv4/tcp_output.c tcp_sync_mss()",
	},
	{
		.name = "unsent",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Bytes that the application has written and TCP has not sent:\n"
		"the window of the peer or the congestion window is used up.",
		.knob = "See what the peer does not read, or what the path loses.",
		.related = "unacked send_q send-buffer",
		.source = "net/ipv4/tcp.c tcp_get_info()",
	},
	{
		.name = "unacked",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning = "Bytes sent that the peer has not acknowledged.",
		.knob = "Compare with the congestion window; if it stays, the peer is gone.",
		.related = "unsent send_q rtt_us send-buffer",
		.source = "include/uapi/linux/tcp.h struct tcp_info",
	},
	{
		.name = "cookie",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"A number that names this socket for its whole life on this\n"
		"machine, as SO_COOKIE gives it. Ports and addresses may be\n"
		"reused, the cookie is not. It is made when somebody first\n"
		"asks.",
		.knob = "Nothing to tune.",
		.related = "inode",
		.source =
		"net/core/sock_diag.c, include/linux/sock_diag.h\n"
		"sock_gen_cookie()",
	},
	{
		.name = "mark",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"What the program set with SO_MARK, by which routing rules and\n"
		"packet filters tell its packets from others. 0: nothing.",
		.knob = "Nothing to tune; 'ip rule' shows what it decides.",
		.related = "cookie",
		.source = "net/core/sock.c sk_setsockopt() SO_MARK",
	},
	{
		.name = "inode",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The number of the socket in /proc/PID/fd, by which its\n"
		"owner is found. 0 or absent: no process holds it, as with\n"
		"orphans and connections that wait for accept().",
		.knob = "Nothing to tune.",
		.related = "cookie sockstat.TCP.orphan",
		.source = "net/socket.c sock_alloc()",
	},
};

const struct explain_table explain_columns = {
	.kind = EXPLAIN_COLUMN,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
