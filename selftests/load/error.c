// SPDX-License-Identifier: GPL-2.0-or-later
/* Errors: "nt_load: what failed: why" and exit 1. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

void fail(const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	va_start(ap, fmt);
	fputs("nt_load: ", stderr);
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, ": %s\n", strerror(err));
	va_end(ap);
	exit(1);
}

/* The caller's text already says why. */
void failx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("nt_load: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

/* Room for one more member; the room doubles at each power of two. */
void *array_grow(void *array, size_t nr, size_t size)
{
	if (nr & (nr - 1))
		return array;

	array = reallocarray(array, nr ? nr * 2 : 1, size);
	if (!array)
		fail("memory for %zu members", nr * 2);
	return array;
}
