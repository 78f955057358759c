// SPDX-License-Identifier: GPL-2.0-or-later
/* The options by which commands choose sockets. */
#include "cmd/filter.h"

#include <errno.h>
#include <net/if.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>

#include "model/filter.h"
#include "model/parse.h"

#define STATE(state)	(1U << NT_STATE_ ## state)

/* What ss's -l adds up to. */
#define STATES_LISTEN	(STATE(LISTEN) | STATE(CLOSE))

enum {
	OPT_STATE = CMD_FILTER_FIRST,
	OPT_SPORT,
	OPT_DPORT,
	OPT_SRC,
	OPT_DST,
	OPT_UID,
	OPT_IFNAME,
	OPT_CGROUP,
	OPT_MIN,
};

const struct cmd_option cmd_filter_options[] = {
	{ 't', "tcp", NULL, "TCP sockets" },
	{ 'u', "udp", NULL, "UDP sockets" },
	{ 'w', "raw", NULL, "raw sockets" },
	{ 'x', "unix", NULL, "unix sockets" },
	{ '4', "ipv4", NULL, "IPv4 sockets" },
	{ '6', "ipv6", NULL, "IPv6 sockets" },
	{ 'l', "listening", NULL, "listening sockets only" },
	{ 'a', "all", NULL, "sockets in every state" },
	{ OPT_STATE, "state", "STATES", "in these: established,syn-sent,..." },
	{ OPT_SPORT, "sport", "PORTS", "local port is one of 80,443,1000-2000" },
	{ OPT_DPORT, "dport", "PORTS", "the peer's port is" },
	{ OPT_SRC, "src", "ADDRESSES",
	  "local address is in one of 10.0.0.0/8,::1" },
	{ OPT_DST, "dst", "ADDRESSES", "the peer's address is" },
	{ OPT_UID, "uid", "USER", "that belong to a user" },
	{ OPT_IFNAME, "ifname", "DEVICE", "that are bound to a network device" },
	{ OPT_CGROUP, "cgroup", "PATH", "that were made in a cgroup" },
	{ 'F', "filter", "FILE", "read the filter, or more of it, from a file" },
	{ OPT_MIN, "min", "KEY=VALUE",
	  "with that much: rmem=80%, recvq=64K, drops=1\n"
	  "(this, --top and --summary look at every\n"
	  "state, unless told which)" },
	{ 0 }
};

/**
 * cmd_filter_has() - is it one of the options that are read here?
 * @id: the option
 *
 * Return: true if it is.
 */
bool cmd_filter_has(int id)
{
	return (id >= CMD_FILTER_FIRST && id <= CMD_FILTER_LAST) ||
	       (id < 256 && strchr("tuwx46laF", id));
}

/* A number, or a name that the C library knows. */
static int set_uid(struct nt_filter *filter, const char *value)
{
	const struct passwd *user;
	int err;

	err = parse_u32(value, 0, UINT32_MAX, &filter->uid);
	if (err == -EINVAL) {
		user = getpwnam(value);
		if (!user)
			return -EINVAL;
		filter->uid = user->pw_uid;
		err = 0;
	}
	filter->checks |= NT_FILTER_UID;
	return err;
}

/* Options without a value. */
static void set_kind(struct nt_filter *filter, int id)
{
	switch (id) {
	case 't':
		filter->protocols |= NETTUNE_PROTOCOL_TCP;
		break;
	case 'u':
		filter->protocols |= NETTUNE_PROTOCOL_UDP;
		break;
	case 'w':
		filter->protocols |= NETTUNE_PROTOCOL_RAW;
		break;
	case 'x':
		filter->protocols |= MODEL_PROTOCOL_UNIX;
		break;
	case '4':
		filter->families |= NETTUNE_FAMILY_INET;
		break;
	case '6':
		filter->families |= NETTUNE_FAMILY_INET6;
		break;
	case 'l':
		filter->states = STATES_LISTEN;
		break;
	case 'a':
		filter->states = NT_STATES_ALL;
		break;
	}
}

/**
 * cmd_filter_set() - take an option
 * @filter: takes it
 * @id: the option, one that cmd_filter_has()
 * @value: its value, if it has one
 *
 * Return: 0, or a negative errno for a value that makes no sense.
 */
int cmd_filter_set(struct cmd_filter *filter, int id, const char *value)
{
	switch (id) {
	case OPT_STATE:
		return model_filter_states(&filter->filter, value);
	case OPT_SPORT:
		return model_filter_sports(&filter->filter, value);
	case OPT_DPORT:
		return model_filter_dports(&filter->filter, value);
	case OPT_SRC:
		return model_filter_saddrs(&filter->filter, value);
	case OPT_DST:
		return model_filter_daddrs(&filter->filter, value);
	case OPT_UID:
		return set_uid(&filter->filter, value);
	case OPT_MIN:
		return model_filter_minimum(&filter->filter, value);
	case OPT_IFNAME:
		filter->ifname = value;
		return 0;
	case 'F':
		filter->file = value;
		return 0;
	case OPT_CGROUP:
		filter->cgroup = value;
		return 0;
	}
	set_kind(&filter->filter, id);
	return 0;
}

/* The number of a device is that of the namespace that is looked at. */
static int find_device(const struct cmd_ctx *ctx, const struct source *src,
		       const char *name, struct nt_filter *filter)
{
	int err = source_find_device(src, name, &filter->ifindex);

	if (err) {
		cmd_say(ctx, "network device '%s': %s", name, strerror(-err));
		return err;
	}
	filter->checks |= NT_FILTER_IFINDEX;
	return 0;
}

static int find_cgroup(const struct cmd_ctx *ctx, const struct source *src,
		       const char *name, struct nt_filter *filter)
{
	int err = source_find_cgroup(src, name, &filter->cgroup);

	if (err) {
		cmd_say(ctx, "cgroup '%s': %s", name, strerror(-err));
		return err;
	}
	filter->checks |= NT_FILTER_CGROUP;
	return 0;
}

/* What a source does not know no socket can be asked for. */
static int check_keys(const struct cmd_ctx *ctx, const struct source *src,
		      const struct nt_filter *filter)
{
	for (__u32 i = 0; i < filter->nr_minimums; i++)
		if (src->ops->unknown_keys & 1U << filter->minimums[i].key) {
			cmd_say(ctx, "--min: %s", CMD_ONLY_MODULE_KNOWS);
			return -EOPNOTSUPP;
		}
	return 0;
}

/**
 * cmd_filter_finish() - the filter that the options add up to
 * @ctx: names the command
 * @src: open source, in the namespace that is looked at
 * @from: the options
 * @filter: filled in; a mask of protocols or states that was not asked for
 *	is 0
 *
 * Return: 0 or a negative errno, after a message.
 */
int cmd_filter_finish(const struct cmd_ctx *ctx, const struct source *src,
		      const struct cmd_filter *from, struct nt_filter *filter)
{
	int err = 0;

	*filter = from->filter;
	/* Of unix sockets there is one family only. */
	filter->families = (filter->families ?: NT_FAMILIES_ALL) |
			   MODEL_FAMILY_UNIX;
	if (from->ifname)
		err = find_device(ctx, src, from->ifname, filter);
	if (!err && from->cgroup)
		err = find_cgroup(ctx, src, from->cgroup, filter);
	return err ?: check_keys(ctx, src, filter);
}
