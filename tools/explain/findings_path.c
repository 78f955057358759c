// SPDX-License-Identifier: GPL-2.0-or-later
/* Findings of the doctor, from the device to the listener. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "nic-ring-full",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"A device loses packets because none of the descriptors of\n"
		"its receive ring is free.",
		.knob =
		"ethtool -G up to the hardware's maximum, then more queues.",
		.related =
		"rx_missed rx_fifo rx_over rx_no_buffer ring_rx ring channels",
		.source = "include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "nic-errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"A device gets frames with a wrong checksum: they were\n"
		"damaged on the wire.",
		.knob = "Cable, transceiver, switch port; speed and duplex.",
		.related = "rx_crc rx_errors",
		.source = "include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "checksum-errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets come with a wrong checksum of IP, TCP or UDP,\n"
		"though their frames were whole: something on the path or a\n"
		"broken offload damages them. No buffer is too small.",
		.knob =
		"Find the device and the sender; rule out its checksum\n"
		"offload with ethtool -K DEVICE tx off.",
		.related =
		"TcpInCsumErrors UdpInCsumErrors Udp6InCsumErrors\n"
		"IpExtInCsumErrors rx_crc",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_v4_rcv(),\n"
		"net/ipv4/udp.c __udp4_lib_rcv()",
	},
	{
		.name = "napi-budget",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"The receive softirq stops with work left because it has\n"
		"processed netdev_budget packets, and packets are lost in\n"
		"front of it, or the budget is far below the kernel's own.",
		.knob = "Raise net.core.netdev_budget.",
		.related =
		"softnet.time_squeeze net.core.netdev_budget\n"
		"net.core.netdev_budget_usecs napi",
		.source = "net/core/dev.c net_rx_action()",
	},
	{
		.name = "napi-budget-usecs",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"The receive softirq stops with work left because its time\n"
		"is over, and packets are lost in front of it, or that time\n"
		"is far below the kernel's own.",
		.knob = "Raise net.core.netdev_budget_usecs; spread the work.",
		.related =
		"softnet.time_squeeze net.core.netdev_budget_usecs\n"
		"net.core.netdev_budget napi",
		.source = "net/core/dev.c net_rx_action()",
	},
	{
		.name = "netdev-backlog-full",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"A CPU drops packets that loopback, veth, tunnels or RPS\n"
		"hand to it, because its backlog is full.",
		.knob =
		"Raise net.core.netdev_max_backlog; spread the work with\n"
		"RPS over more CPUs.",
		.related =
		"softnet.dropped net.core.netdev_max_backlog\n"
		"softnet.input_qlen softnet.received_rps rps_queues",
		.source = "net/core/dev.c enqueue_to_backlog()",
	},
	{
		.name = "netdev-flow-limit",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"One flow fills more than half of a CPU's backlog, and its\n"
		"packets are dropped so that others have room.",
		.knob =
		"Raise net.core.netdev_max_backlog, or turn the limit off\n"
		"in net.core.flow_limit_cpu_bitmap.",
		.related =
		"softnet.flow_limit softnet.dropped\n"
		"net.core.flow_limit_cpu_bitmap net.core.netdev_max_backlog",
		.source = "net/core/dev.c skb_flow_limit()",
	},
	{
		.name = "reassembly-memory",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Fragments are dropped because those that wait for the rest\n"
		"of their packets use all the memory that they may.",
		.knob = "Raise ipfrag_high_thresh; better send smaller datagrams.",
		.related =
		"IpReasmFails Ip6ReasmFails sockstat.FRAG.memory\n"
		"net.ipv4.ipfrag_high_thresh net.ipv6.ip6frag_high_thresh",
		.source = "net/ipv4/ip_fragment.c ip_frag_queue()",
	},
	{
		.name = "fragments-lost",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Packets are given up because some of their fragments do\n"
		"not come in time: they are lost on the way. There is\n"
		"memory enough here.",
		.knob =
		"Find where they are lost, or let the sender send no more\n"
		"than fits a packet.",
		.related =
		"IpReasmTimeout IpReasmFails Ip6ReasmTimeout\n"
		"net.ipv4.ipfrag_time mtu",
		.source = "net/ipv4/ip_fragment.c ip_expire()",
	},
	{
		.name = "syn-queue-drops",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"More connections are half open than a listener's SYN queue\n"
		"takes, cookies are off, and further SYNs are dropped.",
		.knob =
		"Turn net.ipv4.tcp_syncookies on; raise the argument of\n"
		"listen() and net.core.somaxconn.",
		.related =
		"TcpExtTCPReqQFullDrop net.ipv4.tcp_syncookies\n"
		"net.ipv4.tcp_max_syn_backlog syn_q syn_max ETIMEDOUT",
		.source = "net/ipv4/tcp_input.c tcp_conn_request()",
	},
	{
		.name = "syn-queue-cookies",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"More connections are half open than a listener's SYN queue\n"
		"takes, so that cookies are sent: connections that begin\n"
		"with one may lose TCP options.",
		.knob =
		"Unless it is an attack: raise the argument of listen() and\n"
		"net.core.somaxconn.",
		.related =
		"TcpExtTCPReqQFullDoCookies TcpExtSyncookiesSent\n"
		"TcpExtSyncookiesRecv net.ipv4.tcp_syncookies syn_q syn_max",
		.source = "net/ipv4/tcp_input.c tcp_conn_request()",
	},
	{
		.name = "syn-backlog-useless",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"Cookies are sent, and somebody has raised\n"
		"tcp_max_syn_backlog against that, which has no effect while\n"
		"cookies are on.",
		.knob =
		"Raise the argument of listen() and net.core.somaxconn,\n"
		"which are the limit.",
		.related =
		"net.ipv4.tcp_max_syn_backlog TcpExtTCPReqQFullDoCookies\n"
		"net.ipv4.tcp_syncookies net.core.somaxconn syn_max",
		.source = "net/ipv4/tcp_input.c tcp_conn_request()",
	},
	{
		.name = "accept-queue-stalled",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"An accept queue stays full because its application hardly\n"
		"accepts. A longer queue would only make clients wait for\n"
		"longer.",
		.knob =
		"Find out what keeps the application: a lock, a slow\n"
		"backend, too few workers.",
		.related =
		"TcpExtListenOverflows TcpExtListenDrops accept_q accept_max\n"
		"net.core.somaxconn TcpPassiveOpens ECONNRESET ETIMEDOUT",
		.source = "include/net/sock.h sk_acceptq_is_full()",
	},
	{
		.name = "accept-queue-outdated",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"An accept queue overflows whose limit is an old somaxconn:\n"
		"listen() took it before that was raised.",
		.knob = "Restart the application, so that it listens anew.",
		.related =
		"TcpExtListenOverflows net.core.somaxconn limit_from\n"
		"accept_max TcpExtListenDrops",
		.source = "net/socket.c __sys_listen()",
	},
	{
		.name = "accept-queue-somaxconn",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"An accept queue overflows in bursts, and somaxconn is what\n"
		"keeps it from being longer.",
		.knob =
		"Raise net.core.somaxconn, then restart the application.",
		.related =
		"TcpExtListenOverflows net.core.somaxconn limit_from\n"
		"accept_max TcpExtListenDrops",
		.source = "net/socket.c __sys_listen()",
	},
	{
		.name = "accept-queue-default",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"An accept queue overflows in bursts whose limit is the\n"
		"default of a library or a server: nobody has chosen it.",
		.knob =
		"Let the application call listen() with more: a setting\n"
		"that is often called backlog.",
		.related =
		"TcpExtListenOverflows accept_max limit_from accept_q\n"
		"net.core.somaxconn TcpExtListenDrops",
		.source = "net/socket.c __sys_listen()",
	},
	{
		.name = "accept-queue-listen",
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"An accept queue overflows in bursts whose limit is the\n"
		"argument that the application calls listen() with.",
		.knob = "Let the application call listen() with more.",
		.related =
		"TcpExtListenOverflows accept_max limit_from accept_q\n"
		"net.core.somaxconn TcpExtListenDrops",
		.source = "net/socket.c __sys_listen()",
	},
};

const struct explain_table explain_findings_path = {
	EXPLAIN_FINDING, entries, ARRAY_SIZE(entries)
};
