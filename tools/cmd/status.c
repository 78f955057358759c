// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune status: all stages between the wire and the application. */
#include <string.h>
#include <sys/utsname.h>

#include "cmd/cmd.h"
#include "model/capture.h"
#include "source/snapshot.h"
#include "view/status.h"
#include "view/text.h"

#define FALLBACK_NOTE \
	"asking sock_diag and /proc: SYN queues stay unknown"

#define INTERVAL_DEFAULT	1.0

enum {
	OPT_INTERVAL = 512,
};

static const struct cmd_option options[] = {
	{ OPT_INTERVAL, "interval", "S",
	  "count losses for so many seconds (default: 1);\n"
	  "0 = only those since boot" },
	{ 0 }
};

/**
 * struct params - what the command's own options have set
 * @interval: seconds
 * @given: was it given?
 */
struct params {
	double	interval;
	bool	given;
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)id;
	params->given = true;
	return cmd_seconds_parse(value, 0, CMD_INTERVAL_MAX, &params->interval);
}

static void print_heading(const struct cmd_ctx *ctx, const struct source *src,
			  const struct model_snapshot *snapshot, double seconds,
			  char *buf, size_t size)
{
	char counted[64] = "losses since boot only", where[256];
	struct utsname name;

	if (uname(&name))
		memset(&name, 0, sizeof(name));
	if (src->capture)
		snprintf(where, sizeof(where), "%s: Linux %s", ctx->from,
			 src->capture->kernel);
	else
		snprintf(where, sizeof(where), "%s: Linux %s", name.nodename,
			 name.release);
	if (seconds > 0)
		snprintf(counted, sizeof(counted), "%.3g s counted", seconds);
	snprintf(buf, size, "%s, %zu CPUs, %s%s, %s, %s", where,
		 snapshot->cpus, ctx->netns ? "namespace " : "",
		 ctx->netns ? ctx->netns :
		 snapshot->host ? "initial namespace" : "a namespace",
		 source_with_module(src), counted);
}

static int show_rows(const struct cmd_ctx *ctx,
		     const struct model_stage_row rows[MODEL_STAGES],
		     const char *heading)
{
	struct view_options view_options;
	struct view view;
	int err, end_err;

	cmd_view_options(ctx, &view_options);
	if (!ctx->json)
		return view_stages(rows, heading, &view_options,
				   view_width(stdout));
	err = view_open(&view, &view_stage, &view_options);
	for (size_t i = 0; !err && i < MODEL_STAGES; i++)
		err = view_add(&view, &rows[i]);
	end_err = view_close(&view);
	return err ?: end_err;
}

static int show(const struct cmd_ctx *ctx, const struct source *src,
		const struct model_snapshot *before,
		const struct model_snapshot *after)
{
	struct model_stage_row rows[MODEL_STAGES];
	double seconds = 0;
	char heading[512];

	if (before)
		seconds = (after->time_ns - before->time_ns) / 1e9;
	print_heading(ctx, src, after, seconds, heading, sizeof(heading));
	model_stages(before, after, rows);
	return cmd_report(ctx, src, 0, show_rows(ctx, rows, heading));
}

static int show_now(const struct cmd_ctx *ctx, struct source *src)
{
	struct model_snapshot now;
	int err, status;

	err = source_snapshot(src, SOURCE_PARTS_ALL, &now);
	if (err)
		return cmd_report(ctx, src, err, 0);
	status = show(ctx, src, NULL, &now);
	model_snapshot_free(&now);
	return status;
}

/* Descriptors and owners are shown as they are now. */
#define PARTS_BEFORE \
	(SOURCE_PARTS_ALL & ~(SOURCE_PART_OWNERS | SOURCE_PART_FILES))

static int show_two(const struct cmd_ctx *ctx, struct source *src,
		    double interval)
{
	struct model_snapshot before, after;
	int status;

	status = cmd_take_two(ctx, src, interval, PARTS_BEFORE, &before, &after);
	if (status != CMD_DONE)
		return status;
	status = show(ctx, src, &before, &after);
	model_snapshot_free(&before);
	model_snapshot_free(&after);
	return status;
}

static int take_and_show(const struct cmd_ctx *ctx, struct source *src,
			 void *arg)
{
	const struct params *params = arg;
	double interval = params->given ? params->interval : INTERVAL_DEFAULT;
	bool once = !(interval > 0) || source_is_last(src);
	int status = once ? show_now(ctx, src) : show_two(ctx, src, interval);

	cmd_note_hidden(src);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	struct params params = *(const struct params *)arg;

	if (cmd_refuse_arguments(ctx, argc, argv) || cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	return cmd_with_source(ctx, FALLBACK_NOTE, take_and_show, &params);
}

const struct cmd cmd_status = {
	.name = "status",
	.arguments = "",
	.summary = "show every stage between the wire and the application",
	.options = options,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
