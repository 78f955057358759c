// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests the rules that the module and the command share. The cases are those
 * that KUnit runs in the kernel: module/tests/nettune_kunit.c.
 */
#include "../../module/tests/cases_calc.h"
#include "../../module/tests/cases_filter.h"
#include "../../module/tests/cases_pressure.h"
#include "../../module/tests/cases_summary.h"
#include "../../module/tests/cases_topk.h"

static const struct {
	const struct CMUnitTest *cases;
	size_t nr;
} suites[] = {
	{ nt_calc_cases, ARRAY_SIZE(nt_calc_cases) },
	{ nt_filter_cases, ARRAY_SIZE(nt_filter_cases) },
	{ nt_topk_cases, ARRAY_SIZE(nt_topk_cases) },
	{ nt_summary_cases, ARRAY_SIZE(nt_summary_cases) },
	{ nt_pressure_cases, ARRAY_SIZE(nt_pressure_cases) },
};

/* One group of all, for one plan. */
int main(void)
{
	struct CMUnitTest tests[64];
	size_t nr = 0;

	for (size_t suite = 0; suite < ARRAY_SIZE(suites); suite++) {
		for (size_t i = 0; i < suites[suite].nr; i++) {
			assert_true(nr < ARRAY_SIZE(tests));
			tests[nr++] = suites[suite].cases[i];
		}
	}
	return _cmocka_run_group_tests("pure", tests, nr, NULL, NULL);
}
