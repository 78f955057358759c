// SPDX-License-Identifier: GPL-2.0-or-later
/* What a journal comes to. */
#include "tune/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {
	[JOURNAL_NOTHING] = "nothing done",
	[JOURNAL_APPLIED] = "applied",
	[JOURNAL_WAITING] = "to be confirmed",
	[JOURNAL_CUT_SHORT] = "cut short",
	[JOURNAL_ROLLED_BACK] = "rolled back",
	[JOURNAL_REVERTED] = "reverted",
	[JOURNAL_PARTLY] = "partly reverted",
	[JOURNAL_REBOOTED] = "before reboot",
};

/**
 * journal_state_name - where an apply stands, in words
 * @state: where
 */
const char *journal_state_name(enum journal_state state)
{
	return states[state];
}

static void free_step(struct journal_step *step)
{
	tune_key_free(&step->key);
	free(step->old);
	free(step->new);
	free(step->found);
	free(step->why);
}

/**
 * journal_free - give its memory back
 * @journal: the journal, which is empty then
 */
void journal_free(struct journal *journal)
{
	for (size_t i = 0; i < journal->step_count; i++)
		free_step(&journal->steps[i]);
	for (size_t i = 0; i < journal->profile_count; i++)
		free(journal->profiles[i]);
	free(journal->steps);
	free(journal->profiles);
	tune_wants_free(&journal->kept);
	free(journal->netns_name);
	free(journal->persist);
	*journal = (struct journal) { 0 };
}

/**
 * journal_set_names - what is applied, and where, as the user named it
 * @journal: has none yet
 * @netns: the network namespace, NULL = the command's own
 * @profiles: the profiles
 * @count: how many
 *
 * Return: 0 or -ENOMEM.
 */
int journal_set_names(struct journal *journal, const char *netns,
		      char *const *profiles, size_t count)
{
	if (netns) {
		journal->netns_name = strdup(netns);
		if (!journal->netns_name)
			return -ENOMEM;
	}
	journal->profiles = calloc(count + 1, sizeof(*journal->profiles));
	if (!journal->profiles)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		journal->profiles[i] = strdup(profiles[i]);
		if (!journal->profiles[i])
			return -ENOMEM;
		journal->profile_count++;
	}
	return 0;
}

/**
 * journal_take_plan - what is known before anything is written
 * @journal: gets what is so already, and whether it is secret
 * @plan: what is applied
 *
 * Return: 0 or -ENOMEM.
 */
int journal_take_plan(struct journal *journal, const struct plan *plan)
{
	int err = 0;

	for (size_t i = 0; !err && i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];
		const struct tune_want want = {
			.key = step->key, .value = step->current,
		};

		journal->secret |= step->secret;
		if (step->action == PLAN_KEEP && step->current)
			err = tune_wants_add(&journal->kept, &want);
	}
	return err;
}

/**
 * journal_add_step - one more setting is changed
 * @journal: gets the step
 * @step: copied; what became of it is not
 *
 * Return: 0 or -ENOMEM.
 */
int journal_add_step(struct journal *journal, const struct journal_step *step)
{
	size_t count = journal->step_count;
	struct journal_step *grown, copy = *step;

	grown = reallocarray(journal->steps, count + 1, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	journal->steps = grown;
	copy.key.name = strdup(step->key.name);
	copy.old = strdup(step->old);
	copy.new = strdup(step->new);
	copy.found = NULL;
	copy.why = NULL;
	if (!copy.key.name || !copy.old || !copy.new) {
		free_step(&copy);
		return -ENOMEM;
	}
	journal->steps[journal->step_count++] = copy;
	return 0;
}

/**
 * journal_drop - take steps back of which nothing was written
 * @journal: they are its last ones
 * @write: number of their write
 */
void journal_drop(struct journal *journal, unsigned int write)
{
	while (journal->step_count &&
	       journal->steps[journal->step_count - 1].write == write)
		free_step(&journal->steps[--journal->step_count]);
}

/**
 * journal_is_back - has a setting the value again that it had before?
 * @step: the setting
 */
bool journal_is_back(const struct journal_step *step)
{
	return step->state == JOURNAL_RESTORED ||
	       step->state == JOURNAL_REFUSED;
}

/**
 * journal_is_open - is there something left to be undone?
 * @journal: the journal
 */
bool journal_is_open(const struct journal *journal)
{
	for (size_t i = 0; i < journal->step_count; i++)
		if (!journal_is_back(&journal->steps[i]))
			return true;
	return false;
}

/**
 * journal_has_changed - was something left that could be set back?
 * @journal: the journal
 *
 * What was not there any more took what it was set to along.
 */
bool journal_has_changed(const struct journal *journal)
{
	for (size_t i = 0; i < journal->step_count; i++) {
		const struct journal_step *step = &journal->steps[i];

		if (step->state == JOURNAL_LEFT &&
		    (!step->why || strcmp(step->why, JOURNAL_GONE)))
			return true;
	}
	return false;
}

static bool has_left(const struct journal *journal)
{
	for (size_t i = 0; i < journal->step_count; i++)
		if (journal->steps[i].state == JOURNAL_LEFT)
			return true;
	return false;
}

/**
 * journal_state - where an apply stands
 * @journal: its journal
 * @boot: of the kernel that runs now
 */
enum journal_state journal_state(const struct journal *journal,
				 const char *boot)
{
	if (!journal->step_count)
		return JOURNAL_NOTHING;
	if (!journal_is_open(journal))
		return journal->applied || !journal->ended ?
		       JOURNAL_REVERTED : JOURNAL_ROLLED_BACK;
	/* What the kernel had is gone with it. */
	if (strcmp(journal->boot, boot))
		return JOURNAL_REBOOTED;
	if (has_left(journal))
		return JOURNAL_PARTLY;
	if (!journal->ended || journal->reverting || !journal->applied)
		return JOURNAL_CUT_SHORT;
	return journal->confirm && !journal->confirmed ? JOURNAL_WAITING :
							 JOURNAL_APPLIED;
}
