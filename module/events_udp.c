// SPDX-License-Identifier: GPL-2.0
/*
 * Events of UDP: datagrams dropped because a receive buffer was full, or the
 * protocol had no memory.
 *
 * The kernel's tracepoint for it is probed while somebody listens. (Before 6.6
 * the code for IPv6 does not call it: sockets of that family are then left to
 * events_sockets.c, also with what they receive over IPv4.) The probe runs
 * where the datagram is received, so it only counts, by socket, in a small
 * table of the CPU; what it must know of the socket it reads at the first drop
 * into the table. Events are sent by the work that empties the tables.
 */
#include "events.h"

#include <linux/bits.h>
#include <linux/cpumask.h>
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <net/tcp_states.h>
#include <trace/events/udp.h>

#include "compat.h"
#include "snapshot.h"

/* Sockets that drop something on one CPU between two looks. */
#define UDP_DROPS_BITS 5
#define UDP_DROPS BIT(UDP_DROPS_BITS)
/* Places that are tried for one. */
#define UDP_DROPS_TRIES 8
/* Sockets of one namespace that wait for their event to be sent. */
#define UDP_WAITING_MAX 256

/**
 * struct udp_drops - drops of one socket
 * @sk: its address, which is only compared
 * @net: number of its namespace, as in struct nt_events_net
 * @count: datagrams dropped, 0 = this is free
 * @snap: what it was at the first of them; its drops are as of the last one
 */
struct udp_drops {
	const struct sock	*sk;
	u64			net;
	u32			count;
	struct nt_snap		snap;
};

/* What the probe counts on one CPU. */
struct udp_counts {
	raw_spinlock_t		lock;
	u32			used;
	struct udp_drops	drops[UDP_DROPS];
};

/* Drops that wait for their event to be sent. */
struct udp_waiting {
	struct list_head	list;
	struct udp_drops	drops;
};

static struct udp_counts __percpu *udp_tables;
static struct tracepoint *udp_tracepoint;
/* Of what families are the sockets that it tells of? */
static u32 udp_families;

/* What the tables had at the beginning of the look that goes on. */
static struct udp_drops *udp_collected;
static u32 udp_collected_nr;

/* Users are translated when it is known for whom. */
static struct nt_view udp_view = {
	.user_ns	= &init_user_ns,
	.filter		= {
		.protocols	= NETTUNE_PROTOCOL_UDP,
		.families	= NT_FAMILIES_ALL,
		.states		= TCPF_ESTABLISHED | TCPF_CLOSE,
	},
};

/* An address may be that of a new socket by now: then its file is another. */
static bool udp_same(const struct udp_drops *drops, const struct sock *sk,
		     u64 net)
{
	return drops->sk == sk && drops->net == net &&
	       drops->snap.id.sport == htons(READ_ONCE(sk->sk_num)) &&
	       drops->snap.owner.inode == nt_sk_inode(sk);
}

/* The place of a socket in the table, a free one, or none. */
static struct udp_drops *udp_place(struct udp_counts *table,
				   const struct sock *sk, u64 net)
{
	struct udp_drops *drops;
	u32 at = hash_ptr(sk, UDP_DROPS_BITS);
	u32 i;

	for (i = 0; i < UDP_DROPS_TRIES; i++) {
		drops = &table->drops[(at + i) % UDP_DROPS];
		if (!drops->count || udp_same(drops, sk, net))
			return drops;
	}
	return NULL;
}

static bool udp_count_locked(struct udp_counts *table, struct sock *sk, u64 net)
{
	const struct nt_place place = {
		.protocol	= NETTUNE_PROTOCOL_UDP,
		.states		= TCPF_ESTABLISHED | TCPF_CLOSE,
		.hash		= READ_ONCE(sk->sk_hash),
	};
	struct nt_nets nets = { .one = sock_net(sk) };
	struct udp_drops *drops = udp_place(table, sk, net);

	if (!drops)
		return false;
	if (!drops->count) {
		if (nt_snap_read(&drops->snap, sk, &place, &udp_view,
				 &nets) <= 0)
			return false;
		drops->sk = sk;
		drops->net = net;
		table->used++;
	} else {
		drops->snap.mem.drops = nt_sk_drops(sk);
	}
	drops->count++;
	return true;
}

