/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the formats of 'nettune export' share. */
#ifndef CMD_EXPORT_H
#define CMD_EXPORT_H

#include "cmd/cmd.h"
#include "view/prometheus.h"

/**
 * struct prometheus_params - how metrics are told
 * @output: file to write, NULL = stdout
 * @listen: address to listen on instead, NULL = none
 * @max: objects of a family that have series of their own, 0 = as many as usual
 * @list: only tell which metrics there are
 */
struct prometheus_params {
	const char	*output;
	const char	*listen;
	unsigned int	max;
	bool		list;
};

/* output.c */
int cmd_export_write(const struct cmd_ctx *ctx, const char *output,
		     const char *text, bool secret);

/* prometheus.c */
#define PROMETHEUS_MAX		256
#define PROMETHEUS_MAX_TEXT	"256"

int cmd_prometheus(const struct cmd_ctx *ctx,
		   const struct prometheus_params *params, int argc,
		   char **argv);

/* prometheus_look.c */
int prometheus_take(const struct cmd_ctx *ctx, struct prometheus_look *look);

/* prometheus_text.c */

/**
 * struct prometheus_page - looks as text, one after the other; zeroed at first
 * @ctx: how to look
 * @max: objects of a family that have series of their own
 * @repeated: will there be more than one look?
 * @memory: what has to be known from one look to the next
 * @failures: how often each part has failed
 */
struct prometheus_page {
	const struct cmd_ctx		*ctx;
	size_t				max;
	bool				repeated;
	struct prometheus_memory	memory;
	__u64				failures[PROMETHEUS_COLLECTORS];
};

int prometheus_page(struct prometheus_page *page, char **text,
		    enum prometheus_outcome outcomes[PROMETHEUS_COLLECTORS]);

/* prometheus_http.c */
typedef char *(*prometheus_text_fn)(void *arg);

int prometheus_serve(const struct cmd_ctx *ctx, int listener,
		     prometheus_text_fn text, void *arg);

/* prometheus_listen.c */
int prometheus_listen(const struct cmd_ctx *ctx, const char *where);

#endif
