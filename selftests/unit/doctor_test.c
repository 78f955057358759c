// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the doctor's rules: where each must speak, and where none may. */
#include "doctor_world.h"

#include "doctor/rule.h"

#define OVERFLOWS "TcpExtListenOverflows=0>600;"
#define FEW_OPENS "TcpPassiveOpens=5>5;"
#define MANY_OPENS "TcpPassiveOpens=0>30000;"
#define COOKIES "TcpExtTCPReqQFullDoCookies=0>900;TcpPassiveOpens=0>30;"
#define UDP_LOSS "UdpRcvbufErrors=0>3000;"
#define QUIET "IpExtInOctets=0>30000;"

#define ZERO_OUT { NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT, \
		   NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT }
#define ZERO_IN	{ NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN, \
		  NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN }
#define LOCKED	{ NETTUNE_SOCK_FLAG_RCVBUF_LOCKED, \
		  NETTUNE_SOCK_FLAG_RCVBUF_LOCKED }

/* A listener that was full both times, and has lost 600 connections. */
#define FULL_128 \
	{ .port = 80, .pid = 7, .accept_q = { 129, 129 }, .accept_max = 128, \
	  .drops = { 10, 610 }, .syn_q = 1, .syn_max = 138 }

/* One that overflows between looks. */
#define BURST(limit) \
	{ .port = 80, .pid = 7, .accept_max = (limit), .drops = { 10, 610 } }

