/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of include/nettune/calc.h */
#ifndef _NT_TESTS_CASES_CALC_H
#define _NT_TESTS_CASES_CALC_H

#include "cases.h"

NT_CASE(calc_permille_rows)
{
	static const struct {
		__u32 depth, limit;
		__u64 want;
	} rows[] = {
		{ 0, 0, 0 },
		{ 5, 0, 0 },
		{ 0xffffffff, 0, 0 },
		{ 0, 5, 0 },
		{ 1, 3, 333 },
		{ 2, 3, 666 },
		{ 3, 2, 1500 },
		{ 999, 1000, 999 },
		{ 131840, 131072, 1005 },
		{ 0xfffffffe, 0xffffffff, 999 },
		{ 0xffffffff, 0xffffffff, 1000 },
		{ 0xffffffff, 0xfffffffe, 1000 },
		{ 0xffffffff, 1, 4294967295000ULL },
		{ 1, 0xffffffff, 0 },
	};
	__u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		NT_ASSERT_EQ_AT(nt_permille(rows[i].depth, rows[i].limit),
				rows[i].want, i);
}

/* What it is to be rounded down, without a division. */
static void calc_check_permille(NT_TEST, __u32 depth, __u32 limit)
{
	const __u64 most = 0xffffffff;
	__u64 permille = nt_permille(depth, limit);
	__u64 thousand = (__u64)depth * 1000;

	if (limit) {
		NT_ASSERT_TRUE_AT(permille * limit <= thousand, depth);
		NT_ASSERT_TRUE_AT((permille + 1) * limit > thousand, depth);
	} else {
		NT_ASSERT_EQ_AT(permille, 0, depth);
	}
	NT_ASSERT_EQ_AT(nt_permille_u32(depth, limit),
			permille < most ? permille : most, depth);
}

NT_CASE(calc_permille_any)
{
	struct nt_random random = { 1 };
	__u32 depth, limit, i;

	for (depth = 0; depth < 200; depth++)
		for (limit = 0; limit < 200; limit++)
			calc_check_permille(test, depth, limit);
	for (depth = 0; depth < ARRAY_SIZE(nt_edges); depth++)
		for (limit = 0; limit < ARRAY_SIZE(nt_edges); limit++)
			calc_check_permille(test, nt_edges[depth],
					    nt_edges[limit]);
	for (i = 0; i < 20000; i++)
		calc_check_permille(test, nt_random(&random),
				    nt_random(&random) >>
				    nt_random_below(&random, 32));
}

NT_CASE(calc_syn_max)
{
	__u32 accept_max, backlog;

	NT_ASSERT_EQ(nt_syn_max(128, 1, 64), 128);
	NT_ASSERT_EQ(nt_syn_max(128, 2, 64), 128);
	NT_ASSERT_EQ(nt_syn_max(128, 0, 64), 48);
	NT_ASSERT_EQ(nt_syn_max(40, 0, 64), 40);
	NT_ASSERT_EQ(nt_syn_max(128, 0, 0), 0);
	NT_ASSERT_EQ(nt_syn_max(0, 1, 64), 0);
	NT_ASSERT_EQ(nt_syn_max(0xffffffff, 0, 0xffffffff), 0xc0000000);
	/* The kernel drops where max - length < max / 4. */
	for (accept_max = 0; accept_max < 40; accept_max++) {
		for (backlog = 0; backlog < 40; backlog++) {
			__u32 max = nt_syn_max(accept_max, 0, backlog);
			__u32 length = 0;

			while (length <= accept_max &&
			       (int)(backlog - length) >= (int)(backlog >> 2))
				length++;
			/* The first length that is refused is one above. */
			if (length <= accept_max)
				NT_ASSERT_EQ_AT(max + 1, length, backlog);
			else
				NT_ASSERT_EQ_AT(max, accept_max, backlog);
		}
	}
}

NT_CASE(calc_wmem_used)
{
	struct nt_snap snap = {
		.mem = { .wmem_alloc = 10, .wmem_queued = 20 },
	};

	snap.id.protocol = NT_IPPROTO_UDP;
	NT_ASSERT_EQ(nt_wmem_used(&snap), 10);
	snap.id.protocol = NT_IPPROTO_RAW;
	NT_ASSERT_EQ(nt_wmem_used(&snap), 10);
	snap.id.protocol = NT_IPPROTO_TCP;
	NT_ASSERT_EQ(nt_wmem_used(&snap), 20);
}

/* No two values alike, so that none is taken for another. */
static const struct nt_snap calc_snap = {
	.mem = {
		.rmem_alloc = 1001, .rcvbuf = 7001, .wmem_alloc = 1003,
		.wmem_queued = 1005, .sndbuf = 7003, .fwd_alloc = 1007,
		.optmem = 1009, .backlog = 1011, .drops = 1013,
		.recv_q = 1015, .send_q = 1017,
	},
	.listener = {
		.accept_q = 2001, .accept_max = 7005, .syn_q = 2003,
		.syn_young = 2005, .syn_max = 7007, .tfo_q = 2007,
		.tfo_max = 2009,
	},
	.tcp = {
		.rcv_wnd = 3001, .window_clamp = 3003, .rcv_ssthresh = 3005,
		.snd_wnd = 3007, .snd_cwnd = 3009, .mss = 3011, .unsent = 3013,
		.unacked = 3015, .retrans_out = 3017, .total_retrans = 3019,
		.srtt_us = 3021,
	},
	.owner = { .uid = 4001, .inode = 4003, .cgroup = 4005 },
};

