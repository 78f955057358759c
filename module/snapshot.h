/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One socket, read without a lock: what is done for each of a million of them,
 * inline. snapshot.c has the rest; no other file knows the fields of a socket.
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
#ifndef _NT_SNAPSHOT_H
#define _NT_SNAPSHOT_H

#include <linux/rcupdate.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/inet_timewait_sock.h>
#include <net/sock.h>
#include <net/tcp_states.h>
#include <net/udp.h>

#include "compat.h"
#include "nettune.h"

/* What may not change while a socket is read. */
struct nt_snap_key {
	const struct net	*net;
	u32			hash;
	__portpair		ports;
};

/*
 * The namespace is compared by address only: in a socket that is being
 * recycled it may point to one that is gone.
 */
static __always_inline bool nt_snap_key_read(struct nt_snap_key *key,
					     const struct sock *sk)
{
	bool alive = refcount_read(&sk->sk_refcnt) != 0;

	key->net = sock_net(sk);
	key->ports = READ_ONCE(sk->sk_portpair);
	return alive;
}

static __always_inline bool nt_snap_key_same(const struct nt_snap_key *key,
					     const struct sock *sk)
{
	struct nt_snap_key now;

	/* Pairs with the one before a new socket's first count. */
	smp_rmb();
	return nt_snap_key_read(&now, sk) && now.net == key->net &&
	       now.ports == key->ports && READ_ONCE(sk->sk_hash) == key->hash;
}

/* Sequence numbers are read one after the other, so one may overtake. */
static __always_inline u32 nt_snap_seq_distance(u32 from, u32 to)
{
	return max_t(s32, to - from, 0);
}

/* The state that a full socket or mini-socket stands for. */
static __always_inline u8 nt_snap_state(struct sock *sk, u8 state)
{
	if (state == TCP_TIME_WAIT)
		return inet_twsk(sk)->tw_substate;
	return state == TCP_NEW_SYN_RECV ? TCP_SYN_RECV : state;
}

/* Mini-sockets are no full ones; one never becomes the other (sk_fullsock()). */
static __always_inline bool nt_snap_is_full(u8 state)
{
	return !((1U << state) & (TCPF_TIME_WAIT | TCPF_NEW_SYN_RECV));
}

static __always_inline u8 nt_snap_protocol(u32 protocol)
{
	switch (protocol) {
	case NETTUNE_PROTOCOL_TCP:
		return IPPROTO_TCP;
	case NETTUNE_PROTOCOL_UDP:
		return IPPROTO_UDP;
	}
	return IPPROTO_RAW;
}

/* What sums are made of. */
static __always_inline void nt_snap_read_mem(struct nt_snap *snap,
					     struct sock *sk, u32 protocol)
{
	struct nettune_sock_mem *mem = &snap->mem;

	mem->rmem_alloc = atomic_read(&sk->sk_rmem_alloc);
	mem->rcvbuf = READ_ONCE(sk->sk_rcvbuf);
	mem->sndbuf = READ_ONCE(sk->sk_sndbuf);
	mem->backlog = READ_ONCE(sk->sk_backlog.len);
	mem->drops = nt_sk_drops(sk);
	/* Which of the two counts says nt_wmem_used(). */
	mem->wmem_queued = READ_ONCE(sk->sk_wmem_queued);
	if (protocol != NETTUNE_PROTOCOL_TCP)
		mem->wmem_alloc = sk_wmem_alloc_get(sk);
	snap->has |= NT_HAS_MEM;
}

static __always_inline void nt_snap_read_queues(struct nt_snap *snap,
						struct sock *sk, u32 protocol)
{
	const struct tcp_sock *tp;

	if (protocol == NETTUNE_PROTOCOL_TCP) {
		tp = tcp_sk(sk);
		/* As tcp_diag_get_info() has it; may be off by the FIN. */
		snap->mem.recv_q =
			nt_snap_seq_distance(READ_ONCE(tp->copied_seq),
					     READ_ONCE(tp->rcv_nxt));
		snap->mem.send_q =
			nt_snap_seq_distance(READ_ONCE(tp->snd_una),
					     READ_ONCE(tp->write_seq));
	} else {
		snap->mem.recv_q = protocol == NETTUNE_PROTOCOL_UDP ?
				   max(udp_rqueue_get(sk), 0) :
				   snap->mem.rmem_alloc;
		snap->mem.send_q = snap->mem.wmem_alloc;
	}
}

/* The parts of NT_READ_RARE; mini-sockets have but an identity. */
void nt_snap_read_rare(struct nt_snap *snap, struct sock *sk, u8 state,
		       const struct nt_view *view, const struct net *net,
		       u32 reads);
/* What is not often asked for: has the socket the values that are wanted? */
bool nt_snap_has_values(const struct nt_snap *snap, const struct nt_view *view);
void nt_snap_give_cookie(struct nt_snap *snap, struct sock *sk,
			 const struct nt_snap_key *key);

#define NT_READ_RARE (NT_READ_ID | NT_READ_REST | NT_READ_LISTENER | \
		      NT_READ_TCP | NT_READ_OWNER)

static __always_inline void
nt_snap_read_parts(struct nt_snap *snap, struct sock *sk, u32 protocol,
		   u8 state, const struct nt_view *view, const struct net *net,
		   u32 reads)
{
	if (nt_snap_is_full(state)) {
		if (reads & NT_READ_MEM)
			nt_snap_read_mem(snap, sk, protocol);
		if ((reads & NT_READ_QUEUES) && state != TCP_LISTEN)
			nt_snap_read_queues(snap, sk, protocol);
	}
	if (reads & NT_READ_RARE)
		nt_snap_read_rare(snap, sk, state, view, net, reads);
}

