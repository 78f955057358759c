/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formulas in values: "min(mem_bytes/64, 256M)". */
#ifndef TUNE_FORMULA_H
#define TUNE_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/fail.h"
#include "tune/machine.h"

/**
 * struct formula_scope - what a formula may ask
 * @machine: the machine
 * @per_device: it is for each device: facts of devices may be asked
 * @device: that device; NULL with @per_device = only checked, none is known
 * @has_max: the hardware tells how much @max at most
 * @max: that
 * @what: that which it is the most of, for people; NULL = "max" makes no sense
 * @unit_ns: nanoseconds that 1 stands for; 0 = it is no time
 * @place: where the formula is
 */
struct formula_scope {
	const struct tune_machine	*machine;
	bool				per_device;
	const struct tune_device	*device;
	bool				has_max;
	__s64				max;
	const char			*what;
	__s64				unit_ns;
	const struct profile_place	*place;
};

/**
 * struct formula_result - what it comes to
 * @known: can it be known here?
 * @value: if so
 * @missing: if not: the fact that is not known
 */
struct formula_result {
	bool	known;
	__s64	value;
	char	missing[96];
};

int formula_evaluate(const char *text, size_t len,
		     const struct formula_scope *scope,
		     struct formula_result *result);
bool formula_looks_so(const char *text, size_t len);

/* formula_facts.c */
int formula_fact(const struct formula_scope *scope, const char *name,
		 size_t len, struct formula_result *result);

#endif
