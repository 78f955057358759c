// SPDX-License-Identifier: GPL-2.0-or-later
/* Listens to what nettune.ko tells of as it happens. */
#include "source/events.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "array.h"
#include "source/module.h"
#include "transport/attrs.h"

/* An event is a few hundred bytes. */
#define EVENTS_BUFFER	8192

static int ignore_message(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	(void)arg;
	return 0;
}

/**
 * events_renew() - let the kernel know that somebody listens
 * @events: open subscription
 *
 * What happens from the return on is told. Events that wait to be read may be
 * dropped.
 *
 * Return: 0 or a negative errno.
 */
int events_renew(struct events *events)
{
	struct nl_msg *msg = nlmsg_alloc();
	int err = -ENOMEM;

	if (!msg)
		return -ENOMEM;
	if (genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, events->family.id, 0,
			NLM_F_ACK, NETTUNE_CMD_CONFIG_GET,
			NETTUNE_FAMILY_VERSION))
		err = netlink_request(&events->nl, msg, ignore_message, NULL);
	nlmsg_free(msg);
	return err;
}

static int join(struct events *events, int group)
{
	return setsockopt(events_fd(events), SOL_NETLINK,
			  NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) ?
		-errno : 0;
}

/**
 * events_open() - begin to listen
 * @events: filled in; close it with events_close() after success
 *
 * Return: 0 or a negative errno: -ENOENT without the module, -EPERM without the
 * right to listen.
 */
int events_open(struct events *events)
{
	int err;

	memset(events, 0, sizeof(*events));
	err = netlink_open(&events->nl, NETLINK_GENERIC);
	if (err)
		return err;
	err = genl_family_find(&events->nl, NETTUNE_FAMILY_NAME,
			       NETTUNE_MCGRP_EVENTS, &events->family);
	if (!err && !events->family.group)
		err = -EOPNOTSUPP;
	if (!err)
		err = join(events, events->family.group);
	/* The controller's group, which hears of families that go. */
	if (!err)
		err = join(events, GENL_ID_CTRL);
	if (!err)
		err = events_renew(events);
	if (err)
		events_close(events);
	return err;
}

/**
 * events_close() - listen no longer
 * @events: may be closed already
 */
void events_close(struct events *events)
{
	netlink_close(&events->nl);
}

/**
 * events_fd() - what to wait for
 * @events: open subscription
 *
 * Return: descriptor that can be read when there are events.
 */
int events_fd(const struct events *events)
{
	return nl_socket_get_fd(events->nl.sk);
}

/* Copy what both sides know of a structure; the rest stays 0. */
static void take_struct(const struct nlattr *attr, void *to, size_t size)
{
	size_t len = nla_len(attr);

	memcpy(to, nla_data(attr), len < size ? len : size);
}

static int take_attr(const struct nlattr *attr, struct model_event *event)
{
	/* Each of them in its first version. */
	const size_t event_len = 24, memory_len = 40;
	int len = nla_len(attr);
	int err = 0;

	switch (nla_type(attr)) {
	case NETTUNE_A_EVENT_INFO:
		if (len < (int)event_len)
			return -EBADMSG;
		take_struct(attr, &event->info, sizeof(event->info));
		break;
	case NETTUNE_A_EVENT_SOCKET:
		err = module_parse_socket(attr, &event->sock);
		event->has |= MODEL_EVENT_HAS_SOCKET;
		break;
	case NETTUNE_A_EVENT_CPU:
		err = module_parse_softnet(attr, &event->cpu);
		event->has |= MODEL_EVENT_HAS_CPU;
		break;
	case NETTUNE_A_EVENT_MEMORY:
		if (len < (int)memory_len)
			return -EBADMSG;
		take_struct(attr, &event->memory, sizeof(event->memory));
		event->has |= MODEL_EVENT_HAS_MEMORY;
		break;
	}
	return err;
}

/**
 * events_parse() - read one event
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @event: filled in
 *
 * Return: 0, -ENOMSG when the message is none of events, -EBADMSG when it is
 * malformed.
 */
int events_parse(const struct nlmsghdr *hdr, struct model_event *event)
{
	const struct genlmsghdr *genl = NLMSG_DATA(hdr);
	const struct nlattr *attr;
	int rest, err;

	memset(event, 0, sizeof(*event));
	attr = attrs_begin(hdr, GENL_HDRLEN, &rest);
	if (!attr)
		return -EBADMSG;
	if (genl->cmd != NETTUNE_CMD_EVENT)
		return -ENOMSG;
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		err = take_attr(attr, event);
		if (err)
			return err;
	}
	return rest > 0 || !event->info.kind ? -EBADMSG : 0;
}

/* One receive: who sent it is the kernel, or it is skipped. */
static ssize_t receive(struct events *events, void *buf, size_t size)
{
	struct sockaddr_nl from = { 0 };
	socklen_t from_len = sizeof(from);
	ssize_t len;

	len = recvfrom(events_fd(events), buf, size, MSG_DONTWAIT | MSG_TRUNC,
		       (struct sockaddr *)&from, &from_len);
	if (len < 0)
		return -errno;
	if (from.nl_pid)
		return 0;
	return (size_t)len > size ? -EBADMSG : len;
}

/* Return: -ENODEV when the module is being unloaded, else 0. */
static int take_control(const struct nlmsghdr *hdr, __u16 family)
{
	const struct nlattr *attrs[CTRL_ATTR_MAX + 1];
	const struct genlmsghdr *genl = NLMSG_DATA(hdr);
	__u16 id;

	if (attrs_message(hdr, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs)) ||
	    genl->cmd != CTRL_CMD_DELFAMILY ||
	    !attrs_u16(attrs[CTRL_ATTR_FAMILY_ID], &id))
		return 0;
	return id == family ? -ENODEV : 0;
}

/* From the socket to the one who reads. */
struct pipe {
	__u16		family;
	events_fn	fn;
	void		*arg;
};

static int take_message(const struct nlmsghdr *hdr, void *arg)
{
	struct pipe *pipe = arg;
	struct model_event event;
	int err;

	if (hdr->nlmsg_type == GENL_ID_CTRL)
		return take_control(hdr, pipe->family);
	if (hdr->nlmsg_type != pipe->family)
		return 0;
	err = events_parse(hdr, &event);
	if (err)
		return err == -ENOMSG ? 0 : err;
	return pipe->fn(&event, pipe->arg);
}

/**
 * events_read() - take the events of one receive
 * @events: open subscription
 * @fn: called for each
 * @arg: for @fn
 *
 * Return: 0; -EAGAIN when there is none; -ENOBUFS when some were lost for want
 * of room, and it may go on; -ENODEV when the module has gone; another negative
 * errno; what @fn said.
 */
int events_read(struct events *events, events_fn fn, void *arg)
{
	struct pipe pipe = { .family = events->family.id, .fn = fn, .arg = arg };
	char buf[EVENTS_BUFFER] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t len;

	len = receive(events, buf, sizeof(buf));
	if (len <= 0)
		return len;
	/* What was not asked for has no sequence number. */
	return netlink_walk(&events->nl, buf, len, 0, take_message, &pipe);
}
