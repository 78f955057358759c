// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the real target, with a folder in the place of /proc. */
#include "unit.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "tune/target.h"

static struct tune_target open_target(const char *root)
{
	const struct tune_roots roots = {
		.proc = root, .sys = root, .run = root,
	};
	struct tune_target target;

	assert_int_equal(tune_host_open_at(&target, &roots), 0);
	return target;
}

static struct tune_now read_sysctl(struct tune_target *target, char *name)
{
	const struct tune_key key = { .kind = TUNE_SYSCTL, .name = name };
	struct tune_now now;

	assert_int_equal(target->ops->read(target, &key, &now), 0);
	return now;
}

static void free_now(struct tune_now *now)
{
	free(now->text);
	free(now->note);
}

static void check_value(struct tune_target *target, char *name,
			const char *value)
{
	struct tune_now now = read_sysctl(target, name);

	assert_int_equal(now.err, 0);
	assert_string_equal(now.text, value);
	assert_false(now.has_max);
	free_now(&now);
}

static void check_unknown(struct tune_target *target, char *name, int err)
{
	struct tune_now now = read_sysctl(target, name);

	assert_int_equal(now.err, err);
	assert_null(now.text);
	free_now(&now);
}

static int write_sysctl(struct tune_target *target, char *name,
			const char *value)
{
	const struct tune_key key = { .kind = TUNE_SYSCTL, .name = name };
	const struct tune_key *const keys[] = { &key };
	char message[TARGET_MESSAGE];
	int err;

	err = target->ops->write(target, keys, &value, 1, message);
	assert_int_equal(!!err, !!message[0]);
	return err;
}

static void test_paths(void **state)
{
	static const struct {
		const char *name;
		const char *path;
	} cases[] = {
		{ "net.core.somaxconn", "net/core/somaxconn" },
		{ "net/core/somaxconn", "net/core/somaxconn" },
		{ "net.ipv4.conf.eth0/100.rp_filter",
		  "net/ipv4/conf/eth0.100/rp_filter" },
		{ "net/ipv4/conf/eth0.100/rp_filter",
		  "net/ipv4/conf/eth0.100/rp_filter" },
		{ "somaxconn", "somaxconn" },
		{ "a..b", NULL },
		{ ".a", NULL },
		{ "a.", NULL },
		{ "/a", NULL },
		{ "a/", NULL },
		{ "", NULL },
		{ "net/../../etc/passwd", NULL },
		{ "net.//.passwd", NULL },
		{ "net./.core", NULL },
		{ "..", NULL },
		{ ".", NULL },
		{ "net/./core", NULL },
		{ "net/...", "net/..." },
	};
	char path[TUNE_SYSCTL_PATH];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const int err = tune_sysctl_path(cases[i].name, path);

		if (!cases[i].path) {
			assert_int_equal(err, -EINVAL);
			continue;
		}
		assert_int_equal(err, 0);
		assert_string_equal(path, cases[i].path);
	}
}

static void test_long_path(void **state)
{
	char name[TUNE_SYSCTL_PATH + 1], path[TUNE_SYSCTL_PATH];

	(void)state;
	memset(name, 'a', sizeof(name));
	name[TUNE_SYSCTL_PATH] = '\0';
	assert_int_equal(tune_sysctl_path(name, path), -EINVAL);
	name[TUNE_SYSCTL_PATH - 1] = '\0';
	assert_int_equal(tune_sysctl_path(name, path), 0);
	assert_string_equal(path, name);
}

