// SPDX-License-Identifier: GPL-2.0-or-later
/* The source that asks nettune.ko over generic netlink. */
#include "source/module.h"

#include <errno.h>
#include <stdlib.h>

#include <netlink/genl/genl.h>

#include "source/proc.h"
#include "source/source.h"

/* One dump: which records are in it, and what becomes of them. */
struct dump {
	int			family;
	int			type;
	module_take_fn		take;
	source_sock_fn		sock_fn;
	source_softnet_fn	softnet_fn;
	void			*arg;
	struct groups		*groups;
	struct model_softnet	*proc;
	size_t			cpus;
};

static int take_message(const struct nlmsghdr *hdr, void *arg)
{
	struct dump *dump = arg;

	if (hdr->nlmsg_type != dump->family)
		return -EBADMSG;
	return module_parse_records(hdr, dump->type, dump->take, dump);
}

static int take_socket(const struct nlattr *record, void *arg)
{
	struct dump *dump = arg;
	struct model_sock sock;
	int err;

	err = module_parse_socket(record, &sock);
	return err ?: dump->sock_fn(&sock, dump->arg);
}

/* The flow limit's counter is private to the kernel; only /proc shows it. */
static int take_cpu(const struct nlattr *record, void *arg)
{
	struct dump *dump = arg;
	struct model_softnet softnet;
	int err;

	err = module_parse_softnet(record, &softnet);
	if (err)
		return err;
	for (size_t i = 0; i < dump->cpus; i++) {
		if (dump->proc[i].stat.cpu != softnet.stat.cpu)
			continue;
		softnet.flow_limit = dump->proc[i].flow_limit;
		softnet.has |= dump->proc[i].has & MODEL_SOFTNET_HAS_FLOW_LIMIT;
		break;
	}
	return dump->softnet_fn(&softnet, dump->arg);
}

static struct nl_msg *new_request(const struct source *src, int cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, src->family.id,
				0, NLM_F_DUMP, cmd, NETTUNE_FAMILY_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static int put_query(struct nl_msg *msg, const struct source_query *query)
{
	if (module_put_filter(msg, NETTUNE_A_SOCKET_GET_FILTER, query) ||
	    nla_put_u32(msg, NETTUNE_A_SOCKET_GET_GROUPS, query->groups))
		return -ENOMEM;
	if (!query->order)
		return 0;
	if (nla_put_u32(msg, NETTUNE_A_SOCKET_GET_ORDER, query->order) ||
	    nla_put_u32(msg, NETTUNE_A_SOCKET_GET_LIMIT, query->limit))
		return -ENOMEM;
	return 0;
}

static int module_sockets(struct source *src, const struct source_query *query,
			  source_sock_fn fn, void *arg)
{
	struct dump dump = {
		.family = src->family.id, .type = NETTUNE_A_SOCKET_GET_SOCKET,
		.take = take_socket, .sock_fn = fn, .arg = arg,
	};
	struct nl_msg *msg;
	int err;

	msg = new_request(src, NETTUNE_CMD_SOCKET_GET);
	if (!msg)
		return -ENOMEM;
	err = put_query(msg, query) ?:
	      netlink_request(&src->nl, msg, take_message, &dump);
	nlmsg_free(msg);
	return err;
}

static int take_group(const struct nlattr *record, void *arg)
{
	struct dump *dump = arg;
	struct module_group group;
	int err;

	err = module_parse_group(record, &group);
	if (err)
		return err;
	groups_merge(dump->groups, &group.group,
		     group.has_hist ? &group.hist : NULL);
	return 0;
}

static int put_summary(struct nl_msg *msg, const struct source_query *query,
		       const struct groups *groups)
{
	__u32 max = groups->table.max;

	if (module_put_filter(msg, NETTUNE_A_SUMMARY_GET_FILTER, query) ||
	    nla_put_u32(msg, NETTUNE_A_SUMMARY_GET_GROUP_BY,
			groups->group_by) ||
	    (max && nla_put_u32(msg, NETTUNE_A_SUMMARY_GET_MAX_GROUPS, max)) ||
	    (groups->table.hists &&
	     nla_put_flag(msg, NETTUNE_A_SUMMARY_GET_HISTOGRAMS)))
		return -ENOMEM;
	return 0;
}

static int module_summary(struct source *src, const struct source_query *query,
			  struct groups *groups)
{
	struct dump dump = {
		.family = src->family.id, .type = NETTUNE_A_SUMMARY_GET_GROUP,
		.take = take_group, .groups = groups,
	};
	struct nl_msg *msg;
	int err;

	msg = new_request(src, NETTUNE_CMD_SUMMARY_GET);
	if (!msg)
		return -ENOMEM;
	err = put_summary(msg, query, groups) ?:
	      netlink_request(&src->nl, msg, take_message, &dump);
	nlmsg_free(msg);
	return err;
}

static int dump_softnet(struct source *src, struct dump *dump)
{
	struct nl_msg *msg;
	int err;

	msg = new_request(src, NETTUNE_CMD_SOFTNET_GET);
	if (!msg)
		return -ENOMEM;
	err = netlink_request(&src->nl, msg, take_message, dump);
	nlmsg_free(msg);
	return err;
}

static int module_softnet(struct source *src, source_softnet_fn fn, void *arg)
{
	struct dump dump = {
		.family = src->family.id, .type = NETTUNE_A_SOFTNET_GET_CPU,
		.take = take_cpu, .softnet_fn = fn, .arg = arg,
	};
	int err;

	/* Without /proc only the flow limit stays unknown. */
	if (proc_softnet(src->proc_root, &dump.proc, &dump.cpus))
		dump.cpus = 0;
	err = dump_softnet(src, &dump);
	free(dump.proc);
	return err;
}

static int ignore_record(const struct nlattr *record, void *arg)
{
	(void)record;
	(void)arg;
	return 0;
}

static int ignore_socket(struct model_sock *sock, void *arg)
{
	(void)sock;
	(void)arg;
	return 0;
}

static void module_close(struct source *src)
{
	netlink_close(&src->nl);
}

/*
 * Raw sockets of older kernels can't be read without their lock, which the
 * module says to who asks for no others. None is ever in this state.
 */
static int find_lacks(struct source *src)
{
	const struct source_query raw = {
		.filter = {
			.protocols = NETTUNE_PROTOCOL_RAW,
			.families = NT_FAMILIES_ALL,
			.states = 1U << NT_STATE_SYN_SENT,
		},
		.groups = NETTUNE_GROUP_MEM,
	};
	int err = module_sockets(src, &raw, ignore_socket, NULL);

	if (err != -EOPNOTSUPP)
		return err;
	src->lacks = NETTUNE_PROTOCOL_RAW;
	return 0;
}

/*
 * Anyone may look the family up, so only a first question shows whether it
 * answers us: the cheapest one.
 */
static int module_open(struct source *src)
{
	struct dump dump = { .take = ignore_record };
	int err;

	err = netlink_open(&src->nl, NETLINK_GENERIC);
	if (err)
		return err;
	err = genl_family_find(&src->nl, NETTUNE_FAMILY_NAME, NULL,
			       &src->family);
	dump.family = src->family.id;
	if (!err)
		err = dump_softnet(src, &dump);
	if (!err)
		err = find_lacks(src);
	if (err)
		module_close(src);
	return err;
}

const struct source_ops source_module = {
	.name = "module",
	.orders = true,
	.processes = true,
	.open = module_open,
	.close = module_close,
	.sockets = module_sockets,
	.summary = module_summary,
	.softnet = module_softnet,
};
