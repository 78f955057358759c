// SPDX-License-Identifier: GPL-2.0-or-later
/* All that go on at the same time, one process each. */
#include "hammer.h"

const struct actor actors[] = {
	/* name        round           arg           ms   judged */
	{ "sockets", round_request, "sockets", 0, true },
	{ "sockets-2", round_request, "sockets", 0, true },
	{ "top", round_request, "top", 0, true },
	{ "everywhere", round_request, "everywhere", 20, true },
	{ "processes", round_request, "processes", 50, true },
	{ "summary", round_request, "summary", 0, true },
	{ "softnet", round_request, "softnet", 5, true },
	{ "sampler", round_request, "sampler", 300, true },
	{ "config", round_request, "config", 10, true },
	{ "configure", round_request, "configure", 100, true },
	{ "abort", round_abort, "sockets", 0, true },
	{ "crowd", round_crowd, "sockets", 100, true },
	{ "events", round_events, "config", 0, true },
	{ "events-2", round_events, "config", 0, true },
	{ "debugfs", round_debugfs, NULL, 0, true },
	{ "netns", round_netns, NULL, 0, true },
	{ "netns-2", round_netns, NULL, 0, true },
	{ "userns", round_userns, NULL, 100, true },
	{ "tcp", round_tcp, NULL, 0, false },
	{ "timewait", round_timewait, NULL, 0, false },
	{ "udp", round_udp, NULL, 5, false },
	{ "raw", round_raw, NULL, 10, false },
	{ "overflow", round_overflow, NULL, 50, false },
	{ "cgroup", round_cgroup, NULL, 0, false },
	{ "cpu", round_cpu, NULL, 0, false },
	{ "module", round_module, NULL, 200, true },
};

const size_t nr_actors = ARRAY_SIZE(actors);
