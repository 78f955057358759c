// SPDX-License-Identifier: GPL-2.0-or-later
/* What was applied last, and is still to be as it was set. */
#include "tune/applied.h"

#include <errno.h>
#include <stdlib.h>

/* Has it changed something here that was not undone, this boot or before? */
static bool is_candidate(const struct journal *journal,
			 enum journal_state state, void *arg)
{
	const struct journal_netns *netns = arg;

	switch (state) {
	case JOURNAL_APPLIED:
	case JOURNAL_WAITING:
	case JOURNAL_CUT_SHORT:
	case JOURNAL_PARTLY:
		return journal_netns_equal(&journal->netns, netns);
	case JOURNAL_REBOOTED:
		return journal->applied && !journal->reverting &&
		       !journal->netns_name && !engine_own_netns();
	default:
		return false;
	}
}

static int want_step(struct tune_wants *wants, const struct journal_step *step)
{
	const struct tune_want want = {
		.key = step->key,
		.value = step->found ?: step->new,
	};

	if (step->state != JOURNAL_WRITTEN && step->state != JOURNAL_INTENDED)
		return 0;
	return tune_wants_add(wants, &want);
}

/* Of what is being undone only what is left of it is still to be so. */
static int want_kept(struct tune_wants *wants, const struct journal *journal)
{
	int err = 0;

	if (journal->reverting)
		return 0;
	for (size_t i = 0; !err && i < journal->kept.count; i++)
		err = tune_wants_add(wants, &journal->kept.wants[i]);
	return err;
}

/**
 * applied_find - the last apply in this network namespace that was not undone
 * @state: open folder
 * @journal: filled in, to be freed also after an error
 * @wants: gets what it has set, and what was so already
 *
 * What was so already when it was applied is to be so still: at boot that is
 * what systemd-sysctl has set before, and all that a device which is plugged in
 * later finds done.
 *
 * Return: 1 if there was one, 0 if not, or a negative errno.
 */
int applied_find(const struct tune_state *state, struct journal *journal,
		 struct tune_wants *wants)
{
	struct journal_netns netns;
	unsigned int id = 0;
	int err;

	err = journal_netns(&netns) ?:
	      engine_find(state, is_candidate, &netns, &id);
	if (!err && id)
		err = journal_read(state, id, journal);
	for (size_t i = 0; !err && i < journal->step_count; i++)
		err = want_step(wants, &journal->steps[i]);
	err = err ?: want_kept(wants, journal);
	return err ?: !!id;
}

/**
 * applied_compare - is what is wanted still so?
 * @target: reads what is
 * @wants: what is wanted
 * @release: of the kernel
 * @verify: filled in, to be freed also after an error
 *
 * Return: 0 or a negative errno.
 */
int applied_compare(struct tune_target *target, const struct tune_wants *wants,
		    const char *release, struct verify *verify)
{
	struct tune_now *now = calloc(wants->count + 1, sizeof(*now));
	size_t count = 0;
	int err = 0;

	if (!now)
		return -ENOMEM;
	for (; !err && count < wants->count; count++)
		err = target->ops->read(target, &wants->wants[count].key,
					&now[count]);
	if (!err)
		err = verify_make(wants, now, release, verify);
	while (count--) {
		free(now[count].text);
		free(now[count].note);
	}
	free(now);
	return err;
}
