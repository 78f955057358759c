// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how plans and the history look. */
#include "show.h"

#include <stdlib.h>

#include "view/plan.h"

static char *show_plan(struct plan_step *steps, size_t count)
{
	const struct plan plan = { .steps = steps, .count = count };
	struct view_options options = { .color = VIEW_COLOR_NEVER };
	char *text = NULL;
	size_t len;

	options.out = open_memstream(&text, &len);
	assert_non_null(options.out);
	assert_int_equal(view_plan(&options, &plan), 0);
	assert_int_equal(view_plan_counts(options.out, &plan, false), 0);
	fclose(options.out);
	return text;
}

/* What was done. */
static char *show_counts(struct plan_step *steps, size_t count)
{
	const struct plan plan = { .steps = steps, .count = count };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(view_plan_counts(out, &plan, true), 0);
	fclose(out);
	return text;
}

static void check_width(const char *text, size_t most)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		assert_true(len <= most);
		assert_true(!len || text[len - 1] != ' ');
		text += len + (text[len] == '\n');
	}
}

static struct plan_step make_step(const char *name, const char *current,
				  const char *wanted, enum plan_action action)
{
	return (struct plan_step) {
		.key.name = (char *)name,
		.current = (char *)current, .wanted = (char *)wanted,
		.action = action,
	};
}

static void test_table(void **state)
{
	struct plan_step steps[] = {
		make_step("net.core.somaxconn", "4096", "16384", PLAN_SET),
		make_step("net.ipv4.tcp_rmem", "4096 131072 33554432",
			  "4096 131072 67108864", PLAN_CLAMPED),
		make_step("rx", "256", "256", PLAN_KEEP),
		make_step("net.ipv4.tcp_tw_recycle", NULL, NULL, PLAN_ABSENT),
		make_step("net.ipv4.tcp_retries2", "15", NULL, PLAN_REFUSED),
		make_step("fs.file-max", "9", "10", PLAN_REFUSED),
	};
	char *text;

	(void)state;
	unsetenv("COLUMNS");
	steps[0].effect = PLAN_NEXT_LISTEN;
	steps[0].reason = (char *)
		"Bounds both of a listener's queues, and that is quite a long reason for it.";
	steps[1].note = (char *)"less than was asked for";
	steps[2].key.kind = TUNE_RING;
	memcpy(steps[2].key.device, "eth0", 5);
	steps[3].note = (char *)"gone since Linux 4.12";
	steps[4].note = (char *)"256 is out of range";
	steps[4].blocks = true;
	steps[5].note = (char *)"the machine's";
	steps[4].reason = (char *)"not shown: it is not done";
	text = show_plan(steps, ARRAY_SIZE(steps));
	assert_string_equal(text,
			    "Action   Setting                  Value\n"
			    "set      net.core.somaxconn       4096 -> 16384\n"
			    "         From the next listen(), so after a restart. Bounds both of a\n"
			    "         listener's queues, and that is quite a long reason for it.\n"
			    "clamped  net.ipv4.tcp_rmem        4096 131072 33554432 -> 4096 131072 67108864\n"
			    "         less than was asked for\n"
			    "keep     eth0 ring rx             256\n"
			    "absent   net.ipv4.tcp_tw_recycle  -\n"
			    "         gone since Linux 4.12\n"
			    "refused  net.ipv4.tcp_retries2    15\n"
			    "         256 is out of range\n"
			    "refused  fs.file-max              9 -> 10\n"
			    "         the machine's\n"
			    "1 to be set, 1 to be set to what the hardware allows, 1 as wanted, 1 not here,\n"
			    "1 refused, 1 left out.\n");
	free(text);
	text = show_counts(steps, ARRAY_SIZE(steps));
	assert_string_equal(text,
			    "1 set, 1 set to what the hardware allows, 1 already as wanted, 1 not here, 1\n"
			    "refused, 1 left out.\n");
	free(text);
	text = show_counts(NULL, 0);
	assert_string_equal(text, "Nothing is wanted.\n");
	free(text);
}