/* Which values there are, and who has them: what enum nettune_key says. */
static const struct {
	__u32 key;
	__u32 needs;
	int not_listening;
	__u32 tcp, other;
} calc_keys[] = {
	{ NETTUNE_KEY_RMEM, NT_HAS_MEM, 1, 1001000 / 7001, 1001000 / 7001 },
	{ NETTUNE_KEY_WMEM, NT_HAS_MEM, 1, 1005000 / 7003, 1003000 / 7003 },
	{ NETTUNE_KEY_ACCEPT, NT_HAS_ACCEPT, 0, 2001000 / 7005,
	  2001000 / 7005 },
	{ NETTUNE_KEY_SYN, NT_HAS_SYN, 0, 2003000 / 7007, 2003000 / 7007 },
	{ NETTUNE_KEY_RECV_Q, NT_HAS_MEM, 1, 1015, 1015 },
	{ NETTUNE_KEY_SEND_Q, NT_HAS_MEM, 1, 1017, 1017 },
	{ NETTUNE_KEY_BACKLOG, NT_HAS_MEM, 0, 1011, 1011 },
	{ NETTUNE_KEY_DROPS, NT_HAS_MEM, 0, 1013, 1013 },
	{ NETTUNE_KEY_RMEM_ALLOC, NT_HAS_MEM, 1, 1001, 1001 },
	{ NETTUNE_KEY_WMEM_USED, NT_HAS_MEM, 1, 1005, 1003 },
	{ NETTUNE_KEY_ACCEPT_Q, NT_HAS_ACCEPT, 0, 2001, 2001 },
	{ NETTUNE_KEY_SYN_Q, NT_HAS_SYN, 0, 2003, 2003 },
	{ NETTUNE_KEY_RETRANS, NT_HAS_TCP, 0, 3019, 3019 },
};

static void calc_check_key(NT_TEST, const struct nt_snap *snap, __u32 row)
{
	const __u32 unset = 0xdeadbeef;
	int has = (snap->has & calc_keys[row].needs) &&
		  !(calc_keys[row].not_listening &&
		    snap->id.state == NT_STATE_LISTEN);
	__u32 want = snap->id.protocol == NT_IPPROTO_TCP ?
		     calc_keys[row].tcp : calc_keys[row].other;
	__u32 value = unset;

	NT_ASSERT_EQ_AT(nt_key_value(snap, calc_keys[row].key, &value), has,
			calc_keys[row].key);
	NT_ASSERT_EQ_AT(value, has ? want : unset, calc_keys[row].key);
}

NT_CASE(calc_keys_of_all)
{
	static const __u8 protocols[] = {
		NT_IPPROTO_TCP, NT_IPPROTO_UDP, NT_IPPROTO_RAW,
	};
	static struct nt_snap snap;
	__u32 row, protocol;

	NT_ASSERT_EQ(ARRAY_SIZE(calc_keys), NETTUNE_KEY_MAX);
	snap = calc_snap;
	for (protocol = 0; protocol < ARRAY_SIZE(protocols); protocol++) {
		snap.id.protocol = protocols[protocol];
		for (snap.id.state = 0; snap.id.state <= NT_STATE_CLOSING;
		     snap.id.state++)
			for (snap.has = 0; snap.has < 32; snap.has++)
				for (row = 0; row < ARRAY_SIZE(calc_keys);
				     row++)
					calc_check_key(test, &snap, row);
	}
}

NT_CASE(calc_keys_unknown)
{
	static const __u32 keys[] = {
		0, NETTUNE_KEY_MAX + 1, 31, 32, 0x80000000, 0xffffffff,
	};
	static struct nt_snap snap;
	__u32 value = 5;
	__u32 i;

	snap = calc_snap;
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		for (snap.has = 0; snap.has < 32; snap.has++)
			NT_ASSERT_EQ_AT(nt_key_value(&snap, keys[i], &value), 0,
					keys[i]);
	}
	NT_ASSERT_EQ(value, 5);
}

/* A ratio beyond 32 bits is the highest there is, not what remains of it. */
NT_CASE(calc_keys_saturate)
{
	static struct nt_snap snap = {
		.has = NT_HAS_MEM,
		.id = { .state = NT_STATE_ESTABLISHED },
		.mem = { .rmem_alloc = 4294968, .rcvbuf = 1 },
	};
	__u32 value = 0;

	NT_ASSERT_TRUE(nt_key_value(&snap, NETTUNE_KEY_RMEM, &value));
	NT_ASSERT_EQ(value, 0xffffffff);
	snap.mem.rmem_alloc = 4294967;
	NT_ASSERT_TRUE(nt_key_value(&snap, NETTUNE_KEY_RMEM, &value));
	NT_ASSERT_EQ(value, 4294967000U);
	snap.mem.rcvbuf = 0;
	NT_ASSERT_TRUE(nt_key_value(&snap, NETTUNE_KEY_RMEM, &value));
	NT_ASSERT_EQ(value, 0);
}

NT_CASES(nt_calc_cases) = {
	NT_RUN(calc_permille_rows),
	NT_RUN(calc_permille_any),
	NT_RUN(calc_syn_max),
	NT_RUN(calc_wmem_used),
	NT_RUN(calc_keys_of_all),
	NT_RUN(calc_keys_unknown),
	NT_RUN(calc_keys_saturate),
	NT_CASES_END
};

#endif /* _NT_TESTS_CASES_CALC_H */
