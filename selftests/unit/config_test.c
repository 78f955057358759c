// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the module's configuration: as typed, as sent, as shown. */
#include "attr.h"
#include "show.h"

#include <errno.h>

#include <linux/genetlink.h>
#include <netlink/msg.h>

#include "model/config.h"
#include "source/module.h"

static void test_words(void **state)
{
	static const struct {
		const char *word;
		int err;
		int attr;
		__u32 value;
	} rows[] = {
		{ "sampler_period_us=100", 0, NETTUNE_A_CONFIG_SAMPLER_PERIOD_US, 100 },
		{ "sampler_period_us=1000000", 0, NETTUNE_A_CONFIG_SAMPLER_PERIOD_US,
		  1000000 },
		{ "queue_low=0", 0, NETTUNE_A_CONFIG_QUEUE_LOW, 0 },
		{ "sampler_always=1", 0, NETTUNE_A_CONFIG_SAMPLER_ALWAYS, 1 },
		{ "reset", 0, NETTUNE_A_CONFIG_RESET, 0 },
		{ "reset=1", -ENOENT, 0, 0 },
		{ "", -ENOENT, 0, 0 },
		{ "=", -ENOENT, 0, 0 },
		{ "queue=1", -ENOENT, 0, 0 },
		{ "queue_lower=1", -ENOENT, 0, 0 },
		{ "Queue_low=1", -ENOENT, 0, 0 },
		{ "sampler_running=1", -EPERM, 0, 0 },
		{ "events_running", -EPERM, 0, 0 },
		{ "queue_low", -EINVAL, 0, 0 },
		{ "queue_low=", -EINVAL, 0, 0 },
		{ "queue_low= 1", -EINVAL, 0, 0 },
		{ "queue_low=+1", -EINVAL, 0, 0 },
		{ "queue_low=-1", -EINVAL, 0, 0 },
		{ "queue_low=1k", -EINVAL, 0, 0 },
		{ "queue_low=0x1", -EINVAL, 0, 0 },
		{ "queue_low=1=1", -EINVAL, 0, 0 },
		{ "queue_low=1001", -ERANGE, 0, 0 },
		{ "sampler_period_us=99", -ERANGE, 0, 0 },
		{ "sampler_period_us=1000001", -ERANGE, 0, 0 },
		{ "sampler_period_us=4294967396", -ERANGE, 0, 0 },
		{ "sampler_period_us=18446744073709551716", -ERANGE, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct model_config config = { 0 };
		const struct model_config_key *key;

		assert_int_equal(model_config_parse(&config, rows[i].word, &key),
				 rows[i].err);
		assert_int_equal(config.has, rows[i].err ? 0 : 1U << rows[i].attr);
		if (!rows[i].err)
			assert_int_equal(config.values[rows[i].attr],
					 rows[i].value);
	}
}

static void test_twice(void **state)
{
	const struct model_config_key *key;
	struct model_config config = { 0 };

	(void)state;
	assert_int_equal(model_config_parse(&config, "queue_low=1", &key), 0);
	assert_int_equal(model_config_parse(&config, "queue_high=2", &key), 0);
	assert_int_equal(model_config_parse(&config, "queue_low=3", &key),
			 -EEXIST);
	assert_string_equal(key->name, "queue_low");
	assert_int_equal(config.values[NETTUNE_A_CONFIG_QUEUE_LOW], 1);
	assert_int_equal(config.values[NETTUNE_A_CONFIG_QUEUE_HIGH], 2);
}

/* Append an attribute to a message, which has room. */
static void add_attr(struct nlmsghdr *hdr, int type, const void *data, size_t len)
{
	hdr->nlmsg_len += put_attr((char *)hdr + hdr->nlmsg_len, type, data, len);
}

/* All that CONFIG_GET answers with, value 100 + attribute each. */
static struct nlmsghdr *put_all(char *buf)
{
	struct nlmsghdr *hdr = (void *)buf;

	memset(buf, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	hdr->nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	for (__u32 attr = 1; attr < NETTUNE_A_CONFIG_RESET; attr++) {
		__u32 value = 100 + attr;

		add_attr(hdr, attr, &value, sizeof(value));
	}
	return hdr;
}

/* A message cut at any byte is refused, or ends with a whole attribute. */
static void test_every_cut(void **state)
{
	alignas(4) char buf[256];
	struct nlmsghdr *hdr = put_all(buf);
	size_t start = NLMSG_HDRLEN + GENL_HDRLEN, whole = hdr->nlmsg_len;

	(void)state;
	for (size_t cut = NLMSG_HDRLEN; cut <= whole; cut++) {
		struct model_config config;
		bool between = cut >= start && (cut - start) % 8 == 0;
		int err;

		hdr->nlmsg_len = cut;
		hdr = exact_copy(buf, cut);
		err = module_parse_config(hdr, &config);
		free(hdr);
		hdr = (void *)buf;
		assert_int_equal(err, between ? 0 : -EBADMSG);
		for (__u32 attr = 1; attr <= NETTUNE_A_CONFIG_MAX; attr++) {
			bool there = cut >= start + 8 * attr &&
				     attr < NETTUNE_A_CONFIG_RESET;

			assert_int_equal(!!(config.has & 1U << attr), there);
			assert_int_equal(config.values[attr],
					 there ? 100 + attr : 0);
		}
	}
}

static void test_future(void **state)
{
	alignas(4) char buf[512];
	struct nlmsghdr *hdr = put_all(buf);
	struct model_config config;

	(void)state;
	add_attr(hdr, NETTUNE_A_CONFIG_MAX + 1, "later", 5);
	add_attr(hdr, 0x3fff, "four", 4);
	add_attr(hdr, NETTUNE_A_CONFIG_QUEUE_LOW, "eight888", 8);
	add_attr(hdr, NETTUNE_A_CONFIG_QUEUE_LOW, "", 0);
	assert_int_equal(module_parse_config(hdr, &config), 0);
	assert_int_equal(config.values[NETTUNE_A_CONFIG_QUEUE_LOW],
			 100 + NETTUNE_A_CONFIG_QUEUE_LOW);
}

static void test_json(void **state)
{
	static const struct want want[] = {
		{ "sampler_period_us", "101" }, { "sampler_always", "true" },
		{ "queue_low", "108" }, { "events_running", "null" },
	};
	alignas(4) char buf[256];
	const char *keys[NETTUNE_A_CONFIG_MAX];
	struct json_object *array, *object;
	struct model_config config;

	(void)state;
	assert_int_equal(module_parse_config(put_all(buf), &config), 0);
	config.has &= ~(1U << NETTUNE_A_CONFIG_EVENTS_RUNNING);
	object = back(&view_config_object, &config, &array);
	for (size_t i = 0; i < model_config_key_count; i++)
		keys[i] = model_config_keys[i].name;
	assert_keys(object, keys, model_config_key_count);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

static void test_row(void **state)
{
	const struct model_config config = {
		.has = 1U << NETTUNE_A_CONFIG_SAMPLER_PERIOD_US,
		.values = { [NETTUNE_A_CONFIG_SAMPLER_PERIOD_US] = 2500 },
	};
	struct model_config_row row = { .config = &config };
	struct view_options options = { 0 };
	char *text;

	(void)state;
	row.key = &model_config_keys[0];
	text = show(&view_config, &row, 1, options);
	squeeze(text);
	assert_non_null(strstr(text, "sampler_period_us 2500 100-1000000 micro"));
	free(text);

	/* Not known, and nothing to be set. */
	row.key = &model_config_keys[model_config_key_count - 1];
	text = show(&view_config, &row, 1, options);
	squeeze(text);
	assert_string_equal(text, "events_running - - somebody listens for events\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_future),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_row),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
