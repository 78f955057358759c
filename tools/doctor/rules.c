// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of rules, in the order of the path. Those with one subject stand
 * together. No chain of explanations may lead back to where it began.
 */
#include "array.h"
#include "doctor/rule.h"

#define RESET	"clients get ECONNRESET after they were connected, or ETIMEDOUT"
#define STALLS	"the peer's send() blocks or returns EAGAIN; transfers stall"
#define NO_FILES "accept(), socket(), open() fail"

#define ACCEPT_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_ACCEPT_QUEUE, \
	.look = doctor_accept_queues, .variant = which, \
	.symptom = RESET, .subject = "accept queues", \
	.needs = { "TcpExtListenOverflows", "net.core.somaxconn" }, \
	.explained_by = { { "fd-limit", DOCTOR_SCOPE_PROCESS }, \
			  { "file-max-reached", DOCTOR_SCOPE_ANY }, \
			  { "close-wait-leak", DOCTOR_SCOPE_PROCESS } }, \
}

#define SYN_RULE(name, which, counter, told) { \
	.id = name, .stage = MODEL_STAGE_SYN_QUEUE, \
	.look = doctor_syn_queues, .variant = which, \
	.symptom = told, .subject = "SYN queues", .needs = { counter }, \
	.explained_by = { { "accept-queue-stalled", DOCTOR_SCOPE_OBJECT }, \
			  { "accept-queue-outdated", DOCTOR_SCOPE_OBJECT }, \
			  { "accept-queue-somaxconn", DOCTOR_SCOPE_OBJECT }, \
			  { "accept-queue-default", DOCTOR_SCOPE_OBJECT }, \
			  { "accept-queue-listen", DOCTOR_SCOPE_OBJECT }, \
			  { "fd-limit", DOCTOR_SCOPE_PROCESS } }, \
}

#define READER_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_RECEIVE_BUFFER, \
	.look = doctor_readers, .variant = which, \
	.symptom = STALLS, .subject = "receive buffers", \
	.explained_by = { { "tcp-memory", DOCTOR_SCOPE_ANY } }, \
}

#define UDP_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_RECEIVE_BUFFER, \
	.look = doctor_udp_buffers, .variant = which, \
	.symptom = "datagrams are lost, without an error at either end", \
	.subject = "UDP receive buffers", .needs = { "UdpRcvbufErrors" }, \
	.explained_by = { { "udp-memory", DOCTOR_SCOPE_ANY } }, \
}

#define SENDER_RULE(name, which, told) { \
	.id = name, .stage = MODEL_STAGE_SEND_BUFFER, \
	.look = doctor_senders, .variant = which, \
	.symptom = told, .subject = "send buffers", \
	.explained_by = { { "tcp-memory", DOCTOR_SCOPE_ANY }, \
			  { "nic-ring-full", DOCTOR_SCOPE_ANY }, \
			  { "nic-errors", DOCTOR_SCOPE_ANY }, \
			  { "checksum-errors", DOCTOR_SCOPE_ANY } }, \
}

#define BUDGET_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_NAPI, \
	.look = doctor_napi_budget, .variant = which, \
	.symptom = "latency; loss where packets wait meanwhile", \
	.subject = "the budget of the receive softirq", \
	.needs = { "net.core.netdev_budget" }, .parts = DOCTOR_PART_SOFTNET, \
}

#define BACKLOG_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_NETDEV_BACKLOG, \
	.look = doctor_netdev_backlog, .variant = which, \
	.symptom = "datagrams are lost, TCP retransmits", \
	.subject = "CPU backlogs", .parts = DOCTOR_PART_SOFTNET, \
	.explained_by = { { "napi-budget", DOCTOR_SCOPE_ANY }, \
			  { "napi-budget-usecs", DOCTOR_SCOPE_ANY } }, \
}

