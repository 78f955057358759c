// SPDX-License-Identifier: GPL-2.0-or-later
/* Chooses a source, and tells what is the same of all of them. */
#include "source/source.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "source/file.h"
#include "source/proc.h"

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
 * source_is_last() - is there nothing else to come?
 * @src: open source
 *
 * Return: true of a capture that is at its last look.
 */
bool source_is_last(const struct source *src)
{
	return src->ops->replays && src->sample + 1 >= src->capture->count;
}

/**
 * source_wait() - let time go by, until another look is worth it
 * @src: open source; a capture goes on to its next look at once
 * @ms: how long, milliseconds
 *
 * Return: can anything have changed? A capture may have no other look.
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

/**
 * source_with_module() - does the module take part, and if not, why?
 * @src: open source
 *
 * Return: words for a heading. Of a capture only the first is known.
 */
const char *source_with_module(const struct source *src)
{
	if (src->ops == &source_module)
		return "with module";
	if (src->ops->replays)
		return file_snapshot(src)->module ? "with module" :
						    "without module";
	switch (src->fallback) {
	case 0:
		return "module not asked";
	case -ENOENT:
		return "without module";
	case -EPERM:
		return "module needs CAP_NET_ADMIN";
	default:
		return "module does not answer";
	}
}
