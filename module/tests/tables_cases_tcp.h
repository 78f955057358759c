/* SPDX-License-Identifier: GPL-2.0 */
/* Cases of the tables of connections and listeners. */
#ifndef _NT_TESTS_TABLES_CASES_TCP_H
#define _NT_TESTS_TABLES_CASES_TCP_H

#include "tables_fake.h"

NT_CASE(tables_established)
{
	u32 slot;

	tables_tcp(test, 1, 3);
	tables_tcp(test, 2, 3);
	tables_tcp(test, 3, 4);
	NT_ASSERT_TRUE(tables_read_tcp(3));
	TABLES_CHECK(2, 1);
	NT_ASSERT_EQ(tables.snaps[0].mem.rcvbuf, 200);
	NT_ASSERT_EQ(tables.snaps[0].id.state, TCP_ESTABLISHED);
	NT_ASSERT_EQ(tables.snaps[0].id.protocol, IPPROTO_TCP);
	NT_ASSERT_TRUE(tables_read_tcp(4));
	TABLES_CHECK(3);
	for (slot = 5; slot < TABLES_SLOTS; slot++) {
		NT_ASSERT_TRUE(tables_read_tcp(slot));
		NT_ASSERT_EQ(tables.walk.nr, 0);
	}
}

/* Mini-sockets, which are smaller, among full ones. */
NT_CASE(tables_mini_sockets)
{
	struct sock *tw = tables_sock(test, sizeof(struct tcp_timewait_sock),
				      TCP_TIME_WAIT, 2);
	struct sock *req = tables_sock(test, sizeof(struct tcp_request_sock),
				       TCP_NEW_SYN_RECV, 3);

	inet_twsk(tw)->tw_substate = TCP_FIN_WAIT2;
	tables_tcp(test, 1, 6);
	tables_hash(tw, 6, 6);
	tables_hash(req, 6, TABLES_SLOTS + 6);
	tables_tcp(test, 4, 6);
	NT_ASSERT_TRUE(tables_read_tcp(6));
	TABLES_CHECK(4, 3, 2, 1);
	NT_ASSERT_EQ(tables.snaps[1].id.state, TCP_SYN_RECV);
	NT_ASSERT_EQ(tables.snaps[1].has, 0);
	NT_ASSERT_EQ(tables.snaps[2].id.state, TCP_FIN_WAIT2);
	NT_ASSERT_EQ(tables.snaps[2].has, 0);
	NT_ASSERT_TRUE(tables.snaps[3].has & NT_HAS_TCP);
}

/* Dead ones, and those of another namespace, are passed over. */
NT_CASE(tables_dead_or_foreign)
{
	struct sock *sk;

	tables_tcp(test, 1, 2);
	sk = tables_tcp(test, 2, 2);
	refcount_set(&sk->sk_refcnt, 0);
	tables_tcp(test, 3, 2);
	sk = tables_tcp(test, 4, 2);
	write_pnet(&sk->sk_net, tables.other);
	sk = tables_tcp(test, 5, 2);
	/* As while it is recycled. */
	write_pnet(&sk->sk_net, NULL);
	NT_ASSERT_TRUE(tables_read_tcp(2));
	TABLES_CHECK(3, 1);
}

/* States that sockets in this table never have: memory of a new socket. */
NT_CASE(tables_states_of_none)
{
	struct sock *sk;

	tables_tcp(test, 1, 2);
	sk = tables_tcp(test, 2, 2);
	sk->sk_state = TCP_CLOSE;
	sk = tables_tcp(test, 3, 2);
	sk->sk_state = TCP_LISTEN;
	sk = tables_tcp(test, 4, 2);
	sk->sk_state = TCP_LAST_ACK;
	NT_ASSERT_TRUE(tables_read_tcp(2));
	TABLES_CHECK(4, 1);
}

/*
 * One that has become a socket of another bucket, but is still met in this
 * chain, belongs to the other: here it is none, or it would be there twice.
 */
NT_CASE(tables_hash_of_another_slot)
{
	struct sock *sk;

	tables_tcp(test, 1, 5);
	sk = tables_tcp(test, 2, 5);
	sk->sk_hash = TABLES_SLOTS * 2 + 9;
	tables_tcp(test, 3, 5);
	NT_ASSERT_TRUE(tables_read_tcp(5));
	TABLES_CHECK(3, 1);
	/* The first and the last, too. */
	sk = tables_tcp(test, 4, 5);
	sk->sk_hash = 4;
	NT_ASSERT_TRUE(tables_read_tcp(5));
	TABLES_CHECK(3, 1);
}

