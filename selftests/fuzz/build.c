// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Requests, right and wrong.
 */
#include "fuzz.h"

#include <string.h>
#include <sys/socket.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Kinds of attributes, and what a right one holds. */
enum kind {
	KIND_MASK,	/* u32, not 0, bits of max */
	KIND_RANGE,	/* u32 from min to max */
	KIND_U64,	/* any */
	KIND_FLAG,	/* nothing */
	KIND_PORTS,
	KIND_ADDRS,
	KIND_MINIMUMS,
	KIND_FILTER,	/* nest */
};

struct attr {
	uint16_t	type;
	enum kind	kind;
	uint32_t	min;
	uint32_t	max;
};

/* A command: how it is asked for, and what it takes. */
struct command {
	uint8_t			cmd;
	bool			dump;
	const struct attr	*attrs;
	size_t			nr;
};

static const struct attr filter_attrs[] = {
	{ NETTUNE_A_FILTER_PROTOCOLS, KIND_MASK, 0, 7 },
	{ NETTUNE_A_FILTER_FAMILIES, KIND_MASK, 0, 3 },
	{ NETTUNE_A_FILTER_STATES, KIND_MASK, 0, 0xffe },
	{ NETTUNE_A_FILTER_SPORTS, KIND_PORTS, 0, 0 },
	{ NETTUNE_A_FILTER_DPORTS, KIND_PORTS, 0, 0 },
	{ NETTUNE_A_FILTER_SADDRS, KIND_ADDRS, 0, 0 },
	{ NETTUNE_A_FILTER_DADDRS, KIND_ADDRS, 0, 0 },
	{ NETTUNE_A_FILTER_UID, KIND_RANGE, 0, UINT32_MAX },
	{ NETTUNE_A_FILTER_CGROUP, KIND_U64, 0, 0 },
	{ NETTUNE_A_FILTER_IFINDEX, KIND_RANGE, 0, UINT32_MAX },
	{ NETTUNE_A_FILTER_MINIMUMS, KIND_MINIMUMS, 0, 0 },
	{ NETTUNE_A_FILTER_ALL_NETNS, KIND_FLAG, 0, 0 },
	{ NETTUNE_A_FILTER_NETNS, KIND_RANGE, 0, UINT32_MAX },
};

static const struct attr socket_attrs[] = {
	{ NETTUNE_A_SOCKET_GET_FILTER, KIND_FILTER, 0, 0 },
	{ NETTUNE_A_SOCKET_GET_GROUPS, KIND_MASK, 0, 63 },
	{ NETTUNE_A_SOCKET_GET_ORDER, KIND_RANGE, 1, NETTUNE_KEY_MAX },
	{ NETTUNE_A_SOCKET_GET_LIMIT, KIND_RANGE, 1, NETTUNE_LIMIT_MAX },
};

static const struct attr summary_attrs[] = {
	{ NETTUNE_A_SUMMARY_GET_FILTER, KIND_FILTER, 0, 0 },
	{ NETTUNE_A_SUMMARY_GET_GROUP_BY, KIND_RANGE, 0, NETTUNE_GROUP_BY_MAX },
	{ NETTUNE_A_SUMMARY_GET_MAX_GROUPS, KIND_RANGE, 1, NETTUNE_GROUPS_MAX },
	{ NETTUNE_A_SUMMARY_GET_HISTOGRAMS, KIND_FLAG, 0, 0 },
};

static const struct attr softnet_attrs[] = {
	{ NETTUNE_A_SOFTNET_GET_SAMPLE, KIND_RANGE, 1, NETTUNE_SAMPLE_MAX },
};

