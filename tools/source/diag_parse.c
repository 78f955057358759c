// SPDX-License-Identifier: GPL-2.0-or-later
/* What an inet_diag message says. */
#include "source/diag.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "source/diag_tcp.h"

static void copy_identity(const struct inet_diag_msg *msg,
			  unsigned int protocol, struct nettune_sock_id *id)
{
	const size_t len = msg->idiag_family == AF_INET ? 4 : 16;
	const struct inet_diag_sockid *from = &msg->id;

	id->family = msg->idiag_family;
	id->protocol = protocol;
	id->state = msg->idiag_state;
	id->sport = from->idiag_sport;
	id->dport = from->idiag_dport;
	memcpy(id->saddr, from->idiag_src, len);
	memcpy(id->daddr, from->idiag_dst, len);
	id->ifindex = from->idiag_if;
	id->cookie = (__u64)from->idiag_cookie[1] << 32 | from->idiag_cookie[0];
	if (id->cookie == ~0ULL)
		id->cookie = 0;
}

/**
 * diag_copy_mem() - read the buffers that sock_diag tells
 * @skmeminfo: SK_MEMINFO_VARS numbers, wherever they lie in a message
 * @mem: filled in, but for the queues, which are told elsewhere
 */
void diag_copy_mem(const void *skmeminfo, struct nettune_sock_mem *mem)
{
	__u32 from[SK_MEMINFO_VARS];

	memcpy(from, skmeminfo, sizeof(from));
	mem->rmem_alloc = from[SK_MEMINFO_RMEM_ALLOC];
	mem->rcvbuf = from[SK_MEMINFO_RCVBUF];
	mem->wmem_alloc = from[SK_MEMINFO_WMEM_ALLOC];
	mem->wmem_queued = from[SK_MEMINFO_WMEM_QUEUED];
	mem->sndbuf = from[SK_MEMINFO_SNDBUF];
	mem->fwd_alloc = from[SK_MEMINFO_FWD_ALLOC];
	mem->optmem = from[SK_MEMINFO_OPTMEM];
	mem->backlog = from[SK_MEMINFO_BACKLOG];
	mem->drops = from[SK_MEMINFO_DROPS];
}

/* Buffers, queues and owner: what tells a full socket from a mini-socket. */
static void copy_full(const struct inet_diag_msg *msg, const void *skmeminfo,
		      struct nt_snap *snap)
{
	diag_copy_mem(skmeminfo, &snap->mem);
	snap->mem.recv_q = msg->idiag_rqueue;
	snap->mem.send_q = msg->idiag_wqueue;
	snap->owner.uid = msg->idiag_uid;
	snap->owner.inode = msg->idiag_inode;
	snap->has |= NT_HAS_MEM | NT_HAS_OWNER;

	if (!model_is_listener(&snap->id))
		return;
	snap->listener.accept_q = msg->idiag_rqueue;
	snap->listener.accept_max = msg->idiag_wqueue;
	snap->has |= NT_HAS_ACCEPT;
}

static void take_attr(const struct nlattr *attr,
		      const struct inet_diag_msg *msg, struct model_sock *sock)
{
	const void *data = (const char *)attr + NLA_HDRLEN;
	size_t len = attr->nla_len - NLA_HDRLEN;
	struct nt_snap *snap = &sock->snap;

	switch (attr->nla_type & NLA_TYPE_MASK) {
	case INET_DIAG_SKMEMINFO:
		if (len >= SK_MEMINFO_VARS * sizeof(__u32))
			copy_full(msg, data, snap);
		break;
	case INET_DIAG_INFO:
		if (snap->id.protocol == IPPROTO_TCP &&
		    !model_is_listener(&snap->id) &&
		    diag_copy_tcp(data, len, msg->idiag_wqueue, &snap->tcp))
			snap->has |= NT_HAS_TCP;
		break;
	case INET_DIAG_MARK:
		if (len < sizeof(snap->owner.mark))
			break;
		memcpy(&snap->owner.mark, data, sizeof(snap->owner.mark));
		sock->mark_known = true;
		break;
	case INET_DIAG_CGROUP_ID:
		if (len >= sizeof(snap->owner.cgroup))
			memcpy(&snap->owner.cgroup, data,
			       sizeof(snap->owner.cgroup));
		break;
	case INET_DIAG_SKV6ONLY:
		if (!len)
			break;
		snap->flags_known |= NETTUNE_SOCK_FLAG_V6ONLY;
		if (*(const __u8 *)data)
			snap->id.flags |= NETTUNE_SOCK_FLAG_V6ONLY;
		break;
	}
}

/*
 * As nla_for_each_attr() of libnl does it, which calls a function for each
 * step; there are six attributes, and any number of sockets.
 */
static int take_attrs(const char *at, size_t rest,
		      const struct inet_diag_msg *msg, struct model_sock *sock)
{
	while (rest) {
		const struct nlattr *attr = (const struct nlattr *)at;
		size_t step;

		if (rest < NLA_HDRLEN || attr->nla_len < NLA_HDRLEN ||
		    attr->nla_len > rest)
			return -EBADMSG;
		take_attr(attr, msg, sock);
		step = NLA_ALIGN(attr->nla_len);
		if (step >= rest)
			break;
		at += step;
		rest -= step;
	}
	return 0;
}

/**
 * diag_parse_socket() - read one message of an inet_diag dump
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @protocol: IPPROTO_* that was asked for; the message does not tell it
 * @sock: filled in
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int diag_parse_socket(const struct nlmsghdr *hdr, unsigned int protocol,
		      struct model_sock *sock)
{
	const size_t start = NLMSG_LENGTH(sizeof(struct inet_diag_msg));
	const size_t attrs = NLMSG_ALIGN(start);
	struct inet_diag_msg msg;

	memset(sock, 0, sizeof(*sock));
	if (hdr->nlmsg_len < start)
		return -EBADMSG;
	memcpy(&msg, NLMSG_DATA(hdr), sizeof(msg));
	if (!(model_family_bit(msg.idiag_family) & NT_FAMILIES_ALL))
		return -EBADMSG;
	copy_identity(&msg, protocol, &sock->snap.id);
	if (hdr->nlmsg_len <= attrs)
		return 0;
	return take_attrs((const char *)hdr + attrs, hdr->nlmsg_len - attrs,
			  &msg, sock);
}
