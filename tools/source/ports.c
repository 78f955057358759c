// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts the local ports that connections to one destination occupy. */
#include "source/ports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "source/owner.h"

/*
 * Destinations for which there is room, a power of two. One that takes most of
 * the ports is met long before there are as many others.
 */
#define PLACES	65536U

/* Looked for only where there are half as many connections as ports. */
#define WORTH_PERCENT	50

struct place {
	struct nettune_sock_id	id;
	__u64			inode;
	__u32			used;
	__u32			time_wait;
	struct nettune_sock_process process;
};

/**
 * struct count - destinations being counted
 * @places: by hash, one with @used of 0 is free
 * @taken: how many are not
 * @low: first port of the range
 * @high: last port of the range
 * @most: the place with the most, NULL = none yet
 */
struct count {
	struct place	*places;
	size_t		taken;
	__s64		low;
	__s64		high;
	struct place	*most;
};

static __u32 hash_of(const struct nettune_sock_id *id)
{
	const __u8 *parts[] = { id->saddr, id->daddr };
	__u64 hash = id->dport;

	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < sizeof(id->saddr); j++)
			hash = (hash ^ parts[i][j]) * 0x100000001b3ULL;
	return hash ^ hash >> 32;
}

static bool same_destination(const struct nettune_sock_id *a,
			     const struct nettune_sock_id *b)
{
	return a->family == b->family && a->dport == b->dport &&
	       !memcmp(a->saddr, b->saddr, sizeof(a->saddr)) &&
	       !memcmp(a->daddr, b->daddr, sizeof(a->daddr));
}

/* Its place, or a free one; NULL when the table is too full for another. */
static struct place *place_of(struct count *count,
			      const struct nettune_sock_id *id)
{
	__u32 at = hash_of(id) % PLACES;

	while (count->places[at].used) {
		if (same_destination(&count->places[at].id, id))
			return &count->places[at];
		at = (at + 1) % PLACES;
	}
	if (count->taken >= PLACES / 4 * 3)
		return NULL;
	count->taken++;
	count->places[at].id = *id;
	return &count->places[at];
}

static int take(struct model_sock *sock, void *arg)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	__u16 port = ntohs(id->sport);
	struct count *count = arg;
	struct place *place;

	if (port < count->low || port > count->high || !id->dport)
		return 0;
	place = place_of(count, id);
	if (!place)
		return 0;
	place->used++;
	place->time_wait += id->state == NT_STATE_TIME_WAIT;
	if (sock->snap.has & NT_HAS_OWNER && sock->snap.owner.inode)
		place->inode = sock->snap.owner.inode;
	if (sock->process.pid)
		place->process = sock->process;
	if (!count->most || place->used > count->most->used)
		count->most = place;
	return 0;
}

static int find_process(struct source *src, __u64 inode,
			struct nettune_sock_process *process)
{
	const struct nettune_sock_process *owner;
	struct owner_set *owners;
	int err;

	if (!inode)
		return 0;
	owners = owner_set_new();
	if (!owners)
		return -ENOMEM;
	err = owner_set_want(owners, inode);
	if (!err)
		err = owner_set_find(owners, src->proc_root);
	owner = err ? NULL : owner_set_get(owners, inode);
	if (owner)
		*process = *owner;
	owner_set_free(owners);
	return err;
}

/* Are there as many connections as it takes? TIME_WAIT is counted apart. */
static bool is_worth_it(const struct model_snapshot *snapshot, __s64 ports)
{
	static const char *const names[] = {
		"sockstat.TCP.inuse", "sockstat.TCP.tw", "sockstat.TCP.orphan",
		"sockstat6.TCP6.inuse",
	};
	double connections = 0;
	__s64 value;

	for (size_t i = 0; i < 4; i++)
		if (model_fact_value(&snapshot->facts, names[i], 0, &value))
			connections += value;
	return connections * 100 >= (double)ports * WORTH_PERCENT;
}

static int count_all(struct source *src, struct count *count,
		     struct model_ports *ports)
{
	struct source_query query = {
		.filter = { NT_FILTER_ALL_KINDS },
		.groups = NETTUNE_GROUP_OWNER,
		/* The one that matters is looked for afterwards. */
		.resolve = src->ops->replays ? SOURCE_RESOLVE_PROCESS : 0,
	};
	int err;

	query.filter.protocols = NETTUNE_PROTOCOL_TCP;
	query.filter.states &= ~(1U << NT_STATE_LISTEN | 1U << NT_STATE_CLOSE);
	err = source_sockets(src, &query, take, count);
	if (err || !count->most)
		return err;
	ports->used = count->most->used;
	ports->time_wait = count->most->time_wait;
	ports->id = count->most->id;
	ports->process = count->most->process;
	if (src->ops->replays)
		return 0;
	return find_process(src, count->most->inode, &ports->process);
}

/**
 * source_ports() - find the destination that the most local ports are used for
 * @src: open source
 * @snapshot: its facts are there; its ports are filled in
 *
 * All connections are walked, unless there are too few for any destination to
 * matter: then it is known that none does, and 0 are told to be used.
 *
 * Return: 0 or a negative errno; ports are not known then.
 */
int source_ports(struct source *src, struct model_snapshot *snapshot)
{
	struct count count = { 0 };
	int err;

	snapshot->ports = (struct model_ports) { 0 };
	if (!model_fact_value(&snapshot->facts, "net.ipv4.ip_local_port_range",
			      0, &count.low) ||
	    !model_fact_value(&snapshot->facts, "net.ipv4.ip_local_port_range",
			      1, &count.high))
		return 0;
	snapshot->ports.known = true;
	if (!is_worth_it(snapshot, count.high - count.low + 1))
		return 0;
	count.places = calloc(PLACES, sizeof(*count.places));
	if (!count.places)
		return -ENOMEM;
	err = count_all(src, &count, &snapshot->ports);
	free(count.places);
	if (err)
		snapshot->ports = (struct model_ports) { 0 };
	return err;
}
