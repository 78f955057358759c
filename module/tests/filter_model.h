/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The filter's rules once more, slow and written down from the ABI; and filters
 * at random.
 */
#ifndef _NT_TESTS_FILTER_MODEL_H
#define _NT_TESTS_FILTER_MODEL_H

#include <nettune/filter.h>

#include "random_snap.h"

static int filter_model_bit(const __u8 *bytes, __u32 bit)
{
	return bytes[bit / 8] >> (7 - bit % 8) & 1;
}

static int filter_model_mapped(const __u8 *addr)
{
	int same = 1;
	__u32 i;

	for (i = 0; i < 80; i++)
		same &= !filter_model_bit(addr, i);
	for (; i < 96; i++)
		same &= filter_model_bit(addr, i);
	return same;
}

static int filter_model_prefix(const struct nettune_prefix *prefix,
			       __u8 family, const __u8 *addr)
{
	__u32 skip = 0;
	__u32 i;

	if (prefix->family == NT_AF_INET && family == NT_AF_INET6) {
		if (!filter_model_mapped(addr))
			return 0;
		skip = 96;
	} else if (prefix->family != family) {
		return 0;
	}
	for (i = 0; i < prefix->len; i++) {
		if (filter_model_bit(prefix->addr, i) !=
		    filter_model_bit(addr, i + skip))
			return 0;
	}
	return 1;
}

static int filter_model_any_prefix(const struct nettune_prefix *prefixes,
				   __u32 nr, __u8 family, const __u8 *addr)
{
	int found = 0;
	__u32 i;

	for (i = 0; i < nr; i++)
		found |= filter_model_prefix(&prefixes[i], family, addr);
	return found;
}

static int filter_model_any_range(const struct nettune_port_range *ranges,
				  __u32 nr, __u16 port)
{
	int found = 0;
	__u32 i, in;

	for (i = 0; i < nr; i++) {
		for (in = ranges[i].min; in <= ranges[i].max; in++)
			found |= in == port;
	}
	return found;
}

static int filter_model_minimums(const struct nt_filter *filter,
				 const struct nt_snap *snap)
{
	int below = 0;
	__u32 value, i;

	for (i = 0; i < filter->nr_minimums; i++) {
		value = 0;
		below |= !nt_key_value(snap, filter->minimums[i].key, &value);
		below |= value < filter->minimums[i].value;
	}
	return !below;
}

static __u32 filter_protocol_bit(const struct nt_snap *snap)
{
	switch (snap->id.protocol) {
	case NT_IPPROTO_TCP:
		return NETTUNE_PROTOCOL_TCP;
	case NT_IPPROTO_UDP:
		return NETTUNE_PROTOCOL_UDP;
	}
	return NETTUNE_PROTOCOL_RAW;
}

static __u32 filter_family_bit(const struct nt_snap *snap)
{
	return snap->id.family == NT_AF_INET ? NETTUNE_FAMILY_INET :
					       NETTUNE_FAMILY_INET6;
}

/* Which conditions a socket fails: a mask of enum nt_filter_check. */
static __u32 filter_model_failed(const struct nt_filter *filter,
				 const struct nt_snap *snap)
{
	const struct nettune_sock_id *id = &snap->id;
	int owner = !!(snap->has & NT_HAS_OWNER);
	__u32 failed = 0;

	if (!filter_model_any_range(filter->sports, filter->nr_sports,
				    ntohs(id->sport)))
		failed |= NT_FILTER_SPORTS;
	if (!filter_model_any_range(filter->dports, filter->nr_dports,
				    ntohs(id->dport)))
		failed |= NT_FILTER_DPORTS;
	if (!filter_model_any_prefix(filter->saddrs, filter->nr_saddrs,
				     id->family, id->saddr))
		failed |= NT_FILTER_SADDRS;
	if (!filter_model_any_prefix(filter->daddrs, filter->nr_daddrs,
				     id->family, id->daddr))
		failed |= NT_FILTER_DADDRS;
	if (!owner || snap->owner.uid != filter->uid)
		failed |= NT_FILTER_UID;
	if (!owner || snap->owner.cgroup != filter->cgroup)
		failed |= NT_FILTER_CGROUP;
	if (id->ifindex != filter->ifindex)
		failed |= NT_FILTER_IFINDEX;
	if (id->netns != filter->netns)
		failed |= NT_FILTER_NETNS;
	if (!filter_model_minimums(filter, snap))
		failed |= NT_FILTER_MINIMUMS;
	return failed;
}

static int filter_model_kind(const struct nt_filter *filter,
			     const struct nt_snap *snap)
{
	return (filter_protocol_bit(snap) & ~filter->protocols) == 0 &&
	       (filter_family_bit(snap) & ~filter->families) == 0 &&
	       (filter->states >> snap->id.state & 1);
}

/* A filter of whose parts those in checks are in use, the others are not. */

static void filter_random_ranges(struct nt_random *random,
				 struct nettune_port_range *ranges, __u32 nr)
{
	while (nr--) {
		ranges[nr].min = nt_random_port(random);
		ranges[nr].max = nt_random_port(random);
		if (nt_random_below(random, 3))
			ranges[nr].max = ranges[nr].min;
		if (ranges[nr].min > ranges[nr].max)
			ranges[nr].min = 0;
	}
}

static void filter_random_prefixes(struct nt_random *random,
				   struct nettune_prefix *prefixes, __u32 nr)
{
	const struct nt_addr *addr;

	while (nr--) {
		addr = nt_random_addr(random);
		prefixes[nr].family = addr->family;
		prefixes[nr].len = nt_random_below(random,
						   addr->family == NT_AF_INET ?
						   33 : 129);
		memcpy(prefixes[nr].addr, addr->bytes, sizeof(addr->bytes));
	}
}

static void filter_random_minimums(struct nt_random *random,
				   struct nettune_minimum *minimums, __u32 nr)
{
	while (nr--) {
		minimums[nr].key = 1 + nt_random_below(random, NETTUNE_KEY_MAX);
		minimums[nr].value = nt_random_edge(random) >>
				     nt_random_below(random, 32);
	}
}

static __u32 filter_random_nr(struct nt_random *random)
{
	return 1 + nt_random_below(random, nt_random_below(random, 2) ?
					   3 : NETTUNE_FILTER_MAX);
}

static void filter_random(struct nt_random *random, struct nt_filter *filter,
			  __u32 checks)
{
	*filter = (struct nt_filter){ NT_FILTER_ALL_KINDS, .checks = checks };
	filter->nr_sports = filter_random_nr(random);
	filter->nr_dports = filter_random_nr(random);
	filter->nr_saddrs = filter_random_nr(random);
	filter->nr_daddrs = filter_random_nr(random);
	filter->nr_minimums = 1 + nt_random_below(random, 3);
	filter_random_ranges(random, filter->sports, filter->nr_sports);
	filter_random_ranges(random, filter->dports, filter->nr_dports);
	filter_random_prefixes(random, filter->saddrs, filter->nr_saddrs);
	filter_random_prefixes(random, filter->daddrs, filter->nr_daddrs);
	filter_random_minimums(random, filter->minimums, filter->nr_minimums);
	filter->uid = nt_random_below(random, 3);
	filter->ifindex = nt_random_below(random, 3);
	filter->netns = 1 + nt_random_below(random, 2);
	filter->cgroup = nt_random_below(random, 3);
}

#endif /* _NT_TESTS_FILTER_MODEL_H */
