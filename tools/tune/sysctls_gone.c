// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Those that guides still set although no kernel that is maintained has them; the
 * changes that took them away.
 */
#include "tune/sysctls.h"

static const struct sysctl_rule rules[] = {
	/* 4396e46187ca: it broke clients behind NAT. */
	{ .name = "net.ipv4.tcp_tw_recycle", .numbers = 1,
	  .max = SYSCTL_U8_MAX, .effect = PLAN_AT_ONCE, .gone = "4.12" },
	/* ca2eb5679f8d: appropriate byte counting. */
	{ .name = "net.ipv4.tcp_abc", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "3.9" },
	/* 9b44190dc114: F-RTO was written anew. */
	{ .name = "net.ipv4.tcp_frto_response", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "3.10" },
	/* 1a2c6181c4a1: cookie transactions. */
	{ .name = "net.ipv4.tcp_cookie_size", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "3.10" },
	/* 7bced397510a: DMA by the network card into user memory. */
	{ .name = "net.ipv4.tcp_dma_copybreak", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "3.18" },
	/* 4a7f60094411: the other remedy for thin streams. */
	{ .name = "net.ipv4.tcp_thin_dupack", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "4.11" },
	/* adf0516845bc: now net.netfilter.nf_conntrack_*. */
	{ .name = "net.ipv4.ip_conntrack_max", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "4.9" },
	{ .name = "net.ipv4.netfilter.ip_conntrack_max", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "4.9" },
	{ .name = "net.ipv4.netfilter.ip_conntrack_buckets", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "4.9" },
	{ .name = "net.ipv4.netfilter.ip_conntrack_tcp_timeout_established", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .gone = "4.9" },
	/* 8a99b6833c88: now in /sys/kernel/debug/sched. */
	{ .name = "kernel.sched_min_granularity_ns", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
	{ .name = "kernel.sched_wakeup_granularity_ns", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
	{ .name = "kernel.sched_migration_cost_ns", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
	{ .name = "kernel.sched_latency_ns", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
	{ .name = "kernel.sched_nr_migrate", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
	{ .name = "kernel.sched_tunable_scaling", .numbers = 1,
	  .max = INT_MAX, .effect = PLAN_AT_ONCE, .host_wide = true,
	  .gone = "5.13" },
};

const struct sysctl_table sysctl_gone = { rules, ARRAY_SIZE(rules) };
