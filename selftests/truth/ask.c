// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the module says.
 */
#include "truth.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int sock = -1;
static uint16_t family;
static uint32_t seq;
static char reply[1 << 16];

static void each_attr(const char *at, size_t len,
		      void (*fn)(int type, const char *data, size_t len,
				 void *arg), void *arg)
{
	while (len >= NLA_HDRLEN) {
		const struct nlattr *attr = (const void *)at;
		size_t padded = NLA_ALIGN(attr->nla_len);

		fn(attr->nla_type & NLA_TYPE_MASK, at + NLA_HDRLEN,
		   attr->nla_len - NLA_HDRLEN, arg);
		if (padded >= len)
			return;
		at += padded;
		len -= padded;
	}
}

static void find_family(int type, const char *data, size_t len, void *arg)
{
	(void)len;
	if (type == CTRL_ATTR_FAMILY_ID)
		memcpy(arg, data, sizeof(uint16_t));
}

/* A request: its header, and room for some attributes. */
struct request {
	struct nlmsghdr		hdr;
	struct genlmsghdr	genl;
	char			attrs[64];
};

static void request_put(struct request *request, uint16_t type,
			const void *data, size_t len)
{
	struct nlattr *attr = (void *)((char *)request +
				       request->hdr.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy((char *)attr + NLA_HDRLEN, data, len);
	request->hdr.nlmsg_len += NLA_ALIGN(attr->nla_len);
}

static void request_begin(struct request *request, uint16_t type, uint8_t cmd)
{
	memset(request, 0, sizeof(*request));
	request->hdr.nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	request->hdr.nlmsg_type = type;
	request->hdr.nlmsg_flags = NLM_F_REQUEST;
	request->hdr.nlmsg_seq = ++seq;
	request->genl.cmd = cmd;
	request->genl.version = 1;
}

/* Send a request and give all attributes of its answer to a function. */
static void request_run(struct request *request,
			void (*fn)(int type, const char *data, size_t len,
				   void *arg), void *arg)
{
	const struct nlmsghdr *hdr;
	ssize_t got;
	int err;

	if (send(sock, request, request->hdr.nlmsg_len, 0) < 0)
		die("send");
	for (;;) {
		got = recv(sock, reply, sizeof(reply), 0);
		if (got < 0)
			die("recv");
		for (hdr = (void *)reply; NLMSG_OK(hdr, got);
		     hdr = NLMSG_NEXT(hdr, got)) {
			if (hdr->nlmsg_type == NLMSG_DONE ||
			    hdr->nlmsg_type == NLMSG_ERROR) {
				memcpy(&err, (const char *)hdr + NLMSG_HDRLEN,
				       sizeof(err));
				errno = -err;
				if (err)
					die("the module");
				return;
			}
			each_attr((const char *)hdr + NLMSG_HDRLEN +
				  GENL_HDRLEN,
				  hdr->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN,
				  fn, arg);
			if (!(request->hdr.nlmsg_flags & NLM_F_DUMP))
				return;
		}
	}
}

void ask_open(void)
{
	struct request request;

	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (sock < 0)
		die("socket");
	request_begin(&request, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	request_put(&request, CTRL_ATTR_FAMILY_NAME, NETTUNE_FAMILY_NAME,
		    sizeof(NETTUNE_FAMILY_NAME));
	request_run(&request, find_family, &family);
}

struct collection {
	struct record	*records;
	size_t		nr;
	size_t		room;
};

static void copy(void *to, size_t size, const char *data, size_t len)
{
	memset(to, 0, size);
	memcpy(to, data, len < size ? len : size);
}

static void take_part(int type, const char *data, size_t len, void *arg)
{
	struct record *record = arg;

	switch (type) {
	case NETTUNE_A_SOCKET_ID:
		copy(&record->id, sizeof(record->id), data, len);
		break;
	case NETTUNE_A_SOCKET_MEM:
		copy(&record->mem, sizeof(record->mem), data, len);
		record->has_mem = true;
		break;
	case NETTUNE_A_SOCKET_LISTENER:
		copy(&record->listener, sizeof(record->listener), data, len);
		record->has_listener = true;
		break;
	case NETTUNE_A_SOCKET_OWNER:
		copy(&record->owner, sizeof(record->owner), data, len);
		break;
	}
}

static void take_socket(int type, const char *data, size_t len, void *arg)
{
	struct collection *all = arg;

	if (type != NETTUNE_A_SOCKET_GET_SOCKET || all->nr == all->room)
		die("more sockets than there can be");
	memset(&all->records[all->nr], 0, sizeof(all->records[0]));
	each_attr(data, len, take_part, &all->records[all->nr++]);
}

size_t ask_sockets(struct record *records, size_t room)
{
	uint32_t groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER |
			  NETTUNE_GROUP_OWNER | NETTUNE_GROUP_COOKIE;
	struct collection all = { .records = records, .room = room };
	struct request request;

	request_begin(&request, family, NETTUNE_CMD_SOCKET_GET);
	request.hdr.nlmsg_flags |= NLM_F_DUMP;
	request_put(&request, NETTUNE_A_SOCKET_GET_GROUPS, &groups,
		    sizeof(groups));
	request_run(&request, take_socket, &all);
	return all.nr;
}

struct sums {
	struct nettune_summary_stat	*stat;
	struct nettune_summary_hist	*hist;
};

static void take_sum(int type, const char *data, size_t len, void *arg)
{
	struct sums *sums = arg;

	if (type == NETTUNE_A_SUMMARY_STAT)
		copy(sums->stat, sizeof(*sums->stat), data, len);
	else if (type == NETTUNE_A_SUMMARY_HIST)
		copy(sums->hist, sizeof(*sums->hist), data, len);
}

static void take_group(int type, const char *data, size_t len, void *arg)
{
	if (type == NETTUNE_A_SUMMARY_GET_GROUP)
		each_attr(data, len, take_sum, arg);
}

void ask_summary(struct nettune_summary_stat *stat,
		 struct nettune_summary_hist *hist)
{
	struct sums sums = { .stat = stat, .hist = hist };
	struct request request;

	request_begin(&request, family, NETTUNE_CMD_SUMMARY_GET);
	request.hdr.nlmsg_flags |= NLM_F_DUMP;
	request_put(&request, NETTUNE_A_SUMMARY_GET_HISTOGRAMS, NULL, 0);
	request_run(&request, take_group, &sums);
}
