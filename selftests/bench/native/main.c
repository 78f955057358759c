// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nt_native: whole commands beside those of others, without the module: the
 * CPU time and the memory that the kernel says they took.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define ARGS_MAX	12
#define ROUNDS_MAX	99

#define NETTUNE(...)	{ NULL, "--source", "diag", __VA_ARGS__ }

/* How many lines a right answer has, headings included. */
enum lines {
	LINES_SOCKETS,		/* one a socket at least */
	LINES_LISTENERS,	/* one a listener at least */
	LINES_TOP,
};

#define TOP		"20"
#define TOP_LINES	21

/* What may cost how much of what. */
static const struct pair {
	const char *name;
	const char *mine[ARGS_MAX];
	const char *theirs[ARGS_MAX];
	double target;
	enum lines lines;
} pairs[] = {
	{ "sockets -t / ss -tnm",
	  NETTUNE("sockets", "-t"), { "ss", "-tnm" }, 0.5, LINES_SOCKETS },
	{ "sockets -t --top 20 / ss -tnm",
	  NETTUNE("sockets", "-t", "--top", TOP), { "ss", "-tnm" }, 0.45, LINES_TOP },
	{ "listeners / ss -ltn",
	  NETTUNE("listeners"), { "ss", "-ltn" }, 1, LINES_LISTENERS },
	{ "sockets -tp --top 20 / ss -tnp",
	  NETTUNE("sockets", "-tp", "--top", TOP), { "ss", "-tnp" }, 0.2, LINES_TOP },
};

/* Whose memory must not depend on how many sockets there are. */
static const char *const bounded[][ARGS_MAX] = {
	NETTUNE("sockets", "-t", "--top", TOP),
	NETTUNE("sockets", "-t", "--summary"),
};

/* Pages are counted roughly. */
#define MEMORY_TARGET	1.05

static const char *nettune;

