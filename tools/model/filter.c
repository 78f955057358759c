// SPDX-License-Identifier: GPL-2.0-or-later
/* Filters as they are typed; each function adds to what is there already. */
#include "model/filter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "array.h"
#include "model/key.h"
#include "model/parse.h"
#include "model/sock.h"

#define STATE(state)	(1U << NT_STATE_ ## state)

/* Where the elements of a list go. */
struct ports {
	struct nettune_port_range	*ranges;
	__u32				*nr;
};

struct addrs {
	struct nettune_prefix	*prefixes;
	__u32			*nr;
};

/* "80" or "1000-2000". */
static int take_port(const char *element, void *arg)
{
	struct ports *ports = arg;
	__u32 min, max;
	int err;

	if (*ports->nr == NETTUNE_FILTER_MAX)
		return -E2BIG;
	err = parse_digits(&element, UINT16_MAX, &min);
	if (err)
		return err;
	max = min;
	if (*element == '-') {
		err = parse_u32(element + 1, 0, UINT16_MAX, &max);
		if (err)
			return err;
	} else if (*element) {
		return -EINVAL;
	}
	if (min > max)
		return -EINVAL;
	ports->ranges[(*ports->nr)++] = (struct nettune_port_range) {
		.min = min, .max = max,
	};
	return 0;
}

/* "10.0.0.0/8" or "::1". */
static int take_addr(const char *element, void *arg)
{
	struct nettune_prefix prefix = { 0 };
	struct addrs *addrs = arg;
	size_t at = strcspn(element, "/");
	char addr[INET6_ADDRSTRLEN];
	__u32 len;
	int err;

	if (*addrs->nr == NETTUNE_FILTER_MAX)
		return -E2BIG;
	if (at >= sizeof(addr))
		return -EINVAL;
	memcpy(addr, element, at);
	addr[at] = '\0';
	prefix.family = strchr(addr, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(prefix.family, addr, prefix.addr) != 1)
		return -EINVAL;
	len = prefix.family == AF_INET6 ? 128 : 32;
	if (element[at]) {
		err = parse_u32(element + at + 1, 0, len, &len);
		if (err)
			return err;
	}
	prefix.len = len;
	addrs->prefixes[(*addrs->nr)++] = prefix;
	return 0;
}

/* Names that stand for several states, those of ss, and its other names. */
static const struct {
	const char	*name;
	__u32		states;
} state_sets[] = {
	{ "all", NT_STATES_ALL },
	{ "connected", NT_STATES_ALL & ~(STATE(CLOSE) | STATE(LISTEN)) },
	{ "synchronized", NT_STATES_ALL & ~(STATE(CLOSE) | STATE(LISTEN) |
					    STATE(SYN_SENT)) },
	{ "bucket", STATE(SYN_RECV) | STATE(TIME_WAIT) },
	{ "big", NT_STATES_ALL & ~(STATE(SYN_RECV) | STATE(TIME_WAIT)) },
	{ "closed", STATE(CLOSE) },
	{ "close", STATE(CLOSE) },
	{ "listen", STATE(LISTEN) },
	{ "syn-rcv", STATE(SYN_RECV) },
};

/**
 * model_states_name() - names of sets of states
 * @index: from 0 on
 *
 * Return: a name, NULL behind the last.
 */
const char *model_states_name(size_t index)
{
	return index < ARRAY_SIZE(state_sets) ? state_sets[index].name : NULL;
}

/**
 * model_states_parse() - the states that a name of ss stands for
 * @name: "established", "connected"; capitals do not matter
 * @states: those states are added, as (1 << state)
 *
 * Return: 0, or -EINVAL for an unknown name.
 */
int model_states_parse(const char *name, __u32 *states)
{
	for (int state = 1; state <= NT_STATE_CLOSING; state++) {
		if (strcasecmp(model_state_name(state), name))
			continue;
		*states |= 1U << state;
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(state_sets); i++) {
		if (strcasecmp(state_sets[i].name, name))
			continue;
		*states |= state_sets[i].states;
		return 0;
	}
	return -EINVAL;
}

static int take_state(const char *element, void *arg)
{
	struct nt_filter *filter = arg;

	return model_states_parse(element, &filter->states);
}

/**
 * model_filter_sports() - local ports
 * @filter: gets them
 * @text: "80,443,1000-2000"
 *
 * Return: 0, -EINVAL, -ERANGE, or -E2BIG for more than a filter can hold.
 */
int model_filter_sports(struct nt_filter *filter, const char *text)
{
	struct ports ports = { filter->sports, &filter->nr_sports };

	filter->checks |= NT_FILTER_SPORTS;
	return parse_list(text, take_port, &ports);
}

/**
 * model_filter_dports() - ports of the peer
 * @filter: gets them
 * @text: as in model_filter_sports()
 *
 * Return: as model_filter_sports().
 */
int model_filter_dports(struct nt_filter *filter, const char *text)
{
	struct ports ports = { filter->dports, &filter->nr_dports };

	filter->checks |= NT_FILTER_DPORTS;
	return parse_list(text, take_port, &ports);
}

/**
 * model_filter_saddrs() - local addresses
 * @filter: gets them
 * @text: "10.0.0.0/8,::1"
 *
 * Return: as model_filter_sports().
 */
int model_filter_saddrs(struct nt_filter *filter, const char *text)
{
	struct addrs addrs = { filter->saddrs, &filter->nr_saddrs };

	filter->checks |= NT_FILTER_SADDRS;
	return parse_list(text, take_addr, &addrs);
}

/**
 * model_filter_daddrs() - addresses of the peer
 * @filter: gets them
 * @text: as in model_filter_saddrs()
 *
 * Return: as model_filter_sports().
 */
int model_filter_daddrs(struct nt_filter *filter, const char *text)
{
	struct addrs addrs = { filter->daddrs, &filter->nr_daddrs };

	filter->checks |= NT_FILTER_DADDRS;
	return parse_list(text, take_addr, &addrs);
}

/**
 * model_filter_states() - states
 * @filter: gets them
 * @text: "established,syn-sent", "connected", as ss has the names
 *
 * Return: 0 or -EINVAL.
 */
int model_filter_states(struct nt_filter *filter, const char *text)
{
	return parse_list(text, take_state, filter);
}

/**
 * model_filter_minimum() - a value that is high enough
 * @filter: gets it
 * @text: as model_minimum_parse() takes it
 *
 * Return: as model_filter_sports().
 */
int model_filter_minimum(struct nt_filter *filter, const char *text)
{
	struct nettune_minimum minimum;
	int err;

	if (filter->nr_minimums == NETTUNE_FILTER_MAX)
		return -E2BIG;
	err = model_minimum_parse(text, &minimum);
	if (err)
		return err;
	filter->minimums[filter->nr_minimums++] = minimum;
	filter->checks |= NT_FILTER_MINIMUMS;
	return 0;
}
