// SPDX-License-Identifier: GPL-2.0-or-later
/* Before an apply: what has to be settled first. */
#include <errno.h>
#include <string.h>

#include "cmd/tune.h"

/* Where it is looked for, and what was found. */
struct pending {
	struct journal_netns	netns;
	enum journal_state	state;
};

/* What another apply must not be put on top of. */
static bool is_pending(const struct journal *journal, enum journal_state state,
		       void *arg)
{
	struct pending *pending = arg;

	if ((state != JOURNAL_WAITING && state != JOURNAL_CUT_SHORT) ||
	    !journal_netns_equal(&journal->netns, &pending->netns))
		return false;
	pending->state = state;
	return true;
}

/**
 * cmd_apply_pending() - may something be put on top of what was applied?
 * @ctx: names the command
 * @state: locked folder
 * @force: also on top of an apply that was cut short
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_apply_pending(const struct cmd_ctx *ctx, const struct tune_state *state,
		      bool force)
{
	char in[CMD_TUNE_WHERE];
	struct pending pending;
	unsigned int id;
	int err;

	err = journal_netns(&pending.netns) ?:
	      engine_find(state, is_pending, &pending, &id);
	if (err) {
		cmd_say(ctx, "looking at earlier applies: %s",
			strerror(-err));
		return err;
	}
	cmd_state_damaged(NULL, state);
	if (!id || (force && pending.state == JOURNAL_CUT_SHORT))
		return 0;
	cmd_tune_where(ctx, in);
	if (pending.state == JOURNAL_WAITING)
		cmd_say(ctx,
			"apply %u is to be confirmed yet: 'nettune %sconfirm' or 'nettune %srevert' first",
			id, in, in);
	else
		cmd_say(ctx, "apply %u was cut short: 'nettune %srevert %u' first (or --force)",
			id, in, id);
	return -EBUSY;
}
