// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings of devices, CPUs, IP and descriptors. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "net.core.netdev_max_backlog",
		.aliases = "max_backlog",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.needs = "the initial network namespace",
		.meaning =
		"Packets that the backlog of each CPU takes: 1000 by\n"
		"default. Only what goes through loopback, veth, tunnels\n"
		"and RPS uses it; a physical device with NAPI and no RPS\n"
		"never does. A very long one (250000) adds latency and\n"
		"hides overload.",
		.knob =
		"4096 to 8192 when the column dropped of nettune softnet\n"
		"grows.",
		.related = "softnet.dropped netdev-backlog rps_queues",
		.source =
		"net/core/dev.c enqueue_to_backlog(),\n"
		"Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.core.netdev_budget",
		.stage = MODEL_STAGE_NAPI,
		.needs = "the initial network namespace",
		.meaning =
		"Packets that a CPU takes from all its devices in one round\n"
		"of the soft interrupt: 300 by default. The round also ends\n"
		"after netdev_budget_usecs, so raising only this does\n"
		"little.",
		.knob = "600 together with more time; spread the load first.",
		.related =
		"softnet.time_squeeze net.core.netdev_budget_usecs napi",
		.source = "net/core/dev.c net_rx_action()",
	},
	{
		.name = "net.core.netdev_budget_usecs",
		.stage = MODEL_STAGE_NAPI,
		.needs = "the initial network namespace",
		.meaning =
		"Microseconds that one round of the soft interrupt may\n"
		"take: two clock ticks by default, 8000 at 250 Hz and 2000\n"
		"at 1000 Hz, and not less. It is measured in ticks, so\n"
		"small changes do nothing. Applications wait meanwhile.",
		.knob = "8000 to 20000, together with net.core.netdev_budget.",
		.related = "softnet.time_squeeze net.core.netdev_budget",
		.source =
		"net/core/dev.c net_rx_action(), net/core/sysctl_net_core.c",
	},
	{
		.name = "net.core.dev_weight",
		.stage = MODEL_STAGE_NAPI,
		.needs = "the initial network namespace",
		.meaning =
		"Packets that a CPU takes from its backlog in one go, and\n"
		"that a qdisc sends in one go: 64 by default. The drivers'\n"
		"own polls use a fixed 64 and do not look at it.",
		.knob = "Nothing to tune.",
		.related = "net.core.netdev_budget netdev-backlog",
		.source =
		"net/core/dev.c process_backlog(),\n"
		"net/core/sysctl_net_core.c",
	},
	{
		.name = "net.core.rps_sock_flow_entries",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.needs = "the initial network namespace",
		.meaning =
		"Size of the table by which receive flow steering sends\n"
		"packets to the CPU on which their application runs; 0 is\n"
		"off. Each queue needs its rps_flow_cnt as well.",
		.knob =
		"32768, with rps_flow_cnt = 32768 / queues, if there are\n"
		"fewer queues than CPUs.",
		.related = "rps_queues softnet.received_rps",
		.source = "Documentation/networking/scaling.rst",
	},
	{
		.name = "net.core.flow_limit_cpu_bitmap",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.needs = "the initial network namespace",
		.meaning =
		"CPUs on which the flow limit works: when the backlog is\n"
		"more than half full, packets of the largest flows are\n"
		"dropped first. None by default.",
		.knob =
		"The CPUs that RPS uses, on a server with many clients.",
		.related = "softnet.flow_limit softnet.dropped",
		.source =
		"Documentation/networking/scaling.rst, net/core/dev.c\n"
		"skb_flow_limit()",
	},
	{
		.name = "net.core.busy_read",
		.stage = MODEL_STAGE_NAPI,
		.needs = "the initial network namespace",
		.meaning =
		"Microseconds that a blocking read polls the device before\n"
		"it sleeps. Lower latency for one CPU that is always busy.\n"
		"0 is off; SO_BUSY_POLL sets it for one socket.",
		.knob = "50, or rather SO_BUSY_POLL in the one application.",
		.related = "net.core.busy_poll TcpExtBusyPollRxPackets",
		.source = "Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.core.busy_poll",
		.stage = MODEL_STAGE_NAPI,
		.needs = "the initial network namespace",
		.meaning =
		"As busy_read, for poll() and select(); only sockets that\n"
		"have busy polling themselves are polled.",
		.knob = "50 for a few sockets.",
		.related = "net.core.busy_read",
		.source = "Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.core.default_qdisc",
		.stage = MODEL_STAGE_QDISC,
		.needs = "the initial network namespace",
		.meaning =
		"The qdisc that a new device gets. Devices that are there\n"
		"keep theirs; one with many queues gets mq with this as\n"
		"children; virtual devices without a queue ignore it.",
		.knob =
		"fq for senders with BBR or pacing, fq_codel in general;\n"
		"then tc qdisc replace for existing devices.",
		.related = "fq fq_codel pfifo_fast qdisc",
		.source =
		"net/sched/sch_generic.c attach_default_qdiscs(),\n"
		"Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.ipv4.ipfrag_high_thresh",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Bytes that fragments may use while they wait, 4 MiB by\n"
		"default, for each network namespace. Above it new\n"
		"fragments are dropped.",
		.knob =
		"16777216 and more if large datagrams must arrive in\n"
		"fragments.",
		.related =
		"reassembly IpReasmFails sockstat.FRAG.memory\n"
		"net.ipv4.ipfrag_low_thresh",
		.source =
		"net/ipv4/inet_fragment.c inet_frag_find(),\n"
		"net/ipv4/ip_fragment.c",
	},
	{
		.name = "net.ipv4.ipfrag_low_thresh",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Without effect since Linux 4.17. It can still be written,\n"
		"and must not be above ipfrag_high_thresh.",
		.knob = "Remove it from your configuration.",
		.related = "net.ipv4.ipfrag_high_thresh",
		.source = "Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.ipfrag_time",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Seconds that fragments wait for the rest of their packet:\n"
		"30 by default.",
		.knob =
		"Shorter on fast networks frees memory sooner; longer\n"
		"hardly ever helps.",
		.related = "IpReasmTimeout reassembly",
		.source = "net/ipv4/ip_fragment.c ip_expire()",
	},
	{
		.name = "net.ipv4.ipfrag_max_dist",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"How many fragments of other packets from the same address\n"
		"may come in between before a packet's fragments are given\n"
		"up; 64 by default, 0 is no check.",
		.knob =
		"0 where many packets of one sender arrive in fragments at\n"
		"the same time.",
		.related = "IpReasmFails",
		.source =
		"net/ipv4/ip_fragment.c ip_frag_too_far(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv6.ip6frag_high_thresh",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning = "As net.ipv4.ipfrag_high_thresh, for IPv6.",
		.knob = "See net.ipv4.ipfrag_high_thresh.",
		.related = "Ip6ReasmFails net.ipv4.ipfrag_high_thresh",
		.source = "net/ipv6/reassembly.c",
	},
	{
		.name = "net.ipv6.ip6frag_time",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"As net.ipv4.ipfrag_time, for IPv6: 60 s by default.",
		.knob = "See net.ipv4.ipfrag_time.",
		.related = "Ip6ReasmTimeout net.ipv4.ipfrag_time",
		.source = "net/ipv6/reassembly.c",
	},
	{
		.name = "net.ipv4.ip_forward",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Whether this network namespace forwards IPv4 packets.\n"
		"Writing it resets other settings of the devices to the\n"
		"defaults for a router or a host.",
		.knob = "1 on routers and on hosts with containers.",
		.related = "IpInAddrErrors",
		.source =
		"net/ipv4/devinet.c, Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.neigh.default.gc_thresh1",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"Up to this many entries the neighbour table is not\n"
		"cleaned; 128 by default. The table is one for all\n"
		"namespaces.",
		.knob =
		"With many hosts on one link, raise all three: 4096, 8192,\n"
		"16384.",
		.related = "net.ipv4.neigh.default.gc_thresh3",
		.source = "net/core/neighbour.c neigh_periodic_work()",
	},
	{
		.name = "net.ipv4.neigh.default.gc_thresh2",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"Above this many entries the neighbour table is cleaned\n"
		"when a new one is wanted, if the last cleaning was more\n"
		"than 5 s ago; 512 by default.",
		.knob = "See net.ipv4.neigh.default.gc_thresh1.",
		.related = "net.ipv4.neigh.default.gc_thresh3",
		.source = "net/core/neighbour.c neigh_alloc()",
	},
	{
		.name = "net.ipv4.neigh.default.gc_thresh3",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"The most entries of the neighbour (ARP) table; 1024 by\n"
		"default. Above it no new neighbour is found, packets to it\n"
		"are lost and the kernel log has \"neighbor table\n"
		"overflow!\".",
		.knob = "See net.ipv4.neigh.default.gc_thresh1.",
		.related = "net.ipv4.neigh.default.gc_thresh1 EHOSTUNREACH",
		.source = "net/core/neighbour.c neigh_alloc()",
	},
	{
		.name = "net.ipv4.neigh.default.unres_qlen",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"Packets that wait for the address of a neighbour. Replaced\n"
		"by unres_qlen_bytes since Linux 3.3; writing it sets that\n"
		"one.",
		.knob = "Set net.ipv4.neigh.default.unres_qlen_bytes instead.",
		.related = "EHOSTUNREACH",
		.source =
		"net/core/neighbour.c,\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.route.max_size",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the initial network namespace",
		.meaning =
		"Without use for IPv4 since Linux 3.6: there is no cache of\n"
		"routes any more.",
		.knob = "Remove it from your configuration.",
		.related = "IpOutNoRoutes",
		.source = "Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.netfilter.nf_conntrack_max",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the module nf_conntrack",
		.meaning =
		"Entries that the table of tracked connections may have.\n"
		"When it is full, new connections are dropped, with\n"
		"\"nf_conntrack: table full, dropping packet\" in the kernel\n"
		"log: it looks like a full SYN queue.",
		.knob =
		"Twice the connections that are expected, with\n"
		"net.netfilter.nf_conntrack_buckets alike; better do not\n"
		"track what needs none (notrack).",
		.related =
		"net.netfilter.nf_conntrack_count\n"
		"net.netfilter.nf_conntrack_buckets",
		.source = "Documentation/networking/nf_conntrack-sysctl.rst",
	},
	{
		.name = "net.netfilter.nf_conntrack_count",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the module nf_conntrack",
		.meaning =
		"Entries of the table of tracked connections in this\n"
		"namespace now, against nf_conntrack_max.",
		.knob = "See net.netfilter.nf_conntrack_max.",
		.related = "net.netfilter.nf_conntrack_max",
		.source = "Documentation/networking/nf_conntrack-sysctl.rst",
	},
	{
		.name = "net.netfilter.nf_conntrack_buckets",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the module nf_conntrack",
		.meaning =
		"Buckets of that table. Far fewer than entries make each\n"
		"lookup slow.",
		.knob = "As many as nf_conntrack_max.",
		.related = "net.netfilter.nf_conntrack_max",
		.source = "Documentation/networking/nf_conntrack-sysctl.rst",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_established",
		.stage = EXPLAIN_NO_STAGE,
		.needs = "the module nf_conntrack",
		.meaning =
		"Seconds that a silent connection stays tracked: 432000 by\n"
		"default, 5 days. It must be longer than\n"
		"tcp_keepalive_time, or idle connections break.",
		.knob = "86400 where the table fills with dead connections.",
		.related =
		"net.netfilter.nf_conntrack_max net.ipv4.tcp_keepalive_time",
		.source = "Documentation/networking/nf_conntrack-sysctl.rst",
	},
	{
		.name = "fs.file-max",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"The most files that the whole machine may have open.\n"
		"Beyond it calls fail with ENFILE, except for\n"
		"CAP_SYS_ADMIN. systemd sets it practically to infinity, so\n"
		"a fixed number from a guide may lower it.",
		.knob =
		"Usually nothing: the limit of the process is the one that\n"
		"bites.",
		.related = "ENFILE file-nr.open RLIMIT_NOFILE descriptors",
		.source =
		"fs/file_table.c alloc_empty_file(),\n"
		"Documentation/admin-guide/sysctl/fs.rst",
	},
	{
		.name = "fs.file-nr",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"Three numbers: files that are open, files that are\n"
		"allocated and free (always 0 today), and fs.file-max.",
		.knob = "Nothing to tune: it is only read.",
		.related = "fs.file-max file-nr.open",
		.source =
		"fs/file_table.c proc_nr_files(),\n"
		"Documentation/admin-guide/sysctl/fs.rst",
	},
	{
		.name = "fs.nr_open",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"How far any process may raise its limit of descriptors:\n"
		"1048576 by default.",
		.knob = "Raise it before a LimitNOFILE above it.",
		.related = "RLIMIT_NOFILE EMFILE",
		.source = "fs/file.c, Documentation/admin-guide/sysctl/fs.rst",
	},
};

const struct explain_table explain_sysctl_net = {
	.kind = EXPLAIN_SYSCTL,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