static __attribute__((__noreturn__, __format__(printf, 1, 2))) void die(const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "nt_native: ");
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static pid_t start(const char *const *args, int out)
{
	char *argv[ARGS_MAX + 1] = { NULL };
	pid_t pid;

	for (size_t i = 0; i < ARGS_MAX; i++)
		argv[i] = (char *)args[i];
	if (!argv[0])
		argv[0] = (char *)nettune;
	pid = vfork();
	if (pid < 0)
		die("vfork: %s", strerror(errno));
	if (!pid) {
		if (dup2(out, STDOUT_FILENO) >= 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static void end(const char *const *args, pid_t pid, struct rusage *used)
{
	const char *name = args[0] ? args[0] : nettune;
	int status;

	if (wait4(pid, &status, 0, used) != pid)
		die("wait for %s: %s", name, strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		die("%s has failed", name);
}

static struct rusage run(const char *const *args)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct rusage used;

	if (null < 0)
		die("/dev/null: %s", strerror(errno));
	end(args, start(args, null), &used);
	close(null);
	return used;
}

static double milliseconds(const struct rusage *used)
{
	return (used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1e3 +
	       (used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e3;
}

static long count_lines(const char *const *args)
{
	char buf[65536];
	struct rusage used;
	long lines = 0;
	ssize_t len;
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		die("pipe: %s", strerror(errno));
	pid = start(args, fds[1]);
	close(fds[1]);
	while ((len = read(fds[0], buf, sizeof(buf))) > 0)
		for (ssize_t i = 0; i < len; i++)
			lines += buf[i] == '\n';
	close(fds[0]);
	end(args, pid, &used);
	return lines;
}

/* Who answers less than was asked is soon done. */
static void check(const struct pair *pair, long sockets, long listeners)
{
	long lines = count_lines(pair->mine);
	bool right = false;

	switch (pair->lines) {
	case LINES_SOCKETS:
		right = lines > sockets;
		break;
	case LINES_LISTENERS:
		right = lines > listeners;
		break;
	case LINES_TOP:
		right = lines == TOP_LINES;
		break;
	}
	if (!right)
		die("%s: %ld lines, of %ld sockets and %ld listeners", pair->name, lines,
		    sockets, listeners);
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return a < b ? -1 : a > b;
}

static double median(double *values, long count)
{
	qsort(values, count, sizeof(*values), compare);
	return count % 2 ? values[count / 2] :
			   (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Return: was the target met? */
static bool judge(const char *name, const char *mine, const char *theirs, double ratio,
		  double target)
{
	bool met = ratio <= target;

	printf("%-32s %10s %10s %7.3f %7.2f  %s\n", name, mine, theirs, ratio, target,
	       met ? "met" : "MISSED");
	return met;
}

static bool show_times(const struct pair *pair, double *mine, double *theirs, double *ratios,
		       long rounds)
{
	char left[32], right[32];

	snprintf(left, sizeof(left), "%.1f ms", median(mine, rounds));
	snprintf(right, sizeof(right), "%.1f ms", median(theirs, rounds));
	return judge(pair->name, left, right, median(ratios, rounds), pair->target);
}

/* Of each round its own ratio: what disturbed one side disturbed the other too. */
static bool times(long sockets, long listeners, long rounds)
{
	static double mine[ARRAY_SIZE(pairs)][ROUNDS_MAX], theirs[ARRAY_SIZE(pairs)][ROUNDS_MAX],
		ratios[ARRAY_SIZE(pairs)][ROUNDS_MAX];
	bool met = true;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		check(&pairs[i], sockets, listeners);
	for (long round = 0; round < rounds; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
			struct rusage one = run(pairs[i].mine), other = run(pairs[i].theirs);

			mine[i][round] = milliseconds(&one);
			theirs[i][round] = milliseconds(&other);
			ratios[i][round] = mine[i][round] / theirs[i][round];
		}
	}
	printf("%-32s %10s %10s %7s %7s\n", "CPU time, median", "nettune", "ss", "ratio",
	       "target");
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		met &= show_times(&pairs[i], mine[i], theirs[i], ratios[i], rounds);
	return met;
}

/* The most memory of each, in KB. */
static void memory(long kb[ARRAY_SIZE(bounded)])
{
	for (size_t i = 0; i < ARRAY_SIZE(bounded); i++)
		kb[i] = run(bounded[i]).ru_maxrss;
}

static bool compare_memory(char *const *before)
{
	long kb[ARRAY_SIZE(bounded)];
	bool met = true;

	memory(kb);
	printf("%-32s %10s %10s %7s %7s\n", "peak memory", "many", "few", "ratio", "target");
	for (size_t i = 0; i < ARRAY_SIZE(bounded); i++) {
		double few = strtod(before[i], NULL);
		char left[32], right[32], name[64];

		snprintf(name, sizeof(name), "sockets -t %s", bounded[i][5]);
		snprintf(left, sizeof(left), "%ld KB", kb[i]);
		snprintf(right, sizeof(right), "%.0f KB", few);
		met &= judge(name, left, right, kb[i] / few, MEMORY_TARGET);
	}
	return met;
}

static int usage(void)
{
	fprintf(stderr, "Usage: nt_native NETTUNE\n"
		"       nt_native NETTUNE SOCKETS LISTENERS ROUNDS KB...\n"
		"\n"
		"Tells the peak memory of the commands that must not need more where there are\n"
		"more sockets; or measures in ROUNDS rounds where there are so many, and holds\n"
		"their memory against those KB. Exits with 3 if a target is missed.\n");
	return 2;
}

int main(int argc, char **argv)
{
	long kb[ARRAY_SIZE(bounded)];
	long rounds;
	bool met;

	if (argc != 2 && argc != 5 + (int)ARRAY_SIZE(bounded))
		return usage();
	nettune = argv[1];
	if (argc == 2) {
		memory(kb);
		for (size_t i = 0; i < ARRAY_SIZE(bounded); i++)
			printf("%ld\n", kb[i]);
		return 0;
	}
	rounds = strtol(argv[4], NULL, 10);
	if (rounds < 1 || rounds > ROUNDS_MAX)
		return usage();
	met = times(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10), rounds);
	met &= compare_memory(argv + 5);
	return met ? 0 : 3;
}
