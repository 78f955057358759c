// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is told of each stage, on snapshots made by hand. */
#include "make_tcp.h"
#include "unit.h"

#include <stdio.h>

#include "model/stages.h"

#define SECOND	1000000000ULL

/* Two snapshots, two seconds apart, with nothing in them yet. */
static struct model_snapshot before, after;
static struct model_stage_row rows[MODEL_STAGES];

static int make(void **state)
{
	(void)state;
	before = (struct model_snapshot) { .time_ns = 5 * SECOND };
	after = (struct model_snapshot) { .time_ns = 7 * SECOND, .host = true };
	return 0;
}

static int forget(void **state)
{
	(void)state;
	model_snapshot_free(&before);
	model_snapshot_free(&after);
	return 0;
}

static void set(const char *name, __s64 then, __s64 now)
{
	assert_int_equal(model_facts_set(&before.facts, name, then), 0);
	assert_int_equal(model_facts_set(&after.facts, name, now), 0);
}

static void set_text(const char *name, const char *text)
{
	assert_int_equal(model_facts_set_text(&after.facts, name, text), 0);
}

static const struct model_stage_row *row_of(enum model_stage stage)
{
	model_stages(&before, &after, rows);
	return &rows[stage];
}

static void check_queue(const struct model_stage_row *row, __u64 depth,
			__u64 limit, __u64 permille)
{
	assert_int_equal(row->has & (MODEL_STAGE_HAS_DEPTH |
				     MODEL_STAGE_HAS_LIMIT |
				     MODEL_STAGE_HAS_FULLNESS),
			 MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LIMIT |
			 MODEL_STAGE_HAS_FULLNESS);
	assert_int_equal(row->depth, depth);
	assert_int_equal(row->limit, limit);
	assert_int_equal(row->permille, permille);
	assert_null(row->unknown);
}

static void check_loss(const struct model_stage_row *row, __u64 loss,
		       double rate)
{
	assert_true(row->has & MODEL_STAGE_HAS_LOSS);
	assert_int_equal(row->loss, loss);
	assert_true(row->has & MODEL_STAGE_HAS_RATE);
	assert_true(row->rate == rate);
}

/* Nothing is known: every row says so, none is alarming, nothing is 0. */
static void test_nothing(void **state)
{
	(void)state;
	model_stages(NULL, &after, rows);
	for (size_t i = 0; i < MODEL_STAGES; i++) {
		assert_int_equal(rows[i].stage, i);
		assert_int_equal(rows[i].alarm, MODEL_STAGE_CALM);
		assert_false(rows[i].worst);
		assert_false(rows[i].has & ~MODEL_STAGE_HAS_DEPTH);
		assert_true(!!(rows[i].has & MODEL_STAGE_HAS_DEPTH) ==
			    !rows[i].unknown);
		assert_string_equal(rows[i].object, "");
		assert_non_null(rows[i].unit);
		assert_non_null(rows[i].knob);
	}
}

static struct model_nic *make_nics(struct model_snapshot *snapshot)
{
	struct model_nic *nics = calloc(2, sizeof(*nics));

	assert_non_null(nics);
	for (int i = 0; i < 2; i++) {
		nics[i] = (struct model_nic) {
			.has = MODEL_NIC_HAS_RING, .ifindex = i + 2,
			.ring_rx = 256 << i, .ring_rx_max = 4096,
			.qdisc = "fq_codel",
		};
		snprintf(nics[i].ifname, sizeof(nics[i].ifname), "eth%d", i);
		model_facts_set(&nics[i].queues, "qdisc_qlen", 10 * i);
		model_facts_set(&nics[i].queues, "qdisc_limit", 1000);
	}
	snapshot->nics = nics;
	snapshot->nic_count = 2;
	return nics;
}

