// SPDX-License-Identifier: GPL-2.0-or-later
/* The rounds: every variant once in each, so that all meet the same weather. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"

/* A measurement shorter than this is made of several requests. */
#define SPAN_NS		50000000ULL
#define REPEATS_MAX	200
#define VARIANTS_MAX	32

#define PROCESS_VARIANT(text, ...)						\
	{									\
		.name = text, .expect = BENCH_UNKNOWN,				\
		.open = bench_process_open, .run = bench_process_run,		\
		.arg = (char *const[]){ __VA_ARGS__, NULL },			\
	}

/* The first one tells what of the others is but the start of a process. */
static const struct bench_variant processes[] = {
	PROCESS_VARIANT("ss -V", "ss", "-V"),
	PROCESS_VARIANT("ss -tnm", "ss", "-tnm"),
	PROCESS_VARIANT("ss -tn 'sport = :80'", "ss", "-tn", "sport = :80"),
	PROCESS_VARIANT("cat /proc/net/tcp", "cat", "/proc/net/tcp"),
};

struct options {
	long connections;	/* sockets that are connected */
	long listeners;
	long rounds;
	const char *only;	/* part of a variant's name */
	long echo;
	bool tracepoints;
};

static const struct bench_variant *variants[VARIANTS_MAX];
static long repeats[VARIANTS_MAX];
static size_t nr_variants;

static uint64_t microseconds(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

/*
 * The total is exact; what of it the user's part is the kernel guesses from
 * what it meets at its ticks.
 */
static struct bench_cpu cpu_now(void)
{
	struct bench_cpu cpu;
	struct timespec total;
	struct rusage used;

	if (getrusage(RUSAGE_SELF, &used) || clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &total))
		bench_fail("ask for the time used");
	cpu.user_us = microseconds(&used.ru_utime);
	cpu.sys_us = microseconds(&used.ru_stime);
	cpu.total_ns = (uint64_t)total.tv_sec * 1000000000 + (uint64_t)total.tv_nsec;
	return cpu;
}

static struct bench_cpu cpu_since(const struct bench_cpu *from, const struct bench_cpu *to)
{
	return (struct bench_cpu){
		.user_us = to->user_us - from->user_us,
		.sys_us = to->sys_us - from->sys_us,
		.total_ns = to->total_ns - from->total_ns,
	};
}

static void answer_check(const struct bench_variant *variant, uint64_t got,
			 const struct options *opt)
{
	uint64_t least = 0, most = 0;

	switch (variant->expect) {
	case BENCH_UNKNOWN:
		return;
	case BENCH_NONE:
		break;
	case BENCH_TOP:
		least = BENCH_TOP_K;
		most = BENCH_TOP_K;
		break;
	case BENCH_LISTENERS:
		least = opt->listeners;
		most = opt->listeners;
		break;
	case BENCH_CONNECTIONS:
		least = opt->connections;
		most = UINT64_MAX;
		break;
	}
	if (got < least || got > most)
		bench_failx("%s: %llu sockets where there are %ld connected and %ld listening",
			    variant->name, (unsigned long long)got, opt->connections,
			    opt->listeners);
}

/* What it cost, all its requests together. */
static struct bench_cpu measure(const struct bench_variant *variant, long nr,
				const struct options *opt, struct bench_answer *answer)
{
	bool is_process = variant->expect == BENCH_UNKNOWN;
	struct bench_cpu before, after;

	before = is_process ? bench_children : cpu_now();
	for (long i = 0; i < nr; i++) {
		memset(answer, 0, sizeof(*answer));
		variant->run(variant, answer);
		answer_check(variant, answer->sockets, opt);
	}
	after = is_process ? bench_children : cpu_now();
	return cpu_since(&before, &after);
}

/* Without output: the first request meets cold caches, and how long one takes. */
static long calibrate(const struct bench_variant *variant, const struct options *opt)
{
	struct bench_answer answer;
	struct bench_cpu cpu;
	long nr;

	variant->open(variant);
	cpu = measure(variant, 1, opt, &answer);
	if (variant->close)
		variant->close();
	nr = (long)(SPAN_NS / (cpu.total_ns + 1)) + 1;
	return nr < REPEATS_MAX ? nr : REPEATS_MAX;
}

