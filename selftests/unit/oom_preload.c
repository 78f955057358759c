// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Preloaded into a program, refuses it memory: for the allocation NT_OOM_AT
 * (counted from 1), and with NT_OOM_ON for all that follow. How many there were
 * is written to the descriptor NT_OOM_COUNT.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* What the C library calls its own. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long count;

static bool is_refused(void)
{
	static const char *at;
	static bool on, known;

	if (!known) {
		known = true;
		at = getenv("NT_OOM_AT");
		on = getenv("NT_OOM_ON");
	}
	count++;
	if (!at || (count != atol(at) && !(on && count > atol(at))))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	return is_refused() ? NULL : __libc_calloc(number, size);
}

void *realloc(void *old, size_t size)
{
	return is_refused() ? NULL : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t number, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(number, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, bytes);
}

__attribute__((destructor)) static void tell(void)
{
	const char *fd = getenv("NT_OOM_COUNT");

	if (fd)
		dprintf(atoi(fd), "%ld\n", count);
}
