/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile comes to on this machine: one setting, one value each. */
#ifndef TUNE_WANT_H
#define TUNE_WANT_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/setting.h"

/* More of a range is a wider one: see sysctl_op() in tune/plan.h. */
enum want_op {
	WANT_SET,	/* key = value */
	WANT_RAISE,	/* key => value: only ever to more, number by number */
	WANT_LOWER,	/* key =< value: only ever to less */
};

/**
 * struct tune_want - one setting that is wanted
 * @key: the setting
 * @op: how
 * @value: what is wanted, formulas resolved; an element "-" of a vector stays
 *	as it is; NULL = can't be known here, @note says why
 * @clamped: a formula or "max" was limited on the way; what it had asked for
 *	before, NULL = it was not
 * @reason: why, from the comment at the setting; NULL = the profile gives none
 * @note: why @value is not known, else NULL
 * @file: profile that says so
 * @line: where
 */
struct tune_want {
	struct tune_key	key;
	enum want_op	op;
	char		*value;
	char		*clamped;
	char		*reason;
	char		*note;
	char		*file;
	unsigned int	line;
};

/**
 * struct tune_wants - a number of them; zeroed at first
 * @wants: in the order in which they are to be done, each key once
 * @count: how many
 * @room: how many fit
 */
struct tune_wants {
	struct tune_want	*wants;
	size_t			count;
	size_t			room;
};

int tune_wants_add(struct tune_wants *wants, const struct tune_want *want);
void tune_wants_free(struct tune_wants *wants);

#endif
