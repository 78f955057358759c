// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes a snapshot, part by part. */
#include "source/snapshot.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "array.h"
#include "source/facts.h"
#include "source/file.h"
#include "source/nic.h"
#include "source/owner.h"
#include "source/ports.h"
#include "source/progress.h"

/**
 * struct taking - a snapshot being taken
 * @src: from where
 * @parts: mask of enum source_part
 * @snapshot: filled in
 * @told: does the source tell processes with its sockets?
 */
struct taking {
	struct source		*src;
	__u32			parts;
	struct model_snapshot	*snapshot;
	bool			told;
};

/* What to ask of sockets. */
static void make_query(const struct taking *taking, struct source_query *query)
{
	*query = (struct source_query) {
		.filter = { NT_FILTER_ALL_KINDS },
		.groups = NT_GROUPS_ALL & ~NETTUNE_GROUP_PROCESS,
	};
	if (taking->told)
		query->groups |= NETTUNE_GROUP_PROCESS;
	/* Those of a capture are there already. */
	if (taking->src->ops->replays)
		query->resolve = SOURCE_RESOLVE_DEVICE |
				 SOURCE_RESOLVE_CGROUP |
				 SOURCE_RESOLVE_PROCESS;
}

static int take_facts(struct taking *taking)
{
	struct model_facts *facts = &taking->snapshot->facts;
	int err;

	if (taking->src->ops->replays)
		return model_facts_copy(facts,
					&file_snapshot(taking->src)->facts);
	err = facts_read(taking->src->proc_root, facts);

	/* Only the initial namespace has this one. */
	taking->snapshot->host = model_fact(facts,
					    "net.core.netdev_max_backlog");
	return err;
}

