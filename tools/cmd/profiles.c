// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune profiles: which there are, and what they come to on this machine. */
#include <string.h>

#include "cmd/tune.h"
#include "view/profiles.h"

static int show_json(const struct view_options *options,
		     const struct profile_entry *list, size_t count)
{
	struct view view;
	int err, end_err;

	err = view_open(&view, &view_profiles, options);
	for (size_t i = 0; !err && i < count; i++)
		err = view_add(&view, &list[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int list_all(const struct cmd_ctx *ctx)
{
	const struct profile_dirs dirs = { profile_default_dirs() };
	struct view_options options;
	struct profile_entry *list;
	size_t count;
	int err;

	cmd_view_options(ctx, &options);
	err = profile_list(&dirs, &list, &count);
	if (!err && options.json)
		err = show_json(&options, list, count);
	for (size_t i = 0; !err && !options.json && i < count; i++)
		err = view_profile_line(&options, &list[i]);
	profile_list_free(list, count);
	return cmd_tune_viewed(ctx, err);
}

static int show_wants(const struct cmd_ctx *ctx, const struct tune_wants *wants)
{
	struct view_options options;
	struct view view;
	int err = 0, end_err;

	cmd_view_options(ctx, &options);
	for (size_t i = 0; !options.json && !err && i < wants->count; i++)
		err = view_want_block(&options, &wants->wants[i]);
	if (!options.json)
		return err;
	err = view_open(&view, &view_wants, &options);
	for (size_t i = 0; !err && i < wants->count; i++)
		err = view_add(&view, &wants->wants[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int show(const struct cmd_ctx *ctx, char *const *names, size_t count)
{
	struct cmd_tune tune = { 0 };
	int status = CMD_FAILED;

	if (!cmd_tune_load(ctx, &tune, names, count))
		status = cmd_tune_viewed(ctx, show_wants(ctx, &tune.wants));
	cmd_tune_free(&tune);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	bool shown = argc && !strcmp(argv[0], "show");

	(void)params;
	if (argc && !shown) {
		cmd_say(ctx, "unknown argument '%s' (expected show NAME...)",
			argv[0]);
		return CMD_USAGE;
	}
	if (cmd_tune_refuse(ctx, argc - shown, shown))
		return CMD_USAGE;
	return shown ? show(ctx, argv + 1, argc - 1) : list_all(ctx);
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