static void udp_count(struct nt_events_net *en, struct sock *sk)
{
	struct udp_counts *table = raw_cpu_ptr(udp_tables);
	unsigned long flags;
	bool counted;

	raw_spin_lock_irqsave(&table->lock, flags);
	counted = udp_count_locked(table, sk, en->id);
	raw_spin_unlock_irqrestore(&table->lock, flags);
	if (!counted)
		atomic_inc(&en->udp_lost);
}

#ifdef NT_HAVE_UDP_FAIL_SKB
static void udp_probe(void *data, int rc, struct sock *sk, struct sk_buff *skb)
#else
static void udp_probe(void *data, int rc, struct sock *sk)
#endif
{
	struct nt_events_net *en;

	if (sk->sk_protocol != IPPROTO_UDP ||
	    (sk->sk_family == AF_INET6 &&
	     !(udp_families & NETTUNE_FAMILY_INET6)))
		return;
	rcu_read_lock();
	en = nt_events_net(sock_net(sk));
	if (READ_ONCE(en->watched))
		udp_count(en, sk);
	rcu_read_unlock();
}

/*
 * It was exported when the code for IPv6, which may be a module, began to call
 * it. Elsewhere it can be found by its name.
 */
static void udp_find_tracepoint(struct tracepoint *tp, void *found)
{
	if (!strcmp(tp->name, "udp_fail_queue_rcv_skb"))
		*(struct tracepoint **)found = tp;
}

static void udp_find(void)
{
	static const char exported[] = "__tracepoint_udp_fail_queue_rcv_skb";

	udp_families = 0;
	nt_tracepoints_visit(udp_find_tracepoint, &udp_tracepoint);
	if (!udp_tracepoint)
		return;
	udp_families = NETTUNE_FAMILY_INET;
	if (__symbol_get(exported)) {
		udp_families |= NETTUNE_FAMILY_INET6;
		__symbol_put(exported);
	}
}

/**
 * nt_events_udp_families() - what the probe sees
 *
 * Return: mask of enum nettune_family: of which families are the sockets?
 */
u32 nt_events_udp_families(void)
{
	return udp_families;
}

static void udp_free(void)
{
	free_percpu(udp_tables);
	kvfree(udp_collected);
	udp_tables = NULL;
	udp_collected = NULL;
	udp_collected_nr = 0;
}

/**
 * nt_events_udp_start() - begin to count
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int nt_events_udp_start(void)
{
	int cpu, err;

	/* Does not compile where the tracepoint has other arguments. */
	check_trace_callback_type_udp_fail_queue_rcv_skb(udp_probe);

	udp_tables = alloc_percpu(struct udp_counts);
	udp_collected = kvcalloc(num_possible_cpus() * UDP_DROPS,
				 sizeof(*udp_collected), GFP_KERNEL);
	if (!udp_tables || !udp_collected) {
		udp_free();
		return -ENOMEM;
	}
	for_each_possible_cpu(cpu)
		raw_spin_lock_init(&per_cpu_ptr(udp_tables, cpu)->lock);

	udp_view.reads = nt_group_reads(NETTUNE_GROUP_MEM |
					NETTUNE_GROUP_OWNER);
	nt_view_prepare(&udp_view);
	udp_find();
	if (!udp_tracepoint)
		return 0;
	err = nt_tracepoint_register(udp_tracepoint, udp_probe, NULL);
	if (err) {
		udp_tracepoint = NULL;
		udp_free();
	}
	return err;
}

/**
 * nt_events_udp_stop() - count no longer
 *
 * Context: may sleep.
 */
void nt_events_udp_stop(void)
{
	if (udp_tracepoint) {
		nt_tracepoint_unregister(udp_tracepoint, udp_probe, NULL);
		udp_tracepoint = NULL;
	}
	udp_free();
}

/**
 * nt_events_udp_open() - begin to watch UDP in a namespace
 * @en: the namespace
 */
void nt_events_udp_open(struct nt_events_net *en)
{
	atomic_set(&en->udp_lost, 0);
}

