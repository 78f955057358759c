// SPDX-License-Identifier: GPL-2.0
/*
 * The hash tables of the protocols, and how a bucket of each is read.
 *
 * While a bucket is read, sockets may leave it, and one may even drag the
 * reader into another chain: memory of TCP sockets is reused at once
 * (SLAB_TYPESAFE_BY_RCU), and a UDP socket may be bound anew. The end of a
 * chain tells (nulls value), or the sockets in it do; then the bucket has to be
 * read again. What can't be noticed is a socket that leaves its chain and
 * enters it again, at the other end and with the same ports, while the reader
 * stands on it.
 */
#include "walk.h"

#include <linux/prefetch.h>
#include <net/inet_hashtables.h>
#include <net/raw.h>
#include <net/tcp_states.h>
#if IS_ENABLED(CONFIG_IPV6)
#include <net/rawv6.h>
#endif

/* States that sockets in a table can have. */
#define DATAGRAM_STATES (TCPF_ESTABLISHED | TCPF_CLOSE)
/* Neither is ever hashed there: tcp_set_state(), inet_hash(). */
#define ESTABLISHED_STATES (NT_STATES_ALL & ~(TCPF_LISTEN | TCPF_CLOSE))

/*
 * How far ahead of the reader the first socket of a bucket is fetched: the time
 * for so many buckets is about that of one access to memory.
 */
#define TABLE_AHEAD 8

static const void *tcp_identity(const struct net *net)
{
	return nt_tcp_hashinfo(net);
}

/* TCP listeners */

static u32 listen_slots(const struct net *net)
{
	return nt_tcp_hashinfo(net)->lhash2_mask + 1;
}

static __always_inline u32
listen_skip(const struct net *net, u32 slot, u32 end)
{
	const struct inet_listen_hashbucket *lhash2 =
		nt_tcp_hashinfo(net)->lhash2;

	while (slot < end && nt_listen_empty(&lhash2[slot]))
		slot++;
	return slot;
}

static __always_inline bool
listen_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	struct nt_listeners listeners = {
		.hinfo = nt_tcp_hashinfo(net),
		.slot = slot,
	};
	struct nt_place place = {
		.protocol = NETTUNE_PROTOCOL_TCP,
		.states = TCPF_LISTEN,
	};
	struct sock *sk;

	for (sk = nt_listen_first(&listeners); sk;
	     sk = nt_listen_next(&listeners, sk)) {
		place.hash = READ_ONCE(sk->sk_hash);
		if (!nt_walk_add(walk, sk, &place))
			return false;
	}
	return !listeners.strayed;
}

static enum nt_walk_how listen_read_some(struct nt_walk *walk,
					 const struct net *net, u32 end,
					 u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, listen_skip, listen_read);
}

/* TCP connections, and the mini-sockets of those that begin and end */

static u32 established_slots(const struct net *net)
{
	return nt_tcp_hashinfo(net)->ehash_mask + 1;
}

/* The lines of a socket that every reader looks at. */
static void established_prefetch(const struct inet_ehash_bucket *bucket)
{
	const struct hlist_nulls_node *node = READ_ONCE(bucket->chain.first);
	const struct sock *sk;

	if (is_a_nulls(node))
		return;
	sk = hlist_nulls_entry(node, struct sock, sk_nulls_node);
	prefetch(sk);
	prefetch(&sk->sk_nulls_node);
	prefetch(&sk->sk_rmem_alloc);
	prefetch(&sk->sk_wmem_queued);
}

static __always_inline u32
established_skip(const struct net *net, u32 slot, u32 end)
{
	const struct inet_ehash_bucket *ehash = nt_tcp_hashinfo(net)->ehash;

	for (; slot < end; slot++) {
		if (slot + TABLE_AHEAD < end)
			established_prefetch(&ehash[slot + TABLE_AHEAD]);
		if (!hlist_nulls_empty(&ehash[slot].chain))
			break;
	}
	return slot;
}

/*
 * Memory that is a socket of another chain by now, or of none: one that is not
 * hashed yet has a hash of 0, which also belongs to slot 0.
 */
static bool established_elsewhere(const struct sock *sk, u32 hash, u32 mask,
				  u32 slot)
{
	return (hash & mask) != slot ||
	       (!hash && hlist_nulls_unhashed_lockless(&sk->sk_nulls_node));
}

static __always_inline bool
established_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	struct inet_hashinfo *hinfo = nt_tcp_hashinfo(net);
	struct nt_place place = {
		.protocol = NETTUNE_PROTOCOL_TCP,
		.states = ESTABLISHED_STATES,
	};
	const struct hlist_nulls_node *node;
	struct sock *sk, *prev = NULL;

	sk_nulls_for_each_rcu(sk, node, &hinfo->ehash[slot].chain) {
		/* One whose memory became another socket leads elsewhere. */
		smp_rmb();
		if (prev && READ_ONCE(prev->sk_hash) != place.hash)
			return false;
		prev = sk;
		place.hash = READ_ONCE(sk->sk_hash);
		if (established_elsewhere(sk, place.hash, hinfo->ehash_mask,
					  slot))
			continue;
		if (!nt_walk_add(walk, sk, &place))
			return false;
	}
	/* Nor need this chain have ended there, though a chain of it did. */
	smp_rmb();
	return get_nulls_value(node) == slot &&
	       (!prev || READ_ONCE(prev->sk_hash) == place.hash);
}

static enum nt_walk_how established_read_some(struct nt_walk *walk,
					      const struct net *net, u32 end,
					      u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, established_skip, established_read);
}

/* UDP, hashed by local port */

static const void *udp_identity(const struct net *net)
{
	return nt_udp_table(net);
}

