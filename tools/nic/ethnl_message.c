// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages of the family "ethtool": making requests, reading answers. */
#include <errno.h>
#include <string.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "array.h"
#include "nic/ethnl.h"
#include "transport/attrs.h"

/* Every kind of message has its device in the first attribute. */
#define ETHNL_HEADER	1

/**
 * ethnl_request() - begin a request
 * @family: the family's number
 * @command: ETHTOOL_MSG_*
 * @ifindex: which device, 0 = all that there are: a dump
 * @flags: ETHTOOL_FLAG_*
 *
 * What is to be set follows by ethnl_put().
 *
 * Return: the message, to be freed, or NULL without memory.
 */
struct nl_msg *ethnl_request(int family, __u8 command, unsigned int ifindex,
			     __u32 flags)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *header;

	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0,
			 ifindex ? NLM_F_ACK : NLM_F_DUMP, command,
			 ETHTOOL_GENL_VERSION))
		goto err_free;
	header = nla_nest_start(msg, ETHNL_HEADER | NLA_F_NESTED);
	if (!header ||
	    (ifindex && nla_put_u32(msg, ETHTOOL_A_HEADER_DEV_INDEX, ifindex)) ||
	    (flags && nla_put_u32(msg, ETHTOOL_A_HEADER_FLAGS, flags)))
		goto err_free;
	/* An empty one has to stay: without it the kernel refuses. */
	nla_nest_end_keep_empty(msg, header);
	return msg;

err_free:
	nlmsg_free(msg);
	return NULL;
}

/**
 * ethnl_put() - say what a parameter is to be
 * @msg: begun by ethnl_request() with @kind's set command
 * @kind: what the parameter belongs to
 * @name: its name
 * @value: its new value
 *
 * Return: 0 or a negative errno: -ENOENT when there is no such parameter,
 * -EROFS when it can't be set, -ERANGE when the value is too large for it.
 */
int ethnl_put(struct nl_msg *msg, const struct ethnl_kind *kind,
	      const char *name, __u32 value)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct ethnl_param *param = &kind->params[i];

		if (!param->name || strcmp(param->name, name))
			continue;
		if (param->fixed)
			return -EROFS;
		if (param->type == ETHNL_U8 && value > 0xff)
			return -ERANGE;
		if (param->type == ETHNL_U8)
			return nla_put_u8(msg, i, value) ? -EMSGSIZE : 0;
		return nla_put_u32(msg, i, value) ? -EMSGSIZE : 0;
	}
	return -ENOENT;
}

/**
 * ethnl_put_all() - say what parameters are to be
 * @msg: as ethnl_put()
 * @kind: what they belong to
 * @values: their new values, by name
 *
 * Return: as ethnl_put().
 */
int ethnl_put_all(struct nl_msg *msg, const struct ethnl_kind *kind,
		  const struct model_facts *values)
{
	int err = 0;

	for (size_t i = 0; !err && i < values->count; i++) {
		const __s64 value = values->facts[i].values[0];

		if (value < 0 || value > 0xffffffff)
			return -ERANGE;
		err = ethnl_put(msg, kind, values->facts[i].name, value);
	}
	return err;
}

/**
 * ethnl_param_at() - which parameter is somewhere in a request?
 * @hdr: the request, nlmsg_len bytes of it in memory
 * @kind: what its parameters belong to
 * @offset: bytes from the beginning of the request to the attribute
 *
 * Return: its name, or NULL if no parameter begins there.
 */
const char *ethnl_param_at(const struct nlmsghdr *hdr,
			   const struct ethnl_kind *kind, __u32 offset)
{
	const struct nlattr *attrs[ETHNL_ATTRS];

	if (attrs_message(hdr, GENL_HDRLEN, attrs, ETHNL_ATTRS))
		return NULL;
	for (size_t i = 0; i < kind->count; i++)
		if (attrs[i] && (const char *)attrs[i] ==
				(const char *)hdr + offset)
			return kind->params[i].name;
	return NULL;
}

