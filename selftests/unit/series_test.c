// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests that there are as many series as there may be, and counters only grow. */
#include "unit.h"

#include <stdio.h>

#include "model/series.h"

enum { DEPTH, WORST, SIZE, LOST, VALUES };

static const enum series_fold folds[VALUES] = {
	[DEPTH] = SERIES_SUM, [WORST] = SERIES_MAX, [SIZE] = SERIES_ALONE,
	[LOST] = SERIES_COUNTER,
};

static struct series objects, out;
static struct series_memory memory;
static size_t folded;

static int make(void **state)
{
	(void)state;
	objects = (struct series) { 0 };
	out = (struct series) { 0 };
	memory = (struct series_memory) { 0 };
	return 0;
}

static int forget(void **state)
{
	(void)state;
	series_free(&objects);
	series_free(&out);
	series_memory_free(&memory);
	return 0;
}

static void add(const char *labels, __u64 id, double depth, double lost)
{
	struct series_row *row = series_add(&objects, labels, id);

	assert_non_null(row);
	series_set(row, DEPTH, depth);
	series_set(row, WORST, depth);
	series_set(row, SIZE, 8);
	series_set(row, LOST, lost);
}

/* Of what was added since the last time. */
static void fold(size_t max, bool remembers)
{
	const struct series_rule rule = { folds, VALUES, max, "other" };

	series_free(&out);
	assert_int_equal(series_fold(&objects, &rule,
				     remembers ? &memory : NULL, &out,
				     &folded), 0);
	series_free(&objects);
}

static const struct series_row *row(const char *labels)
{
	const struct series_row *found = NULL;

	for (size_t i = 0; i < out.count; i++) {
		if (strcmp(out.rows[i].labels, labels))
			continue;
		assert_null(found);
		found = &out.rows[i];
	}
	return found;
}

/* -1 = it is not known */
static double value(const char *labels, size_t index)
{
	const struct series_row *found = row(labels);

	assert_non_null(found);
	return found->has & 1U << index ? found->values[index] : -1;
}

#define assert_value(labels, index, wanted)	\
	assert_true(value(labels, index) == (wanted))

static void test_same_labels(void **state)
{
	(void)state;
	add("a", 1, 3, 10);
	add("b", 2, 1, 0);
	add("a", 3, 5, 20);
	fold(9, false);
	assert_int_equal(out.count, 2);
	assert_int_equal(folded, 0);
	assert_string_equal(out.rows[0].labels, "a");
	assert_value("a", DEPTH, 8);
	assert_value("a", WORST, 5);
	assert_value("a", LOST, 30);
	assert_value("b", LOST, 0);
}

static void test_nothing(void **state)
{
	(void)state;
	fold(9, false);
	assert_int_equal(out.count, 0);
	fold(9, true);
	assert_int_equal(out.count, 0);
}

/* What is not known of an object is not known of its series. */
static void test_unknown(void **state)
{
	(void)state;
	assert_non_null(series_add(&objects, "a", 1));
	add("b", 2, 1, 1);
	fold(1, true);
	assert_int_equal(row("a")->has, 0);
	assert_value("other", DEPTH, 1);
}

static void test_other(void **state)
{
	(void)state;
	add("c", 1, 1, 1);
	add("a", 2, 2, 10);
	add("b", 3, 4, 100);
	add("b", 4, 8, 1000);
	fold(1, false);
	assert_int_equal(out.count, 2);
	assert_int_equal(folded, 2);
	assert_string_equal(out.rows[0].labels, "c");
	assert_string_equal(out.rows[1].labels, "other");
	assert_value("other", DEPTH, 14);
	assert_value("other", WORST, 8);
	assert_value("other", SIZE, -1);
	/* It would fall when one of them goes. */
	assert_value("other", LOST, -1);
}

/* What is called like that has no series of its own. */
static void test_called_other(void **state)
{
	(void)state;
	add("other", 1, 1, 0);
	add("a", 2, 2, 0);
	fold(9, false);
	assert_int_equal(out.count, 2);
	assert_int_equal(folded, 1);
	assert_value("other", DEPTH, 1);
}

