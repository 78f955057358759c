// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the JSON contract, by reading it back, and the table. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>

#include <json-c/json.h>

#include "model/kmod.h"
#include "model/sock.h"
#include "model/softnet.h"
#include "view/view.h"

/* Show @count times @row and return what was printed, to be freed. */
static char *show(const struct view_kind *kind, const void *row, size_t count,
		  struct view_options options)
{
	struct view view;
	char *text = NULL;
	size_t len;

	options.out = open_memstream(&text, &len);
	assert_non_null(options.out);
	assert_int_equal(view_open(&view, kind, &options), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(view_add(&view, row), 0);
	assert_int_equal(view_close(&view), 0);
	fclose(options.out);
	return text;
}

static struct json_object *parse(char *text)
{
	struct json_object *array = json_tokener_parse(text);

	assert_non_null(array);
	assert_int_equal(json_object_get_type(array), json_type_array);
	free(text);
	return array;
}

/* Show a row as JSON and return the object that comes back; put @array. */
static struct json_object *back(const struct view_kind *kind, const void *row,
				struct json_object **array)
{
	*array = parse(show(kind, row, 1, (struct view_options) {
		.json = true,
	}));
	assert_int_equal(json_object_array_length(*array), 1);
	return json_object_array_get_idx(*array, 0);
}

static void assert_keys(struct json_object *object, const char *const *keys,
			size_t count)
{
	struct json_object_iterator it = json_object_iter_begin(object);
	struct json_object_iterator end = json_object_iter_end(object);
	size_t i = 0;

	for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
		assert_true(i < count);
		assert_string_equal(json_object_iter_peek_name(&it), keys[i++]);
	}
	assert_int_equal(i, count);
}

static const char *value(struct json_object *object, const char *key)
{
	struct json_object *found;

	assert_true(json_object_object_get_ex(object, key, &found));
	return json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* Rows of wanted keys and values. */
struct want {
	const char *key;
	const char *value;
};

static void assert_values(struct json_object *object, const struct want *want,
			  size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_string_equal(value(object, want[i].key), want[i].value);
}

static const char *const sock_keys[] = {
	"netid", "family", "state", "local", "peer", "recv_q", "send_q",
	"rmem_alloc", "rcvbuf", "rmem_pct", "wmem_alloc", "wmem_queued",
	"sndbuf", "wmem_pct", "fwd_alloc", "optmem", "backlog", "drops", "uid",
	"inode", "cookie", "cgroup", "netns", "pid", "comm", "flags",
	"accept_q", "accept_max", "accept_pct", "syn_q", "syn_young",
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
			.owner = { .uid = UINT32_MAX, .inode = 1ULL << 40 },
		},
		.cgroup = "/a\xff\"b",
		.limit_from = "listen",
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
		{ "netns", "4026531840" }, { "pid", "null" },
		{ "comm", "null" },
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

static void test_arrays(void **state)
{
	const struct model_sock sock = { .snap.id.family = AF_INET };
	const struct view_options json = { .json = true };
	const struct view_options pretty = { .json = true, .pretty = true };
	char *text;

	(void)state;
	text = show(&view_sockets, &sock, 0, json);
	assert_string_equal(text, "[]\n");
	free(text);
	for (size_t count = 0; count < 4; count++) {
		struct json_object *array;

		array = parse(show(&view_sockets, &sock, count, json));
		assert_int_equal(json_object_array_length(array), count);
		json_object_put(array);
		array = parse(show(&view_sockets, &sock, count, pretty));
		assert_int_equal(json_object_array_length(array), count);
		json_object_put(array);
	}
}

static void test_softnet(void **state)
{
	static const char *const keys[] = {
		"cpu", "input_qlen", "process_qlen", "max_backlog",
		"processed", "dropped", "time_squeeze", "received_rps",
		"flow_limit", "peak", "avg10", "avg60", "avg300",
	};
	static const struct want want[] = {
		{ "cpu", "1" }, { "input_qlen", "null" },
		{ "process_qlen", "null" }, { "max_backlog", "1000" },
		{ "processed", "4294967295" }, { "dropped", "0" },
		{ "received_rps", "null" }, { "flow_limit", "null" },
		{ "peak", "null" }, { "avg10", "null" },
	};
	const struct model_softnet softnet = {
		.has = MODEL_SOFTNET_HAS_MAX,
		.stat = { .cpu = 1, .max_backlog = 1000,
			  .processed = UINT32_MAX },
	};
	struct json_object *array, *object;

	(void)state;
	object = back(&view_softnet, &softnet, &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

static void test_kmod(void **state)
{
	static const char *const keys[] = {
		"loaded", "version", "refcount", "available", "path", "kernel",
		"family",
	};
	struct model_kmod kmod = { .kernel = "6.1.0", .refcount = -1 };
	struct json_object *object;

	(void)state;
	object = view_json_row(&view_kmod, &kmod);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_string_equal(value(object, "loaded"), "false");
	assert_string_equal(value(object, "version"), "null");
	assert_string_equal(value(object, "refcount"), "null");
	assert_string_equal(value(object, "path"), "null");
	assert_string_equal(value(object, "family"), "null");
	json_object_put(object);

	kmod.loaded = true;
	kmod.answers = true;
	kmod.refcount = 0;
	kmod.family_id = 33;
	kmod.family_version = 1;
	object = view_json_row(&view_kmod, &kmod);
	assert_string_equal(value(object, "refcount"), "0");
	assert_string_equal(value(object, "family"),
			    "{\"name\":\"nettune\",\"id\":33,\"version\":1}");
	json_object_put(object);
}

static void test_heat(void **state)
{
	(void)state;
	assert_int_equal(view_heat(0, 0), VIEW_HEAT_NONE);
	assert_int_equal(view_heat(1, 0), VIEW_HEAT_FULL);
	assert_int_equal(view_heat(799, 1000), VIEW_HEAT_NONE);
	assert_int_equal(view_heat(800, 1000), VIEW_HEAT_WARM);
	assert_int_equal(view_heat(999, 1000), VIEW_HEAT_WARM);
	assert_int_equal(view_heat(1000, 1000), VIEW_HEAT_FULL);
	assert_int_equal(view_heat(3, 2), VIEW_HEAT_FULL);
}

/* Columns are as wide as they need be: compare words. */
static void squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || from[1] != ' ')
			*to++ = *from;
	*to = '\0';
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

/* Blocks are invisible: one heading, one width, every row. */
static void test_long_table(void **state)
{
	const struct model_softnet softnet = { .has = 0 };
	const struct view_options options = { .headings = true };
	const size_t rows = 20000;
	size_t lines = 0, width = 0;
	char *text, *line, *next;

	(void)state;
	text = show(&view_softnet, &softnet, rows, options);
	for (line = text; *line; line = next + 1, lines++) {
		next = strchr(line, '\n');
		assert_non_null(next);
		if (!lines)
			width = next - line;
		assert_int_equal(next - line, width);
	}
	assert_int_equal(lines, rows + 1);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_listener),
		cmocka_unit_test(test_nulls),
		cmocka_unit_test(test_diag_listener),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_kmod),
		cmocka_unit_test(test_heat),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_long_table),
	};

	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
