// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the search for the processes that have sockets open. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/owned.h"
#include "source/owner.h"
#include "source/owner_set.h"

#define USER	0x00400000U
#define KTHREAD	0x00200000U

/* Others may look into it, too. */
static int make_root(void **state)
{
	return folder_make(state) ?: chmod(*state, 0755);
}

static void put(const char *root, int pid, const char *name, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%d/%s", pid, name);
	folder_put(root, path, text);
}

/* A process of that name; @comm as /proc/PID/comm has it, without the newline. */
static void add_process(const char *root, int pid, const char *comm,
			char task_state, unsigned int flags,
			unsigned long long start)
{
	char path[PATH_MAX];
	char text[512];

	snprintf(path, sizeof(path), "%s/%d", root, pid);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/%d/fd", root, pid);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(text, sizeof(text),
		 "%d (%s) %c 1 %d %d 0 -1 %u 100 0 0 0 1 2 0 0 20 0 1 0 %llu 4096 9\n",
		 pid, comm, task_state, pid, pid, flags, start);
	put(root, pid, "stat", text);
	snprintf(text, sizeof(text), "%s\n", comm);
	put(root, pid, "comm", text);
}

static void add_link(const char *root, int pid, int fd, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%d/fd/%d", root, pid, fd);
	assert_int_equal(symlink(text, path), 0);
}

static void add_socket(const char *root, int pid, int fd, unsigned long inode)
{
	char text[64];

	snprintf(text, sizeof(text), "socket:[%lu]", inode);
	add_link(root, pid, fd, text);
}

static void assert_owner(const struct owner_set *set, __u64 inode, int pid,
			 const char *comm)
{
	const struct nettune_sock_process *owner = owner_set_get(set, inode);

	if (!pid) {
		assert_null(owner);
		return;
	}
	assert_non_null(owner);
	assert_int_equal(owner->pid, pid);
	assert_string_equal(owner->comm, comm);
}

static struct owner_set *new_set(const __u64 *inodes, size_t count)
{
	struct owner_set *set = owner_set_new();

	assert_non_null(set);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(owner_set_want(set, inodes[i]), 0);
	return set;
}

static void test_find(void **state)
{
	static const __u64 wanted[] = { 1000, 1001, 2000, 4294967296ULL, 77, 0 };
	struct owner_set *set = new_set(wanted, ARRAY_SIZE(wanted));

	add_process(*state, 10, "server", 'S', USER, 500);
	add_socket(*state, 10, 0, 1000);
	add_socket(*state, 10, 7, 1001);
	add_socket(*state, 10, 8, 9999);
	add_process(*state, 11, "client", 'R', USER, 501);
	add_socket(*state, 11, 3, 2000);
	add_socket(*state, 11, 4, 4294967296UL);
	add_link(*state, 11, 5, "pipe:[77]");
	add_link(*state, 11, 6, "/tmp/socket:[77]");
	add_link(*state, 11, 7, "socket:[77");
	add_link(*state, 11, 8, "socket:[]");
	add_link(*state, 11, 9, "anon_inode:[eventpoll]");

	assert_int_equal(owner_set_find(set, *state), 0);
	assert_owner(set, 1000, 10, "server");
	assert_owner(set, 1001, 10, "server");
	assert_owner(set, 2000, 11, "client");
	assert_owner(set, 4294967296ULL, 11, "client");
	assert_owner(set, 77, 0, NULL);
	assert_owner(set, 0, 0, NULL);
	/* it is open, but nobody wanted it */
	assert_owner(set, 9999, 0, NULL);
	assert_int_equal(owner_set_hidden(set), 0);
	owner_set_free(set);
}

/* The one that was started first, whatever the numbers say. */
static void test_shared(void **state)
{
	static const __u64 wanted[] = { 5, 6, 7 };
	struct owner_set *set = new_set(wanted, ARRAY_SIZE(wanted));

	add_process(*state, 2, "wrapped", 'S', USER, 300);
	add_process(*state, 30000, "parent", 'S', USER, 200);
	add_process(*state, 30001, "child", 'S', USER, 200);
	add_socket(*state, 2, 3, 5);
	add_socket(*state, 30000, 3, 5);
	add_socket(*state, 30001, 3, 6);
	add_socket(*state, 30000, 4, 6);
	add_socket(*state, 30001, 4, 7);
	add_socket(*state, 2, 4, 7);

	assert_int_equal(owner_set_find(set, *state), 0);
	assert_owner(set, 5, 30000, "parent");
	assert_owner(set, 6, 30000, "parent");
	assert_owner(set, 7, 30001, "child");
	owner_set_free(set);
}

