// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Unix sockets, from unix_diag: the kernel's table of them can't be read
 * without its locks, so the module leaves them to whoever has them already.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netlink/attr.h>

#include "source/diag.h"
#include "transport/attrs.h"

/* As ss shows them: bytes that can't be part of a string are "@". */
static void copy_path(const struct nlattr *attr, char path[MODEL_PATH_MAX])
{
	const char *name = nla_data(attr);
	size_t len = nla_len(attr);

	if (len >= MODEL_PATH_MAX)
		len = MODEL_PATH_MAX - 1;
	/* A path ends with a zero byte, an abstract name begins with one. */
	if (len && name[0] && !name[len - 1])
		len--;
	for (size_t i = 0; i < len; i++)
		path[i] = name[i] ? name[i] : '@';
	path[len] = '\0';
}

/* Which parts of a message were there. */
enum {
	SEEN_MEM = 1,
	SEEN_QUEUES = 2,
	SEEN_UID = 4,
};

static int take_attr(const struct nlattr *attr, struct model_sock *sock)
{
	struct nt_snap *snap = &sock->snap;
	struct unix_diag_rqlen queues;
	const void *data = nla_data(attr);
	size_t len = nla_len(attr);

	switch (nla_type(attr)) {
	case UNIX_DIAG_NAME:
		copy_path(attr, sock->path);
		return 0;
	case UNIX_DIAG_PEER:
		if (len >= sizeof(sock->peer_inode))
			memcpy(&sock->peer_inode, data,
			       sizeof(sock->peer_inode));
		return 0;
	case UNIX_DIAG_RQLEN:
		if (len < sizeof(queues))
			return 0;
		memcpy(&queues, data, sizeof(queues));
		snap->mem.recv_q = queues.udiag_rqueue;
		snap->mem.send_q = queues.udiag_wqueue;
		return SEEN_QUEUES;
	case UNIX_DIAG_MEMINFO:
		if (len < SK_MEMINFO_VARS * sizeof(__u32))
			return 0;
		diag_copy_mem(data, &snap->mem);
		return SEEN_MEM;
	case UNIX_DIAG_UID:
		if (len < sizeof(snap->owner.uid))
			return 0;
		memcpy(&snap->owner.uid, data, sizeof(snap->owner.uid));
		return SEEN_UID;
	}
	return 0;
}

static void conclude(struct nt_snap *snap, int seen)
{
	if ((seen & SEEN_MEM) && (seen & SEEN_QUEUES))
		snap->has |= NT_HAS_MEM;
	if (seen & SEEN_UID)
		snap->has |= NT_HAS_OWNER;
	if (!(seen & SEEN_QUEUES) || snap->id.state != NT_STATE_LISTEN)
		return;
	snap->listener.accept_q = snap->mem.recv_q;
	snap->listener.accept_max = snap->mem.send_q;
	snap->has |= NT_HAS_ACCEPT;
}

/**
 * unix_parse_socket() - read one message of a unix_diag dump
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @sock: filled in
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int unix_parse_socket(const struct nlmsghdr *hdr, struct model_sock *sock)
{
	struct nettune_sock_id *id = &sock->snap.id;
	const struct nlattr *attr;
	struct unix_diag_msg msg;
	int seen = 0;
	int rest;

	memset(sock, 0, sizeof(*sock));
	attr = attrs_begin(hdr, sizeof(msg), &rest);
	if (!attr)
		return -EBADMSG;
	memcpy(&msg, NLMSG_DATA(hdr), sizeof(msg));
	if (msg.udiag_family != AF_UNIX)
		return -EBADMSG;
	id->family = msg.udiag_family;
	id->protocol = msg.udiag_type;
	id->state = msg.udiag_state;
	id->cookie = (__u64)msg.udiag_cookie[1] << 32 | msg.udiag_cookie[0];
	sock->snap.owner.inode = msg.udiag_ino;

	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest))
		seen |= take_attr(attr, sock);
	if (rest > 0)
		return -EBADMSG;
	conclude(&sock->snap, seen);
	return 0;
}

static int take_socket(const struct nlmsghdr *hdr, void *arg)
{
	struct model_sock sock;
	int err;

	if (hdr->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return -EBADMSG;
	err = unix_parse_socket(hdr, &sock);
	return err ?: diag_deliver(arg, &sock);
}

static int walk_netns(struct netlink *nl, __u32 netns, void *arg)
{
	struct diag_walk *walk = arg;
	struct unix_diag_req req = {
		.sdiag_family = AF_UNIX,
		.udiag_states = walk->filter->states,
		.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER |
			      UDIAG_SHOW_RQLEN | UDIAG_SHOW_MEMINFO |
			      UDIAG_SHOW_UID,
	};

	walk->netns = netns;
	return diag_request(nl, &req, sizeof(req), "unix", take_socket, walk);
}

/**
 * unix_sockets() - hand every matching unix socket on
 * @src: open source, whichever
 * @query: which sockets
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: 0 or a negative errno, -ENOENT if the kernel does not tell of them.
 */
int unix_sockets(struct source *src, const struct source_query *query,
		 source_sock_fn fn, void *arg)
{
	struct diag_walk walk = {
		.filter = &query->filter, .fn = fn, .arg = arg,
	};
	int err;

	err = diag_each_netns(src, query->all_netns, walk_netns, &walk);
	if (err == -ENOENT)
		src->untold |= MODEL_PROTOCOL_UNIX;
	return err;
}
