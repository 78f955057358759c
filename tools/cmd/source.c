// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens the source that a command reads, and says what went wrong with it. */
#include <errno.h>
#include <string.h>

#include "cmd/cmd.h"
#include "source/file.h"
#include "source/netns.h"

#define PROC_ROOT	"/proc"

/* Errors that have a better explanation than the C library's. */
static const char *reason(int err)
{
	switch (err) {
	case -EBADMSG:
		return "the kernel's answer is truncated or malformed";
	case -ETIMEDOUT:
		return "the kernel's answer stopped before its end";
	default:
		return strerror(-err);
	}
}

/* @instead: what else there is to do, after a comma, or "" */
static void say_module_refused(const struct cmd_ctx *ctx, int err,
			       const char *instead)
{
	if (err == -ENOENT)
		cmd_say(ctx, "no nettune module in this kernel (load it with %s%s)",
			"'modprobe nettune'", instead);
	else if (err == -EPERM)
		cmd_say(ctx, "%s: the nettune module needs %s (run as root%s)",
			strerror(EPERM),
			"CAP_NET_ADMIN over this network namespace", instead);
	else
		cmd_say(ctx, "asking the nettune module: %s", reason(err));
}

/**
 * cmd_view_options() - how a command shows its rows
 * @ctx: what the user chose
 * @options: filled in
 */
void cmd_view_options(const struct cmd_ctx *ctx, struct view_options *options)
{
	*options = (struct view_options) {
		.out = stdout,
		.json = ctx->json,
		.pretty = ctx->pretty,
		.headings = true,
		.color = ctx->color,
	};
}

/**
 * cmd_enter_netns() - enter the namespace that the user chose
 * @ctx: which one
 *
 * Return: 0 or a negative errno, after a message.
 */
int cmd_enter_netns(const struct cmd_ctx *ctx)
{
	int err = ctx->netns ? netns_enter(ctx->netns) : 0;

	if (err)
		cmd_say(ctx, "network namespace '%s': %s", ctx->netns,
			strerror(-err));
	return err;
}

static int open_capture(const struct cmd_ctx *ctx, struct source *src)
{
	char why[CAPTURE_REASON];
	int err;

	if (ctx->netns || ctx->source != SOURCE_AUTO) {
		cmd_say(ctx, "--from is one namespace and one source: not with -N or --source");
		return -EINVAL;
	}
	err = file_open(src, ctx->from, why);
	if (err)
		cmd_say(ctx, "capture '%s': %s", ctx->from,
			why[0] ? why : reason(err));
	return err;
}

/**
 * cmd_open_source() - enter the namespace and open the source, or a capture
 * @ctx: which ones
 * @src: opened on success
 *
 * Return: 0 or a negative errno, after a message.
 */
int cmd_open_source(const struct cmd_ctx *ctx, struct source *src)
{
	int err;

	if (ctx->from)
		return open_capture(ctx, src);
	err = cmd_enter_netns(ctx);
