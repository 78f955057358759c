// SPDX-License-Identifier: GPL-2.0-or-later
/* Network devices and their counters, by route netlink. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "array.h"
#include "source/nic.h"
#include "transport/attrs.h"

/* How often to ask anew when devices come and go meanwhile. */
#define ATTEMPTS	3

/* Where in struct rtnl_link_stats64 a counter is. */
static const struct counter {
	const char	*name;
	size_t		at;
} counters[] = {
	{ "rx_missed", offsetof(struct rtnl_link_stats64, rx_missed_errors) },
	{ "rx_fifo", offsetof(struct rtnl_link_stats64, rx_fifo_errors) },
	{ "rx_over", offsetof(struct rtnl_link_stats64, rx_over_errors) },
	{ "rx_crc", offsetof(struct rtnl_link_stats64, rx_crc_errors) },
	{ "rx_errors", offsetof(struct rtnl_link_stats64, rx_errors) },
	{ "rx_dropped", offsetof(struct rtnl_link_stats64, rx_dropped) },
	{ "tx_errors", offsetof(struct rtnl_link_stats64, tx_errors) },
	{ "tx_dropped", offsetof(struct rtnl_link_stats64, tx_dropped) },
	{ "tx_carrier", offsetof(struct rtnl_link_stats64, tx_carrier_errors) },
};

/* An older kernel has a shorter structure. */
static int take_stats(const struct nlattr *attr, struct model_nic *nic)
{
	int err = 0;

	for (size_t i = 0; attr && !err && i < ARRAY_SIZE(counters); i++) {
		const char *data = nla_data(attr);
		__u64 value;

		if (counters[i].at + sizeof(value) > (size_t)nla_len(attr))
			continue;
		memcpy(&value, data + counters[i].at, sizeof(value));
		err = model_facts_set(&nic->drops, counters[i].name, value);
	}
	return err;
}

static int take_kind(const struct nlattr *attr, struct model_nic *nic)
{
	const struct nlattr *info[IFLA_INFO_MAX + 1];

	if (attrs_nested(attr, info, ARRAY_SIZE(info)))
		return -EBADMSG;
	attrs_text(info[IFLA_INFO_KIND], nic->kind, sizeof(nic->kind));
	return 0;
}

/* Since 5.5; each name is an attribute of its own. */
static int take_altnames(const struct nlattr *list, struct model_nic *nic)
{
	const struct nlattr *attr = list ? nla_data(list) : NULL;
	int left = list ? nla_len(list) : 0;
	int err = 0;

	for (; !err && nla_ok(attr, left); attr = nla_next(attr, &left))
		if (nla_type(attr) == IFLA_ALT_IFNAME)
			err = model_nic_add_name(nic, nla_data(attr),
						 nla_len(attr));
	return err;
}

/**
 * nic_parse_link() - read one message about a device
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @nic: filled in; free it also after an error
 *
 * Return: 0, -EBADMSG when the message is malformed, or -ENOMEM.
 */
int nic_parse_link(const struct nlmsghdr *hdr, struct model_nic *nic)
{
	const struct nlattr *attrs[IFLA_MAX + 1];
	struct ifinfomsg msg;
	__u32 value;

	memset(nic, 0, sizeof(*nic));
	if (attrs_message(hdr, sizeof(msg), attrs, ARRAY_SIZE(attrs)) ||
	    take_kind(attrs[IFLA_LINKINFO], nic))
		return -EBADMSG;
	memcpy(&msg, NLMSG_DATA(hdr), sizeof(msg));
	attrs_text(attrs[IFLA_IFNAME], nic->ifname, sizeof(nic->ifname));
	if (msg.ifi_index <= 0 || !nic->ifname[0])
		return -EBADMSG;
	nic->ifindex = msg.ifi_index;
	nic->flags = msg.ifi_flags;
	attrs_u32(attrs[IFLA_MTU], &nic->mtu);
	attrs_text(attrs[IFLA_QDISC], nic->qdisc, sizeof(nic->qdisc));
	/* A device that is down has a carrier, as far as its driver knows. */
	if (attrs_u32(attrs[IFLA_CARRIER], &value)) {
		nic->link = value && nic->flags & IFF_UP;
		nic->has |= MODEL_NIC_HAS_LINK;
	}
	if (attrs_u32(attrs[IFLA_TXQLEN], &value) &&
	    model_facts_set(&nic->queues, "txqueuelen", value))
		return -ENOMEM;
	if (take_altnames(attrs[IFLA_PROP_LIST], nic))
		return -ENOMEM;
	return take_stats(attrs[IFLA_STATS64], nic);
}

static int make_room(struct nics *nics)
{
	size_t room = nics->room ? 2 * nics->room : 16;
	struct model_nic *grown;

	if (nics->count < nics->room)
		return 0;
	grown = reallocarray(nics->nics, room, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	nics->nics = grown;
	nics->room = room;
	return 0;
}

static int take_link(const struct nlmsghdr *hdr, void *arg)
{
	struct nics *nics = arg;
	struct model_nic nic;
	int err;

	if (hdr->nlmsg_type != RTM_NEWLINK)
		return 0;
	err = make_room(nics);
	if (err)
		return err;
	err = nic_parse_link(hdr, &nic);
	if (err)
		model_nic_free(&nic);
	else
		nics->nics[nics->count++] = nic;
	return err;
}

static int by_index(const void *a, const void *b)
{
	const struct model_nic *first = a, *second = b;

	if (first->ifindex == second->ifindex)
		return 0;
	return first->ifindex < second->ifindex ? -1 : 1;
}

/* Sorted; one that was told twice is there once. */
static void put_in_order(struct nics *nics)
{
	size_t count = 0;

	if (!nics->count)
		return;
	qsort(nics->nics, nics->count, sizeof(*nics->nics), by_index);
	for (size_t i = 1; i < nics->count; i++) {
		if (nics->nics[i].ifindex == nics->nics[count].ifindex)
			model_nic_free(&nics->nics[i]);
		else
			nics->nics[++count] = nics->nics[i];
	}
	nics->count = count + 1;
}

static int ask(struct netlink *nl, struct nics *nics)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg;
	int err = -ENOMEM;

	msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_DUMP);
	if (!msg)
		return -ENOMEM;
	if (!nlmsg_append(msg, (void *)&all, sizeof(all), NLMSG_ALIGNTO))
		err = netlink_request(nl, msg, take_link, nics);
	nlmsg_free(msg);
	return err;
}

/**
 * nic_links() - read all devices of the network namespace that we are in
 * @nl: socket of protocol NETLINK_ROUTE
 * @nics: filled in, in the order of their numbers; also after an error
 *
 * Return: 0 or a negative errno.
 */
int nic_links(struct netlink *nl, struct nics *nics)
{
	int err = 0;

	for (int i = 0; i < ATTEMPTS; i++) {
		model_nics_free(nics->nics, nics->count);
		*nics = (struct nics) { 0 };
		nl->interrupted = false;
		err = ask(nl, nics);
		if (err || !nl->interrupted)
			break;
	}
	put_in_order(nics);
	return err;
}
