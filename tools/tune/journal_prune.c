// SPDX-License-Identifier: GPL-2.0-or-later
/* Lets go of old journals, of which nothing is left to be undone. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "tune/journal.h"

/* One that can't be read may tell of what is still there. */
static bool is_finished(const struct tune_state *state, unsigned int id,
			const char *boot)
{
	struct journal journal;
	bool finished = false;

	if (!journal_read(state, id, &journal)) {
		switch (journal_state(&journal, boot)) {
		case JOURNAL_NOTHING:
		case JOURNAL_ROLLED_BACK:
		case JOURNAL_REVERTED:
		case JOURNAL_REBOOTED:
			finished = true;
			break;
		default:
			break;
		}
	}
	journal_free(&journal);
	return finished;
}

/* The newest is kept whatever it is: the next number is its one and one more. */
static int prune(const struct tune_state *state, const unsigned int *ids,
		 size_t count, const char *boot)
{
	size_t kept = 1;

	for (size_t i = count - 1; i--;) {
		char name[STATE_NAME];

		if (!is_finished(state, ids[i], boot) || kept++ < JOURNAL_KEEP)
			continue;
		if (unlinkat(state->dir, state_name(ids[i], name), 0))
			return -errno;
	}
	return 0;
}

/**
 * journal_prune - remove the oldest journals that are finished
 * @state: locked folder
 *
 * Of those of which all was undone, or that were before a restart, the latest
 * are kept, JOURNAL_KEEP with the newest of all; others always.
 *
 * Return: 0 or a negative errno, for which nobody need be stopped.
 */
int journal_prune(const struct tune_state *state)
{
	char boot[JOURNAL_BOOT];
	unsigned int *ids;
	size_t count;
	int err;

	err = state_ids(state, &ids, &count);
	if (err)
		return err;
	if (count > JOURNAL_KEEP)
		err = journal_boot(boot) ?: prune(state, ids, count, boot);
	free(ids);
	return err;
}
