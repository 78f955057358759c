// SPDX-License-Identifier: GPL-2.0
/*
 * One socket, read without a lock: the only file that knows its fields.
 *
 * Nothing keeps a socket from changing while it is read. TCP sockets come from
 * a slab that is SLAB_TYPESAFE_BY_RCU: one that is freed may at once become
 * another TCP socket, but its memory stays one of the same kind for as long as
 * we are under rcu_read_lock(). So values are copied first and believed only
 * if the socket still is alive, in the same namespace, with the same hash and
 * ports afterwards, and both hash and state are such as belong into the table
 * where it was found: a new socket in the old one's memory is in no table yet.
 * Of the pointers in it only sk_socket and the cgroup may be followed: what
 * they point to is itself freed after a grace period.
 */
#include "nettune.h"

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

/* Reads before a socket that never holds still is given up. */
#define SNAP_TRIES 4

/* States in which data may still arrive, and may still be sent. */
#define SNAP_RECEIVING (TCPF_ESTABLISHED | TCPF_FIN_WAIT1 | TCPF_FIN_WAIT2)
#define SNAP_SENDING (TCPF_ESTABLISHED | TCPF_CLOSE_WAIT | TCPF_FIN_WAIT1 | \
		      TCPF_CLOSING | TCPF_LAST_ACK)

/* What may not change while a socket is read. */
struct snap_key {
	const struct net	*net;
	u32			hash;
	__portpair		ports;
};

/*
 * The namespace is compared by address only: in a socket that is being
 * recycled it may point to one that is gone.
 */
static bool snap_key_read(struct snap_key *key, const struct sock *sk)
{
	bool alive = refcount_read(&sk->sk_refcnt) != 0;

	key->net = sock_net(sk);
	key->hash = READ_ONCE(sk->sk_hash);
	key->ports = READ_ONCE(sk->sk_portpair);
	return alive;
}

static bool snap_key_same(const struct snap_key *key, const struct sock *sk)
{
	struct snap_key now;

	/* Pairs with the one before a new socket's first count. */
	smp_rmb();
	return snap_key_read(&now, sk) && now.net == key->net &&
	       now.hash == key->hash && now.ports == key->ports;
}

/* Sequence numbers are read one after the other, so one may overtake. */
static u32 snap_seq_distance(u32 from, u32 to)
{
	return max_t(s32, to - from, 0);
}

static u32 snap_family(u16 family)
{
	switch (family) {
	case AF_INET:
		return NETTUNE_FAMILY_INET;
	case AF_INET6:
		return NETTUNE_FAMILY_INET6;
	}
	return 0;
}

/* The state that a full socket or mini-socket stands for. */
static u8 snap_state(struct sock *sk, u8 state)
{
	if (state == TCP_TIME_WAIT)
		return inet_twsk(sk)->tw_substate;
	return state == TCP_NEW_SYN_RECV ? TCP_SYN_RECV : state;
}

/* Mini-sockets are no full ones; one never becomes the other (sk_fullsock()). */
static bool snap_is_full(u8 state)
{
	return !((1U << state) & (TCPF_TIME_WAIT | TCPF_NEW_SYN_RECV));
}

static u8 snap_protocol(u32 protocol)
{
	switch (protocol) {
	case NETTUNE_PROTOCOL_TCP:
		return IPPROTO_TCP;
	case NETTUNE_PROTOCOL_UDP:
		return IPPROTO_UDP;
	}
	return IPPROTO_RAW;
}

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
	    !snap_seq_distance(READ_ONCE(tp->rcv_nxt), window_end))
		flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT;
	if (((1U << state) & SNAP_SENDING) && !READ_ONCE(tp->snd_wnd))
		flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN;
	if (tp->nonagle & TCP_NAGLE_CORK)
		flags |= NETTUNE_SOCK_FLAG_CORKED;
	if (READ_ONCE(tcp_memory_pressure))
		flags |= NETTUNE_SOCK_FLAG_PRESSURE;
	return flags;
}