static const struct doctor_case cases[] = {
	{ .name = "busy and healthy", .wants = "" },

	/* Accept queues */
	{ .name = "nobody accepts", .wants = "accept-queue-stalled",
	  .facts = OVERFLOWS FEW_OPENS, .listeners = { FULL_128 } },
	{ .name = "nobody accepts, and the queue fills meanwhile",
	  .wants = "accept-queue-stalled",
	  .facts = OVERFLOWS "TcpPassiveOpens=0>129",
	  .listeners = { { .port = 80, .accept_q = { 0, 129 },
			   .accept_max = 128, .drops = { 0, 600 } } } },
	{ .name = "nobody accepts, and nobody tries any more",
	  .wants = "accept-queue-stalled", .facts = FEW_OPENS,
	  .listeners = { { .port = 80, .accept_q = { 6, 6 },
			   .accept_max = 5 } } },
	{ .name = "exactly at the limit is not full", .wants = "",
	  .facts = FEW_OPENS,
	  .listeners = { { .port = 80, .accept_q = { 5, 5 },
			   .accept_max = 5 } } },
	{ .name = "full only now", .wants = "", .facts = FEW_OPENS,
	  .listeners = { { .port = 80, .accept_q = { 0, 6 },
			   .accept_max = 5 } } },
	{ .name = "nginx's default", .wants = "accept-queue-default",
	  .facts = OVERFLOWS MANY_OPENS, .listeners = { BURST(511) } },
	{ .name = "full both times, but faster than a second's worth",
	  .wants = "accept-queue-default",
	  .facts = OVERFLOWS MANY_OPENS, .listeners = { FULL_128 } },
	{ .name = "a number that somebody chose", .wants = "accept-queue-listen",
	  .facts = OVERFLOWS MANY_OPENS, .listeners = { BURST(200) } },
	{ .name = "cut by somaxconn", .wants = "accept-queue-somaxconn",
	  .facts = OVERFLOWS MANY_OPENS "net.core.somaxconn=128",
	  .listeners = { BURST(128) } },
	{ .name = "from before somaxconn was raised",
	  .wants = "accept-queue-outdated",
	  .facts = OVERFLOWS MANY_OPENS "net.core.somaxconn=16384",
	  .listeners = { BURST(4096) } },
	{ .name = "raised meanwhile", .wants = "accept-queue-outdated",
	  .facts = OVERFLOWS MANY_OPENS "net.core.somaxconn=300>16384",
	  .listeners = { BURST(300) } },
	{ .name = "two losses in three seconds", .wants = "",
	  .facts = "TcpExtListenOverflows=0>2;TcpPassiveOpens=0>30000",
	  .listeners = { { .port = 80, .accept_q = { 6, 0 }, .accept_max = 5,
			   .drops = { 0, 2 } } } },
	{ .name = "a loss in a million", .wants = "",
	  .facts = "TcpExtListenOverflows=0>10;TcpPassiveOpens=0>9000000",
	  .listeners = { { .port = 80, .accept_q = { 0, 0 }, .accept_max = 5,
			   .drops = { 0, 10 } } } },
	{ .name = "out of descriptors, so nothing is accepted",
	  .wants = "fd-limit", .facts = OVERFLOWS FEW_OPENS,
	  .listeners = { FULL_128 }, .files = { 1024, 1024, 1024, 7 } },
	{ .name = "another process is out of descriptors",
	  .wants = "accept-queue-stalled fd-limit",
	  .facts = OVERFLOWS FEW_OPENS, .listeners = { FULL_128 },
	  .files = { 1024, 1024, 1024, 8 } },

	/* SYN queues */
	{ .name = "cookies", .wants = "syn-queue-cookies", .facts = COOKIES,
	  .listeners = { { .port = 80, .accept_max = 16, .syn_q = 17,
			   .syn_max = 16 } } },
	{ .name = "cookies, of a listener that nobody knows",
	  .wants = "syn-queue-cookies", .facts = COOKIES },
	{ .name = "tcp_max_syn_backlog was raised against it",
	  .wants = "syn-backlog-useless",
	  .facts = COOKIES "net.ipv4.tcp_max_syn_backlog=65535",
	  .listeners = { { .port = 80, .accept_max = 16, .syn_q = 17,
			   .syn_max = 16 } } },
	{ .name = "tcp_max_syn_backlog was raised, and nothing is full",
	  .wants = "", .facts = "net.ipv4.tcp_max_syn_backlog=65535" },
	{ .name = "no cookies", .wants = "syn-queue-drops",
	  .facts = "TcpExtTCPReqQFullDrop=0>900;net.ipv4.tcp_syncookies=0;TcpPassiveOpens=0>3",
	  .listeners = { { .port = 80, .accept_max = 1000, .syn_q = 97,
			   .syn_max = 96, .drops = { 0, 900 } } } },
	{ .name = "a full accept queue fills the SYN queue",
	  .wants = "accept-queue-stalled", .facts = OVERFLOWS COOKIES,
	  .listeners = { { .port = 80, .accept_q = { 129, 129 },
			   .accept_max = 128, .drops = { 0, 600 },
			   .syn_q = 129, .syn_max = 128 } } },
	{ .name = "another listener's accept queue does not explain it",
	  .wants = "accept-queue-stalled syn-queue-cookies",
	  .facts = OVERFLOWS COOKIES,
	  .listeners = { FULL_128,
			 { .port = 81, .accept_max = 16, .syn_q = 17,
			   .syn_max = 16 } } },

	/* Receive buffers */
	{ .name = "nothing is read", .wants = "slow-reader",
	  .socks = { { .port = 80, .peer = 9, .pid = 7, .flags = ZERO_OUT,
		       .rmem = { 130000, 130000 },
		       .recv_q = { 60000, 60000 } } } },
	{ .name = "nothing is read, as sock_diag tells it",
	  .wants = "slow-reader",
	  .socks = { { .port = 80, .peer = 9, .dumb = true,
		       .rmem = { 130000, 130000 },
		       .recv_q = { 60000, 60000 } } } },
	{ .name = "little is read", .wants = "slow-reader", .facts = QUIET,
	  .socks = { { .port = 80, .peer = 9, .flags = ZERO_OUT,
		       .rmem = { 130000, 130000 },
		       .recv_q = { 60000, 61000 } } } },
	{ .name = "much is read, and more comes", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .flags = ZERO_OUT,
		       .rmem = { 130000, 130000 },
		       .recv_q = { 60000, 61000 } } } },
	{ .name = "the window is open", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .rmem = { 80000, 80000 },
		       .recv_q = { 60000, 60000 } } } },
	{ .name = "both ends are here: the reader is to blame",
	  .wants = "slow-reader",
	  .socks = { { .port = 80, .peer = 9, .pid = 7, .flags = ZERO_OUT,
		       .recv_q = { 60000, 60000 } },
		     { .port = 9, .peer = 80, .pid = 8, .flags = ZERO_IN,
		       .send_q = { 500000, 500000 } } } },
	{ .name = "one process, three sockets: one finding",
	  .wants = "slow-reader",
	  .socks = { { .port = 80, .peer = 9, .pid = 7, .dumb = true,
		       .recv_q = { 60000, 60000 } },
		     { .port = 80, .peer = 10, .pid = 7, .dumb = true,
		       .recv_q = { 60000, 60000 } },
		     { .port = 80, .peer = 11, .pid = 7, .dumb = true,
		       .recv_q = { 60000, 60000 } } } },
	{ .name = "tiny segments", .wants = "small-segments",
	  .socks = { { .port = 80, .peer = 9, .flags = ZERO_OUT,
		       .rmem = { 120000, 120000 },
		       .recv_q = { 300, 300 } } } },
	{ .name = "small segments, and room for them", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .rmem = { 60000, 60000 },
		       .recv_q = { 300, 300 } } } },
	{ .name = "SO_RCVBUF is too low", .wants = "rcvbuf-locked",
	  .facts = "IpExtInOctets=0>480000",
	  .socks = { { .port = 80, .peer = 9, .pid = 7, .flags = LOCKED,
		       .rcvbuf = 8192,
		       .tcp = { .srtt_us = 100000,
				.window_clamp = 4096 } } } },
	{ .name = "SO_RCVBUF is low, and less comes", .wants = "",
	  .facts = "IpExtInOctets=0>60000",
	  .socks = { { .port = 80, .peer = 9, .flags = LOCKED, .rcvbuf = 8192,
		       .tcp = { .srtt_us = 100000,
				.window_clamp = 4096 } } } },
	{ .name = "SO_RCVBUF is low, and so is the round trip", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .flags = LOCKED, .rcvbuf = 8192,
		       .tcp = { .srtt_us = 50, .window_clamp = 4096 } } } },
	{ .name = "SO_RCVBUF is high", .wants = "",
	  .facts = "IpExtInOctets=0>900000000",
	  .socks = { { .port = 80, .peer = 9, .flags = LOCKED,
		       .rcvbuf = 16 << 20,
		       .tcp = { .srtt_us = 100000,
				.window_clamp = 4096 } } } },
	{ .name = "the backlog of a socket", .wants = "socket-backlog",
	  .facts = "TcpExtTCPBacklogDrop=0>600",
	  .socks = { { .port = 80, .peer = 9, .drops = { 0, 600 } } } },

	/* UDP */
	{ .name = "bursts", .wants = "udp-buffer-small", .facts = UDP_LOSS,
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .pid = 7, .rcvbuf = 212992,
		       .rmem = { 200000, 4000 }, .drops = { 10, 3010 } } } },
	{ .name = "nobody reads", .wants = "udp-reader-stuck",
	  .facts = UDP_LOSS "UdpInDatagrams=0>0",
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .pid = 7, .rcvbuf = 212992,
		       .rmem = { 213000, 213000 }, .drops = { 10, 3010 } } } },
	{ .name = "nobody reads, and the buffer holds three datagrams",
	  .wants = "udp-reader-stuck", .facts = UDP_LOSS "UdpInDatagrams=0>0",
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .pid = 7, .rcvbuf = 8192,
		       .rmem = { 6912, 6912 }, .drops = { 10, 3010 } } } },
	{ .name = "bursts while others read much", .wants = "udp-buffer-small",
	  .facts = UDP_LOSS,
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .rcvbuf = 212992,
		       .rmem = { 213000, 213000 }, .drops = { 10, 3010 } } } },
	{ .name = "one in a hundred thousand", .wants = "",
	  .facts = "UdpRcvbufErrors=0>4;UdpInDatagrams=0>9000000",
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .drops = { 0, 4 } } } },
	{ .name = "damaged", .wants = "checksum-errors",
	  .facts = "UdpInCsumErrors=0>3000;UdpInErrors=0>3000;IpInReceives=0>30000" },
	{ .name = "damaged once in a million", .wants = "",
	  .facts = "UdpInCsumErrors=0>5;IpInReceives=0>30000000" },

	/* Softirq */
	{ .name = "a backlog is full", .wants = "netdev-backlog",
	  .cpu = { 0, 5000, 0, 0 } },
	{ .name = "a flow has too much of it", .wants = "netdev-flow-limit",
	  .cpu = { 0, 5000, 0, 5000 } },
	{ .name = "few drops among many", .wants = "",
	  .cpu = { 90000000, 100, 0, 0 } },
	{ .name = "squeezed often, and nothing lost", .wants = "",
	  .cpu = { 0, 0, 900000, 0 } },
	{ .name = "budget 1", .wants = "napi-budget",
	  .facts = "net.core.netdev_budget=1", .cpu = { 0, 5000, 90000, 0 } },
	{ .name = "budget 1, and nothing to do", .wants = "",
	  .facts = "net.core.netdev_budget=1;net.core.netdev_budget_usecs=8000",
	  .cpu = { 0, 0, (__u32)-1990, 0 } },
	{ .name = "100 us", .wants = "napi-budget-usecs",
	  .facts = "net.core.netdev_budget_usecs=100",
	  .cpu = { 0, 0, 90000, 0 } },
	{ .name = "a ring overflows, because packets are counted",
	  .wants = "napi-budget", .nic = "rx_missed=0>5000",
	  .cpu = { 2000000, 0, 1000, 0 } },
	{ .name = "a ring overflows, because time is",
	  .wants = "napi-budget-usecs", .nic = "rx_missed=0>5000",
	  .cpu = { 100000, 0, 20000, 0 } },

	/* Devices */
	{ .name = "a ring overflows", .wants = "nic-ring",
	  .nic = "rx_missed=0>5000", .cpu = { 0, 0, (__u32)-1990, 0 } },
	{ .name = "a ring overflows now and then", .wants = "",
	  .nic = "rx_missed=0>40", .cpu = { 0, 0, (__u32)-1990, 0 } },
	{ .name = "a bad cable", .wants = "nic-errors", .nic = "rx_crc=0>900" },
	{ .name = "a qdisc is full", .wants = "qdisc-drops",
	  .nic = "qdisc_drops=0>5000" },
	{ .name = "a qdisc that drops on purpose", .wants = "",
	  .nic = "qdisc_drops=0>5000;fq_codel=0" },

	/* Reassembly */
	{ .name = "fragments fill their memory", .wants = "reassembly-memory",
	  .facts = "IpReasmFails=0>900;sockstat.FRAG.memory=4194000" },
	{ .name = "fragments are lost", .wants = "fragments-lost",
	  .facts = "IpReasmFails=0>900;IpReasmTimeout=0>900" },

	/* Memory */
	{ .name = "TCP under pressure", .wants = "tcp-memory",
	  .facts = "sockstat.TCP.mem=1500>2100",
	  .socks = { { .port = 80, .peer = 9, .pid = 7, .dumb = true,
		       .rmem = { 130000, 130000 },
		       .recv_q = { 60000, 60000 } } } },
	{ .name = "TCP near the mark", .wants = "",
	  .facts = "sockstat.TCP.mem=1999" },
	{ .name = "TCP over the mark for a moment", .wants = "",
	  .facts = "sockstat.TCP.mem=900>2100" },
	{ .name = "UDP under pressure", .wants = "udp-memory",
	  .facts = "sockstat.UDP.mem=2100" },
	{ .name = "UDP loses for want of memory", .wants = "udp-memory",
	  .facts = "UdpMemErrors=0>4000;" UDP_LOSS,
	  .socks = { { .port = 514, .protocol = IPPROTO_UDP,
		       .state = NT_STATE_CLOSE, .drops = { 0, 3000 } } } },

	/* Connections */
	{ .name = "a leak", .wants = "close-wait-leak",
	  .close_wait = { 50, 60, 50, 7 } },
	{ .name = "as many, but each soon gone", .wants = "",
	  .close_wait = { 50, 60, 0, 7 } },
	{ .name = "a few", .wants = "", .close_wait = { 31, 31, 31, 7 } },
	{ .name = "nobody has accepted them yet", .wants = "",
	  .close_wait = { 50, 60, 50, 0 } },
	{ .name = "a leak that used up the descriptors",
	  .wants = "close-wait-leak", .close_wait = { 50, 60, 50, 7 },
	  .files = { 100, 100, 100, 7 } },
	{ .name = "too many in TIME_WAIT", .wants = "time-wait-overflow",
	  .facts = "TcpExtTCPTimeWaitOverflow=0>900" },
	{ .name = "orphans", .wants = "tcp-orphans",
	  .facts = "sockstat.TCP.orphan=7000>8000" },
	{ .name = "orphans are aborted", .wants = "tcp-orphans",
	  .facts = "sockstat.TCP.orphan=3000>2500;TcpExtTCPAbortOnMemory=0>900" },
	{ .name = "many orphans", .wants = "",
	  .facts = "sockstat.TCP.orphan=6000>7000" },
	{ .name = "no port is left", .wants = "ports-exhausted",
	  .ports = { 28232, 28232, 28000 } },
	{ .name = "half of the ports", .wants = "", .ports = { 14000, 14000 } },

	/* Descriptors */
	{ .name = "nearly out of descriptors", .wants = "fd-limit",
	  .files = { 900, 1000, 1024, 7 } },
	{ .name = "many descriptors", .wants = "",
	  .files = { 900, 950, 1024, 7 } },
	{ .name = "many for a moment", .wants = "",
	  .files = { 100, 1024, 1024, 7 } },
	{ .name = "the machine is", .wants = "file-max",
	  .facts = "file-nr.open=99000" },

	/* Senders */
	{ .name = "the peer does not read", .wants = "peer-window-zero",
	  .socks = { { .port = 80, .peer = 9, .flags = ZERO_IN, .pid = 7,
		       .send_q = { 500000, 500000 } } } },
	{ .name = "the peer is gone", .wants = "peer-dead",
	  .socks = { { .port = 80, .peer = 9, .pid = 7,
		       .send_q = { 5000, 5000 },
		       .tcp = { .unacked = 5000, .retrans_out = 1,
				.total_retrans = 4 } } } },
	{ .name = "one of them, as sock_diag tells it", .wants = "sender-stuck",
	  .socks = { { .port = 80, .peer = 9, .dumb = true,
		       .send_q = { 5000, 5000 } } } },
	{ .name = "a listener here has not taken it",
	  .wants = "accept-queue-stalled", .facts = OVERFLOWS FEW_OPENS,
	  .listeners = { FULL_128 },
	  .socks = { { .port = 9, .peer = 80, .send_q = { 5000, 5000 },
		       .tcp = { .unacked = 5000, .retrans_out = 1 } } } },
	{ .name = "closed, with a FIN on its way", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .dumb = true,
		       .state = NT_STATE_FIN_WAIT1, .send_q = { 1, 1 } } } },
	{ .name = "something was sent meanwhile", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .flags = ZERO_IN,
		       .send_q = { 500000, 400000 } } } },
	{ .name = "held back by TCP_CORK", .wants = "",
	  .socks = { { .port = 80, .peer = 9, .send_q = { 500, 500 },
		       .tcp = { .unsent = 500 } } } },
};

