// SPDX-License-Identifier: GPL-2.0-or-later
/* Netlink by hand: a library would hide what shall be done wrong on purpose. */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/nettune.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "hammer.h"

static char room_for[NL_ROOM];

/* --- messages ----------------------------------------------------------- */

void msg_begin(struct msg *msg, uint16_t type, uint8_t cmd, uint16_t flags)
{
	const struct genlmsghdr genl = { .cmd = cmd, .version = 1 };

	memset(msg, 0, sizeof(*msg));
	msg->hdr.nlmsg_type = type;
	msg->hdr.nlmsg_flags = flags;
	memcpy(msg->data + NLMSG_HDRLEN, &genl, sizeof(genl));
	msg->len = NLMSG_HDRLEN + GENL_HDRLEN;
}

void msg_put(struct msg *msg, uint16_t type, const void *data, size_t len)
{
	const struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };

	if (msg->len + NLA_HDRLEN + NLA_ALIGN(len) > sizeof(msg->data))
		return;
	memcpy(msg->data + msg->len, &attr, sizeof(attr));
	if (len)
		memcpy(msg->data + msg->len + NLA_HDRLEN, data, len);
	msg->len += NLA_HDRLEN + NLA_ALIGN(len);
}

void msg_put_u32(struct msg *msg, uint16_t type, uint32_t value)
{
	msg_put(msg, type, &value, sizeof(value));
}

