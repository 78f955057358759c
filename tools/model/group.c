// SPDX-License-Identifier: GPL-2.0-or-later
/* What the groups of a summary are called. */
#include "model/group.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "model/sock.h"

/* @none: the sockets to which it does not apply. */
static const struct {
	const char *name;
	const char *none;
} kinds[] = {
	[NETTUNE_GROUP_BY_NONE]		= { "none", "(none)" },
	[NETTUNE_GROUP_BY_SPORT]	= { "port", "(no port)" },
	[NETTUNE_GROUP_BY_LISTENER]	= { "listener", "(no listener)" },
	[NETTUNE_GROUP_BY_STATE]	= { "state", "(no state)" },
	[NETTUNE_GROUP_BY_CGROUP]	= { "cgroup", "(not known)" },
	[NETTUNE_GROUP_BY_UID]		= { "uid", "(no owner)" },
	[NETTUNE_GROUP_BY_NETNS]	= { "netns", "(no namespace)" },
	[NETTUNE_GROUP_BY_PROTOCOL]	= { "protocol", "(no protocol)" },
};

/**
 * model_group_by_parse() - what to group by
 * @name: its name
 *
 * Return: one of enum nettune_group_by, or -EINVAL for an unknown name.
 */
int model_group_by_parse(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return i;
	return -EINVAL;
}

/**
 * model_group_by_name() - name of what is grouped by
 * @group_by: one of enum nettune_group_by
 *
 * Return: the name, "unknown" for a number that has none.
 */
const char *model_group_by_name(__u32 group_by)
{
	return group_by < ARRAY_SIZE(kinds) ? kinds[group_by].name : "unknown";
}

/**
 * model_group_special() - is it a group without a key?
 * @group: the group
 *
 * Return: "other" for all whose group found no room, "none" for all to which
 * it does not apply, else NULL.
 */
const char *model_group_special(const struct model_group *group)
{
	if (group->id.flags & NETTUNE_SUMMARY_FLAG_OTHER)
		return "other";
	return group->id.flags & NETTUNE_SUMMARY_FLAG_NONE ? "none" : NULL;
}

static void listener_label(const struct model_group *group, char *buf,
			   size_t size)
{
	const struct nettune_summary_id *id = &group->id;
	struct model_sock sock = {
		.snap.id = {
			.family = id->family, .protocol = id->protocol,
			.sport = id->sport,
			/* Whether it takes IPv4 too is not said: show "[::]". */
			.flags = NETTUNE_SOCK_FLAG_V6ONLY,
		},
		.ifname = group->ifname,
	};
	char end[MODEL_ENDPOINT_MAX];

	memcpy(sock.snap.id.saddr, id->saddr, sizeof(id->saddr));
	model_endpoint(&sock, false, end, sizeof(end));
	if (group->several_netns)
		snprintf(buf, size, "%s netns %u", end, id->netns);
	else
		snprintf(buf, size, "%s", end);
}

static void cgroup_label(const struct model_group *group, char *buf,
			 size_t size)
{
	if (group->cgroup)
		snprintf(buf, size, "%s", group->cgroup);
	else
		snprintf(buf, size, "cgroup %llu", group->id.cgroup);
}

/**
 * model_group_label() - what a group is called in a table
 * @group: the group
 * @buf: where to put it; may hold anything that a path may
 * @size: bytes in @buf
 */
void model_group_label(const struct model_group *group, char *buf, size_t size)
{
	const struct nettune_summary_id *id = &group->id;

	if (id->flags & NETTUNE_SUMMARY_FLAG_OTHER) {
		snprintf(buf, size, "(all others)");
		return;
	}
	if (id->flags & NETTUNE_SUMMARY_FLAG_NONE) {
		snprintf(buf, size, "%s", kinds[group->group_by].none);
		return;
	}
	switch (group->group_by) {
	case NETTUNE_GROUP_BY_SPORT:
		snprintf(buf, size, "%s:%u", model_netid(id->protocol),
			 ntohs(id->sport));
		break;
	case NETTUNE_GROUP_BY_LISTENER:
		listener_label(group, buf, size);
		break;
	case NETTUNE_GROUP_BY_STATE:
		snprintf(buf, size, "%s %s", model_netid(id->protocol),
			 model_state_label(id->state));
		break;
	case NETTUNE_GROUP_BY_CGROUP:
		cgroup_label(group, buf, size);
		break;
	case NETTUNE_GROUP_BY_UID:
		snprintf(buf, size, "uid %u", id->uid);
		break;
	case NETTUNE_GROUP_BY_NETNS:
		snprintf(buf, size, "netns %u", id->netns);
		break;
	case NETTUNE_GROUP_BY_PROTOCOL:
		snprintf(buf, size, "%s %s", model_netid(id->protocol),
			 model_family_name(id->family));
		break;
	default:
		snprintf(buf, size, "all");
	}
}

/**
 * model_permille() - how much of a sum's limit is in use
 * @part: sum
 * @whole: sum of the limits
 *
 * Return: permille, rounded down, 0 for a limit of 0.
 */
__u64 model_permille(__u64 part, __u64 whole)
{
	return whole ? part * 1000 / whole : 0;
}

/**
 * model_group_buffered() - how many sockets are in the sums of buffers
 * @group: the group
 *
 * Return: those that neither listen nor are mini-sockets.
 */
__u32 model_group_buffered(const struct model_group *group)
{
	return group->stat.full - group->stat.listeners;
}