/* Objects of one series come and go: what they have counted stays. */
static void test_members(void **state)
{
	(void)state;
	add("a", 1, 0, 10);
	add("a", 2, 0, 100);
	fold(9, true);
	assert_value("a", LOST, 110);
	add("a", 1, 0, 11);
	fold(9, true);
	assert_value("a", LOST, 111);
	/* A new one has counted from 0 since. */
	add("a", 1, 0, 11);
	add("a", 3, 0, 5);
	fold(9, true);
	assert_value("a", LOST, 116);
	/* One that began anew; what it has lost before it was looked at is lost. */
	add("a", 1, 0, 2);
	add("a", 3, 0, 5);
	fold(9, true);
	assert_value("a", LOST, 116);
	add("a", 1, 0, 4);
	add("a", 3, 0, 5);
	fold(9, true);
	assert_value("a", LOST, 118);
}

/* An object that is gone, and comes back: a series that begins anew. */
static void test_gone(void **state)
{
	(void)state;
	add("a", 1, 0, 10);
	fold(9, true);
	fold(9, true);
	assert_int_equal(out.count, 0);
	add("a", 2, 0, 3);
	fold(9, true);
	assert_value("a", LOST, 3);
}

static void test_other_counts(void **state)
{
	(void)state;
	add("a", 1, 0, 10);
	add("b", 2, 0, 100);
	add("c", 3, 0, 1000);
	fold(1, true);
	assert_value("a", LOST, 10);
	assert_value("other", LOST, 0);
	add("a", 1, 0, 10);
	add("b", 2, 0, 101);
	add("c", 3, 0, 1002);
	fold(1, true);
	assert_value("other", LOST, 3);
	/* Without b it goes on, and without anything. */
	add("a", 1, 0, 10);
	add("c", 3, 0, 1002);
	fold(1, true);
	assert_value("other", LOST, 3);
	add("a", 1, 0, 10);
	fold(1, true);
	assert_int_equal(folded, 0);
	assert_value("other", LOST, 3);
	assert_value("other", DEPTH, -1);
}

/* Who has a series keeps it; who gets one is told with all that it has lost. */
static void test_sticky(void **state)
{
	(void)state;
	add("b", 1, 0, 10);
	fold(1, true);
	add("a", 2, 0, 5);
	add("b", 1, 0, 12);
	fold(1, true);
	assert_value("b", LOST, 12);
	assert_value("other", LOST, 5);
	add("a", 2, 0, 7);
	fold(1, true);
	assert_value("a", LOST, 7);
	assert_value("other", LOST, 5);
}

/* Whatever comes and goes, no counter ever falls while its series is there. */
static void test_never_falls(void **state)
{
	double last[11] = { 0 }, lost[40] = { 0 };
	bool there[40] = { 0 }, told[11] = { 0 };
	char labels[16];

	(void)state;
	srand(1);
	for (int look = 0; look < 500; look++) {
		for (int i = 0; i < 40; i++) {
			if (rand() % 8 == 0) {
				there[i] = !there[i];
				lost[i] = 0;
			}
			if (!there[i])
				continue;
			lost[i] += rand() % 3;
			snprintf(labels, sizeof(labels), "%02d", i % 10);
			add(labels, i, 1, lost[i]);
		}
		fold(4, true);
		assert_true(out.count <= 5);
		for (int i = 0; i <= 10; i++) {
			if (i == 10)
				snprintf(labels, sizeof(labels), "other");
			else
				snprintf(labels, sizeof(labels), "%02d", i);
			if (!row(labels)) {
				told[i] = false;
				continue;
			}
			assert_true(!told[i] || value(labels, LOST) >= last[i]);
			told[i] = true;
			last[i] = value(labels, LOST);
		}
	}
	assert_true(last[10] > 100);
}

/* Labels that are too long are cut off, not written beyond their room. */
static void test_long(void **state)
{
	char labels[2 * SERIES_LABELS];

	(void)state;
	memset(labels, 'x', sizeof(labels));
	labels[sizeof(labels) - 1] = '\0';
	add(labels, 1, 1, 1);
	fold(1, true);
	assert_int_equal(strlen(out.rows[0].labels), SERIES_LABELS - 1);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, make, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_same_labels),
		TEST(test_nothing),
		TEST(test_unknown),
		TEST(test_other),
		TEST(test_called_other),
		TEST(test_members),
		TEST(test_gone),
		TEST(test_other_counts),
		TEST(test_sticky),
		TEST(test_never_falls),
		TEST(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
