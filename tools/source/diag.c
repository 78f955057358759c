// SPDX-License-Identifier: GPL-2.0-or-later
/* The source that asks sock_diag and reads /proc: no module needed. */
#include "source/diag.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "array.h"
#include "source/netns.h"
#include "source/proc.h"

/* A call of diag_each_netns(). */
struct each {
	struct source	*src;
	diag_fn		fn;
	void		*arg;
};

/* A socket asks about the namespace in which it was opened. */
static int ask_here(__u32 netns, void *arg)
{
	struct each *each = arg;
	struct netlink *told = &each->src->nl;
	struct netlink nl;
	int err;

	err = netlink_open(&nl, NETLINK_SOCK_DIAG);
	if (err)
		return err;
	err = each->fn(&nl, netns, each->arg);
	told->interrupted |= nl.interrupted;
	memcpy(told->message, nl.message, sizeof(told->message));
	netlink_close(&nl);
	return err;
}

/**
 * diag_each_netns() - ask sock_diag, in one network namespace or in all
 * @src: open source; told what the kernel says, and whether a namespace could
 *	not be entered
 * @all: every one that can be found, instead of the one we are in
 * @fn: asks
 * @arg: for @fn
 *
 * Return: 0 or a negative errno.
 */
int diag_each_netns(struct source *src, bool all, diag_fn fn, void *arg)
{
	struct each each = { .src = src, .fn = fn, .arg = arg };

	if (!all)
		return ask_here(proc_netns(src->proc_root), &each);
	return netns_each(src->proc_root, ask_here, &each, &src->missed);
}

/**
 * diag_deliver() - hand a socket on, if the filter wants it
 * @walk: in which it was found
 * @sock: what was parsed; its namespace is filled in
 *
 * Return: what @walk->fn returns, or 0.
 */
int diag_deliver(const struct diag_walk *walk, struct model_sock *sock)
{
	sock->snap.id.netns = walk->netns;
	if (!model_match(walk->filter, &sock->snap))
		return 0;
	return walk->fn(sock, walk->arg);
}

static int take_socket(const struct nlmsghdr *hdr, void *arg)
{
	struct diag_walk *walk = arg;
	struct model_sock sock;
	int err;

	if (hdr->nlmsg_type != walk->type)
		return -EBADMSG;
	err = diag_parse_socket(hdr, walk->protocol, &sock);
	return err ?: diag_deliver(walk, &sock);
}

/**
 * diag_request() - ask one handler of sock_diag
 * @nl: open socket
 * @req: the request
 * @size: bytes in @req
 * @name: what the handler is called, for the message where there is none
 * @fn: called for each message of the answer
 * @arg: for @fn
 *
 * Return: as netlink_request().
 */
int diag_request(struct netlink *nl, void *req, size_t size, const char *name,
		 netlink_fn fn, void *arg)
{
	struct nl_msg *msg;
	int err = -ENOMEM;

	msg = nlmsg_alloc_simple(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
	if (!msg)
		return -ENOMEM;
	if (!nlmsg_append(msg, req, size, NLMSG_ALIGNTO))
		err = netlink_request(nl, msg, fn, arg);
	nlmsg_free(msg);

	if (err == -ENOENT && !nl->message[0])
		snprintf(nl->message, sizeof(nl->message),
			 "this kernel has no %s_diag", name);
	return err;
}

/* Ask an inet handler, which filters. */
static int ask_inet(struct netlink *nl, void *req, size_t size,
		    struct diag_walk *walk)
{
	const struct diag_bytecode *code = walk->bytecode;
	struct nl_msg *msg;
	int err = -ENOMEM;

	msg = nlmsg_alloc_size(NLMSG_SPACE(size) +
			       nla_total_size(DIAG_BYTECODE_MAX));
	if (!msg)
		return -ENOMEM;
	if (nlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, walk->type, 0,
		      NLM_F_DUMP) &&
	    !nlmsg_append(msg, req, size, NLMSG_ALIGNTO) &&
	    (!code || !nla_put(msg, INET_DIAG_REQ_BYTECODE, code->len,
			       diag_bytecode_begin(code))))
		err = netlink_request(nl, msg, take_socket, walk);
	nlmsg_free(msg);
	return err;
}

/* Without the bytecode where an old kernel does not know it, or not tell us. */
static int ask_filtered(struct netlink *nl, void *req, size_t size,
			struct diag_walk *walk)
{
	int err;

