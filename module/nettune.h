/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the module know of each other, file by file.
 */
#ifndef _NT_NETTUNE_H
#define _NT_NETTUNE_H

#include <linux/types.h>
#include <nettune/calc.h>

struct net;
struct sock;
struct user_namespace;

/* snapshot.c: the one file that reads fields of a socket */

/**
 * struct nt_view - who looks, and at what
 * @net: the network namespace whose sockets are seen; held by the owner of the
 *	view
 * @user_ns: the namespace that uids are translated for; held likewise
 * @filter: which sockets
 * @groups: mask of enum nettune_group
 */
struct nt_view {
	struct net		*net;
	struct user_namespace	*user_ns;
	struct nt_filter	filter;
	u32			groups;
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

int nt_snap_read(struct nt_snap *snap, struct sock *sk,
		 const struct nt_place *place, const struct nt_view *view);

/* walk.c: every socket of a view, each once */

/**
 * struct nt_walk - a walk over the socket tables
 * @view: who looks, and at what
 * @snaps: the sockets of the bucket read last
 * @nr: how many they are; above @room while a bucket is being read into
 *	an array too small for it
 * @room: how many fit into @snaps
 * @at: the next of them to hand out
 * @table: table that is walked
 * @slot: next bucket of it
 * @torn: a bucket never held still; some of its sockets may be missing
 */
struct nt_walk {
	struct nt_view	view;
	struct nt_snap	*snaps;
	u32		nr;
	u32		room;
	u32		at;
	u32		table;
	u32		slot;
	bool		torn;
};

int nt_walk_init(struct nt_walk *walk, const struct nt_view *view);
void nt_walk_rewind(struct nt_walk *walk);
const struct nt_snap *nt_walk_peek(struct nt_walk *walk);
void nt_walk_advance(struct nt_walk *walk);
void nt_walk_destroy(struct nt_walk *walk);

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