struct found {
	char		ids[512];
	unsigned int	count;
};

static bool ends_with_stop(const char *text)
{
	size_t len = strlen(text);

	return len && text[len - 1] == '.';
}

/* Each must be complete, and its fix nothing but commands and comments. */
static int take(const struct doctor_finding *finding, void *arg)
{
	struct found *found = arg;
	char fix[DOCTOR_TEXT], *save, *line;

	snprintf(found->ids + strlen(found->ids),
		 sizeof(found->ids) - strlen(found->ids), "%s%s",
		 found->count++ ? " " : "", finding->id);
	assert_true(ends_with_stop(finding->cause));
	assert_true(strlen(finding->cause) < DOCTOR_TEXT - 1);
	assert_true(strlen(finding->fix) < DOCTOR_TEXT - 1);
	assert_true(*finding->symptom);
	assert_true(finding->evidence.count >= 2);
	snprintf(fix, sizeof(fix), "%s", finding->fix);
	line = strtok_r(fix, "\n", &save);
	assert_non_null(line);
	for (; line; line = strtok_r(NULL, "\n", &save))
		assert_true(!strncmp(line, "# ", 2) ||
			    !strncmp(line, "sysctl -w ", 10) ||
			    !strncmp(line, "ethtool -G eth0 ", 16) ||
			    !strncmp(line, "tc qdisc change dev eth0 ", 25) ||
			    !strncmp(line, "cat /proc/7/", 12) ||
			    !strncmp(line, "prlimit --pid ", 14));
	return 0;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct found found = { 0 };
		struct world world;

		world_make(&world, &cases[i]);
		assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW],
					      take, &found), 0);
		if (strcmp(found.ids, cases[i].wants))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].name,
				 found.ids, cases[i].wants);
		world_free(&world);
	}
}

