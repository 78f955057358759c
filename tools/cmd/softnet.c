// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune softnet: the receive backlog of every CPU. */
#include "cmd/cmd.h"

#define FALLBACK_NOTE \
	"reading /proc: older kernels tell only the sum of both queues there"

/* From the source to the view. */
struct pipe {
	struct view	view;
	int		view_err;
};

static int show_cpu(const struct model_softnet *softnet, void *arg)
{
	struct pipe *pipe = arg;

	pipe->view_err = view_add(&pipe->view, softnet);
	return pipe->view_err;
}

static int show_softnet(const struct cmd_ctx *ctx, struct source *src)
{
	struct view_options options;
	struct pipe pipe = { 0 };
	int err, end_err;

	cmd_view_options(ctx, &options);
	err = view_open(&pipe.view, &view_softnet, &options);
	if (err)
		return cmd_report(ctx, src, 0, err);
	err = source_softnet(src, show_cpu, &pipe);
	end_err = view_close(&pipe.view);
	return cmd_report(ctx, src, err, pipe.view_err ?: end_err);
}

static int run(const struct cmd_ctx *ctx, const void *params, int argc,
	       char **argv)
{
	struct source src;
	int status;

	(void)params;
	if (cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	if (cmd_open_source(ctx, &src))
		return CMD_FAILED;
	cmd_note_fallback(&src, FALLBACK_NOTE);
	status = show_softnet(ctx, &src);
	source_close(&src);
	return status;
}

const struct cmd cmd_softnet = {
	.name = "softnet",
	.arguments = "",
	.summary = "show the receive backlog of every CPU",
	.run = run,
};
