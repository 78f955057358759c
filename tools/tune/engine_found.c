// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells in a plan what became of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine.h"

/* The last one: what was refused with others was tried once more alone. */
static const struct journal_step *step_of(const struct journal *journal,
					  const struct tune_key *key)
{
	for (size_t i = journal->step_count; i--;)
		if (!tune_key_compare(&journal->steps[i].key, key))
			return &journal->steps[i];
	return NULL;
}

static int refuse(struct plan_step *step, const char *why)
{
	char *note = strdup(why ?: "no reason is known");

	if (!note)
		return -ENOMEM;
	free(step->note);
	step->note = note;
	step->action = PLAN_REFUSED;
	step->blocks = true;
	return 0;
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
 * engine_found - what was rounded is told as what it was rounded to, and what
 *	was refused as that
 * @plan: as it was carried out; its steps get what was found
 * @journal: of that
 *
 * Return: 0 or -ENOMEM.
 */
int engine_found(struct plan *plan, const struct journal *journal)
{
	int err = 0;

	for (size_t i = 0; !err && i < plan->count; i++) {
		struct plan_step *planned = &plan->steps[i];
		const struct journal_step *step;

		if (!plan_is_write(planned))
			continue;
		step = step_of(journal, &planned->key);
		if (step && step->state == JOURNAL_REFUSED)
			err = refuse(planned, step->why);
		else if (step && step->found &&
			 !tune_value_equal(step->found, step->new))
			err = tell(planned, step->found);
	}
	return err;
}
