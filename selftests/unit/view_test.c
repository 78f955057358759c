// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests tables and JSON of every kind, and when a queue is alarming. */
#include "show.h"

#include <arpa/inet.h>
#include <errno.h>
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
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_kmod),
		cmocka_unit_test(test_heat),
		cmocka_unit_test(test_long_table),
	};

	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