static void test_ring(void **state)
{
	struct model_nic *then = make_nics(&before), *now = make_nics(&after);
	const struct model_stage_row *row;

	(void)state;
	/* eth0 has lost more, eth1 loses now */
	model_facts_set(&then[0].drops, "rx_missed", 1000);
	model_facts_set(&now[0].drops, "rx_missed", 1000);
	model_facts_set(&then[1].drops, "rx_fifo", 1);
	model_facts_set(&now[1].drops, "rx_fifo", 5);
	/* one loss under two names */
	model_facts_set(&now[1].drops, "rx_over", 5);
	row = row_of(MODEL_STAGE_RING);
	assert_string_equal(row->object, "eth1");
	assert_int_equal(row->depth, 512);
	assert_int_equal(row->limit, 4096);
	assert_false(row->has & MODEL_STAGE_HAS_FULLNESS);
	check_loss(row, 1005, 2);
	assert_int_equal(row->alarm, MODEL_STAGE_FULL);
	assert_true(row->worst);
	/* without a ring there is no stage */
	now[0].has = 0;
	now[1].has = 0;
	row = row_of(MODEL_STAGE_RING);
	assert_int_equal(row->has, 0);
	assert_non_null(row->unknown);
}

static void test_qdisc(void **state)
{
	struct model_nic *then = make_nics(&before), *now = make_nics(&after);
	const struct model_stage_row *row = row_of(MODEL_STAGE_QDISC);

	(void)state;
	check_queue(row, 10, 1000, 10);
	assert_string_equal(row->object, "eth1 fq_codel");
	model_facts_set(&then[0].drops, "qdisc_drops", 4);
	model_facts_set(&now[0].drops, "qdisc_drops", 10);
	row = row_of(MODEL_STAGE_QDISC);
	assert_string_equal(row->object, "eth0 fq_codel");
	check_queue(row, 0, 1000, 0);
	check_loss(row, 10, 3);
	snprintf(now[0].qdisc, sizeof(now[0].qdisc), "noqueue");
	now[1].qdisc[0] = '\0';
	row = row_of(MODEL_STAGE_QDISC);
	assert_int_equal(row->has, 0);
	assert_non_null(row->unknown);
}

static void make_cpus(struct model_snapshot *snapshot)
{
	struct model_softnet *cpus = calloc(2, sizeof(*cpus));

	assert_non_null(cpus);
	for (int i = 0; i < 2; i++)
		cpus[i] = (struct model_softnet) {
			.has = MODEL_SOFTNET_HAS_STAT,
			.stat = { .cpu = i, .max_backlog = 1000 },
		};
	snapshot->softnet = cpus;
	snapshot->cpus = 2;
}

static void test_napi(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	make_cpus(&before);
	make_cpus(&after);
	set("net.core.netdev_budget", 300, 300);
	after.softnet[1].stat.time_squeeze = 4;
	row = row_of(MODEL_STAGE_NAPI);
	check_loss(row, 4, 2);
	assert_string_equal(row->object, "cpu 1");
	assert_int_equal(row->has & (MODEL_STAGE_HAS_DEPTH |
				     MODEL_STAGE_HAS_LIMIT),
			 MODEL_STAGE_HAS_LIMIT);
	assert_int_equal(row->limit, 300);
	/* work that is put off is no loss */
	assert_int_equal(row->alarm, MODEL_STAGE_CALM);
}

static void test_netdev_backlog(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	make_cpus(&before);
	make_cpus(&after);
	after.softnet[0].stat.input_qlen = 900;
	row = row_of(MODEL_STAGE_NETDEV_BACKLOG);
	check_queue(row, 900, 1000, 900);
	check_loss(row, 0, 0);
	assert_string_equal(row->object, "cpu 0");
	assert_int_equal(row->alarm, MODEL_STAGE_HIGH);
	/* a counter of 32 bits that has gone round */
	before.softnet[1].stat.dropped = UINT32_MAX;
	after.softnet[1].stat.dropped = 9;
	row = row_of(MODEL_STAGE_NETDEV_BACKLOG);
	assert_string_equal(row->object, "cpu 1");
	check_loss(row, 9, 5);
	assert_int_equal(row->alarm, MODEL_STAGE_FULL);
	after.softnet[0].has = 0;
	after.softnet[1].has = 0;
	assert_non_null(row_of(MODEL_STAGE_NETDEV_BACKLOG)->unknown);
}

