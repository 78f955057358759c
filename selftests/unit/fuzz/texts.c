// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzers that take texts. */
#include "texts.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../fuzz/random.h"

/**
 * texts_give_up() - something is wrong
 * @text: with that text
 * @why: what
 */
void texts_give_up(const char *text, const char *why)
{
	fprintf(stderr, "%s:\n%s\n", why, text);
	abort();
}

/**
 * texts_main() - make texts and try them, with TAP
 * @argc: of main()
 * @argv: likewise
 * @texts: what they are
 *
 * It is a failure if hardly one is accepted: nothing would have been tested.
 *
 * Return: for main().
 */
int texts_main(int argc, char **argv, const struct texts *texts)
{
	unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : texts->runs;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	char text[TEXTS_MAX];
	bool enough;

	random_seed(seed);
	printf("TAP version 13\n1..1\n# seed %llu, %lu texts\n",
	       (unsigned long long)seed, runs);
	for (unsigned long i = 0; i < runs; i++)
		LLVMFuzzerTestOneInput((uint8_t *)text, texts->make(text));
	enough = *texts->accepted > runs / 100;
	printf("# %lu of them %s\n", *texts->accepted, texts->are);
	printf("%sok 1 - %s: every text is read or refused\n",
	       enough ? "" : "not ", texts->what);
	return !enough;
}
