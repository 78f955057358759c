// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune revert: set back what an apply has changed. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "cmd/boot.h"
#include "source/netns.h"

/**
 * struct params - what the command's own options have set
 * @force: also what somebody else has changed
 * @persist: also what comes back at boot
 */
struct params {
	bool force;
	bool persist;
};

enum {
	OPT_FORCE = 512,
	OPT_PERSIST,
};

static const struct cmd_option options[] = {
	{ OPT_PERSIST, "persist", NULL, "and no longer apply it at boot" },
	{ OPT_FORCE, "force", NULL,
	  "also what somebody else has changed since, or a\n"
	  "later apply" },
	{ 0 }
};

static const char notes[] =
	"Without an ID the latest apply of this network namespace is undone that was\n"
	"not undone yet. What has another value now than it was set to is left, and\n"
	"told; --force sets it back, too.\n";

/* An apply that is being undone. */
struct revert {
	const struct cmd_ctx	*ctx;
	bool			force;
	struct tune_state	state;
	struct journal_netns	netns;
	char			boot[JOURNAL_BOOT];
	struct journal		journal;
	struct journal_file	file;
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)value;
	if (id == OPT_PERSIST)
		params->persist = true;
	else
		params->force = true;
	return 0;
}

/* Was something left that can be asked for again? */
static bool is_left(const struct journal *journal, enum journal_state state,
		    void *arg)
{
	const struct revert *revert = arg;

	return state == JOURNAL_PARTLY && journal_has_changed(journal) &&
	       journal_netns_equal(&journal->netns, &revert->netns);
}

/* What was left for a reason is undone only when it is asked for again. */
static bool is_candidate(const struct journal *journal,
			 enum journal_state state, void *arg)
{
	const struct revert *revert = arg;

	if (!journal_netns_equal(&journal->netns, &revert->netns))
		return false;
	return state == JOURNAL_APPLIED || state == JOURNAL_WAITING ||
	       state == JOURNAL_CUT_SHORT ||
	       (revert->force && is_left(journal, state, arg));
}

static int find(struct revert *revert, const char *text, unsigned int *id)
{
	int err;

	err = journal_boot(revert->boot) ?: journal_netns(&revert->netns);
	if (!err && !text)
		err = engine_find(&revert->state, is_candidate, revert, id);
	/* Nothing else is there to be done: it may be as it was by now. */
	if (!err && !text && !*id)
		err = engine_find(&revert->state, is_left, revert, id);
	if (err)
		cmd_say(revert->ctx, "looking for what was applied: %s",
			strerror(-err));
	return err;
}

/* Does its name lead elsewhere, or nowhere? To ask its cookie takes entering. */
static bool is_netns_gone(const struct journal *journal)
{
	__u64 inode;

	return netns_inode(journal->netns_name, &inode) ||
	       inode != journal->netns.inode;
}

/* Return: 0, or -EINVAL after a message: it can't be done from here. */
static int check_netns(const struct revert *revert)
{
	const struct journal *journal = &revert->journal;

	if (journal_netns_equal(&journal->netns, &revert->netns))
		return 0;
	if (journal->netns_name)
		cmd_say(revert->ctx, "apply %u was in network namespace '%s', which %s",
			journal->id, journal->netns_name,
			is_netns_gone(journal) ?
			"has that name no more (one that is gone took its settings along)" :
			"this is not: use -N");
	else
		cmd_say(revert->ctx, "apply %u was in another network namespace",
			journal->id);
	return -EINVAL;
}

static int check_later(const struct revert *revert)
{
	char in[CMD_TUNE_WHERE];
	unsigned int later;
	int err;

	if (revert->force)
		return 0;
	err = engine_later(&revert->state, &revert->journal, &later);
	if (err) {
		cmd_say(revert->ctx, "looking at later applies: %s",
			strerror(-err));
		return err;
	}
	if (!later)
		return 0;
	cmd_say(revert->ctx,
		"apply %u set the same later: 'nettune %srevert %u' first (or --force)",
		later, cmd_tune_where(revert->ctx, in), later);
	return -EBUSY;
}

