// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune softnet: the receive backlog of every CPU. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "source/module.h"

#define FALLBACK_NOTE \
	"reading /proc: older kernels tell only the sum of both queues there"

/* Long enough to be seen in the shortest of the averages. */
#define SAMPLE_DEFAULT	10

/*
 * Asked for again every second, so that the sampler does not go on for long
 * when this is interrupted. The rest is for a machine that is busy.
 */
#define SAMPLE_LEASE	10

/* What the command's own options have set; 0 = don't sample. */
struct params {
	__u32 sample;
};

enum {
	OPT_SAMPLE = 512,
};

static const struct cmd_option options[] = {
	{ OPT_SAMPLE, "sample", "[=SECONDS]",
	  "have the module watch for so long first (default:\n"
	  "10); averages are as in /proc/pressure, and begin\n"
	  "at 0" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;
	unsigned long seconds;
	char *end;

	(void)id;
	params->sample = SAMPLE_DEFAULT;
	if (!value)
		return 0;
	if (!isdigit((unsigned char)*value))
		return -EINVAL;
	seconds = strtoul(value, &end, 10);
	if (*end)
		return -EINVAL;
	if (!seconds || seconds > NETTUNE_SAMPLE_MAX)
		return -ERANGE;
	params->sample = seconds;
	return 0;
}

/* One line that is written again and again, and is gone at the end. */
static void show_progress(__u32 left)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (left)
		fprintf(stderr, "\rsampling, %u s left\033[K", left);
	else
		fprintf(stderr, "\r\033[K");
	fflush(stderr);
}

static int sample(struct source *src, __u32 seconds)
{
	struct timespec next;
	int err = 0;

	clock_gettime(CLOCK_MONOTONIC, &next);
	for (__u32 left = seconds; left; left--) {
		err = module_sample(src, SAMPLE_LEASE);
		if (err)
			break;
		show_progress(left);
		next.tv_sec++;
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next,
				       NULL) == EINTR)
			;
	}
	show_progress(0);
	return err;
}

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

static int show_softnet(const struct cmd_ctx *ctx, struct source *src,
			void *arg)
{
	struct view_options view_options;
	struct pipe pipe = { 0 };
	int err, end_err;

	(void)arg;
	cmd_view_options(ctx, &view_options);
	err = view_open(&pipe.view, &view_softnet, &view_options);
	if (err)
		return cmd_report(ctx, src, 0, err);
	err = source_softnet(src, show_cpu, &pipe);
	end_err = view_close(&pipe.view);
	return cmd_report(ctx, src, err, pipe.view_err ?: end_err);
}

static int run_sampled(const struct cmd_ctx *ctx, const struct params *params)
{
	struct source src;
	int err, status;

	if (ctx->source == SOURCE_DIAG) {
		cmd_say(NULL, "--sample needs the nettune module, not --source diag");
		return CMD_USAGE;
	}
	if (cmd_refuse_capture(ctx, "softnet --sample"))
		return CMD_USAGE;
	if (cmd_open_module(ctx, &src))
		return CMD_FAILED;
	err = sample(&src, params->sample);
	status = err ? cmd_report(ctx, &src, err, 0) :
		       show_softnet(ctx, &src, NULL);
	source_close(&src);
	return status;
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	const struct params *params = arg;

	if (cmd_refuse_arguments(ctx, argc, argv) || cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	if (params->sample)
		return run_sampled(ctx, params);
	return cmd_with_source(ctx, FALLBACK_NOTE, show_softnet, NULL);
}

const struct cmd cmd_softnet = {
	.name = "softnet",
	.arguments = "",
	.summary = "show the receive backlog of every CPU",
	.options = options,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
