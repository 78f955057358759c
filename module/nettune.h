/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the module know of each other, file by file.
 */
#ifndef _NT_NETTUNE_H
#define _NT_NETTUNE_H

#include <linux/err.h>
#include <linux/types.h>
#include <nettune/calc.h>
#include <nettune/filter.h>

struct net;
struct sock;
struct user_namespace;

/* nets.c: the network namespaces that a walk sees */

/**
 * struct nt_nets - network namespaces
 * @one: the only one, which somebody else holds; NULL = all that there are
 * @nets: all that there are: those held now
 * @nr: how many
 * @room: how many fit into @nets
 * @index: of @nets, by address; 0 = free, else number + 1
 * @mask: elements of @index - 1
 */
struct nt_nets {
	struct net	*one;
	struct net	**nets;
	u32		nr;
	u32		room;
	u32		*index;
	u32		mask;
};

void nt_nets_init(struct nt_nets *nets, struct net *one);
int nt_nets_hold(struct nt_nets *nets);
void nt_nets_release(struct nt_nets *nets);
void nt_nets_destroy(struct nt_nets *nets);
struct net *nt_nets_lookup(const struct nt_nets *nets, const struct net *net);

/* Is this one of them? It may point to what is gone; what is returned is not. */
static inline struct net *nt_nets_find(const struct nt_nets *nets,
				       const struct net *net)
{
	if (nets->one)
		return net == nets->one ? nets->one : NULL;
	return nt_nets_lookup(nets, net);
}

/* snapshot.h, snapshot.c: what reads fields of a socket */

/**
 * enum nt_read - parts of a snapshot; beyond protocol, family, state, ports and
 *	namespace, which it always has
 * @NT_READ_ID: the rest of the identity; the cookie, if there is one
 * @NT_READ_MEM: of mem what limits and fullness are made of, backlog and drops
 * @NT_READ_REST: the rest of mem but the queues
 * @NT_READ_QUEUES: recv_q and send_q of what does not listen; needs MEM
 * @NT_READ_LISTENER: listener, and the queues of a listener
 * @NT_READ_TCP: tcp
 * @NT_READ_OWNER: owner
 * @NT_READ_COOKIE: a cookie, given if there is none; needs ID
 */
enum nt_read {
	NT_READ_ID = 1,
	NT_READ_MEM = 2,
	NT_READ_REST = 4,
	NT_READ_QUEUES = 8,
	NT_READ_LISTENER = 16,
	NT_READ_TCP = 32,
	NT_READ_OWNER = 64,
	NT_READ_COOKIE = 128,
};

/**
 * enum nt_idle_use - what becomes of connections in which nothing is queued,
 *	which most of a million are
 * @NT_IDLE_READ: they are read as any other
 * @NT_IDLE_SKIP: they are not wanted: a value is that they do not have
 * @NT_IDLE_COUNT: they are added up apart, in struct nt_idle
 */
enum nt_idle_use {
	NT_IDLE_READ,
	NT_IDLE_SKIP,
	NT_IDLE_COUNT,
};

/**
 * struct nt_idle - established TCP connections in which nothing is queued
 * @nr: how many
 * @rcvbuf: sum of their limits, bytes
 * @sndbuf: likewise
 */
struct nt_idle {
	u64	nr;
	u64	rcvbuf;
	u64	sndbuf;
};

/**
 * struct nt_view - who looks, and at what
 * @net: the network namespace whose sockets are seen; held by the owner of the
 *	view. NULL = those of all
 * @user_ns: the namespace that uids are translated for; held likewise
 * @filter: which sockets
 * @reads: mask of enum nt_read: what is wanted of them
 * @filter_reads: what must be read first to tell whether they are wanted; this
 *	and the next five are set by nt_view_prepare()
 * @other_reads: what of @reads remains to be read then
 * @protocols: those of the filter that can have what it asks for
 * @states: likewise
 * @families: mask of (1 << AF_*)
 * @values: is there anything to tell, beyond its kind and its ports, whether a
 *	socket is wanted?
 * @order: if not 0, one of enum nettune_key: only sockets of which this value
 *	is at least @floor are wanted
 * @floor: may rise during a walk; nt_view_raise()
 * @count_idle: may idle connections be counted apart?
 * @idle: what becomes of them
 * @idle_queues: for that, is one idle only if recv_q and send_q are 0?
 */
