// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: nt_crash [OPTION...] NETTUNE FOLDER FILE... -- ARGUMENT...
 *
 * Runs "NETTUNE ARGUMENT..." again and again, and each time ends it one place
 * further: kills it before each of its system calls and after each that brings
 * something to the kernel or the disk, or has one of these fail. (After another
 * one all is as before the next.) Each time what the kernel has in each FILE has
 * to be as it was once "nettune revert" has run, and the journals have to be
 * readable. A FILE may be "!" and a command: then it is what that prints; or "%"
 * and a device: its rings, coalescing and channels.
 *
 *   -e ERRNO    have calls fail with that number, instead of killing it
 *   -t          ask it to end by SIGTERM, instead of killing it
 *   -r          crash "nettune revert" that follows an apply, not the apply
 *   -w          wait for the guardian to revert, instead of doing so
 *   -m          only at calls that bring something
 *   -b          only from where it begins to write its journal
 *   -f PLACE    begin there
 *   -s STEP     go so many places at once
 *
 * FOLDER is for the journals, one folder in there each time. Prints what was
 * wrong, and at last how many places there were.
 */
#include "crash.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILES_MAX	16
#define WORDS_MAX	32

/* Exit code of a command that did not do all. */
#define PARTLY		4

struct test {
	const char		*nettune;
	const char		*folder;
	struct crash_file	files[FILES_MAX];
	size_t			file_count;
	char			*apply[WORDS_MAX];
	struct crash_plan	plan;
	unsigned long		step;
	bool			revert;
	bool			wait;
	unsigned long		failures;
};

static bool all_same(const struct test *test, const char *when, bool tell)
{
	for (size_t i = 0; i < test->file_count; i++)
		if (!crash_same(&test->files[i], when,
				tell ? test->plan.at : 0))
			return false;
	return true;
}

/* nettune WORD */
static int run_word(const struct test *test, const char *word)
{
	char *const argv[] = { (char *)test->nettune, (char *)word, NULL };

	return crash_plain(argv);
}

static void fail(struct test *test, const struct crash_end *end,
		 const char *what, int number)
{
	printf("# place %lu (system call %ld): %s %d\n", test->plan.at,
	       end->call, what, number);
	test->failures++;
}

/* The guardian does it by itself, and soon. */
static void await_guardian(const struct test *test)
{
	const struct timespec pause = { .tv_nsec = 10 * 1000000 };

	for (int i = 0; i < 500 && !all_same(test, "", false); i++)
		nanosleep(&pause, NULL);
}

/* A command that says that it failed has changed nothing. */
static void check_failed(struct test *test, const struct crash_end *end)
{
	if (!WIFEXITED(end->status)) {
		if (!WIFSIGNALED(end->status) ||
		    WTERMSIG(end->status) != test->plan.signal)
			fail(test, end, "ended with status", end->status);
		return;
	}
	if (test->revert || test->wait)
		return;
	if (WEXITSTATUS(end->status) && WEXITSTATUS(end->status) != PARTLY &&
	    !all_same(test, "after it failed", true))
		test->failures++;
}

/* Without a journal there is nothing to be read or undone. */
static bool has_begun(const char *state)
{
	char path[300];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", state,
			 i ? "000001.jsonl" : "new");
		if (!access(path, F_OK))
			return true;
	}
	return false;
}

static void check(struct test *test, const struct crash_end *end,
		  const char *state)
{
	int status;

	check_failed(test, end);
	if (!has_begun(state)) {
		if (!all_same(test, "without a journal", true))
			test->failures++;
		return;
	}
	status = run_word(test, "history");
	if (status)
		fail(test, end, "history exits with", status);
	if (test->wait) {
		await_guardian(test);
		if (!all_same(test, "after the guardian", true))
			test->failures++;
	}
	status = run_word(test, "revert");
	if (status)
		fail(test, end, "revert exits with", status);
	if (!all_same(test, "after revert", true))
		test->failures++;
}

static int crash_revert(struct test *test, struct crash_end *end)
{
	char *const argv[] = {
		(char *)test->nettune, (char *)"revert", NULL,
	};

	int status = crash_plain(test->apply);

	/* With --force it goes on without what is refused. */
	if (status && status != PARTLY) {
		printf("# apply fails\n");
		return -1;
	}
	return crash_run(&test->plan, argv, end);
}

/* Return: 1 = go on, 0 = that was the last place, -1 = it can't be tested. */
static int one_place(struct test *test)
{
	struct crash_end end;
	char state[256];
	int err;

	snprintf(state, sizeof(state), "%s/%lu", test->folder, test->plan.at);
	setenv("NETTUNE_STATE", state, 1);
	if (test->revert)
		err = crash_revert(test, &end);
	else
		err = crash_run(&test->plan, test->apply, &end);
	if (err)
		return -1;
	check(test, &end, state);
	crash_remove(state);
	return end.reached;
}

static int parse(struct test *test, int argc, char **argv)
{
	bool begin = false;
	int option;

	while ((option = getopt(argc, argv, "+e:trwmbf:s:")) != -1) {
		switch (option) {
		case 'e':
			test->plan.how = CRASH_ERROR;
			test->plan.error = atoi(optarg);
			break;
		case 't':
			test->plan.signal = SIGTERM;
			break;
		case 'r':
			test->revert = true;
			break;
		case 'w':
			test->wait = true;
			break;
		case 'm':
			test->plan.writing = true;
			break;
		case 'b':
			begin = true;
			break;
		case 'f':
			test->plan.at = strtoul(optarg, NULL, 10);
			break;
		case 's':
			test->step = strtoul(optarg, NULL, 10);
			break;
		default:
			return -1;
		}
	}
	/* apply makes a file, revert goes on with one. */
	if (begin)
		test->plan.begin = test->revert ? O_RDWR : O_CREAT | O_EXCL;
	return 0;
}

static int parse_words(struct test *test, int argc, char **argv)
{
	size_t words = 0;
	int i = optind;

	if (argc - i < 4)
		return -1;
	test->nettune = argv[i++];
	test->folder = argv[i++];
	for (; i < argc && strcmp(argv[i], "--"); i++) {
		if (test->file_count == FILES_MAX)
			return -1;
		test->files[test->file_count++].path = argv[i];
	}
	test->apply[words++] = (char *)test->nettune;
	for (i++; i < argc && words < WORDS_MAX - 1; i++)
		test->apply[words++] = argv[i];
	return words > 1 && i == argc ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct test test = {
		.plan = { .at = 1, .signal = SIGKILL }, .step = 1,
	};
	unsigned long places = 0;
	int more = 1;

	if (parse(&test, argc, argv) || parse_words(&test, argc, argv)) {
		fputs("usage: nt_crash [OPTION...] NETTUNE FOLDER FILE... -- ARGUMENT...\n",
		      stderr);
		return 2;
	}
	if (test.plan.how == CRASH_ERROR && !crash_can_fail()) {
		printf("# not for this processor\n");
		return 4;
	}
	for (size_t i = 0; i < test.file_count; i++)
		if (crash_read(&test.files[i]))
			return 1;
	for (; more > 0; test.plan.at += test.step) {
		more = one_place(&test);
		places += more > 0;
	}
	printf("# %lu places, %lu failures\n", places, test.failures);
	return more < 0 || test.failures || !places;
}
