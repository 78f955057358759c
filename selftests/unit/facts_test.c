// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests facts by name, and sockets that are kept. */
#include "make_tcp.h"
#include "unit.h"

#include <stdio.h>

#include "model/snapshot.h"

static void test_order(void **state)
{
	struct model_facts facts = { 0 };
	char name[16];
	__s64 value;

	(void)state;
	/* 7 and 1000 have no common divisor: each once, in no order. */
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "n%03d", i * 7 % 1000);
		assert_int_equal(model_facts_set(&facts, name, i), 0);
	}
	assert_int_equal(facts.count, 1000);
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "n%03d", i);
		assert_string_equal(facts.facts[i].name, name);
		assert_true(model_fact_value(&facts, name, 0, &value));
		assert_int_equal(value * 7 % 1000, i);
	}
	assert_null(model_fact(&facts, "n1000"));
	assert_null(model_fact(&facts, ""));
	model_facts_free(&facts);
	assert_null(model_fact(&facts, "n001"));
}

static void test_settings(void **state)
{
	static const struct {
		const char	*text;
		const char	*squeezed;
		unsigned int	count;
		__s64		last;
	} cases[] = {
		{ "4096\t131072\t6291456\n", "4096 131072 6291456", 3, 6291456 },
		{ " 1 ", "1", 1, 1 },
		{ "-1\n", "-1", 1, -1 },
		{ "cubic\n", "cubic", 0, 0 },
		{ "1 x", "1 x", 0, 0 },
		{ "1x", "1x", 0, 0 },
		{ "", "", 0, 0 },
		{ "\n\t ", "", 0, 0 },
		{ "1 2 3 4", "1 2 3 4", 4, 4 },
		{ "1 2 3 4 5", "1 2 3 4 5", 0, 0 },
		{ "9223372036854775808", "9223372036854775808", 0, 0 },
	};
	struct model_facts facts = { 0 };
	__s64 value;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct model_fact *fact;

		assert_int_equal(model_facts_set_text(&facts, "a.b",
						      cases[i].text), 0);
		fact = model_fact(&facts, "a.b");
		assert_string_equal(fact->text, cases[i].squeezed);
		assert_int_equal(fact->count, cases[i].count);
		if (!fact->count)
			continue;
		assert_true(model_fact_value(&facts, "a.b", fact->count - 1,
					     &value));
		assert_int_equal(value, cases[i].last);
		assert_false(model_fact_value(&facts, "a.b", fact->count,
					      &value));
	}
	assert_int_equal(facts.count, 1);
	assert_int_equal(model_facts_set(&facts, "a.b", 5), 0);
	assert_null(model_fact(&facts, "a.b")->text);
	model_facts_free(&facts);
}

static void test_delta(void **state)
{
	struct model_facts then = { 0 }, now = { 0 };
	__s64 delta;

	(void)state;
	model_facts_set(&then, "up", 5);
	model_facts_set(&now, "up", 9);
	model_facts_set(&then, "anew", 5);
	model_facts_set(&now, "anew", 1);
	model_facts_set(&now, "new", 1);
	model_facts_set(&then, "gone", 1);
	assert_true(model_fact_delta(&then, &now, "up", &delta));
	assert_int_equal(delta, 4);
	assert_true(model_fact_delta(&then, &now, "anew", &delta));
	assert_int_equal(delta, 0);
	assert_false(model_fact_delta(&then, &now, "new", &delta));
	assert_false(model_fact_delta(&then, &now, "gone", &delta));
	model_facts_free(&then);
	model_facts_free(&now);
}

static void test_sockets(void **state)
{
	struct model_snapshot snapshot = { 0 };
	struct model_sock sock = { 0 };
	const struct model_sock *found;
	char text[] = "/a";

	(void)state;
	sock.cgroup = text;
	for (int i = 1; i <= 100; i++) {
		sock.snap = make_tcp(NT_STATE_ESTABLISHED, i, i);
		sock.ifname = i % 2 ? "eth0" : NULL;
		assert_int_equal(model_socks_add(&snapshot.worst, &sock), 0);
	}
	text[1] = 'x';
	for (int i = 1; i <= 100; i++) {
		sock.snap = make_tcp(NT_STATE_ESTABLISHED, i, 0);
		found = model_socks_find(&snapshot.worst, &sock.snap.id);
		assert_non_null(found);
		assert_int_equal(found->snap.mem.rmem_alloc, i);
		assert_string_equal(found->cgroup, "/a");
		if (i % 2)
			assert_string_equal(found->ifname, "eth0");
		else
			assert_null(found->ifname);
	}
	/* By the cookie, if there are two to compare. */
	sock.snap.id.cookie = 7;
	assert_non_null(model_socks_find(&snapshot.worst, &sock.snap.id));
	snapshot.worst.socks[99].sock.snap.id.cookie = 8;
	assert_null(model_socks_find(&snapshot.worst, &sock.snap.id));
	sock.snap.id.netns++;
	assert_null(model_socks_find(&snapshot.worst, &sock.snap.id));
	model_snapshot_free(&snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_delta),
		cmocka_unit_test(test_sockets),
	};

	return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
