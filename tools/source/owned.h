/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets that wait until it is known which processes have them open. */
#ifndef SOURCE_OWNED_H
#define SOURCE_OWNED_H

#include "model/sock.h"
#include "source/owner.h"

/**
 * struct owned - the sockets so far
 * @socks: they
 * @count: how many they are
 * @room: how many fit
 * @owners: the processes to be found
 */
struct owned {
	struct model_sock	*socks;
	size_t			count;
	size_t			room;
	struct owner_set	*owners;
};

int owned_init(struct owned *owned);
void owned_free(struct owned *owned);
int owned_take(struct model_sock *sock, void *arg);
int owned_each(struct owned *owned, const char *proc_root,
	       int (*fn)(struct model_sock *sock, void *arg), void *arg);

#endif
