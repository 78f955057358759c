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
static u8 snap_state(struct sock *sk)
{
	u8 state = inet_sk_state_load(sk);

	if (state == TCP_TIME_WAIT)
		return inet_twsk(sk)->tw_substate;
	return state == TCP_NEW_SYN_RECV ? TCP_SYN_RECV : state;
}

/* What all kinds of sockets have in common. */
static void snap_read_common(struct nt_snap *snap, struct sock *sk,
			     const struct net *net)
{
	struct nettune_sock_id *id = &snap->id;

	id->family = READ_ONCE(sk->sk_family);
	id->sport = htons(READ_ONCE(sk->sk_num));
	id->dport = READ_ONCE(sk->sk_dport);
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
	id->netns = net->ns.inum;
	id->cookie = atomic64_read(&sk->sk_cookie);
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
	snap->has |= NT_HAS_MEM;
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

static void snap_read_tcp_flags(struct nt_snap *snap, const struct tcp_sock *tp,
				u32 state_flag)
{
	u32 window_end = READ_ONCE(tp->rcv_wup) + READ_ONCE(tp->rcv_wnd);
	u32 *flags = &snap->id.flags;

	/* The queue belongs to the socket's lock; its root may be looked at. */
	if (READ_ONCE(tp->out_of_order_queue.rb_node))
		*flags |= NETTUNE_SOCK_FLAG_OUT_OF_ORDER;
	if ((state_flag & SNAP_RECEIVING) &&
	    !snap_seq_distance(READ_ONCE(tp->rcv_nxt), window_end))
		*flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT;
	if ((state_flag & SNAP_SENDING) && !READ_ONCE(tp->snd_wnd))
		*flags |= NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN;
	if (tp->nonagle & TCP_NAGLE_CORK)
		*flags |= NETTUNE_SOCK_FLAG_CORKED;
	if (READ_ONCE(tcp_memory_pressure))
		*flags |= NETTUNE_SOCK_FLAG_PRESSURE;
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
	/* As tcp_diag_get_info() has it; the first may be off by the FIN. */
	snap->mem.recv_q = snap_seq_distance(READ_ONCE(tp->copied_seq),
					     READ_ONCE(tp->rcv_nxt));
	snap->mem.send_q = snap_seq_distance(snd_una, write_seq);
	snap_read_tcp_flags(snap, tp, 1U << snap->id.state);
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
	owner->inode = nt_sk_inode(sk);
	owner->cgroup = snap_cgroup(sk);
	snap->has |= NT_HAS_OWNER;
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

static void snap_read_full(struct nt_snap *snap, struct sock *sk, u32 protocol,
			   const struct nt_view *view)
{
	snap->id.mark = READ_ONCE(sk->sk_mark);
	snap->id.flags = snap_flags(sk);
	snap_read_mem(snap, sk);
	if (protocol == NETTUNE_PROTOCOL_UDP) {
		snap->mem.recv_q = max(udp_rqueue_get(sk), 0);
		snap->mem.send_q = snap->mem.wmem_alloc;
	} else if (snap->id.state == TCP_LISTEN) {
		snap_read_listener(snap, sk, view->net);
	} else {
		snap_read_tcp(snap, sk);
	}
	if (view->groups & NETTUNE_GROUP_OWNER)
		snap_read_owner(snap, sk, view->user_ns);
}

static void snap_read_mini(struct nt_snap *snap, struct sock *sk)
{
	if (sk->sk_state == TCP_TIME_WAIT)
		snap->id.mark = inet_twsk(sk)->tw_mark;
	else
		snap->id.mark = inet_rsk(inet_reqsk(sk))->ir_mark;
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

static void snap_read_all(struct nt_snap *snap, struct sock *sk, u32 protocol,
			  const struct nt_view *view)
{
	memset(snap, 0, sizeof(*snap));
	snap->id.protocol = protocol == NETTUNE_PROTOCOL_UDP ? IPPROTO_UDP :
							       IPPROTO_TCP;
	snap->id.state = snap_state(sk);
	snap_read_common(snap, sk, view->net);
	if (sk_fullsock(sk))
		snap_read_full(snap, sk, protocol, view);
	else
		snap_read_mini(snap, sk);
}

static bool snap_wanted(const struct nt_place *place,
			const struct nt_view *view, u16 family, u8 state)
{
	return (place->states & (1U << state)) &&
	       nt_filter_match(&view->filter, place->protocol,
			       snap_family(family), state);
}

/**
 * nt_snap_read() - read one socket
 * @snap: where to
 * @sk: a socket found under this rcu_read_lock(); mini-sockets too, since state
 *	tells them apart before anything else is read, and the memory of one
 *	kind never becomes one of another
 * @place: where it was found
 * @view: who looks, and at what
 *
 * Context: under rcu_read_lock(). Writes to the socket only to give it a
 * cookie, and only if the view wants that.
 * Return: 1 if @snap now holds a socket of the view; 0 if it is not one or is
 * gone; -EAGAIN if it never held still.
 */
int nt_snap_read(struct nt_snap *snap, struct sock *sk,
		 const struct nt_place *place, const struct nt_view *view)
{
	struct snap_key key;
	int try;

	/* Nulls walks, which lead here, are not checked by lockdep itself. */
	RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "sockets are read under RCU");
	for (try = 0; try < SNAP_TRIES; try++) {
		if (!snap_key_read(&key, sk) || key.net != view->net ||
		    (place->hash_fixed && key.hash != place->hash))
			return 0;
		/* Pairs with the one before a new socket's first count. */
		smp_rmb();
		if (!snap_wanted(place, view, READ_ONCE(sk->sk_family),
				 snap_state(sk)))
			return 0;
		snap_read_all(snap, sk, place->protocol, view);
		if ((view->groups & NETTUNE_GROUP_COOKIE) && !snap->id.cookie)
			snap_give_cookie(snap, sk, &key);
		if (snap_key_same(&key, sk))
			return snap_wanted(place, view, snap->id.family,
					   snap->id.state);
	}
	return -EAGAIN;
}
