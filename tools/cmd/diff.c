// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune diff: what applying profiles would change here. */
#include "cmd/tune.h"

struct params {
	const char *device;
};

enum {
	OPT_DEV = 512,
};

static const struct cmd_option options[] = {
	{ OPT_DEV, "dev", "GLOB", "of devices only those with such names" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)id;
	params->device = value;
	return 0;
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	const struct params *params = arg;
	struct cmd_tune tune = { 0 };
	int status = CMD_FAILED;

	if (cmd_tune_refuse(ctx, argc, true))
		return CMD_USAGE;
	if (!cmd_tune_load(ctx, &tune, argv, argc) &&
	    !cmd_tune_plan(ctx, &tune, params->device))
		status = cmd_tune_show(ctx, &tune.plan, false);
	cmd_tune_free(&tune);
	return status;
}

const struct cmd cmd_diff = {
	.name = "diff",
	.arguments = "PROFILE...",
	.summary = "show what applying profiles would change here, and why",
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
