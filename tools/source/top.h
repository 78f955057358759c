/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sockets with the highest values, of any number of sockets. */
#ifndef SOURCE_TOP_H
#define SOURCE_TOP_H

#include <nettune/topk.h>

#include "model/sock.h"

/**
 * struct top - the highest so far
 * @heap: their values
 * @socks: the sockets, by slot
 * @key: one of enum nettune_key
 */
struct top {
	struct nt_topk		heap;
	struct model_sock	*socks;
	__u32			key;
};

int top_init(struct top *top, __u32 key, __u32 limit);
void top_free(struct top *top);
int top_take(struct model_sock *sock, void *arg);
int top_each(struct top *top, int (*fn)(struct model_sock *sock, void *arg),
	     void *arg);

#endif
