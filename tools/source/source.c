// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses a source, and adds to its records the names of their numbers. */
#include "source/source.h"

#include <string.h>

/* Who calls, and whom to call, while names are added on the way. */
struct resolver {
	struct source	*src;
	__u32		resolve;
	source_sock_fn	fn;
	void		*arg;
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
	if (!src->cgroups)
		src->cgroups = cgroup_cache_new(src->proc_root);
	return src->cgroups ? cgroup_cache_path(src->cgroups, id) : NULL;
}

static int resolve_sock(struct model_sock *sock, void *arg)
{
	const struct nt_snap *snap = &sock->snap;
	struct resolver *resolver = arg;

	if (resolver->resolve & SOURCE_RESOLVE_DEVICE)
		sock->ifname = device_name(resolver->src, snap->id.ifindex);
	if (resolver->resolve & SOURCE_RESOLVE_CGROUP &&
	    snap->has & NT_HAS_OWNER)
		sock->cgroup = cgroup_path(resolver->src, snap->owner.cgroup);
	return resolver->fn(sock, resolver->arg);
}

/**
 * source_sockets() - hand every matching socket on
 * @src: open source
 * @query: which sockets, and what of them
 * @fn: called for each
 * @arg: for @fn
 *
 * Records handed on before an error are valid. @src->nl.interrupted tells
 * afterwards whether some may be missing or repeated.
 *
 * Return: 0 or a negative errno, -EBADMSG for an answer that is truncated.
 */
int source_sockets(struct source *src, const struct source_query *query,
		   source_sock_fn fn, void *arg)
{
	struct resolver resolver = {
		.src = src,
		.resolve = query->resolve,
		.fn = fn,
		.arg = arg,
	};

	return src->ops->sockets(src, query, resolve_sock, &resolver);
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
