// SPDX-License-Identifier: GPL-2.0
/*
 * Events of sockets that no probe tells of: listeners whose queues are full,
 * connections that drop what they receive; and UDP sockets, as far as the
 * kernel's tracepoint is not called for them.
 *
 * Listeners are looked at each time: their table is small. Receivers only when
 * the namespace's counters say that one has dropped something, and then only
 * those that ever have; since even so all have to be looked at, the next such
 * walk waits for as long as the last one took, NT_EVENTS_SHARE times for each
 * namespace that is watched: what all of them cost together is bounded.
 */
#include "events.h"

#include <linux/err.h>
#include <linux/percpu.h>
#include <linux/ktime.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/snmp.h>
#include <net/tcp_states.h>

/* Counters of those drops of which struct sock has its share in sk_drops. */
static const u8 tcp_drop_mibs[] = {
	LINUX_MIB_RCVPRUNED,
	LINUX_MIB_OFOPRUNED,
	LINUX_MIB_TCPBACKLOGDROP,
	LINUX_MIB_TCPOFODROP,
	LINUX_MIB_TCPRCVQDROP,
	LINUX_MIB_TCPZEROWINDOWDROP,
};

/**
 * nt_events_sockets_open() - begin to watch sockets in a namespace
 * @en: the namespace
 *
 * Return: 0 or -ENOMEM.
 */
int nt_events_sockets_open(struct nt_events_net *en)
{
	int err;

	err = nt_known_init(&en->listeners);
	if (!err)
		err = nt_known_init(&en->tcp.known);
	return err ?: nt_known_init(&en->udp.known);
}

static void receivers_close(struct nt_receivers *receivers)
{
	nt_known_destroy(&receivers->known);
	receivers->again = false;
	receivers->next = 0;
}

/**
 * nt_events_sockets_close() - watch them no longer
 * @en: the namespace; may not have been watched
 */
void nt_events_sockets_close(struct nt_events_net *en)
{
	nt_known_destroy(&en->listeners);
	receivers_close(&en->tcp);
	receivers_close(&en->udp);
}

/* Walk over the sockets of a view; false if some may have been left out. */
static bool sockets_walk(struct nt_events_look *look,
			 const struct nt_view *view, struct nt_known *known,
			 void (*take)(struct nt_events_look *look,
				      const struct nt_snap *snap))
{
	struct nt_walk *walk = look->walk;
	const struct nt_snap *snap = NULL;
	bool whole = false;

	nt_known_begin(known);
	if (!nt_walk_init(walk, view)) {
		while (!IS_ERR_OR_NULL(snap = nt_walk_peek(walk))) {
			/* One that has gone meanwhile got no cookie. */
			if (snap->id.cookie)
				take(look, snap);
			nt_walk_advance(walk);
		}
		whole = !snap && !walk->torn;
	}
	nt_walk_destroy(walk);
	if (whole)
		nt_known_expire(known);
	return whole;
}

/* Tell of drops since the last time; false if that has to be done again. */
static bool tell_drops(struct nt_events_look *look, const struct nt_snap *snap,
		       struct nt_known_sock *sock, u32 kind)
{
	struct nt_event event = {
		.kind	= kind,
		.count	= snap->mem.drops - sock->drops,
		.netns	= snap->id.netns,
		.snap	= snap,
	};

	if (event.count && !look->first && !nt_event_send(look, &event))
		return false;
	sock->drops = snap->mem.drops;
	return true;
}

static void tell_queues(struct nt_events_look *look, const struct nt_snap *snap,
			struct nt_known_sock *sock)
{
	const struct nettune_sock_listener *queues = &snap->listener;
	u32 accept = nt_permille_u32(queues->accept_q, queues->accept_max);
	u32 syn = nt_permille_u32(queues->syn_q, queues->syn_max);
	bool high = nt_hysteresis(sock->high, max(accept, syn),
				  look->config.queue_high,
				  look->config.queue_low);
	struct nt_event event = {
		.kind	= high ? NETTUNE_EVENT_KIND_LISTENER_HIGH :
				 NETTUNE_EVENT_KIND_LISTENER_NORMAL,
		.netns	= snap->id.netns,
		.snap	= snap,
	};

	if (high == sock->high)
		return;
	if (look->first || nt_event_send(look, &event))
		sock->high = high;
}

static void take_listener(struct nt_events_look *look,
			  const struct nt_snap *snap)
{
	struct nt_events_net *en = look->en;
	struct nt_known_sock *sock;

	sock = nt_known_get(&en->listeners, snap->id.cookie);
	if (!sock) {
		if (snap->mem.drops)
			nt_event_lost(en, NETTUNE_EVENT_KIND_LISTENER_DROP, 1);
		return;
	}
	tell_drops(look, snap, sock, NETTUNE_EVENT_KIND_LISTENER_DROP);
	tell_queues(look, snap, sock);
}

/**
 * nt_events_listeners_look() - look at the listeners of a namespace
 * @look: the look
 *
 * Context: may sleep.
 */
