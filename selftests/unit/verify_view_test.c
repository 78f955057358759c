// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests how it looks what became of settings. */
#include "show.h"

#include "view/verify.h"

#define FILE_A	"/etc/sysctl.d/50-web\x1b[31m.conf"

static struct setter setters[] = {
	{ .by = SETTER_SYSCTL_D, .path = FILE_A, .line = 3,
	  .value = (char *)"128" },
	{ .by = SETTER_LINK, .path = "/etc/systemd/network/10-a.link",
	  .line = 0, .value = (char *)"max", .unsure = true },
};

static struct verify_row row_of(size_t count, const struct setter *blame)
{
	return (struct verify_row){
		.key = { .kind = TUNE_SYSCTL,
			 .name = (char *)"net.core.somaxconn" },
		.op = WANT_RAISE, .wanted = (char *)"16384",
		.found = (char *)"128", .state = VERIFY_DRIFT,
		.setters = { setters, count }, .blame = blame,
	};
}

static void assert_table(const struct view_kind *kind, const void *row,
			 const char *wanted)
{
	char *text = show(kind, row, 1, (struct view_options) {
		.color = VIEW_COLOR_NEVER,
	});

	squeeze(text);
	assert_string_equal(text, wanted);
	free(text);
}

static void test_table(void **state)
{
	struct verify_row row = row_of(1, &setters[0]);

	(void)state;
	assert_table(&view_verify, &row,
		     "net.core.somaxconn =>16384 128 /etc/sysctl.d/50-web\\x1b[31m.conf:3\n");
	row.blame = NULL;
	row.found = (char *)"256";
	assert_table(&view_verify, &row,
		     "net.core.somaxconn =>16384 256 no file (/etc/sysctl.d/50-web\\x1b[31m.conf:3 says 128)\n");
	row = row_of(0, NULL);
	assert_table(&view_verify, &row,
		     "net.core.somaxconn =>16384 128 no file\n");
	row.before = (char *)"128";
	assert_table(&view_verify, &row,
		     "net.core.somaxconn =>16384 128 as before apply\n");
	row = row_of(2, &setters[1]);
	row.op = WANT_SET;
	assert_table(&view_verify, &row,
		     "net.core.somaxconn 16384 128 /etc/systemd/network/10-a.link (systemd.link?)\n");
	row.state = VERIFY_OK;
	assert_table(&view_verify, &row, "net.core.somaxconn 16384 128 -\n");
}

static void test_absent(void **state)
{
	struct verify_row row = row_of(0, NULL);

	(void)state;
	row.state = VERIFY_ABSENT;
	row.found = NULL;
	row.note = (char *)"gone since Linux 4.12";
	assert_table(&view_verify_absent, &row,
		     "net.core.somaxconn =>16384 gone since Linux 4.12\n");
}

static void test_setters(void **state)
{
	struct verify_row row = row_of(2, NULL);
	struct view_setter setter = { &row, &setters[0] };
	struct setter spared = { .by = SETTER_SYSCTL_D, .path = "a.conf",
				 .line = 1 };

	(void)state;
	assert_table(&view_setters, &setter,
		     "net.core.somaxconn 128 /etc/sysctl.d/50-web\\x1b[31m.conf:3\n");
	setter.setter = &spared;
	assert_table(&view_setters, &setter, "net.core.somaxconn - a.conf:1\n");
}

#define SET_BY \
	"{\"by\":\"systemd.link\",\"file\":\"/etc/systemd/network/10-a.link\"," \
	"\"line\":null,\"value\":\"max\",\"unsure\":true}"

static void test_json(void **state)
{
	static const char *const keys[] = {
		"key", "device", "op", "wanted", "found", "before", "state",
		"note", "set_by", "setters",
	};
	static const struct want want[] = {
		{ "key", "\"net.core.somaxconn\"" },
		{ "device", "null" },
		{ "op", "\"raise\"" },
		{ "wanted", "16384" },
		{ "found", "128" },
		{ "before", "null" },
		{ "state", "\"drift\"" },
		{ "note", "null" },
		{ "set_by", SET_BY },
	};
	struct verify_row row = row_of(2, &setters[1]);
	struct json_object *array, *object;

	(void)state;
	object = back(&view_verify, &row, &array);
	assert_keys(object, keys, ARRAY_SIZE(keys));
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_object_get_ex(object, "setters", &object);
	assert_int_equal(json_object_array_length(object), 2);
	json_object_put(array);
}

static void test_json_device(void **state)
{
	static const struct want want[] = {
		{ "key", "\"ring rx\"" },
		{ "device", "\"eth0\"" },
		{ "wanted", "\"4096 131072 6291456\"" },
		{ "found", "null" },
		{ "set_by", "null" },
		{ "setters", "[]" },
	};
	struct verify_row row = row_of(0, NULL);
	struct json_object *array, *object;

	(void)state;
	row.key = (struct tune_key){ .kind = TUNE_RING, .name = (char *)"rx",
				     .device = "eth0" };
	row.found = NULL;
	row.wanted = (char *)"4096 131072 6291456";
	object = back(&view_verify, &row, &array);
	assert_values(object, want, ARRAY_SIZE(want));
	json_object_put(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_setters),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_device),
	};

	return cmocka_run_group_tests_name("verify_view", tests, NULL, NULL);
}
