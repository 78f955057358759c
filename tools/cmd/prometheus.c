// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune export prometheus: metrics, in a file or at an address. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/export.h"
#include "source/progress.h"

/* What the metrics say as well, for who looks at the exit code. */
static int say_failed(const struct cmd_ctx *ctx,
		      const enum prometheus_outcome *outcomes)
{
	char list[256] = "";
	size_t len = 0;

	for (size_t i = 0; i < PROMETHEUS_COLLECTORS; i++)
		if (outcomes[i] == PROMETHEUS_FAILED)
			len += snprintf(list + len, sizeof(list) - len, "%s%s",
					len ? ", " : "",
					prometheus_collector_name(i));
	if (!len)
		return CMD_DONE;
	cmd_say(NULL, "note: left out, for they can't be read: %s%s", list,
		geteuid() && !ctx->from ? " (run as root)" : "");
	return CMD_PARTLY;
}

static int write_once(struct prometheus_page *page, const char *output)
{
	enum prometheus_outcome outcomes[PROMETHEUS_COLLECTORS];
	char *text;
	int err;

	err = prometheus_page(page, &text, outcomes);
	if (!err)
		err = cmd_export_write(page->ctx, output, text, false);
	free(text);
	return err ? CMD_FAILED : say_failed(page->ctx, outcomes);
}

static char *make_text(void *arg)
{
	enum prometheus_outcome outcomes[PROMETHEUS_COLLECTORS];
	char *text;

	if (!prometheus_page(arg, &text, outcomes))
		return text;
	free(text);
	return NULL;
}

/* The address is one of the namespace that we come from. */
static int serve(struct prometheus_page *page, const char *where)
{
	int listener = prometheus_listen(page->ctx, where), err = -1;

	if (listener >= 0 && !cmd_enter_netns(page->ctx)) {
		page->repeated = true;
		err = prometheus_serve(page->ctx, listener, make_text, page);
	}
	if (listener >= 0)
		close(listener);
	if (listener == -EINVAL)
		return CMD_USAGE;
	return err ? CMD_FAILED : CMD_DONE;
}

static int list(const struct cmd_ctx *ctx)
{
	struct view_options options;
	int err;

	cmd_view_options(ctx, &options);
	err = view_prometheus_list(&options);
	if (err && !ferror(stdout))
		cmd_say(ctx, "%s", strerror(-err));
	return err ? CMD_FAILED : CMD_DONE;
}

static int refuse(const struct cmd_ctx *ctx,
		  const struct prometheus_params *params, int argc,
		  char **argv)
{
	const char *why = NULL;

	if (cmd_refuse_arguments(ctx, argc, argv))
		return -1;
	if (ctx->all_netns)
		why = "metrics are of one network namespace, not with --all-netns (see -N)";
	else if (ctx->json && !params->list)
		why = "metrics have a format of their own, not with --json";
	else if (params->output && params->listen)
		why = "--output or --listen, not both";
	if (why)
		cmd_say(ctx, "%s", why);
	return why ? -1 : 0;
}

/**
 * cmd_prometheus() - metrics for Prometheus
 * @ctx: where to look
 * @params: how to tell
 * @argc: words behind the format's name, of which there should be none
 * @argv: those
 *
 * Return: exit code.
 */
int cmd_prometheus(const struct cmd_ctx *ctx,
		   const struct prometheus_params *params, int argc,
		   char **argv)
{
	struct prometheus_page page = {
		.ctx = ctx, .max = params->max ?: PROMETHEUS_MAX,
	};
	int status;

	if (refuse(ctx, params, argc, argv))
		return CMD_USAGE;
	if (params->list)
		return list(ctx);
	progress_silence();
	status = params->listen ? serve(&page, params->listen) :
				  write_once(&page, params->output);
	prometheus_memory_free(&page.memory);
	return status;
}
