// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests tables and JSON of every kind, and when a queue is alarming. */
#include "show.h"

#include <arpa/inet.h>
#include <errno.h>
#include <locale.h>
#include <netinet/in.h>

#include "model/kmod.h"
#include "model/sock.h"
#include "model/softnet.h"

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

/* What comes last makes room for itself in the first row. */
static void test_widths(void **state)
{
	static const char want[] =
		"Cgroup                   Inode Local Address:Port\n"
		"/a                           7 0.0.0.0:*\n"
		"/\xe4\xb8\xad\xe4\xb8\xad\\x1b 18446744073709551615 0.0.0.0:*\n";
	static const __u64 numbers[] = { 7, 18446744073709551615ULL };
	struct view_options options = { .headings = true };
	struct model_sock sock = {
		.snap = { .has = NT_HAS_OWNER, .id.family = AF_INET },
	};
	struct view view;
	char *text = NULL;
	size_t len;

	(void)state;
	assert_int_equal(view_choose(&view_sockets, "cgroup,inode,local",
				     &options), 0);
	options.out = open_memstream(&text, &len);
	assert_int_equal(view_open(&view, &view_sockets, &options), 0);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		sock.snap.owner.inode = numbers[i];
		/* two columns each, of three bytes; and one that is escaped */
		sock.cgroup = i ? "/\xe4\xb8\xad\xe4\xb8\xad\x1b" : "/a";
		assert_int_equal(view_add(&view, &sock), 0);
	}
	assert_int_equal(view_close(&view), 0);
	fclose(options.out);
	assert_string_equal(text, want);
	free(text);
}

static void test_colors(void **state)
{
	const struct model_sock sock = {
		.snap = {
			.has = NT_HAS_MEM | NT_HAS_ACCEPT,
			.id = { .family = AF_INET, .state = NT_STATE_LISTEN },
			.listener = { .accept_q = 2, .accept_max = 1 },
			.mem = { .rmem_alloc = 9, .rcvbuf = 10 },
		},
	};
	struct view_options options = { .color = VIEW_COLOR_ALWAYS };
	char *text;

	(void)state;
	assert_int_equal(view_choose(&view_sockets, "acceptq,rmem%,drops",
				     &options), 0);
	text = show(&view_sockets, &sock, 1, options);
	assert_string_equal(text, "\033[31m    2/1\033[0m \033[1;33m 90.0\033[0m     0\n");
	free(text);
	options.color = VIEW_COLOR_NEVER;
	text = show(&view_sockets, &sock, 1, options);
	assert_string_equal(text, "    2/1  90.0     0\n");
	free(text);
}

/* More rows than are kept: one heading, one width, every row. */
static void test_long_table(void **state)
{
	const struct model_softnet softnet = { .has = 0 };
	const struct view_options options = { .headings = true };
	const size_t rows = 1600000;
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
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_kmod),
		cmocka_unit_test(test_heat),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_colors),
		cmocka_unit_test(test_long_table),
	};

	/* Where characters have more than a byte. */
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
