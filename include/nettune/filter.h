/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which sockets are wanted: the rule that module and command share.
 */
#ifndef _NETTUNE_FILTER_H
#define _NETTUNE_FILTER_H

#include <nettune/calc.h>

/* What a filter looks at, besides protocol, family and state. */
enum nt_filter_check {
	NT_FILTER_SPORTS = 1,
	NT_FILTER_DPORTS = 2,
	NT_FILTER_SADDRS = 4,
	NT_FILTER_DADDRS = 8,
	NT_FILTER_UID = 16,
	NT_FILTER_CGROUP = 32,
	NT_FILTER_IFINDEX = 64,
	NT_FILTER_MINIMUMS = 128,
	NT_FILTER_NETNS = 256,
};

#define NT_FILTER_PORTS		(NT_FILTER_SPORTS | NT_FILTER_DPORTS)
#define NT_FILTER_ADDRS		(NT_FILTER_SADDRS | NT_FILTER_DADDRS)
#define NT_FILTER_OWNER		(NT_FILTER_UID | NT_FILTER_CGROUP)

/**
 * struct nt_filter - which sockets are wanted
 * @protocols: mask of enum nettune_protocol
 * @families: mask of enum nettune_family
 * @states: mask of (1 << state)
 * @checks: mask of enum nt_filter_check: which of the following count
 * @nr_sports: elements of @sports; and so on
 * @sports: local port in one of them; host byte order
 * @dports: peer's port in one of them
 * @saddrs: local address in one of them
 * @daddrs: peer's address in one of them
 * @minimums: none of these values is lower
 * @uid: owner
 * @ifindex: interface that the socket is bound to
 * @netns: network namespace
 * @cgroup: cgroup
 */
struct nt_filter {
	__u32				protocols;
	__u32				families;
	__u32				states;
	__u32				checks;
	__u32				nr_sports;
	__u32				nr_dports;
	__u32				nr_saddrs;
	__u32				nr_daddrs;
	__u32				nr_minimums;
	struct nettune_port_range	sports[NETTUNE_FILTER_MAX];
	struct nettune_port_range	dports[NETTUNE_FILTER_MAX];
	struct nettune_prefix		saddrs[NETTUNE_FILTER_MAX];
	struct nettune_prefix		daddrs[NETTUNE_FILTER_MAX];
	struct nettune_minimum		minimums[NETTUNE_FILTER_MAX];
	__u32				uid;
	__u32				ifindex;
	__u32				netns;
	__u64				cgroup;
};

/* The part of a filter that wants everything. */
#define NT_FILTER_ALL_KINDS			\
	.protocols	= NT_PROTOCOLS_ALL,	\
	.families	= NT_FAMILIES_ALL,	\
	.states		= NT_STATES_ALL

/**
 * nt_filter_kind() - is a socket of a wanted kind?
 * @filter: what is wanted
 * @protocol: one bit of enum nettune_protocol
 * @family: one bit of enum nettune_family
 * @state: state number, 1 to 11
 *
 * Return: 1 if it is, else 0.
 */
static inline int nt_filter_kind(const struct nt_filter *filter, __u32 protocol,
				 __u32 family, __u32 state)
{
	return (filter->protocols & protocol) && (filter->families & family) &&
	       state < 32 && (filter->states & (1U << state));
}

static inline int nt_filter_port(const struct nettune_port_range *ranges,
				 __u32 nr, __u16 port)
{
	__u32 i;

	for (i = 0; i < nr; i++) {
		if (port >= ranges[i].min && port <= ranges[i].max)
			return 1;
	}
	return 0;
}

/**
 * nt_filter_ports() - are a socket's ports wanted?
 * @filter: what is wanted
 * @sport: local port, host byte order
 * @dport: peer's port, host byte order
 *
 * Return: 1 if they are, else 0.
 */
static inline int nt_filter_ports(const struct nt_filter *filter, __u16 sport,
				  __u16 dport)
{
	if ((filter->checks & NT_FILTER_SPORTS) &&
	    !nt_filter_port(filter->sports, filter->nr_sports, sport))
		return 0;
	return !(filter->checks & NT_FILTER_DPORTS) ||
	       nt_filter_port(filter->dports, filter->nr_dports, dport);
}

static inline int nt_filter_bits_equal(const __u8 *a, const __u8 *b, __u32 len)
{
	__u32 rest = len % 8;

	if (memcmp(a, b, len / 8))
		return 0;
	return !rest || !((a[len / 8] ^ b[len / 8]) >> (8 - rest));
}

/**
 * nt_prefix_match() - does an address begin like this?
 * @prefix: like what; with a length that its family allows
 * @family: family of the address
 * @addr: 16 bytes, of which IPv4 uses the first 4
 *
 * Return: 1 if it does, else 0.
 */
static inline int nt_prefix_match(const struct nettune_prefix *prefix,
				  __u8 family, const __u8 *addr)
{
	if (prefix->family == NT_AF_INET && nt_addr_mapped(family, addr))
		addr += 12;
	else if (prefix->family != family)
		return 0;
	return nt_filter_bits_equal(prefix->addr, addr, prefix->len);
}

static inline int nt_filter_addr(const struct nettune_prefix *prefixes,
				 __u32 nr, __u8 family, const __u8 *addr)
{
	__u32 i;

	for (i = 0; i < nr; i++) {
		if (nt_prefix_match(&prefixes[i], family, addr))
			return 1;
	}
	return 0;
}

static inline int nt_filter_owner(const struct nt_filter *filter,
				  const struct nt_snap *snap)
{
	if (!(snap->has & NT_HAS_OWNER))
		return 0;
	if ((filter->checks & NT_FILTER_UID) &&
	    snap->owner.uid != filter->uid)
		return 0;
	return !(filter->checks & NT_FILTER_CGROUP) ||
	       snap->owner.cgroup == filter->cgroup;
}

static inline int nt_filter_minimums(const struct nt_filter *filter,
				     const struct nt_snap *snap)
{
	__u32 value;
	__u32 i;

	for (i = 0; i < filter->nr_minimums; i++) {
		if (!nt_key_value(snap, filter->minimums[i].key, &value) ||
		    value < filter->minimums[i].value)
			return 0;
	}
	return 1;
}

/**
 * nt_filter_rest() - does a socket pass all that is not asked by
 *	nt_filter_kind() and nt_filter_ports()?
 * @filter: what is wanted
 * @snap: the socket, with all that the filter looks at
 *
 * Return: 1 if it does, else 0.
 */
static inline int nt_filter_rest(const struct nt_filter *filter,
				 const struct nt_snap *snap)
{
	const struct nettune_sock_id *id = &snap->id;
	__u32 checks = filter->checks & ~NT_FILTER_PORTS;

	if (!checks)
		return 1;
	if ((checks & NT_FILTER_NETNS) && id->netns != filter->netns)
		return 0;
	if ((checks & NT_FILTER_IFINDEX) && id->ifindex != filter->ifindex)
		return 0;
	if ((checks & NT_FILTER_SADDRS) &&
	    !nt_filter_addr(filter->saddrs, filter->nr_saddrs, id->family,
			    id->saddr))
		return 0;
	if ((checks & NT_FILTER_DADDRS) &&
	    !nt_filter_addr(filter->daddrs, filter->nr_daddrs, id->family,
			    id->daddr))
		return 0;
	if ((checks & NT_FILTER_OWNER) && !nt_filter_owner(filter, snap))
		return 0;
	return !(checks & NT_FILTER_MINIMUMS) ||
	       nt_filter_minimums(filter, snap);
}

#endif /* _NETTUNE_FILTER_H */
