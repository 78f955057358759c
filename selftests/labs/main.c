// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_lab: what all loads have in common. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

/* Not for longer, whoever forgets to end it. */
#define LIFE_S	900

static const struct {
	const char	*name;
	const char	*help;
	void		(*run)(const struct lab *lab);
} kinds[] = {
	{ "accept", "PORT BACKLOG RATE: listen, accept and close RATE a second (-1: all)",
	  lab_accept },
	{ "connect", "PORT RATE STEP: RATE connections a second, in bursts each STEP ms",
	  lab_connect },
	{ "serve", "PORT RCVBUF RATE [STEP]: accept, read RATE bytes a second of each\n"
	  "            (-1: all), each STEP ms",
	  lab_serve },
	{ "feed", "PORT N SIZE RATE: N connections that write pieces of SIZE bytes,\n"
	  "            RATE a second of each (-1: as many as are taken, 0: one each)",
	  lab_feed },
	{ "hold", "PORT N [1]: N connections that stay, with 1 until the peer closes",
	  lab_hold },
	{ "hoard", "PORT LIMIT: listen, and have all LIMIT descriptors open", lab_hoard },
	{ "leak", "PORT: listen, accept, read, never close", lab_leak },
	{ "orphans", "PORT N: close N connections whose peer does not read", lab_orphans },
	{ "turnover", "PORT RATE: RATE connections a second, closed by this end", lab_turnover },
	{ "syn", "PORT RATE: RATE SYNs a second of hosts in 198.18.0.0/15", lab_syn },
	{ "fragments", "PORT RATE: RATE first fragments a second, and nothing more",
	  lab_fragments },
	{ "sink", "PORT RCVBUF STEP: read all datagrams each STEP ms (-1: never),\n"
	  "            with a buffer of RCVBUF bytes (0: large enough)", lab_sink },
	{ "clutch", "PORT MS: accept, and read for MS at a time, byte by byte",
	  lab_clutch },
	{ "repeat", "PORT RATE: a connection from PORT + 1, on which old data comes again,\n"
	  "            RATE packets a second", lab_repeat },
	{ "flood", "PORT RATE SIZE STEP: RATE datagrams of SIZE a second, each STEP ms",
	  lab_flood },
	{ "answer", "PORT: send back each byte", lab_answer },
	{ "ask", "PORT N: N bytes to that, one by one; prints the median in us, and ends",
	  lab_ask },
	{ "burst", "PORT N SIZE RCVBUF: send N datagrams of SIZE, then read them; prints\n"
	  "            how many were sent and were there, and ends", lab_burst },
};

void lab_fail(const char *what)
{
	fprintf(stderr, "nt_lab: %s: %s\n", what, strerror(errno));
	exit(1);
}

/*
 * What sends takes what is left of a slow machine, else the slower it is, the
 * longer that goes on before somebody looks, and the more of the machine it
 * takes. What receives is no slower than it says.
 */
#define NICENESS	10

static bool receives;

/* All is in place: from now on in the background, as the process printed. */
void lab_ready(void)
{
	int null = open("/dev/null", O_RDWR);
	pid_t pid = fork();

	if (pid < 0 || null < 0)
		lab_fail("going to the background");
	if (pid) {
		printf("%d\n", pid);
		exit(fflush(stdout) ? 1 : 0);
	}
	setsid();
	alarm(LIFE_S);
	if (!receives && setpriority(PRIO_PROCESS, 0, NICENESS))
		exit(1);
	if (dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		exit(1);
	close(null);
}

int64_t lab_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void lab_nap(int ms)
{
	struct timespec nap = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&nap, NULL);
}

/*
 * Waits for the next step. Return: how many are due in it. On a machine that is
 * too slow they are fewer, not all at once later.
 */
long lab_due(struct pace *pace, long rate, int step_ms)
{
	long due = rate * step_ms / 1000;
	int64_t now;

	if (!pace->begin_ms)
		pace->begin_ms = lab_now_ms();
	now = lab_now_ms() - pace->begin_ms;
	pace->done++;
	if (now < pace->done * step_ms)
		lab_nap(pace->done * step_ms - now);
	else
		pace->done = now / step_ms;
	return due > 0 ? due : 1;
}

int lab_socket(int type)
{
	int fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		lab_fail("socket");
	return fd;
}

void lab_option(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)))
		lab_fail("setsockopt");
}

struct sockaddr_in lab_address(const struct lab *lab, int port)
{
	return (struct sockaddr_in) {
		.sin_family = AF_INET,
		.sin_addr = lab->to,
		.sin_port = htons(port),
	};
}

void lab_bind(const struct lab *lab, int fd)
{
	struct sockaddr_in addr = lab_address(lab, lab->port);

	receives = true;
	lab_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		lab_fail("bind");
}

/* Descriptors: as many as may be, or @limit of them if that is not 0. */
void lab_files(long limit)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		lab_fail("getrlimit");
	files.rlim_cur = limit ? (rlim_t)limit : files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files))
		lab_fail("setrlimit");
}

/* Here, since a program that does it and starts this one costs as much again. */
static void enter(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		lab_fail(path);
	close(fd);
}

static int usage(void)
{
	fprintf(stderr, "Usage: nt_lab [-n NETNS] [-a ADDRESS] KIND PORT [NUMBER]...\n"
			"Prints the process that goes on until it is ended, or what was asked for.\n");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		fprintf(stderr, "  %-10s%s\n", kinds[i].name, kinds[i].help);
	return 2;
}

int main(int argc, char **argv)
{
	struct lab lab = { .to.s_addr = htonl(INADDR_LOOPBACK) };
	int at = 1;

	if (at + 1 < argc && !strcmp(argv[at], "-n")) {
		enter(argv[at + 1]);
		at += 2;
	}
	if (at + 1 < argc && !strcmp(argv[at], "-a")) {
		if (!inet_aton(argv[at + 1], &lab.to))
			return usage();
		at += 2;
	}
	if (argc - at < 2 || argc - at > 2 + LAB_ARGS)
		return usage();
	lab.port = atoi(argv[at + 1]);
	for (int i = at + 2; i < argc; i++)
		lab.arg[i - at - 2] = atol(argv[i]);
	signal(SIGPIPE, SIG_IGN);
	lab_files(0);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(argv[at], kinds[i].name))
			kinds[i].run(&lab);
	return usage();
}