/* Every rule is there where it must speak, in a case of its own. */
static void test_every_rule_has_a_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++) {
		bool there = false;

		for (size_t j = 0; j < ARRAY_SIZE(cases); j++)
			there |= !strcmp(cases[j].wants, doctor_rules[i].id);
		if (!there)
			fail_msg("no case for %s", doctor_rules[i].id);
	}
}

static const struct doctor_rule *rule_named(const char *id)
{
	for (size_t i = 0; i < doctor_rule_count; i++)
		if (!strcmp(doctor_rules[i].id, id))
			return &doctor_rules[i];
	fail_msg("no rule %s", id);
	return NULL;
}

static bool leads_back(const struct doctor_rule *from, unsigned int steps)
{
	if (!steps)
		return true;
	for (size_t i = 0; i < DOCTOR_EXPLANATIONS; i++) {
		const char *id = from->explained_by[i].id;

		if (id && leads_back(rule_named(id), steps - 1))
			return true;
	}
	return false;
}

/* Two that explain each other would both be left out. */
static void test_explanations_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++)
		assert_false(leads_back(&doctor_rules[i], doctor_rule_count));
}

static void test_ids_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < doctor_rule_count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(doctor_rules[i].id,
						doctor_rules[j].id);
}

/* Nothing known, nothing found. */
static void test_empty(void **state)
{
	struct model_snapshot empty = { 0 };
	struct found found = { 0 };

	(void)state;
	assert_int_equal(doctor_judge(&empty, &empty, take, &found), 0);
	assert_int_equal(found.count, 0);
}

