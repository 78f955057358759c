// SPDX-License-Identifier: GPL-2.0
/*
 * Tests the rules in include/nettune in the kernel that runs. The other suites
 * of the module, of the walk over the socket tables, are in walk_kunit.c and
 * tables_kunit.c.
 */
#include <linux/module.h>

#include "cases_calc.h"
#include "cases_filter.h"
#include "cases_pressure.h"
#include "cases_summary.h"
#include "cases_topk.h"

static struct kunit_suite nt_calc_suite = {
	.name		= "nettune_calc",
	.test_cases	= nt_calc_cases,
};

static struct kunit_suite nt_filter_suite = {
	.name		= "nettune_filter",
	.test_cases	= nt_filter_cases,
};

static struct kunit_suite nt_topk_suite = {
	.name		= "nettune_topk",
	.test_cases	= nt_topk_cases,
};

static struct kunit_suite nt_summary_suite = {
	.name		= "nettune_summary",
	.test_cases	= nt_summary_cases,
};

static struct kunit_suite nt_pressure_suite = {
	.name		= "nettune_pressure",
	.test_cases	= nt_pressure_cases,
};

kunit_test_suites(&nt_calc_suite, &nt_filter_suite, &nt_topk_suite,
		  &nt_summary_suite, &nt_pressure_suite);

MODULE_DESCRIPTION("Tests of nettune");
MODULE_LICENSE("GPL");
