// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Of all sockets: their sums, and those that somebody has to look at. Memory
 * does not depend on how many there are.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "source/groups.h"
#include "source/progress.h"
#include "source/snapshot.h"
#include "source/top.h"

/* By what a socket may be the worst. */
static const __u32 keys[] = {
	NETTUNE_KEY_RMEM, NETTUNE_KEY_WMEM, NETTUNE_KEY_DROPS,
	NETTUNE_KEY_BACKLOG, NETTUNE_KEY_RECV_Q, NETTUNE_KEY_SEND_Q,
	NETTUNE_KEY_RMEM_ALLOC, NETTUNE_KEY_RETRANS,
};

/* Three protocols in eleven states each have room. */
#define GROUPS_MAX	64

/* How often a clock is looked at, in sockets. */
#define PROGRESS_EVERY	0x4000

/**
 * struct chosen - the sockets so far
 * @states: their sums, by protocol and state
 * @tops: the highest by each key
 * @leaks: the first that are in CLOSE_WAIT
 * @seen: how many there were
 * @progress: that of the walk
 */
struct chosen {
	struct groups		states;
	struct top		tops[ARRAY_SIZE(keys)];
	struct model_socks	leaks;
	size_t			seen;
	struct progress		progress;
};

/**
 * chosen_new() - get ready to take sockets
 *
 * Return: what takes them, or NULL without memory.
 */
struct chosen *chosen_new(void)
{
	struct chosen *chosen = calloc(1, sizeof(*chosen));
	int err;

	if (!chosen)
		return NULL;
	err = groups_init(&chosen->states, NETTUNE_GROUP_BY_STATE, GROUPS_MAX,
			  false);
	for (size_t i = 0; !err && i < ARRAY_SIZE(keys); i++)
		err = top_init(&chosen->tops[i], keys[i], SNAPSHOT_WORST);
	progress_begin(&chosen->progress);
	if (!err)
		return chosen;
	chosen_free(chosen);
	return NULL;
}

/**
 * chosen_free() - let go of it
 * @chosen: may be NULL
 */
void chosen_free(struct chosen *chosen)
{
	if (!chosen)
		return;
	progress_end(&chosen->progress);
	groups_free(&chosen->states);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		top_free(&chosen->tops[i]);
	model_socks_free(&chosen->leaks);
	free(chosen);
}

/*
 * What is 0 is not the worst of anything. But a receive buffer that is empty at
 * the moment may yet be what is too small for its path, so where there are few
 * sockets all are looked at.
 */
static __u32 least(__u32 key)
{
	return key != NETTUNE_KEY_RMEM;
}

static void take_tops(struct chosen *chosen, struct model_sock *sock)
{
	__u32 value;

	if (model_is_listener(&sock->snap.id))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (nt_key_value(&sock->snap, keys[i], &value) &&
		    value >= least(keys[i]))
			top_take(sock, &chosen->tops[i]);
}

static bool leaks(const struct nettune_sock_id *id)
{
	return id->protocol == IPPROTO_TCP && id->state == NT_STATE_CLOSE_WAIT;
}

/**
 * chosen_take() - count a socket, and keep it if it is one to look at
 * @sock: the socket; its strings are not kept
 * @arg: struct chosen
 *
 * Return: 0 or -ENOMEM.
 */
int chosen_take(struct model_sock *sock, void *arg)
{
	struct chosen *chosen = arg;

	if (!(++chosen->seen % PROGRESS_EVERY))
		progress_say(&chosen->progress, "reading sockets",
			     chosen->seen);
	groups_count(&chosen->states, &sock->snap);
	take_tops(chosen, sock);
	if (leaks(&sock->snap.id) && chosen->leaks.count < SNAPSHOT_LEAKS)
		return model_socks_add(&chosen->leaks, sock);
	return 0;
}

static int merge_group(const struct model_group *group, void *arg)
{
	const struct nt_summary_group merged = {
		.id = group->id, .stat = group->stat,
	};

	groups_merge(arg, &merged, NULL);
	return 0;
}

