/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that look random and are the same for the same seed. */
#ifndef NT_FUZZ_RANDOM_H
#define NT_FUZZ_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

void random_seed(uint64_t seed);
uint32_t random_below(uint32_t limit);
uint32_t random_u32(void);
bool random_one_in(uint32_t n);

#endif
