// SPDX-License-Identifier: GPL-2.0-or-later
/* Queues between the wire and the application, in the order of the path. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "ring",
		.aliases = "NIC ring",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"The descriptors that a network device and its driver\n"
		"share, one ring for each receive and send queue. The\n"
		"device fills receive descriptors, the driver empties them\n"
		"in NAPI polls; if none is free the packet is lost inside\n"
		"the device, before the kernel sees it. The length in use\n"
		"is not readable: only sizes and losses are.",
		.knob =
		"ethtool -G DEVICE rx N, up to the maximum that nettune nic\n"
		"shows; more queues (ethtool -L); softer interrupt\n"
		"coalescing. Changing a ring may take the link down for\n"
		"seconds.",
		.related =
		"rx_missed rx_fifo rx_no_buffer ring_rx channels napi",
		.source =
		"Documentation/networking/ethtool-netlink.rst RINGS_GET,\n"
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "napi",
		.aliases = "NAPI poll,softirq,ksoftirqd",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"The soft interrupt in which a CPU takes packets from its\n"
		"devices. One round ends after netdev_budget packets or\n"
		"netdev_budget_usecs; work that is left counts as one\n"
		"time_squeeze and goes on in the next round or in\n"
		"ksoftirqd. Nothing is lost here: the ring or the backlog\n"
		"before it fills meanwhile.",
		.knob =
		"net.core.netdev_budget and net.core.netdev_budget_usecs\n"
		"together; spread interrupts and queues over more CPUs\n"
		"first.",
		.related =
		"softnet.time_squeeze net.core.netdev_budget\n"
		"net.core.netdev_budget_usecs net.core.dev_weight irq_cpus",
		.source = "net/core/dev.c net_rx_action()",
	},
	{
		.name = "netdev-backlog",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"A queue per CPU for packets that no NAPI driver delivers\n"
		"directly: those of the loopback device, veth, most\n"
		"tunnels, and those that RPS hands to another CPU. It takes\n"
		"netdev_max_backlog packets and one more; beyond that they\n"
		"are dropped. A physical device with NAPI and without RPS\n"
		"never uses it.",
		.knob =
		"net.core.netdev_max_backlog if drops come in bursts; else\n"
		"more CPUs by RPS, or less traffic on loopback.",
		.related =
		"softnet.dropped softnet.flow_limit softnet.input_qlen\n"
		"net.core.netdev_max_backlog",
		.source = "net/core/dev.c enqueue_to_backlog()",
	},
	{
		.name = "reassembly",
		.aliases = "IP reassembly,fragments",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Fragments of IP packets wait here for the others of their\n"
		"packet, 30 s for IPv4. All of them in one network\n"
		"namespace may use ipfrag_high_thresh bytes; above that,\n"
		"new fragments are dropped, and the packets that they\n"
		"belong to are lost. One fragment lost on the path loses\n"
		"the whole datagram and keeps memory until its time is up.",
		.knob =
		"Avoid fragments: smaller datagrams. Else raise\n"
		"net.ipv4.ipfrag_high_thresh\n"
		"(net.ipv6.ip6frag_high_thresh).",
		.related =
		"IpReasmFails IpReasmTimeout Ip6ReasmFails\n"
		"net.ipv4.ipfrag_high_thresh net.ipv4.ipfrag_time\n"
		"sockstat.FRAG.memory",
		.source =
		"net/ipv4/inet_fragment.c inet_frag_find(),\n"
		"net/ipv4/ip_fragment.c ip_defrag()",
	},
	{
		.name = "syn-queue",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Handshakes that a listener has answered with a SYN-ACK and\n"
		"that wait for the final ACK. It is full when it has more\n"
		"entries than the limit of the accept queue, the smaller of\n"
		"listen()'s argument and somaxconn. With tcp_syncookies=1 a\n"
		"full queue sends cookies instead of dropping, and\n"
		"tcp_max_syn_backlog does nothing; only with cookies off\n"
		"that setting counts as well, and only the first three\n"
		"quarters of it for unknown peers. ss does not show this\n"
		"queue; the module does.",
		.knob =
		"A larger listen() argument and net.core.somaxconn; in a\n"
		"flood let cookies do their work.",
		.related =
		"syn_q syn_max TcpExtTCPReqQFullDrop\n"
		"TcpExtTCPReqQFullDoCookies TcpExtSyncookiesSent\n"
		"net.core.somaxconn net.ipv4.tcp_max_syn_backlog\n"
		"net.ipv4.tcp_synack_retries",
		.source =
		"net/ipv4/tcp_input.c tcp_conn_request(),\n"
		"include/net/inet_connection_sock.h\n"
		"inet_csk_reqsk_queue_is_full()",
	},
	{
		.name = "accept-queue",
		.aliases = "listen queue,listen backlog",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"Connections that are set up and wait until the application\n"
		"calls accept(). The limit is the smaller of listen()'s\n"
		"argument and somaxconn at the time of listen(), and the\n"
		"queue is full when it holds more than that: a limit of 128\n"
		"takes 129. While it is full SYNs are dropped without an\n"
		"answer, so clients see slow connects and ETIMEDOUT,\n"
		"sometimes ECONNRESET after having believed to be\n"
		"connected.",
		.knob =
		"Make the application accept faster (more workers, no\n"
		"blocking in the loop, enough descriptors); then a larger\n"
		"listen() argument and net.core.somaxconn, and restart the\n"
		"service.",
		.related =
		"accept_q accept_max TcpExtListenOverflows\n"
		"TcpExtListenDrops net.core.somaxconn limit_from EMFILE",
		.source =
		"include/net/sock.h sk_acceptq_is_full(), net/socket.c\n"
		"__sys_listen()",
	},
	{
		.name = "sock-backlog",
		.aliases = "socket backlog",
		.stage = MODEL_STAGE_SOCK_BACKLOG,
		.meaning =
		"Segments that arrive while the application holds the\n"
		"socket's lock inside a system call; they are processed\n"
		"when it lets go. For TCP the limit is twice the receive\n"
		"buffer plus half of the send buffer plus 64 KiB, in both\n"
		"6.1 and 6.12. A drop here looks like loss on the network:\n"
		"the peer sends again.",
		.knob =
		"Usually nothing: look for calls that keep one socket busy\n"
		"for long, such as huge reads or writes. A larger receive\n"
		"buffer raises the limit.",
		.related = "TcpExtTCPBacklogDrop backlog rcvbuf",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_add_backlog(), include/net/sock.h\n"
		"sk_add_backlog()",
	},
	{
		.name = "receive-buffer",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"What has arrived for a socket and was not read yet,\n"
		"measured in memory (rmem_alloc) against its limit\n"
		"(rcvbuf). Memory is more than bytes: small packets may\n"
		"take several times their payload. A full UDP socket drops\n"
		"datagrams; a full TCP socket advertises a small or zero\n"
		"window, and the sender stalls. TCP grows the limit by\n"
		"itself up to tcp_rmem's third value unless SO_RCVBUF was\n"
		"set.",
		.knob =
		"Read faster. TCP: the third value of net.ipv4.tcp_rmem,\n"
		"and do not set SO_RCVBUF. UDP: SO_RCVBUF in the\n"
		"application, allowed up to net.core.rmem_max.",
		.related =
		"rmem_pct rmem_alloc rcvbuf drops UdpRcvbufErrors\n"
		"TcpExtTCPRcvQDrop TcpExtPruneCalled net.ipv4.tcp_rmem\n"
		"net.core.rmem_max rcvbuf_locked",
		.source =
		"net/ipv4/udp.c __udp_enqueue_schedule_skb(),\n"
		"net/ipv4/tcp_input.c tcp_try_rmem_schedule()",
	},
	{
		.name = "out-of-order",
		.aliases = "out-of-order queue,ofo",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"TCP segments that arrived before one that is missing; the\n"
		"application gets them when the gap is closed. They use the\n"
		"receive buffer. Some of it is normal wherever packets are\n"
		"lost or reordered; what hurts is waiting for the resend,\n"
		"and pruning when the buffer runs out.",
		.knob =
		"Nothing to tune by itself: look for the loss or for\n"
		"reordering (bonding, many paths).",
		.related =
		"TcpExtTCPOFOQueue TcpExtOfoPruned TcpExtTCPOFODrop\n"
		"out_of_order",
		.source = "net/ipv4/tcp_input.c tcp_data_queue_ofo()",
	},
	{
		.name = "send-buffer",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Data that the application has written and the peer has not\n"
		"acknowledged: sent and in flight, or not sent yet. The\n"
		"limit sndbuf grows by itself up to tcp_wmem's third value\n"
		"unless SO_SNDBUF was set. It is full when the path, the\n"
		"congestion window or the peer's window is slower than the\n"
		"application; a blocking write then waits, a non-blocking\n"
		"one gets EAGAIN.",
		.knob =
		"Find what limits: the peer's zero window (its application\n"
		"does not read), loss (retransmits), or the buffer itself\n"
		"(third value of net.ipv4.tcp_wmem).",
		.related =
		"send_q wmem_pct sndbuf zero_window_in retrans\n"
		"TcpRetransSegs TcpExtTCPTimeouts net.ipv4.tcp_wmem EAGAIN",
		.source =
		"net/ipv4/tcp.c tcp_sendmsg_locked(), include/net/sock.h\n"
		"sk_stream_memory_free()",
	},
	{
		.name = "qdisc",
		.aliases = "queueing discipline",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"The queue between IP and the device's send ring. A full\n"
		"one drops: TCP then notices at once and slows down, UDP\n"
		"loses the datagram without an error unless IP_RECVERR is\n"
		"set. TCP limits by itself how much of each connection\n"
		"waits here (tcp_limit_output_bytes), so a long queue is\n"
		"mostly of other traffic or of very many connections.",
		.knob =
		"A fair qdisc (fq, fq_codel) rather than a longer queue;\n"
		"txqueuelen only matters to pfifo_fast and pfifo.",
		.related =
		"qdisc_drops qdisc_requeues qdisc_overlimits qdisc_backlog\n"
		"txqueuelen net.core.default_qdisc",
		.source =
		"net/core/dev.c __dev_xmit_skb(), net/sched/sch_generic.c",
	},
	{
		.name = "protocol-memory",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"All memory of TCP sockets of the machine together, in\n"
		"pages, against the three values of tcp_mem; likewise UDP\n"
		"against udp_mem. Above the second value TCP is under\n"
		"pressure: buffers stop growing and windows shrink; above\n"
		"the third it drops and aborts. The gauge leaves out up to\n"
		"1 MiB that each CPU keeps in reserve, so small uses show\n"
		"as 0.",
		.knob =
		"Find the biggest holders with nettune sockets --top before\n"
		"raising net.ipv4.tcp_mem; the unit is pages, not bytes.",
		.related =
		"sockstat.TCP.mem sockstat.UDP.mem TcpExtTCPMemoryPressures\n"
		"TcpExtTCPAbortOnMemory UdpMemErrors net.ipv4.tcp_mem\n"
		"net.ipv4.udp_mem",
		.source =
		"net/core/sock.c __sk_mem_raise_allocated(),\n"
		"include/net/proto_memory.h",
	},
	{
		.name = "connections",
		.aliases = "connection table",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"All TCP sockets by state. Watch CLOSE_WAIT (the peer has\n"
		"closed, the application has not: nearly always a leak),\n"
		"TIME_WAIT (normal after an active close; limited by\n"
		"tcp_max_tw_buckets) and orphans (closed by the\n"
		"application, not finished; limited by tcp_max_orphans).",
		.knob =
		"CLOSE_WAIT: fix the application. TIME_WAIT: reuse\n"
		"connections, let clients close first. Never lower\n"
		"tcp_max_tw_buckets.",
		.related =
		"close-wait time-wait fin-wait-2 sockstat.TCP.tw\n"
		"sockstat.TCP.orphan TcpExtTCPTimeWaitOverflow\n"
		"TcpExtTCPAbortOnMemory net.ipv4.tcp_max_tw_buckets\n"
		"net.ipv4.tcp_max_orphans",
		.source =
		"net/ipv4/tcp_minisocks.c tcp_time_wait(), net/ipv4/tcp.c\n"
		"tcp_check_oom()",
	},
	{
		.name = "ports",
		.aliases = "ephemeral ports",
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"Local ports that connect() may choose. A port is free for\n"
		"one destination address and port as long as no connection,\n"
		"and no TIME_WAIT, to exactly that destination uses it: so\n"
		"the limit is per destination. connect() first tries the\n"
		"ports of one parity (even or odd), then the others, which\n"
		"takes long when nearly all are taken.",
		.knob =
		"Reuse connections; more source or destination addresses;\n"
		"widen net.ipv4.ip_local_port_range.",
		.related =
		"EADDRNOTAVAIL net.ipv4.ip_local_port_range\n"
		"net.ipv4.ip_local_reserved_ports net.ipv4.tcp_tw_reuse\n"
		"time-wait",
		.source = "net/ipv4/inet_hashtables.c __inet_hash_connect()",
	},
	{
		.name = "descriptors",
		.aliases = "file descriptors",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"Each socket that an application holds is a descriptor,\n"
		"counted against the limit of the process (RLIMIT_NOFILE,\n"
		"error EMFILE) and of the machine (fs.file-max, error\n"
		"ENFILE). When accept() fails for want of one, the\n"
		"connection stays in the accept queue, and that overflows\n"
		"next.",
		.knob =
		"LimitNOFILE of the service, up to fs.nr_open; look for\n"
		"leaks.",
		.related =
		"EMFILE ENFILE RLIMIT_NOFILE fs.file-max fs.nr_open\n"
		"file-nr.open",
		.source =
		"fs/file.c alloc_fd(), fs/file_table.c alloc_empty_file()",
	},
};

const struct explain_table explain_stages = {
	.kind = EXPLAIN_STAGE,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
