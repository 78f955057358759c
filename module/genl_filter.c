// SPDX-License-Identifier: GPL-2.0
/*
 * The filter of a request: attributes in, a view out.
 *
 * What an attribute says by itself is checked by its policy, since on older
 * kernels a dump's start can't tell the asker what is wrong with one.
 */
#include "genl.h"

#include <linux/capability.h>
#include <linux/string.h>

#include "compat.h"

/* Is this an array of elements of that size? */
static bool filter_is_array(const struct nlattr *attr, int size)
{
	return nla_len(attr) && nla_len(attr) % size == 0;
}

static int nettune_nl_validate_ports(const struct nlattr *attr,
				     struct netlink_ext_ack *extack)
{
	const struct nettune_port_range *range = nla_data(attr);
	int i;

	if (!filter_is_array(attr, sizeof(*range))) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no array of port ranges");
		return -EINVAL;
	}
	for (i = 0; i < nla_len(attr) / sizeof(*range); i++) {
		if (range[i].min > range[i].max) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "a port range ends before it begins");
			return -EINVAL;
		}
	}
	return 0;
}

static int nettune_nl_validate_addrs(const struct nlattr *attr,
				     struct netlink_ext_ack *extack)
{
	const struct nettune_prefix *prefix = nla_data(attr);
	int i;

	if (!filter_is_array(attr, sizeof(*prefix))) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no array of prefixes");
		return -EINVAL;
	}
	for (i = 0; i < nla_len(attr) / sizeof(*prefix); i++) {
		if (prefix[i].family != AF_INET && prefix[i].family != AF_INET6) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "a prefix of no known family");
			return -EINVAL;
		}
		if (prefix[i].len > (prefix[i].family == AF_INET ? 32 : 128)) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "a prefix is too long");
			return -EINVAL;
		}
		if (prefix[i].pad) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "a prefix's pad is not 0");
			return -EINVAL;
		}
	}
	return 0;
}

static int nettune_nl_validate_minimums(const struct nlattr *attr,
					struct netlink_ext_ack *extack)
{
	const struct nettune_minimum *minimum = nla_data(attr);
	int i;

	if (!filter_is_array(attr, sizeof(*minimum))) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "no array of minimums");
		return -EINVAL;
	}
	for (i = 0; i < nla_len(attr) / sizeof(*minimum); i++) {
		if (!minimum[i].key || minimum[i].key > NETTUNE_KEY_MAX) {
			NL_SET_ERR_MSG_ATTR(extack, attr, "a minimum of no known value");
			return -EINVAL;
		}
	}
	return 0;
}

/*
 * A function may check binary attributes only: of a number with one, the kernel
 * takes the function's address for a range when it tells the policy.
 */
#define NETTUNE_NL_ARRAY(check, type) \
	NLA_POLICY_VALIDATE_FN(NLA_BINARY, check, \
			       NETTUNE_FILTER_MAX * sizeof(struct type))
#define NETTUNE_NL_PORTS \
	NETTUNE_NL_ARRAY(nettune_nl_validate_ports, nettune_port_range)
#define NETTUNE_NL_ADDRS \
	NETTUNE_NL_ARRAY(nettune_nl_validate_addrs, nettune_prefix)
#define NETTUNE_NL_MINIMUMS \
	NETTUNE_NL_ARRAY(nettune_nl_validate_minimums, nettune_minimum)

const struct nla_policy nettune_nl_filter_policy[NETTUNE_A_FILTER_MAX + 1] = {
	[NETTUNE_A_FILTER_PROTOCOLS] =
		NLA_POLICY_MASK(NLA_U32, NT_PROTOCOLS_ALL),
	[NETTUNE_A_FILTER_FAMILIES] =
		NLA_POLICY_MASK(NLA_U32, NT_FAMILIES_ALL),
	[NETTUNE_A_FILTER_STATES] = NLA_POLICY_MASK(NLA_U32, NT_STATES_ALL),
	[NETTUNE_A_FILTER_SPORTS] = NETTUNE_NL_PORTS,
	[NETTUNE_A_FILTER_DPORTS] = NETTUNE_NL_PORTS,
	[NETTUNE_A_FILTER_SADDRS] = NETTUNE_NL_ADDRS,
	[NETTUNE_A_FILTER_DADDRS] = NETTUNE_NL_ADDRS,
	[NETTUNE_A_FILTER_UID]		= { .type = NLA_U32 },
	[NETTUNE_A_FILTER_CGROUP]	= { .type = NLA_U64 },
	[NETTUNE_A_FILTER_IFINDEX]	= { .type = NLA_U32 },
	[NETTUNE_A_FILTER_MINIMUMS] = NETTUNE_NL_MINIMUMS,
	[NETTUNE_A_FILTER_ALL_NETNS]	= { .type = NLA_FLAG },
	[NETTUNE_A_FILTER_NETNS]	= { .type = NLA_U32 },
};

/* A number of the request, or what is meant by leaving it out. */
static u32 filter_get_u32(const struct nlattr *attr, u32 otherwise)
{
	return attr ? nla_get_u32(attr) : otherwise;
}

/* Copy an array; returns the bit for it, if there is one. */
static u32 filter_get_array(const struct nlattr *attr, u32 check, void *to,
			    size_t size, u32 *nr)
{
	if (!attr)
		return 0;
	*nr = nla_len(attr) / size;
	memcpy(to, nla_data(attr), nla_len(attr));
	return check;
}

