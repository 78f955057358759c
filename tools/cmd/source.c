// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens the source that a command reads, and says what went wrong with it. */
#include <errno.h>
#include <string.h>

#include "array.h"
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
		cmd_say(ctx, "network namespace '%s': %s%s", ctx->netns,
			strerror(-err),
			err == -ENOENT ? " (see 'ip netns'; a path will do, too)" :
			err == -EPERM ? " (run as root)" : "");
	return err;
}

static int open_capture(const struct cmd_ctx *ctx, struct source *src)
{
	char why[CAPTURE_REASON];
	int err;

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
	if (err)
		return err;
	err = source_open(src, ctx->source, PROC_ROOT);
	if (err && ctx->source == SOURCE_MODULE)
		say_module_refused(ctx, err, ", or use --source diag");
	else if (err)
		cmd_say(ctx, "asking sock_diag: %s", reason(err));
	return err;
}

/**
 * cmd_open_module() - enter the namespace and open the module as the source,
 *	for what only the module can do
 * @ctx: which namespace; a source that the user chose is not looked at
 * @src: opened on success
 *
 * Return: 0 or a negative errno, after a message.
 */
int cmd_open_module(const struct cmd_ctx *ctx, struct source *src)
{
	int err;

	err = cmd_enter_netns(ctx);
	if (err)
		return err;
	err = source_open(src, SOURCE_MODULE, PROC_ROOT);
	if (err)
		say_module_refused(ctx, err, "");
	return err;
}

/**
 * cmd_note_fallback() - say once that the module was passed over, and why
 * @src: open source
 * @instead: what is read instead, and what stays unknown
 */
void cmd_note_fallback(const struct source *src, const char *instead)
{
	if (src->fallback == -EPERM)
		cmd_say(NULL, "note: the nettune module needs CAP_NET_ADMIN, %s (run as root)",
			instead);
	else if (src->fallback == -ENOENT)
		cmd_say(NULL, "note: module not loaded, %s (load it with 'modprobe nettune')",
			instead);
	else if (src->fallback)
		cmd_say(NULL, "note: asking the nettune module: %s; %s",
			reason(src->fallback), instead);
}

/**
 * cmd_note_hidden() - say once that some processes could not be looked into
 * @src: what sockets were read from
 */
void cmd_note_hidden(const struct source *src)
{
	if (src->hidden)
		cmd_say(NULL, "note: %u process%s out of reach: some sockets lack theirs",
			src->hidden, src->hidden == 1 ? "" : "es");
}

/**
 * cmd_note_untold() - say once which sockets this kernel does not tell of
 * @src: what sockets were read from
 *
 * Return: are there any?
 */
bool cmd_note_untold(const struct source *src)
{
	static const struct {
		__u32		protocol;
		const char	*name;
	} kinds[] = {
		{ NETTUNE_PROTOCOL_TCP, "tcp" },
		{ NETTUNE_PROTOCOL_UDP, "udp" },
		{ NETTUNE_PROTOCOL_RAW, "raw" },
		{ MODEL_PROTOCOL_UNIX, "unix" },
	};
	char list[64] = "";
	size_t len = 0;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (src->untold & kinds[i].protocol)
			len += snprintf(list + len, sizeof(list) - len,
					"%s%s_diag", len ? ", " : "",
					kinds[i].name);
	if (len)
		cmd_say(NULL, "note: this kernel has no %s: those sockets are missing",
			list);
	return len;
}

/**
 * cmd_report() - say how the reading and the showing ended
 * @ctx: names the command
 * @src: what was read
 * @source_err: 0 or a negative errno, from reading; an error of showing that
 *	ended the reading may be in it as well
 * @view_err: 0 or a negative errno, from showing
 *
 * An error of writing is left to the end of the program, which sees all of
 * them.
 *
 * Return: exit code.
 */
int cmd_report(const struct cmd_ctx *ctx, const struct source *src,
	       int source_err, int view_err)
{
	if (view_err && ferror(stdout))
		return CMD_FAILED;
	if (view_err) {
		cmd_say(ctx, "%s", strerror(-view_err));
		return CMD_FAILED;
	}
	if (source_err && src->nl.message[0]) {
		cmd_say(ctx, "%s: %s", reason(source_err), src->nl.message);
		return CMD_FAILED;
	}
	if (source_err) {
		cmd_say(ctx, "%s", reason(source_err));
		return CMD_FAILED;
	}
	if (src->nl.interrupted) {
		cmd_say(ctx, "note: the kernel's tables moved meanwhile: %s",
			"some sockets may be missing or shown twice");
		return CMD_PARTLY;
	}
	if (src->missed) {
		cmd_say(ctx, "note: network namespaces are missing that could not be entered: %s",
			strerror(-src->missed));
		return CMD_PARTLY;
	}
	return CMD_DONE;
}

/**
 * cmd_with_source() - open the source, do something with it, close it
 * @ctx: which one
 * @instead: what is read and stays unknown where the module does not answer
 * @fn: does it
 * @arg: for @fn
 *
 * Return: exit code.
 */
int cmd_with_source(const struct cmd_ctx *ctx, const char *instead, cmd_fn fn,
		    void *arg)
{
	struct source src;
	int status;

	if (cmd_open_source(ctx, &src))
		return CMD_FAILED;
	cmd_note_fallback(&src, instead);
	status = fn(ctx, &src, arg);
	source_close(&src);
	return status;
}
