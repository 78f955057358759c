// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests with random contents: most make sense, some do not. */
#include <arpa/inet.h>
#include <linux/nettune.h>
#include <netinet/in.h>
#include <string.h>

#include "hammer.h"

#define TCP_STATES	0x1ffe

static bool wild(const struct maker *maker)
{
	return maker->wild && rnd_one_in(maker->random, maker->wild);
}

static bool perhaps(const struct maker *maker, uint32_t n)
{
	return rnd_one_in(maker->random, n);
}

static void put_mask(const struct maker *maker, uint16_t type, uint32_t valid)
{
	uint32_t mask = rnd(maker->random, UINT32_MAX) & valid;

	if (wild(maker))
		mask = rnd(maker->random, UINT32_MAX);
	else if (!mask)
		mask = valid;
	msg_put_u32(maker->msg, type, mask);
}

static void put_range(const struct maker *maker, uint16_t type, uint32_t min, uint32_t max)
{
	uint32_t value = min + rnd(maker->random, max - min + 1);

	if (wild(maker))
		value = rnd(maker->random, UINT32_MAX);
	msg_put_u32(maker->msg, type, value);
}

static uint32_t array_len(const struct maker *maker)
{
	return wild(maker) ? rnd(maker->random, NETTUNE_FILTER_MAX + 4) :
			     1 + rnd(maker->random, 4);
}

/* --- the filter --------------------------------------------------------- */

static void put_ports(const struct maker *maker, uint16_t type)
{
	struct nettune_port_range ranges[NETTUNE_FILTER_MAX + 4];
	uint32_t nr = array_len(maker);

	for (uint32_t i = 0; i < nr; i++) {
		ranges[i].min = rnd(maker->random, 40000);
		ranges[i].max = ranges[i].min + rnd(maker->random, 25000);
		if (wild(maker))
			ranges[i].max = rnd(maker->random, 65536);
	}
	msg_put(maker->msg, type, ranges, nr * sizeof(ranges[0]));
}

static void put_prefixes(const struct maker *maker, uint16_t type)
{
	struct nettune_prefix prefixes[NETTUNE_FILTER_MAX + 4];
	uint32_t nr = array_len(maker);

	memset(prefixes, 0, sizeof(prefixes));
	for (uint32_t i = 0; i < nr; i++) {
		struct nettune_prefix *prefix = &prefixes[i];

		if (perhaps(maker, 2)) {
			prefix->family = AF_INET;
			prefix->len = 8;
			prefix->addr[0] = 127;
		} else {
			prefix->family = AF_INET6;
			if (perhaps(maker, 2)) {
				prefix->len = 128;
				prefix->addr[15] = 1;
			}
		}
		if (wild(maker))
			prefix->len = rnd(maker->random, 256);
		if (wild(maker))
			prefix->addr[rnd(maker->random, 16)] = 255;
	}
	msg_put(maker->msg, type, prefixes, nr * sizeof(prefixes[0]));
}

static void put_minimums(const struct maker *maker, uint16_t type)
{
	struct nettune_minimum minimums[NETTUNE_FILTER_MAX + 4];
	uint32_t nr = array_len(maker);

	for (uint32_t i = 0; i < nr; i++) {
		minimums[i].key = wild(maker) ? rnd(maker->random, UINT32_MAX) :
						1 + rnd(maker->random, NETTUNE_KEY_MAX);
		minimums[i].value = rnd(maker->random, 1000);
	}
	msg_put(maker->msg, type, minimums, nr * sizeof(minimums[0]));
}

static void put_u64(const struct maker *maker, uint16_t type, uint64_t value)
{
	msg_put(maker->msg, type, &value, sizeof(value));
}

static void put_filter_places(const struct maker *maker)
{
	if (perhaps(maker, 6))
		put_ports(maker, NETTUNE_A_FILTER_SPORTS);
	if (perhaps(maker, 6))
		put_ports(maker, NETTUNE_A_FILTER_DPORTS);
	if (perhaps(maker, 6))
		put_prefixes(maker, NETTUNE_A_FILTER_SADDRS);
	if (perhaps(maker, 6))
		put_prefixes(maker, NETTUNE_A_FILTER_DADDRS);
	if (perhaps(maker, 8))
		put_range(maker, NETTUNE_A_FILTER_UID, 0, 2);
	if (perhaps(maker, 8))
		put_u64(maker, NETTUNE_A_FILTER_CGROUP, rnd(maker->random, 100));
	if (perhaps(maker, 8))
		put_range(maker, NETTUNE_A_FILTER_IFINDEX, 0, 2);
	if (perhaps(maker, 8))
		put_range(maker, NETTUNE_A_FILTER_NETNS, 0xf0000000, 0xf0001000);
}

static void put_filter(const struct maker *maker, uint16_t type, bool all_netns)
{
	size_t nest;

	if (!all_netns && perhaps(maker, 3))
		return;
	nest = msg_nest(maker->msg, type);
	if (perhaps(maker, 3))
		put_mask(maker, NETTUNE_A_FILTER_PROTOCOLS,
			 NETTUNE_PROTOCOL_TCP | NETTUNE_PROTOCOL_UDP | NETTUNE_PROTOCOL_RAW);
	if (perhaps(maker, 4))
		put_mask(maker, NETTUNE_A_FILTER_FAMILIES,
			 NETTUNE_FAMILY_INET | NETTUNE_FAMILY_INET6);
	if (perhaps(maker, 4))
		put_mask(maker, NETTUNE_A_FILTER_STATES, TCP_STATES);
	put_filter_places(maker);
	if (perhaps(maker, 5))
		put_minimums(maker, NETTUNE_A_FILTER_MINIMUMS);
	if (all_netns || wild(maker))
		msg_put(maker->msg, NETTUNE_A_FILTER_ALL_NETNS, NULL, 0);
	msg_nest_end(maker->msg, nest);
}