size_t msg_nest(struct msg *msg, uint16_t type)
{
	size_t nest = msg->len;

	msg_put(msg, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

void msg_nest_end(struct msg *msg, size_t nest)
{
	uint16_t len = msg->len - nest;

	memcpy(msg->data + nest, &len, sizeof(len));
}

/* --- attributes of answers ---------------------------------------------- */

typedef int (*attr_fn)(int type, const char *data, size_t len, void *arg);

/* EBADMSG unless they fill the buffer exactly. */
static int attrs_each(const char *data, size_t len, attr_fn fn, void *arg)
{
	struct nlattr attr;
	int err;

	while (len >= NLA_HDRLEN) {
		memcpy(&attr, data, sizeof(attr));
		if (attr.nla_len < NLA_HDRLEN || attr.nla_len > len)
			return -EBADMSG;
		err = fn(attr.nla_type, data + NLA_HDRLEN, attr.nla_len - NLA_HDRLEN, arg);
		if (err)
			return err;
		if ((size_t)NLA_ALIGN(attr.nla_len) >= len)
			return 0;
		data += NLA_ALIGN(attr.nla_len);
		len -= NLA_ALIGN(attr.nla_len);
	}
	return len ? -EBADMSG : 0;
}

static int attr_is_any(int type, const char *data, size_t len, void *arg)
{
	(void)data;
	(void)len;
	(void)arg;
	return type ? 0 : -EBADMSG;
}

struct answer {
	uint8_t cmd;
	uint32_t records;
};

/* One level down, where the attribute is a record of its own. */
static int attr_is_record(int type, const char *data, size_t len, void *arg)
{
	struct answer *answer = arg;
	uint8_t cmd = answer->cmd;
	bool nested;

	answer->records++;
	type &= NLA_TYPE_MASK;
	nested = (cmd == NETTUNE_CMD_SOCKET_GET && type == NETTUNE_A_SOCKET_GET_SOCKET) ||
		 (cmd == NETTUNE_CMD_SUMMARY_GET && type == NETTUNE_A_SUMMARY_GET_GROUP) ||
		 (cmd == NETTUNE_CMD_EVENT && type == NETTUNE_A_EVENT_SOCKET);
	if (nested)
		return attrs_each(data, len, attr_is_any, NULL);
	return attr_is_any(type, data, len, arg);
}

static int answer_check(const struct nlmsghdr *hdr, uint32_t *records)
{
	const char *genl = (const char *)hdr + NLMSG_HDRLEN;
	struct answer answer = { 0 };
	int err;

	if (hdr->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return -EBADMSG;
	answer.cmd = genl[0];
	err = attrs_each(genl + GENL_HDRLEN, hdr->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN,
			 attr_is_record, &answer);
	*records += answer.records;
	return err;
}

/* --- talking ------------------------------------------------------------ */

int nl_send(struct nl *nl, struct msg *msg)
{
	msg->hdr.nlmsg_len = msg->len;
	msg->hdr.nlmsg_seq = ++nl->seq;
	return send(nl->fd, msg->data, msg->len, 0) < 0 ? -errno : 0;
}

static ssize_t nl_receive(const struct nl *nl, size_t room, int flags)
{
	ssize_t got = recv(nl->fd, room_for, room, flags | MSG_TRUNC);

	if (got > (ssize_t)room) {
		errno = EMSGSIZE;
		return -1;
	}
	return got;
}

/* What a message that ends an answer says. */
static int nl_verdict(const struct nlmsghdr *hdr)
{
	int code;

	if (hdr->nlmsg_len < NLMSG_HDRLEN + sizeof(code))
		return -EBADMSG;
	memcpy(&code, (const char *)hdr + NLMSG_HDRLEN, sizeof(code));
	return code;
}

/* Walks over a datagram; *ended when the answer to the last request has. */
static int nl_walk(struct nl *nl, ssize_t len, bool *ended)
{
	char *at = room_for;
	const struct nlmsghdr *hdr;
	int err;

	while (len >= (ssize_t)NLMSG_HDRLEN) {
		hdr = (const struct nlmsghdr *)at;
		if (hdr->nlmsg_len < NLMSG_HDRLEN || hdr->nlmsg_len > len)
			return -EBADMSG;
		at += NLMSG_ALIGN(hdr->nlmsg_len);
		len -= NLMSG_ALIGN(hdr->nlmsg_len);
		if (hdr->nlmsg_seq && hdr->nlmsg_seq != nl->seq)
			continue;
		if (hdr->nlmsg_type == NLMSG_DONE || hdr->nlmsg_type == NLMSG_ERROR) {
			*ended = true;
			return nl_verdict(hdr);
		}
		err = hdr->nlmsg_type == nl->family ? answer_check(hdr, &nl->records) : 0;
		if (err)
			return err;
	}
	return len > 0 ? -EBADMSG : 0;
}

/* Reads to the end of the answer, which must be asked for with NLM_F_ACK. */
int nl_drain(struct nl *nl, size_t room)
{
	bool ended = false;
	ssize_t got;
	int err;

	nl->records = 0;
	while (!ended) {
		got = nl_receive(nl, room, 0);
		if (got < 0)
			return -errno;
		err = nl_walk(nl, got, &ended);
		if (err)
			return err;
	}
	return 0;
}

/* Events that have come so far. */
int nl_events_read(struct nl *nl)
{
	bool ended = false;
	ssize_t got;
	int err;

	for (;;) {
		got = nl_receive(nl, sizeof(room_for), MSG_DONTWAIT);
		if (got < 0)
			return errno == EAGAIN ? 0 : -errno;
		err = nl_walk(nl, got, &ended);
		if (err)
			return err;
	}
}

/* --- the family --------------------------------------------------------- */

static int op_take(int type, const char *data, size_t len, void *arg)
{
	struct nl *nl = arg;
	uint32_t id;

	if (type == CTRL_ATTR_OP_ID && len == sizeof(id)) {
		memcpy(&id, data, sizeof(id));
		if (id < 32)
			nl->commands |= 1u << id;
	}
	return 0;
}

static int op_list(int type, const char *data, size_t len, void *arg)
{
	(void)type;
	return attrs_each(data, len, op_take, arg);
}

/* There is but one group. */
static int group_take(int type, const char *data, size_t len, void *arg)
{
	struct nl *nl = arg;

	if (type == CTRL_ATTR_MCAST_GRP_ID && len == sizeof(nl->events))
		memcpy(&nl->events, data, sizeof(nl->events));
	return 0;
}

static int group_list(int type, const char *data, size_t len, void *arg)
{
	(void)type;
	return attrs_each(data, len, group_take, arg);
}

static int family_take(int type, const char *data, size_t len, void *arg)
{
	struct nl *nl = arg;

	switch (type & NLA_TYPE_MASK) {
	case CTRL_ATTR_FAMILY_ID:
		if (len != sizeof(nl->family))
			return -EBADMSG;
		memcpy(&nl->family, data, sizeof(nl->family));
		return 0;
	case CTRL_ATTR_OPS:
		return attrs_each(data, len, op_list, nl);
	case CTRL_ATTR_MCAST_GROUPS:
		return attrs_each(data, len, group_list, nl);
	default:
		return 0;
	}
}

static int nl_resolve(struct nl *nl)
{
	const struct nlmsghdr *hdr = (const struct nlmsghdr *)room_for;
	struct msg msg;
	ssize_t got;
	int err;

	msg_begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_REQUEST);
	msg_put(&msg, CTRL_ATTR_FAMILY_NAME, NETTUNE_FAMILY_NAME, sizeof(NETTUNE_FAMILY_NAME));
	err = nl_send(nl, &msg);
	if (err)
		return err;
	got = nl_receive(nl, sizeof(room_for), 0);
	if (got < 0)
		return -errno;
	if (got < (ssize_t)NLMSG_HDRLEN || hdr->nlmsg_len > got)
		return -EBADMSG;
	if (hdr->nlmsg_type == NLMSG_ERROR)
		return nl_verdict(hdr);
	return attrs_each(room_for + NLMSG_HDRLEN + GENL_HDRLEN,
			  hdr->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN, family_take, nl);
}

int nl_open(struct nl *nl)
{
	const struct timeval limit = { .tv_sec = NL_TIMEOUT_S };
	int err;

	memset(nl, 0, sizeof(*nl));
	nl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (nl->fd < 0)
		return -errno;
	/* An answer that never comes shall show, as EAGAIN. */
	setsockopt(nl->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	err = nl_resolve(nl);
	if (err)
		nl_close(nl);
	return err;
}

void nl_close(struct nl *nl)
{
	close(nl->fd);
	nl->fd = -1;
}

void nl_set_rcvbuf(const struct nl *nl, int bytes)
{
	setsockopt(nl->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static int nl_membership(const struct nl *nl, int option)
{
	return setsockopt(nl->fd, SOL_NETLINK, option, &nl->events, sizeof(nl->events)) ?
		       -errno : 0;
}

int nl_events_join(const struct nl *nl)
{
	return nl_membership(nl, NETLINK_ADD_MEMBERSHIP);
}

int nl_events_leave(const struct nl *nl)
{
	return nl_membership(nl, NETLINK_DROP_MEMBERSHIP);
}
