// SPDX-License-Identifier: GPL-2.0-or-later
/* Starts the guardian, and tells it how the apply went. */
#include "tune/guardian.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A session of its own, and no way to get a terminal: not its leader either. */
static void become_guardian(const struct guardian_job *job, int orders,
			    int ready)
{
	pid_t pid;

	if (setsid() < 0)
		_exit(1);
	pid = fork();
	if (pid)
		_exit(pid < 0);
	guardian_run(job, orders, ready);
	_exit(0);
}

/* It says one byte when it is ready to undo what follows. */
static int wait_until_ready(int ready)
{
	char byte;
	ssize_t len = TEMP_FAILURE_RETRY(read(ready, &byte, 1));

	if (len < 0)
		return -errno;
	return len ? 0 : -ECHILD;
}

static int start(const struct guardian_job *job, const int orders[2],
		 const int ready[2])
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (!pid) {
		close(orders[1]);
		close(ready[0]);
		become_guardian(job, orders[0], ready[1]);
	}
	/* Who ignores SIGCHLD has no child to wait for: the pipe tells then. */
	if (TEMP_FAILURE_RETRY(waitpid(pid, &status, 0)) < 0)
		return errno == ECHILD ? 0 : -errno;
	return status ? -ECHILD : 0;
}

/**
 * guardian_start - have an apply watched over from now on
 * @job: what is watched over; its journal is there, nothing is written yet
 * @guardian: filled in on success; it is told the end by guardian_tell(), and
 *	undoes all if this process dies before
 *
 * Return: 0 when it is ready, or a negative errno.
 */
int guardian_start(const struct guardian_job *job, struct guardian *guardian)
{
	int orders[2], ready[2], err;

	guardian->fd = -1;
	if (pipe2(orders, O_CLOEXEC))
		return -errno;
	if (pipe2(ready, O_CLOEXEC)) {
		err = -errno;
		close(orders[0]);
		close(orders[1]);
		return err;
	}
	err = start(job, orders, ready);
	close(orders[0]);
	close(ready[1]);
	err = err ?: wait_until_ready(ready[0]);
	close(ready[0]);
	if (err)
		close(orders[1]);
	else
		guardian->fd = orders[1];
	return err;
}

/**
 * guardian_tell - tell it how the apply went
 * @guardian: there need not be one
 * @applied: all was written, and is to be confirmed; else it was undone
 *
 * Return: 0, or a negative errno: there is none any more who would undo it.
 */
int guardian_tell(struct guardian *guardian, bool applied)
{
	char order = applied ? GUARDIAN_APPLIED : GUARDIAN_FAILED;

	int err = 0;

	if (guardian->fd < 0)
		return 0;
	/* If it lives and did not get that, it finds the pipe closed, and undoes. */
	if (TEMP_FAILURE_RETRY(write(guardian->fd, &order, 1)) < 0)
		err = -errno;
	close(guardian->fd);
	guardian->fd = -1;
	return err;
}