/* --- the requests ------------------------------------------------------- */

static void put_groups(const struct maker *maker, uint32_t valid)
{
	put_mask(maker, NETTUNE_A_SOCKET_GET_GROUPS,
		 valid & (NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER | NETTUNE_GROUP_TCP |
			  NETTUNE_GROUP_OWNER | NETTUNE_GROUP_COOKIE | NETTUNE_GROUP_PROCESS));
}

static void make_sockets(struct maker *maker)
{
	put_filter(maker, NETTUNE_A_SOCKET_GET_FILTER, false);
	if (perhaps(maker, 2))
		put_groups(maker, ~NETTUNE_GROUP_PROCESS);
}

static void make_top(struct maker *maker)
{
	put_filter(maker, NETTUNE_A_SOCKET_GET_FILTER, perhaps(maker, 4));
	put_range(maker, NETTUNE_A_SOCKET_GET_ORDER, 1, NETTUNE_KEY_MAX);
	put_range(maker, NETTUNE_A_SOCKET_GET_LIMIT, 1, perhaps(maker, 4) ? NETTUNE_LIMIT_MAX : 30);
}

static void make_everywhere(struct maker *maker)
{
	put_filter(maker, NETTUNE_A_SOCKET_GET_FILTER, true);
}

static void make_processes(struct maker *maker)
{
	put_filter(maker, NETTUNE_A_SOCKET_GET_FILTER, false);
	put_groups(maker, NETTUNE_GROUP_PROCESS);
}

static void make_summary(struct maker *maker)
{
	put_filter(maker, NETTUNE_A_SUMMARY_GET_FILTER, perhaps(maker, 3));
	if (!perhaps(maker, 4))
		put_range(maker, NETTUNE_A_SUMMARY_GET_GROUP_BY, 0, NETTUNE_GROUP_BY_MAX);
	if (perhaps(maker, 2))
		put_range(maker, NETTUNE_A_SUMMARY_GET_MAX_GROUPS, 1,
			  perhaps(maker, 4) ? NETTUNE_GROUPS_MAX : 8);
	if (perhaps(maker, 2))
		msg_put(maker->msg, NETTUNE_A_SUMMARY_GET_HISTOGRAMS, NULL, 0);
}

static void make_nothing(struct maker *maker)
{
	(void)maker;
}

static void make_sample(struct maker *maker)
{
	put_range(maker, NETTUNE_A_SOFTNET_GET_SAMPLE, 1, 2);
}

static void make_config(struct maker *maker)
{
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_SAMPLER_PERIOD_US, 1000, 20000);
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_SAMPLER_THRESHOLD, 1, 1000);
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_SAMPLER_ALWAYS, 0, 1);
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_EVENT_PERIOD_MS, 50, 300);
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_EVENT_RATE, 1, 10000);
	if (perhaps(maker, 3))
		put_range(maker, NETTUNE_A_CONFIG_EVENT_BURST, 1, 10000);
	if (perhaps(maker, 3)) {
		put_range(maker, NETTUNE_A_CONFIG_QUEUE_HIGH, 500, 1000);
		put_range(maker, NETTUNE_A_CONFIG_QUEUE_LOW, 0, 500);
	}
	if (perhaps(maker, 5))
		msg_put(maker->msg, NETTUNE_A_CONFIG_RESET, NULL, 0);
}

#define DUMP	(NLM_F_REQUEST | NLM_F_DUMP)
#define DO	(NLM_F_REQUEST | NLM_F_ACK)

const struct request requests[] = {
	{ "sockets", NETTUNE_CMD_SOCKET_GET, DUMP, make_sockets },
	{ "top", NETTUNE_CMD_SOCKET_GET, DUMP, make_top },
	{ "everywhere", NETTUNE_CMD_SOCKET_GET, DUMP, make_everywhere },
	{ "processes", NETTUNE_CMD_SOCKET_GET, DUMP, make_processes },
	{ "summary", NETTUNE_CMD_SUMMARY_GET, DUMP, make_summary },
	{ "softnet", NETTUNE_CMD_SOFTNET_GET, DUMP, make_nothing },
	{ "sampler", NETTUNE_CMD_SOFTNET_GET, DUMP, make_sample },
	{ "config", NETTUNE_CMD_CONFIG_GET, DO, make_nothing },
	{ "configure", NETTUNE_CMD_CONFIG_SET, DO, make_config },
};

const size_t nr_requests = ARRAY_SIZE(requests);

const struct request *request_find(const char *name)
{
	for (size_t i = 0; i < nr_requests; i++)
		if (!strcmp(requests[i].name, name))
			return &requests[i];
	return NULL;
}

bool request_served(const struct request *request, const struct nl *nl)
{
	return nl->commands & (1u << request->cmd);
}

/* One that the module has, whatever it has. */
const struct request *request_random(const struct nl *nl, struct random *r)
{
	const struct request *picked = request_find("sockets");
	uint32_t seen = 0;

	for (size_t i = 0; i < nr_requests; i++)
		if (request_served(&requests[i], nl) && rnd_one_in(r, ++seen))
			picked = &requests[i];
	return picked;
}

void request_make(const struct request *request, struct maker *maker, uint16_t family)
{
	msg_begin(maker->msg, family, request->cmd, request->flags);
	request->make(maker);
}
