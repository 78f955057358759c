// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Asks a source for sockets, does what it can't do itself, and adds the names
 * of numbers.
 */
#include "source/sockets.h"

#include <errno.h>
#include <string.h>

#include "source/diag.h"
#include "source/owned.h"
#include "source/top.h"

/* Who calls, and whom to call, while names are added on the way. */
struct resolver {
	struct source			*src;
	const struct source_query	*query;
	source_sock_fn			fn;
	void				*arg;
	bool				begun;
};

static int resolve_sock(struct model_sock *sock, void *arg)
{
	const struct nt_snap *snap = &sock->snap;
	struct resolver *resolver = arg;
	__u32 resolve = resolver->query->resolve;

	resolver->begun = true;

	if (resolver->src->ops->replays) {
		/* It may have been looked for only to choose by it. */
		if (!(resolve & SOURCE_RESOLVE_PROCESS))
			memset(&sock->process, 0, sizeof(sock->process));
		return resolver->fn(sock, resolver->arg);
	}
	/* Another namespace has other devices behind the same numbers. */
	if (resolve & SOURCE_RESOLVE_DEVICE &&
	    snap->id.netns == resolver->src->netns)
		sock->ifname = source_device(resolver->src, snap->id.ifindex);
	if (resolve & SOURCE_RESOLVE_CGROUP &&
	    snap->has & NT_HAS_OWNER)
		sock->cgroup = source_cgroup(resolver->src, snap->owner.cgroup);
	return resolver->fn(sock, resolver->arg);
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

/*
 * Of some the kernel may not tell, which is no reason to say nothing.
 *
 * Return: what both come to: an error, else -ENOENT only if neither was told.
 */
static int join(int err, int next)
{
	return next == -ENOENT && !err ? 0 : next;
}

/**
 * source_read_beside() - the sockets of which the source itself does not tell
 * @src: open source, no capture
 * @query: which; it wants some of them: see source_wants_beside()
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as source_sockets().
 */
int source_read_beside(struct source *src, const struct source_query *query,
		       source_sock_fn fn, void *arg)
{
	struct source_query lacking = *query;
	int err = -ENOENT;

	lacking.filter.protocols &= src->lacks;
	if (source_wants_unix(query))
		err = unix_sockets(src, query, fn, arg);
	if (!lacking.filter.protocols || (err && err != -ENOENT))
		return err;
	return join(err, source_diag.sockets(src, &lacking, fn, arg));
}

static int read_both(struct source *src, const struct source_query *query,
		     source_sock_fn fn, void *arg)
{
	int err = -ENOENT;

	if (source_wants_beside(src, query))
		err = source_read_beside(src, query, fn, arg);
	if (!source_wants_ip(src, query) || (err && err != -ENOENT))
		return err;
	return join(err, src->ops->sockets(src, query, fn, arg));
}

/**
 * source_read_sockets() - every socket that matches, without names
 * @src: open source
 * @query: which; if it orders and so does @src, the highest of IP sockets
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as source_sockets().
 */
int source_read_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	struct chooser chooser = {
		.expr = query->expr, .fn = fn, .arg = arg,
		.maybe = source_by_process(query) && !src->ops->replays &&
			 !(query->groups & NETTUNE_GROUP_PROCESS),
	};

	if (source_has_rest(query)) {
		fn = choose;
		arg = &chooser;
	}
	if (src->ops->replays)
		return src->ops->sockets(src, query, fn, arg);
	return read_both(src, query, fn, arg);
}

/* Only what is meant may be held against each other. */
static int read_top(struct source *src, const struct source_query *query,
		    source_sock_fn fn, void *arg)
{
	struct source_query all = *query;
	struct top top;
	int err;

	if (source_has_rest(query))
		all.order = 0;
	err = top_init(&top, query->order, query->limit);
	if (!err)
		err = source_read_sockets(src, &all, top_take, &top);
	if (!err)
		err = top_each(&top, fn, arg);
	top_free(&top);
	return err;
}

static int read_any(struct source *src, const struct source_query *query,
		    source_sock_fn fn, void *arg)
{
	bool choose_top = query->order &&
			  (!src->ops->orders || source_wants_beside(src, query) ||
			   source_has_rest(query));

	return choose_top ? read_top(src, query, fn, arg) :
			    source_read_sockets(src, query, fn, arg);
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

/**
 * source_read_owned() - every socket that matches, with its process from /proc
 * @src: open source; told whether processes are hidden
 * @query: which
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: as source_sockets().
 */
int source_read_owned(struct source *src, const struct source_query *query,
		      source_sock_fn fn, void *arg)
{
	struct source_query all = *query;
	struct owned owned;
	int err;

	if (source_by_process(query))
		all.order = 0;
	err = owned_init(&owned);
	if (!err)
		err = read_any(src, &all, owned_take, &owned);
	if (!err)
		err = source_by_process(query) ?
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
	if (src->ops->processes && !source_wants_beside(src, &query)) {
		query.groups |= NETTUNE_GROUP_PROCESS;
		err = read_any(src, &query, resolve_sock, resolver);
		if (resolver->begun || (err != -EPERM && err != -EINVAL))
			return err;
		query.groups &= ~NETTUNE_GROUP_PROCESS;
	}
	return source_read_owned(src, &query, resolve_sock, resolver);
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
 * those of a whole namespace are, @src->untold those of which protocols,
 * @src->hidden whether processes are.
 *
 * Return: 0 or a negative errno, -EBADMSG for an answer that is truncated,
 * -ENOENT when the kernel tells of none of the protocols.
 */
int source_sockets(struct source *src, const struct source_query *query,
		   source_sock_fn fn, void *arg)
{
	struct resolver resolver = {
		.src = src, .query = query, .fn = fn, .arg = arg,
	};
	struct source_query all = *query;

	if (src->ops->replays) {
		/* Whether or not they are shown, they can be asked for. */
		all.groups |= NETTUNE_GROUP_PROCESS;
		return read_any(src, &all, resolve_sock, &resolver);
	}
	if (query->resolve & SOURCE_RESOLVE_PROCESS)
		return read_with_processes(&resolver);
	return read_any(src, query, resolve_sock, &resolver);
}
