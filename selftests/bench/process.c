// SPDX-License-Identifier: GPL-2.0-or-later
/* Other people's commands, whole processes: what they cost is in wait4(). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

struct bench_cpu bench_children;

static uint64_t microseconds(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

static pid_t command_start(char *const *argv, int out)
{
	pid_t pid = fork();

	if (pid < 0)
		bench_fail("fork");
	if (pid)
		return pid;
	if (dup2(out, STDOUT_FILENO) < 0)
		bench_fail("dup2");
	execvp(argv[0], argv);
	bench_fail("run %s", argv[0]);
}

static void command_end(const char *name, pid_t pid)
{
	struct rusage used;
	int status;

	if (wait4(pid, &status, 0, &used) != pid)
		bench_fail("wait for %s", name);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		bench_failx("%s has failed", name);
	bench_children.user_us += microseconds(&used.ru_utime);
	bench_children.sys_us += microseconds(&used.ru_stime);
	bench_children.total_ns += (microseconds(&used.ru_utime) +
				    microseconds(&used.ru_stime)) * 1000;
}

/* Once, before it is measured: does it list anything? */
void bench_process_open(const struct bench_variant *variant)
{
	char *const *argv = variant->arg;
	char buf[65536];
	ssize_t len, all = 0;
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		bench_fail("pipe");
	pid = command_start(argv, fds[1]);
	close(fds[1]);
	while ((len = read(fds[0], buf, sizeof(buf))) > 0)
		all += len;
	close(fds[0]);
	command_end(argv[0], pid);
	if (!all)
		bench_failx("%s prints nothing", argv[0]);
}

void bench_process_run(const struct bench_variant *variant, struct bench_answer *answer)
{
	char *const *argv = variant->arg;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)answer;
	if (null < 0)
		bench_fail("open /dev/null");
	command_end(argv[0], command_start(argv, null));
	close(null);
}
