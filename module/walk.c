// SPDX-License-Identifier: GPL-2.0
/*
 * Every socket of a view, each once, without a lock.
 *
 * A bucket is read as a whole into an array under one rcu_read_lock(), and only
 * then handed out. While it is read, sockets may leave it, and one may even
 * drag the reader into another chain: memory of TCP sockets is reused at once
 * (SLAB_TYPESAFE_BY_RCU), and a UDP socket may be bound anew. The end of a
 * chain tells (nulls value), or the sockets in it do; then the array is dropped
 * and the bucket read again, so nothing is handed out twice. What can't be
 * noticed is a socket that leaves its chain and enters it again, at the other
 * end and with the same ports, while the reader stands on it. Nobody is kept
 * from anything meanwhile: no lock is taken, and empty buckets cost a load.
 */
#include "nettune.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <net/inet_hashtables.h>
#include <net/tcp_states.h>

#include "compat.h"

/* Sockets for which there is room at first; chains are rarely longer. */
#define WALK_ROOM 64
/* Room that is kept from one bucket to the next. */
#define WALK_ROOM_KEPT 4096
/* Reads of a bucket before it is taken as it is. */
#define WALK_TRIES 16
/* Buckets between two looks whether somebody else wants the CPU. */
#define WALK_BATCH 1024

/**
 * struct nt_table - a hash table of sockets
 * @protocol: one bit of enum nettune_protocol
 * @states: states that sockets in it can have, mask of (1 << state)
 * @slots: how many buckets it has
 * @empty: is there nothing in a bucket? One load, no RCU
 * @read: read a bucket into the walk's array, under rcu_read_lock(); false if
 *	it changed in a way that may have hidden sockets or shown some twice
 */
struct nt_table {
	u32	protocol;
	u32	states;
	u32	(*slots)(const struct net *net);
	bool	(*empty)(const struct net *net, u32 slot);
	bool	(*read)(struct nt_walk *walk, const struct nt_table *table,
			u32 slot);
};

/* Take a socket into the array; false if it never held still. */
static bool walk_add(struct nt_walk *walk, struct sock *sk,
		     const struct nt_place *place)
{
	struct nt_snap overflow;
	bool fits = walk->nr < walk->room;
	int taken;

	/* Past the room sockets are only counted: the next read has more. */
	taken = nt_snap_read(fits ? &walk->snaps[walk->nr] : &overflow, sk,
			     place, &walk->view);
	if (taken > 0)
		walk->nr++;
	return taken >= 0;
}

/* TCP listeners */

static struct inet_hashinfo *tcp_hashinfo_of(const struct net *net)
{
	return net->ipv4.tcp_death_row.hashinfo;
}

static u32 listen_slots(const struct net *net)
{
	return tcp_hashinfo_of(net)->lhash2_mask + 1;
}

static bool listen_empty(const struct net *net, u32 slot)
{
	return hlist_nulls_empty(&tcp_hashinfo_of(net)->lhash2[slot].nulls_head);
}

static bool listen_read(struct nt_walk *walk, const struct nt_table *table,
			u32 slot)
{
	struct inet_hashinfo *hinfo = tcp_hashinfo_of(walk->view.net);
	const struct nt_place place = {
		.protocol = table->protocol,
		.states = table->states,
	};
	const struct hlist_nulls_node *node;
	struct sock *sk;

	sk_nulls_for_each_rcu(sk, node, &hinfo->lhash2[slot].nulls_head) {
		if (!walk_add(walk, sk, &place))
			return false;
	}
	return get_nulls_value(node) == LISTENING_NULLS_BASE + slot;
}

/* TCP connections, and the mini-sockets of those that begin and end */

static u32 established_slots(const struct net *net)
{
	return tcp_hashinfo_of(net)->ehash_mask + 1;
}

static bool established_empty(const struct net *net, u32 slot)
{
	return hlist_nulls_empty(&tcp_hashinfo_of(net)->ehash[slot].chain);
}

/*
 * Memory that is a socket of another chain by now, or of none: one that is not
 * hashed yet has a hash of 0, which also belongs to slot 0.
 */
