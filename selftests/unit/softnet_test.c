// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what the sampler knows: from the module's record to what is shown. */
#include "show.h"

#include "model/softnet.h"
#include "source/module.h"

static const struct nettune_softnet sampled = {
	.cpu = 3, .max_backlog = 1000, .peak = 1001,
	.avg10 = 10000, .avg60 = 205, .avg300 = 7, .sampled = 1,
};

/* Known if the kernel says so, in what comes after the last average. */
static void test_presence(void **state)
{
	(void)state;
	for (size_t len = offsetof(struct nettune_softnet, peak);
	     len < sizeof(sampled) + 8; len++) {
		alignas(4) char buf[128] = { 0 };
		struct nlattr *record = (void *)buf;
		struct model_softnet softnet;

		record->nla_len = NLA_HDRLEN + len;
		memcpy(buf + NLA_HDRLEN, &sampled, sizeof(sampled));
		record = exact_copy(buf, record->nla_len);
		assert_int_equal(module_parse_softnet(record, &softnet), 0);
		free(record);
		assert_int_equal(!!(softnet.has & MODEL_SOFTNET_HAS_PRESSURE),
				 len >= sizeof(sampled));
	}
}

static void test_json(void **state)
{
	static const struct want want[] = {
		{ "peak", "1001" }, { "avg10", "100.00" }, { "avg60", "2.05" },
		{ "avg300", "0.07" },
	};
	const struct model_softnet softnet = {
		.has = MODEL_SOFTNET_HAS_PRESSURE, .stat = sampled,
	};
	struct json_object *array, *object;

	(void)state;
	object = back(&view_softnet, &softnet, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

static void test_table(void **state)
{
	struct model_softnet softnet = {
		.has = MODEL_SOFTNET_HAS_PRESSURE | MODEL_SOFTNET_HAS_MAX,
		.stat = sampled,
	};
	struct view_options options = { .color = VIEW_COLOR_NEVER };
	char *text;

	(void)state;
	text = show(&view_softnet, &softnet, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, " 1001 100.0 2.0 0.0\n"));
	free(text);

	softnet.has &= ~MODEL_SOFTNET_HAS_PRESSURE;
	text = show(&view_softnet, &softnet, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, " - - - -\n"));
	assert_null(strstr(text, "100.0"));
	free(text);
}

/* However large the counters are, a line has room in 80 columns. */
static void test_widest(void **state)
{
	const struct model_softnet softnet = {
		.has = MODEL_SOFTNET_HAS_STAT | MODEL_SOFTNET_HAS_FLOW_LIMIT |
		       MODEL_SOFTNET_HAS_PRESSURE,
		.stat = {
			.cpu = 999, .input_qlen = 1000, .max_backlog = 1000,
			.process_qlen = 64, .processed = UINT32_MAX,
			.dropped = UINT32_MAX, .time_squeeze = UINT32_MAX,
			.received_rps = UINT32_MAX, .peak = 1001,
			.avg10 = 10000, .avg60 = 10000, .avg300 = 10000,
		},
		.flow_limit = UINT32_MAX,
	};
	struct view_options options = { .headings = true };
	char *text, *rest;

	(void)state;
	text = show(&view_softnet, &softnet, 1, options);
	for (char *line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		assert_true(strlen(line) <= 80);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_presence),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_widest),
	};

	return cmocka_run_group_tests_name("softnet", tests, NULL, NULL);
}
