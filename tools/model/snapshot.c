// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds on to what was found at one time. */
#include "model/snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * model_socks_add() - keep a socket
 * @socks: where
 * @sock: copied, with its strings; @sock->limit_from is a constant
 *
 * Return: 0 or -ENOMEM.
 */
int model_socks_add(struct model_socks *socks, const struct model_sock *sock)
{
	struct model_held_sock *held;
	char *cgroup = NULL;

	if (socks->count == socks->room) {
		size_t room = socks->room ? 2 * socks->room : 16;

		held = reallocarray(socks->socks, room, sizeof(*held));
		if (!held)
			return -ENOMEM;
		socks->socks = held;
		socks->room = room;
		/* They may have moved. */
		for (size_t i = 0; i < socks->count; i++)
			if (held[i].sock.ifname)
				held[i].sock.ifname = held[i].ifname;
	}
	if (sock->cgroup) {
		cgroup = strdup(sock->cgroup);
		if (!cgroup)
			return -ENOMEM;
	}
	held = &socks->socks[socks->count++];
	*held = (struct model_held_sock) { .sock = *sock, .cgroup = cgroup };
	held->sock.cgroup = cgroup;
	if (sock->ifname) {
		snprintf(held->ifname, sizeof(held->ifname), "%s", sock->ifname);
		held->sock.ifname = held->ifname;
	}
	return 0;
}

static bool same_socket(const struct nettune_sock_id *a,
			const struct nettune_sock_id *b)
{
	if (a->netns != b->netns || a->protocol != b->protocol)
		return false;
	if (a->cookie && b->cookie)
		return a->cookie == b->cookie;
	return a->family == b->family && a->sport == b->sport &&
	       a->dport == b->dport && a->ifindex == b->ifindex &&
	       !memcmp(a->saddr, b->saddr, sizeof(a->saddr)) &&
	       !memcmp(a->daddr, b->daddr, sizeof(a->daddr));
}

/**
 * model_socks_find() - find a socket again
 * @socks: where
 * @id: its identity at another time: by its cookie if both have one
 *
 * Return: it, or NULL.
 */
const struct model_sock *model_socks_find(const struct model_socks *socks,
					  const struct nettune_sock_id *id)
{
	for (size_t i = 0; i < socks->count; i++)
		if (same_socket(&socks->socks[i].sock.snap.id, id))
			return &socks->socks[i].sock;
	return NULL;
}

/**
 * model_socks_free() - let go of them
 * @socks: empty afterwards, and may be used again
 */
void model_socks_free(struct model_socks *socks)
{
	for (size_t i = 0; i < socks->count; i++)
		free(socks->socks[i].cgroup);
	free(socks->socks);
	*socks = (struct model_socks) { 0 };
}

/**
 * model_nic_free() - let go of what belongs to a device
 * @nic: zeroed afterwards
 */
void model_nic_free(struct model_nic *nic)
{
	model_facts_free(&nic->coalesce);
	model_facts_free(&nic->channels);
	model_facts_free(&nic->features);
	model_facts_free(&nic->drops);
	model_facts_free(&nic->queues);
	model_facts_free(&nic->driver_drops);
	free(nic->altnames);
	*nic = (struct model_nic) { 0 };
}

/**
 * model_snapshot_free() - let go of all of it
 * @snapshot: zeroed afterwards
 */
void model_snapshot_free(struct model_snapshot *snapshot)
{
	model_facts_free(&snapshot->facts);
	free(snapshot->softnet);
	for (size_t i = 0; i < snapshot->nic_count; i++)
		model_nic_free(&snapshot->nics[i]);
	free(snapshot->nics);
	model_socks_free(&snapshot->listeners);
	model_socks_free(&snapshot->worst);
	model_socks_free(&snapshot->leaks);
	free(snapshot->files);
	*snapshot = (struct model_snapshot) { 0 };
}