static bool established_elsewhere(const struct sock *sk, u32 hash, u32 mask,
				  u32 slot)
{
	return (hash & mask) != slot ||
	       (!hash && hlist_nulls_unhashed_lockless(&sk->sk_nulls_node));
}

static bool established_read(struct nt_walk *walk,
			     const struct nt_table *table, u32 slot)
{
	struct inet_hashinfo *hinfo = tcp_hashinfo_of(walk->view.net);
	struct nt_place place = {
		.protocol = table->protocol,
		.states = table->states,
		.hash_fixed = true,
	};
	const struct hlist_nulls_node *node;
	struct sock *sk, *prev = NULL;

	sk_nulls_for_each_rcu(sk, node, &hinfo->ehash[slot].chain) {
		/* One whose memory became another socket leads elsewhere. */
		smp_rmb();
		if (prev && READ_ONCE(prev->sk_hash) != place.hash)
			return false;
		prev = sk;
		place.hash = READ_ONCE(sk->sk_hash);
		if (established_elsewhere(sk, place.hash, hinfo->ehash_mask,
					  slot))
			continue;
		if (!walk_add(walk, sk, &place))
			return false;
	}
	/* Nor need this chain have ended there, though a chain of it did. */
	smp_rmb();
	return get_nulls_value(node) == slot &&
	       (!prev || READ_ONCE(prev->sk_hash) == place.hash);
}

/* UDP, hashed by local port */

static u32 udp_slots(const struct net *net)
{
	return nt_udp_table(net)->mask + 1;
}

static bool udp_empty(const struct net *net, u32 slot)
{
	return hlist_empty(&nt_udp_table(net)->hash[slot].head);
}

/*
 * UDP sockets are freed after a grace period, so unlike with TCP they may be
 * looked into, whoever's they are. So may their namespaces: a user's socket
 * holds its own until it is freed, and that of the kernel's own sockets waits
 * in cleanup_net() for the callbacks that free them (rcu_barrier()).
 */
static bool udp_in_slot(const struct sock *sk,
			const struct udp_table *udptable, u32 slot)
{
	return udp_hashfn(sock_net(sk), READ_ONCE(sk->sk_num),
			  udptable->mask) == slot;
}

static bool udp_read(struct nt_walk *walk, const struct nt_table *table,
		     u32 slot)
{
	struct udp_table *udptable = nt_udp_table(walk->view.net);
	const struct nt_place place = {
		.protocol = table->protocol,
		.states = table->states,
	};
	struct sock *sk, *prev = NULL;

	sk_for_each_rcu(sk, &udptable->hash[slot].head) {
		/* One that is bound anew leads into another chain. */
		smp_rmb();
		if (!udp_in_slot(sk, udptable, slot) ||
		    (prev && !udp_in_slot(prev, udptable, slot)) ||
		    !walk_add(walk, sk, &place))
			return false;
		prev = sk;
	}
	/* ... and this chain need not have ended there. */
	smp_rmb();
	return !prev || udp_in_slot(prev, udptable, slot);
}

static const struct nt_table walk_tables[] = {
	{
		.protocol	= NETTUNE_PROTOCOL_UDP,
		.states		= TCPF_ESTABLISHED | TCPF_CLOSE,
		.slots		= udp_slots,
		.empty		= udp_empty,
		.read		= udp_read,
	},
	{
		.protocol	= NETTUNE_PROTOCOL_TCP,
		.states		= TCPF_LISTEN,
		.slots		= listen_slots,
		.empty		= listen_empty,
		.read		= listen_read,
	},
	{
		.protocol	= NETTUNE_PROTOCOL_TCP,
		/* Neither is ever hashed: tcp_set_state(), inet_hash(). */
		.states		= NT_STATES_ALL & ~(TCPF_LISTEN | TCPF_CLOSE),
		.slots		= established_slots,
		.empty		= established_empty,
		.read		= established_read,
	},
};

static bool walk_wants(const struct nt_walk *walk, const struct nt_table *table)
{
	return (walk->view.filter.protocols & table->protocol) &&
	       (walk->view.filter.states & table->states);
}

static int walk_make_room(struct nt_walk *walk, u32 room)
{
	struct nt_snap *snaps;

	/* Accounted, so that it is the reader who pays for a long chain. */
	snaps = kvmalloc_array(room, sizeof(*snaps),
			       GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!snaps)
		return -ENOMEM;
	kvfree(walk->snaps);
	walk->snaps = snaps;
	walk->room = room;
	return 0;
}

