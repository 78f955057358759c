// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests filters as they are typed: ports, addresses, states, keys, minimums. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "model/filter.h"
#include "model/key.h"
#include "model/parse.h"

#define STATE(state)	(1U << NT_STATE_ ## state)

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		__u32 min, max;
		int err;
		__u32 want;
	} rows[] = {
		{ "0", 0, 10, 0, 0 },
		{ "10", 1, 10, 0, 10 },
		{ "007", 1, 10, 0, 7 },
		{ "4294967295", 0, UINT32_MAX, 0, UINT32_MAX },
		{ "4294967296", 0, UINT32_MAX, -ERANGE, 0 },
		{ "99999999999999999999999", 0, UINT32_MAX, -ERANGE, 0 },
		{ "0", 1, 10, -ERANGE, 0 },
		{ "11", 1, 10, -ERANGE, 0 },
		{ "", 0, 10, -EINVAL, 0 },
		{ " 1", 0, 10, -EINVAL, 0 },
		{ "+1", 0, 10, -EINVAL, 0 },
		{ "-1", 0, 10, -EINVAL, 0 },
		{ "1 ", 0, 10, -EINVAL, 0 },
		{ "0x1", 0, 10, -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		__u32 value = 0;

		assert_int_equal(parse_u32(rows[i].text, rows[i].min,
					   rows[i].max, &value), rows[i].err);
		assert_int_equal(value, rows[i].want);
	}
}

