// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that are remembered from one look to the next, by their cookie.
 *
 * Only the engine's work uses them, so nothing is locked. There is an end to
 * how many are remembered; what is known of those that are gone is dropped
 * after each walk that saw everything.
 */
#include "events.h"

#include <linux/bits.h>
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define KNOWN_BITS 10
#define KNOWN_MAX 16384

/**
 * nt_known_init() - begin to remember
 * @known: where; all 0
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int nt_known_init(struct nt_known *known)
{
	known->buckets = kvcalloc(BIT(KNOWN_BITS), sizeof(*known->buckets),
				  GFP_KERNEL);
	return known->buckets ? 0 : -ENOMEM;
}

/* Forget those last seen before a round; 0 = all. */
static void known_forget(struct nt_known *known, u32 round)
{
	struct nt_known_sock *sock;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i < BIT(KNOWN_BITS); i++) {
		hlist_for_each_entry_safe(sock, next, &known->buckets[i],
					  node) {
			if (round && sock->round == round)
				continue;
			hlist_del(&sock->node);
			kfree(sock);
			known->nr--;
		}
	}
}

/**
 * nt_known_destroy() - forget all
 * @known: may never have begun
 */
void nt_known_destroy(struct nt_known *known)
{
	if (!known->buckets)
		return;
	known_forget(known, 0);
	kvfree(known->buckets);
	known->buckets = NULL;
}

/**
 * nt_known_begin() - begin a round, in which all sockets will be seen
 * @known: what is remembered
 */
void nt_known_begin(struct nt_known *known)
{
	if (!++known->round)
		known->round = 1;
}

/**
 * nt_known_get() - what is known of a socket, which is being seen
 * @known: what is remembered
 * @cookie: which socket
 *
 * Return: all 0 for one not seen before; NULL when there is no room for it.
 */
struct nt_known_sock *nt_known_get(struct nt_known *known, u64 cookie)
{
	struct hlist_head *bucket =
		&known->buckets[hash_64(cookie, KNOWN_BITS)];
	struct nt_known_sock *sock;

	hlist_for_each_entry(sock, bucket, node) {
		if (sock->cookie == cookie)
			goto found;
	}
	if (known->nr >= KNOWN_MAX)
		return NULL;
	sock = kzalloc(sizeof(*sock), GFP_KERNEL);
	if (!sock)
		return NULL;
	sock->cookie = cookie;
	hlist_add_head(&sock->node, bucket);
	known->nr++;
found:
	sock->round = known->round;
	return sock;
}

/**
 * nt_known_expire() - forget those that were not seen in this round
 * @known: what is remembered
 */
void nt_known_expire(struct nt_known *known)
{
	known_forget(known, known->round);
}