/* Names and values of any length, in any width, harmless for a terminal. */
static void test_narrow(void **state)
{
	char list[3000] = "";
	struct plan_step steps[] = {
		make_step("net.ipv4.ip_local_reserved_ports", "", list,
			  PLAN_SET),
		make_step("net.ipv4.conf.a-device-with-a.very_long_name_of_a_setting",
			  "4096 131072 33554432", "4096 131072 67108864",
			  PLAN_SET),
		make_step("net.\033[31mred", "\033]0;x\007", "\n\n", PLAN_SET),
	};
	char *text;

	(void)state;
	for (int i = 0; i < 500; i++)
		sprintf(list + strlen(list), "%d,", 8000 + i);
	for (int width = 40; width <= 200; width += 20) {
		char columns[16];

		snprintf(columns, sizeof(columns), "%d", width);
		setenv("COLUMNS", columns, 1);
		text = show_plan(steps, ARRAY_SIZE(steps));
		assert_null(strchr(text, '\033'));
		assert_null(strchr(text, '\007'));
		assert_non_null(strstr(text, "8000,"));
		assert_non_null(strstr(text, "8499,"));
		if (width >= 80)
			check_width(text, width);
		free(text);
	}
	unsetenv("COLUMNS");
}

static void test_json(void **state)
{
	static const char *const keys[] = {
		"key", "device", "current", "wanted", "action", "effect",
		"reason", "note", "file", "line",
	};
	struct plan_step step = make_step("rx", "256", "4096", PLAN_CLAMPED);
	struct json_object *array, *object;

	(void)state;
	step.key.kind = TUNE_RING;
	step.effect = PLAN_LINK_BOUNCE;
	memcpy(step.key.device, "eth0", 5);
	object = back(&view_plan_step, &step, &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_string_equal(json_object_to_json_string_ext(object,
							   JSON_C_TO_STRING_PLAIN),
			    "{\"key\":\"ring rx\",\"device\":\"eth0\",\"current\":256,\"wanted\":4096,\"action\":\"clamped\",\"effect\":\"link_bounce\",\"reason\":null,\"note\":null,\"file\":null,\"line\":null}");
	json_object_put(array);

	step = make_step("net.ipv4.tcp_rmem", "1 2 3", NULL, PLAN_REFUSED);
	step.file = (char *)"web.conf";
	step.line = 3;
	object = back(&view_plan_step, &step, &array);
	assert_string_equal(json_object_to_json_string_ext(object,
							   JSON_C_TO_STRING_PLAIN),
			    "{\"key\":\"net.ipv4.tcp_rmem\",\"device\":null,\"current\":\"1 2 3\",\"wanted\":null,\"action\":\"refused\",\"effect\":\"at_once\",\"reason\":null,\"note\":null,\"file\":\"web.conf\",\"line\":3}");
	json_object_put(array);
}

static void test_history(void **state)
{
	char web[] = "web", udp[] = "udp-\033ingest";
	char *profiles[2] = { web, udp };
	struct journal_step step = {
		.key = { TUNE_RING, (char *)"rx", "eth0" },
		.old = (char *)"256", .new = (char *)"4096",
		.state = JOURNAL_LEFT,
	};
	struct view_past past = {
		.id = 7, .state = JOURNAL_CUT_SHORT,
		.journal = {
			.id = 7, .time = 1700000000, .netns_name = (char *)"blue",
			.profiles = profiles, .profile_count = 2,
			.steps = &step, .step_count = 1,
		},
	};
	struct json_object *array, *object;
	char *text;

	(void)state;
	setenv("TZ", "UTC", 1);
	text = show(&view_history, &past, 1, (struct view_options) {
		.headings = true, .color = VIEW_COLOR_NEVER,
	});
	assert_non_null(strstr(text, "cut short"));
	assert_non_null(strstr(text, "2023-11-14 22:13:20"));
	assert_non_null(strstr(text, "blue"));
	assert_null(strchr(text, '\033'));
	free(text);
	object = back(&view_history, &past, &array);
	assert_string_equal(json_object_to_json_string_ext(object,
							   JSON_C_TO_STRING_PLAIN),
			    "{\"id\":7,\"time\":\"2023-11-14T22:13:20Z\",\"state\":\"cut_short\",\"netns\":\"blue\",\"profiles\":[\"web\",\"udp-\\u001bingest\"],\"confirm_s\":null,\"steps\":[{\"key\":\"ring rx\",\"device\":\"eth0\",\"old\":\"256\",\"new\":\"4096\",\"found\":null,\"state\":\"left\"}]}");
	json_object_put(array);
	past.damaged = true;
	memset(&past.journal, 0, sizeof(past.journal));
	text = show(&view_history, &past, 1, (struct view_options) { 0 });
	assert_non_null(strstr(text, "damaged"));
	assert_null(strstr(text, "1970"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
