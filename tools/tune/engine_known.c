// SPDX-License-Identifier: GPL-2.0-or-later
/* What an earlier apply found out: which values are rounded, and to what. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine.h"

/* The plan that is gone through, and what was in its way. */
struct known {
	struct plan		*plan;
	struct journal_netns	netns;
	int			err;
};

static bool is_same(const struct plan_step *planned,
		    const struct journal_step *step)
{
	return plan_is_write(planned) && step->found &&
	       step->state == JOURNAL_WRITTEN &&
	       !tune_key_compare(&planned->key, &step->key) &&
	       !tune_value_equal(step->found, step->new) &&
	       tune_value_equal(step->new, planned->wanted) &&
	       tune_value_equal(step->found, planned->current);
}

static int keep(struct plan_step *planned)
{
	char *wanted = strdup(planned->current), *note;

	if (!wanted)
		return -ENOMEM;
	if (asprintf(&note, "the driver or the kernel made that of %s",
		     planned->wanted) < 0) {
		free(wanted);
		return -ENOMEM;
	}
	free(planned->wanted);
	free(planned->note);
	planned->wanted = wanted;
	planned->note = note;
	planned->action = PLAN_KEEP;
	return 0;
}

/* Is called for each journal; none is the last one. */
static bool look_into(const struct journal *journal, enum journal_state state,
		      void *arg)
{
	struct known *known = arg;

	if ((state != JOURNAL_APPLIED && state != JOURNAL_WAITING) ||
	    !journal_netns_equal(&journal->netns, &known->netns))
		return false;
	for (size_t i = 0; i < journal->step_count; i++)
		for (size_t j = 0; j < known->plan->count; j++)
			if (!known->err && is_same(&known->plan->steps[j],
						   &journal->steps[i]))
				known->err = keep(&known->plan->steps[j]);
	return false;
}

/**
 * engine_known - what is as it was rounded to is kept
 * @state: open folder
 * @plan: of the network namespace that the caller is in; what an apply that
 *	stands has set to the same, and the driver has made that of it, need not
 *	be set again
 *
 * Return: 0 or a negative errno.
 */
int engine_known(const struct tune_state *state, struct plan *plan)
{
	struct known known = { .plan = plan };
	unsigned int id;
	int err;

	err = journal_netns(&known.netns) ?:
	      engine_find(state, look_into, &known, &id);
	return err ?: known.err;
}
