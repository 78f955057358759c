// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells in a plan what became of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine.h"

static struct plan_step *step_of(const struct plan *plan,
				 const struct tune_key *key)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan_is_write(&plan->steps[i]) &&
		    !tune_key_compare(&plan->steps[i].key, key))
			return &plan->steps[i];
	return NULL;
}

static int tell(struct plan_step *step, const char *found)
{
	char *wanted = strdup(found), *note;

	if (!wanted)
		return -ENOMEM;
	if (asprintf(&note, "%s was asked for, and the driver or the kernel made that of it%s%s",
		     step->wanted, step->note ? "; " : "",
		     step->note ?: "") < 0) {
		free(wanted);
		return -ENOMEM;
	}
	free(step->wanted);
	free(step->note);
	step->wanted = wanted;
	step->note = note;
	step->action = PLAN_CLAMPED;
	return 0;
}

/**
 * engine_found - what was rounded is told as what it was rounded to
 * @plan: as it was carried out; its steps get what was found
 * @journal: of that
 *
 * Return: 0 or -ENOMEM.
 */
int engine_found(struct plan *plan, const struct journal *journal)
{
	int err = 0;

	for (size_t i = 0; !err && i < journal->step_count; i++) {
		const struct journal_step *step = &journal->steps[i];
		struct plan_step *planned = step_of(plan, &step->key);

		if (planned && step->found &&
		    !tune_value_equal(step->found, step->new))
			err = tell(planned, step->found);
	}
	return err;
}
