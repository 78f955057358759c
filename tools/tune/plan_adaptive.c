// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interrupts that are moderated adaptively: what is said of their delay then
 * has no effect. The target notes it of what is; here it is what will be.
 */
#include "tune/plan_value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The step of the same device that switches it, or NULL. */
static const struct plan_step *find_switch(const struct plan *plan,
					   const struct plan_step *step)
{
	char name[16];

	snprintf(name, sizeof(name), "adaptive-%.2s", step->key.name);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *other = &plan->steps[i];

		if (other->key.kind == TUNE_COALESCE && other->wanted &&
		    !strcmp(other->key.name, name) &&
		    !strcmp(other->key.device, step->key.device))
			return other;
	}
	return NULL;
}

static bool is_delay(const struct tune_key *key)
{
	return key->kind == TUNE_COALESCE &&
	       (!strcmp(key->name, "rx-usecs") ||
		!strcmp(key->name, "rx-frames") ||
		!strcmp(key->name, "tx-usecs") ||
		!strcmp(key->name, "tx-frames"));
}

static int tell(struct plan_step *step, const struct plan_step *by)
{
	char *note = NULL;

	if (!plan_is_write(by))
		return 0;
	if (!strcmp(by->wanted, "on") &&
	    asprintf(&note, "without effect while %s is on", by->key.name) < 0)
		return -ENOMEM;
	free(step->note);
	step->note = note;
	return 0;
}

/**
 * plan_adaptive - note which delays will have no effect
 * @plan: the plan; where it switches adaptive moderation, notes are put right
 *
 * Return: 0 or -ENOMEM.
 */
int plan_adaptive(struct plan *plan)
{
	int err = 0;

	for (size_t i = 0; !err && i < plan->count; i++) {
		const struct plan_step *by = NULL;

		if (is_delay(&plan->steps[i].key) && plan->steps[i].wanted)
			by = find_switch(plan, &plan->steps[i]);
		if (by)
			err = tell(&plan->steps[i], by);
	}
	return err;
}
