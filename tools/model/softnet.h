/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The receive backlog of one CPU as every source describes it. */
#ifndef MODEL_SOFTNET_H
#define MODEL_SOFTNET_H

#include <linux/nettune.h>

/* What is known; older kernels print fewer columns in /proc. */
enum model_softnet_has {
	MODEL_SOFTNET_HAS_INPUT = 1,		/* stat.input_qlen */
	MODEL_SOFTNET_HAS_PROCESS = 2,		/* stat.process_qlen */
	MODEL_SOFTNET_HAS_MAX = 4,		/* stat.max_backlog */
	MODEL_SOFTNET_HAS_RPS = 8,		/* stat.received_rps */
	MODEL_SOFTNET_HAS_FLOW_LIMIT = 16,	/* flow_limit */
	MODEL_SOFTNET_HAS_PRESSURE = 32,	/* stat.peak and averages */
};

#define MODEL_SOFTNET_HAS_STAT	(MODEL_SOFTNET_HAS_INPUT | \
				 MODEL_SOFTNET_HAS_PROCESS | \
				 MODEL_SOFTNET_HAS_MAX | \
				 MODEL_SOFTNET_HAS_RPS)

/**
 * struct model_softnet - receive backlog of one CPU
 * @has: mask of enum model_softnet_has; CPU, processed, dropped and
 *	time_squeeze are always known
 * @stat: queues (packets) and counters
 * @flow_limit: packets dropped because one flow filled half of the backlog
 */
struct model_softnet {
	__u32			has;
	struct nettune_softnet	stat;
	__u32			flow_limit;
};

#endif
