// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the JSON contract for sockets, by reading it back, and their table. */
#include "show.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

#include "model/sock.h"

static const char *const sock_keys[] = {
	"netid", "family", "state", "local", "peer", "recv_q", "send_q",
	"rmem_alloc", "rcvbuf", "rmem_pct", "wmem_alloc", "wmem_queued",
	"sndbuf", "wmem_pct", "fwd_alloc", "optmem", "backlog", "drops", "uid",
	"inode", "cookie", "cgroup", "netns", "pid", "comm", "flags",
	"ifname", "mark", "accept_q", "accept_max", "accept_pct", "syn_q", "syn_young",
	"syn_max", "limit_from",
};

#define LISTENER_KEYS	7

static void test_full_listener(void **state)
{
	struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_ACCEPT | NT_HAS_SYN |
			       NT_HAS_OWNER,
			.flags_known = MODEL_FLAGS_ALL,
			.id = {
				.family = AF_INET6, .protocol = IPPROTO_TCP,
				.state = NT_STATE_LISTEN, .sport = htons(80),
				.netns = 4026531840,
				.flags = NETTUNE_SOCK_FLAG_RCVBUF_LOCKED |
					 NETTUNE_SOCK_FLAG_REUSEPORT,
				.cookie = UINT64_MAX,
			},
			.mem = {
				.rmem_alloc = 1, .rcvbuf = 3,
				.wmem_queued = UINT32_MAX, .sndbuf = 1,
				.fwd_alloc = -4096, .drops = UINT32_MAX,
			},
			.listener = { 3, 2, 1, 1, 2, 0, 0 },
			.owner = { .uid = UINT32_MAX, .mark = UINT32_MAX,
				   .inode = 1ULL << 40 },
		},
		.cgroup = "/a\xff\"b",
		.ifname = "eth0", .mark_known = true,
		.limit_from = "listen",
		.process = { .pid = 4194304, .comm = "a\n\xff\"b" },
	};
	static const struct want want[] = {
		{ "netid", "\"tcp\"" }, { "family", "\"inet6\"" },
		{ "state", "\"listening\"" },
		{ "local", "{\"addr\":\"::\",\"port\":80}" },
		{ "peer", "{\"addr\":\"::\",\"port\":0}" },
		{ "rmem_pct", "33.3" }, { "wmem_pct", "429496729500.0" },
		{ "fwd_alloc", "-4096" }, { "drops", "4294967295" },
		{ "uid", "4294967295" }, { "inode", "1099511627776" },
		{ "cookie", "18446744073709551615" },
		{ "cgroup", "\"/a\xef\xbf\xbd\\\"b\"" },
		{ "netns", "4026531840" }, { "pid", "4194304" },
		{ "ifname", "\"eth0\"" }, { "mark", "4294967295" },
		{ "comm", "\"a\\n\xef\xbf\xbd\\\"b\"" },
		{ "flags", "[\"rcvbuf_locked\",\"reuseport\"]" },
		{ "accept_q", "3" }, { "accept_pct", "150.0" },
		{ "syn_q", "1" }, { "syn_max", "2" },
		{ "limit_from", "\"listen\"" },
	};
	struct json_object *array, *object;

	(void)state;
	object = back(&view_sockets, &sock, &array);
	assert_keys(object, sock_keys, ARRAY_SIZE(sock_keys));
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

/* What a source does not know is null, never 0. */
static void test_nulls(void **state)
{
	static const char *const never_null[] = {
		"netid", "family", "state", "local", "peer"
	};
	struct model_sock sock = {
		.snap.id = {
			.family = AF_INET, .protocol = IPPROTO_TCP,
			.state = NT_STATE_LISTEN,
		},
	};
	struct json_object *array, *object;

	(void)state;
	object = back(&view_sockets, &sock, &array);
	assert_keys(object, sock_keys, ARRAY_SIZE(sock_keys));
	for (size_t i = ARRAY_SIZE(never_null); i < ARRAY_SIZE(sock_keys); i++)
		assert_string_equal(value(object, sock_keys[i]), "null");
	json_object_put(array);

	/* Only a listener has the listener's keys. */
	sock.snap.id.state = NT_STATE_TIME_WAIT;
	object = back(&view_sockets, &sock, &array);
	assert_keys(object, sock_keys, ARRAY_SIZE(sock_keys) - LISTENER_KEYS);
	json_object_put(array);
}

