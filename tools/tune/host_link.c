// SPDX-License-Identifier: GPL-2.0-or-later
/* mtu and txqueuelen of devices, by route netlink. */
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "array.h"
#include "transport/attrs.h"
#include "tune/host.h"

static const struct param {
	const char	*name;
	unsigned int	attr;
	unsigned int	max;	/* 0 = the kernel does not tell */
} params[] = {
	{ "mtu", IFLA_MTU, IFLA_MAX_MTU },
	{ "txqueuelen", IFLA_TXQLEN, 0 },
};

static const struct param *find_param(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(params); i++)
		if (!strcmp(params[i].name, name))
			return &params[i];
	return NULL;
}

/* Begins a message about a device; NULL without memory. */
static struct nl_msg *begin(int type, unsigned int ifindex)
{
	const struct ifinfomsg info = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_ACK);

	if (msg && nlmsg_append(msg, (void *)&info, sizeof(info),
				NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

static int request(struct host *host, struct nl_msg *msg, netlink_fn fn,
		   void *arg)
{
	int err = host->route.sk ? 0 : netlink_open(&host->route, NETLINK_ROUTE);

	err = err ?: netlink_request(&host->route, msg, fn, arg);
	/* The rest of an answer may still be in the socket. */
	if (err)
		netlink_close(&host->route);
	return err;
}

/* What is asked for, and where it goes. */
struct reader {
	const struct param	*param;
	struct tune_now		*now;
};

static int take_link(const struct nlmsghdr *hdr, void *arg)
{
	const struct nlattr *attrs[IFLA_MAX + 1];
	const struct reader *reader = arg;
	struct tune_now *now = reader->now;
	__u32 value, max;

	if (hdr->nlmsg_type != RTM_NEWLINK || now->text)
		return 0;
	if (attrs_message(hdr, sizeof(struct ifinfomsg), attrs,
			  ARRAY_SIZE(attrs)) ||
	    !attrs_u32(attrs[reader->param->attr], &value))
		return -EBADMSG;
	/* 0 is what devices have that do not say. */
	if (reader->param->max && attrs_u32(attrs[reader->param->max], &max) &&
	    max) {
		now->has_max = true;
		now->max = max;
	}
	return host_number(now, value);
}

/**
 * host_read_link() - what a property of a device is
 * @host: the machine
 * @key: "mtu" or "txqueuelen" of a device
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_link(struct host *host, const struct tune_key *key,
		   struct tune_now *now)
{
	const struct reader reader = {
		.param = find_param(key->name), .now = now,
	};
	const unsigned int ifindex = if_nametoindex(key->device);
	struct nl_msg *msg;
	int err;

	if (!reader.param)
		return host_unknown(now, -ENOENT, "no property of a link");
	if (!ifindex)
		return host_unknown(now, -ENODEV, NULL);
	msg = begin(RTM_GETLINK, ifindex);
	if (!msg)
		return -ENOMEM;
	err = request(host, msg, take_link, (void *)&reader);
	nlmsg_free(msg);
	if (!err && !now->text)
		err = -EBADMSG;
	return err ? host_unknown(now, err, NULL) : 0;
}

static int put_all(const struct host_write *write, struct nl_msg *msg)
{
	for (size_t i = 0; i < write->count; i++) {
		const struct param *param = find_param(write->keys[i]->name);
		__s64 value;

		if (!param)
			return host_refuse(write, -ENOENT,
					   "a link has no %s",
					   write->keys[i]->name);
		if (!host_parse_number(write->values[i], &value))
			return host_refuse(write, -EINVAL,
					   "%s is a number from 0 to 4294967295, not '%s'",
					   param->name, write->values[i]);
		if (nla_put_u32(msg, param->attr, value))
			return -ENOMEM;
	}
	return 0;
}

static int ignore(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	(void)arg;
	return 0;
}

static int send_link(struct host *host, const struct host_write *write,
		     struct nl_msg *msg)
{
	int err = put_all(write, msg);

	if (err)
		return err;
	err = request(host, msg, ignore, NULL);
	if (err && host->route.message[0])
		return host_refuse(write, err, "the kernel says: %s",
				   host->route.message);
	return err ? host_refuse_errno(write, err) : 0;
}

/**
 * host_write_link() - set properties of a device, in one message
 * @host: the machine
 * @write: those of one device; the mtu is set first
 *
 * Return: 0 or a negative errno.
 */
int host_write_link(struct host *host, const struct host_write *write)
{
	const unsigned int ifindex = if_nametoindex(write->keys[0]->device);
	struct nl_msg *msg;
	int err;

	if (!ifindex)
		return host_refuse_errno(write, -ENODEV);
	msg = begin(RTM_SETLINK, ifindex);
	if (!msg)
		return -ENOMEM;
	err = send_link(host, write, msg);
	nlmsg_free(msg);
	return err;
}
