// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune history: what was applied, and where it stands. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/tune.h"
#include "view/plan.h"

/* Of what this user may not read, more than that it is there can't be said. */
static int note_secret(const struct cmd_ctx *ctx, unsigned int id)
{
	cmd_say(ctx, "apply %u is left out: %s (run as root)", id,
		strerror(EACCES));
	return 0;
}

static int show_one(const struct cmd_ctx *ctx, struct view *view,
		    const struct tune_state *state, unsigned int id,
		    const char *boot, bool *partly)
{
	struct view_past past = { .id = id };
	int err = journal_read(state, id, &past.journal);

	/* An apply may let go of an old one meanwhile. */
	if (err == -ENOENT)
		return 0;
	if (err && err != -ENOMEM)
		*partly = true;
	/* One that can't be read hides no other. */
	if (err && err != -ENOMEM && err != -EACCES) {
		past.damaged = true;
		journal_free(&past.journal);
		err = 0;
	}
	if (!err) {
		past.state = journal_state(&past.journal, boot);
		err = view_add(view, &past);
	}
	journal_free(&past.journal);
	return err == -EACCES ? note_secret(ctx, id) : err;
}

static int show_all(const struct cmd_ctx *ctx, const struct tune_state *state,
		    const unsigned int *ids, size_t count)
{
	struct view_options options;
	char boot[JOURNAL_BOOT];
	bool partly = false;
	struct view view;
	int err, end_err;

	cmd_view_options(ctx, &options);
	err = journal_boot(boot) ?: view_open(&view, &view_history, &options);
	if (err)
		return cmd_tune_viewed(ctx, err);
	for (size_t i = 0; !err && i < count; i++)
		err = show_one(ctx, &view, state, ids[i], boot, &partly);
	end_err = view_close(&view);
	return cmd_tune_viewed(ctx, err ?: end_err) ?:
	       partly ? CMD_PARTLY : CMD_DONE;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct tune_state state;
	unsigned int *ids = NULL;
	int status = CMD_FAILED;
	size_t count = 0;
	int err;

	(void)params;
	if (cmd_tune_refuse(ctx, argc, false) ||
	    cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	err = cmd_state_open(ctx, &state, false);
	if (!err) {
		err = state_ids(&state, &ids, &count);
		if (err)
			cmd_say(ctx, "%s: %s", state.path, strerror(-err));
	}
	if (!err || err == -ENOENT)
		status = show_all(ctx, &state, ids, count);
	free(ids);
	state_close(&state);
	return status;
}

static const char notes[] =
	"An apply removes the journals of old ones: of those that are reverted, rolled\n"
	"back, or from before a restart, the last 50 are kept; what is still applied, was\n"
	"cut short or could not be reverted is never removed.\n";

const struct cmd cmd_history = {
	.name = "history",
	.arguments = "",
	.summary = "show what was applied, and where it stands",
	.notes = notes,
	.run = run,
};