static void round_run(size_t i, long round, const struct options *opt)
{
	const struct bench_variant *variant = variants[i];
	struct bench_answer answer = { 0 };
	struct bench_cpu cpu;

	if (variant->open != bench_process_open)
		variant->open(variant);
	cpu = measure(variant, repeats[i], opt, &answer);
	if (variant->close)
		variant->close();
	printf("%ld\t%s\t%ld\t%ld\t%llu\t%llu\t%llu\t%llu\t%llu\n", opt->connections,
	       variant->name, round, repeats[i], (unsigned long long)cpu.user_us,
	       (unsigned long long)cpu.sys_us, (unsigned long long)cpu.total_ns,
	       (unsigned long long)answer.sockets, (unsigned long long)answer.bytes);
	fflush(stdout);
}

static void variant_add(const struct bench_variant *variant, const struct options *opt)
{
	if (opt->only && !strstr(variant->name, opt->only))
		return;
	if (nr_variants == VARIANTS_MAX)
		bench_failx("too many variants");
	variants[nr_variants++] = variant;
}

static void variants_choose(const struct options *opt)
{
	for (size_t i = 0; i < ARRAY_SIZE(processes); i++)
		variant_add(&processes[i], opt);
	variant_add(&bench_diag_skmem, opt);
	variant_add(&bench_diag_none, opt);
	variant_add(&bench_iter, opt);
	for (size_t i = 0; i < bench_nr_module; i++)
		variant_add(&bench_module[i], opt);
	if (!nr_variants)
		bench_failx("no variant is called %s", opt->only);
}

static void variants_run(const struct options *opt)
{
	variants_choose(opt);
	for (size_t i = 0; i < nr_variants; i++)
		repeats[i] = calibrate(variants[i], opt);
	for (long round = 1; round <= opt->rounds; round++)
		for (size_t i = 0; i < nr_variants; i++)
			round_run(i, round, opt);
}

static void echo_run(const struct options *opt)
{
	struct bench_cpu before = cpu_now();
	struct bench_cpu after;

	bench_echo(opt->echo);
	after = cpu_now();
	printf("%.0f\n", (double)cpu_since(&before, &after).total_ns / opt->echo);
}

static void usage(FILE *file)
{
	fprintf(file, "Usage: nt_bench -n SOCKETS -l LISTENERS [-r ROUNDS] [-v NAME]\n"
		"       nt_bench -e NR | -t\n"
		"\n"
		"Measures what questions about all sockets cost where so many are connected\n"
		"and listening; one line for each measurement:\n"
		"  sockets, variant, round, requests, us of the user, us of the system,\n"
		"  ns of both, sockets in the answer, its bytes (of one request)\n"
		"  -v NAME   variants with this in their name\n"
		"  -e NR     instead: the ns that each of NR connections costs\n"
		"  -t        instead: the tracepoints that have a probe\n");
}

static long number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (*end || value < 1)
		bench_failx("%s: a count above 0 is needed", text);
	return value;
}

static void options_parse(struct options *opt, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:l:r:v:e:th")) != -1) {
		switch (c) {
		case 'n':
			opt->connections = number(optarg);
			break;
		case 'l':
			opt->listeners = number(optarg);
			break;
		case 'r':
			opt->rounds = number(optarg);
			break;
		case 'v':
			opt->only = optarg;
			break;
		case 'e':
			opt->echo = number(optarg);
			break;
		case 't':
			opt->tracepoints = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			exit(2);
		}
	}
}

int main(int argc, char **argv)
{
	struct options opt = { .rounds = 1 };

	options_parse(&opt, argc, argv);
	if (opt.tracepoints)
		bench_tracepoints();
	else if (opt.echo)
		echo_run(&opt);
	else if (opt.connections && opt.listeners)
		variants_run(&opt);
	else
		bench_failx("-n and -l, -e or -t are needed");
	return 0;
}