	if (walk->bytecode && !walk->bytecode->len)
		walk->bytecode = NULL;
	err = ask_inet(nl, req, size, walk);
	if (!walk->bytecode || (err != -EINVAL && err != -EPERM))
		return err;
	walk->bytecode = NULL;
	return ask_inet(nl, req, size, walk);
}

static int walk_family(struct netlink *nl, struct diag_walk *walk,
		       unsigned int protocol, unsigned int family)
{
	struct inet_diag_req_v2 req = {
		.sdiag_family = family,
		.sdiag_protocol = protocol,
		.idiag_ext = walk->extensions,
		.idiag_states = walk->filter->states,
	};
	int err;

	if (!(walk->filter->protocols & model_protocol_bit(protocol)) ||
	    !(walk->filter->families & model_family_bit(family)))
		return 0;
	walk->protocol = protocol;
	walk->type = SOCK_DIAG_BY_FAMILY;
	err = ask_filtered(nl, &req, sizeof(req), walk);
	if (err != -ENOENT) {
		walk->told |= model_protocol_bit(protocol);
		return err;
	}
	walk->untold |= model_protocol_bit(protocol);
	if (!nl->message[0])
		snprintf(nl->message, sizeof(nl->message),
			 "this kernel has no %s_diag", model_netid(protocol));
	return 0;
}

/*
 * Both families in one walk: the request of old asks for any
 * (inet_diag_dump_compat()), that of today for one of them, and each walk
 * meets the sockets of both. Only TCP has it.
 */
static int walk_tcp(struct netlink *nl, struct diag_walk *walk)
{
	struct inet_diag_req req = {
		.idiag_ext = walk->extensions,
		.idiag_states = walk->filter->states,
	};

	walk->protocol = IPPROTO_TCP;
	walk->type = TCPDIAG_GETSOCK;
	return ask_filtered(nl, &req, sizeof(req), walk);
}

/* All walks that the filter needs in one namespace. */
static int walk_netns(struct netlink *nl, __u32 netns, void *arg)
{
	static const unsigned int protocols[] = {
		IPPROTO_RAW, IPPROTO_UDP, IPPROTO_TCP,
	};
	struct diag_walk *walk = arg;
	const struct nt_filter *filter = walk->filter;
	bool both = (filter->families & NT_FAMILIES_ALL) == NT_FAMILIES_ALL;
	int err = 0;

	walk->netns = netns;
	for (size_t i = 0; i < ARRAY_SIZE(protocols) && !err; i++) {
		if (protocols[i] == IPPROTO_TCP && both &&
		    filter->protocols & NETTUNE_PROTOCOL_TCP) {
			err = walk_tcp(nl, walk);
			/* Who does not know it at all says so one by one. */
			if (err != -EOPNOTSUPP && err != -ENOENT) {
				walk->told |= NETTUNE_PROTOCOL_TCP;
				return err;
			}
		}
		err = walk_family(nl, walk, protocols[i], AF_INET);
		if (!err)
			err = walk_family(nl, walk, protocols[i], AF_INET6);
	}
	return err;
}

static int diag_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	struct diag_bytecode code;
	struct diag_walk walk = {
		.filter = &query->filter, .bytecode = &code,
		.extensions = 1 << (INET_DIAG_SKMEMINFO - 1),
		.fn = fn, .arg = arg,
	};
	int err;

	if (query->groups & NETTUNE_GROUP_TCP && query->lock)
		walk.extensions |= 1 << (INET_DIAG_INFO - 1);
	diag_bytecode_make(&code, &query->filter,
			   query->exact ? NULL : query->expr);
	err = diag_each_netns(src, query->all_netns, walk_netns, &walk);
	src->untold |= walk.untold;
	return err ?: walk.untold && !walk.told ? -ENOENT : 0;
}

static int diag_softnet(struct source *src, source_softnet_fn fn, void *arg)
{
	struct model_softnet *softnet;
	size_t cpus;
	int err;

	err = proc_softnet(src->proc_root, &softnet, &cpus);
	if (err)
		return err;
	for (size_t i = 0; i < cpus && !err; i++)
		err = fn(&softnet[i], arg);
	free(softnet);
	return err;
}

/* The questions themselves are asked in the namespaces they are about. */
static int diag_open(struct source *src)
{
	return netlink_open(&src->nl, NETLINK_SOCK_DIAG);
}

static void diag_close(struct source *src)
{
	netlink_close(&src->nl);
}

const struct source_ops source_diag = {
	.name = "diag",
	.autobound = true,
	.unknown_keys = SOURCE_DIAG_UNKNOWN_KEYS,
	.open = diag_open,
	.close = diag_close,
	.sockets = diag_sockets,
	.softnet = diag_softnet,
};
