// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares what is seen with what was seen last, and tells what is new. */
#include "model/changes.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>

#include <nettune/pressure.h>

#include "array.h"

/* As the module has them by default, in permille. */
#define QUEUE_HIGH	800
#define QUEUE_LOW	500

static int tell(const struct model_changes *changes, __u32 kind,
		struct model_event *event)
{
	event->info.kind = kind;
	event->info.time_ns = changes->time_ns;
	return changes->fn(event, changes->arg);
}

static int tell_socket(const struct model_changes *changes, __u32 kind,
		       const struct model_sock *sock, __u32 count)
{
	struct model_event event = {
		.has = MODEL_EVENT_HAS_SOCKET, .sock = *sock,
		.info = { .count = count, .netns = sock->snap.id.netns },
	};

	return tell(changes, kind, &event);
}

/* Where the same listener was in the last look, or -1. */
static long find_last(const struct model_changes *changes,
		      const struct nettune_sock_id *id)
{
	const struct model_socks *last = &changes->last.listeners;
	const struct model_sock *sock = model_socks_find(last, id);

	for (size_t i = 0; sock && i < last->count; i++)
		if (&last->socks[i].sock == sock)
			return i;
	return -1;
}

/* The fuller of its queues, as far as they are known. */
static __u32 fullness(const struct nt_snap *snap)
{
	const struct nettune_sock_listener *queues = &snap->listener;
	__u32 accept = nt_permille_u32(queues->accept_q, queues->accept_max);
	__u32 syn = nt_permille_u32(queues->syn_q, queues->syn_max);

	if (!(snap->has & NT_HAS_ACCEPT))
		return 0;
	return snap->has & NT_HAS_SYN && syn > accept ? syn : accept;
}

/* One that was not there has lost now all that it has lost. */
static int take_listener(const struct model_changes *changes,
			 const struct model_sock *sock, bool *high)
{
	long at = find_last(changes, &sock->snap.id);
	bool was = at >= 0 && changes->high[at];
	__u32 count = sock->snap.mem.drops;
	int err = 0;

	*high = nt_hysteresis(was, fullness(&sock->snap), QUEUE_HIGH,
			      QUEUE_LOW);
	if (!changes->begun)
		return 0;
	if (at >= 0)
		count -= changes->last.listeners.socks[at].sock.snap.mem.drops;
	if (count)
		err = tell_socket(changes, NETTUNE_EVENT_KIND_LISTENER_DROP,
				  sock, count);
	if (!err && *high != was)
		err = tell_socket(changes,
				  *high ? NETTUNE_EVENT_KIND_LISTENER_HIGH :
					  NETTUNE_EVENT_KIND_LISTENER_NORMAL,
				  sock, 0);
	return err;
}

static int take_listeners(struct model_changes *changes,
			  const struct model_socks *listeners)
{
	bool *high = calloc(listeners->count + 1, sizeof(*high));
	int err = 0;

	if (!high)
		return -ENOMEM;
	for (size_t i = 0; !err && i < listeners->count; i++)
		err = take_listener(changes, &listeners->socks[i].sock,
				    &high[i]);
	free(changes->high);
	changes->high = high;
	return err;
}

static int take_cpu(const struct model_changes *changes,
		    const struct model_softnet *cpu)
{
	const struct model_snapshot *last = &changes->last;
	struct model_event event = { .has = MODEL_EVENT_HAS_CPU, .cpu = *cpu };

	for (size_t i = 0; i < last->cpus; i++) {
		const struct nettune_softnet *then = &last->softnet[i].stat;

		if (then->cpu != cpu->stat.cpu)
			continue;
		event.info.count = cpu->stat.dropped - then->dropped;
		if (event.info.count)
			return tell(changes, NETTUNE_EVENT_KIND_SOFTNET_DROP,
				    &event);
	}
	return 0;
}

/* Where a protocol's memory is told, and what stands for it in a mask. */
static const struct memory {
	__u32		protocol;
	__u32		bit;
	const char	*used;
	const char	*limits;
} memories[] = {
	{ IPPROTO_TCP, NETTUNE_PROTOCOL_TCP, "sockstat.TCP.mem",
	  "net.ipv4.tcp_mem" },
	{ IPPROTO_UDP, NETTUNE_PROTOCOL_UDP, "sockstat.UDP.mem",
	  "net.ipv4.udp_mem" },
};

static __u32 pages(__u64 count)
{
	return count < UINT_MAX ? count : UINT_MAX;
}

