// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the rules that the module and the command share. */
#include "unit.h"

#include <netinet/in.h>

#include <nettune/filter.h>

static void test_permille(void **state)
{
	static const struct {
		__u32 depth, limit;
		__u64 want;
	} rows[] = {
		{ 0, 0, 0 },
		{ 5, 0, 0 },
		{ 0, 5, 0 },
		{ 1, 3, 333 },
		{ 2, 3, 666 },
		{ 3, 2, 1500 },
		{ 999, 1000, 999 },
		{ 131840, 131072, 1005 },
		{ UINT32_MAX, UINT32_MAX, 1000 },
		{ UINT32_MAX, 1, 4294967295000ULL },
		{ 1, UINT32_MAX, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(nt_permille(rows[i].depth, rows[i].limit),
				 rows[i].want);
}

static void test_filter(void **state)
{
	const struct nt_filter all = {
		NT_FILTER_ALL_KINDS,
	};
	const struct nt_filter some = {
		.protocols = NETTUNE_PROTOCOL_UDP,
		.families = NETTUNE_FAMILY_INET6,
		.states = 1U << NT_STATE_CLOSE,
	};

	(void)state;
	assert_int_equal(NT_STATES_ALL, 0xffe);
	for (unsigned int i = 1; i <= 11; i++)
		assert_true(nt_filter_kind(&all, NETTUNE_PROTOCOL_TCP,
					   NETTUNE_FAMILY_INET, i));
	assert_false(nt_filter_kind(&all, NETTUNE_PROTOCOL_TCP,
				    NETTUNE_FAMILY_INET, 0));
	assert_false(nt_filter_kind(&all, NETTUNE_PROTOCOL_TCP,
				    NETTUNE_FAMILY_INET, 12));
	assert_false(nt_filter_kind(&all, NETTUNE_PROTOCOL_TCP,
				    NETTUNE_FAMILY_INET, 32 + 1));
	assert_false(nt_filter_kind(&all, 0, NETTUNE_FAMILY_INET, 1));
	assert_false(nt_filter_kind(&all, NETTUNE_PROTOCOL_TCP, 0, 1));

	assert_true(nt_filter_kind(&some, NETTUNE_PROTOCOL_UDP,
				   NETTUNE_FAMILY_INET6, NT_STATE_CLOSE));
	assert_false(nt_filter_kind(&some, NETTUNE_PROTOCOL_TCP,
				    NETTUNE_FAMILY_INET6, NT_STATE_CLOSE));
	assert_false(nt_filter_kind(&some, NETTUNE_PROTOCOL_UDP,
				    NETTUNE_FAMILY_INET, NT_STATE_CLOSE));
	assert_false(nt_filter_kind(&some, NETTUNE_PROTOCOL_UDP,
				    NETTUNE_FAMILY_INET6,
				     NT_STATE_ESTABLISHED));
}

static void test_syn_max(void **state)
{
	(void)state;
	assert_int_equal(nt_syn_max(128, 1, 64), 128);
	assert_int_equal(nt_syn_max(128, 2, 64), 128);
	assert_int_equal(nt_syn_max(128, 0, 64), 48);
	assert_int_equal(nt_syn_max(40, 0, 64), 40);
	assert_int_equal(nt_syn_max(128, 0, 0), 0);
	assert_int_equal(nt_syn_max(UINT32_MAX, 0, UINT32_MAX), 0xc0000000);
	assert_int_equal(nt_syn_max(0, 1, 64), 0);
}

static void test_wmem_used(void **state)
{
	struct nt_snap snap = {
		.mem = { .wmem_alloc = 10, .wmem_queued = 20 },
	};

	(void)state;
	snap.id.protocol = IPPROTO_UDP;
	assert_int_equal(nt_wmem_used(&snap), 10);
	snap.id.protocol = IPPROTO_TCP;
	assert_int_equal(nt_wmem_used(&snap), 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permille),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_syn_max),
		cmocka_unit_test(test_wmem_used),
	};

	return cmocka_run_group_tests_name("calc", tests, NULL, NULL);
}
