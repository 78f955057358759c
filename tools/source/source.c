// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses a source, and adds to its records the names of their numbers. */
#include "source/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "source/cgroup.h"
#include "source/diag.h"
#include "source/file.h"
#include "source/owned.h"
#include "source/proc.h"
#include "source/top.h"

/* Who calls, and whom to call, while names are added on the way. */
struct resolver {
	struct source			*src;
	const struct source_query	*query;
	source_sock_fn			fn;
	void				*arg;
	bool				begun;
};

static int try_open(struct source *src, const struct source_ops *ops)
{
	src->ops = ops;
	return ops->open(src);
}

/**
 * source_open() - open a source
 * @src: filled in; close it with source_close() after success
 * @kind: which one; SOURCE_AUTO takes the module and, where that is not there
 *	or refuses, sock_diag and /proc
 * @proc_root: where /proc is
 *
 * Return: 0 (@src->fallback tells why the module was passed over), or a
 * negative errno: -ENOENT when the module is wanted and not there, -EPERM when
 * it refuses.
 */
int source_open(struct source *src, enum source_kind kind,
		const char *proc_root)
{
	int err;

	memset(src, 0, sizeof(*src));
	src->proc_root = proc_root;
	src->netns = proc_netns(proc_root);
	if (kind == SOURCE_DIAG)
		return try_open(src, &source_diag);

	err = try_open(src, &source_module);
	if (!err || kind == SOURCE_MODULE)
		return err;
	src->fallback = err;
	return try_open(src, &source_diag);
}

/**
 * source_close() - close a source
 * @src: what source_open() opened
 */
void source_close(struct source *src)
{
	src->ops->close(src);
	cgroup_cache_free(src->cgroups);
	src->cgroups = NULL;
}

/* Neighbours in a dump are often bound to the same device. */
static const char *device_name(struct source *src, unsigned int ifindex)
{
	if (!ifindex)
		return NULL;
	if (src->ops->replays)
		return file_device(src, ifindex);
	if (ifindex != src->ifindex) {
		src->ifindex = ifindex;
		if (!if_indextoname(ifindex, src->ifname))
			src->ifname[0] = '\0';
	}
	return src->ifname[0] ? src->ifname : NULL;
}

static const char *cgroup_path(struct source *src, __u64 id)
{
	if (!id)
		return NULL;
	if (src->ops->replays)
		return file_cgroup(src, id);
	if (!src->cgroups)
		src->cgroups = cgroup_cache_new(src->proc_root);
	return src->cgroups ? cgroup_cache_path(src->cgroups, id) : NULL;
}

static int resolve_sock(struct model_sock *sock, void *arg)
{
	const struct nt_snap *snap = &sock->snap;
	struct resolver *resolver = arg;
	__u32 resolve = resolver->query->resolve;

	resolver->begun = true;

	if (resolver->src->ops->replays)
		return resolver->fn(sock, resolver->arg);
	/* Another namespace has other devices behind the same numbers. */
	if (resolve & SOURCE_RESOLVE_DEVICE &&
	    snap->id.netns == resolver->src->netns)
		sock->ifname = device_name(resolver->src, snap->id.ifindex);
	if (resolve & SOURCE_RESOLVE_CGROUP &&
	    snap->has & NT_HAS_OWNER)
		sock->cgroup = cgroup_path(resolver->src, snap->owner.cgroup);
	return resolver->fn(sock, resolver->arg);
}

static bool wants_unix(const struct source_query *query)
{
	return query->filter.protocols & MODEL_PROTOCOL_UNIX;
}

static bool wants_ip(const struct source_query *query)
{
	return query->filter.protocols & NT_PROTOCOLS_ALL;
}

/* Must the expression still be evaluated? */
static bool has_rest(const struct source_query *query)
{
	return query->expr && !query->exact;
}

/* ... and is that possible only once the process is known? */
static bool by_process(const struct source_query *query)
{
	return has_rest(query) &&
	       expr_needs(query->expr) & EXPR_NEEDS_PROCESS;
}

/* Between a source and who wants only what the expression means. */
struct chooser {
	const struct expr	*expr;
	bool			maybe;	/* what is not known yet will do */
	source_sock_fn		fn;
	void			*arg;
};

static int choose(struct model_sock *sock, void *arg)
{
	const struct chooser *chooser = arg;

	enum expr_truth truth = expr_eval(chooser->expr, sock);

	if (truth == EXPR_NO || (truth == EXPR_UNKNOWN && !chooser->maybe))
		return 0;
	return chooser->fn(sock, chooser->arg);
}

