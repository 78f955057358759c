/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of include/nettune/filter.h */
#ifndef _NT_TESTS_CASES_FILTER_H
#define _NT_TESTS_CASES_FILTER_H

#include "filter_model.h"

static struct nt_filter filter;
static struct nt_snap filter_snap;

/* Does the socket pass? All parts of the answer are what the model says. */
static int filter_check(NT_TEST, unsigned long at)
{
	const struct nt_snap *snap = &filter_snap;
	__u32 failed = filter_model_failed(&filter, snap) & filter.checks;
	int kind = nt_filter_kind(&filter, filter_protocol_bit(snap),
				  filter_family_bit(snap), snap->id.state);
	int ports = nt_filter_ports(&filter, ntohs(snap->id.sport),
				    ntohs(snap->id.dport));
	int rest = nt_filter_rest(&filter, snap);

	NT_ASSERT_EQ_AT(kind, filter_model_kind(&filter, snap), at);
	NT_ASSERT_EQ_AT(ports, !(failed & NT_FILTER_PORTS), at);
	NT_ASSERT_EQ_AT(rest, !(failed & ~NT_FILTER_PORTS), at);
	return kind && ports && rest;
}

/* Each condition alone: both answers are met, and the model's are given. */
NT_CASE(filter_each_alone)
{
	struct nt_random random = { 4 };
	__u32 check, round, passed;

	for (check = 1; check <= NT_FILTER_NETNS; check <<= 1) {
		passed = 0;
		for (round = 0; round < 400; round++) {
			filter_random(&random, &filter, check);
			nt_random_snap(&random, &filter_snap);
			passed += filter_check(test, round);
		}
		NT_ASSERT_TRUE_AT(passed >= 20, check);
		NT_ASSERT_TRUE_AT(passed <= 380, check);
	}
}

static __u32 filter_random_mask(struct nt_random *random, __u32 all)
{
	return nt_random_below(random, 2) ? all : nt_random(random) & all;
}

NT_CASE(filter_conjunctions)
{
	struct nt_random random = { 5 };
	__u32 round, checks, passed = 0;

	for (round = 0; round < 6000; round++) {
		checks = nt_random(&random) & nt_random(&random) &
			 (2 * NT_FILTER_NETNS - 1);
		filter_random(&random, &filter, checks);
		filter.protocols = filter_random_mask(&random,
						      NT_PROTOCOLS_ALL);
		filter.families = filter_random_mask(&random, NT_FAMILIES_ALL);
		filter.states = filter_random_mask(&random, NT_STATES_ALL);
		nt_random_snap(&random, &filter_snap);
		passed += filter_check(test, round);
	}
	NT_ASSERT_TRUE(passed >= 300 && passed <= 5700);
}

/* What is not asked for is not looked at, whatever the filter's fields are. */
NT_CASE(filter_nothing_asked)
{
	struct nt_random random = { 6 };
	__u32 round;

	for (round = 0; round < 300; round++) {
		filter_random(&random, &filter, 0);
		nt_random_snap(&random, &filter_snap);
		NT_ASSERT_TRUE_AT(filter_check(test, round), round);
	}
}

NT_CASE(filter_kinds)
{
	static const __u32 states[] = { 31, 32, 33, 63, 64, 255, 0xffffffff };
	struct nt_filter all = { NT_FILTER_ALL_KINDS };
	__u32 mask, state, i;

	NT_ASSERT_EQ(NT_STATES_ALL, 0xffe);
	for (mask = 0; mask < 1U << 12; mask++) {
		all.states = mask;
		for (state = 0; state < 12; state++)
			NT_ASSERT_EQ_AT(nt_filter_kind(&all, 1, 1, state),
					mask >> state & 1, mask);
	}
	all.states = NT_STATES_ALL;
	for (i = 0; i < ARRAY_SIZE(states); i++)
		NT_ASSERT_FALSE(nt_filter_kind(&all, 1, 1, states[i]));
	for (all.protocols = 0; all.protocols < 8; all.protocols++) {
		for (all.families = 0; all.families < 4; all.families++) {
			for (i = 0; i < 32; i++)
				NT_ASSERT_EQ_AT(nt_filter_kind(&all, i & 7,
							       i >> 3, 1),
						(i & all.protocols) &&
						(i >> 3 & all.families), i);
		}
	}
}

/* Every port against ranges at the edges, one by one and all together. */
NT_CASE(filter_every_port)
{
	static const struct nettune_port_range ranges[] = {
		{ 0, 0 }, { 65535, 65535 }, { 1, 1 }, { 0, 1023 },
		{ 1024, 49151 }, { 49152, 65535 }, { 80, 443 }, { 443, 443 },
		{ 0, 65535 }, { 65534, 65535 }, { 255, 256 }, { 32767, 32768 },
	};
	__u32 port, i;

	filter = (struct nt_filter){ NT_FILTER_ALL_KINDS };
	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		filter.sports[0] = ranges[i];
		filter.dports[0] = ranges[i];
		filter.nr_sports = 1;
		filter.nr_dports = 1;
		for (port = 0; port < 65536; port++) {
			int in = !(port < ranges[i].min ||
				   port > ranges[i].max);

			filter.checks = NT_FILTER_SPORTS;
			NT_ASSERT_EQ_AT(nt_filter_ports(&filter, port, ~port),
					in, port);
			filter.checks = NT_FILTER_DPORTS;
			NT_ASSERT_EQ_AT(nt_filter_ports(&filter, ~port, port),
					in, port);
		}
	}
	filter.checks = NT_FILTER_SPORTS;
	memcpy(filter.sports, ranges, sizeof(ranges));
	/* Only the first so many count. */
	filter.nr_sports = 3;
	for (port = 0; port < 65536; port++)
		NT_ASSERT_EQ_AT(nt_filter_ports(&filter, port, 0),
				port < 2 || port == 65535, port);
}

