// SPDX-License-Identifier: GPL-2.0
/*
 * Tests tables.c and snapshot.c in the states that the walk has to notice:
 * sockets in the wrong chain, chains with the wrong end, and both coming about
 * while a chain is read.
 */
#include "tables_cases_idle.h"
#include "tables_cases_tcp.h"

/* UDP */

#ifdef NT_HAVE_NET_UDP_TABLE
/* The slot of a port of the namespace that is looked at. */
static u32 tables_udp_slot(u16 port)
{
	return (port + 3) % TABLES_SLOTS;
}

static struct sock *tables_udp(struct kunit *test, u16 port, u32 slot)
{
	struct sock *sk = tables_full(test, sizeof(struct udp_sock), TCP_CLOSE,
				      port);

	hlist_add_head_rcu(&sk->sk_node, &tables.udp_slots[slot].head);
	return sk;
}

static bool tables_read_udp(u32 slot)
{
	return tables_read(udp_read, slot);
}

/* Bound anew: first its port, then its place. */
static void tables_udp_rebind(struct sock *sk)
{
	sk->sk_num += 1;
}

static void tables_udp_move(struct sock *sk)
{
	hlist_del_rcu(&sk->sk_node);
	sk->sk_num += 1;
	sk->sk_dport = htons(1000 + sk->sk_num);
	hlist_add_head_rcu(&sk->sk_node,
			   &tables.udp_slots[tables_udp_slot(sk->sk_num)].head);
}

NT_CASE(tables_udp_whole)
{
	struct sock *sk;

	tables_udp(test, 16, 3);
	tables_udp(test, 32, 3);
	sk = tables_udp(test, 48, 3);
	sk->sk_state = TCP_ESTABLISHED;
	sk = tables_udp(test, 64, 3);
	refcount_set(&sk->sk_refcnt, 0);
	/* Of another namespace, whose ports go elsewhere. */
	sk = tables_udp(test, 14, 3);
	write_pnet(&sk->sk_net, tables.other);
	NT_ASSERT_TRUE(tables_read_udp(3));
	TABLES_CHECK(48, 32, 16);
	NT_ASSERT_EQ(tables.snaps[0].id.protocol, IPPROTO_UDP);
	NT_ASSERT_EQ(tables.snaps[0].mem.rcvbuf, 4800);
}

/* One that is somewhere else by now leads there, wherever in the chain. */
NT_CASE(tables_udp_elsewhere)
{
	struct sock *sks[3];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sks); i++)
		sks[i] = tables_udp(test, 16 * (i + 1), 3);
	for (i = 0; i < ARRAY_SIZE(sks); i++) {
		sks[i]->sk_num += 1;
		NT_ASSERT_FALSE(tables_read_udp(3));
		/* It is not even looked into: it is not of this bucket. */
		NT_ASSERT_EQ_AT(tables.asked, 2 - i, i);
		sks[i]->sk_num -= 1;
	}
	/* Of another namespace, in the slot where this one's would be. */
	write_pnet(&sks[1]->sk_net, tables.other);
	NT_ASSERT_FALSE(tables_read_udp(3));
	sks[1]->sk_num -= 2;
	NT_ASSERT_TRUE(tables_read_udp(3));
}

/* It is bound anew while the reader stands on it. */
NT_CASE(tables_udp_rebound_meanwhile)
{
	struct sock *sks[3];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sks); i++)
		sks[i] = tables_udp(test, 16 * (i + 1), 3);
	for (i = 0; i < ARRAY_SIZE(sks); i++) {
		tables_when(sks[i], tables_udp_rebind);
		NT_ASSERT_FALSE(tables_read_udp(3));
		/* None was read after it. */
		NT_ASSERT_EQ_AT(tables.asked, 3 - i, i);
		sks[i]->sk_num -= 1;
		tables_when(NULL, NULL);
		NT_ASSERT_TRUE(tables_read_udp(3));
		TABLES_CHECK(48, 32, 16);
	}
}

