// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the names of states and flags, addresses, and where a limit is from. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "model/decimal.h"
#include "model/sock.h"

static void test_states(void **state)
{
	static const struct {
		unsigned int number;
		const char *name;
		const char *label;
	} rows[] = {
		{ TCP_ESTABLISHED, "established", "ESTAB" },
		{ TCP_SYN_SENT, "syn-sent", "SYN-SENT" },
		{ TCP_SYN_RECV, "syn-recv", "SYN-RECV" },
		{ TCP_FIN_WAIT1, "fin-wait-1", "FIN-WAIT-1" },
		{ TCP_FIN_WAIT2, "fin-wait-2", "FIN-WAIT-2" },
		{ TCP_TIME_WAIT, "time-wait", "TIME-WAIT" },
		{ TCP_CLOSE, "unconnected", "UNCONN" },
		{ TCP_CLOSE_WAIT, "close-wait", "CLOSE-WAIT" },
		{ TCP_LAST_ACK, "last-ack", "LAST-ACK" },
		{ TCP_LISTEN, "listening", "LISTEN" },
		{ TCP_CLOSING, "closing", "CLOSING" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_string_equal(model_state_name(rows[i].number),
				    rows[i].name);
		assert_string_equal(model_state_label(rows[i].number),
				    rows[i].label);
	}
	assert_string_equal(model_state_name(0), "unknown");
	assert_string_equal(model_state_name(12), "unknown");
	assert_string_equal(model_state_label(UINT32_MAX), "UNKNOWN");
}

static void test_flags(void **state)
{
	(void)state;
	for (unsigned int flag = 1; flag <= MODEL_FLAGS_ALL; flag <<= 1)
		assert_non_null(model_flag_name(flag));
	assert_null(model_flag_name(MODEL_FLAGS_ALL + 1));
	assert_null(model_flag_name(0));
	assert_string_equal(model_flag_name(NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN),
			    "zero_window_in");
}

static void test_endpoints(void **state)
{
	static const struct {
		int family;
		const char *addr;
		unsigned int port;
		unsigned int flags;
		const char *ifname;
		const char *local;
		const char *peer;
	} rows[] = {
		{ AF_INET, "127.0.0.1", 80, 0, NULL,
		  "127.0.0.1:80", "127.0.0.1:80" },
		{ AF_INET, "0.0.0.0", 0, 0, NULL, "0.0.0.0:*", "0.0.0.0:*" },
		{ AF_INET, "10.0.0.1", 65535, 0, "eth0",
		  "10.0.0.1%eth0:65535", "10.0.0.1:65535" },
		{ AF_INET6, "::1", 80, 0, NULL, "[::1]:80", "[::1]:80" },
		{ AF_INET6, "::", 80, 0, NULL, "*:80", "*:80" },
		{ AF_INET6, "::", 0, NETTUNE_SOCK_FLAG_V6ONLY, NULL,
		  "[::]:*", "[::]:*" },
		{ AF_INET6, "::", 80, 0, "lo", "*%lo:80", "*:80" },
		{ AF_INET6, "fe80::1", 1, 0, "eth0",
		  "[fe80::1]%eth0:1", "[fe80::1]:1" },
		{ AF_INET6, "::ffff:1.2.3.4", 8080, 0, NULL,
		  "[::ffff:1.2.3.4]:8080", "[::ffff:1.2.3.4]:8080" },
		{ AF_INET6, "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
		  65535, 0, NULL,
		  "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
		  "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct model_sock sock = { .ifname = rows[i].ifname };
		struct nettune_sock_id *id = &sock.snap.id;
		char text[MODEL_ENDPOINT_MAX];

		id->family = rows[i].family;
		id->flags = rows[i].flags;
		id->sport = htons(rows[i].port);
		id->dport = id->sport;
		assert_int_equal(inet_pton(id->family, rows[i].addr,
					   id->saddr), 1);
		memcpy(id->daddr, id->saddr, sizeof(id->daddr));
		model_endpoint(&sock, false, text, sizeof(text));
		assert_string_equal(text, rows[i].local);
		model_endpoint(&sock, true, text, sizeof(text));
		assert_string_equal(text, rows[i].peer);
	}
}

static void test_unknown_family(void **state)
{
	struct model_sock sock = { .snap.id.family = AF_PACKET };
	char text[MODEL_ENDPOINT_MAX];

	(void)state;
	assert_null(model_address(&sock.snap.id, false, text, sizeof(text)));
	model_endpoint(&sock, false, text, sizeof(text));
	assert_string_equal(text, "?:*");
}

static void test_limit_from(void **state)
{
	__u32 somaxconn = 128;

	(void)state;
	assert_string_equal(model_limit_from(5, &somaxconn), "listen");
	assert_string_equal(model_limit_from(0, &somaxconn), "listen");
	assert_string_equal(model_limit_from(127, &somaxconn), "listen");
	assert_string_equal(model_limit_from(128, &somaxconn), "somaxconn");
	assert_null(model_limit_from(129, &somaxconn));
	assert_null(model_limit_from(5, NULL));
	/* Perhaps the default of a somaxconn that was raised since. */
	somaxconn = 8192;
	assert_null(model_limit_from(4096, &somaxconn));
	assert_int_equal(model_limit(4096, &somaxconn), MODEL_LIMIT_MAYBE_OLD);
	assert_int_equal(model_limit(128, &somaxconn), MODEL_LIMIT_LISTEN);
	assert_int_equal(model_limit(8192, &somaxconn), MODEL_LIMIT_SOMAXCONN);
	assert_int_equal(model_limit(8193, &somaxconn), MODEL_LIMIT_OLD);
	assert_int_equal(model_limit(8193, NULL), MODEL_LIMIT_UNKNOWN);
	assert_null(model_limit_name(MODEL_LIMIT_UNKNOWN));
	assert_string_equal(model_limit_name(MODEL_LIMIT_OLD), "old somaxconn");
}

static void test_match(void **state)
{
	const struct nt_filter filter = {
		.protocols = NETTUNE_PROTOCOL_TCP,
		.families = NETTUNE_FAMILY_INET,
		.states = NT_STATES_ALL,
	};
	struct nt_snap snap = {
		.id = {
			.family = AF_INET, .protocol = IPPROTO_TCP, .state = 1,
		},
	};
	struct nettune_sock_id *id = &snap.id;

	(void)state;
	assert_true(model_match(&filter, &snap));
	id->protocol = IPPROTO_SCTP;
	assert_false(model_match(&filter, &snap));
	id->protocol = IPPROTO_TCP;
	id->family = AF_UNIX;
	assert_false(model_match(&filter, &snap));
	id->family = AF_INET6;
	assert_false(model_match(&filter, &snap));
	id->family = AF_INET;
	id->state = 13;
	assert_false(model_match(&filter, &snap));
}

/* Around every number of digits; nothing is written behind them. */
static void test_decimals(void **state)
{
	char text[DECIMAL_MAX + 2], wanted[DECIMAL_MAX + 2];
	__u64 power = 1;

	(void)state;
	for (unsigned int digits = 1; digits <= DECIMAL_MAX; digits++) {
		const __u64 numbers[] = {
			power - 1, power, power + 1, 9 * power, power / 3 * 7,
			UINT64_MAX / power,
		};

		for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
			char *end;

			memset(text, '!', sizeof(text));
			end = decimal_put(text, numbers[i]);
			assert_int_equal(*end, '!');
			*end = '\0';
			snprintf(wanted, sizeof(wanted), "%llu", numbers[i]);
			assert_string_equal(text, wanted);
		}
		power *= 10;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_endpoints),
		cmocka_unit_test(test_unknown_family),
		cmocka_unit_test(test_limit_from),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_decimals),
	};

	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
