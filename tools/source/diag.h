/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking sock_diag, and what its messages say. */
#ifndef SOURCE_DIAG_H
#define SOURCE_DIAG_H

#include <stdbool.h>

#include <linux/netlink.h>

#include "model/sock.h"
#include "source/diag_bytecode.h"
#include "source/source.h"

/* Asks in one network namespace, through a socket that belongs to it. */
typedef int (*diag_fn)(struct netlink *nl, __u32 netns, void *arg);

/* A dump, whose sockets are handed on. */
struct diag_walk {
	const struct nt_filter	*filter;
	struct diag_bytecode	*bytecode;	/* NULL = none */
	unsigned int		protocol;	/* IPPROTO_*; not of unix */
	unsigned int		extensions;	/* 1 << (INET_DIAG_* - 1) */
	__u16			type;		/* of the messages */
	__u32			netns;
	__u32			told;		/* masks of protocols: of these */
	__u32			untold;		/* the kernel can't tell */
	source_sock_fn		fn;
	void			*arg;
};

int diag_each_netns(struct source *src, bool all, diag_fn fn, void *arg);
int diag_deliver(const struct diag_walk *walk, struct model_sock *sock);
int diag_request(struct netlink *nl, void *req, size_t size, const char *name,
		 netlink_fn fn, void *arg);

/* diag_parse.c */
void diag_copy_mem(const void *skmeminfo, struct nettune_sock_mem *mem);
int diag_parse_socket(const struct nlmsghdr *hdr, unsigned int protocol,
		      struct model_sock *sock);

/* unix.c */
int unix_parse_socket(const struct nlmsghdr *hdr, struct model_sock *sock);
int unix_sockets(struct source *src, const struct source_query *query,
		 source_sock_fn fn, void *arg);

#endif
