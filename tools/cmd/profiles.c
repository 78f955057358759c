// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune profiles: which there are, and what they come to on this machine. */
#include <errno.h>
#include <string.h>

#include "cmd/cmd.h"
#include "tune/profile.h"
#include "tune/target.h"
#include "view/profiles.h"

static int ended(const struct cmd_ctx *ctx, int err)
{
	if (!err)
		return CMD_DONE;
	if (!ferror(stdout))
		cmd_say(ctx, "%s", strerror(-err));
	return CMD_FAILED;
}

static int list_all(const struct cmd_ctx *ctx, const struct profile_dirs *dirs)
{
	struct view_options options;
	struct profile_entry *list;
	struct view view;
	size_t count;
	int err;

	cmd_view_options(ctx, &options);
	err = profile_list(dirs, &list, &count);
	if (!err && options.json)
		err = view_open(&view, &view_profiles, &options);
	for (size_t i = 0; !err && i < count; i++)
		err = options.json ? view_add(&view, &list[i]) :
				     view_profile_line(&options, &list[i]);
	if (!err && options.json)
		err = view_close(&view);
	profile_list_free(list, count);
	return ended(ctx, err);
}

/* Why it can't be used, and where. */
void cmd_say_profile(const struct cmd_ctx *ctx,
		     const struct profile_error *error)
{
	if (error->line)
		cmd_say(ctx, "%s:%u: %s", error->file, error->line,
			error->text);
	else if (error->file[0])
		cmd_say(ctx, "%s: %s", error->file, error->text);
	else
		cmd_say(ctx, "%s", error->text);
}

static int show_wants(const struct cmd_ctx *ctx, const struct tune_wants *wants)
{
	struct view_options options;
	struct view view;
	int err = 0;

	cmd_view_options(ctx, &options);
	for (size_t i = 0; !options.json && !err && i < wants->count; i++)
		err = view_want_block(&options, &wants->wants[i]);
	if (!options.json)
		return err;
	err = view_open(&view, &view_wants, &options);
	for (size_t i = 0; !err && i < wants->count; i++)
		err = view_add(&view, &wants->wants[i]);
	return err ?: view_close(&view);
}

static void note_ignored(const struct profile *profile)
{
	const char *const *ignored = profile_ignored(profile);
	char text[1024] = "";

	for (size_t i = 0; ignored[i]; i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%s",
			 i ? ", " : "", ignored[i]);
	}
	if (*text)
		cmd_say(NULL, "note: left to other programs: %s", text);
}

static int show_profile(const struct cmd_ctx *ctx,
			const struct profile_dirs *dirs,
			const struct tune_machine *machine, int argc,
			char **argv)
{
	struct tune_wants wants = { 0 };
	struct profile_error error;
	struct profile *profile;
	int err, status;

	err = profile_load(dirs, machine, argv, argc, &profile, &error) ?:
	      profile_resolve(profile, machine, &wants, &error);
	if (err) {
		cmd_say_profile(ctx, &error);
		status = CMD_FAILED;
	} else {
		note_ignored(profile);
		status = ended(ctx, show_wants(ctx, &wants));
	}
	tune_wants_free(&wants);
	profile_free(profile);
	return status;
}

static int show(const struct cmd_ctx *ctx, const struct profile_dirs *dirs,
		int argc, char **argv)
{
	struct tune_machine machine = { 0 };
	int err, status;

	if (!argc) {
		cmd_say(ctx, "no profile named (see 'nettune profiles')");
		return CMD_USAGE;
	}
	if (cmd_enter_netns(ctx))
		return CMD_FAILED;
	err = tune_host_machine(&machine);
	if (err) {
		cmd_say(ctx, "looking at this machine: %s", strerror(-err));
		status = CMD_FAILED;
	} else {
		status = show_profile(ctx, dirs, &machine, argc, argv);
	}
	tune_machine_free(&machine);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	const struct profile_dirs dirs = { profile_default_dirs() };

	(void)params;
	if (ctx->all_netns) {
		cmd_say(ctx, "profiles are for one namespace: not with --all-netns");
		return CMD_USAGE;
	}
	if (!argc)
		return list_all(ctx, &dirs);
	if (!strcmp(argv[0], "show"))
		return show(ctx, &dirs, argc - 1, argv + 1);
	cmd_say(ctx, "unknown argument '%s' (expected show NAME...)", argv[0]);
	return CMD_USAGE;
}

const struct cmd cmd_profiles = {
	.name = "profiles",
	.arguments = "[show NAME...]",
	.summary = "list profiles, or show what they come to on this machine",
	.notes = "Profiles are NAME.conf or NAME/tuned.conf in " PROFILES_LOCAL ",\n"
		 PROFILES_SHIPPED ", /etc/tuned and /usr/lib/tuned,\n"
		 "or in the folders of NETTUNE_PROFILES; a NAME with a slash is a file.\n",
	.run = run,
};
