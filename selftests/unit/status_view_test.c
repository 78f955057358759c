// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how the stages look: at several widths, and as JSON. */
#include "show.h"
#include "unit.h"

#include <locale.h>

#include "view/status.h"
#include "view/text.h"

#define HEADING	"host: Linux 6.1.0, 8 CPUs, initial namespace, with module, 1 s"

static struct model_stage_row rows[MODEL_STAGES];

/* As much as there can be of everything, or nothing at all. */
static void make_rows(bool known)
{
	for (int i = 0; i < MODEL_STAGES; i++) {
		rows[i] = (struct model_stage_row) {
			.stage = i, .unit = i % 2 ? "bytes" : "packets",
			.knob = "net.ipv4.ip_local_port_range, fs.file-max",
			.unknown = known ? NULL : "nobody tells in any words",
		};
		if (!known)
			continue;
		rows[i].has = MODEL_STAGE_HAS_RATE * 2 - 1;
		rows[i].depth = UINT64_MAX >> 10;
		rows[i].limit = UINT64_MAX >> 10;
		rows[i].permille = 1000 * i / (MODEL_STAGES - 1);
		rows[i].loss = UINT64_MAX;
		rows[i].rate = 123456789.5;
		snprintf(rows[i].object, sizeof(rows[i].object),
			 "tcp [2001:db8:1234:5678:9abc:def0:1234:5678]:65535 a\033name(%d)",
			 i);
	}
}

static char *print(unsigned int width, enum view_color color)
{
	struct view_options options = { .color = color };
	char *text = NULL;
	size_t len;

	options.out = open_memstream(&text, &len);
	assert_non_null(options.out);
	assert_int_equal(view_stages(rows, HEADING, &options, width), 0);
	fclose(options.out);
	return text;
}

/* Every line fits, no word that does not fit is but an address. */
static size_t check_lines(char *text, size_t width)
{
	size_t count = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t columns = view_columns(line);

		if (columns > width)
			assert_null(strchr(line + strspn(line, " "), ' '));
		assert_true(line[strlen(line) - 1] != ' ');
		assert_null(strchr(line, '\033'));
		count++;
	}
	free(text);
	return count;
}

static void test_widths(void **state)
{
	static const unsigned int widths[] = { 40, 60, 80, 132, 200 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		make_rows(false);
		assert_true(check_lines(print(widths[i], VIEW_COLOR_NEVER),
					widths[i]) >= MODEL_STAGES + 2);
		make_rows(true);
		rows[5].alarm = MODEL_STAGE_FULL;
		rows[5].worst = true;
		rows[6].alarm = MODEL_STAGE_HIGH;
		assert_true(check_lines(print(widths[i], VIEW_COLOR_NEVER),
					widths[i]) >= MODEL_STAGES + 2);
	}
}

/* One line a stage in the order of the path, after two of heading. */
static void test_order(void **state)
{
	char *text, *rest, *line;

	(void)state;
	make_rows(true);
	rows[MODEL_STAGE_ACCEPT_QUEUE].alarm = MODEL_STAGE_FULL;
	rows[MODEL_STAGE_ACCEPT_QUEUE].worst = true;
	rows[MODEL_STAGE_QDISC].alarm = MODEL_STAGE_HIGH;
	text = print(VIEW_WIDTH_ANY, VIEW_COLOR_NEVER);
	strtok_r(text, "\n", &rest);
	assert_non_null(strstr(strtok_r(NULL, "\n", &rest), "Depth/Limit"));
	for (int i = 0; i < MODEL_STAGES; i++) {
		const char *mark = i == MODEL_STAGE_ACCEPT_QUEUE ? "> " :
				   i == MODEL_STAGE_QDISC ? "! " : "  ";

		line = strtok_r(NULL, "\n", &rest);
		assert_non_null(line);
		assert_memory_equal(line, mark, 2);
		assert_memory_equal(line + 2, model_stage_title(i),
				    strlen(model_stage_title(i)));
		assert_non_null(strstr(line, "a\\x1bname("));
		assert_non_null(strstr(line, "fs.file-max"));
	}
	assert_null(strtok_r(NULL, "\n", &rest));
	free(text);
}

