// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune apply: writes the plan, with a journal and somebody to undo it. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "array.h"
#include "cmd/apply.h"

static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* Between two writes it can go back, so these wait until then. */
static void hold_signals(void)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	/* A file may not get larger: to write fails, and that is undone. */
	sigaction(SIGXFSZ, &ignore, NULL);
}

static bool is_stopped(void *arg)
{
	sigset_t set;

	(void)arg;
	if (sigpending(&set))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (sigismember(&set, ends[i]))
			return true;
	return false;
}

static int persist_later(struct apply *apply)
{
	const struct apply_params *params = apply->params;

	if (!params->persist || !params->confirm)
		return 0;
	apply->journal.force = params->force;
	apply->journal.persist = strdup(params->device ?: "*");
	return apply->journal.persist ? 0 : -ENOMEM;
}

static int begin_journal(struct apply *apply, int argc, char **argv)
{
	struct journal *journal = &apply->journal;
	int err;

	journal_prune(&apply->state);
	journal->time = time(NULL);
	journal->pid = getpid();
	journal->confirm = apply->params->confirm;
	err = persist_later(apply) ?:
	      journal_take_plan(journal, &apply->tune.plan) ?:
	      journal_boot(journal->boot) ?:
	      journal_netns(&journal->netns) ?:
	      journal_set_names(journal, apply->ctx->netns, argv, argc) ?:
	      journal_create(&apply->state, journal,
			     engine_expect(&apply->tune.plan), &apply->file);
	if (err)
		cmd_say(apply->ctx, "the journal in %s: %s: nothing was changed",
			apply->state.path, strerror(-err));
	return err;
}

static int start_guardian(struct apply *apply)
{
	const struct guardian_job job = {
		.state = &apply->state,
		.id = apply->journal.id,
		.seconds = apply->params->confirm,
		.open = tune_host_open,
	};
	int err;

	if (!apply->params->confirm)
		return 0;
	err = guardian_start(&job, &apply->guardian);
	if (err)
		cmd_say(apply->ctx, "nothing was changed: nobody there to revert it: %s",
			strerror(-err));
	return err;
}

/* Return: exit code of an apply that failed and was undone. */
static int say_failed(const struct apply *apply,
		      const struct engine_undone *undone)
{
	unsigned int left = undone->left + undone->failed + undone->gone;
	char in[CMD_TUNE_WHERE];

	if (!left) {
		if (undone->restored)
			cmd_say(apply->ctx, "nothing is changed: %u setting%s set back",
				undone->restored,
				undone->restored == 1 ? " was" : "s were");
		else
			cmd_say(apply->ctx, "nothing was changed");
		return CMD_FAILED;
	}
	cmd_say(apply->ctx, "%u setting%s could not be set back (try 'nettune %srevert %u')",
		left, left == 1 ? "" : "s", cmd_tune_where(apply->ctx, in),
		apply->journal.id);
	return CMD_PARTLY;
}

/* What nobody would undo must not stay. Return: exit code. */
static int undo_unguarded(struct apply *apply, const struct tune_engine *engine)
{
	struct engine_undone undone;

	cmd_say(apply->ctx, "who was to revert it was killed: reverting now");
	engine_revert(engine, &apply->journal, &apply->file, "command", false,
		      &undone);
	return say_failed(apply, &undone);
}

static int write_plan(struct apply *apply)
{
	const struct tune_engine engine = {
		.target = &apply->tune.target,
		.stopped = is_stopped,
		.partly = apply->params->force,
		.say = cmd_tune_say,
		.arg = (void *)apply->ctx,
	};
	struct engine_undone undone;
	int err;

	err = start_guardian(apply);
	if (err)
		return CMD_FAILED;
	err = engine_apply(&engine, &apply->tune.plan, &apply->journal,
			   &apply->file, &undone);
	if (guardian_tell(&apply->guardian, apply->journal.applied) &&
	    apply->journal.applied)
		return undo_unguarded(apply, &engine);
	if (err)
		return say_failed(apply, &undone);
	return engine_found(&apply->tune.plan, &apply->journal) ?
	       CMD_PARTLY : CMD_DONE;
}

/**
 * cmd_apply_write() - carry the plan out
 * @apply: with the lock and a plan that something is to be written of; gets the
 *	journal
 * @argc: number of profiles
 * @argv: their names, for the journal
 *
 * From here on signals that would end the command wait until it has gone back.
 *
 * Return: exit code; what went wrong was said, and undone as far as possible.
 */
int cmd_apply_write(struct apply *apply, int argc, char **argv)
{
	hold_signals();
	return begin_journal(apply, argc, argv) ? CMD_FAILED :
						  write_plan(apply);
}
