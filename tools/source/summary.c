// SPDX-License-Identifier: GPL-2.0-or-later
/* Has a source add sockets up, or does it socket by socket. */
#include <errno.h>

#include "source/sockets.h"

/* On the way from the table of groups to the caller. */
struct group_resolver {
	struct source			*src;
	const struct source_query	*query;
	const struct source_sum		*sum;
	source_group_fn			fn;
	void				*arg;
};

static int resolve_group(const struct nt_summary_group *from,
			 const struct nettune_summary_hist *hist, void *arg)
{
	struct group_resolver *resolver = arg;
	struct source *src = resolver->src;
	struct model_group group = {
		.group_by = resolver->sum->group_by,
		.id = from->id,
		.stat = from->stat,
		.hist = hist,
		.syn_known = !(src->ops->unknown_keys & 1U << NETTUNE_KEY_SYN),
		.several_netns = resolver->query->all_netns,
		.cgroup = source_cgroup(src, from->id.cgroup),
	};

	if (from->id.netns == src->netns)
		group.ifname = source_device(src, from->id.ifindex);
	return resolver->fn(&group, resolver->arg);
}

static int add_listener(struct model_sock *sock, void *arg)
{
	groups_add_listener(arg, &sock->snap);
	return 0;
}

static int count_socket(struct model_sock *sock, void *arg)
{
	groups_count(arg, &sock->snap);
	return 0;
}

/* Every listener is a group, whether it passes the filter or not. */
static int find_listeners(struct source *src, const struct source_query *query,
			  struct groups *groups)
{
	const struct source_query listeners = {
		.filter = {
			.protocols = NETTUNE_PROTOCOL_TCP,
			.families = NT_FAMILIES_ALL,
			.states = 1U << NT_STATE_LISTEN,
		},
		.all_netns = query->all_netns,
		.groups = NETTUNE_GROUP_LISTENER,
	};

	return src->ops->sockets(src, &listeners, add_listener, groups);
}

/* Socket by socket, which takes longer and no more memory. */
static int count_sockets(struct source *src, const struct source_query *query,
			 struct groups *groups)
{
	struct source_query all = *query;
	int err = 0;

	all.order = 0;
	all.groups |= NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER |
		      NETTUNE_GROUP_OWNER;
	if (src->ops->replays)
		all.groups |= NETTUNE_GROUP_PROCESS;
	if (groups->group_by == NETTUNE_GROUP_BY_LISTENER)
		err = find_listeners(src, query, groups);
	if (!err)
		err = source_by_process(&all) && !src->ops->replays ?
		      source_read_owned(src, &all, count_socket, groups) :
		      source_read_sockets(src, &all, count_socket, groups);
	return err;
}

static int read_groups(struct source *src, const struct source_query *query,
		       struct groups *groups)
{
	int err = 0;

	if (source_has_rest(query) || !src->ops->summary)
		return count_sockets(src, query, groups);
	if (source_wants_ip(src, query))
		err = src->ops->summary(src, query, groups);
	if (err || !source_wants_beside(src, query))
		return err;
	err = source_read_beside(src, query, count_socket, groups);
	return err == -ENOENT && source_wants_ip(src, query) ? 0 : err;
}

/**
 * source_summary() - add every matching socket up
 * @src: open source
 * @query: which sockets; its order and groups do not matter
 * @sum: how
 * @fn: called for each group, the largest first
 * @arg: for @fn
 *
 * Return: as source_sockets().
 */
int source_summary(struct source *src, const struct source_query *query,
		   const struct source_sum *sum, source_group_fn fn, void *arg)
{
	struct group_resolver resolver = {
		.src = src, .query = query, .sum = sum, .fn = fn, .arg = arg,
	};
	struct groups groups;
	int err;

	err = groups_init(&groups, sum->group_by, sum->max_groups,
			  sum->histograms);
	if (!err)
		err = read_groups(src, query, &groups);
	if (!err)
		err = groups_each(&groups, resolve_group, &resolver);
	groups_free(&groups);
	return err;
}
