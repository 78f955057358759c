/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events out of what is looked at again and again: what the module tells as it
 * happens, for where there is none. Pure.
 */
#ifndef MODEL_CHANGES_H
#define MODEL_CHANGES_H

#include <stdbool.h>

#include "model/event.h"
#include "model/snapshot.h"

/* Sockets with losses that are remembered; of more nothing is told. */
#define MODEL_CHANGES_MAX	4096

/* Take one event. A value other than 0 ends it and is passed on. */
typedef int (*model_event_fn)(const struct model_event *event, void *arg);

/**
 * struct model_changes - what was seen last; zeroed at first
 * @last: facts, backlogs and listeners
 * @begun: was there a look before?
 * @high: which of @last's listeners were high
 * @memory_high: mask of enum nettune_protocol: whose memory was
 * @losers: sockets that have lost something
 * @looked: mask of enum nettune_protocol: of which protocols @losers are known
 * @fn: takes the events
 * @arg: for @fn
 * @time_ns: when the look was, nanoseconds since 1970
 */
struct model_changes {
	struct model_snapshot	last;
	bool			begun;
	bool			*high;
	__u32			memory_high;
	struct model_socks	losers;
	__u32			looked;
	model_event_fn		fn;
	void			*arg;
	__u64			time_ns;
};

int model_changes_take(struct model_changes *changes,
		       struct model_snapshot *now, __u32 *look_at);
int model_changes_sock(struct model_changes *changes,
		       const struct model_sock *sock);
void model_changes_free(struct model_changes *changes);

#endif