static int refuse(const struct doctor_finding *finding, void *arg)
{
	(void)finding;
	++*(unsigned int *)arg;
	return 5;
}

static void test_taker_ends(void **state)
{
	struct doctor_case both = {
		.facts = OVERFLOWS FEW_OPENS "file-nr.open=99000",
		.listeners = { FULL_128 },
	};
	unsigned int count = 0;
	struct world world;

	(void)state;
	world_make(&world, &both);
	assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW], refuse,
				      &count), 5);
	assert_int_equal(count, 1);
	world_free(&world);
}

/* Names are not for the shell. */
static int take_hostile(const struct doctor_finding *finding, void *arg)
{
	++*(unsigned int *)arg;
	assert_null(strstr(finding->fix, "reboot"));
	return 0;
}

static void test_hostile_names(void **state)
{
	struct doctor_case hostile = {
		.facts = OVERFLOWS FEW_OPENS, .listeners = { FULL_128 },
		.nic = "rx_missed=0>5000;qdisc_drops=0>5000",
		.cpu = { 0, 0, (__u32)-1990, 0 },
	};
	unsigned int count = 0;
	struct world world;

	(void)state;
	world_make(&world, &hostile);
	for (int i = THEN; i <= NOW; i++) {
		memcpy(world.at[i].nics->ifname, "e;reboot", 9);
		memcpy(world.at[i].listeners.socks[1].sock.process.comm,
		       "a\nreboot", 9);
	}
	assert_int_equal(doctor_judge(&world.at[THEN], &world.at[NOW],
				      take_hostile, &count), 0);
	assert_int_equal(count, 3);
	world_free(&world);
}

