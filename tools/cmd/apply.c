// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune apply: set what profiles want, so that it can be undone. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "cmd/apply.h"
#include "cmd/boot.h"
#include "view/plan.h"

#define CONFIRM_DEFAULT	60
#define CONFIRM_MAX	86400

enum {
	OPT_DRY_RUN = 512,
	OPT_PERSIST,
	OPT_DEV,
	OPT_CONFIRM,
	OPT_WAIT,
	OPT_FORCE,
};

static const struct cmd_option options[] = {
	{ OPT_DRY_RUN, "dry-run", NULL, "only show what would be done" },
	{ OPT_DEV, "dev", "GLOB", "of devices only those with such names" },
	{ OPT_CONFIRM, "confirm", "[=SECONDS]",
	  "revert by itself unless 'nettune confirm' comes in\n"
	  "time (default: 60), also when this session ends" },
	{ OPT_PERSIST, "persist", NULL,
	  "at boot, too, and nothing else from now on; with\n"
	  "--confirm once it is confirmed" },
	{ OPT_WAIT, "wait", "SECONDS",
	  "while another nettune is at it (default: 5)" },
	{ OPT_FORCE, "force", NULL,
	  "set the rest where some is refused, by a driver,\n"
	  "too, with --persist also at boot; on the device of\n"
	  "this ssh session; on top of an apply that was cut\n"
	  "short" },
	{ 0 }
};

static const char notes[] =
	"Nothing is written unless all of it can be, and all is set back if a step\n"
	"fails; with --force only that step. With -N, settings of the whole machine are\n"
	"left out, which is told: exit code 4. What was changed is kept in\n"
	"/var/lib/nettune, before it is done: 'nettune revert' gets back from there at\n"
	"any time, also after a crash.\n"
	"--confirm needs its process nettune-guard: if that is killed with SIGKILL, the\n"
	"apply stays until it is reverted or the machine restarts.\n";

static int parse_seconds(const char *value, unsigned int *seconds)
{
	unsigned long number = CONFIRM_DEFAULT;
	char *end = NULL;

	if (value) {
		if (!isdigit((unsigned char)*value))
			return -EINVAL;
		number = strtoul(value, &end, 10);
		if (*end)
			return -EINVAL;
	}
	if (!number || number > CONFIRM_MAX)
		return -ERANGE;
	*seconds = number;
	return 0;
}

static int set_option(void *arg, int id, const char *value)
{
	struct apply_params *params = arg;

	switch (id) {
	case OPT_DRY_RUN:
		params->dry_run = true;
		break;
	case OPT_DEV:
		params->device = value;
		break;
	case OPT_CONFIRM:
		return parse_seconds(value, &params->confirm);
	case OPT_WAIT:
		return parse_seconds(value, &params->wait);
	case OPT_PERSIST:
		params->persist = true;
		break;
	case OPT_FORCE:
		params->force = true;
		break;
	}
	return 0;
}

static bool is_blocked(const struct apply *apply)
{
	return !apply->params->force && cmd_tune_blocks(&apply->tune.plan);
}

/* Why a plan can't be carried out, as far as one line each can say. */
static int check_refused(const struct apply *apply)
{
	const struct plan *plan = &apply->tune.plan;

	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];
		char text[TUNE_KEY_TEXT];

		if (step->action != PLAN_REFUSED)
			continue;
		cmd_say(apply->ctx, "%s: %s: %s",
			tune_key_text(&step->key, text, sizeof(text)),
			step->blocks ? "refused" : "left out",
			step->note ?: "no reason is known");
	}
	if (!is_blocked(apply))
		return 0;
	cmd_say(apply->ctx, "nothing was changed (--force sets the rest)");
	return -EINVAL;
}

/* Return: exit code of what was done as far as it can be done here. */
static int status_of(const struct plan *plan)
{
	return cmd_tune_count(plan, PLAN_REFUSED) ? CMD_PARTLY : CMD_DONE;
}

static int show_applied(const struct apply *apply)
{
	const struct view_applied applied = {
		.plan = &apply->tune.plan,
		.journal = apply->journal.applied ? &apply->journal : NULL,
		.restart = &apply->restart,
	};
	struct view_options view_options;
	char in[CMD_TUNE_WHERE];
	int status;

	cmd_view_options(apply->ctx, &view_options);
	if (apply->ctx->json)
		return cmd_tune_viewed(apply->ctx,
				       view_object(&view_applied, &applied,
						   &view_options));
	status = cmd_tune_show(apply->ctx, &apply->tune.plan, true);
	if (!apply->journal.applied)
		return status;
	cmd_tune_where(apply->ctx, in);
	printf("Applied as %u: 'nettune %srevert %u' sets it back.\n",
	       apply->journal.id, in, apply->journal.id);
	if (apply->params->confirm)
		printf("Reverted in %u s unless 'nettune %sconfirm' comes first.\n",
		       apply->params->confirm, in);
	return status;
}

