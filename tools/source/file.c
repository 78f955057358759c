// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The source that replays a capture. Its records have their names with them,
 * and unix sockets are among them; of this machine nothing is read.
 */
#include "source/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Has come between a sample and who asks for sockets. */
struct walk {
	const struct source		*src;
	const struct source_query	*query;
	source_sock_fn			fn;
	void				*arg;
};

static const struct capture_sample *sample_of(const struct source *src)
{
	return &src->capture->samples[src->sample];
}

/* The module tells only the groups that it is asked for. */
static void drop_groups(const struct source_query *query,
			struct model_sock *sock)
{
	struct nt_snap *snap = &sock->snap;

	if (!(query->groups & NETTUNE_GROUP_MEM))
		snap->has &= ~NT_HAS_MEM;
	if (!(query->groups & NETTUNE_GROUP_LISTENER))
		snap->has &= ~(NT_HAS_ACCEPT | NT_HAS_SYN);
	if (!(query->groups & NETTUNE_GROUP_TCP))
		snap->has &= ~NT_HAS_TCP;
	if (!(query->groups & NETTUNE_GROUP_OWNER)) {
		snap->has &= ~NT_HAS_OWNER;
		sock->mark_known = false;
	}
}

/* What was told where nobody asked for it is not passed on. */
static int pass_on(const struct walk *walk, const struct model_sock *from)
{
	const struct source_query *query = walk->query;
	struct model_sock sock = *from;

	if (!query->all_netns && sock.snap.id.netns != walk->src->netns)
		return 0;
	if (!model_match(&query->filter, &sock.snap))
		return 0;
	if (walk->src->capture->module)
		drop_groups(query, &sock);
	if (!(query->resolve & SOURCE_RESOLVE_DEVICE))
		sock.ifname = NULL;
	if (!(query->resolve & SOURCE_RESOLVE_CGROUP))
		sock.cgroup = NULL;
	if (!(query->resolve & SOURCE_RESOLVE_PROCESS) &&
	    !(query->groups & NETTUNE_GROUP_PROCESS))
		memset(&sock.process, 0, sizeof(sock.process));
	return walk->fn(&sock, walk->arg);
}

static int file_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	const struct model_socks *socks = &sample_of(src)->socks;
	const struct walk walk = {
		.src = src, .query = query, .fn = fn, .arg = arg,
	};
	int err = 0;

	for (size_t i = 0; i < socks->count && !err; i++)
		err = pass_on(&walk, &socks->socks[i].sock);
	return err;
}

static int file_softnet(struct source *src, source_softnet_fn fn, void *arg)
{
	const struct model_snapshot *snapshot = file_snapshot(src);
	int err = 0;

	for (size_t i = 0; i < snapshot->cpus && !err; i++)
		err = fn(&snapshot->softnet[i], arg);
	return err;
}

static void file_close(struct source *src)
{
	capture_free(src->capture);
	free(src->capture);
	src->capture = NULL;
}

/**
 * file_next() - go on to the next sample
 * @src: open capture
 *
 * Return: is there one? If not, it stays where it is.
 */
bool file_next(struct source *src)
{
	if (source_is_last(src))
		return false;
	src->sample++;
	return true;
}

/**
 * file_snapshot() - what this sample has beside sockets
 * @src: open capture
 *
 * Return: facts, softnet, nics, files and time; it belongs to the capture.
 */
const struct model_snapshot *file_snapshot(const struct source *src)
{
	return &sample_of(src)->snapshot;
}

/**
 * file_device() - the name of a device
 * @src: open capture
 * @ifindex: its number, in the namespace of the capture
 *
 * Return: its name, or NULL.
 */
const char *file_device(const struct source *src, unsigned int ifindex)
{
	const struct model_snapshot *snapshot = file_snapshot(src);

	for (size_t i = 0; i < snapshot->nic_count; i++)
		if (snapshot->nics[i].ifindex == ifindex)
			return snapshot->nics[i].ifname;
	return NULL;
}

/**
 * file_find_device() - the number of a device
 * @src: open capture
 * @ifname: its name
 *
 * Return: its number, 0 = there is none of that name.
 */
unsigned int file_find_device(const struct source *src, const char *ifname)
{
	const struct model_snapshot *snapshot = file_snapshot(src);

	for (size_t i = 0; i < snapshot->nic_count; i++)
		if (!strcmp(snapshot->nics[i].ifname, ifname))
			return snapshot->nics[i].ifindex;
	return 0;
}

/**
 * file_cgroup() - the path of a cgroup
 * @src: open capture
 * @id: its number
 *
 * Return: its path as one of its sockets has it, or NULL.
 */
const char *file_cgroup(const struct source *src, __u64 id)
{
	const struct model_socks *socks = &sample_of(src)->socks;

	for (size_t i = 0; i < socks->count; i++) {
		const struct model_sock *sock = &socks->socks[i].sock;

		if (sock->cgroup && sock->snap.owner.cgroup == id)
			return sock->cgroup;
	}
	return NULL;
}

/**
 * file_find_cgroup() - the number of a cgroup
 * @src: open capture
 * @path: its path
 *
 * Return: its number, 0 = no socket is of it.
 */
__u64 file_find_cgroup(const struct source *src, const char *path)
{
	const struct model_socks *socks = &sample_of(src)->socks;

	for (size_t i = 0; i < socks->count; i++) {
		const struct model_sock *sock = &socks->socks[i].sock;

		if (sock->cgroup && !strcmp(sock->cgroup, path))
			return sock->snap.owner.cgroup;
	}
	return 0;
}

#define FILE_OPS				\
	.name = "file",				\
	.replays = true,			\
	.close = file_close,			\
	.sockets = file_sockets,		\
	.softnet = file_softnet

/* Of what the module told, and of what sock_diag did. */
static const struct source_ops file_of_module = { FILE_OPS };
static const struct source_ops file_of_diag = {
	FILE_OPS,
	/* No socket was locked for a capture. */
	.unknown_keys = SOURCE_DIAG_UNKNOWN_KEYS | SOURCE_KEY(RETRANS),
};

/**
 * file_open() - open a capture
 * @src: filled in; close it with source_close() after success
 * @path: the capture
 * @reason: what is wrong with it, "" = nothing but what the error says
 *
 * Return: 0 or a negative errno, -EBADMSG when it is malformed.
 */
int file_open(struct source *src, const char *path,
	      char reason[CAPTURE_REASON])
{
	struct capture *capture = malloc(sizeof(*capture));
	int err = capture ? capture_read(path, capture, reason) : -ENOMEM;

	if (err) {
		free(capture);
		return err;
	}
	memset(src, 0, sizeof(*src));
	src->ops = capture->module ? &file_of_module : &file_of_diag;
	src->capture = capture;
	src->netns = capture->netns;
	return 0;
}
