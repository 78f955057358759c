/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of sock_diag, as the kernel would make them. */
#ifndef DIAG_MESSAGE_H
#define DIAG_MESSAGE_H

#include "attr.h"

#include <stdbool.h>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netlink/attr.h>

#include <nettune/calc.h>

static const __u32 meminfo[SK_MEMINFO_VARS] = {
	[SK_MEMINFO_RMEM_ALLOC] = 100, [SK_MEMINFO_RCVBUF] = 200,
	[SK_MEMINFO_WMEM_ALLOC] = 300, [SK_MEMINFO_SNDBUF] = 400,
	[SK_MEMINFO_FWD_ALLOC] = (__u32)-500, [SK_MEMINFO_WMEM_QUEUED] = 600,
	[SK_MEMINFO_OPTMEM] = 700, [SK_MEMINFO_BACKLOG] = 800,
	[SK_MEMINFO_DROPS] = 900,
};

/* Is that what was read of @meminfo? */
static inline void check_meminfo(const struct nettune_sock_mem *mem)
{
	assert_int_equal(mem->rmem_alloc, 100);
	assert_int_equal(mem->rcvbuf, 200);
	assert_int_equal(mem->wmem_alloc, 300);
	assert_int_equal(mem->sndbuf, 400);
	assert_int_equal(mem->fwd_alloc, -500);
	assert_int_equal(mem->wmem_queued, 600);
	assert_int_equal(mem->optmem, 700);
	assert_int_equal(mem->backlog, 800);
	assert_int_equal(mem->drops, 900);
}

struct message {
	alignas(8) char bytes[512];
	size_t len;
};

static inline void message_begin(struct message *message, const void *payload,
				 size_t len)
{
	struct nlmsghdr hdr = {
		.nlmsg_type = SOCK_DIAG_BY_FAMILY,
		.nlmsg_len = NLMSG_LENGTH(len),
	};

	memset(message, 0, sizeof(*message));
	message->len = hdr.nlmsg_len;
	memcpy(message->bytes, &hdr, sizeof(hdr));
	memcpy(message->bytes + NLMSG_HDRLEN, payload, len);
}

static inline void message_add(struct message *message, int type,
			       const void *data, size_t len)
{
	__u32 whole;

	message->len += put_attr(message->bytes + message->len, type, data, len);
	whole = message->len;
	memcpy(message->bytes, &whole, sizeof(whole));
}

/* Does it end with a whole attribute, or its header of @header bytes, if cut? */
static inline bool message_is_whole(const struct message *message,
				    size_t header, size_t cut)
{
	size_t at = NLMSG_LENGTH(header);
	bool whole = cut == at;
	struct nlattr attr;

	while (at < message->len) {
		memcpy(&attr, message->bytes + at, sizeof(attr));
		/* padding may be missing at the end */
		whole |= cut >= at + attr.nla_len &&
			 cut <= at + NLA_ALIGN(attr.nla_len);
		at += NLA_ALIGN(attr.nla_len);
	}
	return whole;
}

/* The first @len bytes of it, and nothing after them; to be freed. */
static inline struct nlmsghdr *message_cut(const struct message *message,
					   size_t len)
{
	struct nlmsghdr *hdr = exact_copy(message->bytes, len);

	hdr->nlmsg_len = len;
	return hdr;
}

#endif
