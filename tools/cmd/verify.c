// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune verify: is what was tuned still so, and who has set it otherwise? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/boot.h"
#include "tune/applied.h"
#include "view/verify.h"

struct params {
	const char	*device;
	bool		verbose;
};

enum {
	OPT_DEV = 512,
};

static const struct cmd_option options[] = {
	{ OPT_DEV, "dev", "GLOB", "of devices only those with such names" },
	{ 'v', "verbose", NULL,
	  "also what is as wanted, and all files that set it" },
	{ 0 }
};

static const char notes[] =
	"Without a profile: what the last apply has set in this network namespace or has\n"
	"found as it wanted it, or the profiles that are applied at boot. Exit status 3\n"
	"when something differs.\n"
	"Who has set what differs is found in the files that systemd-sysctl, sysctl,\n"
	"tuned, systemd-udevd and NetworkManager read; what was set by hand is in none.\n";

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	if (id == OPT_DEV)
		params->device = value;
	else
		params->verbose = true;
	return 0;
}

/**
 * struct work - a comparison on its way
 * @ctx: how
 * @params: the command's own options
 * @tune: what is wanted, and how to read what is
 * @journal: of the last apply, if that is what is compared with
 * @files: what others set
 * @verify: the result
 */
struct work {
	const struct cmd_ctx	*ctx;
	const struct params	*params;
	struct cmd_tune		tune;
	struct journal		journal;
	struct setter_files	files;
	struct verify		verify;
};

/* Return: 1 if there was an apply, 0 if not, a negative errno after a message. */
static int load_journal(struct work *work)
{
	struct tune_state state = { .dir = -1, .lock = -1 };
	int found;

	found = cmd_state_open(work->ctx, &state, false);
	if (found) {
		state_close(&state);
		return found == -ENOENT ? 0 : found;
	}
	found = applied_find(&state, &work->journal, &work->tune.wants);
	state_close(&state);
	return found < 0 ? cmd_state_looking(work->ctx, &state, found) : found;
}

/* Return: 1 if there are profiles for the boot, 0 if not, or a negative errno. */
static int load_persisted(struct work *work)
{
	char *names[CMD_BOOT_PROFILES];
	struct persist_list list;
	int count;

	if (engine_own_netns())
		return 0;
	count = cmd_boot_profiles(work->ctx, &list, names);
	if (count <= 0)
		return count;
	return cmd_tune_load(work->ctx, &work->tune, names, count) ?: 1;
}

/* Return: 1 if there is something to compare with, 0 if not, or an error. */
static int load(struct work *work, int argc, char **argv)
{
	int found;

	if (argc)
		return cmd_tune_load(work->ctx, &work->tune, argv, argc) ?: 1;
	found = cmd_enter_netns(work->ctx) ?: load_journal(work);
	if (!found)
		found = load_persisted(work);
	if (!found)
		cmd_say(work->ctx, "nothing was applied here: name a profile to compare with");
	if (found > 0 && !work->tune.machine.release)
		return cmd_tune_machine(work->ctx, &work->tune.machine) ?:
		       found;
	return found;
}

/* What it was before it was tuned tells what it is when nobody sets it. */
static int take_before(struct work *work)
{
	for (size_t i = 0; i < work->verify.count; i++) {
		struct verify_row *row = &work->verify.rows[i];

		for (size_t j = 0; j < work->journal.step_count; j++) {
			const struct journal_step *step =
				&work->journal.steps[j];

			if (tune_key_compare(&step->key, &row->key) ||
			    row->before || !step->old)
				continue;
			row->before = strdup(step->old);
			if (!row->before)
				return -ENOMEM;
		}
	}
	return 0;
}

static int compare(struct work *work)
{
	return applied_compare(&work->tune.target, &work->tune.wants,
			       work->tune.machine.release, &work->verify) ?:
	       verify_keep(&work->verify, &work->tune.plan) ?:
	       take_before(work);
}

/* Files are of the machine: what they say is not of another namespace. */
static int blame(struct work *work)
{
	struct profile_error error = { 0 };
	int err;

	if (engine_own_netns())
		return 0;
	err = setter_files_read(cmd_boot_root(), &work->files);
	if (err)
		return err;
	if (setter_tuned_read(cmd_boot_root(), &work->tune.machine,
			      &work->files, &error))
		cmd_say(NULL, "note: tuned's active profile: %s%s%s",
			error.file, *error.file ? ": " : "", error.text);
	return verify_blame(&work->verify, &work->files, &work->tune.machine);
}

