// SPDX-License-Identifier: GPL-2.0-or-later
/* The sockets with the highest values, of any number of sockets. */
#include "source/top.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * top_init() - get ready to choose
 * @top: filled in; top_free() it, also after an error
 * @key: one of enum nettune_key
 * @limit: how many, at least 1
 *
 * Return: 0 or -ENOMEM.
 */
int top_init(struct top *top, __u32 key, __u32 limit)
{
	memset(top, 0, sizeof(*top));
	top->key = key;
	top->heap.limit = limit;
	top->heap.items = malloc(limit * sizeof(*top->heap.items));
	top->socks = malloc(limit * sizeof(*top->socks));
	return top->heap.items && top->socks ? 0 : -ENOMEM;
}

/**
 * top_free() - free what top_init() has allocated
 * @top: the highest
 */
void top_free(struct top *top)
{
	free(top->heap.items);
	free(top->socks);
}

/**
 * top_take() - take a socket, if it is among the highest so far
 * @sock: the socket; what it points to is not kept
 * @arg: struct top
 *
 * Return: 0.
 */
int top_take(struct model_sock *sock, void *arg)
{
	struct top *top = arg;
	__u32 value;

	if (nt_key_value(&sock->snap, top->key, &value) &&
	    nt_topk_wants(&top->heap, value))
		top->socks[nt_topk_add(&top->heap, value)] = *sock;
	return 0;
}

/**
 * top_each() - hand the sockets on, the highest first
 * @top: the highest; it takes no more afterwards
 * @fn: called for each; a value other than 0 ends it and is passed on
 * @arg: for @fn
 *
 * Return: 0 or what @fn said.
 */
int top_each(struct top *top, int (*fn)(struct model_sock *sock, void *arg),
	     void *arg)
{
	int err = 0;

	nt_topk_sort(&top->heap);
	for (__u32 i = 0; i < top->heap.nr && !err; i++)
		err = fn(&top->socks[top->heap.items[i].slot], arg);
	return err;
}