struct nt_view {
	struct net		*net;
	struct user_namespace	*user_ns;
	struct nt_filter	filter;
	u32			reads;
	u32			filter_reads;
	u32			other_reads;
	u32			protocols;
	u32			states;
	u32			families;
	bool			values;
	u32			order;
	u64			floor;
	bool			count_idle;
	enum nt_idle_use	idle;
	bool			idle_queues;
};

/**
 * struct nt_place - where a socket was found
 * @protocol: one bit of enum nettune_protocol
 * @states: states that sockets there can have, mask of (1 << state)
 * @hash: sk_hash of the socket when it was found; it is one that belongs there
 */
struct nt_place {
	u32	protocol;
	u32	states;
	u32	hash;
};

void nt_view_prepare(struct nt_view *view);
void nt_view_raise(struct nt_view *view, u64 floor);
u32 nt_group_reads(u32 groups);

/* walk.c: every socket of a view, each once */

/**
 * struct nt_walk - a walk over the socket tables
 * @view: who looks, and at what
 * @nets: the namespaces that are seen
 * @owners: inode numbers of the namespaces whose tables are walked: the view's
 *	own; or of all, the first one, and those that have tables of their own
 * @nr_owners: how many
 * @snaps: the sockets of the buckets read last
 * @nr: how many they are; above @room while a bucket is being read into
 *	an array too small for it
 * @room: how many fit into @snaps; there is one more, to be overwritten
 * @at: the next of them to hand out
 * @table: table that is walked
 * @owner: whose
 * @slot: next bucket of it
 * @tries: how often it may still be read
 * @idle: connections that were counted apart
 * @torn: a bucket never held still; some of its sockets may be missing
 */
struct nt_walk {
	struct nt_view	view;
	struct nt_nets	nets;
	u32		*owners;
	u32		nr_owners;
	struct nt_snap	*snaps;
	u32		nr;
	u32		room;
	u32		at;
	u32		table;
	u32		owner;
	u32		slot;
	u32		tries;
	struct nt_idle	idle;
	bool		torn;
};

int nt_walk_init(struct nt_walk *walk, const struct nt_view *view);
void nt_walk_rewind(struct nt_walk *walk);
int nt_walk_refill(struct nt_walk *walk);
void nt_walk_pause(struct nt_walk *walk);
void nt_walk_destroy(struct nt_walk *walk);

/**
 * nt_walk_peek() - the socket at which the walk stands
 * @walk: the walk
 *
 * A walk over all namespaces holds them from here on, until nt_walk_pause().
 *
 * Context: may sleep; must not be called under rcu_read_lock().
 * Return: the socket, valid until nt_walk_advance(); NULL at the end; ERR_PTR
 * of -ENOMEM, or of -EINTR when a fatal signal is pending.
 */
static inline const struct nt_snap *nt_walk_peek(struct nt_walk *walk)
{
	int err;

	if (walk->at == walk->nr) {
		err = nt_walk_refill(walk);
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
static inline void nt_walk_advance(struct nt_walk *walk)
{
	walk->at++;
}

/* tables.c: the hash tables of the protocols */

/* How the reading of buckets went. */
enum nt_walk_how {
	NT_WALK_DONE,	/* they are in the array */
	NT_WALK_MOVED,	/* the last one is to be read again */
	NT_WALK_LONG,	/* it does not fit into what is left of the array */
};

/**
 * struct nt_table - a hash table of sockets
 * @protocol: one bit of enum nettune_protocol
 * @states: states that sockets in it can have, mask of (1 << state)
 * @identity: which table it is: namespaces may share one
 * @slots: how many buckets it has
 * @read: read some buckets, from walk->slot on and before @end, under one
 *	rcu_read_lock(): an instance of nt_walk_buckets(). In the last argument
 *	the length of a bucket that is too long
 */
struct nt_table {
	u32			protocol;
	u32			states;
	const void		*(*identity)(const struct net *net);
	u32			(*slots)(const struct net *net);
	enum nt_walk_how	(*read)(struct nt_walk *walk,
					const struct net *net, u32 end,
					u32 *length);
};

extern const struct nt_table nt_tables[];
extern const u32 nt_tables_nr;

/* softnet.c: the receive backlog of the CPUs */

void nt_softnet_read(struct nettune_softnet *softnet, unsigned int cpu);

/* genl.c: the netlink family */

int nt_genl_init(void);
void nt_genl_exit(void);

/* debugfs.c: the view for people */

#ifdef CONFIG_DEBUG_FS
void nt_debugfs_init(void);
void nt_debugfs_exit(void);
#else
static inline void nt_debugfs_init(void) { }
static inline void nt_debugfs_exit(void) { }
#endif

#endif /* _NT_NETTUNE_H */