static int keep_leak(struct model_sock *sock, void *arg)
{
	return model_socks_add(arg, sock);
}

/* A source that orders by itself has the highest found where the sockets are. */
static int ask_top(struct source *src, const struct source_query *base,
		   __u32 key, __u32 states, __u32 limit, __u32 minimum,
		   source_sock_fn fn, void *arg)
{
	struct source_query query = *base;

	query.order = key;
	query.limit = limit;
	query.filter.states = states;
	query.filter.checks = NT_FILTER_MINIMUMS;
	query.filter.nr_minimums = 1;
	query.filter.minimums[0] = (struct nettune_minimum) {
		.key = key, .value = minimum,
	};
	return source_sockets(src, &query, fn, arg);
}

/**
 * chosen_ask() - have a source add sockets up and choose them
 * @chosen: takes them
 * @src: open source that orders by itself
 * @query: which sockets, and what of them
 *
 * Return: 0 or a negative errno.
 */
int chosen_ask(struct chosen *chosen, struct source *src,
	       const struct source_query *query)
{
	const struct source_sum sum = {
		.group_by = NETTUNE_GROUP_BY_STATE, .max_groups = GROUPS_MAX,
	};
	const __u32 others = NT_STATES_ALL & ~(1U << NT_STATE_LISTEN);
	int err;

	err = source_summary(src, query, &sum, merge_group, &chosen->states);
	for (size_t i = 0; !err && i < ARRAY_SIZE(keys); i++) {
		progress_say(&chosen->progress, "reading sockets", 0);
		err = ask_top(src, query, keys[i], others, SNAPSHOT_WORST,
			      least(keys[i]), top_take, &chosen->tops[i]);
	}
	return err ?: ask_top(src, query, NETTUNE_KEY_RECV_Q,
			      1U << NT_STATE_CLOSE_WAIT, SNAPSHOT_LEAKS, 0,
			      keep_leak, &chosen->leaks);
}

static int keep_once(struct model_sock *sock, void *arg)
{
	struct model_socks *socks = arg;

	if (model_socks_find(socks, &sock->snap.id))
		return 0;
	return model_socks_add(socks, sock);
}

/* Sums of several groups. */
struct sums {
	struct groups		all;
	struct groups		udp;
	struct model_snapshot	*snapshot;
};

static int add_up(const struct nt_summary_group *group,
		  const struct nettune_summary_hist *hist, void *arg)
{
	struct sums *sums = arg;
	__u8 state = group->id.state;

	groups_merge(&sums->all, group, hist);
	if (group->id.protocol == IPPROTO_UDP)
		groups_merge(&sums->udp, group, hist);
	if (group->id.protocol == IPPROTO_TCP &&
	    state < ARRAY_SIZE(sums->snapshot->states))
		sums->snapshot->states[state] = group->stat;
	return 0;
}

static int store_sums(const struct groups *states,
		      struct model_snapshot *snapshot)
{
	struct sums sums = { .snapshot = snapshot };
	int err;

	err = groups_init(&sums.all, NETTUNE_GROUP_BY_NONE, 1, false);
	if (err)
		return err;
	err = groups_init(&sums.udp, NETTUNE_GROUP_BY_NONE, 1, false);
	if (!err)
		err = groups_each(states, add_up, &sums);
	if (!err) {
		snapshot->all = sums.all.table.groups[0].stat;
		snapshot->udp = sums.udp.table.groups[0].stat;
	}
	groups_free(&sums.udp);
	groups_free(&sums.all);
	return err;
}

/**
 * chosen_store() - tell what was found
 * @chosen: it takes no more afterwards
 * @snapshot: its sums, @worst and @leaks are filled in
 *
 * Return: 0 or -ENOMEM.
 */
int chosen_store(struct chosen *chosen, struct model_snapshot *snapshot)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(keys); i++)
		err = top_each(&chosen->tops[i], keep_once, &snapshot->worst);
	if (err)
		return err;
	snapshot->leaks = chosen->leaks;
	chosen->leaks = (struct model_socks) { 0 };
	return store_sums(&chosen->states, snapshot);
}
