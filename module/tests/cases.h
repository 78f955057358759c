/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the cases need of the framework that runs them: KUnit in the kernel,
 * cmocka outside. A case is written once and is the same in both.
 */
#ifndef _NT_TESTS_CASES_H
#define _NT_TESTS_CASES_H

#include <nettune/calc.h>

#ifdef __KERNEL__
#include <kunit/test.h>
#include <linux/kernel.h>

/* How a case, and what it calls, is given the test that is running. */
#define NT_TEST			struct kunit *test
/* NT_CASES(array) = { NT_RUN(case), ..., NT_CASES_END }; */
#define NT_CASES(name)		static struct kunit_case name[]
#define NT_RUN(name)		KUNIT_CASE(name)
#define NT_CASES_END		{}
/* The case ends here. */
#define nt_fail(...)	KUNIT_ASSERT_TRUE_MSG(test, false, __VA_ARGS__)
#else
/* The same for cmocka: selftests/unit/cases_cmocka.h */
#include "cases_cmocka.h"
#endif

/* NT_CASE(name) { ... } */
#define NT_CASE(name)		static void name(NT_TEST)

/*
 * End the case if two numbers differ. One function for all, since each use of
 * KUnit's own macros takes some of the stack.
 */
static inline void nt_assert_eq(NT_TEST, __u64 a, __u64 b, const char *what,
				const char *file, int line, unsigned long at)
{
	if (a == b)
		return;
	nt_fail("%s:%d: %s: %llu, %llu (round %lu)", file, line, what,
		(unsigned long long)a, (unsigned long long)b, at);
}

/* Equal; @at tells which round of a loop it was if they are not. */
#define NT_ASSERT_EQ_AT(a, b, at)					\
	nt_assert_eq(test, (__u64)(a), (__u64)(b), #a " == " #b,	\
		     __FILE__, __LINE__, at)
#define NT_ASSERT_EQ(a, b)	NT_ASSERT_EQ_AT(a, b, 0)
#define NT_ASSERT_TRUE_AT(a, at) \
	nt_assert_eq(test, !!(a), 1, #a, __FILE__, __LINE__, at)
#define NT_ASSERT_TRUE(a)	NT_ASSERT_TRUE_AT(a, 0)
#define NT_ASSERT_FALSE(a) \
	nt_assert_eq(test, !!(a), 0, "not " #a, __FILE__, __LINE__, 0)

/* Numbers that look random, and are the same in every run. */
struct nt_random {
	__u64 state;
};

static inline __u32 nt_random(struct nt_random *random)
{
	__u64 x = random->state ? random->state : 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	random->state = x;
	return (__u32)((x * 0x9e3779b97f4a7c15ULL) >> 32);
}

/* 0 to @end - 1 */
static inline __u32 nt_random_below(struct nt_random *random, __u32 end)
{
	return (__u32)(((__u64)nt_random(random) * end) >> 32);
}

/* Numbers at which rules tend to break. */
static const __u32 nt_edges[] = {
	0, 1, 2, 3, 99, 100, 101, 127, 128, 199, 200, 899, 900, 999, 1000,
	1001, 1023, 1024, 4095, 4096, 65535, 65536, 212992, 0x7ffffffe,
	0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
};

/* One of them, or any. */
static inline __u32 nt_random_edge(struct nt_random *random)
{
	__u32 at = nt_random_below(random, 2 * ARRAY_SIZE(nt_edges));

	return at < ARRAY_SIZE(nt_edges) ? nt_edges[at] : nt_random(random);
}

#endif /* _NT_TESTS_CASES_H */
