// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how network devices look. */
#include "show.h"

#include "view/nic.h"

static struct model_nic make_nic(void)
{
	struct model_nic nic = {
		.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_CHANNELS |
		       MODEL_NIC_HAS_SPEED | MODEL_NIC_HAS_LINK,
		.ifindex = 2, .ifname = "enp65s0f0np0", .driver = "mlx5_core",
		.bus = "0000:41:00.0", .flags = IFF_UP, .mtu = 9000,
		.link = true, .speed = 100000, .qdisc = "mq",
		.ring_rx = 1024, .ring_rx_max = 8192,
		.ring_tx = 1024, .ring_tx_max = 8192,
	};

	model_facts_set(&nic.coalesce, "rx_usecs", 8);
	model_facts_set(&nic.coalesce, "tx_usecs", 16);
	model_facts_set(&nic.coalesce, "adaptive_rx", 1);
	model_facts_set(&nic.channels, "combined", 16);
	model_facts_set(&nic.channels, "combined_max", 63);
	model_facts_set(&nic.features, "rx-gro", 1);
	model_facts_set(&nic.features, "rx-lro", 0);
	model_facts_set(&nic.drops, "rx_missed", 12345);
	model_facts_set(&nic.drops, "rx_dropped", 0);
	model_facts_set(&nic.queues, "rps_queues", 0);
	model_facts_set(&nic.queues, "irq_cpus", 16);
	model_facts_set(&nic.driver_drops, "rx_out_of_buffer", 12345);
	model_facts_set(&nic.driver_drops, "rx_discards_phy", 0);
	return nic;
}

/* Of each line: how many columns? */
static size_t widest(const char *text)
{
	size_t most = 0;

	while (*text) {
		size_t len = strcspn(text, "\n");

		most = len > most ? len : most;
		text += len + (text[len] == '\n');
	}
	return most;
}

static char *table(const struct model_nic *nic, enum view_color color)
{
	return show(&view_nic, nic, 1, (struct view_options) {
		.headings = true, .color = color,
	});
}

/* The only row ends with that. */
static void assert_row(const struct model_nic *nic, const char *wanted)
{
	char *text = table(nic, VIEW_COLOR_NEVER);
	size_t len;

	squeeze(text);
	len = strlen(text);
	assert_true(len > strlen(wanted));
	assert_string_equal(text + len - strlen(wanted), wanted);
	free(text);
}

static void test_table(void **state)
{
	struct model_nic nic = make_nic();
	char *text;

	(void)state;
	assert_row(&nic, "mlx5_core 100G 1024/8192 1024/8192 16/63 adaptive 12345 0/16\n");
	text = table(&nic, VIEW_COLOR_NEVER);
	assert_true(widest(text) <= 80);
	free(text);

	model_facts_set(&nic.coalesce, "adaptive_rx", 0);
	model_facts_set(&nic.drops, "rx_missed", 123456789);
	nic.speed = 2500;
	assert_row(&nic, "mlx5_core 2.5G 1024/8192 1024/8192 16/63 8/16us 123M 0/16\n");
	nic.link = false;
	model_facts_set(&nic.drops, "rx_missed", 1234567890);
	assert_row(&nic, "mlx5_core down 1024/8192 1024/8192 16/63 8/16us 1234M 0/16\n");
	model_nic_free(&nic);
}

/* Nothing is known of it but its name. */
static void test_unknown(void **state)
{
	const struct model_nic nic = { .ifname = "x0", .kind = "dummy" };
	struct json_object *array, *object;

	(void)state;
	assert_row(&nic, "x0 dummy - - - - - - -/-\n");
	object = back(&view_nic, &nic, &array);
	assert_string_equal(value(object, "driver"), "null");
	assert_string_equal(value(object, "speed"), "null");
	assert_string_equal(value(object, "link"), "null");
	assert_string_equal(value(object, "losses"), "null");
	assert_string_equal(value(object, "coalesce"), "{}");
	assert_string_equal(value(object, "ring"),
			    "{\"rx\":null,\"rx_max\":null,\"tx\":null,\"tx_max\":null}");
	json_object_put(array);
}