/**
 * ethnl_parse_attrs() - find the attributes of an answer
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @command: ETHTOOL_MSG_* that it has to be
 * @ifindex: set to the device's number; NULL = it is of none
 * @attrs: filled in, as attrs_message()
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int ethnl_parse_attrs(const struct nlmsghdr *hdr, __u8 command,
		      unsigned int *ifindex,
		      const struct nlattr *attrs[ETHNL_ATTRS])
{
	const struct nlattr *header[ETHTOOL_A_HEADER_MAX + 1];
	const struct genlmsghdr *genl = NLMSG_DATA(hdr);
	__u32 index = 0;

	if (attrs_message(hdr, GENL_HDRLEN, attrs, ETHNL_ATTRS) ||
	    genl->cmd != command ||
	    attrs_nested(attrs[ETHNL_HEADER], header, ARRAY_SIZE(header)))
		return -EBADMSG;
	if (!ifindex)
		return 0;
	if (!attrs_u32(header[ETHTOOL_A_HEADER_DEV_INDEX], &index) || !index)
		return -EBADMSG;
	*ifindex = index;
	return 0;
}

/**
 * ethnl_parse() - read an answer
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @kind: what was asked for
 * @ifindex: set to the device's number
 * @values: parameters are added here; free it also after an error
 *
 * Return: 0, -EBADMSG when the message is malformed, or -ENOMEM.
 */
int ethnl_parse(const struct nlmsghdr *hdr, const struct ethnl_kind *kind,
		unsigned int *ifindex, struct model_facts *values)
{
	const struct nlattr *attrs[ETHNL_ATTRS];
	int err = ethnl_parse_attrs(hdr, kind->reply, ifindex, attrs);

	for (size_t i = 0; !err && i < kind->count; i++) {
		__u32 value;

		if (!attrs[i] || !kind->params[i].name)
			continue;
		if (!attrs_u32(attrs[i], &value))
			return -EBADMSG;
		err = model_facts_set(values, kind->params[i].name, value);
	}
	return err;
}

static int take_name(const struct nlattr *attr, struct ethnl_names *names)
{
	const struct nlattr *string[ETHTOOL_A_STRING_MAX + 1];
	__u32 index;

	if (attrs_nested(attr, string, ARRAY_SIZE(string)) ||
	    !attrs_u32(string[ETHTOOL_A_STRING_INDEX], &index))
		return -EBADMSG;
	if (index < ETHNL_FEATURES)
		attrs_text(string[ETHTOOL_A_STRING_VALUE], names->names[index],
			   sizeof(names->names[index]));
	return 0;
}

/**
 * ethnl_parse_names() - read the names of features
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @names: gets those that are in the message
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int ethnl_parse_names(const struct nlmsghdr *hdr, struct ethnl_names *names)
{
	const struct nlattr *sets[ETHTOOL_A_STRINGSETS_MAX + 1];
	const struct nlattr *set[ETHTOOL_A_STRINGSET_MAX + 1];
	const struct nlattr *attrs[ETHNL_ATTRS];
	const struct nlattr *strings, *attr;
	__u32 id;
	int rest;

	if (ethnl_parse_attrs(hdr, ETHTOOL_MSG_STRSET_GET_REPLY, NULL,
			      attrs) ||
	    attrs_nested(attrs[ETHTOOL_A_STRSET_STRINGSETS], sets,
			 ARRAY_SIZE(sets)) ||
	    attrs_nested(sets[ETHTOOL_A_STRINGSETS_STRINGSET], set,
			 ARRAY_SIZE(set)) ||
	    !attrs_u32(set[ETHTOOL_A_STRINGSET_ID], &id) ||
	    id != ETH_SS_FEATURES)
		return -EBADMSG;
	strings = set[ETHTOOL_A_STRINGSET_STRINGS];
	if (!strings)
		return -EBADMSG;
	attr = nla_data(strings);
	rest = nla_len(strings);
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest))
		if (take_name(attr, names))
			return -EBADMSG;
	return rest > 0 ? -EBADMSG : 0;
}
