// SPDX-License-Identifier: GPL-2.0
/*
 * One socket, read without a lock: the parts that are not read of every one.
 * snapshot.h says why what is read may be believed.
 */
#include "snapshot.h"

#include <linux/cgroup.h>
#include <linux/rcupdate.h>
#include <linux/sock_diag.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <net/inet_connection_sock.h>
#include <net/inet_sock.h>
#include <net/inet_timewait_sock.h>
#include <net/request_sock.h>
#include <net/tcp.h>
#include <net/tcp_states.h>

#include "compat.h"

/* States in which data may still arrive, and may still be sent. */
#define SNAP_RECEIVING (TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2)
#define SNAP_SENDING (TCPF_ESTABLISHED | TCPF_CLOSE_WAIT | TCPF_FIN_WAIT1 | \
		      TCPF_CLOSING | TCPF_LAST_ACK)

/* Bit-fields, which READ_ONCE() can't take. */
static u32 snap_flags(const struct sock *sk)
{
	u8 locks = sk->sk_userlocks;
	u32 flags = 0;

	if (locks & SOCK_RCVBUF_LOCK)
		flags |= NETTUNE_SOCK_FLAG_RCVBUF_LOCKED;
	if (locks & SOCK_SNDBUF_LOCK)
		flags |= NETTUNE_SOCK_FLAG_SNDBUF_LOCKED;
	if (sk->sk_ipv6only)
		flags |= NETTUNE_SOCK_FLAG_V6ONLY;
	if (sk->sk_reuseport)
		flags |= NETTUNE_SOCK_FLAG_REUSEPORT;
	return flags;
}

static u32 snap_tcp_flags(const struct tcp_sock *tp, u8 state)
{
	u32 window_end = READ_ONCE(tp->rcv_wup) + READ_ONCE(tp->rcv_wnd);
	u32 flags = 0;

	/* The queue belongs to the socket's lock; its root may be looked at. */
	if (READ_ONCE(tp->out_of_order_queue.rb_node))
		flags |= NETTUNE_SOCK_FLAG_OUT_OF_ORDER;
	if (((1U << state) & SNAP_RECEIVING) &&
	    !nt_snap_seq_distance(READ_ONCE(tp->rcv_nxt), window_end))
		flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT;
	if (((1U << state) & SNAP_SENDING) && !READ_ONCE(tp->snd_wnd))
		flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN;
	if (tp->nonagle & TCP_NAGLE_CORK)
		flags |= NETTUNE_SOCK_FLAG_CORKED;
	if (READ_ONCE(tcp_memory_pressure))
		flags |= NETTUNE_SOCK_FLAG_PRESSURE;
	return flags;
}

/* What only full sockets have of an identity. */
static void snap_read_id_kind(struct nt_snap *snap, struct sock *sk, u8 state)
{
	struct nettune_sock_id *id = &snap->id;

	if (!nt_snap_is_full(state))
		return;
	id->flags = snap_flags(sk);
	if (id->protocol == IPPROTO_TCP && state != TCP_LISTEN)
		id->flags |= snap_tcp_flags(tcp_sk(sk), state);
}

static void snap_read_id(struct nt_snap *snap, struct sock *sk, u8 state)
{
	struct nettune_sock_id *id = &snap->id;

	id->pad = 0;
	id->flags = 0;
	memset(id->saddr, 0, sizeof(id->saddr));
	memset(id->daddr, 0, sizeof(id->daddr));
	if (id->family == AF_INET) {
		__be32 saddr = READ_ONCE(sk->sk_rcv_saddr);
		__be32 daddr = READ_ONCE(sk->sk_daddr);

		memcpy(id->saddr, &saddr, sizeof(saddr));
		memcpy(id->daddr, &daddr, sizeof(daddr));
	}
#if IS_ENABLED(CONFIG_IPV6)
	if (id->family == AF_INET6) {
		memcpy(id->saddr, &sk->sk_v6_rcv_saddr, sizeof(id->saddr));
		memcpy(id->daddr, &sk->sk_v6_daddr, sizeof(id->daddr));
	}
#endif
	id->ifindex = READ_ONCE(sk->sk_bound_dev_if);
	id->cookie = atomic64_read(&sk->sk_cookie);
	snap_read_id_kind(snap, sk, state);
}

static void snap_read_rest(struct nt_snap *snap, struct sock *sk)
{
	struct nettune_sock_mem *mem = &snap->mem;

	mem->wmem_alloc = sk_wmem_alloc_get(sk);
	mem->fwd_alloc = READ_ONCE(sk->sk_forward_alloc);
	mem->optmem = atomic_read(&sk->sk_omem_alloc);
}