#define REASSEMBLY_RULE(name, which) { \
	.id = name, .stage = MODEL_STAGE_REASSEMBLY, \
	.look = doctor_reassembly, .variant = which, \
	.symptom = "large datagrams are lost, small ones are not", \
	.subject = "IP reassembly", .needs = { "IpReasmFails" }, \
	.explained_by = { { "nic-ring-full", DOCTOR_SCOPE_ANY }, \
			  { "nic-errors", DOCTOR_SCOPE_ANY }, \
			  { "checksum-errors", DOCTOR_SCOPE_ANY }, \
			  { "netdev-backlog-full", DOCTOR_SCOPE_ANY }, \
			  { "netdev-flow-limit", DOCTOR_SCOPE_ANY }, \
			  { "qdisc-full", DOCTOR_SCOPE_ANY } }, \
}

const struct doctor_rule doctor_rules[] = {
	{
		.id = "nic-ring-full", .stage = MODEL_STAGE_RING,
		.look = doctor_nic_rings,
		.symptom = "datagrams are lost, TCP retransmits",
		.subject = "network devices", .parts = DOCTOR_PART_NICS,
		.explained_by = {
			{ "napi-budget", DOCTOR_SCOPE_ANY },
			{ "napi-budget-usecs", DOCTOR_SCOPE_ANY },
		},
	},
	{
		.id = "nic-errors", .stage = MODEL_STAGE_RING,
		.look = doctor_nic_errors,
		.symptom = "datagrams are lost, TCP retransmits",
		.subject = "network devices", .parts = DOCTOR_PART_NICS,
	},
	{
		.id = "checksum-errors", .stage = MODEL_STAGE_RING,
		.look = doctor_checksums,
		.symptom = "datagrams are lost, TCP retransmits",
		.subject = "checksums", .needs = { "TcpInCsumErrors" },
	},
	BUDGET_RULE("napi-budget", DOCTOR_BUDGET_PACKETS),
	BUDGET_RULE("napi-budget-usecs", DOCTOR_BUDGET_TIME),
	BACKLOG_RULE("netdev-backlog-full", DOCTOR_BACKLOG_FULL),
	BACKLOG_RULE("netdev-flow-limit", DOCTOR_BACKLOG_FLOW),
	REASSEMBLY_RULE("reassembly-memory", DOCTOR_FRAGMENTS_MEMORY),
	REASSEMBLY_RULE("fragments-lost", DOCTOR_FRAGMENTS_LOST),
	SYN_RULE("syn-queue-drops", DOCTOR_SYN_DROPS, "TcpExtTCPReqQFullDrop",
		 "connect() takes seconds, or fails with ETIMEDOUT"),
	SYN_RULE("syn-queue-cookies", DOCTOR_SYN_COOKIES,
		 "TcpExtTCPReqQFullDoCookies",
		 "connections without window scaling and SACK: slow transfers"),
	SYN_RULE("syn-backlog-useless", DOCTOR_SYN_USELESS,
		 "TcpExtTCPReqQFullDoCookies",
		 "connections without window scaling and SACK: slow transfers"),
	ACCEPT_RULE("accept-queue-stalled", DOCTOR_ACCEPT_STALLED),
	ACCEPT_RULE("accept-queue-outdated", DOCTOR_ACCEPT_OUTDATED),
	ACCEPT_RULE("accept-queue-somaxconn", DOCTOR_ACCEPT_SOMAXCONN),
	ACCEPT_RULE("accept-queue-default", DOCTOR_ACCEPT_DEFAULT),
	ACCEPT_RULE("accept-queue-listen", DOCTOR_ACCEPT_LISTEN),
	{
		.id = "socket-backlog-full", .stage = MODEL_STAGE_SOCK_BACKLOG,
		.look = doctor_sock_backlogs,
		.symptom = "TCP retransmits, transfers are slow",
		.subject = "socket backlogs",
		.needs = { "TcpExtTCPBacklogDrop" },
		.explained_by = { { "tcp-memory", DOCTOR_SCOPE_ANY } },
	},
	READER_RULE("slow-reader", DOCTOR_READER_SLOW),
	READER_RULE("small-segments", DOCTOR_READER_OVERHEAD),
	{
		.id = "rcvbuf-locked-low", .stage = MODEL_STAGE_RECEIVE_BUFFER,
		.look = doctor_locked_buffers,
		.symptom = "transfers are slow although path and machines are not",
		.subject = "buffers fixed by SO_RCVBUF",
		.needs = { "net.ipv4.tcp_rmem", "IpExtInOctets" },
		.parts = DOCTOR_PART_FLAGS,
		.explained_by = {
			{ "tcp-memory", DOCTOR_SCOPE_ANY },
			{ "slow-reader", DOCTOR_SCOPE_OBJECT },
		},
	},
	UDP_RULE("udp-reader-stuck", DOCTOR_UDP_STUCK),
	UDP_RULE("udp-buffer-small", DOCTOR_UDP_SMALL),
	SENDER_RULE("peer-window-zero", DOCTOR_SENDER_WINDOW,
		    "send() blocks or returns EAGAIN"),
	SENDER_RULE("peer-dead", DOCTOR_SENDER_DEAD,
		    "send() blocks or returns EAGAIN, then ETIMEDOUT or EPIPE"),
	SENDER_RULE("sender-stuck", DOCTOR_SENDER_UNKNOWN,
		    "send() blocks or returns EAGAIN"),
	{
		.id = "qdisc-full", .stage = MODEL_STAGE_QDISC,
		.look = doctor_qdiscs,
		.symptom = "send() returns ENOBUFS, TCP retransmits",
		.subject = "qdiscs", .parts = DOCTOR_PART_NICS,
	},
	{
		.id = "tcp-memory", .stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.look = doctor_tcp_memory,
		.symptom = "transfers stall; connections end with ECONNRESET or ENOMEM",
		.subject = "memory of TCP",
		.needs = { "sockstat.TCP.mem", "net.ipv4.tcp_mem" },
		.explained_by = { { "tcp-orphans", DOCTOR_SCOPE_ANY } },
	},
	{
		.id = "udp-memory", .stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.look = doctor_udp_memory,
		.symptom = "datagrams are lost, without an error at either end",
		.subject = "memory of UDP",
		.needs = { "sockstat.UDP.mem", "net.ipv4.udp_mem" },
	},
	{
		.id = "close-wait-leak", .stage = MODEL_STAGE_CONNECTIONS,
		.look = doctor_close_wait,
		.symptom = "in the end EMFILE, and memory that is never given back",
		.subject = "CLOSE_WAIT",
	},
	{
		.id = "time-wait-overflow", .stage = MODEL_STAGE_CONNECTIONS,
		.look = doctor_time_wait,
		.symptom = "now and then a new connection is reset",
		.subject = "TIME_WAIT",
		.needs = { "TcpExtTCPTimeWaitOverflow" },
	},
	{
		.id = "tcp-orphans", .stage = MODEL_STAGE_CONNECTIONS,
		.look = doctor_orphans,
		.symptom = "peers get ECONNRESET before they have all data",
		.subject = "orphans",
		.needs = { "sockstat.TCP.orphan", "net.ipv4.tcp_max_orphans" },
	},
	{
		.id = "ports-exhausted", .stage = MODEL_STAGE_PORTS,
		.look = doctor_ports,
		.symptom = "connect() fails with EADDRNOTAVAIL",
		.subject = "ephemeral ports",
		.needs = { "net.ipv4.ip_local_port_range" },
		.parts = DOCTOR_PART_PORTS,
	},
	{
		.id = "fd-limit", .stage = MODEL_STAGE_DESCRIPTORS,
		.look = doctor_process_files,
		.symptom = NO_FILES " with EMFILE",
		.subject = "descriptors of processes",
		.explained_by = { { "close-wait-leak", DOCTOR_SCOPE_PROCESS } },
	},
	{
		.id = "file-max-reached", .stage = MODEL_STAGE_DESCRIPTORS,
		.look = doctor_system_files,
		.symptom = NO_FILES " with ENFILE",
		.subject = "open files of the machine",
		.needs = { "file-nr.open", "fs.file-max" },
	},
};

const size_t doctor_rule_count = ARRAY_SIZE(doctor_rules);
