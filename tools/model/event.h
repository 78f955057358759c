/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Something that the kernel module tells of as it happens. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "model/sock.h"
#include "model/softnet.h"

/* What an event is about, besides its kind. */
enum model_event_has {
	MODEL_EVENT_HAS_SOCKET = 1,	/* sock */
	MODEL_EVENT_HAS_CPU = 2,	/* cpu */
	MODEL_EVENT_HAS_MEMORY = 4,	/* memory */
};

/**
 * struct model_event - an event
 * @has: mask of enum model_event_has
 * @info: when, what, how much was lost
 * @sock: the socket
 * @cpu: the CPU's backlog
 * @memory: the protocol's memory
 */
struct model_event {
	__u32			has;
	struct nettune_event	info;
	struct model_sock	sock;
	struct model_softnet	cpu;
	struct nettune_memory	memory;
};

#endif
