/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What "nettune sockets" was asked for. */
#ifndef CMD_SOCKETS_H
#define CMD_SOCKETS_H

#include "cmd/filter.h"

/**
 * struct sockets_params - the options
 * @filter: which sockets
 * @order: key of --by, 0 = none given
 * @limit: --top, 0 = none given
 * @summary: add them up instead of showing each
 * @sum: how
 * @columns: mask of enum view_option: more columns
 * @chosen: names of the columns that are shown instead, NULL = the usual ones
 * @no_headings: -H
 * @resolve: -r
 */
struct sockets_params {
	struct cmd_filter	filter;
	__u32			order;
	__u32			limit;
	bool			summary;
	struct source_sum	sum;
	__u32			columns;
	const char		*chosen;
	bool			no_headings;
	bool			resolve;
};

/* sockets_summary.c */
int sockets_summary(const struct cmd_ctx *ctx, struct source *src,
		    const struct source_query *query,
		    const struct sockets_params *params);

#endif
