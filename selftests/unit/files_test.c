// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests which processes are near their limit of descriptors. */
#include "folder.h"
#include "unit.h"

#include <errno.h>
#include <unistd.h>

#include "source/snapshot.h"

/* A process that has @open descriptors, and room for @room. */
static void put_process(const char *root, int pid, const char *limit, int room,
			int open)
{
	char name[64], text[256];

	snprintf(name, sizeof(name), "%d/limits", pid);
	snprintf(text, sizeof(text),
		 "Limit    Soft Limit  Hard Limit  Units\n"
		 "Max processes   7  7  processes\n"
		 "Max open files            %s  4096  files\n", limit);
	folder_put(root, name, text);
	snprintf(name, sizeof(name), "%d/status", pid);
	snprintf(text, sizeof(text), "Name:\tx\nFDSize:\t%d\n", room);
	folder_put(root, name, text);
	snprintf(name, sizeof(name), "%d/comm", pid);
	snprintf(text, sizeof(text), "a b)%d\n", pid);
	folder_put(root, name, text);
	for (int i = 0; i < open; i++) {
		snprintf(name, sizeof(name), "%d/fd/%d", pid, i);
		folder_put(root, name, "");
	}
}

static void test_fullest(void **state)
{
	struct model_process_files *files;
	size_t count;

	put_process(*state, 10, "8", 64, 4);
	put_process(*state, 11, "8", 64, 8);
	put_process(*state, 12, "16", 64, 12);
	put_process(*state, 13, "unlimited", 64, 9);
	put_process(*state, 14, "8", 64, 0);
	/* has no room for half of its limit: not counted */
	put_process(*state, 15, "1024", 256, 9);
	folder_put(*state, "16x/limits", "Max open files 1 1 files\n");
	folder_put(*state, "17/limits", "Max open files\n");
	assert_int_equal(files_fullest(*state, &files, &count, 3), 0);
	assert_int_equal(count, 3);
	assert_int_equal(files[0].process.pid, 11);
	assert_string_equal(files[0].process.comm, "a b)11");
	assert_int_equal(files[0].open, 8);
	assert_int_equal(files[0].limit, 8);
	assert_int_equal(files[0].most, 4096);
	assert_int_equal(files[1].process.pid, 12);
	assert_int_equal(files[2].process.pid, 10);
	free(files);
	/* no room for all of them: the fullest stay */
	assert_int_equal(files_fullest(*state, &files, &count, 1), 0);
	assert_int_equal(count, 1);
	assert_int_equal(files[0].process.pid, 11);
	free(files);
}

static void test_nothing(void **state)
{
	struct model_process_files *files;
	size_t count;

	assert_int_equal(files_fullest(*state, &files, &count, 3), 0);
	assert_int_equal(count, 0);
	free(files);
	assert_int_equal(files_fullest("/nonexistent", &files, &count, 3),
			 -ENOENT);
}

/* We ourselves, by what the kernel tells of us. */
static void test_ourselves(void **state)
{
	struct model_process_files *files;
	int fds[64], before = 0, after = 0;
	size_t count;

	(void)state;
	for (size_t round = 0; round < 2; round++) {
		assert_int_equal(files_fullest("/proc", &files, &count, 100000),
				 0);
		for (size_t i = 0; i < count; i++)
			if (files[i].process.pid == (__u32)getpid())
				*(round ? &after : &before) = files[i].open;
		free(files);
		for (size_t i = 0; !round && i < ARRAY_SIZE(fds); i++)
			fds[i] = dup(0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		close(fds[i]);
	/* Older kernels tell of those only that are near their limit. */
	if (!before)
		skip();
	assert_int_equal(after - before, (int)ARRAY_SIZE(fds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_fullest),
		IN_FOLDER(test_nothing),
		cmocka_unit_test(test_ourselves),
	};

	return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
