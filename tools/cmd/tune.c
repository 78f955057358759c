// SPDX-License-Identifier: GPL-2.0-or-later
/* From the names of profiles to a plan. */
#include "cmd/tune.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "view/escape.h"
#include "view/plan.h"

/**
 * cmd_tune_refuse - what the user asked for that makes no sense here
 * @ctx: what was asked for
 * @argc: words behind the options
 * @names: there have to be some
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_tune_refuse(const struct cmd_ctx *ctx, int argc, bool names)
{
	if (ctx->all_netns) {
		cmd_say(ctx, "--all-netns is not for this command (choose one with -N)");
		return -EINVAL;
	}
	if (names && !argc) {
		cmd_say(ctx, "which profile? (see 'nettune profiles')");
		return -EINVAL;
	}
	return 0;
}

/**
 * cmd_tune_say_error - why a profile can't be used, and where
 * @ctx: names the command
 * @error: what is known of that
 * @err: a negative errno
 *
 * Return: @err.
 */
int cmd_tune_say_error(const struct cmd_ctx *ctx,
		       const struct profile_error *error, int err)
{
	if (!error->text[0])
		cmd_say(ctx, "%s", strerror(-err));
	else if (!error->file[0])
		cmd_say(ctx, "%s", error->text);
	else if (!error->line)
		cmd_say(ctx, "%s: %s", error->file, error->text);
	else
		cmd_say(ctx, "%s:%u: %s", error->file, error->line,
			error->text);
	return err;
}

static void note_ignored(const struct profile *profile)
{
	const char *const *sections = profile_ignored(profile);
	char list[512] = "";
	size_t len = 0;

	for (; *sections && len < sizeof(list); sections++)
		len += snprintf(list + len, sizeof(list) - len, " [%s]",
				*sections);
	if (*list)
		cmd_say(NULL, "note: sections for other programs are left out:%s",
			list);
}

/**
 * cmd_tune_machine - look at what profiles are resolved for
 * @ctx: names the command, whose namespace is entered
 * @machine: zeroed; filled in
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_tune_machine(const struct cmd_ctx *ctx, struct tune_machine *machine)
{
	int err = tune_host_machine(machine);

	if (err)
		cmd_say(ctx, "looking at the machine: %s", strerror(-err));
	return err;
}

/**
 * cmd_tune_load - read profiles and resolve them for this machine
 * @ctx: which namespace, which is entered
 * @tune: zeroed; filled in, to be freed also after an error
 * @names: of the profiles
 * @count: how many
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_tune_load(const struct cmd_ctx *ctx, struct cmd_tune *tune,
		  char *const *names, size_t count)
{
	const struct profile_dirs dirs = { profile_default_dirs() };
	struct profile_error error = { 0 };
	int err;

	err = cmd_enter_netns(ctx) ?: cmd_tune_machine(ctx, &tune->machine);
	if (err)
		return err;
	err = profile_load(&dirs, &tune->machine, names, count, &tune->profile,
			   &error);
	if (err)
		return cmd_tune_say_error(ctx, &error, err);
	err = profile_resolve(tune->profile, &tune->machine, &tune->wants,
			      &error);
	if (err)
		return cmd_tune_say_error(ctx, &error, err);
	note_ignored(tune->profile);
	return 0;
}

/**
 * cmd_tune_where - options of a command that is to be for the same namespace
 * @ctx: which
 * @text: set to "-N blue ", or "" for the command's own
 *
 * Return: @text, which is harmless for a terminal.
 */
const char *cmd_tune_where(const struct cmd_ctx *ctx,
			   char text[CMD_TUNE_WHERE])
{
	char name[CMD_TUNE_WHERE - 8];

	*text = '\0';
	if (!ctx->netns)
		return text;
	view_escape(ctx->netns, name, sizeof(name));
	snprintf(text, CMD_TUNE_WHERE, "-N %s ", name);
	return text;
}

/* Only devices with such names; what is not of a device stays. */
static int choose_devices(struct tune_wants *wants, const char *pattern)
{
	struct tune_wants chosen = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < wants->count; i++) {
		const struct tune_want *want = &wants->wants[i];

		if (!want->key.device[0] ||
		    !fnmatch(pattern, want->key.device, 0))
			err = tune_wants_add(&chosen, want);
	}
	if (err) {
		tune_wants_free(&chosen);
		return err;
	}
	tune_wants_free(wants);
	*wants = chosen;
	return 0;
}