/* A device that has a ring to receive only. */
static void test_half_ring(void **state)
{
	const struct model_nic nic = {
		.ifname = "x0", .has = MODEL_NIC_HAS_RING,
		.ring_rx = 64, .ring_rx_max = 128,
	};
	struct json_object *array, *object;

	(void)state;
	assert_row(&nic, "x0 - - 64/128 - - - - -/-\n");
	object = back(&view_nic, &nic, &array);
	assert_string_equal(value(object, "ring"),
			    "{\"rx\":64,\"rx_max\":128,\"tx\":null,\"tx_max\":null}");
	json_object_put(array);
}

static void test_json(void **state)
{
	static const char *const keys[] = {
		"ifname", "ifindex", "kind", "driver", "bus", "mtu", "up",
		"link", "speed", "qdisc", "ring", "coalesce", "channels",
		"features", "queues", "losses", "drops", "driver_drops",
	};
	static const struct want want[] = {
		{ "ifname", "\"enp65s0f0np0\"" }, { "speed", "100000" },
		{ "up", "true" }, { "link", "true" }, { "kind", "null" },
		{ "ring", "{\"rx\":1024,\"rx_max\":8192,\"tx\":1024,\"tx_max\":8192}" },
		{ "channels", "{\"combined\":16,\"combined_max\":63}" },
		{ "losses", "12345" },
		{ "driver_drops",
		  "{\"rx_discards_phy\":0,\"rx_out_of_buffer\":12345}" },
	};
	struct model_nic nic = make_nic();
	struct json_object *array, *object, *drops;

	(void)state;
	object = back(&view_nic, &nic, &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_values(object, want, ARRAY_SIZE(want));
	assert_true(json_object_object_get_ex(object, "drops", &drops));
	assert_string_equal(value(drops, "rx_missed"), "12345");
	assert_string_equal(value(drops, "rx_no_buffer"), "null");
	json_object_put(array);
	model_nic_free(&nic);
}

static char *detail(const struct model_nic *nic, size_t width)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(view_nic_detail(out, nic, width), 0);
	fclose(out);
	return text;
}

static void test_detail(void **state)
{
	struct model_nic nic = make_nic();
	char *text = detail(&nic, 80);

	(void)state;
	assert_non_null(strstr(text, "enp65s0f0np0: mlx5_core at 0000:41:00.0\n"));
	assert_non_null(strstr(text, "  rings     rx 1024 of 8192, tx 1024 of 8192\n"));
	assert_non_null(strstr(text, "  features  rx-gro on, rx-lro off\n"));
	assert_non_null(strstr(text, "  lost      rx_missed 12345\n"));
	assert_non_null(strstr(text, "  driver's  rx_out_of_buffer 12345 (rx_missed)\n"));
	assert_null(strstr(text, "rx_discards_phy"));
	free(text);
	model_nic_free(&nic);
}

/* Lists are broken between items, in whatever width. */
static void test_widths(void **state)
{
	struct model_nic nic = make_nic();

	(void)state;
	for (int i = 0; i < 30; i++) {
		char name[32];

		snprintf(name, sizeof(name), "rx_%d_errors", i);
		model_facts_set(&nic.driver_drops, name, 1000 + i);
	}
	for (size_t width = 48; width <= 200; width += 8) {
		char *text = detail(&nic, width);

		assert_true(widest(text) <= width);
		assert_non_null(strstr(text, "rx_29_errors 1029"));
		free(text);
	}
	model_nic_free(&nic);
}

/* Names come from outside. */
static void test_escape(void **state)
{
	struct model_nic nic = {
		.ifname = "a\033[2Jb", .driver = "d\n", .bus = "\a",
	};
	char *text;

	(void)state;
	model_facts_set(&nic.driver_drops, "rx\033_errors", 1);
	text = table(&nic, VIEW_COLOR_NEVER);
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "a\\x1b[2Jb"));
	free(text);
	text = detail(&nic, 80);
	assert_null(strpbrk(text, "\033\a"));
	assert_non_null(strstr(text, "rx\\x1b_errors 1"));
	free(text);
	model_nic_free(&nic);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_half_ring),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_detail),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