/* ... and takes the reader along. */
NT_CASE(tables_udp_moved_meanwhile)
{
	struct sock *sk;

	tables_udp(test, 16, 3);
	sk = tables_udp(test, 32, 3);
	tables_udp(test, 48, 3);
	tables_udp(test, 17, 4);
	tables_when(sk, tables_udp_move);
	NT_ASSERT_FALSE(tables_read_udp(3));
	NT_ASSERT_EQ(tables.asked, 2);
	tables_when(NULL, NULL);
	NT_ASSERT_TRUE(tables_read_udp(3));
	TABLES_CHECK(48, 16);
	NT_ASSERT_TRUE(tables_read_udp(4));
	TABLES_CHECK(33, 17);
	/* Into an empty chain: only its end is met, which looks like ours. */
	tables_when(sk, tables_udp_move);
	NT_ASSERT_FALSE(tables_read_udp(4));
}

NT_CASE(tables_udp_leaves_nothing_unset)
{
	tables_udp(test, 16, 3);
	tables_check_sent(test, udp_read, 3);
}
#endif

/* Raw sockets */

#ifdef NT_HAVE_RAW_RCU
NT_CASE(tables_raw)
{
	struct raw_hashinfo *hinfo;
	struct sock *sk;
	u32 protocol;
	bool whole;

	hinfo = kunit_kzalloc(test, sizeof(*hinfo), GFP_KERNEL);
	NT_ASSERT_TRUE(hinfo);
	for (protocol = 1; protocol < 4; protocol++) {
		sk = tables_full(test, sizeof(struct raw_sock), TCP_CLOSE,
				 protocol);
		hlist_add_head_rcu(&sk->sk_node, &hinfo->ht[9]);
		if (protocol == 2)
			write_pnet(&sk->sk_net, tables.other);
	}
	rcu_read_lock();
	whole = raw_read(&tables.walk, hinfo, 9);
	rcu_read_unlock();
	NT_ASSERT_TRUE(whole);
	TABLES_CHECK(3, 1);
	NT_ASSERT_EQ(tables.snaps[0].id.protocol, IPPROTO_RAW);
	NT_ASSERT_EQ(raw_skip(hinfo, 0, RAW_HTABLE_SIZE), 9);
	NT_ASSERT_EQ(raw_skip(hinfo, 10, RAW_HTABLE_SIZE), RAW_HTABLE_SIZE);
	NT_ASSERT_EQ(raw_skip(hinfo, 0, 9), 9);
}
#endif

NT_CASES(tables_cases) = {
	NT_RUN(tables_established),
	NT_RUN(tables_mini_sockets),
	NT_RUN(tables_dead_or_foreign),
	NT_RUN(tables_states_of_none),
	NT_RUN(tables_hash_of_another_slot),
	NT_RUN(tables_not_hashed_yet),
	NT_RUN(tables_end_of_another_chain),
	NT_RUN(tables_idle),
	NT_RUN(tables_idle_of_family),
	NT_RUN(tables_idle_read_again),
	NT_RUN(tables_idle_unwanted),
	NT_RUN(tables_recycled_meanwhile),
	NT_RUN(tables_moved_meanwhile),
	NT_RUN(tables_left_meanwhile),
	NT_RUN(tables_skip),
	NT_RUN(tables_listeners),
	NT_RUN(tables_listeners_other_end),
	NT_RUN(tables_leave_nothing_unset),
#ifdef NT_HAVE_NET_UDP_TABLE
	NT_RUN(tables_udp_whole),
	NT_RUN(tables_udp_elsewhere),
	NT_RUN(tables_udp_rebound_meanwhile),
	NT_RUN(tables_udp_moved_meanwhile),
	NT_RUN(tables_udp_leaves_nothing_unset),
#endif
#ifdef NT_HAVE_RAW_RCU
	NT_RUN(tables_raw),
#endif
	NT_CASES_END
};

static struct kunit_suite nt_tables_suite = {
	.name		= "nettune_tables",
	.init		= tables_begin,
	.test_cases	= tables_cases,
};

kunit_test_suite(nt_tables_suite);
