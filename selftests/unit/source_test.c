// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests what is the same of all sources. */
#include <errno.h>

#include "source/file.h"
#include "source/source.h"
#include "unit.h"

/* What a heading says of the module is what is known of it. */
static void test_with_module(void **state)
{
	static const struct {
		const struct source_ops	*ops;
		int			fallback;
		const char		*words;
	} cases[] = {
		{ &source_module, 0, "with module" },
		{ &source_diag, 0, "module not asked" },
		{ &source_diag, -ENOENT, "without module" },
		{ &source_diag, -EPERM, "module needs CAP_NET_ADMIN" },
		{ &source_diag, -EBADMSG, "module does not answer" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct source src = {
			.ops = cases[i].ops, .fallback = cases[i].fallback,
		};

		assert_string_equal(source_with_module(&src), cases[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_with_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
