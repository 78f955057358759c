// SPDX-License-Identifier: GPL-2.0
/*
 * Every socket of a view, each once, without a lock.
 *
 * Buckets are read as a whole into an array, several under one rcu_read_lock(),
 * and only then handed out. One that changed under the reader is dropped from
 * the array and read again, so nothing is handed out twice. Nobody is kept from
 * anything meanwhile: no lock is taken, and empty buckets cost a load.
 */
#include "walk.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <net/net_namespace.h>

/* Room that is kept from one batch to the next. */
#define WALK_ROOM_KEPT 4096
/* Buckets, empty ones too, that are looked at under one RCU. */
#define WALK_SLOTS 256

static int walk_make_room(struct nt_walk *walk, u32 room)
{
	struct nt_snap *snaps;

	/* Accounted, so that it is the reader who pays for a long chain. */
	snaps = kvmalloc_array(room + 1, sizeof(*snaps),
			       GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!snaps)
		return -ENOMEM;
	kvfree(walk->snaps);
	walk->snaps = snaps;
	walk->room = room;
	return 0;
}

/*
 * Read on in a table until there is something to hand out, or to its end. A
 * bucket that does not fit into an empty array gets a larger one; that grows
 * by a quarter at least each time, so this comes to an end by itself.
 */
static int walk_read(struct nt_walk *walk, const struct nt_table *table,
		     const struct net *net)
{
	u32 slots = table->slots(net);
	enum nt_walk_how how;
	u32 length = 0;
	int err;

	while (!walk->nr && walk->slot < slots) {
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
		how = table->read(walk, net,
				  min(slots, walk->slot + WALK_SLOTS), &length);
		if (how != NT_WALK_LONG || walk->nr)
			continue;
		err = walk_make_room(walk, length + length / 4);
		if (err)
			return err;
	}
	return 0;
}

static bool walk_wants(const struct nt_walk *walk, const struct nt_table *table)
{
	return (walk->view.protocols & table->protocol) &&
	       (walk->view.states & table->states);
}

/* The namespace whose tables are next; NULL if it is gone. */
static struct net *walk_owner(const struct nt_walk *walk)
{
	u32 i;

	if (walk->nets.one)
		return walk->nets.one;
	for (i = 0; i < walk->nets.nr; i++) {
		if (walk->nets.nets[i]->ns.inum == walk->owners[walk->owner])
			return walk->nets.nets[i];
	}
	return NULL;
}

/* Is this table reached through an earlier owner already? */
static bool walk_shares(const struct nt_walk *walk,
			const struct nt_table *table, const struct net *net)
{
	return walk->owner && table->identity(net) == table->identity(&init_net);
}

/* Also if the one before is gone, in the midst of its table. */
static void walk_next_owner(struct nt_walk *walk)
{
	walk->owner++;
	walk->slot = 0;
	walk->tries = NT_WALK_TRIES;
}

/* Find the next sockets of the view; there are none at the end. */
static int walk_fill(struct nt_walk *walk)
{
	const struct nt_table *table;
	const struct net *net;
	int err;

	for (; walk->table < nt_tables_nr; walk->table++, walk->owner = 0) {
		table = &nt_tables[walk->table];
		if (!walk_wants(walk, table))
			continue;
		for (; walk->owner < walk->nr_owners; walk_next_owner(walk)) {
			net = walk_owner(walk);
			if (!net || walk_shares(walk, table, net)) {
				/* There may be many such, each looked for. */
				cond_resched();
				continue;
			}
			err = walk_read(walk, table, net);
			if (err || walk->nr)
				return err;
		}
	}
	return 0;
}

/* Has a namespace a table that is not that of the first one? */
static bool walk_has_tables(const struct net *net)
{
	u32 i;

	for (i = 0; i < nt_tables_nr; i++) {
		if (nt_tables[i].identity(net) !=
		    nt_tables[i].identity(&init_net))
			return true;
	}
	return false;
}

/*
 * Whose tables are to be walked is settled at the start. Number 0 is init_net:
 * what is shared is shared with it.
 */
static int walk_find_owners(struct nt_walk *walk)
{
	struct nt_nets *nets = &walk->nets;
	u32 i;

	walk->owners = kvmalloc_array(nets->nr + 1, sizeof(*walk->owners),
				      GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!walk->owners)
		return -ENOMEM;
	walk->owners[walk->nr_owners++] = (nets->one ?: &init_net)->ns.inum;
	for (i = 0; i < nets->nr; i++) {
		if (walk_has_tables(nets->nets[i]))
			walk->owners[walk->nr_owners++] =
				nets->nets[i]->ns.inum;
	}
	return 0;
}

/* Hold the namespaces, if that is not so already. */
static int walk_resume(struct nt_walk *walk)
{
	return walk->nets.nr ? 0 : nt_nets_hold(&walk->nets);
}

/**
 * nt_walk_init() - begin a walk
 * @walk: the walk
 * @view: who looks, and at what, after nt_view_prepare(); copied. Its
 *	namespaces must stay for as long as the walk is used
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM. nt_walk_destroy() ends the walk, also after an error.
 */
int nt_walk_init(struct nt_walk *walk, const struct nt_view *view)
{
	int err;

	memset(walk, 0, sizeof(*walk));
	walk->view = *view;
	walk->tries = NT_WALK_TRIES;
	nt_nets_init(&walk->nets, view->net);
	err = walk_resume(walk);
	if (!err)
		err = walk_find_owners(walk);
	nt_walk_pause(walk);
	return err ?: walk_make_room(walk, NT_WALK_ROOM);
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
	walk->owner = 0;
	walk->slot = 0;
	walk->tries = NT_WALK_TRIES;
	walk->idle = (struct nt_idle){};
	walk->torn = false;
}

/**
 * nt_walk_refill() - read the next sockets, after all have been handed out
 * @walk: the walk; at the end there are none
 *
 * Context: may sleep; must not be called under rcu_read_lock().
 * Return: 0, -ENOMEM, or -EINTR when a fatal signal is pending.
 */
int nt_walk_refill(struct nt_walk *walk)
{
	int err;

	walk->nr = 0;
	walk->at = 0;
	err = walk_resume(walk);
	if (!err && walk->room > WALK_ROOM_KEPT)
		err = walk_make_room(walk, NT_WALK_ROOM);
	return err ?: walk_fill(walk);
}

/**
 * nt_walk_pause() - let go of the namespaces until the next nt_walk_peek()
 * @walk: the walk; where it stands is not lost
 *
 * Context: may sleep.
 */
void nt_walk_pause(struct nt_walk *walk)
{
	nt_nets_release(&walk->nets);
}

/**
 * nt_walk_destroy() - end a walk
 * @walk: the walk, or one whose nt_walk_init() failed
 *
 * Context: may sleep.
 */
void nt_walk_destroy(struct nt_walk *walk)
{
	nt_nets_destroy(&walk->nets);
	kvfree(walk->owners);
	kvfree(walk->snaps);
	walk->owners = NULL;
	walk->snaps = NULL;
}
