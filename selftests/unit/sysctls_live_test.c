// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests what is known of sysctls against the kernel that runs: it has to take
 * the least and the most that a plan would let pass, as often as there are
 * numbers. Settings of a network namespace only, in one of its own.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "tune/sysctls.h"

/* Others bound them: plan_order.c; or the kernel writes them in its own way. */
static const char *const bounded[] = {
	"net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ipfrag_high_thresh", "net.ipv4.ipfrag_low_thresh",
	"net.ipv6.ip6frag_high_thresh", "net.ipv6.ip6frag_low_thresh",
	"net.ipv4.tcp_reordering", "net.ipv4.ping_group_range",
};

static bool is_bounded(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(bounded); i++)
		if (!strcmp(bounded[i], name))
			return true;
	return false;
}

static void path_of(const struct sysctl_rule *rule, char *path, size_t size)
{
	const char *star = strchr(rule->name, '*');
	const size_t root = strlen("/proc/sys/");
	const char *rest = star ? star + 1 : rule->name;

	if (star)
		snprintf(path, size, "/proc/sys/%.*slo%s",
			 (int)(star - rule->name), rule->name, rest);
	else
		snprintf(path, size, "/proc/sys/%s", rule->name);
	for (char *at = path + root; *at; at++)
		if (*at == '.')
			*at = '/';
}

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static bool get(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	if (len < 0)
		return false;
	text[len] = '\0';
	return true;
}

static unsigned int refused;

static void put_number(const struct sysctl_rule *rule, const char *path,
		       __s64 number)
{
	char text[256];
	size_t len = 0;
	int err;

	for (unsigned int i = 0; i < rule->numbers; i++)
		len += snprintf(text + len, sizeof(text) - len, "%lld ", number);
	err = put(path, text);
	if (err)
		print_message("# %s: %s: %s\n", rule->name, text,
			      strerror(-err));
	refused += !!err;
}

/* Return: was it there? */
static bool check_rule(const struct sysctl_rule *rule)
{
	char path[256], old[4096], *normal;
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	path_of(rule, path, sizeof(path));
	if (rule->host_wide || access(path, W_OK) ||
	    !get(path, old, sizeof(old)))
		return false;
	assert_null(rule->gone);
	if (!rule->numbers)
		return true;
	normal = tune_value_normalize(old);
	assert_non_null(normal);
	assert_true(tune_value_numbers(normal, numbers, &count));
	if (count != rule->numbers)
		print_message("# %s has %zu numbers\n", rule->name, count);
	assert_int_equal(count, rule->numbers);
	free(normal);
	if (is_bounded(rule->name))
		return true;
	put_number(rule, path, rule->min);
	put_number(rule, path, rule->max);
	assert_int_equal(put(path, old), 0);
	return true;
}

static unsigned int check_table(const struct sysctl_table *table)
{
	unsigned int there = 0;

	for (size_t i = 0; i < table->count; i++)
		there += check_rule(&table->rules[i]);
	return there;
}

static void test_ranges(void **state)
{
	unsigned int there;

	(void)state;
	if (geteuid() || unshare(CLONE_NEWNET)) {
		skip();
		return;
	}
	there = check_table(&sysctl_core) + check_table(&sysctl_ipv4) +
		check_table(&sysctl_tcp) + check_table(&sysctl_host);
	print_message("# %u settings are there\n", there);
	assert_int_equal(refused, 0);
	/* Linux 5.10 has more than that. */
	assert_true(there > 80);
	assert_int_equal(check_table(&sysctl_gone), 0);
}

/* Of a machine's own only what can be seen: how many numbers there are. */
static void test_counts(void **state)
{
	static const struct sysctl_table *const tables[] = {
		&sysctl_core, &sysctl_ipv4, &sysctl_tcp, &sysctl_host,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tables) * 512; i++) {
		const struct sysctl_table *table = tables[i / 512];
		const struct sysctl_rule *rule = &table->rules[i % 512];
		char path[256], text[4096], *normal;
		__s64 numbers[TUNE_VECTOR];
		size_t count = 0;

		if (i % 512 >= table->count || !rule->numbers)
			continue;
		path_of(rule, path, sizeof(path));
		if (!get(path, text, sizeof(text)))
			continue;
		normal = tune_value_normalize(text);
		assert_non_null(normal);
		/* What is more than 64 bits hold is one number. */
		if (!tune_value_numbers(normal, numbers, &count))
			count = 1;
		if (count != rule->numbers)
			print_message("# %s: %s\n", rule->name, normal);
		assert_int_equal(count, rule->numbers);
		free(normal);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
