/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the fuzzer of captures, and what libFuzzer calls and has. */
#ifndef CAPTURE_FUZZ_H
#define CAPTURE_FUZZ_H

#include <stddef.h>
#include <stdint.h>

void rewrite(const char *text, size_t len);

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#endif