static void test_reassembly(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("sockstat.FRAG.memory", 0, 1000);
	set("sockstat6.FRAG6.memory", 0, 3000);
	set("net.ipv4.ipfrag_high_thresh", 0, 4000);
	set("net.ipv6.ip6frag_high_thresh", 0, 4000);
	set("IpReasmFails", 1, 2);
	set("Ip6ReasmFails", 1, 4);
	row = row_of(MODEL_STAGE_REASSEMBLY);
	check_queue(row, 3000, 4000, 750);
	assert_string_equal(row->object, "IPv6");
	check_loss(row, 6, 2);
	assert_string_equal(row->unit, "bytes");
}

static void add(struct model_socks *socks, const struct nt_snap *snap,
		__u32 pid, const char *comm)
{
	struct model_sock sock = { .snap = *snap, .process.pid = pid };

	snprintf(sock.process.comm, sizeof(sock.process.comm), "%s", comm);
	assert_int_equal(model_socks_add(socks, &sock), 0);
}

static void test_listeners(void **state)
{
	struct nt_snap small = make_tcp(NT_STATE_LISTEN, 80, 0);
	struct nt_snap large = make_tcp(NT_STATE_LISTEN, 443, 0);
	const struct model_stage_row *row;

	(void)state;
	large.listener.accept_max = 128;
	large.listener.syn_max = 128;
	large.listener.syn_q = 127;
	add(&before.listeners, &small, 0, "");
	add(&before.listeners, &large, 0, "");
	add(&after.listeners, &small, 812, "nginx");
	large.mem.drops = 3;
	add(&after.listeners, &large, 0, "");
	set("TcpExtListenOverflows", 5, 5);
	set("TcpExtTCPReqQFullDrop", 1, 3);
	set("TcpExtTCPReqQFullDoCookies", 1, 1);

	row = row_of(MODEL_STAGE_SYN_QUEUE);
	check_queue(row, 127, 128, 992);
	assert_string_equal(row->object, "tcp 127.0.0.1:443");
	check_loss(row, 4, 1);
	/* nothing is lost: the fullest, over its limit */
	row = row_of(MODEL_STAGE_ACCEPT_QUEUE);
	check_queue(row, 3, 2, 1500);
	assert_string_equal(row->object, "tcp 127.0.0.1:80 nginx(812)");
	check_loss(row, 5, 0);
	/* something is lost: the one that lost it */
	set("TcpExtListenOverflows", 5, 8);
	row = row_of(MODEL_STAGE_ACCEPT_QUEUE);
	assert_string_equal(row->object, "tcp 127.0.0.1:443");
	check_queue(row, 3, 128, 23);
	check_loss(row, 8, 1.5);
}

/* Without the module SYN queues have no length, which is not 0. */
static void test_syn_unknown(void **state)
{
	struct nt_snap listener = make_tcp(NT_STATE_LISTEN, 80, 0);
	const struct model_stage_row *row;

	(void)state;
	listener.has &= ~NT_HAS_SYN;
	add(&after.listeners, &listener, 0, "");
	row = row_of(MODEL_STAGE_SYN_QUEUE);
	assert_false(row->has & MODEL_STAGE_HAS_DEPTH);
	assert_non_null(row->unknown);
	/* with it there may be no listener at all */
	model_socks_free(&after.listeners);
	after.module = true;
	row = row_of(MODEL_STAGE_SYN_QUEUE);
	assert_true(row->has & MODEL_STAGE_HAS_DEPTH);
	assert_int_equal(row->depth, 0);
}

