/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options by which commands choose sockets. */
#ifndef CMD_FILTER_H
#define CMD_FILTER_H

#include "cmd/cmd.h"
#include "model/expr.h"

/**
 * struct cmd_filter - which sockets were asked for
 * @filter: which; a mask of 0 means the default
 * @ifname: device they are bound to, NULL = any
 * @cgroup: cgroup they belong to, NULL = any
 * @file: file with an expression, or more of it, NULL = none
 * @expr: the expression, as it was typed
 */
struct cmd_filter {
	struct nt_filter	filter;
	const char		*ifname;
	const char		*cgroup;
	const char		*file;
	struct expr		expr;
};

/* Numbers above these are free for a command's own options. */
#define CMD_FILTER_FIRST	0x200
#define CMD_FILTER_LAST		0x2ff

#define CMD_ONLY_MODULE_KNOWS \
	"only the nettune module knows SYN queues, and retransmissions of a capture"

extern const struct cmd_option cmd_filter_options[];
extern const char cmd_filter_notes[];

bool cmd_filter_has(int id);
int cmd_filter_set(struct cmd_filter *filter, int id, const char *value);
int cmd_filter_finish(const struct cmd_ctx *ctx, const struct source *src,
		      const struct cmd_filter *from, struct nt_filter *filter);

/* filter_expr.c */
int cmd_filter_words(const struct cmd_ctx *ctx, struct cmd_filter *filter,
		     int argc, char **argv);
int cmd_filter_narrow(const struct source *src, struct expr *expr,
		      struct source_query *query, char *error, size_t size);
int cmd_filter_bind(const struct cmd_ctx *ctx, const struct source *src,
		    struct cmd_filter *filter, struct source_query *query);
int cmd_filter_status(int status, bool unknown);

#endif
