// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Features in messages of the family "ethtool": sets of bits, sent by their
 * names, answered by their numbers.
 */
#include <errno.h>
#include <string.h>

#include <linux/ethtool_netlink.h>
#include <netlink/attr.h>

#include "array.h"
#include "nic/ethnl.h"
#include "transport/attrs.h"

static bool bit_is_set(const struct nlattr *bits, __u32 bit)
{
	__u32 word;

	memcpy(&word, (const char *)nla_data(bits) + bit / 32 * sizeof(word),
	       sizeof(word));
	return word >> bit % 32 & 1;
}

static bool has_bit(const struct nlattr *bits, __u32 bit)
{
	return nla_len(bits) >= (int)(4 * (bit / 32 + 1));
}

/*
 * Add the features that a compact set is about, 0 or 1 by name; without a set the
 * message is malformed.
 */
static int parse_bitset(const struct nlattr *attr,
			const struct ethnl_names *names,
			struct model_facts *values)
{
	const struct nlattr *bitset[ETHTOOL_A_BITSET_MAX + 1];
	const struct nlattr *bits, *mask;
	int err = 0;
	__u32 count;

	if (!attr || attrs_nested(attr, bitset, ARRAY_SIZE(bitset)))
		return -EBADMSG;
	bits = bitset[ETHTOOL_A_BITSET_VALUE];
	mask = bitset[ETHTOOL_A_BITSET_MASK];
	if (!bits || !attrs_u32(bitset[ETHTOOL_A_BITSET_SIZE], &count))
		return -EBADMSG;
	for (__u32 i = 0; !err && i < count && i < ETHNL_FEATURES; i++) {
		if (!has_bit(bits, i) || (mask && !has_bit(mask, i)))
			return -EBADMSG;
		if (names->names[i][0] && (!mask || bit_is_set(mask, i)))
			err = model_facts_set(values, names->names[i],
					      bit_is_set(bits, i));
	}
	return err;
}

/**
 * ethnl_parse_features() - read which features are on
 * @hdr: the message, nlmsg_len bytes of it in memory, with compact bitsets
 * @names: names of the features
 * @ifindex: set to the device's number
 * @values: 0 or 1 by name; free it also after an error
 *
 * Return: 0, -EBADMSG when the message is malformed, or -ENOMEM.
 */
int ethnl_parse_features(const struct nlmsghdr *hdr,
			 const struct ethnl_names *names,
			 unsigned int *ifindex, struct model_facts *values)
{
	const struct nlattr *attrs[ETHNL_ATTRS];
	int err;

	err = ethnl_parse_attrs(hdr, ETHTOOL_MSG_FEATURES_GET_REPLY, ifindex,
				attrs);
	return err ?: parse_bitset(attrs[ETHTOOL_A_FEATURES_ACTIVE], names,
				   values);
}

/**
 * ethnl_parse_feature_sets() - read all that is told of features
 * @hdr: as ethnl_parse_features()
 * @names: names of the features
 * @sets: added to; free it also after an error
 *
 * Return: 0, -EBADMSG when the message is malformed, or -ENOMEM.
 */
int ethnl_parse_feature_sets(const struct nlmsghdr *hdr,
			     const struct ethnl_names *names,
			     struct ethnl_feature_sets *sets)
{
	const struct {
		unsigned int		attr;
		struct model_facts	*values;
	} all[] = {
		{ ETHTOOL_A_FEATURES_HW, &sets->hw },
		{ ETHTOOL_A_FEATURES_WANTED, &sets->wanted },
		{ ETHTOOL_A_FEATURES_ACTIVE, &sets->active },
		{ ETHTOOL_A_FEATURES_NOCHANGE, &sets->nochange },
	};
	const struct nlattr *attrs[ETHNL_ATTRS];
	unsigned int ifindex;
	int err;

	err = ethnl_parse_attrs(hdr, ETHTOOL_MSG_FEATURES_GET_REPLY, &ifindex,
				attrs);
	for (size_t i = 0; !err && i < ARRAY_SIZE(all); i++)
		err = parse_bitset(attrs[all[i].attr], names, all[i].values);
	return err;
}

/**
 * ethnl_parse_missed() - read what did not become of features as asked for
 * @hdr: the answer to ETHTOOL_MSG_FEATURES_SET, as ethnl_parse_features()
 * @names: names of the features
 * @missed: those that are not as was asked for, with what that was; free it
 *	also after an error
 *
 * Return: 0, -EBADMSG when the message is malformed, or -ENOMEM.
 */
int ethnl_parse_missed(const struct nlmsghdr *hdr,
		       const struct ethnl_names *names,
		       struct model_facts *missed)
{
	const struct nlattr *attrs[ETHNL_ATTRS];
	unsigned int ifindex;
	int err;

	err = ethnl_parse_attrs(hdr, ETHTOOL_MSG_FEATURES_SET_REPLY, &ifindex,
				attrs);
	return err ?: parse_bitset(attrs[ETHTOOL_A_FEATURES_WANTED], names,
				   missed);
}

static int put_bit(struct nl_msg *msg, const char *name, bool value)
{
	struct nlattr *bit;

	bit = nla_nest_start(msg, ETHTOOL_A_BITSET_BITS_BIT | NLA_F_NESTED);
	if (!bit || nla_put_string(msg, ETHTOOL_A_BITSET_BIT_NAME, name) ||
	    (value && nla_put_flag(msg, ETHTOOL_A_BITSET_BIT_VALUE)))
		return -EMSGSIZE;
	nla_nest_end(msg, bit);
	return 0;
}

/**
 * ethnl_put_features() - say what features are to be
 * @msg: begun by ethnl_request() with ETHTOOL_MSG_FEATURES_SET
 * @values: 0 or 1 by name; others stay as they are
 *
 * Return: 0, or -EMSGSIZE when there is no room for them.
 */
int ethnl_put_features(struct nl_msg *msg, const struct model_facts *values)
{
	struct nlattr *wanted, *bits;

	wanted = nla_nest_start(msg, ETHTOOL_A_FEATURES_WANTED | NLA_F_NESTED);
	bits = wanted ? nla_nest_start(msg, ETHTOOL_A_BITSET_BITS |
					    NLA_F_NESTED) : NULL;
	if (!bits)
		return -EMSGSIZE;
	for (size_t i = 0; i < values->count; i++)
		if (put_bit(msg, values->facts[i].name,
			    values->facts[i].values[0]))
			return -EMSGSIZE;
	nla_nest_end(msg, bits);
	nla_nest_end(msg, wanted);
	return 0;
}