/* Which rows are in a table, a mask of (1 << state). */
static int show_states(const struct work *work, const struct view_kind *kind,
		       unsigned int states)
{
	struct view_options view_options;
	struct view view;
	size_t count = 0;
	int err, end_err;

	for (size_t i = 0; i < VERIFY_STATES; i++)
		count += states & 1U << i ? work->verify.states[i] : 0;
	if (!count && !work->ctx->json)
		return 0;
	cmd_view_options(work->ctx, &view_options);
	err = view_open(&view, kind, &view_options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < work->verify.count; i++)
		if (states & 1U << work->verify.rows[i].state)
			err = view_add(&view, &work->verify.rows[i]);
	end_err = view_close(&view);
	if (!work->ctx->json)
		putchar('\n');
	return err ?: end_err;
}

static int add_setters(struct view *view, const struct verify_row *row)
{
	struct view_setter setter = { .row = row };
	int err = 0;

	for (size_t i = 0; !err && i < row->setters.count; i++) {
		setter.setter = &row->setters.list[i];
		err = view_add(view, &setter);
	}
	return err;
}

static int show_setters(const struct work *work)
{
	struct view_options view_options;
	struct view view;
	size_t count = 0;
	int err, end_err;

	for (size_t i = 0; i < work->verify.count; i++)
		count += work->verify.rows[i].setters.count;
	if (!count)
		return 0;
	cmd_view_options(work->ctx, &view_options);
	err = view_open(&view, &view_setters, &view_options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < work->verify.count; i++)
		err = add_setters(&view, &work->verify.rows[i]);
	end_err = view_close(&view);
	putchar('\n');
	return err ?: end_err;
}

static void show_counts(const struct verify *verify)
{
	static const char *const words[VERIFY_STATES] = {
		[VERIFY_OK] = "as wanted",
		[VERIFY_DRIFT] = "otherwise",
		[VERIFY_ABSENT] = "not here",
		[VERIFY_UNKNOWN] = "not known",
	};
	const char *comma = "";

	for (size_t i = 0; i < VERIFY_STATES; i++) {
		if (!verify->states[i])
			continue;
		printf("%s%zu %s", comma, verify->states[i], words[i]);
		comma = ", ";
	}
	puts(*comma ? "." : "Nothing is wanted.");
}

#define STATE(name)	(1U << VERIFY_##name)

static int show(const struct work *work)
{
	unsigned int found = STATE(DRIFT);
	int err;

	if (work->ctx->json)
		return show_states(work, &view_verify, ~0U);
	if (work->params->verbose)
		found |= STATE(OK);
	err = show_states(work, &view_verify, found) ?:
	      show_states(work, &view_verify_absent,
			  STATE(ABSENT) | STATE(UNKNOWN));
	if (!err && work->params->verbose)
		err = show_setters(work);
	if (!err)
		show_counts(&work->verify);
	return err;
}

static int exit_code(const struct verify *verify)
{
	if (verify->states[VERIFY_DRIFT])
		return CMD_FINDINGS;
	return verify->states[VERIFY_UNKNOWN] ? CMD_PARTLY : CMD_DONE;
}

static int do_verify(struct work *work, int argc, char **argv)
{
	int err, found = load(work, argc, argv);

	if (found < 0)
		return CMD_FAILED;
	/* Plans know which channels a device has, and what is rounded. */
	if (cmd_tune_plan(work->ctx, &work->tune, work->params->device))
		return CMD_FAILED;
	err = compare(work) ?: blame(work);
	if (err) {
		cmd_say(work->ctx, "%s", strerror(-err));
		return CMD_FAILED;
	}
	return cmd_tune_viewed(work->ctx, show(work)) ?:
	       exit_code(&work->verify);
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct work work = { .ctx = ctx, .params = params };
	int status;

	if (cmd_tune_refuse(ctx, argc, false))
		return CMD_USAGE;
	status = do_verify(&work, argc, argv);
	verify_free(&work.verify);
	setter_files_free(&work.files);
	journal_free(&work.journal);
	cmd_tune_free(&work.tune);
	return status;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.arguments = "[PROFILE...]",
	.summary = "show what is no longer as it was tuned, and who has set it",
	.notes = notes,
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
