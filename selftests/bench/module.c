// SPDX-License-Identifier: GPL-2.0-or-later
/* nettune's own requests, over TCP alone, as the others' are. */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nettune.h>
#include <string.h>

#include "bench.h"

/* A port that nobody uses here. */
#define NO_PORT		80
/* Masks of TCP's states 1 to 11. */
#define LISTENING	0x400
#define NOT_LISTENING	0xbfe

#define ALL_FIELDS	(NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER | \
			 NETTUNE_GROUP_TCP | NETTUNE_GROUP_OWNER)
/* Those of which `nettune sockets` has columns. */
#define COLUMNS		(NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER)

/* What is asked for; 0 is "do not mention it". */
struct question {
	uint8_t command;
	uint32_t states;
	uint16_t port;
	uint32_t groups;
	uint32_t order;
	uint32_t limit;
	bool histograms;
};

static union {
	struct nlmsghdr header;
	char bytes[512];
} request;

static uint16_t family;

/* Room for an attribute at the request's end. */
static struct nlattr *attr_add(int type, size_t len)
{
	struct nlattr *attr = (struct nlattr *)(request.bytes + request.header.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	request.header.nlmsg_len += NLA_ALIGN(attr->nla_len);
	if (request.header.nlmsg_len > sizeof(request))
		bench_failx("the request does not fit");
	return attr;
}

static void attr_put(int type, const void *data, size_t len)
{
	memcpy((char *)attr_add(type, len) + NLA_HDRLEN, data, len);
}

static void attr_u32(int type, uint32_t value)
{
	if (value)
		attr_put(type, &value, sizeof(value));
}

static void attr_end(struct nlattr *nest)
{
	nest->nla_len = request.bytes + request.header.nlmsg_len - (char *)nest;
}

static void request_begin(uint16_t type, uint16_t flags, uint8_t command)
{
	struct genlmsghdr generic = { .cmd = command, .version = NETTUNE_FAMILY_VERSION };

	memset(&request, 0, sizeof(request));
	request.header.nlmsg_len = NLMSG_LENGTH(sizeof(generic));
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_REQUEST | flags;
	memcpy(NLMSG_DATA(&request.header), &generic, sizeof(generic));
}

static void filter_put(int type, const struct question *question)
{
	const struct nettune_port_range ports = { question->port, question->port };
	struct nlattr *filter = attr_add(type | NLA_F_NESTED, 0);

	attr_u32(NETTUNE_A_FILTER_PROTOCOLS, NETTUNE_PROTOCOL_TCP);
	attr_u32(NETTUNE_A_FILTER_STATES, question->states);
	if (question->port)
		attr_put(NETTUNE_A_FILTER_SPORTS, &ports, sizeof(ports));
	attr_end(filter);
}

static void question_put(const struct question *question)
{
	request_begin(family, NLM_F_DUMP, question->command);
	if (question->command == NETTUNE_CMD_SUMMARY_GET) {
		filter_put(NETTUNE_A_SUMMARY_GET_FILTER, question);
		if (question->histograms)
			attr_add(NETTUNE_A_SUMMARY_GET_HISTOGRAMS, 0);
		return;
	}
	filter_put(NETTUNE_A_SOCKET_GET_FILTER, question);
	attr_u32(NETTUNE_A_SOCKET_GET_GROUPS, question->groups);
	attr_u32(NETTUNE_A_SOCKET_GET_ORDER, question->order);
	attr_u32(NETTUNE_A_SOCKET_GET_LIMIT, question->limit);
}

typedef void (*take_attr_fn)(const struct nlattr *attr, struct bench_answer *answer);

static const char *attr_data(const struct nlattr *attr)
{
	return (const char *)attr + NLA_HDRLEN;
}

static const char *attr_limit(const struct nlattr *attr)
{
	return (const char *)attr + attr->nla_len;
}

static void take_attrs(const char *at, const char *end, int type, take_attr_fn take,
		       struct bench_answer *answer)
{
	const struct nlattr *attr;

	for (; at + NLA_HDRLEN <= end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		if (attr->nla_len < NLA_HDRLEN || attr_limit(attr) > end)
			bench_failx("a malformed attribute");
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			take(attr, answer);
	}
}

static void take_message_attrs(const struct nlmsghdr *message, int type, take_attr_fn take,
			       struct bench_answer *answer)
{
	const char *start = (const char *)message;

