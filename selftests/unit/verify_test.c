// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what counts as drift, what as absent, and who is to blame. */
#include "unit.h"

#include <errno.h>

#include "tune/verify.h"

#define NAME	((char *)"net.ipv4.tcp_rmem")

static void test_met(void **state)
{
	static const struct {
		enum want_op op;
		const char *wanted;
		const char *found;
		bool met;
	} cases[] = {
		{ WANT_SET, "1", "1", true },
		{ WANT_SET, "1", "2", false },
		{ WANT_SET, "1", "", false },
		{ WANT_SET, "cubic", "cubic", true },
		{ WANT_SET, "cubic", "bbr", false },
		{ WANT_SET, "cubic", "cubic reno", false },
		{ WANT_SET, "", "", true },
		{ WANT_SET, "on", "off", false },
		/* Blanks are no difference. */
		{ WANT_SET, "4096 131072 6291456", "4096\t131072\t6291456\n",
		  true },
		{ WANT_SET, " 4096  131072 6291456", "4096 131072 6291456",
		  true },
		{ WANT_SET, "4096 131072 6291456", "4096 131072 6291457",
		  false },
		{ WANT_SET, "010", "10", true },
		/* Number by number. */
		{ WANT_SET, "- - 6291456", "1 2 6291456", true },
		{ WANT_SET, "- - 6291456", "1 2 3", false },
		{ WANT_SET, "4096", "4096 131072 6291456", true },
		{ WANT_SET, "4096 1 2 3", "4096 1 2", false },
		{ WANT_SET, "-1", "-1", true },
		{ WANT_SET, "-1", "1", false },
		/* At least. */
		{ WANT_RAISE, "4096", "4096", true },
		{ WANT_RAISE, "4096", "8192", true },
		{ WANT_RAISE, "4096", "4095", false },
		{ WANT_RAISE, "- - 100", "1 2 200", true },
		{ WANT_RAISE, "1 2 100", "1 3 99", false },
		{ WANT_RAISE, "1 2 100", "0 3 100", false },
		{ WANT_RAISE, "9223372036854775807", "18446744073709551615",
		  true },
		{ WANT_RAISE, "cubic", "bbr", false },
		/* At most. */
		{ WANT_LOWER, "5", "5", true },
		{ WANT_LOWER, "5", "3", true },
		{ WANT_LOWER, "5", "6", false },
		{ WANT_LOWER, "5 -", "5 9", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct tune_want want = {
			.key = { .kind = TUNE_SYSCTL, .name = NAME },
			.op = cases[i].op, .value = (char *)cases[i].wanted,
		};
		const struct tune_now now = {
			.text = (char *)cases[i].found,
		};

		if (verify_is_met(&want, &now) != cases[i].met)
			fail_msg("%s %s against %s", verify_op_text(want.op),
				 want.value, now.text);
	}
}

/* More of a range is a wider one. */
static void test_range(void **state)
{
	struct tune_want want = {
		.key = { .kind = TUNE_SYSCTL,
			 .name = (char *)"net.ipv4.ip_local_port_range" },
		.op = WANT_RAISE, .value = (char *)"15000 64999",
	};
	struct tune_now now = { .text = (char *)"1024\t65535" };

	(void)state;
	assert_true(verify_is_met(&want, &now));
	now.text = (char *)"15000 64999";
	assert_true(verify_is_met(&want, &now));
	now.text = (char *)"15001 64999";
	assert_false(verify_is_met(&want, &now));
	now.text = (char *)"1024 60999";
	assert_false(verify_is_met(&want, &now));
	now.text = (char *)"1024 65535";
	want.op = WANT_SET;
	assert_false(verify_is_met(&want, &now));
}

/* A ring that is as large as the hardware lets it be is all that one can have. */
static void test_clamped(void **state)
{
	struct tune_want want = {
		.key = { .kind = TUNE_RING, .name = (char *)"rx",
			 .device = "eth0" },
		.op = WANT_SET, .value = (char *)"8192",
	};
	struct tune_now now = { .text = (char *)"4096", .has_max = true,
				.max = 4096 };

	(void)state;
	assert_true(verify_is_met(&want, &now));
	now.max = 4097;
	assert_false(verify_is_met(&want, &now));
	now.max = 4096;
	want.value = (char *)"2048";
	assert_false(verify_is_met(&want, &now));
	want.op = WANT_RAISE;
	assert_true(verify_is_met(&want, &now));
}

static void check(const struct tune_want *want, const struct tune_now *now,
		  enum verify_state wanted, const char *note)
{
	struct tune_wants wants = { 0 };
	struct verify verify;

	assert_int_equal(tune_wants_add(&wants, want), 0);
	assert_int_equal(verify_make(&wants, now, "6.1.0-41-amd64", &verify),
			 0);
	assert_int_equal(verify.count, 1);
	assert_int_equal(verify.states[wanted], 1);
	assert_int_equal(verify.rows[0].state, wanted);
	if (note)
		assert_string_equal(verify.rows[0].note, note);
	else
		assert_null(verify.rows[0].note);
	verify_free(&verify);
	tune_wants_free(&wants);
}

static void test_states(void **state)
{
	static const struct {
		const char *name;
		int err;
		const char *own;
		enum verify_state state;
		const char *note;
	} cases[] = {
		{ "net.ipv4.tcp_tw_recycle", ENOENT, NULL, VERIFY_ABSENT,
		  "gone since Linux 4.12" },
		{ "net.netfilter.nf_conntrack_max", ENOENT, NULL, VERIFY_ABSENT,
		  "nf_conntrack is not loaded" },
		{ "net.ipv4.tcp_rto_min_us", ENOENT, NULL, VERIFY_ABSENT,
		  "came with Linux 6.11" },
		{ "net.ipv4.no_such_thing", ENOENT, NULL, VERIFY_ABSENT,
		  "this kernel has no such setting" },
		{ "net.ipv4.no_such_thing", ENOENT, "a note", VERIFY_ABSENT,
		  "a note" },
		{ "net.ipv4.tcp_rmem", -ENOENT, NULL, VERIFY_ABSENT,
		  "this kernel has no such setting" },
		{ "net.ipv4.tcp_fastopen_key", EACCES, NULL, VERIFY_UNKNOWN,
		  "Permission denied" },
		{ "net.ipv4.tcp_fastopen_key", EACCES, "ask root",
		  VERIFY_UNKNOWN, "ask root" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct tune_want want = {
			.key = { .kind = TUNE_SYSCTL,
				 .name = (char *)cases[i].name },
			.value = (char *)"1",
		};
		const struct tune_now now = { .err = cases[i].err,
					      .note = (char *)cases[i].own };

		check(&want, &now, cases[i].state, cases[i].note);
	}
}

static void test_devices(void **state)
{
	struct tune_want want = {
		.key = { .kind = TUNE_RING, .name = (char *)"rx",
			 .device = "lo" },
		.value = (char *)"1",
	};
	const struct tune_now now = { .err = EOPNOTSUPP };
	const struct tune_now there = { .text = (char *)"1" };

	(void)state;
	check(&want, &now, VERIFY_ABSENT, "lo has no such setting");
	check(&want, &there, VERIFY_OK, NULL);
	want.value = NULL;
	check(&want, &there, VERIFY_UNKNOWN, "no value can be told");
	want.note = (char *)"the link's speed is not known";
	check(&want, &there, VERIFY_UNKNOWN, "the link's speed is not known");
}

/* What nobody can change is no difference to be told. */
static void test_fixed(void **state)
{
	const struct tune_want want = {
		.key = { .kind = TUNE_FEATURE, .name = (char *)"rx-lro",
			 .device = "eth0" },
		.value = (char *)"off",
	};
	const struct tune_now off = { .text = (char *)"off", .fixed = true };
	const struct tune_now on = { .text = (char *)"on", .fixed = true };
	const struct tune_now free_on = { .text = (char *)"on" };

	(void)state;
	check(&want, &off, VERIFY_OK, NULL);
	check(&want, &on, VERIFY_ABSENT,
	      "the driver does not let it be changed");
	check(&want, &free_on, VERIFY_DRIFT, NULL);
}

/* What an apply would keep is as wanted: a driver has rounded it. */
static void test_kept(void **state)
{
	struct tune_want want = {
		.key = { .kind = TUNE_RING, .name = (char *)"rx",
			 .device = "eth0" },
		.value = (char *)"100",
	};
	const struct tune_wants wants = { .wants = &want, .count = 1 };
	const struct tune_now now = { .text = (char *)"104" };
	struct plan_step step = {
		.key = want.key, .action = PLAN_SET, .note = (char *)"rounded",
	};
	const struct plan plan = { &step, 1 }, none = { 0 };
	struct verify verify;

	(void)state;
	assert_int_equal(verify_make(&wants, &now, NULL, &verify), 0);
	assert_int_equal(verify_keep(&verify, &none), 0);
	assert_int_equal(verify_keep(&verify, &plan), 0);
	assert_int_equal(verify.rows[0].state, VERIFY_DRIFT);
	step.action = PLAN_KEEP;
	assert_int_equal(verify_keep(&verify, &plan), 0);
	assert_int_equal(verify.rows[0].state, VERIFY_OK);
	assert_string_equal(verify.rows[0].note, "rounded");
	assert_int_equal(verify.states[VERIFY_DRIFT], 0);
	assert_int_equal(verify.states[VERIFY_OK], 1);
	verify_free(&verify);
}

/* Only for what differs, and only who says what was found. */
static void test_blame(void **state)
{
	static const struct {
		const char *found;
		const char *path;	/* NULL = nobody's */
	} cases[] = {
		{ "1", "a.conf" },
		{ "2", "b.conf" },
		{ "3", NULL },
		{ "4", NULL },
	};
	struct setter_file a = { .by = SETTER_SYSCTL_D, .folder = 3,
				 .name = (char *)"a", .path = (char *)"a.conf",
				 .text = (char *)"net.core.x=1\n" };
	struct setter_file b = { .by = SETTER_SYSCTL_D, .folder = 3,
				 .name = (char *)"b", .path = (char *)"b.conf",
				 .text = (char *)"net.core.x=2\n" };
	const struct tune_want want = {
		.key = { .kind = TUNE_SYSCTL, .name = (char *)"net.core.x" },
		.value = (char *)"4",
	};
	struct setter_files files = { 0 };
	struct tune_wants wants = { 0 };

	(void)state;
	assert_int_equal(setter_files_add(&files, &b), 0);
	assert_int_equal(setter_files_add(&files, &a), 0);
	setter_files_sort(&files);
	assert_int_equal(tune_wants_add(&wants, &want), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct tune_now now = { .text = (char *)cases[i].found };
		const struct setter *blame;
		struct verify verify;

		assert_int_equal(verify_make(&wants, &now, NULL, &verify), 0);
		assert_int_equal(verify_blame(&verify, &files, NULL), 0);
		assert_int_equal(verify.rows[0].setters.count, 2);
		blame = verify.rows[0].blame;
		if (cases[i].path)
			assert_string_equal(blame->path, cases[i].path);
		else
			assert_null(blame);
		verify_free(&verify);
	}
	tune_wants_free(&wants);
	setter_files_free(&files);
}

static void test_nothing(void **state)
{
	struct tune_wants wants = { 0 };
	struct verify verify;

	(void)state;
	assert_int_equal(verify_make(&wants, NULL, NULL, &verify), 0);
	assert_int_equal(verify.count, 0);
	verify_free(&verify);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_met),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_clamped),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_blame),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
