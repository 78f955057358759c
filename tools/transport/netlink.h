/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request to the kernel over netlink, and a careful walk of its answer. */
#ifndef TRANSPORT_NETLINK_H
#define TRANSPORT_NETLINK_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/netlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

/**
 * struct netlink - an open netlink socket
 * @sk: libnl's socket, NULL = closed
 * @buf: what one receive puts its messages into
 * @interrupted: an answer was marked as inconsistent (NLM_F_DUMP_INTR)
 * @message: the kernel's own words on the last refusal, or empty
 * @offset: where in the request the attribute is that it was about, in bytes
 *	from its beginning; 0 = the kernel did not say
 */
struct netlink {
	struct nl_sock	*sk;
	char		*buf;
	bool		interrupted;
	char		message[160];
	__u32		offset;
};

/**
 * typedef netlink_fn - takes one message of an answer
 *
 * The header's nlmsg_len bytes are in memory. A value other than 0 ends the
 * request, a negative errno is passed on.
 */
typedef int (*netlink_fn)(const struct nlmsghdr *hdr, void *arg);

int netlink_open(struct netlink *nl, int protocol);
void netlink_close(struct netlink *nl);
int netlink_request(struct netlink *nl, struct nl_msg *msg, netlink_fn fn,
		    void *arg);
int netlink_walk(struct netlink *nl, const void *buf, size_t len, __u32 seq,
		 netlink_fn fn, void *arg);

/**
 * struct genl_family - a generic netlink family that answers
 * @id: message type
 * @version: version of its protocol
 * @group: number of the multicast group that was asked for, 0 = it has none
 */
struct genl_family {
	__u16	id;
	__u32	version;
	__u32	group;
};

/* genl.c */
int genl_family_find(struct netlink *nl, const char *name, const char *group,
		     struct genl_family *family);

#endif
