/* SPDX-License-Identifier: GPL-2.0 */
/* Cases of idle connections, of which there is nothing to say but their number. */
#ifndef _NT_TESTS_TABLES_CASES_IDLE_H
#define _NT_TESTS_TABLES_CASES_IDLE_H

#include "tables_fake.h"

static void tables_busy_rmem(struct sock *sk)
{
	atomic_set(&sk->sk_rmem_alloc, 1);
}

static void tables_busy_wmem(struct sock *sk)
{
	sk->sk_wmem_queued = 1;
}

static void tables_busy_backlog(struct sock *sk)
{
	sk->sk_backlog.len = 1;
}

static void tables_busy_drops(struct sock *sk)
{
	atomic_set(&sk->sk_drops, 1);
}

static void tables_busy_recv_q(struct sock *sk)
{
	tcp_sk(sk)->rcv_nxt = 5;
	tcp_sk(sk)->copied_seq = 4;
}

static void tables_busy_send_q(struct sock *sk)
{
	tcp_sk(sk)->write_seq = 5;
	tcp_sk(sk)->snd_una = 4;
}

static void tables_busy_state(struct sock *sk)
{
	sk->sk_state = TCP_CLOSE_WAIT;
}

static void (*const tables_busy[])(struct sock *sk) = {
	tables_busy_rmem, tables_busy_wmem, tables_busy_backlog,
	tables_busy_drops, tables_busy_recv_q, tables_busy_send_q,
	tables_busy_state,
};

/* Count them apart, as a summary of all does. */
static void tables_count_idle(void)
{
	struct nt_view *view = &tables.walk.view;

	view->count_idle = true;
	nt_view_prepare(view);
	tables.walk.idle = (struct nt_idle){};
}

/* They are counted and not read; the others are read and not counted. */
NT_CASE(tables_idle)
{
	u32 i, nr = ARRAY_SIZE(tables_busy);
	struct sock *sk;

	tables_count_idle();
	for (i = 0; i < nr; i++) {
		tables_tcp(test, 100 + i, 3);
		sk = tables_tcp(test, 1 + i, 3);
		tables_busy[i](sk);
	}
	/* Those of others, and what is dead, are neither. */
	sk = tables_tcp(test, 200, 3);
	write_pnet(&sk->sk_net, tables.other);
	sk = tables_tcp(test, 201, 3);
	refcount_set(&sk->sk_refcnt, 0);
	NT_ASSERT_TRUE(tables_read_tcp(3));
	TABLES_CHECK(7, 6, 5, 4, 3, 2, 1);
	NT_ASSERT_EQ(tables.walk.idle.nr, nr);
	NT_ASSERT_EQ(tables.walk.idle.rcvbuf, 100 * (nr * 100 + 21));
}

/* Those of a family that is not wanted are not counted. */
NT_CASE(tables_idle_of_family)
{
	struct sock *sk;

	tables.walk.view.filter.families = NETTUNE_FAMILY_INET6;
	tables_count_idle();
	tables_tcp(test, 1, 3);
	sk = tables_tcp(test, 2, 3);
	sk->sk_family = AF_INET6;
	NT_ASSERT_TRUE(tables_read_tcp(3));
	NT_ASSERT_EQ(tables.walk.nr, 0);
	NT_ASSERT_EQ(tables.walk.idle.nr, 1);
	NT_ASSERT_EQ(tables.walk.idle.rcvbuf, 200);
}

static enum nt_walk_how tables_read_bucket(void)
{
	enum nt_walk_how how;
	u32 length;

	rcu_read_lock();
	how = nt_walk_bucket(&tables.walk, tables.net, established_read,
			     &length);
	rcu_read_unlock();
	return how;
}

/* A bucket that is read again counts once. */
NT_CASE(tables_idle_read_again)
{
	tables_count_idle();
	tables.walk.slot = 3;
	tables.walk.tries = 1;
	/* Its chain ends as another one does. */
	INIT_HLIST_NULLS_HEAD(tables_chain(3), 4);
	tables_tcp(test, 1, 3);
	tables_tcp(test, 2, 3);
	NT_ASSERT_EQ(tables_read_bucket(), NT_WALK_MOVED);
	NT_ASSERT_EQ(tables.walk.idle.nr, 0);
	NT_ASSERT_EQ(tables.walk.idle.rcvbuf, 0);
	INIT_HLIST_NULLS_HEAD(tables_chain(3), 3);
	tables_tcp(test, 3, 3);
	NT_ASSERT_EQ(tables_read_bucket(), NT_WALK_DONE);
	NT_ASSERT_EQ(tables.walk.idle.nr, 1);
	NT_ASSERT_EQ(tables.walk.idle.rcvbuf, 300);
	NT_ASSERT_EQ(tables.walk.slot, 4);
}

/* Who wants a value that they do not have does not read them at all. */
NT_CASE(tables_idle_unwanted)
{
	struct nt_filter *filter = &tables.walk.view.filter;

	filter->checks = NT_FILTER_MINIMUMS;
	filter->nr_minimums = 1;
	filter->minimums[0].key = NETTUNE_KEY_RMEM_ALLOC;
	filter->minimums[0].value = 1;
	tables_count_idle();
	tables_tcp(test, 1, 3);
	tables_busy_rmem(tables_tcp(test, 2, 3));
	/* Not idle, and yet not wanted. */
	tables_busy_wmem(tables_tcp(test, 3, 3));
	NT_ASSERT_TRUE(tables_read_tcp(3));
	TABLES_CHECK(2);
	NT_ASSERT_EQ(tables.asked, 2);
	NT_ASSERT_EQ(tables.walk.idle.nr, 0);
}

#endif /* _NT_TESTS_TABLES_CASES_IDLE_H */