static void test_names(void **state)
{
	static const char *const names[] = {
		"", " ", ") R 1 1 1", "a b) S (c", "\x1b[31m\xff", "new\nline",
		"((((((((((((((("
	};
	__u64 wanted[ARRAY_SIZE(names)];
	struct owner_set *set;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		wanted[i] = 100 + i;
		add_process(*state, i + 1, names[i], 'S', USER, i);
		add_socket(*state, i + 1, 3, wanted[i]);
	}
	set = new_set(wanted, ARRAY_SIZE(wanted));
	assert_int_equal(owner_set_find(set, *state), 0);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_owner(set, wanted[i], i + 1, names[i]);
	owner_set_free(set);
}

/* What is in /proc beside processes with sockets. */
static void test_others(void **state)
{
	static const __u64 wanted[] = { 5, 6, 7, 8 };
	struct owner_set *set = new_set(wanted, ARRAY_SIZE(wanted));
	char path[PATH_MAX];

	add_process(*state, 2, "kthreadd", 'S', KTHREAD, 1);
	add_socket(*state, 2, 3, 5);
	add_process(*state, 3, "zombie", 'Z', USER, 1);
	add_socket(*state, 3, 3, 6);
	/* ends between the listing and the look at it */
	add_process(*state, 4, "leaving", 'S', USER, 1);
	snprintf(path, sizeof(path), "%s/4/fd", (char *)*state);
	assert_int_equal(rmdir(path), 0);
	add_process(*state, 5, "garbled", 'S', USER, 1);
	put(*state, 5, "stat", "5 (garbled) S 1\n");
	add_socket(*state, 5, 3, 7);
	add_process(*state, 6, "right", 'S', USER, 1);
	add_socket(*state, 6, 3, 8);
	snprintf(path, sizeof(path), "%s/6x", (char *)*state);
	assert_int_equal(mkdir(path, 0755), 0);

	assert_int_equal(owner_set_find(set, *state), 0);
	assert_owner(set, 5, 0, NULL);
	assert_owner(set, 6, 0, NULL);
	assert_owner(set, 7, 0, NULL);
	assert_owner(set, 8, 6, "right");
	assert_int_equal(owner_set_hidden(set), 0);
	owner_set_free(set);
	assert_int_equal(owner_set_find(set = new_set(wanted, 1),
					"/nonexistent"), -ENOENT);
	owner_set_free(set);
}

static void forbid(const char *root, int pid)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%d/fd", root, pid);
	assert_int_equal(chmod(path, 0), 0);
}

static void test_hidden(void **state)
{
	static const __u64 wanted[] = { 5, 6 };
	struct owner_set *set = new_set(wanted, ARRAY_SIZE(wanted));
	uid_t uid = geteuid();

	add_process(*state, 1, "open", 'S', USER, 3);
	add_socket(*state, 1, 3, 5);
	add_process(*state, 2, "closed", 'S', USER, 1);
	add_socket(*state, 2, 3, 6);
	add_process(*state, 3, "closed", 'S', USER, 2);
	forbid(*state, 2);
	forbid(*state, 3);

	/* Root may look everywhere. */
	if (!uid)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(owner_set_find(set, *state), 0);
	if (!uid)
		assert_int_equal(seteuid(0), 0);
	assert_owner(set, 5, 1, "open");
	assert_owner(set, 6, 0, NULL);
	assert_int_equal(owner_set_hidden(set), 2);
	owner_set_free(set);

	/* All that was wanted is found: nothing is missed by what is hidden. */
	set = new_set(wanted, 1);
	if (!uid)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(owner_set_find(set, *state), 0);
	if (!uid)
		assert_int_equal(seteuid(0), 0);
	assert_owner(set, 5, 1, "open");
	assert_int_equal(owner_set_hidden(set), 0);
	owner_set_free(set);
}

/* Once all are found nobody else is looked at: here, to look is an error. */
static void test_early_end(void **state)
{
	static const __u64 wanted[] = { 5, 6 };
	struct owner_set *set = new_set(wanted, 1);
	char path[PATH_MAX];

	add_process(*state, 1, "first", 'S', USER, 1);
	add_socket(*state, 1, 3, 5);
	add_process(*state, 2, "second", 'S', USER, 2);
	snprintf(path, sizeof(path), "%s/2/fd", (char *)*state);
	assert_int_equal(rmdir(path), 0);
	put(*state, 2, "fd", "no folder");
	assert_int_equal(owner_set_find(set, *state), 0);
	assert_owner(set, 5, 1, "first");
	/* now not even /proc itself */
	assert_int_equal(owner_set_find(set, "/nonexistent"), 0);
	owner_set_free(set);

	set = new_set(wanted, 2);
	assert_int_equal(owner_set_find(set, *state), -ENOTDIR);
	assert_owner(set, 5, 1, "first");
	owner_set_free(set);
}