static bool walk_read_once(struct nt_walk *walk, const struct nt_table *table,
			   u32 slot)
{
	bool whole;

	walk->nr = 0;
	walk->at = 0;
	rcu_read_lock();
	whole = table->read(walk, table, slot);
	rcu_read_unlock();
	cond_resched();
	return whole;
}

/*
 * Read a bucket again until it held still and fitted. To make room is no try:
 * the room grows by a quarter at least, so that comes to an end by itself.
 */
static int walk_read(struct nt_walk *walk, const struct nt_table *table,
		     u32 slot)
{
	int tries = WALK_TRIES;
	bool whole;
	int err;

	if (walk->room > WALK_ROOM_KEPT) {
		err = walk_make_room(walk, WALK_ROOM);
		if (err)
			return err;
	}
	for (;;) {
		whole = walk_read_once(walk, table, slot);
		if (walk->nr > walk->room) {
			err = walk_make_room(walk, walk->nr + walk->nr / 4);
			if (err) {
				walk->nr = 0;
				return err;
			}
			continue;
		}
		if (whole)
			return 0;
		if (!--tries) {
			walk->torn = true;
			return 0;
		}
	}
}

/* Find the next bucket with sockets of the view; 0 with none at the end. */
static int walk_fill(struct nt_walk *walk)
{
	const struct nt_table *table;
	u32 budget = WALK_BATCH;
	u32 slots;
	int err;

	for (; walk->table < ARRAY_SIZE(walk_tables); walk->table++) {
		table = &walk_tables[walk->table];
		slots = walk_wants(walk, table) ? table->slots(walk->view.net) :
						  0;
		while (walk->slot < slots) {
			if (!--budget) {
				budget = WALK_BATCH;
				if (fatal_signal_pending(current))
					return -EINTR;
				cond_resched();
			}
			if (table->empty(walk->view.net, walk->slot)) {
				walk->slot++;
				continue;
			}
			err = walk_read(walk, table, walk->slot);
			if (err)
				return err;
			walk->slot++;
			if (walk->nr)
				return 0;
		}
		walk->slot = 0;
	}
	return 0;
}

/**
 * nt_walk_init() - begin a walk
 * @walk: the walk
 * @view: who looks, and at what; copied. Its namespaces must stay for as long
 *	as the walk is used
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. nt_walk_destroy() ends the walk.
 */
int nt_walk_init(struct nt_walk *walk, const struct nt_view *view)
{
	*walk = (struct nt_walk){ .view = *view };
	return walk_make_room(walk, WALK_ROOM);
}

/**
 * nt_walk_rewind() - begin the same walk from the start
 * @walk: the walk
 */
void nt_walk_rewind(struct nt_walk *walk)
{
	walk->nr = 0;
	walk->at = 0;
	walk->table = 0;
	walk->slot = 0;
	walk->torn = false;
}

/**
 * nt_walk_peek() - the socket at which the walk stands
 * @walk: the walk
 *
 * Context: may sleep; must not be called under rcu_read_lock().
 * Return: the socket, valid until nt_walk_advance(); NULL at the end; ERR_PTR
 * of -ENOMEM, or of -EINTR when a fatal signal is pending.
 */
const struct nt_snap *nt_walk_peek(struct nt_walk *walk)
{
	int err;

	if (walk->at == walk->nr) {
		walk->nr = 0;
		walk->at = 0;
		err = walk_fill(walk);
		if (err)
			return ERR_PTR(err);
		if (!walk->nr)
			return NULL;
	}
	return &walk->snaps[walk->at];
}

/**
 * nt_walk_advance() - go on to the next socket
 * @walk: the walk, standing at a socket
 */
void nt_walk_advance(struct nt_walk *walk)
{
	walk->at++;
}

/**
 * nt_walk_destroy() - end a walk
 * @walk: the walk, or one whose nt_walk_init() failed
 */
void nt_walk_destroy(struct nt_walk *walk)
{
	kvfree(walk->snaps);
	walk->snaps = NULL;
}
