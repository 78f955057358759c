// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets what the kernel's generic netlink family "ethtool" can set. */
#include <errno.h>
#include <string.h>

#include <linux/ethtool_netlink.h>
#include <netlink/attr.h>

#include "nic/ethnl.h"

/* Send a request, and free it. @kind: NULL = it has no parameters */
static int tell(struct ethnl *ethnl, const struct ethnl_kind *kind,
		struct nl_msg *msg, netlink_fn fn, void *arg)
{
	int err = netlink_request(&ethnl->nl, msg, fn, arg);

	if (err && kind && ethnl->nl.offset)
		ethnl->blamed = ethnl_param_at(nlmsg_hdr(msg), kind,
					       ethnl->nl.offset);
	nlmsg_free(msg);
	return err;
}

/* There is no answer beyond an acknowledgment. */
static int ignore(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	(void)arg;
	return 0;
}

/**
 * ethnl_set() - set parameters of a device, all at once
 * @ethnl: open family
 * @kind: what they belong to
 * @ifindex: which device
 * @values: what they are to be, by name; others stay as they are
 *
 * The kernel does nothing for values that are there already, else the driver
 * gets all of them in one call.
 *
 * Return: 0, or a negative errno of ethnl_put() or of the kernel, whose words
 * are in @ethnl->nl.message if it said any, and on what in @ethnl->blamed:
 * -EOPNOTSUPP when the driver can't, -EINVAL for values that it does not take,
 * -EPERM.
 */
int ethnl_set(struct ethnl *ethnl, const struct ethnl_kind *kind,
	      unsigned int ifindex, const struct model_facts *values)
{
	struct nl_msg *msg;
	int err;

	ethnl->nl.message[0] = '\0';
	ethnl->blamed = NULL;
	msg = ethnl_request(ethnl->family.id, kind->set, ifindex, 0);
	if (!msg)
		return -ENOMEM;
	err = ethnl_put_all(msg, kind, values);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	return tell(ethnl, kind, msg, ignore, NULL);
}

/* What an answer about features is read into. */
struct reader {
	const struct ethnl_names	*names;
	struct model_facts		*missed;
	struct ethnl_feature_sets	*sets;
};

static int take_missed(const struct nlmsghdr *hdr, void *arg)
{
	const struct reader *reader = arg;

	return ethnl_parse_missed(hdr, reader->names, reader->missed);
}

/**
 * ethnl_set_features() - switch features of a device
 * @ethnl: open family
 * @names: names of the features
 * @ifindex: which device
 * @values: 0 or 1 by name; others stay as they are
 * @missed: gets those that are not as they should be now, with what they
 *	should be: the driver can't, or another one that they need is off; free
 *	it also after an error
 *
 * Return: 0 also when some are missed, or a negative errno: -EINVAL for a name
 * that the kernel does not have.
 */
int ethnl_set_features(struct ethnl *ethnl, const struct ethnl_names *names,
		       unsigned int ifindex, const struct model_facts *values,
		       struct model_facts *missed)
{
	struct reader reader = { .names = names, .missed = missed };
	struct nl_msg *msg;

	ethnl->nl.message[0] = '\0';
	ethnl->blamed = NULL;
	msg = ethnl_request(ethnl->family.id, ETHTOOL_MSG_FEATURES_SET, ifindex,
			    ETHTOOL_FLAG_COMPACT_BITSETS);
	if (!msg)
		return -ENOMEM;
	if (ethnl_put_features(msg, values)) {
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	return tell(ethnl, NULL, msg, take_missed, &reader);
}

static int take_sets(const struct nlmsghdr *hdr, void *arg)
{
	const struct reader *reader = arg;

	return ethnl_parse_feature_sets(hdr, reader->names, reader->sets);
}

/**
 * ethnl_feature_sets() - ask a device for all about its features
 * @ethnl: open family
 * @names: names of the features
 * @ifindex: which device
 * @sets: added to; free it also after an error
 *
 * Return: 0 or a negative errno.
 */
int ethnl_feature_sets(struct ethnl *ethnl, const struct ethnl_names *names,
		       unsigned int ifindex, struct ethnl_feature_sets *sets)
{
	struct reader reader = { .names = names, .sets = sets };
	struct nl_msg *msg;

	msg = ethnl_request(ethnl->family.id, ETHTOOL_MSG_FEATURES_GET, ifindex,
			    ETHTOOL_FLAG_COMPACT_BITSETS);
	return msg ? tell(ethnl, NULL, msg, take_sets, &reader) : -ENOMEM;
}

/**
 * ethnl_feature_sets_free() - give the memory of sets back
 * @sets: those, empty then
 */
void ethnl_feature_sets_free(struct ethnl_feature_sets *sets)
{
	model_facts_free(&sets->hw);
	model_facts_free(&sets->wanted);
	model_facts_free(&sets->active);
	model_facts_free(&sets->nochange);
}