/* What sock_diag knows of a listener: the accept queue, not the SYN queue. */
static void test_diag_listener(void **state)
{
	struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_ACCEPT | NT_HAS_OWNER,
			.flags_known = NETTUNE_SOCK_FLAG_V6ONLY,
			.id = {
				.family = AF_INET, .protocol = IPPROTO_TCP,
				.state = NT_STATE_LISTEN,
			},
		},
	};
	static const struct want want[] = {
		{ "uid", "0" }, { "inode", "null" }, { "recv_q", "0" },
		{ "rmem_pct", "0.0" }, { "flags", "[]" }, { "accept_q", "0" },
		{ "accept_pct", "0.0" }, { "syn_q", "null" },
		{ "syn_young", "null" }, { "syn_max", "null" },
	};
	struct json_object *array, *object;

	(void)state;
	object = back(&view_sockets, &sock, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

static void test_table(void **state)
{
	const struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_ACCEPT,
			.id = {
				.family = AF_INET, .protocol = IPPROTO_TCP,
				.state = NT_STATE_LISTEN,
			},
			.mem = { .recv_q = 3, .send_q = 2 },
			.listener = { .accept_q = 3, .accept_max = 2 },
		},
		.ifname = "e\x1b[0m",
	};
	static const char first[] = "Netid State Recv-Q Send-Q Local Address:Port ";
	static const char rest[] = "Peer Address:Port Rmem% Wmem% AcceptQ SynQ Drops\n";
	struct view_options options = { .color = VIEW_COLOR_NEVER };
	char *text;

	(void)state;
	text = show(&view_sockets, &sock, 1, options);
	squeeze(text);
	assert_string_equal(text, "tcp LISTEN 3 2 0.0.0.0%e\\x1b[0m:* 0.0.0.0:* 0.0 0.0 3/2 - 0\n");
	free(text);

	options.headings = true;
	text = show(&view_sockets, &sock, 0, options);
	assert_int_equal(strlen(text), strlen(first) + strlen(rest));
	assert_memory_equal(text, first, strlen(first));
	assert_string_equal(text + strlen(first), rest);
	free(text);

	options.headings = false;
	options.color = VIEW_COLOR_ALWAYS;
	text = show(&view_sockets, &sock, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, "\x1b[31m 3/2\x1b[0m"));
	free(text);
}

/* A unix socket: a path for an address, an inode for a peer, no port. */
static void test_unix(void **state)
{
	struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_OWNER | NT_HAS_ACCEPT,
			.id = {
				.family = AF_UNIX, .protocol = SOCK_STREAM,
				.state = NT_STATE_LISTEN,
			},
			.mem = { .recv_q = 3, .send_q = 2 },
			.listener = { .accept_q = 3, .accept_max = 2 },
			.owner = { .inode = 77 },
		},
		.path = "/run/a\x1b b",
	};
	static const struct want want[] = {
		{ "netid", "\"u_str\"" }, { "family", "\"unix\"" },
		{ "local", "{\"addr\":\"/run/a\\u001b b\",\"port\":0}" },
		{ "peer", "{\"addr\":null,\"port\":0}" },
		{ "flags", "null" }, { "accept_q", "3" },
		{ "accept_pct", "150.0" }, { "syn_q", "null" },
		{ "inode", "77" }, { "peer_inode", "null" },
	};
	const struct view_options options = { .color = VIEW_COLOR_NEVER };
	struct json_object *array, *object;
	char *text;

	(void)state;
	object = back(&view_sockets, &sock, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);

	sock.snap.id.state = NT_STATE_ESTABLISHED;
	sock.path[0] = '\0';
	sock.peer_inode = 88;
	object = back(&view_sockets, &sock, &array);
	assert_string_equal(value(object, "local"), "{\"addr\":null,\"port\":0}");
	assert_string_equal(value(object, "peer_inode"), "88");
	json_object_put(array);
	text = show(&view_sockets, &sock, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, " * 77 * 88 "));
	free(text);
}

