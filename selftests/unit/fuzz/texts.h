/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzers that take texts: with libFuzzer (-DFUZZ_LIB) those that it gives, or as
 * programs of their own, PROGRAM [RUNS [SEED]], those that they make by a seed,
 * from words and from noise.
 */
#ifndef FUZZ_TEXTS_H
#define FUZZ_TEXTS_H

#include <stddef.h>
#include <stdint.h>

#define TEXTS_MAX	8192

/**
 * struct texts - a program of its own
 * @what: what the texts may be, for people
 * @are: what those that are it are
 * @runs: how many texts, if nothing else is said
 * @make: makes one; returns its bytes
 * @accepted: how many were accepted until now
 */
struct texts {
	const char	*what;
	const char	*are;
	unsigned long	runs;
	size_t		(*make)(char text[TEXTS_MAX]);
	unsigned long	*accepted;
};

/* What libFuzzer calls, too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn void texts_give_up(const char *text, const char *why);
int texts_main(int argc, char **argv, const struct texts *texts);

#endif
