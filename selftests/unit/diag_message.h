/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of sock_diag, as the kernel would make them. */
#ifndef DIAG_MESSAGE_H
#define DIAG_MESSAGE_H

#include "unit.h"

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
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };
	__u32 whole;

	memcpy(message->bytes + message->len, &attr, sizeof(attr));
	memcpy(message->bytes + message->len + NLA_HDRLEN, data, len);
	message->len += NLA_ALIGN(attr.nla_len);
	whole = message->len;
	memcpy(message->bytes, &whole, sizeof(whole));
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
