/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inner loop of a walk: buckets of one table under one rcu_read_lock().
 *
 * It is a template. Each table has its instance, with its own functions for a
 * bucket, so that the compiler can put all of it into one loop.
 */
#ifndef _NT_WALK_H
#define _NT_WALK_H

#include <linux/minmax.h>
#include <linux/rcupdate.h>

#include "snapshot.h"

/* Sockets for which there is room at first, and those read under one RCU. */
#define NT_WALK_ROOM 128
#define NT_WALK_BATCH 64
/* How often a bucket is read again before it is taken as it is. */
#define NT_WALK_TRIES 16

/**
 * nt_walk_add() - take a socket into the array
 * @walk: the walk
 * @sk: the socket
 * @place: where it was found
 *
 * Past the room sockets are only counted: the next read of the bucket has more.
 *
 * Context: under rcu_read_lock().
 * Return: false if the socket did not hold still.
 */
static __always_inline bool nt_walk_add(struct nt_walk *walk, struct sock *sk,
					const struct nt_place *place)
{
	int taken;

	if (walk->view.idle != NT_IDLE_READ &&
	    (place->states & (1U << NT_STATE_ESTABLISHED)) &&
	    place->protocol == NETTUNE_PROTOCOL_TCP) {
		taken = nt_snap_idle(&walk->idle, sk, place, &walk->view,
				     &walk->nets);
		if (taken)
			return taken > 0;
	}
	taken = nt_snap_read(&walk->snaps[min(walk->nr, walk->room)], sk,
			     place, &walk->view, &walk->nets);
	if (taken > 0)
		walk->nr++;
	return taken >= 0;
}

/* A function that finds the first bucket from @slot on with anything in it. */
typedef u32 nt_bucket_skip(const struct net *net, u32 slot, u32 end);

/*
 * A function that takes all sockets of a bucket; false if it changed in a way
 * that may have hidden sockets or shown some twice.
 */
typedef bool nt_bucket_read(struct nt_walk *walk, const struct net *net,
			    u32 slot);

/**
 * nt_walk_bucket() - read one bucket, as a whole or not at all
 * @walk: the walk, at the bucket
 * @net: whose table
 * @read: reads the bucket
 * @length: its length, if it is too long
 *
 * Context: under rcu_read_lock().
 * Return: how it went; the walk is at the next bucket if it is done.
 */
static __always_inline enum nt_walk_how
nt_walk_bucket(struct nt_walk *walk, const struct net *net,
	       nt_bucket_read *read, u32 *length)
{
	struct nt_idle idle = walk->idle;
	u32 before = walk->nr;
	bool whole = read(walk, net, walk->slot);

	if (unlikely(walk->nr > walk->room)) {
		*length = walk->nr - before;
		walk->nr = before;
		walk->idle = idle;
		return NT_WALK_LONG;
	}
	if (unlikely(!whole)) {
		if (walk->tries) {
			walk->tries--;
			walk->nr = before;
			walk->idle = idle;
			return NT_WALK_MOVED;
		}
		walk->torn = true;
	}
	if (unlikely(walk->tries != NT_WALK_TRIES))
		walk->tries = NT_WALK_TRIES;
	walk->slot++;
	return NT_WALK_DONE;
}

/**
 * nt_walk_buckets() - read some buckets; up to the first that does not work out
 * @walk: the walk
 * @net: whose table
 * @end: where to stop at the latest
 * @length: the length of a bucket that is too long
 * @skip: finds buckets
 * @read: reads one
 *
 * Return: how it went.
 */
static __always_inline enum nt_walk_how
nt_walk_buckets(struct nt_walk *walk, const struct net *net, u32 end,
		u32 *length, nt_bucket_skip *skip, nt_bucket_read *read)
{
	enum nt_walk_how how = NT_WALK_DONE;
	u32 slot;

	rcu_read_lock();
	while (how == NT_WALK_DONE && walk->nr < NT_WALK_BATCH) {
		slot = skip(net, walk->slot, end);
		if (unlikely(walk->tries != NT_WALK_TRIES) && slot != walk->slot)
			walk->tries = NT_WALK_TRIES;
		walk->slot = slot;
		if (slot >= end)
			break;
		how = nt_walk_bucket(walk, net, read, length);
	}
	rcu_read_unlock();
	return how;
}

#endif /* _NT_WALK_H */
