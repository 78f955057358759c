// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests that text from outside can't reach a terminal or a parser raw. */
#include "unit.h"

#include <locale.h>

#include "view/escape.h"

struct row {
	const char *in;
	const char *want;
};

static void test_terminal(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "eth0", "eth0" },
		{ "a\\x2db", "a\\x2db" },
		{ "\033[31m", "\\x1b[31m" },
		{ "a\nb\tc\r", "a\\x0ab\\x09c\\x0d" },
		{ "\177", "\\x7f" },
		{ "gr\303\274\303\237", "gr\303\274\303\237" },
		{ "\302\23331m", "\\xc2\\x9b31m" },		/* C1 control */
		{ "\342\200\256abc", "\\xe2\\x80\\xaeabc" },	/* turns around */
		{ "\377\376", "\\xff\\xfe" },
		{ "\303", "\\xc3" },				/* cut off */
		{ "\300\257", "\\xc0\\xaf" },			/* too long */
		{ "\355\240\200", "\\xed\\xa0\\x80" },		/* surrogate */
		{ "\364\220\200\200", "\\xf4\\x90\\x80\\x80" },	/* too high */
		{ "\360\237\220\247", "\360\237\220\247" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = view_escape(rows[i].in, out, sizeof(out));

		assert_string_equal(out, rows[i].want);
		assert_int_equal(len, strlen(out));
	}
}

/* 8 bits: most of what UTF-8 has is other characters, or control characters. */
static void test_other_locale(void **state)
{
	static const struct row rows[] = {
		{ "eth0", "eth0" },
		{ "\033[31m", "\\x1b[31m" },
		{ "\304\233", "\\xc4\\x9b" },		/* C1 control in it */
		{ "\303\274", "\\xc3\\xbc" },
		{ "\303", "\\xc3" },
	};
	char out[64];

	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C"));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		view_escape(rows[i].in, out, sizeof(out));
		assert_string_equal(out, rows[i].want);
	}
	view_clean_utf8("\304\233", out, sizeof(out));
	assert_string_equal(out, "\304\233");
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
}

static void test_parser(void **state)
{
	static const struct row rows[] = {
		{ "", "" },
		{ "a\nb", "a\nb" },
		{ "\303\274", "\303\274" },
		{ "a\377b", "a\357\277\275b" },
		{ "\303", "\357\277\275" },
		{ "\355\240\200", "\357\277\275\357\277\275\357\277\275" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		view_clean_utf8(rows[i].in, out, sizeof(out));
		assert_string_equal(out, rows[i].want);
	}
}

/* A cut leaves whole characters and whole escapes. */
static void test_small_room(void **state)
{
	static const char in[] = "a\303\274\033b";

	(void)state;
	for (size_t size = 1; size < 12; size++) {
		char *out = malloc(size);
		static const char *const want[] = {
			"", "", "a", "a", "a\303\274", "a\303\274", "a\303\274",
			"a\303\274", "a\303\274\\x1b", "a\303\274\\x1bb",
			"a\303\274\\x1bb", "a\303\274\\x1bb",
		};

		assert_non_null(out);
		view_escape(in, out, size);
		assert_string_equal(out, want[size]);
		free(out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminal),
		cmocka_unit_test(test_other_locale),
		cmocka_unit_test(test_parser),
		cmocka_unit_test(test_small_room),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