static void test_read(void **state)
{
	struct tune_target target;
	char *big = malloc(70001);

	assert_non_null(big);
	memset(big, '7', 70000);
	big[70000] = '\0';
	folder_put(*state, "sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
	folder_put(*state, "sys/net/ipv4/conf/eth0.100/rp_filter", "2\n");
	folder_put(*state, "sys/net/empty", "\n");
	folder_put(*state, "sys/net/big", big);
	folder_put(*state, "secret", "1\n");
	target = open_target(*state);
	check_value(&target, "net.ipv4.tcp_rmem", "4096 131072 6291456");
	check_value(&target, "net.ipv4.conf.eth0/100.rp_filter", "2");
	check_value(&target, "net.empty", "");
	check_value(&target, "net.big", big);
	check_unknown(&target, "net.ipv4.nonesuch", ENOENT);
	check_unknown(&target, "net.ipv4.tcp_rmem.more", ENOENT);
	check_unknown(&target, "net.ipv4", ENOENT);
	check_unknown(&target, "net/../../secret", EINVAL);
	target.ops->close(&target);
	free(big);
}

static void test_read_only(void **state)
{
	struct tune_target target;
	struct tune_now now;
	char path[PATH_MAX];

	folder_put(*state, "sys/net/list", "reno cubic\n");
	folder_put(*state, "sys/net/other", "1\n");
	snprintf(path, sizeof(path), "%s/sys/net/list", (char *)*state);
	assert_int_equal(chmod(path, 0444), 0);
	target = open_target(*state);
	now = read_sysctl(&target, "net.list");
	assert_true(now.fixed);
	free_now(&now);
	now = read_sysctl(&target, "net.other");
	assert_false(now.fixed);
	free_now(&now);
	target.ops->close(&target);
}

static void test_write(void **state)
{
	struct tune_target target;

	folder_put(*state, "sys/net/core/somaxconn", "4096\n");
	folder_put(*state, "secret", "1\n");
	target = open_target(*state);
	assert_int_equal(write_sysctl(&target, "net.core.somaxconn", "16"), 0);
	check_value(&target, "net.core.somaxconn", "16");
	assert_int_equal(write_sysctl(&target, "net.core.nonesuch", "1"),
			 -ENOENT);
	check_unknown(&target, "net.core.nonesuch", ENOENT);
	assert_int_equal(write_sysctl(&target, "net/../../secret", "2"),
			 -EINVAL);
	assert_int_equal(write_sysctl(&target, "net.core", "2"), -EISDIR);
	target.ops->close(&target);
}

/* Nothing outside the folder is written by way of a link in it. */
static void test_link(void **state)
{
	struct tune_target target;
	char from[PATH_MAX], to[PATH_MAX];

	folder_put(*state, "secret", "1\n");
	folder_put(*state, "sys/net/one", "1\n");
	snprintf(to, sizeof(to), "%s/secret", (char *)*state);
	snprintf(from, sizeof(from), "%s/sys/net/link", (char *)*state);
	assert_int_equal(symlink(to, from), 0);
	target = open_target(*state);
	assert_int_equal(write_sysctl(&target, "net.link", "2"), -ELOOP);
	check_value(&target, "net.link", "1");
	target.ops->close(&target);
}

static void test_one_kind(void **state)
{
	const struct tune_key ring = { .kind = TUNE_RING, .name = "rx",
				       .device = "a" };
	const struct tune_key other = { .kind = TUNE_RING, .name = "rx",
					.device = "b" };
	const struct tune_key sysctl = { .kind = TUNE_SYSCTL, .name = "a.b" };
	const struct tune_key *const devices[] = { &ring, &other };
	const struct tune_key *const two[] = { &sysctl, &sysctl };
	const char *const values[] = { "1", "2" };
	struct tune_target target;
	char message[TARGET_MESSAGE];

	folder_put(*state, "sys/a/b", "0\n");
	target = open_target(*state);
	assert_int_equal(target.ops->write(&target, devices, values, 2,
					   message), -EINVAL);
	assert_int_equal(target.ops->write(&target, two, values, 2, message),
			 -EINVAL);
	check_value(&target, "a.b", "0");
	target.ops->close(&target);
}

static void test_no_proc(void **state)
{
	const struct tune_roots roots = {
		.proc = *state, .sys = *state, .run = *state,
	};
	struct tune_target target;

	assert_int_equal(tune_host_open_at(&target, &roots), -ENOENT);
	folder_put(*state, "sys/net/one", "1\n");
	assert_int_equal(tune_host_open_at(&target, &roots), 0);
	target.ops->close(&target);
}

static void test_switches(void **state)
{
	static const struct {
		enum tune_kind kind;
		char *name;
		bool is;
	} cases[] = {
		{ TUNE_FEATURE, "rx-gro", true },
		{ TUNE_PAUSE, "rx", true },
		{ TUNE_COALESCE, "adaptive-rx", true },
		{ TUNE_COALESCE, "cqe-mode-tx", true },
		{ TUNE_COALESCE, "rx-usecs", false },
		{ TUNE_RING, "rx", false },
		{ TUNE_SYSCTL, "net.core.somaxconn", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct tune_key key = { .kind = cases[i].kind,
					      .name = cases[i].name };

		assert_int_equal(tune_key_is_switch(&key), cases[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_long_path),
		cmocka_unit_test(test_switches),
		IN_FOLDER(test_read),
		IN_FOLDER(test_read_only),
		IN_FOLDER(test_write),
		IN_FOLDER(test_link),
		IN_FOLDER(test_one_kind),
		IN_FOLDER(test_no_proc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
