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
 * @processes: -p
 * @no_headings: -H
 */
struct sockets_params {
	struct cmd_filter	filter;
	__u32			order;
	__u32			limit;
	bool			summary;
	struct source_sum	sum;
	bool			processes;
	bool			no_headings;
};

/* sockets_summary.c */
int sockets_summary(const struct cmd_ctx *ctx, struct source *src,
		    const struct source_query *query,
		    const struct sockets_params *params);

#endif
