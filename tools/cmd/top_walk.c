// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One walk over all sockets: the sums and the worst for the stages, and those
 * that the list wants. Sources that choose by themselves are asked for each.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/top_look.h"
#include "source/top.h"

/* How often somebody else gets a turn, in sockets. */
#define TURN_EVERY	0x1000

#define GROUPS_MAX	1024

/**
 * struct walk - a walk
 * @look: what for
 * @wanted: what the list wants
 * @chosen: what the stages want
 * @top: what the list gets, NULL = groups are wanted
 * @seen: sockets so far
 */
struct walk {
	struct top_look			*look;
	const struct source_query	*wanted;
	struct chosen			*chosen;
	struct top			*top;
	size_t				seen;
};

static bool is_wanted(const struct source_query *wanted,
		      const struct model_sock *sock)
{
	return model_match(&wanted->filter, &sock->snap) &&
	       (!wanted->expr || wanted->exact ||
		expr_eval(wanted->expr, sock) == EXPR_YES);
}

static int take(struct model_sock *sock, void *arg)
{
	struct walk *walk = arg;
	int err = 0;

	if (!(++walk->seen % TURN_EVERY) &&
	    walk->look->busy(walk->look->arg))
		return -ECANCELED;
	if (!model_is_unix(&sock->snap.id))
		err = chosen_take(sock, walk->chosen);
	if (!err && walk->top && is_wanted(walk->wanted, sock))
		err = top_take(sock, walk->top);
	return err;
}

/* The stages need all that there is to know, of all sockets. */
static void make_query(const struct walk *walk, struct source_query *query)
{
	*query = (struct source_query) {
		.filter = { NT_FILTER_ALL_KINDS },
		.groups = NT_GROUPS_ALL & ~NETTUNE_GROUP_PROCESS,
		.lock = walk->wanted->lock,
		.resolve = walk->wanted->resolve,
	};
}

static int keep(struct model_sock *sock, void *arg)
{
	return model_socks_add(arg, sock);
}

/* What only some sockets of one walk are wanted for. */
static int walk_all(struct walk *walk)
{
	__u32 unix_too = walk->wanted->filter.protocols & MODEL_PROTOCOL_UNIX;
	struct source_query query;

	make_query(walk, &query);
	if (unix_too && walk->top) {
		query.filter.protocols |= MODEL_PROTOCOL_UNIX;
		query.filter.families |= MODEL_FAMILY_UNIX;
	}
	return source_sockets(walk->look->src, &query, take, walk);
}

/* Is the process part of the question? Then it has to be known by then. */
static bool by_process(const struct walk *walk)
{
	return walk->wanted->expr && !walk->look->src->ops->replays &&
	       expr_needs(walk->wanted->expr) & EXPR_NEEDS_PROCESS;
}

/* A module of old does not tell processes, or not us. */
static int ask_list(struct walk *walk, struct model_socks *socks)
{
	struct source_query query = *walk->wanted;
	int err = -EINVAL;

	if (!by_process(walk))
		query.resolve &= ~SOURCE_RESOLVE_PROCESS;
	if (walk->look->told) {
		query.groups |= NETTUNE_GROUP_PROCESS;
		err = source_sockets(walk->look->src, &query, keep, socks);
		if (err != -EPERM && err != -EINVAL)
			return err;
		walk->look->told = false;
		model_socks_free(socks);
	}
	query.groups &= ~NETTUNE_GROUP_PROCESS;
	return source_sockets(walk->look->src, &query, keep, socks);
}

static int look_once(struct walk *walk, struct model_socks *socks)
{
	struct source *src = walk->look->src;
	struct source_query query;
	bool apart = src->ops->orders || by_process(walk);
	struct top *top = walk->top, none = { 0 };
	int err;

	if (apart)
		walk->top = NULL;
	if (!src->ops->orders) {
		err = walk_all(walk);
	} else {
		make_query(walk, &query);
		err = chosen_ask(walk->chosen, src, &query);
	}
	walk->top = top;
	if (err || !top)
		return err;
	if (apart)
		return ask_list(walk, socks);
	err = top_each(top, keep, socks);
	top_free(top);
	*top = none;
	return err;
}

static int look_at(struct top_look *look, const struct source_query *wanted,
		   struct model_snapshot *snapshot, struct model_socks *socks)
{
	struct walk walk = { .look = look, .wanted = wanted };
	struct top top = { 0 };
	int err = 0;

	walk.chosen = chosen_new();
	if (!walk.chosen)
		return -ENOMEM;
	if (wanted->order) {
		err = top_init(&top, wanted->order, wanted->limit);
		walk.top = &top;
	}
	if (!err)
		err = look_once(&walk, socks);
	if (!err)
		err = chosen_store(walk.chosen, snapshot);
	top_free(&top);
	chosen_free(walk.chosen);
	return err;
}

static int keep_group(const struct model_group *group, void *arg)
{
	struct top_data *data = arg;
	struct model_group *grown, *last;

	grown = reallocarray(data->groups, data->nr_groups + 1,
			     sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	data->groups = grown;
	last = &grown[data->nr_groups++];
	*last = *group;
	last->hist = NULL;
	last->cgroup = group->cgroup ? strdup(group->cgroup) : NULL;
	last->ifname = group->ifname ? strdup(group->ifname) : NULL;
	return (group->cgroup && !last->cgroup) ||
	       (group->ifname && !last->ifname) ? -ENOMEM : 0;
}

static int ask_groups(struct top_look *look, const struct screen *screen,
		      const struct source_query *wanted, struct top_data *data)
{
	const struct source_sum sum = {
		.group_by = screen_group(screen), .max_groups = GROUPS_MAX,
	};
	int err;

	err = source_summary(look->src, wanted, &sum, keep_group, data);
	screen_sort_groups(screen, data->groups, data->nr_groups);
	return err;
}

/**
 * top_walk() - look at all sockets
 * @look: how
 * @screen: tells what the groups are
 * @query: what the list wants; without an order it wants groups
 * @snapshot: gets its sums, its worst sockets and leaks
 * @data: gets the list
 *
 * Return: 0 or a negative errno, -ECANCELED if it was given up.
 */
int top_walk(struct top_look *look, const struct screen *screen,
	     const struct source_query *query, struct model_snapshot *snapshot,
	     struct top_data *data)
{
	int err;

	model_socks_free(&data->socks);
	err = look_at(look, query, snapshot, &data->socks);
	if (!err && !query->order)
		err = ask_groups(look, screen, query, data);
	return err;
}
