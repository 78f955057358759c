// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests sums over sockets: the table of groups, and the highest K. */
#include "make_tcp.h"
#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "source/groups.h"
#include "source/top.h"

static const struct nt_snap unix_snap = {
	.has = NT_HAS_MEM,
	.id = {
		.family = AF_UNIX, .protocol = SOCK_STREAM,
		.state = NT_STATE_ESTABLISHED,
	},
	.mem = { .rcvbuf = 1000 },
};

/* What groups_each() has handed on. */
struct seen {
	struct nt_summary_group group[16];
	__u32 full_hist[16];
	size_t count;
};

static int keep(const struct nt_summary_group *group,
		const struct nettune_summary_hist *hist, void *arg)
{
	struct seen *seen = arg;

	assert_true(seen->count < ARRAY_SIZE(seen->group));
	seen->full_hist[seen->count] =
		hist ? hist->rmem[NETTUNE_HIST_PERMILLE - 1] : 0;
	seen->group[seen->count++] = *group;
	return 0;
}

static void count(struct groups *groups, struct nt_snap snap)
{
	groups_count(groups, &snap);
}

static void test_by_port(void **state)
{
	struct groups groups;
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(groups_init(&groups, NETTUNE_GROUP_BY_SPORT, 2, true),
			 0);
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 80, 1000));
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 443, 1));
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 443, 2));
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 22, 3));
	count(&groups, unix_snap);
	assert_int_equal(groups_each(&groups, keep, &seen), 0);
	groups_free(&groups);

	/* the largest first, what has no key last */
	assert_int_equal(seen.count, 4);
	assert_int_equal(seen.group[0].id.sport, htons(443));
	assert_int_equal(seen.group[0].stat.rmem_alloc, 3);
	assert_int_equal(seen.group[1].id.sport, htons(80));
	assert_int_equal(seen.full_hist[1], 1);
	assert_int_equal(seen.group[2].id.flags, NETTUNE_SUMMARY_FLAG_OTHER);
	assert_int_equal(seen.group[2].stat.rmem_alloc, 3);
	assert_int_equal(seen.group[3].id.flags, NETTUNE_SUMMARY_FLAG_NONE);
	assert_int_equal(seen.group[3].stat.sockets, 1);
}

static void test_by_listener(void **state)
{
	struct nt_snap listener = make_tcp(NT_STATE_LISTEN, 80, 0);
	struct nt_snap idle = make_tcp(NT_STATE_LISTEN, 81, 0);
	struct groups groups;
	struct seen seen = { 0 };

	(void)state;
	memset(listener.id.saddr, 0, sizeof(listener.id.saddr));
	assert_int_equal(groups_init(&groups, NETTUNE_GROUP_BY_LISTENER, 8,
				     false), 0);
	groups_add_listener(&groups, &listener);
	groups_add_listener(&groups, &idle);
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 80, 7));
	count(&groups, make_tcp(NT_STATE_ESTABLISHED, 4711, 8));
	count(&groups, unix_snap);
	assert_int_equal(groups_each(&groups, keep, &seen), 0);
	groups_free(&groups);

	/* a listener none of whose sockets was counted is no group */
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.group[0].id.sport, htons(80));
	assert_int_equal(seen.group[0].stat.rmem_alloc, 7);
	assert_int_equal(seen.group[0].stat.listeners, 0);
	assert_int_equal(seen.group[1].id.flags, NETTUNE_SUMMARY_FLAG_NONE);
	assert_int_equal(seen.group[1].stat.sockets, 2);
}

/* Merged, two parts are the whole. */
static void test_merge(void **state)
{
	static const __u32 kinds[] = {
		NETTUNE_GROUP_BY_NONE, NETTUNE_GROUP_BY_STATE,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct groups whole, half, merged;
		struct seen a = { 0 }, b = { 0 };

		groups_init(&whole, kinds[i], 16, true);
		groups_init(&half, kinds[i], 16, true);
		groups_init(&merged, kinds[i], 16, true);
		for (int port = 1; port <= 20; port++) {
			struct nt_snap snap = make_tcp(1 + port % 11, port,
						       port * 100);

			groups_count(&whole, &snap);
			groups_count(port % 3 ? &half : &merged, &snap);
		}
		for (__u32 j = 0; j < half.table.nr; j++)
			groups_merge(&merged, &half.table.groups[j],
				     &half.table.hists[j]);
		assert_int_equal(groups_each(&whole, keep, &a), 0);
		assert_int_equal(groups_each(&merged, keep, &b), 0);
		assert_int_equal(a.count, b.count);
		for (size_t j = 0; j < a.count; j++) {
			assert_memory_equal(&a.group[j], &b.group[j],
					    sizeof(a.group[j]));
			assert_int_equal(a.full_hist[j], b.full_hist[j]);
		}
		groups_free(&whole);
		groups_free(&half);
		groups_free(&merged);
	}
}

static void test_nothing(void **state)
{
	struct groups groups;
	struct seen seen = { 0 };

	(void)state;
	groups_init(&groups, NETTUNE_GROUP_BY_NONE, 8, false);
	assert_int_equal(groups_each(&groups, keep, &seen), 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.group[0].stat.sockets, 0);
	groups_free(&groups);

	seen.count = 0;
	groups_init(&groups, NETTUNE_GROUP_BY_UID, 8, false);
	assert_int_equal(groups_each(&groups, keep, &seen), 0);
	assert_int_equal(seen.count, 0);
	groups_free(&groups);
}

/* The values in the order in which they are handed on. */
struct values {
	__u32 value[8];
	size_t count;
};

static int keep_value(struct model_sock *sock, void *arg)
{
	struct values *values = arg;

	assert_true(values->count < ARRAY_SIZE(values->value));
	values->value[values->count++] = sock->snap.mem.rmem_alloc;
	return values->count == 3 ? 99 : 0;
}

static void test_top(void **state)
{
	static const __u32 rmem[] = { 5, 100, 7, 100, 1, 50 };
	struct values values = { 0 };
	struct top top;

	(void)state;
	assert_int_equal(top_init(&top, NETTUNE_KEY_RMEM_ALLOC, 4), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rmem); i++) {
		struct model_sock sock = {
			.snap = make_tcp(NT_STATE_ESTABLISHED, 1, rmem[i]),
		};

		assert_int_equal(top_take(&sock, &top), 0);
		/* a listener has no such value */
		sock.snap = make_tcp(NT_STATE_LISTEN, 1, 1000);
		assert_int_equal(top_take(&sock, &top), 0);
	}
	/* what the caller says ends it */
	assert_int_equal(top_each(&top, keep_value, &values), 99);
	assert_int_equal(values.count, 3);
	assert_int_equal(values.value[0], 100);
	assert_int_equal(values.value[1], 100);
	assert_int_equal(values.value[2], 50);
	top_free(&top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_port),
		cmocka_unit_test(test_by_listener),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_top),
	};

	return cmocka_run_group_tests_name("groups", tests, NULL, NULL);
}