static void test_sockets(void **state)
{
	struct nt_snap reader = make_tcp(NT_STATE_ESTABLISHED, 80, 990);
	struct nt_snap sender = make_tcp(NT_STATE_ESTABLISHED, 81, 10);
	const struct model_stage_row *row;

	(void)state;
	reader.id.flags = NETTUNE_SOCK_FLAG_OUT_OF_ORDER;
	reader.flags_known = NETTUNE_SOCK_FLAG_OUT_OF_ORDER;
	sender.mem.sndbuf = 4000;
	sender.mem.wmem_queued = 4100;
	sender.mem.backlog = 500;
	add(&before.worst, &sender, 0, "");
	sender.mem.drops = 2;
	add(&after.worst, &reader, 7, "cat");
	add(&after.worst, &sender, 8, "dd");
	set("TcpExtTCPBacklogDrop", 0, 2);
	set("UdpRcvbufErrors", 1, 1);
	set("TcpExtTCPRcvQDrop", 0, 0);
	set("TcpExtOfoPruned", 0, 4);
	set("TcpRetransSegs", 0, 20);

	row = row_of(MODEL_STAGE_SOCK_BACKLOG);
	check_queue(row, 500, 5000, 100);
	assert_string_equal(row->object, "tcp 127.0.0.1:81 dd(8)");
	check_loss(row, 2, 1);

	row = row_of(MODEL_STAGE_RECEIVE_BUFFER);
	check_queue(row, 990, 1000, 990);
	assert_string_equal(row->object, "tcp 127.0.0.1:80 cat(7)");
	check_loss(row, 1, 0);
	/* the one that has dropped, when something was */
	set("UdpRcvbufErrors", 1, 3);
	row = row_of(MODEL_STAGE_RECEIVE_BUFFER);
	check_queue(row, 10, 1000, 10);
	check_loss(row, 3, 1);

	row = row_of(MODEL_STAGE_OUT_OF_ORDER);
	assert_string_equal(row->object, "tcp 127.0.0.1:80 cat(7)");
	assert_non_null(row->unknown);
	check_loss(row, 4, 2);

	row = row_of(MODEL_STAGE_SEND_BUFFER);
	check_queue(row, 4100, 4000, 1025);
	check_loss(row, 20, 10);
	/* whoever sends fills the buffer, and retransmits now and then */
	assert_int_equal(row->alarm, MODEL_STAGE_HIGH);
}

static void test_protocol_memory(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("sockstat.TCP.mem", 0, 50);
	set("sockstat.UDP.mem", 0, 90);
	set_text("net.ipv4.tcp_mem", "10 20 100");
	/* The first one is the one above which it does not get. */
	set_text("net.ipv4.udp_mem", "100 200 400");
	set("TcpExtTCPMemoryPressures", 1, 3);
	set("UdpMemErrors", 1, 1);
	row = row_of(MODEL_STAGE_PROTOCOL_MEMORY);
	check_queue(row, 90, 100, 900);
	assert_string_equal(row->object, "UDP");
	assert_string_equal(row->unit, "pages");
	check_loss(row, 4, 1);
}

/* Only the initial namespace has the limit; the depth is still known. */
static void test_no_limit(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("sockstat.TCP.mem", 0, 50);
	row = row_of(MODEL_STAGE_PROTOCOL_MEMORY);
	assert_int_equal(row->has, MODEL_STAGE_HAS_DEPTH);
	assert_int_equal(row->depth, 50);
	assert_null(row->unknown);
}

static void test_connections(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("sockstat.TCP.tw", 0, 60);
	set("net.ipv4.tcp_max_tw_buckets", 100, 100);
	set("sockstat.TCP.orphan", 0, 10);
	set("net.ipv4.tcp_max_orphans", 100, 100);
	set("TcpExtTCPTimeWaitOverflow", 0, 6);
	row = row_of(MODEL_STAGE_CONNECTIONS);
	check_queue(row, 60, 100, 600);
	assert_string_equal(row->object, "TIME_WAIT");
	check_loss(row, 6, 3);
	set("sockstat.TCP.orphan", 0, 70);
	row = row_of(MODEL_STAGE_CONNECTIONS);
	check_queue(row, 70, 100, 700);
	assert_string_equal(row->object, "orphans");
}

static void test_ports(void **state)
{
	const struct nt_snap peer = {
		.id = {
			.family = AF_INET, .protocol = IPPROTO_TCP,
			.dport = htons(5432), .daddr = { 10, 0, 0, 1 },
		},
	};
	const struct model_stage_row *row;

	(void)state;
	set_text("net.ipv4.ip_local_port_range", "32768 32867");
	row = row_of(MODEL_STAGE_PORTS);
	assert_int_equal(row->has, MODEL_STAGE_HAS_LIMIT);
	assert_int_equal(row->limit, 100);
	assert_non_null(row->unknown);
	after.ports = (struct model_ports) {
		.known = true, .used = 99, .id = peer.id,
	};
	row = row_of(MODEL_STAGE_PORTS);
	check_queue(row, 99, 100, 990);
	assert_string_equal(row->object, "to 10.0.0.1:5432");
	assert_false(row->has & MODEL_STAGE_HAS_LOSS);
}

