/* SPDX-License-Identifier: GPL-2.0 */
/*
 * walk.c, over tables, sockets and namespaces that are made up here: they
 * change exactly when a case says so, which real ones do once in a blue moon.
 */
#ifndef _NT_TESTS_WALK_FAKE_H
#define _NT_TESTS_WALK_FAKE_H

#define nt_tables	fake_tables
#define nt_tables_nr	fake_tables_nr
#define nt_nets_init	fake_nets_init
#define nt_nets_hold	fake_nets_hold
#define nt_nets_release	fake_nets_release
#define nt_nets_destroy	fake_nets_destroy

#include "../snapshot.h"
#include "cases.h"

/* Sockets that a case may see: each is its number, and what reading it gives */
#define FAKE_SOCKETS	20000

static int fake_snap_results[FAKE_SOCKETS];

static inline struct sock *fake_sock(u32 number)
{
	return (struct sock *)&fake_snap_results[number];
}

static int fake_snap_read(struct nt_snap *snap, struct sock *sk,
			  const struct nt_place *place,
			  const struct nt_view *view,
			  const struct nt_nets *nets)
{
	const int *result = (const int *)sk;

	memset(snap, 0, sizeof(*snap));
	snap->id.cookie = result - fake_snap_results;
	return *result;
}

#define nt_snap_read	fake_snap_read

#include "../walk.c"

#define FAKE_SLOTS	(4 * WALK_SLOTS)
#define FAKE_NETS	3

/**
 * struct fake_bucket - a bucket, and how it behaves
 * @first: number of its first socket
 * @nr: sockets in it
 * @moves: so many reads find that it changed, half-way
 * @never: no read of it succeeds
 * @shift: what is added to @first at each read: other sockets are there
 * @grow: what is added to @nr at each read, may be negative
 * @reads: how often it was read
 */
struct fake_bucket {
	u32	first;
	u32	nr;
	u32	moves;
	bool	never;
	u32	shift;
	int	grow;
	u32	reads;
};

struct fake_table {
	u32			slots;
	struct fake_bucket	buckets[FAKE_SLOTS];
};

/* The first table is one for all; of the second a namespace may have its own */
static struct fake_table fake_shared;
static struct fake_table fake_own[FAKE_NETS];

static struct fake_world {
	struct net	*nets[FAKE_NETS];	/* the first is init_net */
	bool		own[FAKE_NETS];
	bool		gone[FAKE_NETS];
	int		hold_error;
	u32		holds;
	u32		held;
	u32		widest;		/* most buckets looked at in one go */
	bool		outside_rcu;
	u8		seen[FAKE_SOCKETS];
	struct nt_walk	walk;
} fake;

void fake_nets_init(struct nt_nets *nets, struct net *one)
{
	*nets = (struct nt_nets){ .one = one };
}

int fake_nets_hold(struct nt_nets *nets)
{
	u32 i;

	if (nets->one)
		return 0;
	if (fake.hold_error)
		return fake.hold_error;
	nets->nets = kcalloc(FAKE_NETS, sizeof(*nets->nets), GFP_KERNEL);
	if (!nets->nets)
		return -ENOMEM;
	for (i = 0; i < FAKE_NETS; i++) {
		if (!fake.gone[i])
			nets->nets[nets->nr++] = fake.nets[i];
	}
	fake.holds++;
	fake.held += nets->nr;
	return 0;
}

void fake_nets_release(struct nt_nets *nets)
{
	fake.held -= nets->nr;
	nets->nr = 0;
	kfree(nets->nets);
	nets->nets = NULL;
}

void fake_nets_destroy(struct nt_nets *nets)
{
	fake_nets_release(nets);
}

static struct fake_table *fake_own_of(const struct net *net)
{
	u32 i;

	for (i = 1; i < FAKE_NETS; i++) {
		if (net == fake.nets[i] && fake.own[i])
			return &fake_own[i];
	}
	return &fake_own[0];
}

static const void *fake_shared_identity(const struct net *net)
{
	return &fake_shared;
}

static const void *fake_own_identity(const struct net *net)
{
	return fake_own_of(net);
}

static u32 fake_shared_slots(const struct net *net)
{
	return fake_shared.slots;
}

static u32 fake_own_slots(const struct net *net)
{
	return fake_own_of(net)->slots;
}

static u32 fake_skip(const struct fake_table *table, u32 slot, u32 end)
{
	fake.widest = max(fake.widest, end - slot);
	while (slot < end && !table->buckets[slot].nr)
		slot++;
	return slot;
}

static u32 fake_shared_skip(const struct net *net, u32 slot, u32 end)
{
	return fake_skip(&fake_shared, slot, end);
}

static u32 fake_own_skip(const struct net *net, u32 slot, u32 end)
{
	return fake_skip(fake_own_of(net), slot, end);
}

