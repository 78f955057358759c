// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune status: all stages between the wire and the application. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "cmd/cmd.h"
#include "source/progress.h"
#include "source/snapshot.h"
#include "view/status.h"
#include "view/text.h"

#define FALLBACK_NOTE \
	"asking sock_diag and /proc: SYN queues stay unknown"

#define INTERVAL_DEFAULT	1.0
#define INTERVAL_MAX		86400.0

/* What is counted before and after; the rest is looked at once. */
#define PARTS_BEFORE \
	(SOURCE_PARTS_ALL & ~(SOURCE_PART_OWNERS | SOURCE_PART_FILES))

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
	char *end;

	(void)id;
	params->interval = strtod(value, &end);
	if (end == value || *end || !isfinite(params->interval))
		return -EINVAL;
	params->given = true;
	return params->interval < 0 || params->interval > INTERVAL_MAX ?
	       -ERANGE : 0;
}

/* Until the interval since the first snapshot is over. */
static void wait_until(__u64 begin_ns, double seconds)
{
	struct progress progress;
	struct timespec end;
	__u64 end_ns = begin_ns + (__u64)(seconds * 1e9);

	end.tv_sec = end_ns / 1000000000;
	end.tv_nsec = end_ns % 1000000000;
	progress_begin(&progress);
	if (seconds > 2)
		progress_show(&progress, "counting losses");
	while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &end, NULL) ==
	       EINTR)
		;
	progress_end(&progress);
}

static void print_heading(const struct model_snapshot *snapshot,
			  const struct cmd_ctx *ctx, double seconds,
			  char *buf, size_t size)
{
	struct utsname name;
	char counted[64] = "losses since boot only";

	if (uname(&name))
		memset(&name, 0, sizeof(name));
	if (seconds > 0)
		snprintf(counted, sizeof(counted), "%.3g s counted", seconds);
	snprintf(buf, size, "%s: Linux %s, %zu CPUs, %s%s, %s, %s",
		 name.nodename, name.release, snapshot->cpus,
		 ctx->netns ? "namespace " : "",
		 ctx->netns ? ctx->netns :
		 snapshot->host ? "initial namespace" : "a namespace",
		 snapshot->module ? "with module" : "without module", counted);
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
	print_heading(after, ctx, seconds, heading, sizeof(heading));
	model_stages(before, after, rows);
	return cmd_report(ctx, src, 0, show_rows(ctx, rows, heading));
}

static int take_and_show(const struct cmd_ctx *ctx, struct source *src,
			 double interval)
{
	struct model_snapshot before = { 0 }, after;
	int err = 0, status;

	if (interval > 0)
		err = source_snapshot(src, PARTS_BEFORE, &before);
	if (err)
		return cmd_report(ctx, src, err, 0);
	if (interval > 0)
		wait_until(before.time_ns, interval);
	err = source_snapshot(src, SOURCE_PARTS_ALL, &after);
	if (err) {
		model_snapshot_free(&before);
		return cmd_report(ctx, src, err, 0);
	}
	status = show(ctx, src, interval > 0 ? &before : NULL, &after);
	model_snapshot_free(&before);
	model_snapshot_free(&after);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	const struct params *params = arg;
	struct source src;
	int status;

	if (cmd_refuse_arguments(ctx, argc, argv))
		return CMD_USAGE;
	if (ctx->all_netns) {
		cmd_say(ctx, "shows one network namespace, not with --all-netns (see -N)");
		return CMD_USAGE;
	}
	if (cmd_open_source(ctx, &src))
		return CMD_FAILED;
	cmd_note_fallback(&src, FALLBACK_NOTE);
	status = take_and_show(ctx, &src, params->given ? params->interval :
							  INTERVAL_DEFAULT);
	source_close(&src);
	return status;
}

const struct cmd cmd_status = {
	.name = "status",
	.arguments = "",
	.summary = "show every stage between the wire and the application",
	.options = options,
	.params_size = sizeof(struct params),
	.set = set_option,
	.run = run,
};