/* Every socket that matches, or of IP sockets the highest, if @ops->orders. */
static int read_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	struct chooser chooser = {
		.expr = query->expr, .fn = fn, .arg = arg,
		.maybe = by_process(query) && !src->ops->replays &&
			 !(query->groups & NETTUNE_GROUP_PROCESS),
	};
	int err = 0;

	if (has_rest(query)) {
		fn = choose;
		arg = &chooser;
	}
	if (src->ops->replays)
		return src->ops->sockets(src, query, fn, arg);
	if (wants_unix(query))
		err = unix_sockets(src, query, fn, arg);
	if (!err && wants_ip(query))
		err = src->ops->sockets(src, query, fn, arg);
	return err;
}

/* Only what is meant may be held against each other. */
static int read_top(struct source *src, const struct source_query *query,
		    source_sock_fn fn, void *arg)
{
	struct source_query all = *query;
	struct top top;
	int err;

	if (has_rest(query))
		all.order = 0;
	err = top_init(&top, query->order, query->limit);
	if (!err)
		err = read_sockets(src, &all, top_take, &top);
	if (!err)
		err = top_each(&top, fn, arg);
	top_free(&top);
	return err;
}

static int read_any(struct source *src, const struct source_query *query,
		    source_sock_fn fn, void *arg)
{
	bool choose_top = query->order &&
			  (!src->ops->orders || wants_unix(query) ||
			   has_rest(query));

	return choose_top ? read_top(src, query, fn, arg) :
			    read_sockets(src, query, fn, arg);
}

/* What is meant is known only now, and so is what is highest. */
static int choose_owned(struct source *src, const struct source_query *query,
			struct owned *owned, source_sock_fn fn, void *arg)
{
	struct chooser chooser = { .expr = query->expr, .fn = fn, .arg = arg };
	struct top top;
	int err;

	if (!query->order)
		return owned_each(owned, src->proc_root, choose, &chooser);
	chooser.fn = top_take;
	chooser.arg = &top;
	err = top_init(&top, query->order, query->limit);
	if (!err)
		err = owned_each(owned, src->proc_root, choose, &chooser);
	if (!err)
		err = top_each(&top, fn, arg);
	top_free(&top);
	return err;
}

/* With the processes that /proc knows. */
static int read_owned(struct source *src, const struct source_query *query,
		      source_sock_fn fn, void *arg)
{
	struct source_query all = *query;
	struct owned owned;
	int err;

	if (by_process(query))
		all.order = 0;
	err = owned_init(&owned);
	if (!err)
		err = read_any(src, &all, owned_take, &owned);
	if (!err)
		err = by_process(query) ?
		      choose_owned(src, query, &owned, fn, arg) :
		      owned_each(&owned, src->proc_root, fn, arg);
	if (!err)
		src->hidden = owner_set_hidden(owned.owners);
	owned_free(&owned);
	return err;
}

/*
 * With processes, from the source if it knows those of all sockets and tells
 * us: the module of old does not, and wants more rights for it.
 */
static int read_with_processes(struct resolver *resolver)
{
	struct source_query query = *resolver->query;
	struct source *src = resolver->src;
	int err;

	query.groups |= NETTUNE_GROUP_OWNER;
	if (src->ops->processes && !wants_unix(&query)) {
		query.groups |= NETTUNE_GROUP_PROCESS;
		err = read_any(src, &query, resolve_sock, resolver);
		if (resolver->begun || (err != -EPERM && err != -EINVAL))
			return err;
		query.groups &= ~NETTUNE_GROUP_PROCESS;
	}
	return read_owned(src, &query, resolve_sock, resolver);
}

/**
 * source_sockets() - hand every matching socket on
 * @src: open source
 * @query: which sockets, and what of them
 * @fn: called for each
 * @arg: for @fn
 *
 * Records handed on before an error are valid. @src->nl.interrupted tells
 * afterwards whether some may be missing or repeated, @src->missed whether
 * those of a whole namespace are, @src->hidden whether processes are.
 *
 * Return: 0 or a negative errno, -EBADMSG for an answer that is truncated.
 */
int source_sockets(struct source *src, const struct source_query *query,
		   source_sock_fn fn, void *arg)
{
	struct resolver resolver = {
		.src = src, .query = query, .fn = fn, .arg = arg,
	};

	if (query->resolve & SOURCE_RESOLVE_PROCESS && !src->ops->replays)
		return read_with_processes(&resolver);
	return read_any(src, query, resolve_sock, &resolver);
}

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
		.cgroup = cgroup_path(src, from->id.cgroup),
	};

	if (from->id.netns == src->netns)
		group.ifname = device_name(src, from->id.ifindex);
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
	if (groups->group_by == NETTUNE_GROUP_BY_LISTENER)
		err = find_listeners(src, query, groups);
	if (!err)
		err = by_process(query) && !src->ops->replays ?
		      read_owned(src, &all, count_socket, groups) :
		      read_sockets(src, &all, count_socket, groups);
	return err;
}