/* No assertion in here: it would leave rcu_read_lock() behind. */
static bool fake_read(struct nt_walk *walk, struct fake_bucket *bucket)
{
	struct nt_place place = { 0 };
	bool moves = bucket->never || bucket->reads < bucket->moves;
	u32 nr = moves ? (bucket->nr + 1) / 2 : bucket->nr;
	u32 first = bucket->first;
	bool whole = !moves;
	u32 i;

	if (!rcu_read_lock_held())
		fake.outside_rcu = true;
	bucket->reads++;
	for (i = 0; i < nr; i++)
		whole &= nt_walk_add(walk, fake_sock(first + i), &place);
	bucket->first += bucket->shift;
	bucket->nr += bucket->grow;
	return whole;
}

static bool fake_shared_read(struct nt_walk *walk, const struct net *net,
			     u32 slot)
{
	return fake_read(walk, &fake_shared.buckets[slot]);
}

static bool fake_own_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	return fake_read(walk, &fake_own_of(net)->buckets[slot]);
}

static enum nt_walk_how fake_shared_read_some(struct nt_walk *walk,
					      const struct net *net, u32 end,
					      u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, fake_shared_skip,
			       fake_shared_read);
}

static enum nt_walk_how fake_own_read_some(struct nt_walk *walk,
					   const struct net *net, u32 end,
					   u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, fake_own_skip,
			       fake_own_read);
}

const struct nt_table fake_tables[] = {
	{
		.protocol	= NETTUNE_PROTOCOL_UDP,
		.states		= 1U << NT_STATE_CLOSE,
		.identity	= fake_shared_identity,
		.slots		= fake_shared_slots,
		.read		= fake_shared_read_some,
	},
	{
		.protocol	= NETTUNE_PROTOCOL_TCP,
		.states		= 1U << NT_STATE_ESTABLISHED,
		.identity	= fake_own_identity,
		.slots		= fake_own_slots,
		.read		= fake_own_read_some,
	},
};

const u32 fake_tables_nr = ARRAY_SIZE(fake_tables);

/* Empty tables, no sockets yet, and all namespaces there. */
static int fake_begin(struct kunit *test)
{
	u32 i;

	memset(&fake, 0, sizeof(fake));
	memset(&fake_shared, 0, sizeof(fake_shared));
	memset(fake_own, 0, sizeof(fake_own));
	fake.nets[0] = &init_net;
	for (i = 1; i < FAKE_NETS; i++) {
		fake.nets[i] = kunit_kzalloc(test, sizeof(struct net),
					     GFP_KERNEL);
		if (!fake.nets[i])
			return -ENOMEM;
		fake.nets[i]->ns.inum = i;
	}
	for (i = 0; i < FAKE_SOCKETS; i++)
		fake_snap_results[i] = 1;
	return 0;
}

/* After a case that failed, too. */
static void fake_clean_up(struct kunit *test)
{
	nt_walk_destroy(&fake.walk);
}

/* Buckets of these sizes, with numbers of their own, from 1 on. */
static u32 fake_fill(struct fake_table *table, const u32 *sizes, u32 slots,
		     u32 first)
{
	u32 i;

	table->slots = slots;
	for (i = 0; i < slots; i++) {
		table->buckets[i] = (struct fake_bucket){
			.first = first, .nr = sizes[i],
		};
		first += sizes[i];
	}
	return first;
}

static void fake_start_filter(struct kunit *test, struct net *net,
			      u32 protocols, u32 states)
{
	static struct nt_view view;

	view = (struct nt_view){
		.net = net,
		.filter = {
			.protocols	= protocols,
			.families	= NT_FAMILIES_ALL,
			.states		= states,
		},
	};
	nt_view_prepare(&view);
	NT_ASSERT_EQ(nt_walk_init(&fake.walk, &view), 0);
}

static void fake_start(struct kunit *test, struct net *net)
{
	fake_start_filter(test, net, NT_PROTOCOLS_ALL, NT_STATES_ALL);
}

/* Take so many sockets, or all; how many there were. */
static u32 fake_take(struct kunit *test, u32 most)
{
	const struct nt_snap *snap;
	u32 nr;

	for (nr = 0; nr < most; nr++) {
		snap = nt_walk_peek(&fake.walk);
		NT_ASSERT_FALSE(IS_ERR(snap));
		if (!snap)
			break;
		fake.seen[snap->id.cookie]++;
		nt_walk_advance(&fake.walk);
	}
	return nr;
}

/* These sockets, and so far no others beyond them, were seen so often. */
static void fake_check_seen(struct kunit *test, u32 first, u32 end, u8 times)
{
	u32 i;

	for (i = first; i < end; i++)
		NT_ASSERT_EQ_AT(fake.seen[i], times, i);
}

static void fake_end(struct kunit *test)
{
	nt_walk_destroy(&fake.walk);
	NT_ASSERT_EQ(fake.held, 0);
	NT_ASSERT_FALSE(fake.outside_rcu);
}

#endif /* _NT_TESTS_WALK_FAKE_H */
