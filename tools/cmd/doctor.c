// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune doctor: what is wrong, whose it is, and what helps. */
#include <errno.h>
#include <string.h>

#include "cmd/cmd.h"
#include "doctor/doctor.h"
#include "source/snapshot.h"
#include "view/doctor.h"

#define FALLBACK_NOTE \
	"reading sock_diag and /proc: SYN queues and windows stay unknown"

/*
 * Long enough for what happens once a second to be seen more than once, and
 * short enough to be waited for.
 */
#define INTERVAL_DEFAULT	3
#define INTERVAL_MIN		0.1

/* Whose a socket was before, no rule asks. */
#define PARTS_BEFORE	(SOURCE_PARTS_ALL & ~SOURCE_PART_OWNERS)

/* What the command's own options have set; 0 = the default. */
struct params {
	double interval;
};

enum {
	OPT_INTERVAL = 512,
};

static const struct cmd_option options[] = {
	{ OPT_INTERVAL, "interval", "S",
	  "seconds between the two looks that are compared\n"
	  "(default: 3)" },
	{ 0 }
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	(void)id;
	return cmd_seconds_parse(value, INTERVAL_MIN, CMD_INTERVAL_MAX,
				 &params->interval);
}

/* From the rules to the view. */
struct pipe {
	struct view_options	options;
	struct view		view;
	size_t			count;
	int			view_err;
};

static int show(const struct doctor_finding *finding, void *arg)
{
	struct pipe *pipe = arg;
	bool first = !pipe->count++;

	pipe->view_err = pipe->options.json ?
			 view_add(&pipe->view, finding) :
			 view_finding_block(&pipe->options, finding, first);
	return pipe->view_err;
}

/* A list of what could not be looked at, and why. */
struct blind {
	char	text[4096];
};

static int note_blind(const char *subject, const char *missing, void *arg)
{
	struct blind *blind = arg;
	size_t len = strlen(blind->text);

	snprintf(blind->text + len, sizeof(blind->text) - len, "%s%s (%s)",
		 len ? ", " : "", subject, missing);
	return 0;
}

/* In JSON there is no place for it, so there it is a note. */
static int show_blind(const struct pipe *pipe, const char *text)
{
	if (!*text)
		return 0;
	if (pipe->options.json) {
		cmd_say(NULL, "note: not looked at: %s", text);
		return 0;
	}
	if (pipe->count && fputc('\n', pipe->options.out) == EOF)
		return -errno;
	return view_blind(pipe->options.out, text);
}

static int show_all(struct pipe *pipe, const struct model_snapshot *before,
		    const struct model_snapshot *after)
{
	struct blind blind = { 0 };
	int err, end_err = 0;

	if (pipe->options.json) {
		err = view_open(&pipe->view, &view_finding, &pipe->options);
		if (err)
			return err;
	}
	err = doctor_judge(before, after, show, pipe);
	if (pipe->options.json)
		end_err = view_close(&pipe->view);
	else if (!err && !pipe->count)
		err = view_healthy(&pipe->options);
	err = err ?: end_err;
	doctor_blind(before, after, note_blind, &blind);
	return err ?: show_blind(pipe, blind.text);
}

static int examine(const struct cmd_ctx *ctx, struct source *src,
		   void *arg)
{
	const struct params *params = arg;
	struct model_snapshot before, after;
	struct pipe pipe = { 0 };
	int err, status;

	cmd_view_options(ctx, &pipe.options);
	status = cmd_take_two(ctx, src, params->interval ?: INTERVAL_DEFAULT,
			      PARTS_BEFORE, &before, &after);
	if (status != CMD_DONE)
		return status;
	err = show_all(&pipe, &before, &after);
	model_snapshot_free(&after);
	model_snapshot_free(&before);
	status = cmd_report(ctx, src, 0, err);
	return status == CMD_DONE && pipe.count ? CMD_FINDINGS : status;
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	struct params params = *(const struct params *)arg;

	if (cmd_refuse_arguments(ctx, argc, argv) || cmd_refuse_all_netns(ctx))
		return CMD_USAGE;
	return cmd_with_source(ctx, FALLBACK_NOTE, examine, &params);
}

const struct cmd cmd_doctor = {
	.name = "doctor",
	.arguments = "",
	.summary = "name what is full or losing, whose it is, and what helps",
	.options = options,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
