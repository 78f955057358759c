// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds applies among those that were journalled. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine.h"

/*
 * A journal that can't be read is none that could be undone; but one that only
 * another may read could be that which is looked for.
 */
static int look_at(const struct tune_state *state, unsigned int id,
		   const char *boot, engine_match_fn match, void *arg,
		   bool *found)
{
	struct journal journal;
	int err = journal_read(state, id, &journal);

	*found = !err && match(&journal, journal_state(&journal, boot), arg);
	journal_free(&journal);
	return err == -ENOMEM || err == -EACCES ? err : 0;
}

/**
 * engine_find - the latest apply that is as it is looked for
 * @state: open folder
 * @match: is it?
 * @arg: for @match
 * @id: set to its number, 0 = there is none
 *
 * Return: 0, -EACCES where that can't be told for a journal that this user may
 * not read, or another negative errno.
 */
int engine_find(const struct tune_state *state, engine_match_fn match,
		void *arg, unsigned int *id)
{
	char boot[JOURNAL_BOOT];
	unsigned int *ids;
	bool found = false;
	size_t count;
	int err;

	*id = 0;
	err = journal_boot(boot) ?: state_ids(state, &ids, &count);
	if (err)
		return err;
	while (!err && !found && count--)
		err = look_at(state, ids[count], boot, match, arg, &found);
	if (found)
		*id = ids[count];
	free(ids);
	return err;
}

/**
 * engine_damaged - the latest apply whose journal can't be read
 * @state: open folder
 * @id: set to its number, 0 = there is none
 *
 * Return: 0 or a negative errno.
 */
int engine_damaged(const struct tune_state *state, unsigned int *id)
{
	unsigned int *ids;
	size_t count;
	int err;

	*id = 0;
	err = state_ids(state, &ids, &count);
	if (err)
		return err;
	while (!*id && count--) {
		struct journal journal;

		err = journal_read(state, ids[count], &journal);
		if (err && err != -ENOENT && err != -ENOMEM)
			*id = ids[count];
		journal_free(&journal);
	}
	free(ids);
	return 0;
}

static bool shares_setting(const struct journal *a, const struct journal *b)
{
	for (size_t i = 0; i < a->step_count; i++)
		for (size_t j = 0; j < b->step_count; j++)
			if (!journal_is_back(&a->steps[i]) &&
			    !journal_is_back(&b->steps[j]) &&
			    b->steps[j].state != JOURNAL_LEFT &&
			    !tune_key_compare(&a->steps[i].key,
					      &b->steps[j].key))
				return true;
	return false;
}

/* Has it set again what the earlier one had set? */
static bool is_on_top(const struct journal *journal, enum journal_state state,
		      void *arg)
{
	const struct journal *earlier = arg;

	(void)state;
	return journal->id > earlier->id &&
	       !strcmp(journal->boot, earlier->boot) &&
	       journal_netns_equal(&journal->netns, &earlier->netns) &&
	       shares_setting(earlier, journal);
}

/**
 * engine_later - the latest apply that has set the same once more
 * @state: open folder
 * @journal: the earlier one
 * @id: set to the number of the later one, 0 = there is none
 *
 * Return: 0 or a negative errno.
 */
int engine_later(const struct tune_state *state, const struct journal *journal,
		 unsigned int *id)
{
	return engine_find(state, is_on_top, (void *)journal, id);
}