/* A hash of 0 belongs to slot 0, unless the socket is not hashed at all yet. */
NT_CASE(tables_not_hashed_yet)
{
	struct sock *sk = tables_full(test, sizeof(struct tcp_sock),
				      TCP_ESTABLISHED, 1);

	tables_hash(sk, 0, 0);
	NT_ASSERT_TRUE(tables_read_tcp(0));
	TABLES_CHECK(1);
	/* What sk_prot_clear_nulls() leaves of one in a chain: its next. */
	sk->sk_nulls_node.pprev = NULL;
	NT_ASSERT_TRUE(tables_read_tcp(0));
	NT_ASSERT_EQ(tables.walk.nr, 0);
}

/* A chain that ends as another one does was left for that. */
NT_CASE(tables_end_of_another_chain)
{
	INIT_HLIST_NULLS_HEAD(tables_chain(5), 6);
	NT_ASSERT_FALSE(tables_read_tcp(5));
	tables_tcp(test, 1, 5);
	NT_ASSERT_FALSE(tables_read_tcp(5));
	INIT_HLIST_NULLS_HEAD(tables_chain(5), LISTENING_NULLS_BASE + 5);
	NT_ASSERT_FALSE(tables_read_tcp(5));
}

/* What happens to a socket while the reader stands on it */

static void tables_recycle(struct sock *sk)
{
	sk->sk_hash += TABLES_SLOTS + 1;
}

static void tables_move(struct sock *sk)
{
	hlist_nulls_del_init_rcu(&sk->sk_nulls_node);
	sk->sk_hash += 1;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node,
				 tables_chain(sk->sk_hash % TABLES_SLOTS));
}

static void tables_leave(struct sock *sk)
{
	hlist_nulls_del_rcu(&sk->sk_nulls_node);
	refcount_set(&sk->sk_refcnt, 0);
}

static void tables_when(struct sock *sk, void (*event)(struct sock *sk))
{
	tables.trigger = sk;
	tables.event = event;
}

/* Its memory becomes another socket's, wherever in the chain it is. */
NT_CASE(tables_recycled_meanwhile)
{
	struct sock *sks[3];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sks); i++)
		sks[i] = tables_tcp(test, i + 1, 7);
	for (i = 0; i < ARRAY_SIZE(sks); i++) {
		tables_when(sks[i], tables_recycle);
		NT_ASSERT_FALSE(tables_read_tcp(7));
		tables_when(NULL, NULL);
		NT_ASSERT_TRUE(tables_read_tcp(7));
		NT_ASSERT_EQ_AT(tables.walk.nr, 2 - i, i);
	}
}

/* It takes the reader along into another chain, whoever is there. */
NT_CASE(tables_moved_meanwhile)
{
	struct sock *sk;

	tables_tcp(test, 1, 7);
	sk = tables_tcp(test, 2, 7);
	tables_tcp(test, 3, 7);
	tables_tcp(test, 4, 8);
	tables_when(sk, tables_move);
	NT_ASSERT_FALSE(tables_read_tcp(7));
	tables_when(NULL, NULL);
	NT_ASSERT_TRUE(tables_read_tcp(7));
	TABLES_CHECK(3, 1);
	NT_ASSERT_TRUE(tables_read_tcp(8));
	TABLES_CHECK(2, 4);
	/* Into an empty one, of which there is but the end. */
	tables_when(sk, tables_move);
	NT_ASSERT_FALSE(tables_read_tcp(8));
	TABLES_CHECK(2);
}

/* It goes: the others are all there, so this is no reason to read again. */
NT_CASE(tables_left_meanwhile)
{
	struct sock *sks[3];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sks); i++)
		sks[i] = tables_tcp(test, i + 1, 7);
	tables_when(sks[1], tables_leave);
	NT_ASSERT_TRUE(tables_read_tcp(7));
	TABLES_CHECK(3, 2, 1);
	tables_when(NULL, NULL);
	NT_ASSERT_TRUE(tables_read_tcp(7));
	TABLES_CHECK(3, 1);
}

/* The first bucket with something in it, and never one beyond the end. */
NT_CASE(tables_skip)
{
	u32 slot, end, first;

	NT_ASSERT_EQ(established_slots(tables.net), TABLES_SLOTS);
	tables_tcp(test, 1, 2);
	tables_tcp(test, 2, 11);
	for (slot = 0; slot <= TABLES_SLOTS; slot++) {
		for (end = slot; end <= TABLES_SLOTS; end++) {
			first = slot <= 2 ? 2 : slot <= 11 ? 11 : TABLES_SLOTS;
			NT_ASSERT_EQ_AT(established_skip(tables.net, slot, end),
					min(first, end), slot);
		}
	}
}

/* Listeners */

static struct sock *tables_listener(struct kunit *test, u16 port, u32 slot)
{
	struct sock *sk = tables_full(test, sizeof(struct tcp_sock), TCP_LISTEN,
				      port);

	sk->sk_max_ack_backlog = 10 * port;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node,
				 &tables.lhash2[slot].nulls_head);
	return sk;
}

