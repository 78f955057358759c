// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Settings that guides copy from each other, and why they are wrong. Sources:
 * Documentation/networking/ip-sysctl.rst, admin-guide/sysctl/net.rst, and the
 * kernel's source, where that is named.
 */
#include <string.h>

#include "array.h"
#include "tune/lint.h"

#define NAME(name)	"net.ipv4." name

static const struct lint_folklore folklore[] = {
	/* inet_csk_reqsk_queue_is_full(), tcp_conn_request() in tcp_input.c */
	{ NAME("tcp_max_syn_backlog"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "with tcp_syncookies=1, the default, the SYN queue ends at min(listen(), somaxconn); this limit is only looked at without cookies",
	  "remove it; raise net.core.somaxconn and what the application gives to listen()" },
	{ NAME("tcp_syncookies"), LORE_IS, 0, 0, LINT_HARMFUL,
	  "a flood of SYNs then shuts everybody out; cookies are only sent once a queue is full",
	  "remove it: 1 is the default" },
	{ NAME("tcp_abort_on_overflow"), LORE_AT_LEAST, 0, 1, LINT_HARMFUL,
	  "a burst that would fit a moment later gets resets instead of being asked again",
	  "remove it; raise net.core.somaxconn and what the application gives to listen()" },
	{ NAME("tcp_timestamps"), LORE_IS, 0, 0, LINT_HARMFUL,
	  "without timestamps round trips are measured badly and old segments can't be told (PAWS)",
	  "remove it: 1 is the default" },
	{ NAME("tcp_sack"), LORE_IS, 0, 0, LINT_HARMFUL,
	  "without SACK one lost segment costs as much as many",
	  "remove it: 1 is the default" },
	{ NAME("tcp_window_scaling"), LORE_IS, 0, 0, LINT_HARMFUL,
	  "no window is larger than 64 KiB then",
	  "remove it: 1 is the default" },
	{ NAME("tcp_window_scaling"), LORE_IS, 0, 1, LINT_NO_EFFECT,
	  "it has been the default since Linux 2.2", "remove it" },
	{ NAME("tcp_moderate_rcvbuf"), LORE_IS, 0, 0, LINT_HARMFUL,
	  "receive buffers then stay at tcp_rmem[1] for ever",
	  "remove it: 1 is the default" },
	{ NAME("tcp_no_metrics_save"), LORE_AT_LEAST, 0, 1, LINT_HARMFUL,
	  "each connection then learns the path from nothing",
	  "remove it: 0 is the default" },
	{ NAME("tcp_fin_timeout"), LORE_AT_MOST, 0, 29, LINT_NO_EFFECT,
	  "it is for orphaned connections in FIN-WAIT-2; TIME-WAIT always takes 60 seconds (TCP_TIMEWAIT_LEN)",
	  "remove it; for more connections to one address widen ip_local_port_range" },
	{ NAME("tcp_max_tw_buckets"), LORE_AT_MOST, 0, 65535, LINT_HARMFUL,
	  "more connections in TIME-WAIT than that are closed at once; the limit must not be lowered (ip-sysctl.rst)",
	  "remove it, or write => ahead of a value that raises it" },
	{ NAME("ip_local_port_range"), LORE_AT_MOST, 0, 1024, LINT_HARMFUL,
	  "outgoing connections then take ports that services are to listen on",
	  "begin at 10000 or above, and put the ports of services into ip_local_reserved_ports" },
	{ NAME("tcp_rmem"), LORE_AT_LEAST, 1, 1 << 20, LINT_HARMFUL,
	  "each connection begins with as much; and what it advertises first no longer fits its window",
	  "leave the second number alone (-): autotuning goes up to the third" },
	{ NAME("tcp_wmem"), LORE_AT_LEAST, 1, 1 << 20, LINT_HARMFUL,
	  "each connection begins with as much",
	  "leave the second number alone (-): autotuning goes up to the third" },
	{ "net.core.rmem_default", LORE_AT_LEAST, 0, 2 << 20, LINT_HARMFUL,
	  "every socket of UDP, raw and Unix has as much, whether it needs it or not",
	  "remove it; raise net.core.rmem_max, and have the application set SO_RCVBUF" },
	{ "net.core.wmem_default", LORE_AT_LEAST, 0, 2 << 20, LINT_HARMFUL,
	  "every socket of UDP, raw and Unix has as much, whether it needs it or not",
	  "remove it; raise net.core.wmem_max, and have the application set SO_SNDBUF" },
	{ "net.core.netdev_max_backlog", LORE_AT_LEAST, 0, 250000,
	  LINT_HARMFUL,
	  "as many packets on each CPU are seconds of delay; and cards that poll do not use this queue at all",
	  "some thousands are enough" },
	{ "net.core.netdev_budget", LORE_AT_LEAST, 0, 65535, LINT_NO_EFFECT,
	  "netdev_budget_usecs ends a round long before so many packets",
	  "raise both by a little: 600 packets, 8000 us" },
	{ "txqueuelen", LORE_AT_LEAST, 0, 10000, LINT_NO_EFFECT,
	  "cards with several queues (mq) and BQL keep their queues short in other ways; without those it is only delay",
	  "remove it" },
	/* Still accepted, but nothing looks at them: ip-sysctl.rst. */
	{ NAME("tcp_low_latency"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "legacy: it has not done anything since Linux 4.14", "remove it" },
	{ NAME("tcp_fack"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "legacy: it has not done anything since Linux 4.15", "remove it" },
	{ NAME("tcp_adv_win_scale"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "obsolete since Linux 6.6: the ratio is measured", "remove it" },
	{ NAME("ipfrag_low_thresh"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "obsolete since Linux 4.17", "remove it; ipfrag_high_thresh is the limit" },
	{ NAME("route.max_size"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "deprecated: IPv4 has had no cache of routes since Linux 3.6",
	  "remove it" },
	{ NAME("neigh.*.unres_qlen"), LORE_ANY, 0, 0, LINT_NO_EFFECT,
	  "deprecated since Linux 3.3", "set unres_qlen_bytes" },
};

/* What to do instead of setting what is gone. */
static const struct {
	const char	*name;
	const char	*instead;
} gone[] = {
	{ NAME("tcp_tw_recycle"),
	  "remove it: it broke clients behind NAT; of tcp_tw_reuse the default is enough" },
	{ NAME("ip_conntrack_max"), "set net.netfilter.nf_conntrack_max" },
	{ NAME("netfilter.ip_conntrack_max"),
	  "set net.netfilter.nf_conntrack_max" },
	{ NAME("netfilter.ip_conntrack_buckets"),
	  "set net.netfilter.nf_conntrack_buckets" },
	{ NAME("netfilter.ip_conntrack_tcp_timeout_established"),
	  "set net.netfilter.nf_conntrack_tcp_timeout_established" },
};

/* Of these more is more: who sets a fixed value may lower a better default. */
static const char *const limits[] = {
	"net.core.somaxconn", "net.core.rmem_max", "net.core.wmem_max",
	"net.core.rmem_default", "net.core.wmem_default",
	"net.core.optmem_max", "net.core.netdev_max_backlog",
	"net.core.netdev_budget", "net.core.netdev_budget_usecs",
	"net.core.rps_sock_flow_entries", "net.core.dev_weight",
	NAME("tcp_rmem"), NAME("tcp_wmem"), NAME("tcp_mem"), NAME("udp_mem"),
	NAME("tcp_max_syn_backlog"), NAME("tcp_max_tw_buckets"),
	NAME("tcp_max_orphans"), NAME("tcp_limit_output_bytes"),
	NAME("ip_local_port_range"), NAME("ipfrag_high_thresh"),
	NAME("neigh.default.gc_thresh1"), NAME("neigh.default.gc_thresh2"),
	NAME("neigh.default.gc_thresh3"),
	"net.ipv6.neigh.default.gc_thresh1",
	"net.ipv6.neigh.default.gc_thresh2",
	"net.ipv6.neigh.default.gc_thresh3",
	"net.ipv6.ip6frag_high_thresh",
	"net.netfilter.nf_conntrack_max", "net.netfilter.nf_conntrack_buckets",
	"net.unix.max_dgram_qlen", "fs.file-max", "fs.nr_open",
	"fs.aio-max-nr", "kernel.pid_max", "vm.max_map_count",
	"fs.inotify.max_user_watches", "fs.inotify.max_user_instances",
};

/* A '*' stands for one word. */
static bool is_named(const char *pattern, const char *name)
{
	const char *star = strchr(pattern, '*');
	size_t ahead = star ? (size_t)(star - pattern) : 0;

	if (!star)
		return !strcmp(pattern, name);
	if (strncmp(pattern, name, ahead))
		return false;
	name += ahead;
	return *name && *name != '.' &&
	       !strcmp(name + strcspn(name, "."), star + 1);
}

static bool is_so(const struct lint_folklore *lore, __s64 value)
{
	switch (lore->test) {
	case LORE_IS:
		return value == lore->number;
	case LORE_AT_LEAST:
		return value >= lore->number;
	case LORE_AT_MOST:
		return value <= lore->number;
	default:
		return true;
	}
}

/**
 * lint_folklore - is it one of the settings that are copied and wrong?
 * @name: of the setting
 * @values: its numbers
 * @count: how many
 *
 * Return: what is wrong; NULL = nothing.
 */
const struct lint_folklore *lint_folklore(const char *name, const __s64 *values,
					  size_t count)
{
	for (size_t i = 0; i < ARRAY_SIZE(folklore); i++)
		if (is_named(folklore[i].name, name) &&
		    folklore[i].element < count &&
		    is_so(&folklore[i], values[folklore[i].element]))
			return &folklore[i];
	return NULL;
}

/**
 * lint_gone - what to do instead of setting what is gone
 * @name: of a sysctl that is gone
 *
 * Return: that; NULL = nothing takes its place.
 */
const char *lint_gone(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		if (!strcmp(gone[i].name, name))
			return gone[i].instead;
	return NULL;
}

/**
 * lint_is_limit - is more of it always more?
 * @name: of a sysctl
 */
bool lint_is_limit(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (!strcmp(limits[i], name))
			return true;
	return false;
}