static void test_many(void **state)
{
	enum { MANY = 100000 };
	struct owner_set *set = owner_set_new();

	assert_non_null(set);
	add_process(*state, 1, "many", 'S', USER, 1);
	for (int i = 0; i < 500; i++)
		add_socket(*state, 1, i, 1000 + i * 2 * (MANY / 500));
	/* every second one, some of them twice */
	for (__u64 i = 0; i < MANY; i++)
		assert_int_equal(owner_set_want(set, 1000 + 2 * i), 0);
	for (__u64 i = 0; i < MANY; i += 7)
		assert_int_equal(owner_set_want(set, 1000 + 2 * i), 0);
	assert_int_equal(owner_set_find(set, *state), 0);
	for (__u64 i = 0; i < MANY; i++) {
		bool open = i % (MANY / 500) == 0;

		assert_owner(set, 1000 + 2 * i, open, "many");
		assert_owner(set, 1001 + 2 * i, 0, NULL);
	}
	owner_set_free(set);

	/* each alone: among the first descriptors, or far behind them */
	for (int i = 0; i < 500; i += 7) {
		const __u64 one = 1000 + i * 2 * (MANY / 500);

		set = new_set(&one, 1);
		assert_int_equal(owner_set_find(set, *state), 0);
		assert_owner(set, one, 1, "many");
		owner_set_free(set);
	}
}

/* A process that has so many sockets, with inodes in sequence. */
static void add_holder(const char *root, int pid, unsigned long inode,
		       const char *status)
{
	add_process(root, pid, "holder", 'S', USER, pid);
	for (int i = 0; i < 300; i++)
		add_socket(root, pid, i, inode + i);
	if (status)
		put(root, pid, "status", status);
}

/* Whose sockets are near those that are looked for is looked at first. */
static void test_guess(void **state)
{
	static const char status[] = "Name:\tholder\nFDSize:\t512\nGroups:\t0\n";
	static const int order[] = { 3, 5, 2, 1, 4, 6 };
	const __u64 wanted[] = { 70100, 70200 };
	struct process list[ARRAY_SIZE(order)] = { 0 };
	struct processes all = { .list = list, .count = ARRAY_SIZE(list) };
	struct owner_set *set = new_set(wanted, 2);
	int proc = open(*state, O_RDONLY | O_DIRECTORY);

	add_holder(*state, 1, 1000, status);
	add_holder(*state, 2, 60000, status);
	add_holder(*state, 3, 1000, status);
	add_holder(*state, 4, 70000, NULL);
	add_holder(*state, 5, 70000, status);
	for (size_t i = 0; i < ARRAY_SIZE(list); i++)
		list[i] = (struct process) { .pid = i + 1, .start = i + 1 };
	list[2].found = true;
	owner_guess(set, proc, &all);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		assert_int_equal(list[i].pid, order[i]);
	close(proc);
	owner_set_free(set);
}

static int count_owned(struct model_sock *sock, void *arg)
{
	static const __u32 pids[] = { 10, 0, 0, 10 };
	size_t *count = arg;

	assert_int_equal(sock->snap.id.ifindex, *count);
	assert_int_equal(sock->process.pid, pids[*count]);
	assert_string_equal(sock->process.comm,
			    pids[*count] ? "server" : "");
	return ++*count == ARRAY_SIZE(pids) ? 7 : 0;
}

/* Sockets come back in their order, until somebody has enough of them. */
static void test_owned(void **state)
{
	static const __u64 inodes[] = { 5, 0, 6, 5, 7 };
	struct model_sock sock = { 0 };
	struct owned owned;
	size_t count = 0;

	add_process(*state, 10, "server", 'S', USER, 1);
	add_socket(*state, 10, 3, 5);
	assert_int_equal(owned_init(&owned), 0);
	for (size_t i = 0; i < ARRAY_SIZE(inodes); i++) {
		sock.snap.id.ifindex = i;
		sock.snap.owner.inode = inodes[i];
		assert_int_equal(owned_take(&sock, &owned), 0);
	}
	assert_int_equal(owned_each(&owned, *state, count_owned, &count), 7);
	assert_int_equal(count, 4);
	assert_int_equal(owned_each(&owned, "/nonexistent", count_owned,
				    &count), -ENOENT);
	assert_int_equal(count, 4);
	owned_free(&owned);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, make_root, \
							folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_find),
		TEST(test_shared),
		TEST(test_names),
		TEST(test_others),
		TEST(test_hidden),
		TEST(test_early_end),
		TEST(test_many),
		TEST(test_guess),
		TEST(test_owned),
	};

	return cmocka_run_group_tests_name("owner", tests, NULL, NULL);
}