/* At 80 columns there is no room for settings, but where they are needed. */
static void test_alarm(void **state)
{
	char *text;

	(void)state;
	make_rows(false);
	text = print(80, VIEW_COLOR_NEVER);
	assert_null(strstr(text, "fs.file-max"));
	assert_non_null(strstr(text, "nobody tells in any words"));
	free(text);
	rows[3].alarm = MODEL_STAGE_FULL;
	text = print(80, VIEW_COLOR_NEVER);
	assert_non_null(strstr(text, "    see net.ipv4.ip_local_port_range, fs.file-max\n"));
	free(text);
}

static void test_color(void **state)
{
	char *text;

	(void)state;
	make_rows(true);
	text = print(80, VIEW_COLOR_ALWAYS);
	assert_null(strchr(text, '\033'));
	free(text);
	rows[0].alarm = MODEL_STAGE_HIGH;
	rows[1].alarm = MODEL_STAGE_FULL;
	text = print(80, VIEW_COLOR_ALWAYS);
	assert_non_null(strstr(text, "\033[33m"));
	assert_non_null(strstr(text, "\033[31m"));
	free(text);
}

static void test_bar(void **state)
{
	static const struct {
		unsigned int permille;
		const char *ascii;
		const char *utf8;
	} bars[] = {
		{ 0, "", "" },
		{ 1, "#", "\u258f" },
		{ 500, "####", "\u2588\u2588\u2588\u2588" },
		{ 563, "####", "\u2588\u2588\u2588\u2588\u258c" },
		{ 999, "#######", "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2589" },
		{ 1000, "########", "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588" },
		{ 4000000000U, "########", "\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588" },
	};
	char buf[32];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bars); i++) {
		view_bar(bars[i].permille, 8, false, buf, sizeof(buf));
		assert_string_equal(buf, bars[i].ascii);
		view_bar(bars[i].permille, 8, true, buf, sizeof(buf));
		assert_string_equal(buf, bars[i].utf8);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		__u64 number;
		unsigned int digits;
		const char *text;
	} numbers[] = {
		{ 0, 7, "0" }, { 9999999, 7, "9999999" },
		{ 10000000, 7, "10000K" }, { 4294967295, 6, "4294M" },
		{ 999999, 6, "999999" }, { 1000000, 6, "1000K" },
		{ UINT64_MAX, 7, "18446P" },
	};
	static const struct {
		double rate;
		const char *text;
	} rates[] = {
		{ 0, "0.0" }, { 0.01, "<0.1" }, { 0.06, "0.1" }, { 9.94, "9.9" },
		{ 9.96, "10" }, { 1234.5, "1235" }, { 1e9, "1000M" },
	};
	char buf[32];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		view_number(numbers[i].number, numbers[i].digits, buf,
			    sizeof(buf));
		assert_string_equal(buf, numbers[i].text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rates); i++) {
		view_rate(rates[i].rate, buf, sizeof(buf));
		assert_string_equal(buf, rates[i].text);
	}
}

static void test_json(void **state)
{
	static const char *const keys[] = {
		"stage", "title", "depth", "limit", "fullness_pct",
		"loss_total", "loss_rate", "object", "knob", "unit", "unknown",
	};
	struct json_object *array, *object;

	(void)state;
	make_rows(true);
	rows[3].loss = 12;
	rows[3].permille = 1234;
	rows[3].rate = 1.5;
	object = back(&view_stage, &rows[3], &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_string_equal(json_object_get_string(json_object_object_get(object, "stage")),
			    "reassembly");
	assert_int_equal(json_object_get_int64(json_object_object_get(object, "loss_total")), 12);
	assert_string_equal(json_object_get_string(json_object_object_get(object, "fullness_pct")),
			    "123.4");
	assert_true(json_object_get_double(json_object_object_get(object, "loss_rate")) == 1.5);
	assert_null(json_object_object_get(object, "unknown"));
	json_object_put(array);

	make_rows(false);
	object = back(&view_stage, &rows[3], &array);
	for (size_t i = 2; i < 8; i++)
		assert_null(json_object_object_get(object, keys[i]));
	assert_non_null(json_object_object_get(object, "unknown"));
	json_object_put(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_alarm),
		cmocka_unit_test(test_color),
		cmocka_unit_test(test_bar),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_json),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("status_view", tests, NULL, NULL);
}
