/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows profiles, what one comes to here, and what is wrong with one. */
#ifndef VIEW_PROFILES_H
#define VIEW_PROFILES_H

#include "tune/lint.h"
#include "tune/profile.h"
#include "tune/want.h"
#include "view/view.h"

/* Rows are struct profile_entry; JSON only. */
extern const struct view_kind view_profiles;

/* Rows are struct tune_want; JSON only. */
extern const struct view_kind view_wants;

/* Rows are struct lint_finding; JSON only. */
extern const struct view_kind view_lint;

int view_profile_line(const struct view_options *options,
		      const struct profile_entry *entry);
int view_want_block(const struct view_options *options,
		    const struct tune_want *want);
int view_lint_block(const struct view_options *options,
		    const struct lint_finding *finding, bool first);

#endif