void nt_events_listeners_look(struct nt_events_look *look)
{
	struct net *net = look->en->net;
	struct nt_view view = {
		.net		= net,
		.user_ns	= net->user_ns,
		.filter		= {
			.protocols	= NETTUNE_PROTOCOL_TCP,
			.families	= NT_FAMILIES_ALL,
			.states		= TCPF_LISTEN,
		},
		.reads		= nt_group_reads(NETTUNE_GROUP_MEM |
						 NETTUNE_GROUP_LISTENER |
						 NETTUNE_GROUP_OWNER |
						 NETTUNE_GROUP_COOKIE),
	};

	nt_view_prepare(&view);
	sockets_walk(look, &view, &look->en->listeners, take_listener);
}

static void take_receiver(struct nt_events_look *look,
			  const struct nt_snap *snap)
{
	bool tcp = snap->id.protocol == IPPROTO_TCP;
	u32 kind = tcp ? NETTUNE_EVENT_KIND_TCP_DROP :
			 NETTUNE_EVENT_KIND_UDP_DROP;
	struct nt_events_net *en = look->en;
	struct nt_receivers *receivers = tcp ? &en->tcp : &en->udp;
	struct nt_known_sock *sock;

	sock = nt_known_get(&receivers->known, snap->id.cookie);
	if (!sock)
		nt_event_lost(en, kind, 1);
	else if (!tell_drops(look, snap, sock, kind))
		receivers->again = true;
}

static bool walk_receivers(struct nt_events_look *look,
			   struct nt_receivers *receivers, u32 protocol,
			   u32 families)
{
	struct net *net = look->en->net;
	struct nt_view view = {
		.net		= net,
		.user_ns	= net->user_ns,
		.filter		= {
			.protocols	= protocol,
			.families	= families,
			.states		= NT_STATES_ALL & ~TCPF_LISTEN,
			.checks		= NT_FILTER_MINIMUMS,
			.nr_minimums	= 1,
			.minimums	= { { NETTUNE_KEY_DROPS, 1 } },
		},
		.reads		= nt_group_reads(NETTUNE_GROUP_MEM |
						 NETTUNE_GROUP_OWNER |
						 NETTUNE_GROUP_COOKIE),
	};

	nt_view_prepare(&view);
	return sockets_walk(look, &view, &receivers->known, take_receiver);
}

/* Walk over them if @count, which moves with their drops, has moved. */
static void receivers_look(struct nt_events_look *look,
			   struct nt_receivers *receivers, u32 protocol,
			   u32 families, u64 count)
{
	struct nt_events_clock clock;
	u64 spent;

	if (!look->first && !receivers->again && count == receivers->count)
		return;
	if (ktime_get_ns() < receivers->next)
		return;
	nt_events_clock_start(&clock);
	receivers->count = count;
	receivers->again = false;
	if (!walk_receivers(look, receivers, protocol, families))
		receivers->again = true;
	spent = nt_events_clock_spent(&clock);
	/* The work does not know of this cost: see to it for all that do so. */
	receivers->next = ktime_get_ns() +
			  NT_EVENTS_SHARE * spent * look->sharing;
	look->apart += spent;
}

/* snmp_fold_field() is not there for modules of every kernel. */
static u64 tcp_drop_count(const struct net *net)
{
	const struct linux_mib *mib;
	u64 count = 0;
	int cpu;
	u32 i;

	for_each_possible_cpu(cpu) {
		mib = per_cpu_ptr(net->mib.net_statistics, cpu);
		for (i = 0; i < ARRAY_SIZE(tcp_drop_mibs); i++)
			count += READ_ONCE(mib->mibs[tcp_drop_mibs[i]]);
	}
	return count;
}

/* Each datagram that is dropped counts as an error. */
static u64 udp_errors(const struct udp_mib __percpu *mib)
{
	u64 count = 0;
	int cpu;

	/* There is none of IPv6 with ipv6.disable=1, or before it is loaded. */
	if (!mib)
		return 0;
	for_each_possible_cpu(cpu)
		count += READ_ONCE(per_cpu_ptr(mib, cpu)->mibs[UDP_MIB_INERRORS]);
	return count;
}

static u64 udp_drop_count(const struct net *net)
{
	u64 count = udp_errors(net->mib.udp_statistics);

#if IS_ENABLED(CONFIG_IPV6)
	count += udp_errors(READ_ONCE(net->mib.udp_stats_in6));
#endif
	return count;
}

/**
 * nt_events_receivers_look() - look at what may have dropped something in a
 *	namespace
 * @look: the look
 *
 * Context: may sleep.
 */
void nt_events_receivers_look(struct nt_events_look *look)
{
	struct nt_events_net *en = look->en;
	u32 families = NT_FAMILIES_ALL & ~nt_events_udp_families();

	receivers_look(look, &en->tcp, NETTUNE_PROTOCOL_TCP, NT_FAMILIES_ALL,
		       tcp_drop_count(en->net));
	if (families)
		receivers_look(look, &en->udp, NETTUNE_PROTOCOL_UDP, families,
			       udp_drop_count(en->net));
}