static const struct attr config_attrs[] = {
	/* No faster than a slow emulated machine can stand. */
	{ NETTUNE_A_CONFIG_SAMPLER_PERIOD_US, KIND_RANGE, 20000, 1000000 },
	{ NETTUNE_A_CONFIG_SAMPLER_THRESHOLD, KIND_RANGE, 1, 1000 },
	{ NETTUNE_A_CONFIG_SAMPLER_ALWAYS, KIND_RANGE, 0, 1 },
	{ NETTUNE_A_CONFIG_EVENT_PERIOD_MS, KIND_RANGE, 50, 60000 },
	{ NETTUNE_A_CONFIG_EVENT_RATE, KIND_RANGE, 1, 10000 },
	{ NETTUNE_A_CONFIG_EVENT_BURST, KIND_RANGE, 1, 10000 },
	/* One of the two alone may not fit to what the other is. */
	{ NETTUNE_A_CONFIG_QUEUE_HIGH, KIND_RANGE, 1000, 1000 },
	{ NETTUNE_A_CONFIG_QUEUE_LOW, KIND_RANGE, 0, 0 },
	{ NETTUNE_A_CONFIG_RESET, KIND_FLAG, 0, 0 },
};

static const struct command commands[] = {
	{ NETTUNE_CMD_SOCKET_GET, true, socket_attrs,
	  ARRAY_SIZE(socket_attrs) },
	{ NETTUNE_CMD_SUMMARY_GET, true, summary_attrs,
	  ARRAY_SIZE(summary_attrs) },
	{ NETTUNE_CMD_SOFTNET_GET, true, softnet_attrs,
	  ARRAY_SIZE(softnet_attrs) },
	{ NETTUNE_CMD_CONFIG_GET, false, NULL, 0 },
	{ NETTUNE_CMD_CONFIG_SET, false, config_attrs,
	  ARRAY_SIZE(config_attrs) },
};

static void refuse(struct fuzz_request *request, const char *flaw)
{
	request->fate = FUZZ_REFUSE;
	request->flaw = flaw;
}

