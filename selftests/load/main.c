// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_load: make the sockets, say so, hold them, let them go. */
#define _GNU_SOURCE	/* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

#define HOLD_MAX	(7 * 24 * 3600)
#define HOLD_DAEMON	600

struct options {
	long hold;		/* seconds; 0: no limit */
	struct spec *specs;
	size_t nr_specs;
};

static void help_print(void)
{
	printf("Usage: nt_load [-4|-6] [--hold SECONDS] [--daemon] SPEC...\n"
	       "\n"
	       "Put sockets into exactly known states, print one JSON document that says\n"
	       "which, and hold them until standard input ends, SIGTERM or SIGINT.\n"
	       "\n"
	       "  -4, -6            address family of the SPECs that follow (default -4)\n"
	       "  --hold SECONDS    hold them for this long at most\n"
	       "  --daemon          when all is in place, go to the background; there,\n"
	       "                    standard input does not matter and --hold is %d s\n"
	       "                    unless said\n"
	       "  --help            this text\n"
	       "\n", HOLD_DAEMON);
	spec_help();
}

static __noreturn void usage_error(const char *what, const char *why)
{
	fprintf(stderr, "nt_load: %s: %s (see nt_load --help)\n", what, why);
	exit(2);
}

static long hold_parse(const char *text)
{
	char *end;
	long hold;

	if (!text || *text < '0' || *text > '9')
		usage_error("--hold", "needs a number of seconds");
	errno = 0;
	hold = strtol(text, &end, 10);
	if (errno || *end || hold < 1 || hold > HOLD_MAX)
		usage_error("--hold", "not a sensible number of seconds");
	return hold;
}

static void spec_add(struct options *opt, int family, const char *text)
{
	opt->specs = array_grow(opt->specs, opt->nr_specs, sizeof(*opt->specs));
	if (!spec_parse(&opt->specs[opt->nr_specs++], family, text))
		usage_error(text, "not a SPEC");
}

static void options_parse(struct options *opt, char **argv)
{
	int family = AF_INET;

	while (*++argv) {
		if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h")) {
			help_print();
			exit(0);
		} else if (!strcmp(*argv, "-4")) {
			family = AF_INET;
		} else if (!strcmp(*argv, "-6")) {
			family = AF_INET6;
		} else if (!strcmp(*argv, "--daemon")) {
			in_daemon = true;
		} else if (!strncmp(*argv, "--hold=", 7)) {
			opt->hold = hold_parse(*argv + 7);
		} else if (!strcmp(*argv, "--hold")) {
			opt->hold = hold_parse(argv[1]);
			argv++;
		} else if (**argv == '-') {
			usage_error(*argv, "no such option");
		} else {
			spec_add(opt, family, *argv);
		}
	}
	if (!opt->nr_specs)
		usage_error("SPEC", "none given");
	if (in_daemon && !opt->hold)
		opt->hold = HOLD_DAEMON;
}

/*
 * The parent stays until the sockets are made, so that its status says how it
 * went; until then the child must not outlive it. Returns in the child, with
 * the descriptor that sends the parent away.
 */
static int daemon_fork(void)
{
	pid_t parent = getpid();
	int status;
	int fds[2];
	ssize_t ret;
	pid_t pid;
	char byte;

	if (pipe2(fds, O_CLOEXEC))
		fail("pipe");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (!pid) {
		close(fds[0]);
		if (prctl(PR_SET_PDEATHSIG, SIGTERM))
			fail("PR_SET_PDEATHSIG");
		if (getppid() != parent)
			exit(1);
		if (setsid() < 0)
			fail("setsid");
		return fds[1];
	}

	close(fds[1]);
	while ((ret = read(fds[0], &byte, 1)) < 0 && errno == EINTR)
		;
	if (ret == 1)
		exit(0);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			fail("wait for the daemon");
	exit(WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : 1);
}

static void daemon_detach(int ready)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		fail("open /dev/null");
	if (prctl(PR_SET_PDEATHSIG, 0))
		fail("PR_SET_PDEATHSIG");
	if (dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		fail("dup2");
	close(null);
	if (write(ready, "", 1) != 1)
		exit(1);
	close(ready);
}

static int signals_open(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		fail("sigprocmask");
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		fail("signalfd");
	return fd;
}

/* True for SIGTERM and SIGINT; SIGCHLD only wakes up. */
static bool signal_ends(int fd)
{
	struct signalfd_siginfo info;
	bool ends = false;

	while (read(fd, &info, sizeof(info)) == sizeof(info))
		ends |= info.ssi_signo != SIGCHLD;
	return ends;
}

static bool stdin_ends(void)
{
	char buf[4096];
	ssize_t ret = read(STDIN_FILENO, buf, sizeof(buf));

	return !ret || (ret < 0 && errno != EINTR && errno != EAGAIN);
}

/* The time left, in the steps poll() can take. */
static int hold_left(int64_t end)
{
	int64_t left = end - now_ms();

	if (!end || left > 3600 * 1000)
		return 3600 * 1000;
	return left > 0 ? (int)left : 0;
}

static void hold_all(long seconds, int signals)
{
	int64_t end = seconds ? now_ms() + seconds * 1000 : 0;
	struct pollfd pfds[] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = in_daemon ? -1 : STDIN_FILENO, .events = POLLIN },
	};

	for (;;) {
		if (children_lost())
			failx("hold: a child has ended");
		if (end && now_ms() >= end)
			return;
		if (poll(pfds, ARRAY_SIZE(pfds), hold_left(end)) < 0) {
			if (errno != EINTR)
				fail("hold: poll");
			continue;
		}
		if (pfds[0].revents && signal_ends(signals))
			return;
		if (pfds[1].revents && stdin_ends())
			return;
	}
}

static void options_free(struct options *opt)
{
	for (size_t i = 0; i < opt->nr_specs; i++) {
		free(opt->specs[i].kept);
		free(opt->specs[i].ports);
	}
	free(opt->specs);
}

int main(int argc, char **argv)
{
	struct options opt = { 0 };
	int signals, ready = -1;

	(void)argc;
	options_parse(&opt, argv);
	if (in_daemon)
		ready = daemon_fork();
	nofile_raise();
	if (atexit(children_stop))
		fail("atexit");

	for (size_t i = 0; i < opt.nr_specs; i++)
		opt.specs[i].kind->make(&opt.specs[i]);
	specs_settle(opt.specs, opt.nr_specs);

	signals = signals_open();
	report_print(opt.specs, opt.nr_specs);
	if (in_daemon)
		daemon_detach(ready);
	hold_all(opt.hold, signals);
	options_free(&opt);
	return 0;
}
