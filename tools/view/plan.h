/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How plans, and what became of them, look. */
#ifndef VIEW_PLAN_H
#define VIEW_PLAN_H

#include "tune/journal.h"
#include "tune/plan.h"
#include "view/after.h"
#include "view/view.h"

extern const struct view_kind view_plan_step;

int view_plan(const struct view_options *options, const struct plan *plan);
int view_plan_counts(FILE *out, const struct plan *plan, bool done);

/**
 * struct view_applied - an apply, for JSON
 * @plan: what was done
 * @journal: where; NULL = nothing had to be done
 * @restart: listeners that have to be restarted
 */
struct view_applied {
	const struct plan		*plan;
	const struct journal		*journal;
	const struct view_afters	*restart;
};

extern const struct view_kind view_applied;

/**
 * struct view_past - one apply of those that were
 * @journal: what it did
 * @state: where it stands
 * @id: its number
 * @damaged: its journal can't be read; only @id is known
 */
struct view_past {
	struct journal		journal;
	enum journal_state	state;
	unsigned int		id;
	bool			damaged;
};

extern const struct view_kind view_history;

#endif