/**
 * cmd_tune_say - a line of the engine for the user
 * @arg: the command's context
 * @line: the line
 */
void cmd_tune_say(void *arg, const char *line)
{
	cmd_say(arg, "%s", line);
}

/* Who may not read what was applied sees it as if nothing had been. */
static int look_back(struct plan *plan)
{
	struct tune_state state;
	int err = state_open(&state, false) ? 0 : engine_known(&state, plan);

	state_close(&state);
	return err == -ENOMEM ? err : 0;
}

/**
 * cmd_tune_plan - what the loaded profiles would change
 * @ctx: names the command
 * @tune: loaded; gets the plan, anew if it has one
 * @device: only devices of such names, NULL = all
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_tune_plan(const struct cmd_ctx *ctx, struct cmd_tune *tune,
		  const char *device)
{
	const struct plan_context context = {
		.own_netns = engine_own_netns(),
		.release = tune->machine.release,
	};
	const struct tune_engine engine = {
		.target = &tune->target,
		.say = cmd_tune_say,
		.arg = (void *)ctx,
	};
	int err = device ? choose_devices(&tune->wants, device) : 0;

	if (!err && !tune->target.data)
		err = tune_host_open(&tune->target);
	plan_free(&tune->plan);
	err = err ?: engine_read(&engine, &tune->wants, &context, &tune->plan);
	err = err ?: look_back(&tune->plan);
	if (err)
		cmd_say(ctx, "reading the settings: %s", strerror(-err));
	return err;
}

/**
 * cmd_tune_free - give all of it back
 * @tune: as much as there is
 */
void cmd_tune_free(struct cmd_tune *tune)
{
	plan_free(&tune->plan);
	if (tune->target.data)
		tune->target.ops->close(&tune->target);
	tune_wants_free(&tune->wants);
	if (tune->profile)
		profile_free(tune->profile);
	tune_machine_free(&tune->machine);
}

/**
 * cmd_tune_count - how many steps have an action
 * @plan: the plan
 * @action: the action
 */
size_t cmd_tune_count(const struct plan *plan, enum plan_action action)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->steps[i].action == action;
	return count;
}

/**
 * cmd_tune_writes - how many steps write something
 * @plan: the plan
 */
size_t cmd_tune_writes(const struct plan *plan)
{
	return cmd_tune_count(plan, PLAN_SET) +
	       cmd_tune_count(plan, PLAN_CLAMPED);
}

/**
 * cmd_tune_blocks - is something refused, so that only --force writes the rest?
 * @plan: the plan
 */
bool cmd_tune_blocks(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].action == PLAN_REFUSED &&
		    plan->steps[i].blocks)
			return true;
	return false;
}

static int show_json(const struct view_options *options,
		     const struct plan *plan)
{
	struct view view;
	int err, end_err;

	err = view_open(&view, &view_plan_step, options);
	if (err)
		return err;
	for (size_t i = 0; !err && i < plan->count; i++)
		err = view_add(&view, &plan->steps[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

/**
 * cmd_tune_viewed - how showing something ended
 * @ctx: names the command
 * @err: 0 or a negative errno
 *
 * An error of writing is left to the end of the program.
 *
 * Return: exit code.
 */
int cmd_tune_viewed(const struct cmd_ctx *ctx, int err)
{
	if (!err)
		return CMD_DONE;
	if (!ferror(stdout))
		cmd_say(ctx, "%s", strerror(-err));
	return CMD_FAILED;
}

/**
 * cmd_tune_show - print a plan
 * @ctx: how
 * @plan: the plan
 * @done: it was carried out
 *
 * Return: exit code.
 */
int cmd_tune_show(const struct cmd_ctx *ctx, const struct plan *plan,
		  bool done)
{
	struct view_options options;
	int err;

	cmd_view_options(ctx, &options);
	if (ctx->json)
		return cmd_tune_viewed(ctx, show_json(&options, plan));
	err = plan->count ? view_plan(&options, plan) : 0;
	return cmd_tune_viewed(ctx, err ?: view_plan_counts(stdout, plan,
								done));
}
