// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests events that are found by looking again and again. */
#include "make_tcp.h"
#include "unit.h"

#include "model/changes.h"

static struct model_changes changes;
static struct model_event events[16];
static size_t count;

static int keep(const struct model_event *event, void *arg)
{
	(void)arg;
	assert_true(count < ARRAY_SIZE(events));
	events[count++] = *event;
	return 0;
}

static int begin(void **state)
{
	(void)state;
	changes = (struct model_changes) { .fn = keep, .time_ns = 77 };
	return 0;
}

static int end(void **state)
{
	(void)state;
	model_changes_free(&changes);
	return 0;
}

/* Look at that. Return: protocols whose sockets are to be looked at. */
static __u32 look(struct model_snapshot *now)
{
	__u32 look_at;

	count = 0;
	assert_int_equal(model_changes_take(&changes, now, &look_at), 0);
	assert_null(now->listeners.socks);
	return look_at;
}

static struct model_snapshot listening(__u32 accept_q, __u32 drops)
{
	struct model_sock sock = {
		.snap = make_tcp(NT_STATE_LISTEN, 80, 0),
	};
	struct model_snapshot now = { 0 };

	sock.snap.has &= ~NT_HAS_SYN;
	sock.snap.listener.accept_q = accept_q;
	sock.snap.listener.accept_max = 10;
	/* what is not known does not count */
	sock.snap.listener.syn_q = 1000;
	sock.snap.mem.drops = drops;
	assert_int_equal(model_socks_add(&now.listeners, &sock), 0);
	return now;
}

static void test_listener(void **state)
{
	static const struct {
		__u32 accept_q, drops;
		__u32 kind, lost;
	} looks[] = {
		{ 0, 5, 0, 0 },		/* of the first look nothing is told */
		{ 7, 5, 0, 0 },
		{ 8, 5, NETTUNE_EVENT_KIND_LISTENER_HIGH, 0 },
		{ 10, 5, 0, 0 },
		{ 5, 5, 0, 0 },		/* half of it is high until it is less */
		{ 4, 5, NETTUNE_EVENT_KIND_LISTENER_NORMAL, 0 },
		{ 4, 8, NETTUNE_EVENT_KIND_LISTENER_DROP, 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		struct model_snapshot now = listening(looks[i].accept_q,
						      looks[i].drops);

		look(&now);
		assert_int_equal(count, !!looks[i].kind);
		if (!count)
			continue;
		assert_int_equal(events[0].info.kind, looks[i].kind);
		assert_int_equal(events[0].info.count, looks[i].lost);
		assert_int_equal(events[0].info.time_ns, 77);
		assert_int_equal(events[0].info.netns, 5);
		assert_int_equal(events[0].has, MODEL_EVENT_HAS_SOCKET);
	}
}

/* One that came since the last look has lost all since then. */
static void test_new_listener(void **state)
{
	struct model_snapshot nothing = { 0 }, now = listening(11, 4);

	(void)state;
	look(&nothing);
	look(&now);
	assert_int_equal(count, 2);
	assert_int_equal(events[0].info.kind, NETTUNE_EVENT_KIND_LISTENER_DROP);
	assert_int_equal(events[0].info.count, 4);
	assert_int_equal(events[1].info.kind, NETTUNE_EVENT_KIND_LISTENER_HIGH);
}

static struct model_snapshot with_cpus(__u32 first, __u32 second)
{
	struct model_snapshot now = { .cpus = 2 };

	now.softnet = calloc(2, sizeof(*now.softnet));
	assert_non_null(now.softnet);
	now.softnet[0].stat.dropped = first;
	now.softnet[1].stat.dropped = second;
	now.softnet[1].stat.cpu = 1;
	return now;
}

static void test_cpu(void **state)
{
	struct model_snapshot now = with_cpus(7, UINT32_MAX);

	(void)state;
	look(&now);
	assert_int_equal(count, 0);
	now = with_cpus(7, 1);
	look(&now);
	assert_int_equal(count, 1);
	assert_int_equal(events[0].info.kind, NETTUNE_EVENT_KIND_SOFTNET_DROP);
	assert_int_equal(events[0].info.count, 2);
	assert_int_equal(events[0].cpu.stat.cpu, 1);
}

static struct model_snapshot with_memory(__s64 used)
{
	struct model_snapshot now = { 0 };

	model_facts_set(&now.facts, "sockstat.TCP.mem", used);
	model_facts_set_text(&now.facts, "net.ipv4.tcp_mem", "10 20 30");
	return now;
}

static void test_memory(void **state)
{
	static const struct {
		__s64 used;
		__u32 kind;
	} looks[] = {
		{ 20, 0 }, { 21, NETTUNE_EVENT_KIND_MEMORY_PRESSURE },
		{ 11, 0 }, { 10, NETTUNE_EVENT_KIND_MEMORY_NORMAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(looks); i++) {
		struct model_snapshot now = with_memory(looks[i].used);

		look(&now);
		assert_int_equal(count, !!looks[i].kind);
		if (count)
			assert_int_equal(events[0].info.kind, looks[i].kind);
	}
	assert_int_equal(events[0].memory.allocated, 10);
	assert_int_equal(events[0].memory.pressure, 20);
	assert_int_equal(events[0].memory.protocol, IPPROTO_TCP);
}

static __u32 look_at_errors(__s64 udp, __s64 tcp)
{
	struct model_snapshot now = { 0 };

	model_facts_set(&now.facts, "UdpRcvbufErrors", udp);
	model_facts_set(&now.facts, "TcpExtTCPRcvQDrop", tcp);
	return look(&now);
}

static void take(__u8 protocol, int port, __u32 drops)
{
	struct model_sock sock = {
		.snap = make_tcp(NT_STATE_CLOSE, port, 0),
	};

	sock.snap.id.protocol = protocol;
	sock.snap.mem.drops = drops;
	count = 0;
	assert_int_equal(model_changes_sock(&changes, &sock), 0);
}

/* Sockets are asked for only when one of them has lost something. */
static void test_sockets(void **state)
{
	(void)state;
	assert_int_equal(look_at_errors(4, 4),
			 NETTUNE_PROTOCOL_UDP | NETTUNE_PROTOCOL_TCP);
	take(IPPROTO_UDP, 53, 4);
	assert_int_equal(count, 0);
	assert_int_equal(look_at_errors(4, 4), 0);
	assert_int_equal(look_at_errors(9, 4), NETTUNE_PROTOCOL_UDP);
	take(IPPROTO_UDP, 53, 6);
	assert_int_equal(count, 1);
	assert_int_equal(events[0].info.kind, NETTUNE_EVENT_KIND_UDP_DROP);
	assert_int_equal(events[0].info.count, 2);
	take(IPPROTO_UDP, 54, 3);
	assert_int_equal(events[0].info.count, 3);
	take(IPPROTO_UDP, 55, 0);
	assert_int_equal(count, 0);
	assert_int_equal(look_at_errors(9, 5), NETTUNE_PROTOCOL_TCP);
	take(IPPROTO_TCP, 80, 1);
	assert_int_equal(events[0].info.kind, NETTUNE_EVENT_KIND_TCP_DROP);
	take(IPPROTO_TCP, 80, 1);
	assert_int_equal(count, 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_listener),
		TEST(test_new_listener),
		TEST(test_cpu),
		TEST(test_memory),
		TEST(test_sockets),
	};

	return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
