// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Numbers that look random and are the same for the same seed.
 */
#include "random.h"

static uint64_t state;

void random_seed(uint64_t seed)
{
	/* The generator would stay at 0 for ever. */
	state = seed ^ 0x6a09e667f3bcc908ULL;
	if (!state)
		state = 1;
}

/* xorshift64*, G. Marsaglia 2003 / S. Vigna 2016 */
uint32_t random_u32(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * 0x2545f4914f6cdd1dULL) >> 32);
}

uint32_t random_below(uint32_t limit)
{
	return (uint32_t)(((uint64_t)random_u32() * limit) >> 32);
}

bool random_one_in(uint32_t n)
{
	return !random_below(n);
}
