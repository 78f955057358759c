// SPDX-License-Identifier: GPL-2.0-or-later
/* Stops a command at each of its system calls, by ptrace. */
#include "crash.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#define OPTIONS	(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC)

/* Calls that bring something to the kernel or the disk. */
static const long writing[] = {
	SYS_write, SYS_pwrite64, SYS_writev, SYS_fsync, SYS_fdatasync,
	SYS_ftruncate, SYS_fallocate, SYS_renameat, SYS_renameat2, SYS_unlinkat,
	SYS_mkdirat, SYS_symlinkat, SYS_linkat, SYS_fchmod, SYS_flock,
	SYS_sendmsg, SYS_sendto,
#ifdef SYS_mkdir
	SYS_mkdir, SYS_rename, SYS_unlink, SYS_symlink, SYS_link,
#endif
};

/* These have a path where others have a descriptor. */
static bool has_path(unsigned long call)
{
#ifdef SYS_mkdir
	return call == SYS_mkdir || call == SYS_rename || call == SYS_unlink ||
	       call == SYS_symlink || call == SYS_link;
#else
	(void)call;
	return false;
#endif
}

/* Standard output is the user's business. */
static bool is_writing(const struct ptrace_syscall_info *info)
{
	if (info->entry.nr == SYS_openat)
		return info->entry.args[2] & (O_WRONLY | O_RDWR | O_CREAT);
	for (size_t i = 0; i < sizeof(writing) / sizeof(*writing); i++)
		if (info->entry.nr == (unsigned long)writing[i])
			return has_path(info->entry.nr) ||
			       info->entry.args[0] > 2;
	return false;
}

#ifdef __x86_64__
bool crash_can_fail(void)
{
	return true;
}

/* At the begin of a call: another one, which there is not. */
static void skip_call(pid_t pid)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	regs.orig_rax = -1;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}

static void set_result(pid_t pid, long result)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, pid, NULL, &regs);
	regs.rax = result;
	ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}
#else
bool crash_can_fail(void)
{
	return false;
}

static void skip_call(pid_t pid)
{
	(void)pid;
}

static void set_result(pid_t pid, long result)
{
	(void)pid;
	(void)result;
}
#endif

/**
 * struct run - a command that is traced
 * @plan: what is to be done
 * @end: how it ended
 * @pid: of the command
 * @places: how many were passed
 * @writing: the call that is under way is one that brings something
 * @failing: the call that is under way is made to fail
 * @begun: places count
 */
struct run {
	const struct crash_plan	*plan;
	struct crash_end	*end;
	pid_t			pid;
	unsigned long		places;
	bool			writing;
	bool			failing;
	bool			begun;
};

static void silence(void)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
	    dup2(null, 2) < 0)
		_exit(126);
}

static pid_t start(char *const *argv, bool traced)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	silence();
	if (traced) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
	}
	execv(argv[0], argv);
	_exit(127);
}

static bool begins(const struct crash_plan *plan,
		   const struct ptrace_syscall_info *info)
{
	return !plan->begin || (info->entry.nr == SYS_openat &&
				(info->entry.args[2] & plan->begin) ==
				(unsigned long)plan->begin);
}

/* After a call that brings nothing all is as it is before the next one. */
static bool is_place(const struct run *run, int op)
{
	return run->begun &&
	       (run->writing ||
		(op == PTRACE_SYSCALL_INFO_ENTRY && !run->plan->writing));
}

static void at_call(struct run *run)
{
	struct ptrace_syscall_info info;
	const struct crash_plan *plan = run->plan;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, run->pid, sizeof(info), &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY && !run->end->reached)
		run->end->call = info.entry.nr;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY && !run->begun)
		run->begun = begins(plan, &info);
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		run->writing = is_writing(&info);
	if (plan->how == CRASH_KILL) {
		if (!is_place(run, info.op) || ++run->places != plan->at)
			return;
		run->end->reached = true;
		kill(run->pid, plan->signal);
		return;
	}
	if (run->failing) {
		run->failing = false;
		set_result(run->pid, -plan->error);
		return;
	}
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !run->writing ||
	    ++run->places != plan->at)
		return;
	run->end->reached = true;
	run->failing = true;
	skip_call(run->pid);
}

/* Return: the signal that goes on to the command. */
static int at_stop(struct run *run, int status)
{
	int signal = WSTOPSIG(status);

	if (signal == (SIGTRAP | 0x80)) {
		at_call(run);
		return 0;
	}
	return signal == SIGTRAP ? 0 : signal;
}

/**
 * crash_run() - run a command and do something to it
 * @plan: what, and where
 * @argv: the command, which is a path
 * @end: filled in
 *
 * Return: 0, or -1 if it can't be traced.
 */
int crash_run(const struct crash_plan *plan, char *const *argv,
	      struct crash_end *end)
{
	struct run run = { .plan = plan, .end = end };
	int status, signal = 0;

	*end = (struct crash_end) { .call = -1 };
	run.pid = start(argv, true);
	if (run.pid < 0 || waitpid(run.pid, &status, 0) < 0 ||
	    !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, run.pid, NULL, OPTIONS))
		return -1;
	for (;;) {
		if (ptrace(PTRACE_SYSCALL, run.pid, NULL, signal) &&
		    errno != ESRCH)
			return -1;
		if (waitpid(run.pid, &status, 0) < 0)
			return -1;
		if (!WIFSTOPPED(status))
			break;
		signal = at_stop(&run, status);
	}
	end->status = status;
	return 0;
}

/**
 * crash_plain() - run a command to its end
 * @argv: the command, which is a path
 *
 * Return: its exit status, -1 if it has none.
 */
int crash_plain(char *const *argv)
{
	pid_t pid = start(argv, false);
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}