static void udp_done(struct nt_events_net *en, struct udp_waiting *waiting)
{
	list_del(&waiting->list);
	kfree(waiting);
	en->udp_nr--;
}

/**
 * nt_events_udp_close() - watch it no longer
 * @en: the namespace; may not have been watched
 */
void nt_events_udp_close(struct nt_events_net *en)
{
	struct udp_waiting *waiting, *next;

	list_for_each_entry_safe(waiting, next, &en->udp_waiting, list)
		udp_done(en, waiting);
}

/**
 * nt_events_udp_collect() - empty the tables of all CPUs, once for all
 *	namespaces
 */
void nt_events_udp_collect(void)
{
	struct udp_counts *table;
	int cpu, i;

	udp_collected_nr = 0;
	for_each_possible_cpu(cpu) {
		table = per_cpu_ptr(udp_tables, cpu);
		raw_spin_lock_irq(&table->lock);
		for (i = 0; table->used && i < UDP_DROPS; i++) {
			if (!table->drops[i].count)
				continue;
			udp_collected[udp_collected_nr++] = table->drops[i];
			table->drops[i].count = 0;
			table->used--;
		}
		raw_spin_unlock_irq(&table->lock);
	}
}

/* The same socket may have been counted on several CPUs, and before. */
static struct udp_waiting *udp_waiting_of(struct nt_events_net *en,
					  const struct udp_drops *drops)
{
	struct udp_waiting *waiting;

	list_for_each_entry(waiting, &en->udp_waiting, list) {
		if (waiting->drops.sk == drops->sk &&
		    waiting->drops.snap.id.sport == drops->snap.id.sport &&
		    waiting->drops.snap.owner.inode == drops->snap.owner.inode)
			return waiting;
	}
	if (en->udp_nr >= UDP_WAITING_MAX)
		return NULL;
	waiting = kzalloc(sizeof(*waiting), GFP_KERNEL);
	if (!waiting)
		return NULL;
	list_add_tail(&waiting->list, &en->udp_waiting);
	en->udp_nr++;
	return waiting;
}

static void udp_wait(struct nt_events_net *en, const struct udp_drops *drops)
{
	struct udp_waiting *waiting = udp_waiting_of(en, drops);
	u32 before;

	if (!waiting) {
		nt_event_lost(en, NETTUNE_EVENT_KIND_UDP_DROP, 1);
		return;
	}
	before = waiting->drops.count;
	if (!before ||
	    (s32)(drops->snap.mem.drops - waiting->drops.snap.mem.drops) > 0)
		waiting->drops = *drops;
	waiting->drops.count = before + drops->count;
}

static bool udp_tell(struct nt_events_look *look, struct udp_drops *drops)
{
	struct nettune_sock_owner *owner = &drops->snap.owner;
	struct nt_event event = {
		.kind	= NETTUNE_EVENT_KIND_UDP_DROP,
		.count	= drops->count,
		.netns	= drops->snap.id.netns,
		.snap	= &drops->snap,
	};
	u32 uid = owner->uid;
	bool sent;

	owner->uid = from_kuid_munged(look->en->net->user_ns,
				      make_kuid(&init_user_ns, uid));
	sent = nt_event_send(look, &event);
	owner->uid = uid;
	return sent;
}

/**
 * nt_events_udp_look() - tell of the drops of a namespace's UDP sockets
 * @look: the look
 *
 * Context: may sleep.
 */
void nt_events_udp_look(struct nt_events_look *look)
{
	struct nt_events_net *en = look->en;
	struct udp_waiting *waiting, *next;
	u32 i;

	for (i = 0; i < udp_collected_nr; i++) {
		if (udp_collected[i].net == en->id)
			udp_wait(en, &udp_collected[i]);
	}
	nt_event_lost(en, NETTUNE_EVENT_KIND_UDP_DROP,
		      atomic_xchg(&en->udp_lost, 0));
	list_for_each_entry_safe(waiting, next, &en->udp_waiting, list) {
		if (udp_tell(look, &waiting->drops))
			udp_done(en, waiting);
	}
}