/* From above "pressure" on, until not above "min": tcp_enter_memory_pressure(). */
static int take_memory(struct model_changes *changes,
		       const struct model_facts *facts,
		       const struct memory *memory)
{
	struct model_event event = { .has = MODEL_EVENT_HAS_MEMORY };
	struct nettune_memory *now = &event.memory;
	bool was = changes->memory_high & memory->bit, high;
	__s64 used, min, pressure, max;

	if (!model_fact_value(facts, memory->used, 0, &used) ||
	    !model_fact_value(facts, memory->limits, 0, &min) ||
	    !model_fact_value(facts, memory->limits, 1, &pressure) ||
	    !model_fact_value(facts, memory->limits, 2, &max))
		return 0;
	now->protocol = memory->protocol;
	now->allocated = used;
	now->min = min;
	now->pressure = pressure;
	now->max = max;
	high = nt_hysteresis(was, pages(now->allocated),
			     pages(now->pressure + 1), pages(now->min + 1));
	if (high == was)
		return 0;
	changes->memory_high ^= memory->bit;
	if (!changes->begun)
		return 0;
	return tell(changes, high ? NETTUNE_EVENT_KIND_MEMORY_PRESSURE :
				    NETTUNE_EVENT_KIND_MEMORY_NORMAL, &event);
}

/* Counters that move when a socket of the protocol loses something. */
static const struct {
	__u32		bit;
	const char	*name;
} counters[] = {
	{ NETTUNE_PROTOCOL_UDP, "UdpRcvbufErrors" },
	{ NETTUNE_PROTOCOL_UDP, "UdpMemErrors" },
	{ NETTUNE_PROTOCOL_UDP, "Udp6RcvbufErrors" },
	{ NETTUNE_PROTOCOL_UDP, "Udp6MemErrors" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtTCPBacklogDrop" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtTCPRcvQDrop" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtTCPZeroWindowDrop" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtTCPOFODrop" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtRcvPruned" },
	{ NETTUNE_PROTOCOL_TCP, "TcpExtOfoPruned" },
};

static __u32 find_losing(const struct model_changes *changes,
			 const struct model_facts *facts)
{
	__u32 losing = 0;
	__s64 delta;

	for (size_t i = 0; i < ARRAY_SIZE(counters); i++)
		if (model_fact_delta(&changes->last.facts, facts,
				     counters[i].name, &delta) && delta)
			losing |= counters[i].bit;
	return losing;
}

/**
 * model_changes_take() - compare with the last look
 * @changes: what was seen last; @changes->time_ns is now
 * @now: facts, backlogs and listeners; emptied, also on an error
 * @look_at: set to a mask of enum nettune_protocol: those whose sockets have
 *	lost something; hand all of them to model_changes_sock()
 *
 * Nothing is told of the first look.
 *
 * Return: 0, what the function that takes events said, or -ENOMEM.
 */
int model_changes_take(struct model_changes *changes,
		       struct model_snapshot *now, __u32 *look_at)
{
	int err = take_listeners(changes, &now->listeners);

	for (size_t i = 0; !err && changes->begun && i < now->cpus; i++)
		err = take_cpu(changes, &now->softnet[i]);
	for (size_t i = 0; !err && i < ARRAY_SIZE(memories); i++)
		err = take_memory(changes, &now->facts, &memories[i]);
	*look_at = changes->begun ? find_losing(changes, &now->facts) :
				    NETTUNE_PROTOCOL_TCP | NETTUNE_PROTOCOL_UDP;
	changes->looked = changes->begun ? *look_at : 0;
	model_snapshot_free(&changes->last);
	changes->last = *now;
	*now = (struct model_snapshot) { 0 };
	changes->begun = true;
	return err;
}

static struct model_sock *find_loser(struct model_changes *changes,
				     const struct nettune_sock_id *id)
{
	return (struct model_sock *)model_socks_find(&changes->losers, id);
}

/**
 * model_changes_sock() - take a socket of a protocol that was asked for
 * @changes: what was seen last
 * @sock: the socket; listeners and sockets that have lost nothing are ignored
 *
 * A socket that was not there, or had lost nothing, has lost now all that it
 * has lost. Of the first look nothing is told.
 *
 * Return: 0, what the function that takes events said, or -ENOMEM.
 */
int model_changes_sock(struct model_changes *changes,
		       const struct model_sock *sock)
{
	bool tcp = sock->snap.id.protocol == IPPROTO_TCP;
	__u32 drops = sock->snap.mem.drops, count = drops;
	struct model_sock *then;

	if (!(sock->snap.has & NT_HAS_MEM) || !drops ||
	    model_is_listener(&sock->snap.id))
		return 0;
	then = find_loser(changes, &sock->snap.id);
	if (then) {
		count = drops - then->snap.mem.drops;
		then->snap.mem.drops = drops;
	} else if (changes->losers.count >= MODEL_CHANGES_MAX ||
		   model_socks_add(&changes->losers, sock)) {
		return changes->losers.count >= MODEL_CHANGES_MAX ? 0 : -ENOMEM;
	}
	if (!count || !changes->looked)
		return 0;
	return tell_socket(changes, tcp ? NETTUNE_EVENT_KIND_TCP_DROP :
					  NETTUNE_EVENT_KIND_UDP_DROP,
			   sock, count);
}

/**
 * model_changes_free() - forget all
 * @changes: zeroed afterwards
 */
void model_changes_free(struct model_changes *changes)
{
	model_snapshot_free(&changes->last);
	model_socks_free(&changes->losers);
	free(changes->high);
	*changes = (struct model_changes) { 0 };
}