static void test_ports(void **state)
{
	static const struct {
		const char *text;
		int err;
		__u32 nr;
		struct nettune_port_range last;
	} rows[] = {
		{ "80", 0, 1, { 80, 80 } },
		{ "0", 0, 1, { 0, 0 } },
		{ "80,443,1000-2000", 0, 3, { 1000, 2000 } },
		{ "0-65535", 0, 1, { 0, 65535 } },
		{ "7-7", 0, 1, { 7, 7 } },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", 0, 16, { 16, 16 } },
		{ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", -E2BIG, 16,
		  { 16, 16 } },
		{ "65536", -ERANGE, 0, { 0, 0 } },
		{ "1-65536", -ERANGE, 0, { 0, 0 } },
		{ "2000-1000", -EINVAL, 0, { 0, 0 } },
		{ "", -EINVAL, 0, { 0, 0 } },
		{ ",", -EINVAL, 0, { 0, 0 } },
		{ "80,", -EINVAL, 1, { 80, 80 } },
		{ ",80", -EINVAL, 0, { 0, 0 } },
		{ "80,,81", -EINVAL, 1, { 80, 80 } },
		{ "-80", -EINVAL, 0, { 0, 0 } },
		{ "80-", -EINVAL, 0, { 0, 0 } },
		{ "http", -EINVAL, 0, { 0, 0 } },
		{ "80 ", -EINVAL, 0, { 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct nt_filter filter = { 0 };

		assert_int_equal(model_filter_sports(&filter, rows[i].text),
				 rows[i].err);
		assert_int_equal(filter.nr_sports, rows[i].nr);
		if (rows[i].nr)
			assert_memory_equal(&filter.sports[rows[i].nr - 1],
					    &rows[i].last,
					    sizeof(rows[i].last));
		assert_int_equal(filter.nr_dports, 0);
	}
}

/* A second list adds to the first. */
static void test_adds_up(void **state)
{
	struct nt_filter filter = { 0 };

	(void)state;
	assert_int_equal(model_filter_dports(&filter, "1"), 0);
	assert_int_equal(model_filter_dports(&filter, "2,3"), 0);
	assert_int_equal(filter.nr_dports, 3);
	assert_int_equal(filter.dports[2].min, 3);
	assert_int_equal(filter.checks, NT_FILTER_DPORTS);
}

static void test_addresses(void **state)
{
	static const struct {
		const char *text;
		int err;
		int family;
		unsigned int len;
		const char *addr;
	} rows[] = {
		{ "127.0.0.1", 0, AF_INET, 32, "127.0.0.1" },
		{ "10.0.0.0/8", 0, AF_INET, 8, "10.0.0.0" },
		{ "0.0.0.0/0", 0, AF_INET, 0, "0.0.0.0" },
		{ "::1", 0, AF_INET6, 128, "::1" },
		{ "fe80::/10", 0, AF_INET6, 10, "fe80::" },
		{ "::/0", 0, AF_INET6, 0, "::" },
		{ "::ffff:1.2.3.4", 0, AF_INET6, 128, "::ffff:1.2.3.4" },
		{ "10.0.0.0/33", -ERANGE, 0, 0, NULL },
		{ "::1/129", -ERANGE, 0, 0, NULL },
		{ "10.0.0.0/", -EINVAL, 0, 0, NULL },
		{ "10.0.0.0/-1", -EINVAL, 0, 0, NULL },
		{ "10.0.0.0/8/8", -EINVAL, 0, 0, NULL },
		{ "10.0.0", -EINVAL, 0, 0, NULL },
		{ "10.0.0.256", -EINVAL, 0, 0, NULL },
		{ "localhost", -EINVAL, 0, 0, NULL },
		{ "[::1]", -EINVAL, 0, 0, NULL },
		{ "/8", -EINVAL, 0, 0, NULL },
		{ "", -EINVAL, 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct nt_filter filter = { 0 };
		const struct nettune_prefix *prefix = &filter.saddrs[0];
		__u8 addr[16] = { 0 };

		assert_int_equal(model_filter_saddrs(&filter, rows[i].text),
				 rows[i].err);
		assert_int_equal(filter.nr_saddrs, !rows[i].err);
		if (rows[i].err)
			continue;
		assert_int_equal(inet_pton(rows[i].family, rows[i].addr, addr),
				 1);
		assert_int_equal(prefix->family, rows[i].family);
		assert_int_equal(prefix->len, rows[i].len);
		assert_int_equal(prefix->pad, 0);
		assert_memory_equal(prefix->addr, addr, sizeof(addr));
	}
}

static void test_states(void **state)
{
	static const struct {
		const char *text;
		int err;
		__u32 want;
	} rows[] = {
		{ "established", 0, STATE(ESTABLISHED) },
		{ "syn-sent,close-wait", 0,
		  STATE(SYN_SENT) | STATE(CLOSE_WAIT) },
		{ "all", 0, NT_STATES_ALL },
		{ "listening", 0, STATE(LISTEN) },
		{ "listen", 0, STATE(LISTEN) },
		{ "closed", 0, STATE(CLOSE) },
		{ "unconnected", 0, STATE(CLOSE) },
		{ "bucket", 0, STATE(SYN_RECV) | STATE(TIME_WAIT) },
		{ "connected", 0,
		  NT_STATES_ALL & ~(STATE(LISTEN) | STATE(CLOSE)) },
		{ "synchronized", 0,
		  NT_STATES_ALL & ~(STATE(LISTEN) | STATE(CLOSE) |
				    STATE(SYN_SENT)) },
		{ "bucket,big", 0, NT_STATES_ALL },
		{ "bogus", -EINVAL, 0 },
		{ "", -EINVAL, 0 },
		{ "Established", 0, STATE(ESTABLISHED) },
		{ "syn-rcv", 0, STATE(SYN_RECV) },
		{ "established,", -EINVAL, STATE(ESTABLISHED) },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct nt_filter filter = { 0 };

		assert_int_equal(model_filter_states(&filter, rows[i].text),
				 rows[i].err);
		assert_int_equal(filter.states, rows[i].want);
	}
}

static void test_keys(void **state)
{
	static const struct {
		const char *name;
		__u32 key;
	} rows[] = {
		{ "rmem", NETTUNE_KEY_RMEM },
		{ "wmem", NETTUNE_KEY_WMEM },
		{ "accept", NETTUNE_KEY_ACCEPT },
		{ "syn", NETTUNE_KEY_SYN },
		{ "recvq", NETTUNE_KEY_RECV_Q },
		{ "sendq", NETTUNE_KEY_SEND_Q },
		{ "backlog", NETTUNE_KEY_BACKLOG },
		{ "drops", NETTUNE_KEY_DROPS },
		{ "rmem_alloc", NETTUNE_KEY_RMEM_ALLOC },
		{ "wmem_used", NETTUNE_KEY_WMEM_USED },
		{ "accept_q", NETTUNE_KEY_ACCEPT_Q },
		{ "syn_q", NETTUNE_KEY_SYN_Q },
		{ "retrans", NETTUNE_KEY_RETRANS },
	};
	__u32 seen = 0, key;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(model_key_parse(rows[i].name, &key), 0);
		assert_int_equal(key, rows[i].key);
		seen |= 1U << key;
	}
	/* every key has a name */
	assert_int_equal(seen, (1U << (NETTUNE_KEY_MAX + 1)) - 2);
	assert_int_equal(model_key_parse("", &key), -EINVAL);
	assert_int_equal(model_key_parse("rme", &key), -EINVAL);
	assert_int_equal(model_key_parse("rmemx", &key), -EINVAL);
}

static void test_minimums(void **state)
{
	static const struct {
		const char *text;
		int err;
		struct nettune_minimum want;
	} rows[] = {
		{ "rmem=80%", 0, { NETTUNE_KEY_RMEM, 800 } },
		{ "rmem=99.9%", 0, { NETTUNE_KEY_RMEM, 999 } },
		{ "rmem=0%", 0, { NETTUNE_KEY_RMEM, 0 } },
		{ "wmem=125%", 0, { NETTUNE_KEY_WMEM, 1250 } },
		{ "rmem=64K", 0, { NETTUNE_KEY_RMEM_ALLOC, 65536 } },
		{ "rmem=1", 0, { NETTUNE_KEY_RMEM_ALLOC, 1 } },
		{ "recvq=3G", 0, { NETTUNE_KEY_RECV_Q, 3U << 30 } },
		{ "sendq=2M", 0, { NETTUNE_KEY_SEND_Q, 2 << 20 } },
		{ "accept=50%", 0, { NETTUNE_KEY_ACCEPT, 500 } },
		{ "acceptq=5", 0, { NETTUNE_KEY_ACCEPT_Q, 5 } },
		{ "synq=1", 0, { NETTUNE_KEY_SYN_Q, 1 } },
		{ "drops=1", 0, { NETTUNE_KEY_DROPS, 1 } },
		{ "retrans=4294967295", 0,
		  { NETTUNE_KEY_RETRANS, UINT32_MAX } },
		{ "recvq=4G", -ERANGE, { 0, 0 } },
		{ "drops=4294967296", -ERANGE, { 0, 0 } },
		{ "drops=1K", -EINVAL, { 0, 0 } },
		{ "drops=50%", -EINVAL, { 0, 0 } },
		{ "recvq=50%", -EINVAL, { 0, 0 } },
		{ "rmem=80.55%", -EINVAL, { 0, 0 } },
		{ "rmem=80.%", -EINVAL, { 0, 0 } },
		{ "rmem=80.5", -EINVAL, { 0, 0 } },
		{ "rmem=%", -EINVAL, { 0, 0 } },
		{ "rmem=", -EINVAL, { 0, 0 } },
		{ "rmem", -EINVAL, { 0, 0 } },
		{ "=80%", -EINVAL, { 0, 0 } },
		{ "bogus=80%", -EINVAL, { 0, 0 } },
		{ "rmem=-1%", -EINVAL, { 0, 0 } },
		{ "rmem=1KB", -EINVAL, { 0, 0 } },
		{ "rmem=99999999999%", -ERANGE, { 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct nt_filter filter = { 0 };

		assert_int_equal(model_filter_minimum(&filter, rows[i].text),
				 rows[i].err);
		assert_int_equal(filter.nr_minimums, !rows[i].err);
		assert_int_equal(filter.checks,
				 rows[i].err ? 0 : NT_FILTER_MINIMUMS);
		if (!rows[i].err)
			assert_memory_equal(&filter.minimums[0], &rows[i].want,
					    sizeof(rows[i].want));
	}
}

static void test_too_many_minimums(void **state)
{
	struct nt_filter filter = { 0 };

	(void)state;
	for (int i = 0; i < NETTUNE_FILTER_MAX; i++)
		assert_int_equal(model_filter_minimum(&filter, "drops=1"), 0);
	assert_int_equal(model_filter_minimum(&filter, "drops=1"), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_adds_up),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_minimums),
		cmocka_unit_test(test_too_many_minimums),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
