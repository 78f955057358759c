/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a setting is to be, of what it is and what is wanted: pure. */
#ifndef TUNE_PLAN_VALUE_H
#define TUNE_PLAN_VALUE_H

#include "tune/plan.h"

/* Bytes of a note that says why. */
#define PLAN_NOTE	256

/**
 * struct plan_limits - what a setting may be
 * @numbers: how many it has; 0 = any number, or it is none
 * @min: least of each
 * @max: most of each
 * @ascends: none is smaller than the one before
 * @clamps: what is over @max is made @max, not refused
 * @is_switch: it is "on" or "off"
 */
struct plan_limits {
	unsigned int	numbers;
	__s64		min, max;
	bool		ascends;
	bool		clamps;
	bool		is_switch;
};

/**
 * struct plan_value - what it comes to
 * @text: what it is to be, to be freed; NULL = it can't be
 * @clamped: @text is less than what was wanted
 * @note: why not, or why clamped; "" = nothing to be said
 */
struct plan_value {
	char	*text;
	bool	clamped;
	char	note[PLAN_NOTE];
};

int plan_value(const struct tune_want *want, const char *current,
	       const struct plan_limits *limits, struct plan_value *value);

/* plan_order.c */
int plan_order(struct plan *plan);

/* plan_adaptive.c */
int plan_adaptive(struct plan *plan);

#endif
