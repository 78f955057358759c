// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests that nobody relies on a guardian that is not there any more. */
#include "fake_target.h"
#include "folder.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tune/guardian.h"

static struct fake machine;

static int open_fake(struct tune_target *target)
{
	*target = (struct tune_target) { &fake_ops, &machine };
	return 0;
}

static void make_job(const char *root, struct tune_state *state,
		     struct guardian_job *job)
{
	struct journal journal = { .time = 1 };
	struct journal_file file;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/state", root);
	assert_int_equal(setenv(STATE_VARIABLE, path, 1), 0);
	assert_int_equal(state_open(state, true), 0);
	assert_int_equal(journal_boot(journal.boot), 0);
	assert_int_equal(journal_create(state, &journal, 0, &file), 0);
	*job = (struct guardian_job) {
		.state = state, .id = journal.id, .seconds = 600,
		.open = open_fake,
	};
	journal_close(&file);
	journal_free(&journal);
}

/* Whoever has lost its parent is this process's own by then. */
static pid_t only_child(void)
{
	char path[64], text[64] = "";
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		 (int)getpid());
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	assert_true(len > 0);
	return strtol(text, NULL, 10);
}

static void test_killed(void **root)
{
	struct guardian guardian;
	struct guardian_job job;
	struct tune_state state;
	pid_t pid;

	make_job(*root, &state, &job);
	assert_int_equal(guardian_start(&job, &guardian), 0);
	pid = only_child();
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(guardian_tell(&guardian, true), -EPIPE);
	assert_int_equal(guardian.fd, -1);
	/* Where there is none, there is none to be missed. */
	assert_int_equal(guardian_tell(&guardian, true), 0);
	state_close(&state);
}

/* One that lives is told, and ends when there is nothing to be watched. */
static void test_told(void **root)
{
	struct guardian guardian;
	struct guardian_job job;
	struct tune_state state;
	int status;
	pid_t pid;

	make_job(*root, &state, &job);
	assert_int_equal(guardian_start(&job, &guardian), 0);
	pid = only_child();
	assert_int_equal(guardian_tell(&guardian, false), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	state_close(&state);
}

/* Who ignores SIGCHLD can't wait for anybody; the guardian is there all the same. */
static void test_no_children(void **root)
{
	struct guardian guardian;
	struct guardian_job job;
	struct tune_state state;

	make_job(*root, &state, &job);
	assert_true(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
	assert_int_equal(guardian_start(&job, &guardian), 0);
	assert_int_equal(guardian_tell(&guardian, false), 0);
	assert_true(signal(SIGCHLD, SIG_DFL) != SIG_ERR);
	state_close(&state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_killed),
		IN_FOLDER(test_told),
		IN_FOLDER(test_no_children),
	};

	if (prctl(PR_SET_CHILD_SUBREAPER, 1) ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