static int take_blind(const char *subject, const char *missing, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%s: %s; ", subject, missing);
	return 0;
}

static void test_blind(void **state)
{
	static const struct doctor_case healthy = { 0 };
	char text[4096] = "";
	struct world world;

	(void)state;
	world_make(&world, &healthy);
	assert_int_equal(doctor_blind(&world.at[THEN], &world.at[NOW],
				      take_blind, text), 0);
	assert_string_equal(text, "");
	world.at[NOW].module = false;
	world.at[THEN].ports.known = false;
	world.at[NOW].nic_count = 0;
	assert_int_equal(doctor_blind(&world.at[THEN], &world.at[NOW],
				      take_blind, text), 0);
	assert_string_equal(text,
			    "network devices: can't be read here; "
			    "buffers fixed by SO_RCVBUF: only the nettune module tells; "
			    "qdiscs: can't be read here; "
			    "ephemeral ports: can't be read here; ");
	world.at[NOW].nic_count = 1;
	world_free(&world);
}

static void test_losing(void **state)
{
	static const struct {
		__u64	ms;
		__s64	lost, passed;
		bool	wants;
	} rows[] = {
		{ 3000, 0, 0, false },
		{ 3000, 2, 0, false },
		{ 3000, 3, 0, true },
		{ 3000, 3, 10000, true },
		{ 3000, 3, 9000000, false },
		{ 3000, 1000, 9000000, true },
		{ 1000, 1, 0, true },
		{ 60000, 59, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct judge judge = { .interval_ms = rows[i].ms };

		assert_int_equal(judge_losing(&judge, rows[i].lost,
					      rows[i].passed), rows[i].wants);
	}
}

static void test_round_up(void **state)
{
	(void)state;
	assert_int_equal(doctor_round_up(0, 1024, 65535), 1024);
	assert_int_equal(doctor_round_up(1025, 1024, 65535), 2048);
	assert_int_equal(doctor_round_up(4096, 1024, 65535), 4096);
	assert_int_equal(doctor_round_up(1LL << 60, 1024, 65535), 65535);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_rule_has_a_case),
		cmocka_unit_test(test_explanations_end),
		cmocka_unit_test(test_ids_are_unique),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_taker_ends),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_blind),
		cmocka_unit_test(test_losing),
		cmocka_unit_test(test_round_up),
	};

	return cmocka_run_group_tests_name("doctor", tests, NULL, NULL);
}