static struct nlattr *put(struct fuzz_request *request, uint16_t type,
			  const void *data, size_t len)
{
	struct nlattr *attr = (void *)(request->buf + request->len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy(request->buf + request->len + NLA_HDRLEN, data, len);
	request->len += NLA_ALIGN(attr->nla_len);
	return attr;
}

/* Sometimes an edge, where mistakes live. */
static uint32_t value_between(uint32_t min, uint32_t max)
{
	if (random_one_in(4))
		return min;
	if (random_one_in(4))
		return max;
	return max - min == UINT32_MAX ? random_u32() :
					 min + random_below(max - min + 1);
}

static void put_mask(struct fuzz_request *request, const struct attr *attr)
{
	uint32_t mask = random_u32() & attr->max;

	if (!mask)
		mask = attr->max;
	if (random_one_in(20)) {
		refuse(request, "a bit has no meaning");
		mask |= ~attr->max & (1U << (16 + random_below(16)));
	} else if (random_one_in(20)) {
		refuse(request, "an empty mask");
		mask = 0;
	}
	put(request, attr->type, &mask, sizeof(mask));
}

static void put_range(struct fuzz_request *request, const struct attr *attr)
{
	uint32_t value = value_between(attr->min, attr->max);

	/* What this asks for may be narrower than what the kernel takes. */
	if (attr->max < UINT32_MAX / 2 && random_one_in(10)) {
		refuse(request, "a number out of range");
		value = UINT32_MAX - random_below(1000);
	}
	put(request, attr->type, &value, sizeof(value));
}

/* How many elements; wrong ones are too many or none. */
static size_t array_length(struct fuzz_request *request)
{
	if (random_one_in(20)) {
		refuse(request, "an array too long");
		return NETTUNE_FILTER_MAX + 1 + random_below(4);
	}
	if (random_one_in(20)) {
		refuse(request, "an empty array");
		return 0;
	}
	return 1 + random_below(NETTUNE_FILTER_MAX);
}

static void put_array(struct fuzz_request *request, const struct attr *attr,
		      const void *data, size_t size, size_t nr)
{
	size_t len = size * nr;

	if (nr && random_one_in(20)) {
		refuse(request, "an array cut");
		len -= 1 + random_below(size - 1);
	}
	put(request, attr->type, data, len);
}

static void put_ports(struct fuzz_request *request, const struct attr *attr)
{
	struct nettune_port_range ranges[NETTUNE_FILTER_MAX + 4];
	size_t nr = array_length(request), i;

	for (i = 0; i < nr; i++) {
		ranges[i].min = value_between(0, UINT16_MAX);
		ranges[i].max = value_between(ranges[i].min, UINT16_MAX);
		if (random_one_in(50) && ranges[i].min) {
			ranges[i].max = ranges[i].min - 1;
			refuse(request, "a port range backwards");
		}
	}
	put_array(request, attr, ranges, sizeof(ranges[0]), nr);
}

static void put_addrs(struct fuzz_request *request, const struct attr *attr)
{
	struct nettune_prefix prefixes[NETTUNE_FILTER_MAX + 4];
	size_t nr = array_length(request), i, j;

	memset(prefixes, 0, sizeof(prefixes));
	for (i = 0; i < nr; i++) {
		bool v4 = random_one_in(2);

		prefixes[i].family = v4 ? AF_INET : AF_INET6;
		prefixes[i].len = value_between(0, v4 ? 32 : 128);
		for (j = 0; j < sizeof(prefixes[i].addr); j++)
			prefixes[i].addr[j] = random_u32();
		if (random_one_in(100)) {
			refuse(request, "a prefix of no family");
			prefixes[i].family = AF_INET6 + 1 + random_below(200);
		} else if (random_one_in(100)) {
			refuse(request, "a prefix too long");
			prefixes[i].len = (v4 ? 33 : 129) + random_below(100);
		}
	}
	put_array(request, attr, prefixes, sizeof(prefixes[0]), nr);
}

static void put_minimums(struct fuzz_request *request, const struct attr *attr)
{
	struct nettune_minimum minimums[NETTUNE_FILTER_MAX + 4];
	size_t nr = array_length(request), i;

	for (i = 0; i < nr; i++) {
		minimums[i].key = value_between(1, NETTUNE_KEY_MAX);
		minimums[i].value = random_one_in(2) ? 0 : random_u32();
		if (random_one_in(100)) {
			refuse(request, "a minimum of nothing");
			minimums[i].key = random_one_in(2) ?
				0 : NETTUNE_KEY_MAX + 1 + random_below(100);
		}
	}
	put_array(request, attr, minimums, sizeof(minimums[0]), nr);
}

static void put_attrs(struct fuzz_request *request, const struct attr *attrs,
		      size_t nr);

static void put_filter(struct fuzz_request *request, const struct attr *attr)
{
	size_t start = request->len;
	uint16_t type = attr->type | NLA_F_NESTED;
	struct nlattr *nest;

	if (random_one_in(20)) {
		refuse(request, "a nest that does not say so");
		type = attr->type;
	}
	nest = put(request, type, NULL, 0);
	put_attrs(request, filter_attrs, ARRAY_SIZE(filter_attrs));
	/* A nest without anything in it need not say that it is one. */
	if (type == attr->type && request->len == start + NLA_HDRLEN)
		request->fate = FUZZ_EITHER;
	nest->nla_len = request->len - start;
}

static void put_attr(struct fuzz_request *request, const struct attr *attr)
{
	uint64_t number = (uint64_t)random_u32() << 32 | random_u32();

	if (random_one_in(40)) {
		refuse(request, "an attribute of a wrong length");
		/* Longer than any array may be; no flag, no number. */
		put(request, attr->type, request->buf, 401);
		return;
	}
	switch (attr->kind) {
	case KIND_MASK:
		put_mask(request, attr);
		break;
	case KIND_RANGE:
		put_range(request, attr);
		break;
	case KIND_U64:
		put(request, attr->type, &number, sizeof(number));
		break;
	case KIND_FLAG:
		put(request, attr->type, NULL, 0);
		break;
	case KIND_PORTS:
		put_ports(request, attr);
		break;
	case KIND_ADDRS:
		put_addrs(request, attr);
		break;
	case KIND_MINIMUMS:
		put_minimums(request, attr);
		break;
	case KIND_FILTER:
		put_filter(request, attr);
		break;
	}
}

/* Some of the attributes, in some order, and now and then one too many. */
static void put_attrs(struct fuzz_request *request, const struct attr *attrs,
		      size_t nr)
{
	size_t first = nr ? random_below(nr) : 0;
	uint32_t rare = 1 + random_below(4);
	uint32_t number = random_u32();
	size_t i;

	for (i = 0; i < nr; i++) {
		if (random_one_in(rare))
			put_attr(request, &attrs[(first + i) % nr]);
	}
	if (random_one_in(30)) {
		refuse(request, "an attribute that is not known");
		put(request, 20 + random_below(1000), &number, sizeof(number));
	}
}

/* What attributes mean together. */
static void judge_socket_get(struct fuzz_request *request)
{
	struct nlattr *attr = (void *)(request->buf + NLMSG_HDRLEN +
				       GENL_HDRLEN);
	char *end = request->buf + request->len;
	bool order = false, limit = false;

	for (; (char *)attr < end;
	     attr = (void *)((char *)attr + NLA_ALIGN(attr->nla_len))) {
		order |= attr->nla_type == NETTUNE_A_SOCKET_GET_ORDER;
		limit |= attr->nla_type == NETTUNE_A_SOCKET_GET_LIMIT;
	}
	if (order != limit)
		refuse(request, "ORDER or LIMIT alone");
}

/* Bytes that nobody planned; they may even make sense. */
static void damage(struct fuzz_request *request)
{
	uint32_t times = 1 + random_below(8);

	request->fate = FUZZ_EITHER;
	request->flaw = "damaged bytes";
	while (times--) {
		size_t at = NLMSG_HDRLEN +
			    random_below(request->len - NLMSG_HDRLEN);

		request->buf[at] = random_u32();
	}
	/* The command may have become another one. */
	request->cmd = ((struct genlmsghdr *)(request->buf +
					      NLMSG_HDRLEN))->cmd;
}

static void cut(struct fuzz_request *request)
{
	request->fate = FUZZ_EITHER;
	request->flaw = "its end is missing";
	request->len = NLMSG_HDRLEN + GENL_HDRLEN +
		       random_below(request->len - NLMSG_HDRLEN - GENL_HDRLEN +
				    1);
}

static void ask_otherwise(struct fuzz_request *request)
{
	struct genlmsghdr *genl = (void *)(request->buf + NLMSG_HDRLEN);

	if (random_one_in(2)) {
		refuse(request, "a dump that is none, or the other way round");
		request->dump = !request->dump;
		return;
	}
	refuse(request, "a command that is not known");
	genl->cmd = NETTUNE_CMD_EVENT + random_below(250);
	request->cmd = genl->cmd;
}

/**
 * fuzz_build() - build the next request
 * @request: where to
 * @family: id of the family
 */
void fuzz_build(struct fuzz_request *request, uint16_t family)
{
	const struct command *command =
		&commands[random_below(ARRAY_SIZE(commands))];
	struct genlmsghdr *genl;

	memset(request, 0, sizeof(*request));
	request->fate = FUZZ_ACCEPT;
	request->flaw = "";
	request->cmd = command->cmd;
	request->dump = command->dump;
	request->len = NLMSG_HDRLEN + GENL_HDRLEN;
	genl = (void *)(request->buf + NLMSG_HDRLEN);
	genl->cmd = command->cmd;
	genl->version = NETTUNE_FAMILY_VERSION;
	put_attrs(request, command->attrs, command->nr);
	if (command->cmd == NETTUNE_CMD_SOCKET_GET)
		judge_socket_get(request);
	if (random_one_in(25))
		ask_otherwise(request);
	else if (random_one_in(15))
		damage(request);
	else if (random_one_in(30))
		cut(request);
	request->hdr.nlmsg_type = family;
	request->hdr.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK |
				   (request->dump ? NLM_F_DUMP : 0);
	request->hdr.nlmsg_len = request->len;
}
