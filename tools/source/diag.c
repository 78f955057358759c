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

	if (hdr->nlmsg_type != SOCK_DIAG_BY_FAMILY)
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

/* As diag_request(), of an inet handler, which filters. */
static int ask_inet(struct netlink *nl, const struct inet_diag_req_v2 *req,
		    struct diag_walk *walk)
{
	const struct diag_bytecode *code = walk->bytecode;
	struct nl_msg *msg;
	int err = -ENOMEM;

	msg = nlmsg_alloc_size(NLMSG_SPACE(sizeof(*req)) +
			       nla_total_size(DIAG_BYTECODE_MAX));
	if (!msg)
		return -ENOMEM;
	if (nlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, SOCK_DIAG_BY_FAMILY, 0,
		      NLM_F_DUMP) &&
	    !nlmsg_append(msg, (void *)req, sizeof(*req), NLMSG_ALIGNTO) &&
	    !nla_put(msg, INET_DIAG_REQ_BYTECODE, code->len,
		     diag_bytecode_begin(code)))
		err = netlink_request(nl, msg, take_socket, walk);
	nlmsg_free(msg);
	return err;
}

static int walk_sockets(struct netlink *nl, struct diag_walk *walk,
			unsigned int family)
{
	struct inet_diag_req_v2 req = {
		.sdiag_family = family,
		.sdiag_protocol = walk->protocol,
		.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1),
		.idiag_states = walk->filter->states,
	};

	int err;

	if (walk->bytecode && walk->bytecode->len) {
		err = ask_inet(nl, &req, walk);
		/* What old kernels do not know, or not tell everyone. */
		if (err != -EINVAL && err != -EPERM)
			return err;
		walk->bytecode = NULL;
		nl->message[0] = '\0';
	}
	return diag_request(nl, &req, sizeof(req), model_netid(walk->protocol),
			    take_socket, walk);
}

/* All walks that the filter needs in one namespace. */
static int walk_netns(struct netlink *nl, __u32 netns, void *arg)
{
	static const struct {
		unsigned int protocol;
		unsigned int family;
	} walks[] = {
		{ IPPROTO_RAW, AF_INET },
		{ IPPROTO_RAW, AF_INET6 },
		{ IPPROTO_UDP, AF_INET },
		{ IPPROTO_UDP, AF_INET6 },
		{ IPPROTO_TCP, AF_INET },
		{ IPPROTO_TCP, AF_INET6 },
	};
	struct diag_walk *walk = arg;
	const struct nt_filter *filter = walk->filter;
	int err = 0;

	walk->netns = netns;
	for (size_t i = 0; i < ARRAY_SIZE(walks) && !err; i++) {
		walk->protocol = walks[i].protocol;
		if (filter->protocols & model_protocol_bit(walk->protocol) &&
		    filter->families & model_family_bit(walks[i].family))
			err = walk_sockets(nl, walk, walks[i].family);
	}
	return err;
}

static int diag_sockets(struct source *src, const struct source_query *query,
			source_sock_fn fn, void *arg)
{
	struct diag_bytecode code;
	struct diag_walk walk = {
		.filter = &query->filter, .bytecode = &code,
		.fn = fn, .arg = arg,
	};

	diag_bytecode_make(&code, &query->filter,
			   query->exact ? NULL : query->expr);
	return diag_each_netns(src, query->all_netns, walk_netns, &walk);
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