static int add_cpu(const struct model_softnet *softnet, void *arg)
{
	struct model_snapshot *snapshot = arg;
	struct model_softnet *grown;

	grown = reallocarray(snapshot->softnet, snapshot->cpus + 1,
			     sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	grown[snapshot->cpus++] = *softnet;
	snapshot->softnet = grown;
	return 0;
}

static int take_softnet(struct taking *taking)
{
	return source_softnet(taking->src, add_cpu, taking->snapshot);
}

static int take_nics(struct taking *taking)
{
	return nic_list(taking->src, &taking->snapshot->nics,
			&taking->snapshot->nic_count);
}

static int add_listener(struct model_sock *sock, void *arg)
{
	return model_socks_add(arg, sock);
}

static int ask_listeners(struct taking *taking)
{
	struct source_query query;

	make_query(taking, &query);
	query.filter.protocols = NETTUNE_PROTOCOL_TCP;
	query.filter.states = 1U << NT_STATE_LISTEN;
	return source_sockets(taking->src, &query, add_listener,
			      &taking->snapshot->listeners);
}

static void tell_limits(struct model_snapshot *snapshot)
{
	__u32 somaxconn, *known = NULL;
	__s64 value;

	if (model_fact_value(&snapshot->facts, "net.core.somaxconn", 0,
			     &value) && value >= 0 && value <= UINT_MAX) {
		somaxconn = value;
		known = &somaxconn;
	}
	for (size_t i = 0; i < snapshot->listeners.count; i++) {
		struct model_sock *sock = &snapshot->listeners.socks[i].sock;

		sock->limit_from =
			model_limit_from(sock->snap.listener.accept_max, known);
	}
}

/* A module of old does not tell processes, or not us. */
static int take_listeners(struct taking *taking)
{
	int err = ask_listeners(taking);

	if (taking->told && !taking->snapshot->listeners.count &&
	    (err == -EPERM || err == -EINVAL)) {
		taking->told = false;
		err = ask_listeners(taking);
	}
	if (!err)
		tell_limits(taking->snapshot);
	return err;
}

static int take_sockets(struct taking *taking)
{
	struct chosen *chosen = chosen_new();
	struct source_query query;
	int err;

	if (!chosen)
		return -ENOMEM;
	make_query(taking, &query);
	if (taking->src->ops->orders)
		err = chosen_ask(chosen, taking->src, &query);
	else
		err = source_sockets(taking->src, &query, chosen_take, chosen);
	if (!err)
		err = chosen_store(chosen, taking->snapshot);
	chosen_free(chosen);
	return err;
}

#define LISTS	3

/* Every list of sockets. */
static void find_lists(const struct taking *taking, struct model_socks **lists)
{
	lists[0] = &taking->snapshot->listeners;
	lists[1] = &taking->snapshot->worst;
	lists[2] = &taking->snapshot->leaks;
}

static int set_processes(struct taking *taking, struct owner_set *owners)
{
	struct model_socks *lists[LISTS];
	int err = 0;

	find_lists(taking, lists);
	for (size_t i = 0; !err && i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; !err && j < lists[i]->count; j++)
			err = owner_set_want(owners, lists[i]->socks[j]
					     .sock.snap.owner.inode);
	if (!err)
		err = owner_set_find(owners, taking->src->proc_root);
	for (size_t i = 0; !err && i < ARRAY_SIZE(lists); i++) {
		for (size_t j = 0; j < lists[i]->count; j++) {
			struct model_sock *sock = &lists[i]->socks[j].sock;
			const struct nettune_sock_process *owner;

			owner = owner_set_get(owners, sock->snap.owner.inode);
			if (owner)
				sock->process = *owner;
		}
	}
	if (!err)
		taking->src->hidden = owner_set_hidden(owners);
	return err;
}

static int name_all(struct taking *taking)
{
	struct model_socks *lists[LISTS];
	int err = 0;

	find_lists(taking, lists);
	for (size_t i = 0; !err && i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; !err && j < lists[i]->count; j++)
			err = source_name_held(taking->src,
					       &lists[i]->socks[j]);
	return err;
}

static int take_owners(struct taking *taking)
{
	struct owner_set *owners;
	int err;

	if (taking->src->ops->replays)
		return 0;
	err = name_all(taking);
	if (err || taking->told)
		return err;
	owners = owner_set_new();
	if (!owners)
		return -ENOMEM;
	err = set_processes(taking, owners);
	owner_set_free(owners);
	return err;
}

static int take_ports(struct taking *taking)
{
	return source_ports(taking->src, taking->snapshot);
}

static int copy_files(const struct model_snapshot *from,
		      struct model_snapshot *snapshot)
{
	size_t count = from->file_count;

	if (!count)
		return 0;
	snapshot->files = calloc(count, sizeof(*snapshot->files));
	if (!snapshot->files)
		return -ENOMEM;
	memcpy(snapshot->files, from->files, count * sizeof(*from->files));
	snapshot->file_count = count;
	return 0;
}

static int take_files(struct taking *taking)
{
	if (taking->src->ops->replays)
		return copy_files(file_snapshot(taking->src), taking->snapshot);
	return files_fullest(taking->src->proc_root, &taking->snapshot->files,
			     &taking->snapshot->file_count, SNAPSHOT_FILES);
}

/* In this order: listeners tell whether processes are told with them. */
static const struct step {
	__u32		part;
	const char	*name;
	bool		needed;
	int		(*take)(struct taking *taking);
} steps[] = {
	{ SOURCE_PART_FACTS, "reading counters", true, take_facts },
	{ SOURCE_PART_SOFTNET, "reading backlogs", false, take_softnet },
	{ SOURCE_PART_NICS, "reading devices", false, take_nics },
	{ SOURCE_PART_LISTENERS, "reading listeners", true, take_listeners },
	{ SOURCE_PART_SOCKETS, "reading sockets", true, take_sockets },
	{ SOURCE_PART_PORTS, "counting ports", false, take_ports },
	{ SOURCE_PART_OWNERS, "looking for owners", false, take_owners },
	{ SOURCE_PART_FILES, "counting descriptors", false, take_files },
};

static int take_all(struct taking *taking)
{
	struct progress progress;
	int err = 0;

	progress_begin(&progress);
	for (size_t i = 0; !err && i < ARRAY_SIZE(steps); i++) {
		if (!(taking->parts & steps[i].part))
			continue;
		progress_say(&progress, steps[i].name, 0);
		err = steps[i].take(taking);
		if (!steps[i].needed && err != -ENOMEM)
			err = 0;
	}
	progress_end(&progress);
	return err;
}

static __u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/**
 * source_snapshot() - take a snapshot
 * @src: open source
 * @parts: mask of enum source_part, those that are wanted
 * @snapshot: filled in; model_snapshot_free() it after success
 *
 * Of the sockets only some are kept, however many there are: all listeners,
 * SNAPSHOT_WORST by each key, SNAPSHOT_LEAKS in CLOSE_WAIT. Backlogs, devices,
 * owners and descriptors that can't be read are absent. Says what it does on a
 * terminal that is stderr, when that takes longer than a second.
 *
 * Return: 0 or a negative errno.
 */
int source_snapshot(struct source *src, __u32 parts,
		    struct model_snapshot *snapshot)
{
	struct taking taking = {
		.src = src, .parts = parts, .snapshot = snapshot,
		.told = parts & SOURCE_PART_OWNERS &&
			parts & SOURCE_PART_LISTENERS && src->ops->processes,
	};
	int err;

	memset(snapshot, 0, sizeof(*snapshot));
	snapshot->netns = src->netns;
	if (src->ops->replays) {
		snapshot->time_ns = file_snapshot(src)->time_ns;
		snapshot->host = file_snapshot(src)->host;
		snapshot->module = file_snapshot(src)->module;
	} else {
		snapshot->time_ns = now_ns();
		snapshot->module = src->ops == &source_module;
	}
	err = take_all(&taking);
	if (err)
		model_snapshot_free(snapshot);
	return err;
}
