/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every command has in common: its description, options, messages. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "source/source.h"
#include "view/view.h"

/* Exit codes, the same for every command. */
enum cmd_exit {
	CMD_DONE = 0,
	CMD_FAILED = 1,
	CMD_USAGE = 2,
	CMD_FINDINGS = 3,
	CMD_PARTLY = 4,
};

/**
 * struct cmd_ctx - what the options that every command takes have set
 * @command: name of the command, for messages; NULL = none yet
 * @netns: namespace to enter, NULL = stay
 * @all_netns: look into every namespace instead of one
 * @source: where to ask
 * @from: capture to ask instead, NULL = none
 * @color: when to colour
 * @json: JSON instead of a table
 * @pretty: JSON over many lines
 * @help: only tell how it is used
 * @version: only tell the version
 */
struct cmd_ctx {
	const char		*command;
	const char		*netns;
	const char		*from;
	enum source_kind	source;
	enum view_color		color;
	bool			all_netns;
	bool			json;
	bool			pretty;
	bool			help;
	bool			version;
};

struct model_snapshot;

/**
 * struct cmd_option - one option
 * @id: its letter, or a number above 255 for one without a letter; 0 ends a
 *	table
 * @name: its long name, NULL = none
 * @value: what its value is called, NULL = it takes none; "[=...]": it may be
 *	left out
 * @help: what it does, one line
 */
struct cmd_option {
	int		id;
	const char	*name;
	const char	*value;
	const char	*help;
};

/**
 * struct cmd - one command
 * @name: as typed
 * @arguments: what follows its options, for the help; "" = nothing
 * @summary: what it does, one line
 * @notes: what else the help says, lines; NULL = nothing
 * @shared: options that it has in common with others, or NULL
 * @options: its own options, or NULL
 * @params_size: bytes that @params of @set and @run have, zeroed at first
 * @replays: can it look at a capture? The others refuse --from
 * @set: takes such an option; 0, or -EINVAL for a value that makes no sense,
 *	-ERANGE for a number that is too low or too high, -E2BIG for too many
 * @run: does it with the arguments that are left; an exit code
 */
struct cmd {
	const char			*name;
	const char			*arguments;
	const char			*summary;
	const char			*notes;
	const struct cmd_option		*shared;
	const struct cmd_option		*options;
	size_t				params_size;
	bool				replays;
	int	(*set)(void *params, int id, const char *value);
	int	(*run)(const struct cmd_ctx *ctx, const void *params,
		       int argc, char **argv);
};

extern const struct cmd cmd_status;
extern const struct cmd cmd_sockets;
extern const struct cmd cmd_listeners;
extern const struct cmd cmd_softnet;
extern const struct cmd cmd_nic;
extern const struct cmd cmd_top;
extern const struct cmd cmd_watch;
extern const struct cmd cmd_doctor;
extern const struct cmd cmd_module;
extern const struct cmd cmd_capture;
extern const struct cmd cmd_explain;
extern const struct cmd cmd_profiles;
extern const struct cmd cmd_lint;
extern const struct cmd cmd_diff;
extern const struct cmd cmd_apply;
extern const struct cmd cmd_confirm;
extern const struct cmd cmd_revert;
extern const struct cmd cmd_history;
extern const struct cmd cmd_verify;
extern const struct cmd cmd_export;

/* say.c */
void cmd_say(const struct cmd_ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* options.c */
enum {
	CMD_OPT_FROM = 256,
	CMD_OPT_OTHERS,
};

extern const struct cmd_option cmd_common_options[];

int cmd_parse(struct cmd_ctx *ctx, const struct cmd *cmd, void *params,
	      int argc, char **argv);
int cmd_refuse_arguments(const struct cmd_ctx *ctx, int argc, char **argv);
int cmd_refuse_all_netns(const struct cmd_ctx *ctx);
int cmd_refuse_capture(const struct cmd_ctx *ctx, const char *what);
int cmd_check_capture(const struct cmd_ctx *ctx, const struct cmd *cmd);

/* output.c */
int cmd_refuse_output(const struct cmd_ctx *ctx, const char *path);

/* help.c */
void cmd_help(const struct cmd *cmd);
void cmd_help_all(FILE *out, const struct cmd *const *cmds, size_t count);

/* source.c */
/* Does it with an open source; an exit code. */
typedef int (*cmd_fn)(const struct cmd_ctx *ctx, struct source *src, void *arg);

void cmd_view_options(const struct cmd_ctx *ctx, struct view_options *options);
int cmd_enter_netns(const struct cmd_ctx *ctx);
int cmd_open_source(const struct cmd_ctx *ctx, struct source *src);
int cmd_with_source(const struct cmd_ctx *ctx, const char *instead, cmd_fn fn,
		    void *arg);
int cmd_open_module(const struct cmd_ctx *ctx, struct source *src);
void cmd_note_hidden(const struct source *src);
bool cmd_note_untold(const struct source *src);
void cmd_note_fallback(const struct source *src, const char *instead);
int cmd_report(const struct cmd_ctx *ctx, const struct source *src,
	       int source_err, int view_err);

/* interval.c */
#define CMD_INTERVAL_MAX	86400.0

int cmd_seconds_parse(const char *value, double least, double most,
		      double *seconds);
int cmd_take_two(const struct cmd_ctx *ctx, struct source *src, double seconds,
		 __u32 parts, struct model_snapshot *before,
		 struct model_snapshot *after);

/* config.c */
int cmd_module_config(const struct cmd_ctx *ctx, int argc, char **argv);

#endif