/* Columns and keys that are there when they are asked for. */
static void test_optional(void **state)
{
	struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_TCP,
			.id = {
				.family = AF_INET, .protocol = IPPROTO_TCP,
				.state = NT_STATE_ESTABLISHED, .netns = 5,
			},
			.mem = { .rmem_alloc = 11, .wmem_queued = 12,
				 .backlog = 13 },
			.tcp = { .total_retrans = 14, .srtt_us = 15,
				 .snd_cwnd = 16, .mss = 17, .unsent = 18,
				 .unacked = 19 },
		},
	};
	struct view_options options = {
		.color = VIEW_COLOR_NEVER, .headings = true,
		.columns = VIEW_OPTION_NETNS | VIEW_OPTION_RETRANS,
	};
	static const struct want want[] = {
		{ "retrans", "14" }, { "rtt_us", "15" }, { "cwnd", "16" },
		{ "mss", "17" }, { "unsent", "18" }, { "unacked", "19" },
	};
	struct json_object *array, *object;
	char *text;

	(void)state;
	text = show(&view_sockets, &sock, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, " Drops Retrans Netns\n"));
	assert_non_null(strstr(text, " 0 14 5\n"));
	free(text);
	text = show(&view_sockets, &sock, 0, options);
	assert_non_null(strstr(text, " Drops Retrans Netns\n"));
	free(text);

	options.columns = VIEW_OPTION_RMEM | VIEW_OPTION_WMEM |
			  VIEW_OPTION_BACKLOG;
	text = show(&view_sockets, &sock, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, " Drops Rmem Wmem Backlog\n"));
	assert_non_null(strstr(text, " 0 11 12 13\n"));
	free(text);

	object = back(&view_sockets, &sock, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

/* Those that are named, in that order; with a "+" behind the usual ones. */
static void test_columns(void **state)
{
	const struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_OWNER,
			.id = { .family = AF_INET, .protocol = IPPROTO_TCP },
			.mem = { .drops = 4 },
			.owner = { .uid = 5 },
		},
	};
	const struct model_sock bound = {
		.snap = { .owner = { .mark = 42 } },
		.mark_known = true, .ifname = "e\x1bth0",
	};
	struct view_options options = {
		.color = VIEW_COLOR_NEVER, .headings = true,
	};
	char *text;

	(void)state;
	assert_int_equal(view_choose(&view_sockets, "uid,drops,cgroup",
				     &options), 0);
	assert_int_equal(options.columns, VIEW_OPTION_UID | VIEW_OPTION_CGROUP);
	text = show(&view_sockets, &sock, 1, options);
	assert_string_equal(text, "Uid Drops Cgroup\n  5     4 -\n");
	free(text);
	assert_int_equal(view_choose(&view_sockets, "device,mark", &options),
			 0);
	text = show(&view_sockets, &sock, 1, options);
	assert_string_equal(text, "Device Mark\n-         -\n");
	free(text);
	text = show(&view_sockets, &bound, 1, options);
	assert_string_equal(text, "Device   Mark\ne\\x1bth0 0x2a\n");
	free(text);
	assert_int_equal(view_choose(&view_sockets, "+uid", &options), 0);
	assert_int_equal(options.nr_chosen, view_sockets.column_count + 1);
	assert_int_equal(view_choose(&view_sockets, "", &options), -EINVAL);
	assert_int_equal(view_choose(&view_sockets, "uid,", &options), -EINVAL);
	assert_int_equal(view_choose(&view_sockets, "ui", &options), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_listener),
		cmocka_unit_test(test_nulls),
		cmocka_unit_test(test_diag_listener),
		cmocka_unit_test(test_unix),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_optional),
		cmocka_unit_test(test_columns),
	};

	return cmocka_run_group_tests_name("sockets", tests, NULL, NULL);
}