static int report(const struct revert *revert, int err,
		  const struct engine_undone *undone)
{
	char id[16] = "null", in[CMD_TUNE_WHERE];

	if (revert->journal.id)
		snprintf(id, sizeof(id), "%u", revert->journal.id);
	if (!revert->ctx->json)
		printf("Reverted apply %s: %u set back, %u left as found, %u failed.\n",
		       id, undone->restored, undone->left + undone->gone,
		       undone->failed);
	else
		printf("{\"id\":%s,\"restored\":%u,\"left\":%u,\"gone\":%u,\"failed\":%u}\n",
		       id, undone->restored, undone->left, undone->gone,
		       undone->failed);
	if (undone->left)
		cmd_say(revert->ctx, "what was left: 'nettune %srevert %u --force' sets it back",
			cmd_tune_where(revert->ctx, in), revert->journal.id);
	if (!err)
		return CMD_DONE;
	return undone->failed ? CMD_FAILED : CMD_PARTLY;
}

static int undo(struct revert *revert)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct tune_target target;
	const struct tune_engine engine = {
		.target = &target,
		.say = cmd_tune_say,
		.arg = (void *)revert->ctx,
	};
	struct engine_undone undone;
	int err = tune_host_open(&target);

	if (err) {
		cmd_say(revert->ctx, "opening the settings: %s", strerror(-err));
		return CMD_FAILED;
	}
	/* It goes to its end, whatever becomes of the terminal. */
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGTERM, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGQUIT, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
	err = engine_revert(&engine, &revert->journal, &revert->file,
			    "command", revert->force, &undone);
	target.ops->close(&target);
	return report(revert, err, &undone);
}

static int nothing(const struct revert *revert, const char *why)
{
	const struct engine_undone undone = { 0 };

	cmd_say(revert->ctx, "%s", why);
	return revert->ctx->json ? report(revert, 0, &undone) : CMD_DONE;
}

static int do_revert(struct revert *revert, unsigned int id)
{
	char why[128];

	if (cmd_state_journal(revert->ctx, &revert->state, id,
			      &revert->journal, &revert->file))
		return CMD_FAILED;
	switch (journal_state(&revert->journal, revert->boot)) {
	case JOURNAL_NOTHING:
	case JOURNAL_ROLLED_BACK:
	case JOURNAL_REVERTED:
		snprintf(why, sizeof(why), "nothing of apply %u is left to be undone",
			 id);
		return nothing(revert, why);
	case JOURNAL_REBOOTED:
		snprintf(why, sizeof(why), "restarted since apply %u: nothing of it is left",
			 id);
		return nothing(revert, why);
	default:
		break;
	}
	if (check_netns(revert) || check_later(revert))
		return CMD_FAILED;
	return undo(revert);
}

static int lock_and_revert(struct revert *revert, const char *text)
{
	unsigned int id = 0;
	int err;

	if (text && cmd_state_id(text, &id)) {
		cmd_say(revert->ctx, "'%s' is no number of an apply (see 'nettune history')",
			text);
		return CMD_USAGE;
	}
	if (cmd_enter_netns(revert->ctx))
		return CMD_FAILED;
	err = cmd_state_open(revert->ctx, &revert->state, false);
	if (err == -ENOENT)
		return nothing(revert, "nothing was applied yet");
	if (err || cmd_state_lock(revert->ctx, &revert->state, 0) ||
	    find(revert, text, &id))
		return CMD_FAILED;
	if (!id && cmd_state_damaged(revert->ctx, &revert->state))
		return CMD_FAILED;
	if (!id)
		return nothing(revert, "nothing is applied in this network namespace");
	return do_revert(revert, id);
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	const struct params *params = arg;
	struct revert revert = {
		.ctx = ctx, .force = params->force, .file.fd = -1,
		.state = { .dir = -1, .lock = -1 },
	};
	int status;

	if (cmd_tune_refuse(ctx, argc, false) ||
	    (argc && cmd_refuse_arguments(ctx, argc - 1, argv + 1)))
		return CMD_USAGE;
	status = lock_and_revert(&revert, argc ? argv[0] : NULL);
	journal_close(&revert.file);
	journal_free(&revert.journal);
	state_close(&revert.state);
	if (params->persist && status != CMD_USAGE)
		return cmd_boot_remove(ctx, params->force) ?: status;
	if (!status)
		cmd_boot_note();
	return status;
}

const struct cmd cmd_revert = {
	.name = "revert",
	.arguments = "[ID]",
	.summary = "set back what an apply has changed",
	.notes = notes,
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
