// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests which connections of the exporter are ended, and when. */
#include "unit.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cmd/prometheus_due.h"

#define MS	1000000ULL

static bool is_open(int other)
{
	char byte;

	return recv(other, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

static void test_due(void **state)
{
	int a[2], b[2];
	struct due_table table = { 0 };

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, a), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, b), 0);
	assert_int_equal(due_wait_ms(&table, 0), -1);
	due_begin(&table, a, a[0], 10 * MS);
	due_begin(&table, b, b[0], 20 * MS);
	assert_int_equal(due_wait_ms(&table, 4 * MS + 1), 6);
	due_cut(&table, 10 * MS - 1);
	assert_true(is_open(a[1]));
	assert_int_equal(due_wait_ms(&table, 10 * MS), 0);

	due_renew(&table, a, 30 * MS);
	due_cut(&table, 20 * MS);
	assert_true(is_open(a[1]));
	assert_false(is_open(b[1]));
	/* What was ended is not ended again, and is given no more time. */
	due_renew(&table, b, 25 * MS);
	assert_int_equal(due_wait_ms(&table, 20 * MS), 10);

	due_end(&table, b);
	due_end(&table, a);
	assert_int_equal(due_wait_ms(&table, 0), -1);
	due_cut(&table, 40 * MS);
	assert_true(is_open(a[1]));
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
	}
}

static void test_full(void **state)
{
	struct due_table table = { 0 };
	char who[DUE_MAX + 1];

	(void)state;
	for (size_t i = 0; i <= DUE_MAX; i++)
		due_begin(&table, &who[i], -1, (i + 2) * MS);
	due_renew(&table, &who[DUE_MAX], MS);
	assert_int_equal(due_wait_ms(&table, 0), 2);
	due_end(&table, &who[0]);
	due_begin(&table, &who[DUE_MAX], -1, MS);
	assert_int_equal(due_wait_ms(&table, 0), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