	take_attrs(start + NLMSG_LENGTH(GENL_HDRLEN), start + message->nlmsg_len, type, take,
		   answer);
}

static void take_family_attr(const struct nlattr *attr, struct bench_answer *answer)
{
	(void)answer;
	memcpy(&family, attr_data(attr), sizeof(family));
}

static void take_family(const struct nlmsghdr *message, struct bench_answer *answer)
{
	take_message_attrs(message, CTRL_ATTR_FAMILY_ID, take_family_attr, answer);
}

static void take_socket_attr(const struct nlattr *attr, struct bench_answer *answer)
{
	(void)attr;
	answer->sockets++;
}

static void take_sockets(const struct nlmsghdr *message, struct bench_answer *answer)
{
	take_message_attrs(message, NETTUNE_A_SOCKET_GET_SOCKET, take_socket_attr, answer);
}

static void take_stat(const struct nlattr *attr, struct bench_answer *answer)
{
	struct nettune_summary_stat stat;

	if (attr->nla_len < NLA_HDRLEN + sizeof(stat))
		bench_failx("a summary cut short");
	memcpy(&stat, attr_data(attr), sizeof(stat));
	answer->sockets += stat.sockets;
}

static void take_group(const struct nlattr *attr, struct bench_answer *answer)
{
	take_attrs(attr_data(attr), attr_limit(attr), NETTUNE_A_SUMMARY_STAT, take_stat, answer);
}

static void take_groups(const struct nlmsghdr *message, struct bench_answer *answer)
{
	take_message_attrs(message, NETTUNE_A_SUMMARY_GET_GROUP, take_group, answer);
}

static void module_open(const struct bench_variant *variant)
{
	struct bench_answer answer = { 0 };

	(void)variant;
	family = 0;
	bench_netlink_open(NETLINK_GENERIC);
	request_begin(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
	attr_put(CTRL_ATTR_FAMILY_NAME, NETTUNE_FAMILY_NAME, sizeof(NETTUNE_FAMILY_NAME));
	bench_netlink_ask(&request.header, take_family, &answer);
	if (!family)
		bench_failx("the family's number is not in the answer");
}

static void module_run(const struct bench_variant *variant, struct bench_answer *answer)
{
	const struct question *question = variant->arg;

	question_put(question);
	bench_netlink_ask(&request.header,
			  question->command == NETTUNE_CMD_SUMMARY_GET ? take_groups : take_sockets,
			  answer);
}

#define MODULE_VARIANT(text, found, ...)					\
	{									\
		.name = "nettune " text, .expect = (found),			\
		.open = module_open, .run = module_run, .close = bench_netlink_close, \
		.arg = &(const struct question){ __VA_ARGS__ },			\
	}

const struct bench_variant bench_module[] = {
	MODULE_VARIANT("summary", BENCH_CONNECTIONS,
		       .command = NETTUNE_CMD_SUMMARY_GET),
	MODULE_VARIANT("summary, histograms", BENCH_CONNECTIONS,
		       .command = NETTUNE_CMD_SUMMARY_GET, .histograms = true),
	MODULE_VARIANT("top 20 by receive buffer", BENCH_TOP,
		       .command = NETTUNE_CMD_SOCKET_GET, .groups = COLUMNS,
		       .order = NETTUNE_KEY_RMEM, .limit = BENCH_TOP_K),
	MODULE_VARIANT("dump, all fields", BENCH_CONNECTIONS,
		       .command = NETTUNE_CMD_SOCKET_GET, .groups = ALL_FIELDS),
	MODULE_VARIANT("dump, default columns", BENCH_CONNECTIONS,
		       .command = NETTUNE_CMD_SOCKET_GET, .groups = COLUMNS,
		       .states = NOT_LISTENING),
	MODULE_VARIANT("listeners", BENCH_LISTENERS,
		       .command = NETTUNE_CMD_SOCKET_GET, .groups = COLUMNS,
		       .states = LISTENING),
	MODULE_VARIANT("dump, filter matches none", BENCH_NONE,
		       .command = NETTUNE_CMD_SOCKET_GET, .groups = COLUMNS, .port = NO_PORT),
};

const size_t bench_nr_module = ARRAY_SIZE(bench_module);
