// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune sockets --summary: all sockets added up, in groups. */
#include "cmd/sockets.h"

#include <errno.h>
#include <stdlib.h>

#include "memstream.h"

/*
 * From the source to the view. Bars are drawn into memory while the groups
 * pass, and follow the table.
 */
struct pipe {
	struct view	view;
	int		view_err;
	FILE		*bars;
};

static int show_group(const struct model_group *group, void *arg)
{
	struct pipe *pipe = arg;

	pipe->view_err = view_add(&pipe->view, group);
	if (!pipe->view_err && pipe->bars)
		pipe->view_err = view_hist(pipe->bars, group);
	return pipe->view_err;
}

static int show_table(const struct cmd_ctx *ctx, struct source *src,
		      const struct source_query *query,
		      const struct sockets_params *params, struct pipe *pipe)
{
	struct view_options options;
	int err, end_err;

	cmd_view_options(ctx, &options);
	options.headings = !params->no_headings;
	err = view_open(&pipe->view, &view_groups, &options);
	if (err) {
		pipe->view_err = err;
		return 0;
	}
	err = source_summary(src, query, &params->sum, show_group, pipe);
	end_err = view_close(&pipe->view);
	if (!pipe->view_err)
		pipe->view_err = end_err;
	return err;
}

/**
 * sockets_summary() - show sockets added up
 * @ctx: how to show it
 * @src: open source
 * @query: which sockets
 * @params: how to add them up
 *
 * Return: exit code.
 */
int sockets_summary(const struct cmd_ctx *ctx, struct source *src,
		    const struct source_query *query,
		    const struct sockets_params *params)
{
	struct pipe pipe = { 0 };
	char *text = NULL;
	size_t len;
	int err;

	if (params->sum.histograms && !ctx->json) {
		pipe.bars = open_memstream(&text, &len);
		if (!pipe.bars)
			return cmd_report(ctx, src, 0, -errno);
	}
	err = show_table(ctx, src, query, params, &pipe);
	if (pipe.bars)
		pipe.view_err = memstream_close(pipe.bars, &text) ?:
				pipe.view_err;
	if (text && !err && !pipe.view_err && fputs(text, stdout) == EOF)
		pipe.view_err = -errno;
	free(text);
	return cmd_report(ctx, src, err, pipe.view_err);
}
