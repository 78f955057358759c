/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tables.c and snapshot.c, over hash tables and sockets that are made by hand.
 */
#ifndef _NT_TESTS_TABLES_FAKE_H
#define _NT_TESTS_TABLES_FAKE_H

#include "../nets.c"
#include "../snapshot.c"

#include <linux/list_nulls.h>
#include <net/inet_hashtables.h>
#include <net/udp.h>

#include "cases.h"

#define TABLES_SLOTS	16
#define TABLES_ROOM	16

static struct tables_test {
	struct net			*net;
	struct net			*other;
	struct inet_hashinfo		hinfo;
	struct inet_ehash_bucket	ehash[TABLES_SLOTS];
	struct inet_listen_hashbucket	lhash2[TABLES_SLOTS];
#ifdef NT_HAVE_NET_UDP_TABLE
	struct udp_table		udp;
	struct udp_hslot		udp_slots[TABLES_SLOTS];
#endif
	struct nt_walk			walk;
	struct nt_snap			snaps[TABLES_ROOM + 1];
	/* What happens once this socket has been read. */
	struct sock			*trigger;
	void				(*event)(struct sock *sk);
	u32				asked;
} tables;

static int tables_snap_read(struct nt_snap *snap, struct sock *sk,
			    const struct nt_place *place,
			    const struct nt_view *view,
			    const struct nt_nets *nets)
{
	int taken = nt_snap_read(snap, sk, place, view, nets);

	tables.asked++;
	if (tables.event && sk == tables.trigger)
		tables.event(sk);
	return taken;
}

#define nt_snap_read	tables_snap_read

#include "../tables.c"

static void tables_make_hashinfo(void)
{
	u32 i;

	tables.hinfo.ehash = tables.ehash;
	tables.hinfo.ehash_mask = TABLES_SLOTS - 1;
	tables.hinfo.lhash2 = tables.lhash2;
	tables.hinfo.lhash2_mask = TABLES_SLOTS - 1;
	for (i = 0; i < TABLES_SLOTS; i++) {
		INIT_HLIST_NULLS_HEAD(&tables.ehash[i].chain, i);
		INIT_HLIST_NULLS_HEAD(&tables.lhash2[i].nulls_head,
				      LISTENING_NULLS_BASE + i);
	}
	tables.net->ipv4.tcp_death_row.hashinfo = &tables.hinfo;
	tables.other->ipv4.tcp_death_row.hashinfo = &tables.hinfo;
}

static void tables_make_udp(void)
{
#ifdef NT_HAVE_NET_UDP_TABLE
	tables.udp.hash = tables.udp_slots;
	tables.udp.mask = TABLES_SLOTS - 1;
	tables.udp.log = ilog2(TABLES_SLOTS);
	tables.net->ipv4.udp_table = &tables.udp;
	tables.other->ipv4.udp_table = &tables.udp;
#endif
	/* Where ports go differs by namespace. */
	tables.net->hash_mix = 3;
	tables.other->hash_mix = 5;
}

static int tables_begin(struct kunit *test)
{
	struct nt_view *view = &tables.walk.view;

	memset(&tables, 0, sizeof(tables));
	tables.net = kunit_kzalloc(test, sizeof(struct net), GFP_KERNEL);
	tables.other = kunit_kzalloc(test, sizeof(struct net), GFP_KERNEL);
	if (!tables.net || !tables.other)
		return -ENOMEM;
	tables.net->ns.inum = 7;
	tables.other->ns.inum = 8;
	tables_make_hashinfo();
	tables_make_udp();
	*view = (struct nt_view){
		.net = tables.net, .user_ns = &init_user_ns,
		.filter = { NT_FILTER_ALL_KINDS },
		.reads = nt_group_reads(NETTUNE_GROUP_MEM | NETTUNE_GROUP_TCP |
					NETTUNE_GROUP_LISTENER |
					NETTUNE_GROUP_OWNER),
	};
	nt_view_prepare(view);
	tables.walk.nets.one = tables.net;
	tables.walk.snaps = tables.snaps;
	tables.walk.room = TABLES_ROOM;
	return 0;
}

/* A socket of a size of its kind, so that KASAN sees what is read beyond it. */
static struct sock *tables_sock(struct kunit *test, size_t size, u8 state,
				u16 port)
{
	struct sock *sk = kunit_kzalloc(test, size, GFP_KERNEL);

	NT_ASSERT_TRUE(sk);
	sk->sk_family = AF_INET;
	sk->sk_state = state;
	sk->sk_num = port;
	sk->sk_dport = htons(1000 + port);
	write_pnet(&sk->sk_net, tables.net);
	refcount_set(&sk->sk_refcnt, 1);
	return sk;
}

static struct sock *tables_full(struct kunit *test, size_t size, u8 state,
				u16 port)
{
	struct sock *sk = tables_sock(test, size, state, port);

	refcount_set(&sk->sk_wmem_alloc, 1);
	sk->sk_rcvbuf = 100 * port;
	return sk;
}

static struct hlist_nulls_head *tables_chain(u32 slot)
{
	return &tables.ehash[slot].chain;
}

static void tables_hash(struct sock *sk, u32 slot, u32 hash)
{
	sk->sk_hash = hash;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node, tables_chain(slot));
}

/* A connection in the chain where its hash belongs. */
static struct sock *tables_tcp(struct kunit *test, u16 port, u32 slot)
{
	struct sock *sk = tables_full(test, sizeof(struct tcp_sock),
				      TCP_ESTABLISHED, port);

	tables_hash(sk, slot, TABLES_SLOTS * port + slot);
	return sk;
}

/* Read a bucket; is it whole? */
static bool tables_read(nt_bucket_read *read, u32 slot)
{
	bool whole;

	tables.walk.nr = 0;
	tables.asked = 0;
	rcu_read_lock();
	whole = read(&tables.walk, tables.net, slot);
	rcu_read_unlock();
	return whole;
}

static bool tables_read_tcp(u32 slot)
{
	return tables_read(established_read, slot);
}

/* The ports of those that were taken, in the order of the chain. */
static void tables_check(struct kunit *test, const u16 *ports, u32 nr)
{
	u32 i;

	NT_ASSERT_EQ(tables.walk.nr, nr);
	for (i = 0; i < nr; i++) {
		NT_ASSERT_EQ_AT(ntohs(tables.snaps[i].id.sport), ports[i], i);
		NT_ASSERT_EQ_AT(ntohs(tables.snaps[i].id.dport),
				1000 + ports[i], i);
		NT_ASSERT_EQ_AT(tables.snaps[i].id.netns, 7, i);
	}
}

#define TABLES_CHECK(...)						\
	do {								\
		static const u16 ports[] = { __VA_ARGS__ };		\
									\
		tables_check(test, ports, ARRAY_SIZE(ports));		\
	} while (0)

#endif /* _NT_TESTS_TABLES_FAKE_H */
