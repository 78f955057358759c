/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as profiles have them, made into those that a setting takes. */
#ifndef TUNE_VALUE_H
#define TUNE_VALUE_H

#include "tune/formula.h"
#include "tune/want.h"

/**
 * struct value_kind - what a setting takes
 * @number: it is a number, or several; else it may be words as well
 * @words: it is words, and no formulas are looked for
 * @is_switch: it is "on" or "off"
 * @has_range: a formula that comes to less or more is limited
 * @min: to this
 * @max: and this
 */
struct value_kind {
	bool	number;
	bool	words;
	bool	is_switch;
	bool	has_range;
	__s64	min;
	__s64	max;
};

char *value_unquote(const char *text);
const char *value_operator(const char *text, enum want_op *op);
size_t value_element(const char **text, const char *separators);
int value_make(const char *text, const struct value_kind *kind,
	       const struct formula_scope *scope, struct tune_want *want);

#endif
