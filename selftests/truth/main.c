// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Usage: nt_truth [ROUNDS [SEED]]
 *
 * In a network namespace of its own, without sysctls that refuse it. Prints TAP.
 * The same seed does the same to the sockets.
 */
#include "truth.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../fuzz/random.h"

/* What is done between two looks. */
#define ACTS 60

void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Connections that come and go as fast as they can; for ever. */
static void churn(void)
{
	struct sockaddr_in name = { .sin_family = AF_INET };
	struct linger gone = { .l_onoff = 1 };
	socklen_t len = sizeof(name);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (void *)&name, len) || listen(listener, 100) ||
	    getsockname(listener, (void *)&name, &len))
		die("churn");
	for (;;) {
		int client = socket(AF_INET, SOCK_STREAM, 0);
		int server = -1;

		if (!connect(client, (void *)&name, len))
			server = accept(listener, NULL, NULL);
		setsockopt(client, SOL_SOCKET, SO_LINGER, &gone, sizeof(gone));
		close(client);
		close(server);
	}
}

static pid_t churn_start(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		churn();
	}
	return pid;
}

static void rounds(unsigned long nr, bool churns)
{
	unsigned long i;
	int j;

	for (i = 0; i < nr && check_wrong < 30; i++) {
		for (j = 0; j < ACTS; j++)
			act_at_random();
		check_all(churns);
	}
}

static void report(int number, const char *what, bool good)
{
	printf("%s %d - %s\n", good ? "ok" : "not ok", number, what);
}

int main(int argc, char **argv)
{
	unsigned long nr = argc > 1 ? strtoul(argv[1], NULL, 0) : 60;
	unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 0) :
					(unsigned long)time(NULL);
	unsigned long quiet_wrong;
	pid_t pid;
	int i;

	random_seed(seed);
	ask_open();
	printf("# seed %lu\n", seed);
	for (i = 0; i < 3000; i++)
		act_at_random();
	rounds(nr, false);
	quiet_wrong = check_wrong;
	printf("# %lu sockets compared, of which %lu changed meanwhile; %u now\n",
	       check_compared, check_unquiet, act_count());
	report(1, "quiet sockets: what is told of each is true", !check_wrong);
	report(2, "nearly all of them were quiet",
	       check_compared > 1000 && check_unquiet * 20 < check_compared);
	pid = churn_start();
	rounds(nr, true);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	report(3, "beside connections that come and go: each once, as itself",
	       check_wrong == quiet_wrong);
	printf("# %lu sockets compared in all\n1..3\n", check_compared);
	return check_wrong || check_compared <= 1000;
}
