// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune lint: what is wrong with a profile. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tune.h"
#include "source/proc.h"
#include "tune/lint.h"
#include "view/profiles.h"

#define PROC_ROOT	"/proc"

/* What a sysctl is on this machine. */
static char *read_now(const char *name, void *arg)
{
	char path[TUNE_SYSCTL_PATH], file[TUNE_SYSCTL_PATH + 4];
	char *text, *value;
	size_t len;

	(void)arg;
	if (tune_sysctl_path(name, path))
		return NULL;
	snprintf(file, sizeof(file), "sys/%s", path);
	if (proc_read(PROC_ROOT, file, &text, &len))
		return NULL;
	value = tune_value_normalize(text);
	free(text);
	return value;
}

/* Without a slash a file here; what is none is the name of a profile. */
static int find_file(const struct lint_world *world, const char *arg,
		     char **path, struct profile_error *error)
{
	if (strchr(arg, '/'))
		return (*path = strdup(arg)) ? 0 : -ENOMEM;
	if (!access(arg, F_OK))
		return asprintf(path, "./%s", arg) < 0 ? -ENOMEM : 0;
	return profile_path(world->dirs, arg, path, error);
}

static int show(const struct cmd_ctx *ctx, const struct lint_findings *findings)
{
	struct view_options options;
	struct view view;
	int err = 0, end_err;

	cmd_view_options(ctx, &options);
	if (!options.json) {
		for (size_t i = 0; !err && i < findings->count; i++)
			err = view_lint_block(&options, &findings->list[i],
					      !i);
		return err;
	}
	err = view_open(&view, &view_lint, &options);
	for (size_t i = 0; !err && i < findings->count; i++)
		err = view_add(&view, &findings->list[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int look(const struct cmd_ctx *ctx, const struct lint_world *world,
		int argc, char **argv)
{
	struct lint_findings findings = { 0 };
	struct profile_error error = { 0 };
	char *path;
	int err = 0, status;

	for (int i = 0; !err && i < argc; i++) {
		path = NULL;
		err = find_file(world, argv[i], &path, &error) ?:
		      lint_profile(path, world, &findings, &error);
		free(path);
	}
	if (err) {
		cmd_tune_say_error(ctx, &error, err);
		status = CMD_FAILED;
	} else {
		status = cmd_tune_viewed(ctx, show(ctx, &findings)) ?:
			 findings.count ? CMD_FINDINGS : CMD_DONE;
	}
	lint_free(&findings);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	const struct profile_dirs dirs = { profile_default_dirs() };
	struct tune_machine machine = { 0 };
	struct lint_world world = {
		.dirs = &dirs, .machine = &machine, .now = read_now,
	};
	int status = CMD_FAILED;

	(void)params;
	if (cmd_tune_refuse(ctx, argc, true))
		return CMD_USAGE;
	if (!cmd_enter_netns(ctx) && !cmd_tune_machine(ctx, &machine))
		status = look(ctx, &world, argc, argv);
	tune_machine_free(&machine);
	return status;
}

const struct cmd cmd_lint = {
	.name = "lint",
	.arguments = "FILE...",
	.summary = "say what is wrong with profiles: folklore, slips, low limits",
	.notes = "Exit code 3 if anything is wrong. What a profile includes is looked at for\n"
		 "itself. A FILE that is not there and has no slash is a profile's name.\n",
	.run = run,
};
