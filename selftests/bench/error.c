// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static __printf(1, 0) void say(const char *fmt, va_list args)
{
	fprintf(stderr, "nt_bench: ");
	vfprintf(stderr, fmt, args);
}

void bench_fail(const char *fmt, ...)
{
	int error = errno;
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	fprintf(stderr, ": %s\n", strerror(error));
	exit(1);
}

void bench_failx(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}