/* What only some kinds of sockets have of an identity. */
static void snap_read_id_kind(struct nt_snap *snap, struct sock *sk, u8 state)
{
	struct nettune_sock_id *id = &snap->id;

	if (state == TCP_TIME_WAIT) {
		id->mark = inet_twsk(sk)->tw_mark;
	} else if (state == TCP_NEW_SYN_RECV) {
		id->mark = inet_rsk(inet_reqsk(sk))->ir_mark;
	} else {
		id->mark = READ_ONCE(sk->sk_mark);
		id->flags = snap_flags(sk);
		if (id->protocol == IPPROTO_TCP && state != TCP_LISTEN)
			id->flags |= snap_tcp_flags(tcp_sk(sk), state);
	}
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

static void snap_read_mem(struct nt_snap *snap, struct sock *sk)
{
	struct nettune_sock_mem *mem = &snap->mem;

	mem->rmem_alloc = atomic_read(&sk->sk_rmem_alloc);
	mem->rcvbuf = READ_ONCE(sk->sk_rcvbuf);
	mem->wmem_alloc = sk_wmem_alloc_get(sk);
	mem->wmem_queued = READ_ONCE(sk->sk_wmem_queued);
	mem->sndbuf = READ_ONCE(sk->sk_sndbuf);
	mem->fwd_alloc = READ_ONCE(sk->sk_forward_alloc);
	mem->optmem = atomic_read(&sk->sk_omem_alloc);
	mem->backlog = READ_ONCE(sk->sk_backlog.len);
	mem->drops = nt_sk_drops(sk);
	mem->recv_q = 0;
	mem->send_q = 0;
	snap->has |= NT_HAS_MEM;
}

static void snap_read_queues(struct nt_snap *snap, struct sock *sk)
{
	const struct tcp_sock *tp;

	if (snap->id.protocol == IPPROTO_TCP) {
		tp = tcp_sk(sk);
		/* As tcp_diag_get_info() has it; may be off by the FIN. */
		snap->mem.recv_q =
			snap_seq_distance(READ_ONCE(tp->copied_seq),
					  READ_ONCE(tp->rcv_nxt));
		snap->mem.send_q =
			snap_seq_distance(READ_ONCE(tp->snd_una),
					  READ_ONCE(tp->write_seq));
	} else {
		snap->mem.recv_q = snap->id.protocol == IPPROTO_UDP ?
				   max(udp_rqueue_get(sk), 0) :
				   snap->mem.rmem_alloc;
		snap->mem.send_q = snap->mem.wmem_alloc;
	}
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
	tcp->unsent = snap_seq_distance(snd_nxt, write_seq);
	tcp->unacked = snap_seq_distance(snd_una, snd_nxt);
	tcp->retrans_out = READ_ONCE(tp->retrans_out);
	tcp->total_retrans = READ_ONCE(tp->total_retrans);
	tcp->srtt_us = READ_ONCE(tp->srtt_us) >> 3;
	snap->has |= NT_HAS_TCP;
}

static u64 snap_cgroup(const struct sock *sk)
{
#ifdef CONFIG_SOCK_CGROUP_DATA
	struct cgroup *cgroup = READ_ONCE(sk->sk_cgrp_data.cgroup);

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
	owner->pad = 0;
	owner->inode = nt_sk_inode(sk);
	owner->cgroup = snap_cgroup(sk);
	snap->has |= NT_HAS_OWNER;
}

/* Parts of a socket that is full; of others there is but the identity. */
static void snap_read_parts(struct nt_snap *snap, struct sock *sk, u8 state,
			    const struct nt_view *view, const struct net *net,
			    u32 reads)
{
	bool tcp = snap->id.protocol == IPPROTO_TCP;

	if (reads & NT_READ_ID)
		snap_read_id(snap, sk, state);
	if (!snap_is_full(state))
		return;
	if (reads & NT_READ_MEM)
		snap_read_mem(snap, sk);
	if (tcp && state == TCP_LISTEN) {
		if (reads & NT_READ_LISTENER)
			snap_read_listener(snap, sk, net);
	} else {
		if (reads & NT_READ_QUEUES)
			snap_read_queues(snap, sk);
		if (tcp && (reads & NT_READ_TCP))
			snap_read_tcp(snap, sk);
	}
	if (reads & NT_READ_OWNER)
		snap_read_owner(snap, sk, view->user_ns);
}

/*
 * A cookie is generated on the socket itself, so for this one thing the socket
 * must be held, and be the right one once it is.
 */
static void snap_give_cookie(struct nt_snap *snap, struct sock *sk,
			     const struct snap_key *key)
{
	u32 cookie[2];

	if (!refcount_inc_not_zero(&sk->sk_refcnt))
		return;
	if (snap_key_same(key, sk)) {
		sock_diag_save_cookie(sk, cookie);
		snap->id.cookie = (u64)cookie[1] << 32 | cookie[0];
	}
	sock_gen_put(sk);
}

/* What every snapshot has; false if the socket is not of a wanted kind. */
static bool snap_begin(struct nt_snap *snap, struct sock *sk, u8 state,
		       const struct nt_place *place, const struct nt_view *view,
		       const struct net *net)
{
	struct nettune_sock_id *id = &snap->id;
	u16 sport = READ_ONCE(sk->sk_num);

	snap->has = 0;
	snap->flags_known = 0;
	id->family = READ_ONCE(sk->sk_family);
	id->protocol = snap_protocol(place->protocol);
	id->state = snap_state(sk, state);
	id->sport = htons(sport);
	id->dport = READ_ONCE(sk->sk_dport);
	id->netns = net->ns.inum;
	return (place->states & (1U << id->state)) &&
	       nt_filter_kind(&view->filter, place->protocol,
			      snap_family(id->family), id->state) &&
	       nt_filter_ports(&view->filter, sport, ntohs(id->dport));
}

/* Is it wanted, as far as what has been read tells? */
static bool snap_wanted(const struct nt_snap *snap, const struct nt_view *view)
{
	u32 value;

	if (!nt_filter_rest(&view->filter, snap))
		return false;
	return !view->order || (nt_key_value(snap, view->order, &value) &&
				value >= view->floor);
}

/**
 * nt_snap_read() - read one socket
 * @snap: where to
 * @sk: a socket found under this rcu_read_lock(); mini-sockets too, since state
 *	tells them apart before anything else is read, and the memory of one
 *	kind never becomes one of another
 * @place: where it was found
 * @view: who looks, and at what
 * @nets: the namespaces that are seen
 *
 * Context: under rcu_read_lock(). Writes to the socket only to give it a
 * cookie, and only if the view wants that.
 * Return: 1 if @snap now holds a socket of the view; 0 if it is not one or is
 * gone; -EAGAIN if it never held still.
 */
int nt_snap_read(struct nt_snap *snap, struct sock *sk,
		 const struct nt_place *place, const struct nt_view *view,
		 const struct nt_nets *nets)
{
	const struct net *net;
	struct snap_key key;
	int try;
	u8 state;

	/* Nulls walks, which lead here, are not checked by lockdep itself. */
	RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "sockets are read under RCU");
	for (try = 0; try < SNAP_TRIES; try++) {
		if (!snap_key_read(&key, sk) ||
		    (place->hash_fixed && key.hash != place->hash))
			return 0;
		net = nt_nets_find(nets, key.net);
		if (!net)
			return 0;
		/* Pairs with the one before a new socket's first count. */
		smp_rmb();
		state = inet_sk_state_load(sk);
		if (!snap_begin(snap, sk, state, place, view, net))
			return 0;
		snap_read_parts(snap, sk, state, view, net, view->filter_reads);
		if (!snap_wanted(snap, view))
			return 0;
		snap_read_parts(snap, sk, state, view, net,
				view->reads & ~view->filter_reads);
		if ((view->reads & NT_READ_COOKIE) && !snap->id.cookie)
			snap_give_cookie(snap, sk, &key);
		if (snap_key_same(&key, sk))
			return 1;
	}
	return -EAGAIN;
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
		reads |= NT_READ_MEM | NT_READ_QUEUES | NT_READ_LISTENER;
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

/**
 * nt_view_prepare() - find out what a view's filter has to read
 * @view: the view; all but its filter_reads is set
 */
void nt_view_prepare(struct nt_view *view)
{
	const struct nt_filter *filter = &view->filter;
	u32 reads = 0;
	u32 i;

	if (filter->checks & (NT_FILTER_ADDRS | NT_FILTER_IFINDEX))
		reads |= NT_READ_ID;
	if (filter->checks & NT_FILTER_OWNER)
		reads |= NT_READ_OWNER;
	if (filter->checks & NT_FILTER_MINIMUMS) {
		for (i = 0; i < filter->nr_minimums; i++)
			reads |= snap_key_reads(filter->minimums[i].key);
	}
	if (view->order)
		reads |= snap_key_reads(view->order);
	view->filter_reads = reads;
}
