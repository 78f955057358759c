// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds a generic netlink family by its name. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "array.h"
#include "transport/attrs.h"
#include "transport/netlink.h"

/* What is looked for, and where it is put. */
struct search {
	const char		*group;
	struct genl_family	*family;
};

static int take_group(const struct nlattr *group, const struct search *search)
{
	const struct nlattr *attrs[CTRL_ATTR_MCAST_GRP_MAX + 1];
	const struct nlattr *name;

	if (attrs_nested(group, attrs, ARRAY_SIZE(attrs)))
		return -EBADMSG;
	name = attrs[CTRL_ATTR_MCAST_GRP_NAME];
	if (name && !nla_strcmp(name, search->group))
		attrs_u32(attrs[CTRL_ATTR_MCAST_GRP_ID],
			  &search->family->group);
	return 0;
}

static int take_family(const struct nlmsghdr *hdr, void *arg)
{
	const struct nlattr *attrs[CTRL_ATTR_MAX + 1], *groups, *group;
	const struct search *search = arg;
	int rest, err = 0;

	if (attrs_message(hdr, GENL_HDRLEN, attrs, ARRAY_SIZE(attrs)))
		return -EBADMSG;
	attrs_u16(attrs[CTRL_ATTR_FAMILY_ID], &search->family->id);
	attrs_u32(attrs[CTRL_ATTR_VERSION], &search->family->version);
	groups = attrs[CTRL_ATTR_MCAST_GROUPS];
	if (!groups || !search->group)
		return 0;
	group = nla_data(groups);
	rest = nla_len(groups);
	for (; !err && nla_ok(group, rest); group = nla_next(group, &rest))
		err = take_group(group, search);
	return err;
}

/**
 * genl_family_find() - ask the kernel for a family
 * @nl: socket of protocol NETLINK_GENERIC
 * @name: the family's name
 * @group: a multicast group of it whose number is wanted, or NULL
 * @family: filled in on success
 *
 * The kernel tries to load a module that brings the family.
 *
 * Return: 0, -ENOENT when there is no such family, or another negative errno.
 */
int genl_family_find(struct netlink *nl, const char *name, const char *group,
		     struct genl_family *family)
{
	struct search search = { .group = group, .family = family };
	struct nl_msg *msg;
	int err = -ENOMEM;

	memset(family, 0, sizeof(*family));
	msg = nlmsg_alloc();
	if (!msg)
		return -ENOMEM;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, 0,
			 CTRL_CMD_GETFAMILY, 1) ||
	    nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, name))
		goto out_free;

	err = netlink_request(nl, msg, take_family, &search);
	if (!err && !family->id)
		err = -EBADMSG;
out_free:
	nlmsg_free(msg);
	return err;
}
