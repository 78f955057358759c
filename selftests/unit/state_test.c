// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests the folder of journals: who may write there, lock it, look into it. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/journal.h"

#define BOOT "01234567-89ab-cdef-0123-456789abcdef"

#define NOBODY	65534

static void open_state(const char *root, struct tune_state *state)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/state", root);
	assert_int_equal(setenv(STATE_VARIABLE, path, 1), 0);
	assert_int_equal(state_open(state, true), 0);
}

/* What may not be read by everybody is in a file that may not be, either. */
static void test_secret(void **root)
{
	struct plan_step steps[] = {
		{ .key = { TUNE_SYSCTL, (char *)"a", "" }, .current = (char *)"1",
		  .wanted = (char *)"2", .action = PLAN_SET },
		{ .key = { TUNE_SYSCTL, (char *)"b", "" }, .current = (char *)"3",
		  .action = PLAN_KEEP, .secret = true },
		{ .key = { TUNE_SYSCTL, (char *)"c", "" }, .action = PLAN_ABSENT },
	};
	struct journal journal = { .boot = BOOT };
	struct journal_file file;
	struct tune_state state;
	struct plan plan = { steps, 1 };
	struct stat st;

	open_state(*root, &state);
	assert_int_equal(journal_take_plan(&journal, &plan), 0);
	assert_false(journal.secret);
	assert_int_equal(journal.kept.count, 0);
	plan.count = 3;
	assert_int_equal(journal_take_plan(&journal, &plan), 0);
	assert_true(journal.secret);
	assert_int_equal(journal.kept.count, 1);
	assert_string_equal(journal.kept.wants[0].key.name, "b");
	assert_string_equal(journal.kept.wants[0].value, "3");
	umask(0);
	assert_int_equal(journal_create(&state, &journal, 0, &file), 0);
	assert_int_equal(fstat(file.fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	journal_close(&file);
	journal_free(&journal);
	state_close(&state);
}

/* Root's folder is there to be read, and for nothing else; another's is not. */
static void test_others(void **root)
{
	struct journal journal = { .boot = BOOT };
	struct journal_file file;
	struct tune_state state;
	pid_t holder;

	if (geteuid())
		skip();
	assert_int_equal(chmod(*root, 0755), 0);
	open_state(*root, &state);
	assert_int_equal(state_lock(&state, 0, &holder), 0);
	assert_int_equal(journal_create(&state, &journal, 0, &file), 0);
	journal_close(&file);
	state_close(&state);
	journal_free(&journal);

	assert_int_equal(seteuid(NOBODY), 0);
	assert_int_equal(state_open(&state, true), -EACCES);
	state_close(&state);
	assert_int_equal(state_open(&state, false), 0);
	assert_int_equal(journal_read(&state, 1, &journal), 0);
	journal_free(&journal);
	assert_int_equal(state_lock(&state, 0, &holder), -EACCES);
	assert_int_equal(openat(state.dir, "lock", O_RDONLY), -1);
	assert_int_equal(errno, EACCES);
	assert_int_equal(openat(state.dir, "000002.jsonl", O_WRONLY | O_CREAT, 0644), -1);
	assert_int_equal(openat(state.dir, "000001.jsonl", O_WRONLY), -1);
	assert_int_equal(unlinkat(state.dir, "000001.jsonl", 0), -1);
	state_close(&state);

	/* One that was closed to others stays so. */
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(state.path, 0700), 0);
	assert_int_equal(state_open(&state, true), 0);
	state_close(&state);
	assert_int_equal(seteuid(NOBODY), 0);
	assert_int_equal(state_open(&state, false), -EACCES);
	state_close(&state);

	/* What a third one has written is not for anybody else. */
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(state.path, 0755), 0);
	assert_int_equal(chown(state.path, NOBODY - 1, 0), 0);
	assert_int_equal(state_open(&state, false), -EPERM);
	state_close(&state);
	assert_int_equal(seteuid(NOBODY), 0);
	assert_int_equal(state_open(&state, false), -EPERM);
	state_close(&state);
	assert_int_equal(seteuid(0), 0);
}

static void test_folder(void **root)
{
	struct tune_state state, other;
	char path[PATH_MAX], link[PATH_MAX];
	struct journal journal;
	pid_t holder;

	snprintf(path, sizeof(path), "%s/none/state", (char *)*root);
	setenv(STATE_VARIABLE, path, 1);
	assert_int_equal(state_open(&state, false), -ENOENT);
	assert_int_equal(state_open(&state, true), -ENOENT);

	open_state(*root, &state);
	snprintf(path, sizeof(path), "%s", state.path);
	assert_int_equal(state_lock(&state, 0, &holder), 0);
	assert_int_equal(state_open(&other, true), 0);
	assert_int_equal(state_lock(&other, 0, &holder), -EWOULDBLOCK);
	assert_int_equal(holder, getpid());
	state_unlock(&state);
	assert_int_equal(state_lock(&other, 0, &holder), 0);
	state_close(&other);

	/* Neither the folder nor what is in it may be a link. */
	assert_int_equal(symlinkat("/etc/passwd", state.dir, "000009.jsonl"), 0);
	assert_int_equal(journal_read(&state, 9, &journal), -ELOOP);
	journal_free(&journal);
	state_close(&state);
	snprintf(link, sizeof(link), "%s/link", (char *)*root);
	assert_int_equal(symlink(path, link), 0);
	setenv(STATE_VARIABLE, link, 1);
	assert_int_equal(state_open(&state, true), -ENOTDIR);
	state_close(&state);

	setenv(STATE_VARIABLE, path, 1);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(state_open(&state, true), -EPERM);
	state_close(&state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_folder, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(test_secret, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(test_others, folder_make,
						folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
