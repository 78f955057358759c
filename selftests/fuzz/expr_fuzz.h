/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libFuzzer calls. */
#ifndef EXPR_FUZZ_H
#define EXPR_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
