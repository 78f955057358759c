/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters in the language that inet_diag runs in the kernel. */
#ifndef SOURCE_DIAG_BYTECODE_H
#define SOURCE_DIAG_BYTECODE_H

#include <stddef.h>

#include <nettune/filter.h>

#include "model/expr.h"

#define DIAG_BYTECODE_MAX	16384

/**
 * struct diag_bytecode - a program
 * @len: bytes of it, 0 = every socket passes
 * @used: bytes in use at the end of @room, in which it grows to the front
 * @room: where it is
 */
struct diag_bytecode {
	size_t		len;
	size_t		used;
	__u64		room[DIAG_BYTECODE_MAX / sizeof(__u64)];
};

void diag_bytecode_make(struct diag_bytecode *code,
			const struct nt_filter *filter,
			const struct expr *expr);
const void *diag_bytecode_begin(const struct diag_bytecode *code);

#endif