static void test_descriptors(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("file-nr.open", 0, 500);
	set("file-nr.max", 0, 1000);
	row = row_of(MODEL_STAGE_DESCRIPTORS);
	check_queue(row, 500, 1000, 500);
	assert_string_equal(row->object, "whole machine");
	after.files = calloc(1, sizeof(*after.files));
	assert_non_null(after.files);
	after.file_count = 1;
	after.files[0] = (struct model_process_files) {
		.process = { .pid = 9, .comm = "sixteen-letters" },
		.open = 300, .limit = 1024,
	};
	row = row_of(MODEL_STAGE_DESCRIPTORS);
	check_queue(row, 500, 1000, 500);
	after.files[0].open = 1024;
	row = row_of(MODEL_STAGE_DESCRIPTORS);
	check_queue(row, 1024, 1024, 1000);
	assert_string_equal(row->object, "sixteen-letters(9)");
	/* a limit that none can reach */
	set("file-nr.max", 0, INT64_MAX);
	after.file_count = 0;
	row = row_of(MODEL_STAGE_DESCRIPTORS);
	check_queue(row, 500, INT64_MAX, 0);
}

/* At most one is the worst: what loses, before what is full. */
static void test_worst(void **state)
{
	(void)state;
	set("sockstat.UDP.mem", 0, 120);
	set_text("net.ipv4.udp_mem", "100 200 400");
	set("sockstat.TCP.tw", 0, 99);
	set("net.ipv4.tcp_max_tw_buckets", 100, 100);
	assert_true(row_of(MODEL_STAGE_PROTOCOL_MEMORY)->worst);
	assert_int_equal(rows[MODEL_STAGE_CONNECTIONS].alarm, MODEL_STAGE_HIGH);
	set("TcpExtListenOverflows", 0, 1);
	assert_true(row_of(MODEL_STAGE_ACCEPT_QUEUE)->worst);
	assert_false(rows[MODEL_STAGE_PROTOCOL_MEMORY].worst);
	assert_int_equal(rows[MODEL_STAGE_PROTOCOL_MEMORY].alarm,
			 MODEL_STAGE_FULL);
}

/* What was lost before the first snapshot alarms nobody. */
static void test_rates(void **state)
{
	const struct model_stage_row *row;

	(void)state;
	set("TcpExtListenOverflows", 1000, 1000);
	row = row_of(MODEL_STAGE_ACCEPT_QUEUE);
	check_loss(row, 1000, 0);
	assert_int_equal(row->alarm, MODEL_STAGE_CALM);
	/* no time has passed, or there is no snapshot to compare with */
	before.time_ns = after.time_ns;
	assert_false(row_of(MODEL_STAGE_ACCEPT_QUEUE)->has &
		     MODEL_STAGE_HAS_RATE);
	model_stages(NULL, &after, rows);
	assert_false(rows[MODEL_STAGE_ACCEPT_QUEUE].has & MODEL_STAGE_HAS_RATE);
	assert_int_equal(rows[MODEL_STAGE_ACCEPT_QUEUE].loss, 1000);
}

#define WITH_SNAPSHOTS(test) \
	cmocka_unit_test_setup_teardown(test, make, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SNAPSHOTS(test_nothing),
		WITH_SNAPSHOTS(test_ring),
		WITH_SNAPSHOTS(test_napi),
		WITH_SNAPSHOTS(test_netdev_backlog),
		WITH_SNAPSHOTS(test_reassembly),
		WITH_SNAPSHOTS(test_listeners),
		WITH_SNAPSHOTS(test_syn_unknown),
		WITH_SNAPSHOTS(test_sockets),
		WITH_SNAPSHOTS(test_qdisc),
		WITH_SNAPSHOTS(test_protocol_memory),
		WITH_SNAPSHOTS(test_no_limit),
		WITH_SNAPSHOTS(test_connections),
		WITH_SNAPSHOTS(test_ports),
		WITH_SNAPSHOTS(test_descriptors),
		WITH_SNAPSHOTS(test_worst),
		WITH_SNAPSHOTS(test_rates),
	};

	return cmocka_run_group_tests_name("stages", tests, NULL, NULL);
}
