// SPDX-License-Identifier: GPL-2.0-or-later
/* Children: none outlives its parent. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

#define STOP_MS		5000

bool in_daemon;

static pid_t *children;
static size_t nr_children;

static void fd_to_null(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		fail("open /dev/null");
	if (dup2(null, fd) < 0)
		fail("dup2");
	close(null);
}

/* A daemon's caller may be waiting for the end of its standard error. */
void child_quiet(void)
{
	if (in_daemon)
		fd_to_null(STDERR_FILENO);
}

/*
 * A socket that a child inherits would have two owners, and fill the child's
 * table of files too.
 */
static void close_all_but(int keep)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;
	int fd;

	if (!dir)
		fail("open /proc/self/fd");
	while ((entry = readdir(dir))) {
		fd = atoi(entry->d_name);
		if (fd > STDERR_FILENO && fd != keep && fd != dirfd(dir))
			close(fd);
	}
	closedir(dir);
}

pid_t child_start(child_fn run, void *arg, int fd)
{
	pid_t parent = getpid();
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		if (prctl(PR_SET_PDEATHSIG, SIGTERM))
			fail("PR_SET_PDEATHSIG");
		if (getppid() != parent)
			exit(1);
		nr_children = 0;
		fd_to_null(STDIN_FILENO);
		fd_to_null(STDOUT_FILENO);
		close_all_but(fd);
		run(arg, fd);
		exit(0);
	}

	children = array_grow(children, nr_children, sizeof(*children));
	children[nr_children++] = pid;
	return pid;
}

/* Reap; true when one has ended that should still be there. */
bool children_lost(void)
{
	bool lost = false;
	size_t i = 0;

	while (i < nr_children) {
		if (waitpid(children[i], NULL, WNOHANG) == 0) {
			i++;
			continue;
		}
		children[i] = children[--nr_children];
		lost = true;
	}
	return lost;
}

static void children_kill(int sig)
{
	for (size_t i = 0; i < nr_children; i++)
		kill(children[i], sig);
}

void children_stop(void)
{
	int64_t end = now_ms() + STOP_MS;

	children_kill(SIGTERM);
	for (;;) {
		children_lost();
		if (!nr_children || now_ms() > end)
			break;
		pause_ms(2);
	}
	children_kill(SIGKILL);
	for (size_t i = 0; i < nr_children; i++)
		waitpid(children[i], NULL, 0);
	nr_children = 0;
	free(children);
	children = NULL;
}

/* Wait for the next millisecond, or for the end. */
bool child_stop_wait(const sigset_t *stops)
{
	struct timespec ms = { .tv_nsec = 1000000 };

	if (sigtimedwait(stops, NULL, &ms) >= 0)
		return true;
	if (errno != EAGAIN && errno != EINTR)
		fail("sigtimedwait");
	return false;
}

void child_stops_block(sigset_t *stops)
{
	sigemptyset(stops);
	sigaddset(stops, SIGTERM);
	sigaddset(stops, SIGINT);
	if (sigprocmask(SIG_BLOCK, stops, NULL))
		fail("sigprocmask");
}