static void snap_read_listener(struct nt_snap *snap, struct sock *sk,
			       const struct net *net)
{
	struct nettune_sock_listener *listener = &snap->listener;
	struct request_sock_queue *queue = &inet_csk(sk)->icsk_accept_queue;

	listener->accept_q = READ_ONCE(sk->sk_ack_backlog);
	listener->accept_max = READ_ONCE(sk->sk_max_ack_backlog);
	listener->syn_q = max(atomic_read(&queue->qlen), 0);
	listener->syn_young = max(atomic_read(&queue->young), 0);
	listener->syn_max =
		nt_syn_max(listener->accept_max,
			   READ_ONCE(net->ipv4.sysctl_tcp_syncookies),
			   READ_ONCE(net->ipv4.sysctl_max_syn_backlog));
	listener->tfo_q = max(READ_ONCE(queue->fastopenq.qlen), 0);
	listener->tfo_max = max(READ_ONCE(queue->fastopenq.max_qlen), 0);
	snap->mem.recv_q = listener->accept_q;
	snap->mem.send_q = listener->accept_max;
	snap->has |= NT_HAS_ACCEPT | NT_HAS_SYN;
}

static void snap_read_tcp(struct nt_snap *snap, const struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	struct nettune_sock_tcp *tcp = &snap->tcp;
	u32 snd_una = READ_ONCE(tp->snd_una);
	u32 snd_nxt = READ_ONCE(tp->snd_nxt);
	u32 write_seq = READ_ONCE(tp->write_seq);

	tcp->rcv_wnd = READ_ONCE(tp->rcv_wnd);
	tcp->window_clamp = READ_ONCE(tp->window_clamp);
	tcp->rcv_ssthresh = READ_ONCE(tp->rcv_ssthresh);
	tcp->snd_wnd = READ_ONCE(tp->snd_wnd);
	tcp->snd_cwnd = READ_ONCE(tp->snd_cwnd);
	tcp->mss = READ_ONCE(tp->mss_cache);
	tcp->unsent = nt_snap_seq_distance(snd_nxt, write_seq);
	tcp->unacked = nt_snap_seq_distance(snd_una, snd_nxt);
	tcp->retrans_out = READ_ONCE(tp->retrans_out);
	tcp->total_retrans = READ_ONCE(tp->total_retrans);
	tcp->srtt_us = READ_ONCE(tp->srtt_us) >> 3;
	snap->has |= NT_HAS_TCP;
}

static u64 snap_cgroup(const struct sock *sk)
{
#ifdef CONFIG_SOCK_CGROUP_DATA
	struct cgroup *cgroup = nt_sk_cgroup(sk);

	return cgroup ? cgroup_id(cgroup) : 0;
#else
	return 0;
#endif
}

static void snap_read_owner(struct nt_snap *snap, const struct sock *sk,
			    struct user_namespace *user_ns)
{
	struct nettune_sock_owner *owner = &snap->owner;

	owner->uid = from_kuid_munged(user_ns, READ_ONCE(sk->sk_uid));
	owner->mark = READ_ONCE(sk->sk_mark);
	owner->inode = nt_sk_inode(sk);
	owner->cgroup = snap_cgroup(sk);
	snap->has |= NT_HAS_OWNER;
}

/**
 * nt_snap_read_rare() - read the parts of NT_READ_RARE
 * @snap: where to
 * @sk: the socket
 * @state: its state; of mini-sockets there is but an identity
 * @view: who looks
 * @net: the socket's namespace
 * @reads: mask of enum nt_read
 *
 * Context: under rcu_read_lock().
 */
void nt_snap_read_rare(struct nt_snap *snap, struct sock *sk, u8 state,
		       const struct nt_view *view, const struct net *net,
		       u32 reads)
{
	if (reads & NT_READ_ID)
		snap_read_id(snap, sk, state);
	if (!nt_snap_is_full(state))
		return;
	if (reads & NT_READ_REST)
		snap_read_rest(snap, sk);
	if (snap->id.protocol == IPPROTO_TCP) {
		if (state == TCP_LISTEN) {
			if (reads & NT_READ_LISTENER)
				snap_read_listener(snap, sk, net);
		} else if (reads & NT_READ_TCP) {
			snap_read_tcp(snap, sk);
		}
	}
	if (reads & NT_READ_OWNER)
		snap_read_owner(snap, sk, view->user_ns);
}

/**
 * nt_snap_give_cookie() - give a socket a cookie
 * @snap: the socket, which has none
 * @sk: the same
 * @key: what it must still be
 *
 * A cookie is generated on the socket itself, so for this one thing the socket
 * must be held, and be the right one once it is.
 *
 * Context: under rcu_read_lock().
 */
void nt_snap_give_cookie(struct nt_snap *snap, struct sock *sk,
			 const struct nt_snap_key *key)
{
	u32 cookie[2];

	if (!refcount_inc_not_zero(&sk->sk_refcnt))
		return;
	if (nt_snap_key_same(key, sk)) {
		sock_diag_save_cookie(sk, cookie);
		snap->id.cookie = (u64)cookie[1] << 32 | cookie[0];
	}
	sock_gen_put(sk);
}

/**
 * nt_snap_has_values() - has a socket the values that the view wants?
 * @snap: the socket, as far as the filter has to read it
 * @view: what is wanted
 *
 * Return: true if it has.
 */