static bool tables_read_listen(u32 slot)
{
	return tables_read(listen_read, slot);
}

NT_CASE(tables_listeners)
{
	struct sock *sk;

	tables_listener(test, 1, 4);
	sk = tables_listener(test, 2, 4);
	refcount_set(&sk->sk_refcnt, 0);
	sk = tables_listener(test, 3, 4);
	write_pnet(&sk->sk_net, tables.other);
	sk = tables_listener(test, 4, 4);
	/* It stopped listening, and its memory became a connection. */
	sk->sk_state = TCP_ESTABLISHED;
	tables_listener(test, 5, 4);
	NT_ASSERT_TRUE(tables_read_listen(4));
	TABLES_CHECK(5, 1);
	NT_ASSERT_EQ(tables.snaps[0].listener.accept_max, 50);
	NT_ASSERT_FALSE(tables.snaps[0].has & NT_HAS_TCP);
}

NT_CASE(tables_listeners_other_end)
{
	struct hlist_nulls_head *head = &tables.lhash2[4].nulls_head;

	NT_ASSERT_TRUE(tables_read_listen(4));
	INIT_HLIST_NULLS_HEAD(head, LISTENING_NULLS_BASE + 5);
	NT_ASSERT_FALSE(tables_read_listen(4));
	/* The same number, but an end of the connections' table. */
	INIT_HLIST_NULLS_HEAD(head, 4);
	tables_listener(test, 1, 4);
	NT_ASSERT_FALSE(tables_read_listen(4));
}

/* What is sent of a socket, all of it, whatever the array held before. */

struct tables_sent {
	struct nettune_sock_id		id;
	struct nettune_sock_mem		mem;
	struct nettune_sock_listener	listener;
	struct nettune_sock_tcp		tcp;
	struct nettune_sock_owner	owner;
};

static struct tables_sent tables_send(u8 before, nt_bucket_read *read, u32 slot,
				      u32 groups)
{
	const struct nt_snap *snap = &tables.snaps[0];
	struct tables_sent sent;

	memset(tables.snaps, before, sizeof(tables.snaps));
	tables_read(read, slot);
	memset(&sent, 0, sizeof(sent));
	sent.id = snap->id;
	if ((groups & NETTUNE_GROUP_MEM) && (snap->has & NT_HAS_MEM))
		sent.mem = snap->mem;
	if ((groups & NETTUNE_GROUP_LISTENER) && (snap->has & NT_HAS_ACCEPT))
		sent.listener = snap->listener;
	if ((groups & NETTUNE_GROUP_TCP) && (snap->has & NT_HAS_TCP))
		sent.tcp = snap->tcp;
	if ((groups & NETTUNE_GROUP_OWNER) && (snap->has & NT_HAS_OWNER))
		sent.owner = snap->owner;
	return sent;
}

/* For each set of groups, and with a filter that reads some of it first. */
static void tables_check_sent(struct kunit *test, nt_bucket_read *read,
			      u32 slot)
{
	static struct tables_sent a, b;
	struct nt_view *view = &tables.walk.view;
	u32 groups;

	for (groups = 0; groups < 32; groups++) {
		if (groups & NETTUNE_GROUP_COOKIE)
			view->filter.checks = NT_FILTER_MINIMUMS |
					      NT_FILTER_SADDRS;
		else
			view->filter.checks = 0;
		view->filter.nr_minimums = 0;
		view->filter.nr_saddrs = 1;
		view->filter.saddrs[0].family = AF_INET;
		view->reads = nt_group_reads(groups & ~NETTUNE_GROUP_COOKIE);
		nt_view_prepare(view);
		a = tables_send(0x00, read, slot, groups);
		b = tables_send(0xab, read, slot, groups);
		NT_ASSERT_EQ_AT(tables.walk.nr, 1, groups);
		NT_ASSERT_TRUE_AT(!memcmp(&a.id, &b.id, sizeof(a.id)), groups);
		NT_ASSERT_TRUE_AT(!memcmp(&a, &b, sizeof(a)), groups);
	}
}

NT_CASE(tables_leave_nothing_unset)
{
	struct sock *tw = tables_sock(test, sizeof(struct tcp_timewait_sock),
				      TCP_TIME_WAIT, 2);
	struct sock *req = tables_sock(test, sizeof(struct tcp_request_sock),
				       TCP_NEW_SYN_RECV, 3);

	inet_twsk(tw)->tw_substate = TCP_TIME_WAIT;
	tables_tcp(test, 1, 1);
	tables_hash(tw, 2, 2);
	tables_hash(req, 3, 3);
	tables_listener(test, 4, 4);
	tables_check_sent(test, established_read, 1);
	tables_check_sent(test, established_read, 2);
	tables_check_sent(test, established_read, 3);
	tables_check_sent(test, listen_read, 4);
}

#endif /* _NT_TESTS_TABLES_CASES_TCP_H */
