// SPDX-License-Identifier: GPL-2.0-or-later
/* What goes up and down. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "sockstat.TCP.inuse",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"TCP sockets of this network namespace, without those in\n"
		"TIME_WAIT and without handshakes under way.",
		.knob = "Nothing to tune.",
		.related = "sockstat.TCP.alloc TcpCurrEstab",
		.source = "net/ipv4/proc.c sockstat_seq_show()",
	},
	{
		.name = "sockstat.TCP.orphan",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"TCP sockets that no application holds any more and that\n"
		"are not finished. Counted for the whole machine, against\n"
		"tcp_max_orphans.",
		.knob =
		"net.ipv4.tcp_max_orphans; net.ipv4.tcp_orphan_retries ends\n"
		"them sooner.",
		.related =
		"net.ipv4.tcp_max_orphans net.ipv4.tcp_orphan_retries\n"
		"TcpExtTCPAbortOnMemory",
		.source =
		"net/ipv4/proc.c sockstat_seq_show(), net/ipv4/tcp.c\n"
		"tcp_orphan_count_sum()",
	},
	{
		.name = "sockstat.TCP.tw",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Connections in TIME_WAIT (and in FIN_WAIT_2 without an\n"
		"owner) of this network namespace, against\n"
		"tcp_max_tw_buckets.",
		.knob = "See time-wait.",
		.related =
		"time-wait net.ipv4.tcp_max_tw_buckets\n"
		"TcpExtTCPTimeWaitOverflow",
		.source = "net/ipv4/proc.c sockstat_seq_show()",
	},
	{
		.name = "sockstat.TCP.alloc",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"TCP sockets of the whole machine, in all namespaces,\n"
		"including orphans and those that are closed but held.",
		.knob =
		"Nothing to tune. Far above inuse: sockets in other\n"
		"namespaces, or closed ones that are still open as\n"
		"descriptors.",
		.related = "sockstat.TCP.inuse",
		.source = "net/ipv4/proc.c sockstat_seq_show()",
	},
	{
		.name = "sockstat.TCP.mem",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Pages of memory that TCP uses on the whole machine, to be\n"
		"compared with tcp_mem. Each CPU keeps up to 1 MiB that is\n"
		"not shown.",
		.knob = "See protocol-memory.",
		.related =
		"net.ipv4.tcp_mem TcpExtTCPMemoryPressures protocol-memory",
		.source =
		"net/ipv4/proc.c sockstat_seq_show(),\n"
		"include/net/proto_memory.h",
	},
	{
		.name = "sockstat.UDP.mem",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Pages of memory that UDP uses on the whole machine, to be\n"
		"compared with the first value of udp_mem.",
		.knob = "See UdpMemErrors.",
		.related = "net.ipv4.udp_mem UdpMemErrors",
		.source = "net/ipv4/proc.c sockstat_seq_show()",
	},
	{
		.name = "sockstat.FRAG.memory",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Bytes of fragments that wait for reassembly in this\n"
		"network namespace, against ipfrag_high_thresh.",
		.knob = "See reassembly.",
		.related =
		"net.ipv4.ipfrag_high_thresh IpReasmFails reassembly",
		.source = "net/ipv4/proc.c sockstat_seq_show()",
	},
	{
		.name = "file-nr.open",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"Files that are open on the whole machine, against\n"
		"fs.file-max.",
		.knob = "See descriptors.",
		.related = "fs.file-nr fs.file-max ENFILE",
		.source = "fs/file_table.c proc_nr_files()",
	},
	{
		.name = "RLIMIT_NOFILE",
		.aliases = "LimitNOFILE",
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"The most descriptors that one process may have open: the\n"
		"soft limit counts (EMFILE), the hard one is how far it may\n"
		"raise that itself. Many services still start with a soft\n"
		"limit of 1024. No process can go above fs.nr_open.",
		.knob =
		"LimitNOFILE= in the systemd unit, or prlimit --pid PID\n"
		"--nofile=N for a running process.",
		.related = "EMFILE fs.nr_open fs.file-max descriptors",
		.source = "fs/file.c alloc_fd(), getrlimit(2)",
	},
};

const struct explain_table explain_gauges = {
	.kind = EXPLAIN_GAUGE,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