static u32 udp_slots(const struct net *net)
{
	return nt_udp_table(net)->mask + 1;
}

static __always_inline u32
udp_skip(const struct net *net, u32 slot, u32 end)
{
	const struct udp_table *udptable = nt_udp_table(net);

	while (slot < end && hlist_empty(&udptable->hash[slot].head))
		slot++;
	return slot;
}

/*
 * UDP sockets are freed after a grace period, so unlike with TCP they may be
 * looked into, whoever's they are. So may their namespaces: a user's socket
 * holds its own until it is freed, and that of the kernel's own sockets waits
 * in cleanup_net() for the callbacks that free them (rcu_barrier()).
 */
static bool udp_in_slot(const struct sock *sk,
			const struct udp_table *udptable, u32 slot)
{
	return udp_hashfn(sock_net(sk), READ_ONCE(sk->sk_num),
			  udptable->mask) == slot;
}

static __always_inline bool
udp_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	struct udp_table *udptable = nt_udp_table(net);
	struct nt_place place = {
		.protocol = NETTUNE_PROTOCOL_UDP,
		.states = DATAGRAM_STATES,
	};
	struct sock *sk, *prev = NULL;

	sk_for_each_rcu(sk, &udptable->hash[slot].head) {
		/* One that is bound anew leads into another chain. */
		smp_rmb();
		place.hash = READ_ONCE(sk->sk_hash);
		if (!udp_in_slot(sk, udptable, slot) ||
		    (prev && !udp_in_slot(prev, udptable, slot)) ||
		    !nt_walk_add(walk, sk, &place))
			return false;
		prev = sk;
	}
	/* ... and this chain need not have ended there. */
	smp_rmb();
	return !prev || udp_in_slot(prev, udptable, slot);
}

static enum nt_walk_how udp_read_some(struct nt_walk *walk,
				      const struct net *net, u32 end,
				      u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, udp_skip, udp_read);
}

/* Raw sockets, hashed by IP protocol, which never changes */

#ifdef NT_HAVE_RAW_RCU
static const void *raw_v4_identity(const struct net *net)
{
	return &raw_v4_hashinfo;
}

static u32 raw_slots(const struct net *net)
{
	return RAW_HTABLE_SIZE;
}

static __always_inline u32 raw_skip(const struct raw_hashinfo *hinfo, u32 slot,
				    u32 end)
{
	while (slot < end && hlist_empty(&hinfo->ht[slot]))
		slot++;
	return slot;
}

static __always_inline bool
raw_read(struct nt_walk *walk, const struct raw_hashinfo *hinfo, u32 slot)
{
	struct nt_place place = {
		.protocol = NETTUNE_PROTOCOL_RAW,
		.states = DATAGRAM_STATES,
	};
	struct sock *sk;

	sk_for_each_rcu(sk, &hinfo->ht[slot]) {
		place.hash = READ_ONCE(sk->sk_hash);
		if (!nt_walk_add(walk, sk, &place))
			return false;
	}
	return true;
}

static __always_inline u32 raw_v4_skip(const struct net *net, u32 slot, u32 end)
{
	return raw_skip(&raw_v4_hashinfo, slot, end);
}

static __always_inline bool
raw_v4_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	return raw_read(walk, &raw_v4_hashinfo, slot);
}

static enum nt_walk_how raw_v4_read_some(struct nt_walk *walk,
					 const struct net *net, u32 end,
					 u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, raw_v4_skip, raw_v4_read);
}

#if IS_ENABLED(CONFIG_IPV6)
static const void *raw_v6_identity(const struct net *net)
{
	return &raw_v6_hashinfo;
}

static __always_inline u32 raw_v6_skip(const struct net *net, u32 slot, u32 end)
{
	return raw_skip(&raw_v6_hashinfo, slot, end);
}

static __always_inline bool
raw_v6_read(struct nt_walk *walk, const struct net *net, u32 slot)
{
	return raw_read(walk, &raw_v6_hashinfo, slot);
}

static enum nt_walk_how raw_v6_read_some(struct nt_walk *walk,
					 const struct net *net, u32 end,
					 u32 *length)
{
	return nt_walk_buckets(walk, net, end, length, raw_v6_skip, raw_v6_read);
}
#endif
#endif /* NT_HAVE_RAW_RCU */

const struct nt_table nt_tables[] = {
#ifdef NT_HAVE_RAW_RCU
	{
		.protocol	= NETTUNE_PROTOCOL_RAW,
		.states		= DATAGRAM_STATES,
		.identity	= raw_v4_identity,
		.slots		= raw_slots,
		.read		= raw_v4_read_some,
	},
#if IS_ENABLED(CONFIG_IPV6)
	{
		.protocol	= NETTUNE_PROTOCOL_RAW,
		.states		= DATAGRAM_STATES,
		.identity	= raw_v6_identity,
		.slots		= raw_slots,
		.read		= raw_v6_read_some,
	},
#endif
#endif
	{
		.protocol	= NETTUNE_PROTOCOL_UDP,
		.states		= DATAGRAM_STATES,
		.identity	= udp_identity,
		.slots		= udp_slots,
		.read		= udp_read_some,
	},
	{
		.protocol	= NETTUNE_PROTOCOL_TCP,
		.states		= TCPF_LISTEN,
		.identity	= tcp_identity,
		.slots		= listen_slots,
		.read		= listen_read_some,
	},
	{
		.protocol	= NETTUNE_PROTOCOL_TCP,
		.states		= ESTABLISHED_STATES,
		.identity	= tcp_identity,
		.slots		= established_slots,
		.read		= established_read_some,
	},
};

const u32 nt_tables_nr = ARRAY_SIZE(nt_tables);
