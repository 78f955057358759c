// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune top: stages and sockets, live. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd/filter.h"
#include "cmd/top_live.h"

#define INTERVAL_DEFAULT	2.0

/* Where --once has no terminal to go by. */
#define ROWS_DEFAULT		24
#define COLUMNS_DEFAULT		80

enum {
	OPT_ONCE = CMD_FILTER_LAST + 1,
	OPT_INTERVAL,
	OPT_BY,
	OPT_GROUP_BY,
};

static const struct cmd_option options[] = {
	{ OPT_INTERVAL, "interval", "S", "look every S seconds (default: 2)" },
	{ OPT_BY, "by", "KEY",
	  "the sockets with the highest values of rmem\n"
	  "(if left out), wmem, accept, syn, recvq, sendq,\n"
	  "backlog, drops, retrans" },
	{ OPT_GROUP_BY, "group-by", "KEY",
	  "in groups: listener, cgroup, uid, port, state" },
	{ OPT_ONCE, "once", NULL,
	  "print one screen, as large as the terminal or\n"
	  "$COLUMNS and $LINES, and end" },
	{ 0 }
};

/**
 * struct params - what the options have set
 * @filter: which sockets
 * @screen: what keys can change
 * @once: print one screen
 */
struct params {
	struct cmd_filter	filter;
	struct screen		screen;
	bool			once;
};

static int set_option(void *arg, int id, const char *value)
{
	struct params *params = arg;

	if (cmd_filter_has(id))
		return cmd_filter_set(&params->filter, id, value);
	switch (id) {
	case OPT_ONCE:
		params->once = true;
		return 0;
	case OPT_INTERVAL:
		return cmd_seconds_parse(value, SCREEN_INTERVAL_MIN,
					 SCREEN_INTERVAL_MAX,
					 &params->screen.interval);
	case OPT_BY:
		return screen_sort_by(&params->screen, value);
	case OPT_GROUP_BY:
		return screen_group_by(&params->screen, value);
	}
	return -EINVAL;
}

static bool never_busy(void *arg)
{
	(void)arg;
	return false;
}

static unsigned int number_of(const char *variable, unsigned int max)
{
	const char *text = getenv(variable);
	unsigned long number = text ? strtoul(text, NULL, 10) : 0;

	return number && number <= max ? number : 0;
}

static int size_once(struct top *top)
{
	unsigned int columns = number_of("COLUMNS", TOP_COLUMNS_MAX);
	unsigned int rows = number_of("LINES", TOP_ROWS_MAX);
	struct winsize size = { 0 };

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size)) {
		columns = columns ?: size.ws_col;
		rows = rows ?: size.ws_row;
	}
	return top_size_page(top, rows ?: ROWS_DEFAULT,
			 columns ?: COLUMNS_DEFAULT);
}

/* Rates need two looks; of a capture the last two count. */
static int look_twice(struct top *top)
{
	bool more = true;
	int err = top_look_at(top);

	if (!err && top->src.ops->replays)
		more = source_wait(&top->src, 0);
	else if (!err)
		source_wait(&top->src, top->screen.interval * 1000);
	while (!err && more) {
		err = top_look_at(top);
		more = top->src.ops->replays && source_wait(&top->src, 0);
	}
	return err;
}

static int run_once(struct top *top, bool colored)
{
	int err = size_once(top), view_err = 0;

	top->look.busy = never_busy;
	if (!err)
		err = look_twice(top);
	if (!err) {
		top_page_make(&top->page, &top->screen, &top->data);
		view_err = top_page_print(&top->page, stdout, colored);
	}
	return cmd_report(top->ctx, &top->src, err, view_err);
}

/* What was typed behind the command is what a key can change. */
static int join_words(struct screen *screen, int argc, char **argv)
{
	size_t len = 0;

	for (int i = 0; i < argc; i++) {
		len += snprintf(screen->filter + len,
				sizeof(screen->filter) - len, "%s%s",
				i ? " " : "", argv[i]);
		if (len >= sizeof(screen->filter))
			return -E2BIG;
	}
	return 0;
}

static int check_use(const struct cmd_ctx *ctx, const struct params *params)
{
	const char *problem = NULL;

	if (ctx->json)
		problem = "draws a screen, no JSON (see 'nettune -j status' and 'sockets')";
	else if (ctx->all_netns)
		problem = "shows one network namespace, not with --all-netns (see -N)";
	else if (params->filter.file)
		problem = "takes no filter from a file: give it as arguments, or type it";
	else if (!params->once &&
		 (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
		problem = "needs a terminal for keys and screen (use --once)";
	if (!problem)
		return 0;
	cmd_say(ctx, "%s", problem);
	return -EINVAL;
}

static int make_look(struct top *top, const struct params *params)
{
	struct nt_filter *filter = &top->look.filter;
	int err;

	top->look.expr = params->filter.expr;
	top->look.busy = top_is_over;
	top->look.arg = top;
	top_set_source(top);
	err = cmd_filter_finish(top->ctx, &top->src, &params->filter, filter);
	if (err)
		return err;
	filter->protocols = filter->protocols ?: NT_PROTOCOLS_ALL;
	filter->states = filter->states ?: NT_STATES_ALL;
	return 0;
}

/* Names are found once here, where a message still has a place. */
static int check_filter(struct top *top)
{
	char error[SCREEN_ERROR_MAX];
	struct source_query query;
	int err = top_look_narrow(&top->look, &top->look.expr, &query, error,
				  sizeof(error));

	if (err)
		cmd_say(top->ctx, "filter: %s", error);
	return err;
}

static int run_with(struct top *top, const struct params *params)
{
	struct view_options view_options;
	bool colored;

	cmd_view_options(top->ctx, &view_options);
	colored = view_wants_color(&view_options);
	if (top->src.ops->unknown_keys & 1U << screen_sort_key(&top->screen)) {
		cmd_say(top->ctx, "--by: %s", CMD_ONLY_MODULE_KNOWS);
		return CMD_FAILED;
	}
	if (make_look(top, params) || check_filter(top))
		return CMD_FAILED;
	return params->once ? run_once(top, colored) :
			      top_run(top, colored);
}

static int run(const struct cmd_ctx *ctx, const void *arg, int argc,
	       char **argv)
{
	struct params params = *(const struct params *)arg;
	struct top *top;
	int status;

	if (check_use(ctx, &params))
		return CMD_USAGE;
	if (join_words(&params.screen, argc, argv)) {
		cmd_say(ctx, "filter: longer than %d bytes",
			SCREEN_FILTER_MAX - 1);
		return CMD_USAGE;
	}
	status = cmd_filter_words(ctx, &params.filter, argc, argv);
	if (status)
		return status == -EINVAL ? CMD_USAGE : CMD_FAILED;
	top = calloc(1, sizeof(*top));
	if (!top || cmd_open_source(ctx, &top->src)) {
		free(top);
		return CMD_FAILED;
	}
	top->ctx = ctx;
	top->screen = params.screen;
	if (!top->screen.interval)
		top->screen.interval = INTERVAL_DEFAULT;
	status = run_with(top, &params);
	top_look_free(&top->look);
	top_data_free(&top->data);
	top_page_free(&top->page);
	source_close(&top->src);
	free(top);
	return status;
}

const struct cmd cmd_top = {
	.name = "top",
	.arguments = "[FILTER]",
	.summary = "show stages and the fullest sockets, live",
	.shared = cmd_filter_options,
	.options = options,
	.notes = cmd_filter_notes,
	.params_size = sizeof(struct params),
	.replays = true,
	.set = set_option,
	.run = run,
};