/* What every snapshot has; false if the socket is not of a wanted kind. */
static __always_inline bool
nt_snap_begin(struct nt_snap *snap, struct sock *sk, u8 state,
	      const struct nt_place *place, const struct nt_view *view,
	      const struct net *net)
{
	const struct nt_filter *filter = &view->filter;
	struct nettune_sock_id *id = &snap->id;
	u16 sport = READ_ONCE(sk->sk_num);
	u16 family = READ_ONCE(sk->sk_family);

	snap->has = 0;
	id->family = family;
	id->protocol = nt_snap_protocol(place->protocol);
	id->state = nt_snap_state(sk, state);
	id->sport = htons(sport);
	id->dport = READ_ONCE(sk->sk_dport);
	id->netns = net->ns.inum;
	if (!(place->states & view->states & (1U << id->state)) ||
	    family > AF_INET6 || !(view->families & (1U << family)))
		return false;
	return !(filter->checks & NT_FILTER_PORTS) ||
	       nt_filter_ports(filter, sport, ntohs(id->dport));
}

/*
 * Is nothing queued anywhere in this TCP connection, and was nothing lost? Then
 * all that NT_READ_MEM reads of it is 0, but for the limits, and so are the
 * queues, if they count.
 */
static __always_inline bool nt_snap_is_idle(struct sock *sk, bool queues)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 any = atomic_read(&sk->sk_rmem_alloc) | nt_sk_drops(sk) |
		  READ_ONCE(sk->sk_backlog.len) |
		  READ_ONCE(sk->sk_wmem_queued);

	if (queues)
		any |= (READ_ONCE(tp->rcv_nxt) ^ READ_ONCE(tp->copied_seq)) |
		       (READ_ONCE(tp->write_seq) ^ READ_ONCE(tp->snd_una));
	return !any;
}

/**
 * nt_snap_idle() - deal with a connection of which there is nothing to say
 * @idle: where such connections are counted
 * @sk: a socket found under this rcu_read_lock(), in the established table
 * @place: where it was found
 * @view: who looks, and at what; it has a use for this (nt_view_prepare())
 * @nets: the namespaces that are seen
 *
 * Context: under rcu_read_lock().
 * Return: 1 if the view wants no more of it than that; 0 if it has to be read;
 * -EAGAIN if it did not hold still.
 */
static __always_inline int nt_snap_idle(struct nt_idle *idle, struct sock *sk,
					const struct nt_place *place,
					const struct nt_view *view,
					const struct nt_nets *nets)
{
	struct nt_snap_key key;
	u32 rcvbuf, sndbuf;
	u16 family;

	RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "sockets are read under RCU");
	if (!nt_snap_key_read(&key, sk) || !nt_nets_find(nets, key.net))
		return 0;
	key.hash = place->hash;
	/* Pairs with the one before a new socket's first count. */
	smp_rmb();
	if (inet_sk_state_load(sk) != TCP_ESTABLISHED ||
	    !nt_snap_is_idle(sk, view->idle_queues))
		return 0;
	if (view->idle == NT_IDLE_SKIP)
		return 1;
	family = READ_ONCE(sk->sk_family);
	rcvbuf = READ_ONCE(sk->sk_rcvbuf);
	sndbuf = READ_ONCE(sk->sk_sndbuf);
	if (!nt_snap_key_same(&key, sk))
		return -EAGAIN;
	if (family > AF_INET6 || !(view->families & (1U << family)))
		return 1;
	idle->nr++;
	idle->rcvbuf += rcvbuf;
	idle->sndbuf += sndbuf;
	return 1;
}

/**
 * nt_snap_read() - read one socket
 * @snap: where to
 * @sk: a socket found under this rcu_read_lock(); mini-sockets too, since state
 *	tells them apart before anything else is read, and the memory of one
 *	kind never becomes one of another
 * @place: where it was found, in a table of a protocol that is wanted
 * @view: who looks, and at what
 * @nets: the namespaces that are seen
 *
 * Context: under rcu_read_lock(). Writes to the socket only to give it a
 * cookie, and only if the view wants that.
 * Return: 1 if @snap now holds a socket of the view; 0 if it is not one or is
 * gone; -EAGAIN if it did not hold still.
 */
static __always_inline int nt_snap_read(struct nt_snap *snap, struct sock *sk,
					const struct nt_place *place,
					const struct nt_view *view,
					const struct nt_nets *nets)
{
	const struct net *net;
	struct nt_snap_key key;
	u8 state;

	/* Nulls walks, which lead here, are not checked by lockdep itself. */
	RCU_LOCKDEP_WARN(!rcu_read_lock_held(), "sockets are read under RCU");
	if (!nt_snap_key_read(&key, sk))
		return 0;
	key.hash = place->hash;
	net = nt_nets_find(nets, key.net);
	if (!net)
		return 0;
	/* Pairs with the one before a new socket's first count. */
	smp_rmb();
	state = inet_sk_state_load(sk);
	if (!nt_snap_begin(snap, sk, state, place, view, net))
		return 0;
	if (view->values) {
		nt_snap_read_parts(snap, sk, place->protocol, state, view, net,
				   view->filter_reads);
		if (!nt_snap_has_values(snap, view))
			return 0;
	}
	nt_snap_read_parts(snap, sk, place->protocol, state, view, net,
			   view->other_reads);
	if ((view->reads & NT_READ_COOKIE) && !snap->id.cookie)
		nt_snap_give_cookie(snap, sk, &key);
	return nt_snap_key_same(&key, sk) ? 1 : -EAGAIN;
}

#endif /* _NT_SNAPSHOT_H */