bool nt_snap_has_values(const struct nt_snap *snap, const struct nt_view *view)
{
	u32 value;

	if (!nt_filter_rest(&view->filter, snap))
		return false;
	return !view->order || (nt_key_value(snap, view->order, &value) &&
				value >= view->floor);
}

/* What must be read to know a value. */
static u32 snap_key_reads(u32 key)
{
	switch (key) {
	case NETTUNE_KEY_ACCEPT:
	case NETTUNE_KEY_SYN:
	case NETTUNE_KEY_ACCEPT_Q:
	case NETTUNE_KEY_SYN_Q:
		return NT_READ_MEM | NT_READ_LISTENER;
	case NETTUNE_KEY_RECV_Q:
	case NETTUNE_KEY_SEND_Q:
		return NT_READ_MEM | NT_READ_QUEUES;
	case NETTUNE_KEY_RETRANS:
		return NT_READ_TCP;
	}
	return NT_READ_MEM;
}

/**
 * nt_group_reads() - what must be read to send groups of values
 * @groups: mask of enum nettune_group
 *
 * Return: mask of enum nt_read.
 */
u32 nt_group_reads(u32 groups)
{
	u32 reads = NT_READ_ID;

	if (groups & NETTUNE_GROUP_MEM)
		reads |= NT_READ_MEM | NT_READ_REST | NT_READ_QUEUES |
			 NT_READ_LISTENER;
	if (groups & NETTUNE_GROUP_LISTENER)
		reads |= NT_READ_MEM | NT_READ_LISTENER;
	if (groups & NETTUNE_GROUP_TCP)
		reads |= NT_READ_TCP;
	if (groups & (NETTUNE_GROUP_OWNER | NETTUNE_GROUP_PROCESS))
		reads |= NT_READ_OWNER;
	if (groups & NETTUNE_GROUP_COOKIE)
		reads |= NT_READ_COOKIE;
	return reads;
}

/* Keys that only listeners have. */
static bool snap_key_listens(u32 key)
{
	return key == NETTUNE_KEY_ACCEPT || key == NETTUNE_KEY_SYN ||
	       key == NETTUNE_KEY_ACCEPT_Q || key == NETTUNE_KEY_SYN_Q;
}

/* Is this value 0 in an idle connection, as far as MEM and QUEUES tell? */
static bool snap_key_idles(u32 key)
{
	return !(snap_key_reads(key) & ~(NT_READ_MEM | NT_READ_QUEUES));
}

/* If a value at least this high is wanted, are idle connections not? */
static void view_want_value(struct nt_view *view, u32 key, u64 least)
{
	if (!least || !snap_key_idles(key))
		return;
	view->idle = NT_IDLE_SKIP;
	view->idle_queues = snap_key_reads(key) & NT_READ_QUEUES;
}

static void view_prepare_key(struct nt_view *view, u32 key, u64 least)
{
	view->filter_reads |= snap_key_reads(key);
	/* No need to look where there can be none. */
	if (snap_key_listens(key)) {
		view->protocols &= NETTUNE_PROTOCOL_TCP;
		view->states &= TCPF_LISTEN;
	}
	view_want_value(view, key, least);
}

/**
 * nt_view_prepare() - find out how to look
 * @view: the view; its filter, reads, order and count_idle are set
 */
void nt_view_prepare(struct nt_view *view)
{
	const struct nt_filter *filter = &view->filter;
	u32 i;

	view->protocols = filter->protocols;
	view->states = filter->states;
	view->filter_reads = 0;
	view->idle = NT_IDLE_READ;
	view->families =
		(filter->families & NETTUNE_FAMILY_INET ? 1U << AF_INET : 0) |
		(filter->families & NETTUNE_FAMILY_INET6 ? 1U << AF_INET6 : 0);
	if (filter->checks & (NT_FILTER_ADDRS | NT_FILTER_IFINDEX))
		view->filter_reads |= NT_READ_ID;
	if (filter->checks & NT_FILTER_OWNER)
		view->filter_reads |= NT_READ_OWNER;
	if (filter->checks & NT_FILTER_MINIMUMS) {
		for (i = 0; i < filter->nr_minimums; i++)
			view_prepare_key(view, filter->minimums[i].key,
					 filter->minimums[i].value);
	}
	if (view->order)
		view_prepare_key(view, view->order, view->floor);
	view->other_reads = view->reads & ~view->filter_reads;
	view->values = view->filter_reads ||
		       (filter->checks & NT_FILTER_NETNS);
	if (view->count_idle && !view->values &&
	    !(filter->checks & NT_FILTER_PORTS) &&
	    (view->states & TCPF_ESTABLISHED)) {
		view->idle = NT_IDLE_COUNT;
		view->idle_queues = true;
	}
}

/**
 * nt_view_raise() - want only higher values from now on
 * @view: the view, which has an order
 * @floor: the lowest value that is wanted
 */
void nt_view_raise(struct nt_view *view, u64 floor)
{
	view->floor = floor;
	if (view->idle == NT_IDLE_READ)
		view_want_value(view, view->order, floor);
}