static u32 filter_get_arrays(struct nt_filter *filter, struct nlattr **attrs)
{
	return filter_get_array(attrs[NETTUNE_A_FILTER_SPORTS],
				NT_FILTER_SPORTS, filter->sports,
				sizeof(filter->sports[0]), &filter->nr_sports) |
	       filter_get_array(attrs[NETTUNE_A_FILTER_DPORTS],
				NT_FILTER_DPORTS, filter->dports,
				sizeof(filter->dports[0]), &filter->nr_dports) |
	       filter_get_array(attrs[NETTUNE_A_FILTER_SADDRS],
				NT_FILTER_SADDRS, filter->saddrs,
				sizeof(filter->saddrs[0]), &filter->nr_saddrs) |
	       filter_get_array(attrs[NETTUNE_A_FILTER_DADDRS],
				NT_FILTER_DADDRS, filter->daddrs,
				sizeof(filter->daddrs[0]), &filter->nr_daddrs) |
	       filter_get_array(attrs[NETTUNE_A_FILTER_MINIMUMS],
				NT_FILTER_MINIMUMS, filter->minimums,
				sizeof(filter->minimums[0]),
				&filter->nr_minimums);
}

static void filter_get(struct nt_filter *filter, struct nlattr **attrs)
{
	memset(filter, 0, sizeof(*filter));
	filter->protocols = filter_get_u32(attrs[NETTUNE_A_FILTER_PROTOCOLS],
					   NT_PROTOCOLS_ALL);
	filter->families = filter_get_u32(attrs[NETTUNE_A_FILTER_FAMILIES],
					  NT_FAMILIES_ALL);
	filter->states = filter_get_u32(attrs[NETTUNE_A_FILTER_STATES],
					NT_STATES_ALL);
	filter->uid = filter_get_u32(attrs[NETTUNE_A_FILTER_UID], 0);
	filter->ifindex = filter_get_u32(attrs[NETTUNE_A_FILTER_IFINDEX], 0);
	filter->netns = filter_get_u32(attrs[NETTUNE_A_FILTER_NETNS], 0);
	if (attrs[NETTUNE_A_FILTER_CGROUP])
		filter->cgroup = nla_get_u64(attrs[NETTUNE_A_FILTER_CGROUP]);
	filter->checks =
		filter_get_arrays(filter, attrs) |
		(attrs[NETTUNE_A_FILTER_UID] ? NT_FILTER_UID : 0) |
		(attrs[NETTUNE_A_FILTER_CGROUP] ? NT_FILTER_CGROUP : 0) |
		(attrs[NETTUNE_A_FILTER_IFINDEX] ? NT_FILTER_IFINDEX : 0) |
		(attrs[NETTUNE_A_FILTER_NETNS] ? NT_FILTER_NETNS : 0);
}

/**
 * nt_genl_get_view() - who asks, and for which sockets
 * @cb: the dump
 * @attr: the filter's nest, or NULL
 * @view: where to; its reads and order are the caller's to set
 *
 * The namespaces stay for as long as the dump lasts: the asker's socket, which
 * drives it, holds the one for the network and its file the one for users.
 *
 * Return: 0 or a negative errno.
 */
int nt_genl_get_view(struct netlink_callback *cb, const struct nlattr *attr,
		     struct nt_view *view)
{
	struct nlattr *attrs[NETTUNE_A_FILTER_MAX + 1] = {};
	int err;

	if (attr) {
		err = nla_parse_nested(attrs, NETTUNE_A_FILTER_MAX, attr,
				       nettune_nl_filter_policy, NULL);
		if (err)
			return err;
	}
	memset(view, 0, sizeof(*view));
	view->net = attrs[NETTUNE_A_FILTER_ALL_NETNS] ? NULL :
							sock_net(cb->skb->sk);
	view->user_ns = sk_user_ns(NETLINK_CB(cb->skb).sk);
	filter_get(&view->filter, attrs);
	return 0;
}

static bool filter_has_table(u32 protocols)
{
	u32 i;

	for (i = 0; i < nt_tables_nr; i++)
		protocols &= ~nt_tables[i].protocol;
	return !protocols;
}

/**
 * nt_genl_check_view() - may the asker have that?
 * @cb: the dump, in its first message: that is where it can be told why not
 * @attr: the filter's nest, or NULL
 * @view: what is asked for
 *
 * Return: 0; -EINVAL, -EPERM, -EOPNOTSUPP.
 */
int nt_genl_check_view(struct netlink_callback *cb, const struct nlattr *attr,
		       const struct nt_view *view)
{
	const struct nt_filter *filter = &view->filter;

	if (!filter->protocols || !filter->families || !filter->states) {
		NL_SET_ERR_MSG_ATTR(cb->extack, attr,
				    "PROTOCOLS, FAMILIES, STATES: a mask of 0 selects nothing");
		return -EINVAL;
	}
	if (!view->net && !netlink_capable(cb->skb, CAP_NET_ADMIN)) {
		NL_SET_ERR_MSG_ATTR(cb->extack, attr,
				    "ALL_NETNS needs CAP_NET_ADMIN in the initial user namespace");
		return -EPERM;
	}
	/* All protocols, if none are named, are those that there are. */
	if (filter->protocols != NT_PROTOCOLS_ALL &&
	    !filter_has_table(filter->protocols)) {
		NL_SET_ERR_MSG_ATTR(cb->extack, attr,
				    "PROTOCOLS: this kernel's raw sockets can't be read without their lock");
		return -EOPNOTSUPP;
	}
	return 0;
}
