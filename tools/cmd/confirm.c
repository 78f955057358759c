// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune confirm: keep what was applied with --confirm. */
#include <errno.h>
#include <string.h>

#include "cmd/boot.h"

/* Only what was applied where this command is, or with NULL anywhere. */
static bool is_waiting(const struct journal *journal, enum journal_state state,
		       void *arg)
{
	const struct journal_netns *netns = arg;

	return state == JOURNAL_WAITING &&
	       (!netns || journal_netns_equal(&journal->netns, netns));
}

static int find(const struct cmd_ctx *ctx, const struct tune_state *state,
		unsigned int *id)
{
	struct journal_netns netns;
	unsigned int other = 0;
	int err;

	err = journal_netns(&netns) ?:
	      engine_find(state, is_waiting, &netns, id);
	if (!err && !*id)
		err = engine_find(state, is_waiting, NULL, &other);
	if (err)
		cmd_say(ctx, "looking for what was applied: %s",
			strerror(-err));
	else if (other)
		cmd_say(ctx, "apply %u is to be confirmed, in another network namespace (-N)",
			other);
	else if (!*id)
		cmd_say(ctx, "nothing is to be confirmed (see 'nettune history')");
	return err ?: *id ? 0 : -ENOENT;
}

static int note_confirmed(const struct cmd_ctx *ctx,
			  const struct tune_state *state, unsigned int id,
			  struct journal *journal)
{
	struct journal_file file = { .fd = -1 };
	int err;

	err = cmd_state_journal(ctx, state, id, journal, &file);
	if (!err) {
		err = journal_append(&file, journal_word("confirmed", NULL,
							 NULL));
		if (err)
			cmd_say(ctx, "the journal of apply %u: %s: it will be reverted",
				id, strerror(-err));
	}
	journal_close(&file);
	return err;
}

/* What could not be written would be tried again, as it is planned anew. */
static int find_refused(const struct cmd_ctx *ctx, struct cmd_tune *tune,
			const struct journal *journal)
{
	int err = engine_found(&tune->plan, journal);

	if (err)
		cmd_say(ctx, "%s", strerror(-err));
	return err;
}

/* Only now: what cuts the machine off must not come back at boot. */
static int persist(const struct cmd_ctx *ctx, const struct journal *journal)
{
	struct cmd_tune tune = { 0 };
	int err;

	if (!journal->persist)
		return CMD_DONE;
	err = cmd_tune_load(ctx, &tune, journal->profiles,
			    journal->profile_count) ?:
	      cmd_tune_plan(ctx, &tune, journal->persist) ?:
	      find_refused(ctx, &tune, journal) ?:
	      cmd_boot_write(ctx, &tune, journal->profiles,
			     journal->profile_count,
			     strcmp(journal->persist, "*") ?
			     journal->persist : NULL, journal->force);
	cmd_tune_free(&tune);
	if (err)
		cmd_say(ctx, "apply %u stays, but does not come back at boot",
			journal->id);
	return err ? CMD_PARTLY : CMD_DONE;
}

static int confirm(const struct cmd_ctx *ctx, struct tune_state *state)
{
	struct journal journal = { 0 };
	unsigned int id;
	int status;

	if (find(ctx, state, &id))
		return CMD_FAILED;
	if (note_confirmed(ctx, state, id, &journal)) {
		journal_free(&journal);
		return CMD_FAILED;
	}
	if (ctx->json)
		printf("{\"id\":%u}\n", id);
	else
		printf("Apply %u stays.\n", id);
	status = persist(ctx, &journal);
	journal_free(&journal);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct tune_state state;
	int status = CMD_FAILED, err;

	(void)params;
	if (cmd_tune_refuse(ctx, argc, false) ||
	    cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	if (cmd_enter_netns(ctx))
		return CMD_FAILED;
	err = cmd_state_open(ctx, &state, false);
	if (err == -ENOENT)
		cmd_say(ctx, "nothing was applied yet");
	if (!err && !cmd_state_lock(ctx, &state, 0))
		status = confirm(ctx, &state);
	state_close(&state);
	return status;
}

static const char notes[] =
	"It is for the network namespace in which it runs; -N names another.\n";

const struct cmd cmd_confirm = {
	.name = "confirm",
	.arguments = "",
	.summary = "keep what was applied with --confirm",
	.notes = notes,
	.run = run,
};