/* All that is asked of a prefix of any length: an address but for one bit. */
static void filter_check_lengths(NT_TEST, __u8 prefix_family, __u8 family,
				 const struct nt_addr *base, __u32 bits,
				 __u32 skip)
{
	struct nettune_prefix prefix = { .family = prefix_family };
	__u8 addr[16];
	__u32 len, bit;

	memcpy(prefix.addr, base->bytes + skip / 8, bits / 8);
	for (len = 0; len <= bits; len++) {
		prefix.len = len;
		NT_ASSERT_TRUE_AT(nt_prefix_match(&prefix, family, base->bytes),
				  len);
		for (bit = 0; bit < bits; bit++) {
			memcpy(addr, base->bytes, sizeof(addr));
			addr[(bit + skip) / 8] ^= 0x80 >> bit % 8;
			NT_ASSERT_EQ_AT(nt_prefix_match(&prefix, family, addr),
					bit >= len, len * 256 + bit);
		}
	}
}

NT_CASE(filter_every_length)
{
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(nt_addrs); i++) {
		const struct nt_addr *addr = &nt_addrs[i];

		if (addr->family == NT_AF_INET) {
			filter_check_lengths(test, NT_AF_INET, NT_AF_INET,
					     addr, 32, 0);
			continue;
		}
		filter_check_lengths(test, NT_AF_INET6, NT_AF_INET6, addr,
				     128, 0);
		if (filter_model_mapped(addr->bytes))
			filter_check_lengths(test, NT_AF_INET, NT_AF_INET6,
					     addr, 32, 96);
	}
}

/* IPv4 prefixes take mapped addresses, and no others of IPv6. */
NT_CASE(filter_mapped)
{
	static const struct nt_addr mapped = NT_ADDR_MAPPED(10, 0, 0, 1);
	static const struct nt_addr inet = NT_ADDR_INET(10, 0, 0, 1);
	struct nettune_prefix prefix = { .family = NT_AF_INET };
	__u8 addr[16];
	__u32 bit;

	NT_ASSERT_TRUE(nt_prefix_match(&prefix, NT_AF_INET6, mapped.bytes));
	for (bit = 0; bit < 96; bit++) {
		memcpy(addr, mapped.bytes, sizeof(addr));
		addr[bit / 8] ^= 0x80 >> bit % 8;
		NT_ASSERT_FALSE(nt_prefix_match(&prefix, NT_AF_INET6, addr));
	}
	/* IPv6 prefixes take mapped ones as what they are, and no IPv4. */
	prefix.family = NT_AF_INET6;
	NT_ASSERT_TRUE(nt_prefix_match(&prefix, NT_AF_INET6, mapped.bytes));
	NT_ASSERT_FALSE(nt_prefix_match(&prefix, NT_AF_INET, inet.bytes));
	memcpy(prefix.addr, mapped.bytes, sizeof(prefix.addr));
	prefix.len = 96;
	NT_ASSERT_TRUE(nt_prefix_match(&prefix, NT_AF_INET6, mapped.bytes));
	NT_ASSERT_FALSE(nt_prefix_match(&prefix, NT_AF_INET, inet.bytes));
	NT_ASSERT_FALSE(nt_prefix_match(&prefix, NT_AF_INET, mapped.bytes));
}

/* What is not known passes no filter that asks for it, not even with 0. */
NT_CASE(filter_unknown)
{
	__u32 key;

	filter_snap = (struct nt_snap){
		.id = { .family = NT_AF_INET, .protocol = NT_IPPROTO_TCP,
			.state = NT_STATE_TIME_WAIT },
	};
	filter = (struct nt_filter){ NT_FILTER_ALL_KINDS };
	NT_ASSERT_TRUE(nt_filter_rest(&filter, &filter_snap));
	filter.checks = NT_FILTER_UID;
	NT_ASSERT_FALSE(nt_filter_rest(&filter, &filter_snap));
	filter.checks = NT_FILTER_CGROUP;
	NT_ASSERT_FALSE(nt_filter_rest(&filter, &filter_snap));
	filter.checks = NT_FILTER_MINIMUMS;
	filter.nr_minimums = 1;
	for (key = 0; key <= NETTUNE_KEY_MAX + 1; key++) {
		filter.minimums[0].key = key;
		NT_ASSERT_FALSE(nt_filter_rest(&filter, &filter_snap));
	}
	/* Bound to no interface is known, and so are no ports. */
	filter.checks = NT_FILTER_IFINDEX;
	NT_ASSERT_TRUE(nt_filter_rest(&filter, &filter_snap));
	filter_snap.id.ifindex = 1;
	NT_ASSERT_FALSE(nt_filter_rest(&filter, &filter_snap));
}

NT_CASES(nt_filter_cases) = {
	NT_RUN(filter_each_alone),
	NT_RUN(filter_conjunctions),
	NT_RUN(filter_nothing_asked),
	NT_RUN(filter_kinds),
	NT_RUN(filter_every_port),
	NT_RUN(filter_every_length),
	NT_RUN(filter_mapped),
	NT_RUN(filter_unknown),
	NT_CASES_END
};

#endif /* _NT_TESTS_CASES_FILTER_H */
