/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows what a name means, and which names there are. */
#ifndef VIEW_EXPLAIN_H
#define VIEW_EXPLAIN_H

#include <stdio.h>

#include "explain/explain.h"
#include "model/facts.h"
#include "view/view.h"

/**
 * struct view_explained - a row of it
 * @found: the entry
 * @facts: what is known here now
 */
struct view_explained {
	struct explain_found		found;
	const struct model_facts	*facts;
};

extern const struct view_kind view_explain;

int view_explain_text(FILE *out, const struct view_explained *row,
		      unsigned int width);
int view_explain_list(FILE *out, unsigned int width);

#endif
