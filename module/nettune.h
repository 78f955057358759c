/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the module know of each other, file by file.
 */
#ifndef _NT_NETTUNE_H
#define _NT_NETTUNE_H

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

/* snapshot.c: the one file that reads fields of a socket */

/**
 * enum nt_read - parts of a snapshot; beyond protocol, family, state, ports and
 *	namespace, which it always has
 * @NT_READ_ID: the rest of the identity; the cookie, if there is one
 * @NT_READ_MEM: mem, without its queues
 * @NT_READ_QUEUES: recv_q and send_q of what does not listen; needs MEM
 * @NT_READ_LISTENER: listener, and the queues of a listener
 * @NT_READ_TCP: tcp
 * @NT_READ_OWNER: owner
 * @NT_READ_COOKIE: a cookie, given if there is none; needs ID
 */
enum nt_read {
	NT_READ_ID = 1,
	NT_READ_MEM = 2,
	NT_READ_QUEUES = 4,
	NT_READ_LISTENER = 8,
	NT_READ_TCP = 16,
	NT_READ_OWNER = 32,
	NT_READ_COOKIE = 64,
};

/**
 * struct nt_view - who looks, and at what
 * @net: the network namespace whose sockets are seen; held by the owner of the
 *	view. NULL = those of all
 * @user_ns: the namespace that uids are translated for; held likewise
 * @filter: which sockets
 * @reads: mask of enum nt_read: what is wanted of them
 * @filter_reads: what must be read first to tell whether they are wanted; see
 *	nt_view_prepare()
 * @order: if not 0, one of enum nettune_key: only sockets of which this value
 *	is at least @floor are wanted
 * @floor: may rise during a walk
 */
struct nt_view {
	struct net		*net;
	struct user_namespace	*user_ns;
	struct nt_filter	filter;
	u32			reads;
	u32			filter_reads;
	u32			order;
	u64			floor;
};

/**
 * struct nt_place - where a socket was found
 * @protocol: one bit of enum nettune_protocol
 * @states: states that sockets there can have, mask of (1 << state)
 * @hash_fixed: does sk_hash stay the same for as long as a socket is there?
 * @hash: then, what it was when the socket was found
 */
struct nt_place {
	u32	protocol;
	u32	states;
	bool	hash_fixed;
	u32	hash;
};

void nt_view_prepare(struct nt_view *view);
u32 nt_group_reads(u32 groups);
int nt_snap_read(struct nt_snap *snap, struct sock *sk,
		 const struct nt_place *place, const struct nt_view *view,
		 const struct nt_nets *nets);

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
 * @room: how many fit into @snaps
 * @at: the next of them to hand out
 * @table: table that is walked
 * @owner: whose
 * @slot: next bucket of it
 * @tries: how often it may still be read
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
	bool		torn;
};

int nt_walk_init(struct nt_walk *walk, const struct nt_view *view);
void nt_walk_rewind(struct nt_walk *walk);
const struct nt_snap *nt_walk_peek(struct nt_walk *walk);
void nt_walk_advance(struct nt_walk *walk);
void nt_walk_pause(struct nt_walk *walk);
void nt_walk_destroy(struct nt_walk *walk);
bool nt_walk_add(struct nt_walk *walk, struct sock *sk,
		 const struct nt_place *place);

/* tables.c: the hash tables of the protocols */

/**
 * struct nt_table - a hash table of sockets
 * @protocol: one bit of enum nettune_protocol
 * @states: states that sockets in it can have, mask of (1 << state)
 * @identity: which table it is: namespaces may share one
 * @slots: how many buckets it has
 * @skip: the first bucket from @slot on, and before @end, with something in it;
 *	@end if there is none. A load a bucket, no RCU
 * @read: nt_walk_add() all sockets of a bucket, under rcu_read_lock(); false if
 *	it changed in a way that may have hidden sockets or shown some twice
 */
struct nt_table {
	u32		protocol;
	u32		states;
	const void	*(*identity)(const struct net *net);
	u32		(*slots)(const struct net *net);
	u32		(*skip)(const struct net *net, u32 slot, u32 end);
	bool		(*read)(struct nt_walk *walk,
				const struct nt_table *table,
				const struct net *net, u32 slot);
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
