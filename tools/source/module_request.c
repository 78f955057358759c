// SPDX-License-Identifier: GPL-2.0-or-later
/* What nettune.ko is asked. */
#include "source/module.h"

#include <errno.h>

#include "source/source.h"

/* Put an array, if the filter looks at it. */
static int put_array(struct nl_msg *msg, bool wanted, int attr,
		     const void *elements, size_t size)
{
	return wanted ? nla_put(msg, attr, size, elements) : 0;
}

static int put_ports(struct nl_msg *msg, const struct nt_filter *filter)
{
	const size_t size = sizeof(struct nettune_port_range);

	return put_array(msg, filter->checks & NT_FILTER_SPORTS,
			 NETTUNE_A_FILTER_SPORTS, filter->sports,
			 size * filter->nr_sports) ?:
	       put_array(msg, filter->checks & NT_FILTER_DPORTS,
			 NETTUNE_A_FILTER_DPORTS, filter->dports,
			 size * filter->nr_dports);
}

static int put_addrs(struct nl_msg *msg, const struct nt_filter *filter)
{
	const size_t size = sizeof(struct nettune_prefix);

	return put_array(msg, filter->checks & NT_FILTER_SADDRS,
			 NETTUNE_A_FILTER_SADDRS, filter->saddrs,
			 size * filter->nr_saddrs) ?:
	       put_array(msg, filter->checks & NT_FILTER_DADDRS,
			 NETTUNE_A_FILTER_DADDRS, filter->daddrs,
			 size * filter->nr_daddrs);
}

static int put_minimums(struct nl_msg *msg, const struct nt_filter *filter)
{
	return put_array(msg, filter->checks & NT_FILTER_MINIMUMS,
			 NETTUNE_A_FILTER_MINIMUMS, filter->minimums,
			 sizeof(filter->minimums[0]) * filter->nr_minimums);
}

static int put_numbers(struct nl_msg *msg, const struct nt_filter *filter)
{
	const __u32 checks = filter->checks;

	if ((checks & NT_FILTER_UID &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_UID, filter->uid)) ||
	    (checks & NT_FILTER_IFINDEX &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_IFINDEX, filter->ifindex)) ||
	    (checks & NT_FILTER_NETNS &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_NETNS, filter->netns)) ||
	    (checks & NT_FILTER_CGROUP &&
	     nla_put_u64(msg, NETTUNE_A_FILTER_CGROUP, filter->cgroup)))
		return -ENOMEM;
	return 0;
}

/**
 * module_put_filter() - say which sockets are meant
 * @msg: the request
 * @attr: the nest's attribute
 * @query: which sockets; what the module does not know is left out
 *
 * Return: 0 or -ENOMEM.
 */
int module_put_filter(struct nl_msg *msg, int attr,
		      const struct source_query *query)
{
	const struct nt_filter *filter = &query->filter;
	struct nlattr *nest = nla_nest_start(msg, attr | NLA_F_NESTED);

	if (!nest ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_PROTOCOLS,
			filter->protocols & NT_PROTOCOLS_ALL) ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_FAMILIES,
			filter->families & NT_FAMILIES_ALL) ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_STATES, filter->states) ||
	    put_ports(msg, filter) || put_addrs(msg, filter) ||
	    put_minimums(msg, filter) || put_numbers(msg, filter) ||
	    (query->all_netns &&
	     nla_put_flag(msg, NETTUNE_A_FILTER_ALL_NETNS)))
		return -ENOMEM;
	nla_nest_end(msg, nest);
	return 0;
}