/* What has to be confirmed comes back at boot only then; that is what stands. */
static int persist(const struct apply *apply, int argc, char **argv)
{
	const struct apply_params *params = apply->params;

	if (!params->persist ||
	    (apply->journal.persist && apply->journal.applied))
		return CMD_DONE;
	return cmd_boot_write(apply->ctx, &apply->tune, argv, argc,
			      params->device, params->force) ?
	       CMD_PARTLY : CMD_DONE;
}

/* The apply stands, whatever comes of what is done after it. */
static int finish_apply(struct apply *apply, int argc, char **argv)
{
	const struct plan *plan = &apply->tune.plan;
	int status, err = 0;

	if (apply->journal.applied)
		err = cmd_apply_look(apply->ctx, plan, &apply->restart);
	status = show_applied(apply);
	if (apply->journal.applied)
		err = cmd_apply_after(apply->ctx, plan, &apply->tune.machine,
				      &apply->restart) ?: err;
	status = status ?: err ? CMD_PARTLY : CMD_DONE;
	return persist(apply, argc, argv) ?: status;
}

/* What is wrong with the profiles is told before anything is made or locked. */
static int check_first(struct apply *apply, int argc, char **argv)
{
	const struct apply_params *params = apply->params;

	if (cmd_tune_load(apply->ctx, &apply->tune, argv, argc) ||
	    (params->persist && cmd_boot_check(apply->ctx, argv, argc)) ||
	    cmd_tune_plan(apply->ctx, &apply->tune, params->device))
		return -EINVAL;
	return is_blocked(apply) ? check_refused(apply) : 0;
}

/* With the lock, so that nobody changes what the plan is made of. */
static int do_apply(struct apply *apply, int argc, char **argv)
{
	const struct apply_params *params = apply->params;
	int status = CMD_DONE;

	if (cmd_apply_pending(apply->ctx, &apply->state, params->force) ||
	    cmd_tune_plan(apply->ctx, &apply->tune, params->device) ||
	    check_refused(apply) ||
	    cmd_link_check(apply->ctx, &apply->tune.plan,
			   params->confirm || params->force))
		return CMD_FAILED;
	if (cmd_tune_writes(&apply->tune.plan))
		status = cmd_apply_write(apply, argc, argv);
	if (status)
		return status;
	status = finish_apply(apply, argc, argv);
	return status ?: status_of(&apply->tune.plan);
}

static int dry_run(struct apply *apply, int argc, char **argv)
{
	int status;

	if (cmd_tune_load(apply->ctx, &apply->tune, argv, argc) ||
	    cmd_tune_plan(apply->ctx, &apply->tune, apply->params->device))
		return CMD_FAILED;
	status = cmd_tune_show(apply->ctx, &apply->tune.plan, false);
	if (status)
		return status;
	return check_refused(apply) ? CMD_FAILED :
				      status_of(&apply->tune.plan);
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	struct apply apply = {
		.ctx = ctx, .params = arg, .file.fd = -1, .guardian.fd = -1,
		.state = { .dir = -1, .lock = -1 },
	};
	int status = CMD_FAILED;

	if (cmd_tune_refuse(ctx, argc, true))
		return CMD_USAGE;
	if (apply.params->dry_run)
		status = dry_run(&apply, argc, argv);
	else if (!check_first(&apply, argc, argv) &&
		 !cmd_state_open(ctx, &apply.state, true) &&
		 !cmd_state_lock(ctx, &apply.state, apply.params->wait))
		status = do_apply(&apply, argc, argv);
	journal_close(&apply.file);
	free(apply.restart.rows);
	journal_free(&apply.journal);
	cmd_tune_free(&apply.tune);
	state_close(&apply.state);
	return status;
}

const struct cmd cmd_apply = {
	.name = "apply",
	.arguments = "PROFILE...",
	.summary = "set what profiles want; 'revert' undoes it",
	.notes = notes,
	.options = options,
	.params_size = sizeof(struct apply_params),
	.set = set_option,
	.run = run,
};
