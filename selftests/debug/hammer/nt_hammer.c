// SPDX-License-Identifier: GPL-2.0-or-later
/* nt_hammer: everything at once, for a while, by a seed. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hammer.h"

/* Even where the clock stands still, there is an end. */
#define ROUNDS_A_SECOND	200
/* Where a round takes very long, this many have a chance to succeed. */
#define ROUNDS_AT_LEAST	20
#define MAX_ERRNO	134
#define MAX_ACTORS	64

struct options {
	unsigned int seconds;
	unsigned long rounds;
	uint64_t seed;
	bool faults;
	struct image module;
};

struct tally {
	unsigned long of[MAX_ERRNO + 1];	/* rounds, by what they returned */
	unsigned long unexpected;
};

static const char usage[] =
	"Usage: nt_hammer [-s SECONDS] [-n ROUNDS] [-r SEED] [-f] [-m MODULE] [ACTOR...]\n"
	"\n"
	"Runs the actors (default: all), each in a process, and says of each whether\n"
	"it was answered and only as it should: \"ok NAME: ...\" or \"not ok NAME: ...\".\n"
	"  -f  allocations may fail\n"
	"  -m  nettune.ko, for the actor \"module\"\n"
	"  -p  only say of each actor whether the loaded module \"serves\" it or what it\n"
	"      \"lacks\"\n";

/*
 * What a request may come to besides success: it had no sense, or the module
 * was just going (EPROTONOSUPPORT), gone (ENOENT), here again with another
 * number (EOPNOTSUPP, ENOENT), busy (EBUSY, EAGAIN for rmmod), or removed under
 * an open file (EIO, ENODEV), or under one that is being opened (ENXIO, from
 * fs/debugfs/file.c full_proxy_open()).
 */
static bool expected(const struct run *run, int err)
{
	switch (err) {
	case 0:
	case -EINVAL:
	case -ERANGE:
	case -ENOENT:
	case -EOPNOTSUPP:
	case -EPROTONOSUPPORT:
	case -EBUSY:
		return true;
	case -EIO:
	case -ENODEV:
	case -ENXIO:
		return run->actor->round == round_debugfs;
	case -EAGAIN:
		return run->actor->round == round_module;
	case -ENOMEM:
	case -ENOBUFS:
		return run->faults;
	default:
		return !run->actor->judged;
	}
}

static bool passed(const struct run *run, const struct tally *tally)
{
	return !tally->unexpected && (tally->of[0] || run->faults);
}

static void report(const struct run *run, const struct tally *tally)
{
	char line[1000];
	int len;

	len = snprintf(line, sizeof(line), "%s %s: %lu rounds",
		       passed(run, tally) ? "ok" : "not ok", run->actor->name, run->round);
	for (int err = 0; err <= MAX_ERRNO; err++)
		if (tally->of[err] && len < (int)sizeof(line) - 40)
			len += sprintf(line + len, ", %lu %s", tally->of[err], error_name(-err));
	line[len++] = '\n';
	/* At once, for others print as well. */
	if (write(STDOUT_FILENO, line, len) != len)
		exit(1);
}

static void share_hush(void)
{
	hush = mmap(NULL, sizeof(*hush), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (hush == MAP_FAILED) {
		perror("nt_hammer: mmap");
		exit(1);
	}
}

/* Whoever has set it may have died: not for ever. */
static void heed_hush(const struct actor *actor)
{
	double end = now() + 10;

	while (actor->round != round_module && __atomic_load_n(hush, __ATOMIC_RELAXED) &&
	       now() < end)
		pause_us(1000);
}

static bool act(const struct actor *actor, const struct options *options)
{
	struct run run = {
		.actor = actor,
		.module = &options->module,
		.faults = options->faults,
	};
	double end = now() + options->seconds;
	struct tally tally = { 0 };

	rnd_seed(&run.random, options->seed * MAX_ACTORS + (actor - actors));
	while (run.round < options->rounds &&
	       (now() < end || (!passed(&run, &tally) && run.round < ROUNDS_AT_LEAST))) {
		int err;

		heed_hush(actor);
		err = actor->round(&run);
		run.round++;
		tally.of[-err < MAX_ERRNO ? -err : MAX_ERRNO]++;
		if (!expected(&run, err))
			tally.unexpected++;
		/* Not at full speed against what is not there. */
		pause_us(err ? 20000 : actor->pause_ms * 1000);
	}
	report(&run, &tally);
	return passed(&run, &tally);
}

static pid_t start(const struct actor *actor, const struct options *options)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	exit(act(actor, options) ? 0 : 1);
}

static const struct actor *find(const char *name)
{
	for (size_t i = 0; i < nr_actors; i++)
		if (!strcmp(actors[i].name, name))
			return &actors[i];
	fprintf(stderr, "nt_hammer: no actor '%s'\n", name);
	exit(2);
}

static const char *lacks(const struct actor *actor, const struct nl *nl)
{
	if (actor->round == round_events && !nl->events)
		return "the module has no events";
	if (actor->round == round_request && !request_served(request_find(actor->arg), nl))
		return "the module has no such command";
	return NULL;
}

static int probe(void)
{
	struct nl nl;
	int err = nl_open(&nl);

	if (err) {
		fprintf(stderr, "nt_hammer: no module: %s\n", error_name(err));
		return 1;
	}
	for (size_t i = 0; i < nr_actors; i++) {
		const char *why = lacks(&actors[i], &nl);

		printf("%s %s %s\n", why ? "lacks" : "serves", actors[i].name, why ? why : "");
	}
	nl_close(&nl);
	return 0;
}

/* Waits for all; one that died has not reported. */
static bool finish(pid_t *pids, const struct actor **who, size_t nr)
{
	bool ok = true;
	int status;

	for (size_t i = 0; i < nr; i++) {
		if (waitpid(pids[i], &status, 0) < 0)
			status = 1;
		if (!WIFEXITED(status))
			printf("not ok %s: killed by signal %d\n", who[i]->name, WTERMSIG(status));
		ok = ok && !status;
	}
	return ok;
}

static void parse(struct options *options, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "s:n:r:m:fph")) != -1) {
		switch (option) {
		case 's':
			options->seconds = atoi(optarg);
			break;
		case 'n':
			options->rounds = strtoul(optarg, NULL, 0);
			break;
		case 'r':
			options->seed = strtoull(optarg, NULL, 0);
			break;
		case 'f':
			options->faults = true;
			break;
		case 'm':
			if (image_read(&options->module, optarg)) {
				perror(optarg);
				exit(2);
			}
			break;
		case 'p':
			exit(probe());
		default:
			fputs(usage, option == 'h' ? stdout : stderr);
			exit(option == 'h' ? 0 : 2);
		}
	}
	if (!options->rounds)
		options->rounds = (unsigned long)options->seconds * ROUNDS_A_SECOND;
}

int main(int argc, char **argv)
{
	struct options options = { .seconds = 10 };
	const struct actor *who[MAX_ACTORS];
	pid_t pids[MAX_ACTORS];
	size_t nr = 0;

	parse(&options, argc, argv);
	if (optind == argc)
		for (; nr < nr_actors; nr++)
			who[nr] = &actors[nr];
	for (; optind < argc && nr < MAX_ACTORS; optind++)
		who[nr++] = find(argv[optind]);
	share_hush();
	for (size_t i = 0; i < nr; i++)
		pids[i] = start(who[i], &options);
	return finish(pids, who, nr) ? 0 : 1;
}