static int read_groups(struct source *src, const struct source_query *query,
		       struct groups *groups)
{
	int err = 0;

	if (has_rest(query) || !src->ops->summary)
		return count_sockets(src, query, groups);
	if (src->ops->replays)
		return src->ops->summary(src, query, groups);
	if (wants_ip(query))
		err = src->ops->summary(src, query, groups);
	if (!err && wants_unix(query))
		err = unix_sockets(src, query, count_socket, groups);
	return err;
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

/**
 * source_softnet() - hand the backlog of every online CPU on
 * @src: open source
 * @fn: called for each, in ascending order
 * @arg: for @fn
 *
 * Return: 0 or a negative errno.
 */
int source_softnet(struct source *src, source_softnet_fn fn, void *arg)
{
	return src->ops->softnet(src, fn, arg);
}

/**
 * source_name_held() - add the names of a kept socket's numbers
 * @src: open source
 * @held: gets its device and its cgroup, where they are known
 *
 * Return: 0 or -ENOMEM.
 */
int source_name_held(struct source *src, struct model_held_sock *held)
{
	const struct nt_snap *snap = &held->sock.snap;
	const char *ifname = NULL, *cgroup = NULL;

	if (src->ops->replays)
		return 0;
	if (snap->id.netns == src->netns)
		ifname = device_name(src, snap->id.ifindex);
	if (snap->has & NT_HAS_OWNER)
		cgroup = cgroup_path(src, snap->owner.cgroup);
	if (ifname) {
		snprintf(held->ifname, sizeof(held->ifname), "%s", ifname);
		held->sock.ifname = held->ifname;
	}
	if (cgroup && !held->cgroup) {
		held->cgroup = strdup(cgroup);
		held->sock.cgroup = held->cgroup;
		return held->cgroup ? 0 : -ENOMEM;
	}
	return 0;
}

/**
 * source_find_device() - the number of a network device
 * @src: open source, in the namespace that is looked at
 * @ifname: its name
 * @ifindex: set on success
 *
 * Return: 0 or a negative errno.
 */
int source_find_device(const struct source *src, const char *ifname,
		       __u32 *ifindex)
{
	*ifindex = src->ops->replays ? file_find_device(src, ifname) :
				       if_nametoindex(ifname);
	if (*ifindex)
		return 0;
	return src->ops->replays ? -ENODEV : -errno;
}

/**
 * source_find_cgroup() - the number of a cgroup
 * @src: open source
 * @path: its path below the cgroup v2 mount
 * @id: set on success
 *
 * Return: 0 or a negative errno.
 */
int source_find_cgroup(const struct source *src, const char *path, __u64 *id)
{
	if (!src->ops->replays)
		return cgroup_id(src->proc_root, path, id);
	*id = file_find_cgroup(src, path);
	return *id ? 0 : -ENOENT;
}

/**
 * source_is_host() - is it the initial network namespace that is looked at?
 * @src: open source, in that namespace
 *
 * Return: yes, as far as can be told.
 */
bool source_is_host(const struct source *src)
{
	__u32 value;

	if (src->ops->replays)
		return file_snapshot(src)->host;
	/* Only the initial one has this setting. */
	return !proc_sysctl(src->proc_root, "net/core/netdev_max_backlog",
			    &value);
}

/**
 * source_somaxconn() - what bounds the accept queues of new listeners
 * @src: open source, in the namespace that is looked at
 * @value: set if it is known
 *
 * Return: is it known?
 */
bool source_somaxconn(const struct source *src, __u32 *value)
{
	__s64 found;

	if (!src->ops->replays)
		return !proc_sysctl(src->proc_root, "net/core/somaxconn",
				    value);
	if (!model_fact_value(&file_snapshot(src)->facts, "net.core.somaxconn",
			      0, &found) || found < 0 || found > UINT32_MAX)
		return false;
	*value = found;
	return true;
}

/**
 * source_wait() - let time go by, until another look is worth it
 * @src: open source; a capture goes on to its next sample at once
 * @ms: how long, milliseconds
 *
 * Return: can anything have changed? A capture may have no other sample.
 */
bool source_wait(struct source *src, unsigned int ms)
{
	struct timespec left = {
		.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L,
	};

	if (src->ops->replays)
		return file_next(src);
	while (nanosleep(&left, &left) && errno == EINTR)
		;
	return true;
}
