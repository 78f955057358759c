/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How it is shown what became of settings. */
#ifndef VIEW_VERIFY_H
#define VIEW_VERIFY_H

#include "tune/verify.h"
#include "view/view.h"

/**
 * struct view_setter - one place that sets something
 * @row: what it sets
 * @setter: the place
 */
struct view_setter {
	const struct verify_row	*row;
	const struct setter	*setter;
};

/* Rows are struct verify_row: those that were found; JSON has all. */
extern const struct view_kind view_verify;

/* Rows are struct verify_row: those that are absent or not known. */
extern const struct view_kind view_verify_absent;

/* Rows are struct view_setter. */
extern const struct view_kind view_setters;

#endif
