// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks the kernel's generic netlink family "ethtool". */
#include "nic/ethnl.h"

#include <errno.h>
#include <string.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <netlink/attr.h>

/**
 * ethnl_open() - find the family
 * @ethnl: filled in; close it with ethnl_close() after success
 *
 * Return: 0, -ENOENT for a kernel without it (before 5.6), or another negative
 * errno.
 */
int ethnl_open(struct ethnl *ethnl)
{
	int err;

	ethnl->blamed = NULL;
	err = netlink_open(&ethnl->nl, NETLINK_GENERIC);
	if (err)
		return err;
	err = genl_family_find(&ethnl->nl, ETHTOOL_GENL_NAME, NULL,
			       &ethnl->family);
	if (err)
		netlink_close(&ethnl->nl);
	return err;
}

/**
 * ethnl_close() - close what ethnl_open() opened
 * @ethnl: that
 */
void ethnl_close(struct ethnl *ethnl)
{
	netlink_close(&ethnl->nl);
}

/* Send a request, and free it. */
static int ask(struct ethnl *ethnl, struct nl_msg *msg, netlink_fn fn,
	       void *arg)
{
	int err;

	if (!msg)
		return -ENOMEM;
	err = netlink_request(&ethnl->nl, msg, fn, arg);
	nlmsg_free(msg);
	return err;
}

/* Who wants to know what; one of @kind and @names is there. */
struct asker {
	const struct ethnl_kind		*kind;
	const struct ethnl_names	*names;
	ethnl_fn			fn;
	void				*arg;
};

static int take_reply(const struct nlmsghdr *hdr, void *arg)
{
	const struct asker *asker = arg;
	struct model_facts values = { 0 };
	unsigned int ifindex;
	int err;

	if (asker->kind)
		err = ethnl_parse(hdr, asker->kind, &ifindex, &values);
	else
		err = ethnl_parse_features(hdr, asker->names, &ifindex,
					   &values);
	if (!err)
		err = asker->fn(ifindex, &values, asker->arg);
	model_facts_free(&values);
	return err;
}

/**
 * ethnl_get() - ask one device, or all of the namespace
 * @ethnl: open family
 * @kind: what to ask for
 * @ifindex: which device, 0 = all; those that know nothing of it are left out
 * @fn: called for each that answers
 * @arg: for @fn
 *
 * Return: 0, what @fn said, or a negative errno: -EOPNOTSUPP when that device
 * knows nothing of it, -ENODEV when it is gone. The answers of all end at the
 * first device that fails otherwise (ethnl_default_dumpit() in
 * net/ethtool/netlink.c).
 */
int ethnl_get(struct ethnl *ethnl, const struct ethnl_kind *kind,
	      unsigned int ifindex, ethnl_fn fn, void *arg)
{
	struct asker asker = { .kind = kind, .fn = fn, .arg = arg };

	return ask(ethnl, ethnl_request(ethnl->family.id, kind->get, ifindex,
					ETHTOOL_FLAG_COMPACT_BITSETS),
		   take_reply, &asker);
}

static int take_names(const struct nlmsghdr *hdr, void *arg)
{
	return ethnl_parse_names(hdr, arg);
}

/* A request for all is no dump here: the names belong to no device. */
static struct nl_msg *names_request(int family)
{
	struct nlattr *sets, *set;
	struct nl_msg *msg;

	msg = ethnl_request(family, ETHTOOL_MSG_STRSET_GET, 0, 0);
	if (!msg)
		return NULL;
	nlmsg_hdr(msg)->nlmsg_flags = NLM_F_ACK;
	sets = nla_nest_start(msg, ETHTOOL_A_STRSET_STRINGSETS | NLA_F_NESTED);
	set = sets ? nla_nest_start(msg, ETHTOOL_A_STRINGSETS_STRINGSET |
					 NLA_F_NESTED) : NULL;
	if (!set || nla_put_u32(msg, ETHTOOL_A_STRINGSET_ID, ETH_SS_FEATURES)) {
		nlmsg_free(msg);
		return NULL;
	}
	nla_nest_end(msg, set);
	nla_nest_end(msg, sets);
	return msg;
}

/**
 * ethnl_feature_names() - ask for the names of all features
 * @ethnl: open family
 * @names: filled in
 *
 * Return: 0 or a negative errno.
 */
int ethnl_feature_names(struct ethnl *ethnl, struct ethnl_names *names)
{
	memset(names, 0, sizeof(*names));
	return ask(ethnl, names_request(ethnl->family.id), take_names, names);
}

/**
 * ethnl_features() - ask one device, or all, which features are on
 * @ethnl: open family
 * @names: names of the features
 * @ifindex: as ethnl_get()
 * @fn: called for each that answers, with 0 or 1 by name
 * @arg: for @fn
 *
 * Return: as ethnl_get().
 */
int ethnl_features(struct ethnl *ethnl, const struct ethnl_names *names,
		   unsigned int ifindex, ethnl_fn fn, void *arg)
{
	struct asker asker = { .names = names, .fn = fn, .arg = arg };

	return ask(ethnl, ethnl_request(ethnl->family.id,
					ETHTOOL_MSG_FEATURES_GET, ifindex,
					ETHTOOL_FLAG_COMPACT_BITSETS),
		   take_reply, &asker);
}
