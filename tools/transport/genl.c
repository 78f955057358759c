// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds a generic netlink family by its name. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "transport/netlink.h"

/* Attributes behind a generic netlink header. Return: NULL = malformed. */
static const struct nlattr *family_attrs(const struct nlmsghdr *hdr, int *len)
{
	if (hdr->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return NULL;
	*len = hdr->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN);
	return (const struct nlattr *)((const char *)NLMSG_DATA(hdr) +
				       GENL_HDRLEN);
}

static int take_family(const struct nlmsghdr *hdr, void *arg)
{
	struct genl_family *family = arg;
	const struct nlattr *attr;
	__u32 version;
	__u16 id;
	int rest;

	attr = family_attrs(hdr, &rest);
	if (!attr)
		return -EBADMSG;

	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		if (nla_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    nla_len(attr) >= (int)sizeof(id)) {
			memcpy(&id, nla_data(attr), sizeof(id));
			family->id = id;
		} else if (nla_type(attr) == CTRL_ATTR_VERSION &&
			   nla_len(attr) >= (int)sizeof(version)) {
			memcpy(&version, nla_data(attr), sizeof(version));
			family->version = version;
		}
	}
	return rest > 0 ? -EBADMSG : 0;
}

/**
 * genl_family_find() - ask the kernel for a family
 * @nl: socket of protocol NETLINK_GENERIC
 * @name: the family's name
 * @family: filled in on success
 *
 * The kernel tries to load a module that brings the family.
 *
 * Return: 0, -ENOENT when there is no such family, or another negative errno.
 */
int genl_family_find(struct netlink *nl, const char *name,
		     struct genl_family *family)
{
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

	err = netlink_request(nl, msg, take_family, family);
	if (!err && !family->id)
		err = -EBADMSG;
out_free:
	nlmsg_free(msg);
	return err;
}
