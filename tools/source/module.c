// SPDX-License-Identifier: GPL-2.0-or-later
/* The source that asks nettune.ko over generic netlink. */
#include "source/module.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/genl/genl.h>

#include "source/proc.h"
#include "source/source.h"

/*
 * Where each attribute of a socket goes. @first is the size of the structure's
 * first version: a shorter one can't be used, a longer one has a tail from the
 * future.
 */
static const struct group {
	size_t	at;
	size_t	size;
	size_t	first;
	__u32	has;
} groups[NETTUNE_A_SOCKET_MAX + 1] = {
	[NETTUNE_A_SOCKET_ID] = {
		offsetof(struct nt_snap, id), sizeof(struct nettune_sock_id),
		offsetof(struct nettune_sock_id, cookie) + sizeof(__u64), 0,
	},
	[NETTUNE_A_SOCKET_MEM] = {
		offsetof(struct nt_snap, mem), sizeof(struct nettune_sock_mem),
		offsetof(struct nettune_sock_mem, send_q) + sizeof(__u32), NT_HAS_MEM,
	},
	[NETTUNE_A_SOCKET_LISTENER] = {
		offsetof(struct nt_snap, listener),
		sizeof(struct nettune_sock_listener),
		offsetof(struct nettune_sock_listener, tfo_max) + sizeof(__u32),
		NT_HAS_ACCEPT | NT_HAS_SYN,
	},
	[NETTUNE_A_SOCKET_TCP] = {
		offsetof(struct nt_snap, tcp), sizeof(struct nettune_sock_tcp),
		offsetof(struct nettune_sock_tcp, srtt_us) + sizeof(__u32), NT_HAS_TCP,
	},
	[NETTUNE_A_SOCKET_OWNER] = {
		offsetof(struct nt_snap, owner),
		sizeof(struct nettune_sock_owner),
		offsetof(struct nettune_sock_owner, cgroup) + sizeof(__u64), NT_HAS_OWNER,
	},
};

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/**
 * module_parse_socket() - read one socket record
 * @record: NETTUNE_A_SOCKET_GET_SOCKET, complete in memory
 * @sock: filled in
 *
 * Return: 0, or -EBADMSG when the record is malformed or has no identity.
 */
int module_parse_socket(const struct nlattr *record, struct model_sock *sock)
{
	const struct nlattr *attr = nla_data(record);
	int rest = nla_len(record);
	bool identified = false;

	memset(sock, 0, sizeof(*sock));
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		int type = nla_type(attr);
		const struct group *group = &groups[smaller(type, NETTUNE_A_SOCKET_MAX)];
		size_t len = nla_len(attr);

		if (!type || type > NETTUNE_A_SOCKET_MAX || len < group->first)
			continue;
		memcpy((char *)&sock->snap + group->at, nla_data(attr),
		       smaller(len, group->size));
		sock->snap.has |= group->has;
		identified |= type == NETTUNE_A_SOCKET_ID;
	}
	if (rest > 0 || !identified)
		return -EBADMSG;

	/* A mini-socket has no buffers and none of the flags' fields either. */
	if (sock->snap.has & NT_HAS_MEM)
		sock->snap.flags_known = MODEL_FLAGS_ALL;
	return 0;
}

/**
 * module_parse_softnet() - read one CPU's record
 * @record: NETTUNE_A_SOFTNET_GET_CPU, complete in memory
 * @softnet: filled in, but for the flow limit
 *
 * Return: 0, or -EBADMSG when the record is too short.
 */
int module_parse_softnet(const struct nlattr *record,
			 struct model_softnet *softnet)
{
	const size_t first = offsetof(struct nettune_softnet, received_rps) +
			     sizeof(__u32);
	size_t len = nla_len(record);

	memset(softnet, 0, sizeof(*softnet));
	if (len < first)
		return -EBADMSG;
	memcpy(&softnet->stat, nla_data(record),
	       smaller(len, sizeof(softnet->stat)));
	softnet->has = MODEL_SOFTNET_HAS_STAT;
	return 0;
}

/**
 * module_parse_records() - hand on the records of one message
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @type: attribute that holds a record; others are from the future
 * @take: called for each; a value other than 0 ends the message
 * @arg: for @take
 *
 * Return: 0, what @take said, or -EBADMSG when the message is malformed.
 */
int module_parse_records(const struct nlmsghdr *hdr, int type,
			 module_take_fn take, void *arg)
{
	const struct nlattr *attr;
	int rest, err;

	if (hdr->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return -EBADMSG;

	attr = (const struct nlattr *)((const char *)NLMSG_DATA(hdr) +
				       GENL_HDRLEN);
	rest = hdr->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN);
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		if (nla_type(attr) != type)
			continue;
		err = take(attr, arg);
		if (err)
			return err;
	}
	return rest > 0 ? -EBADMSG : 0;
}

/* One dump: which records are in it, and what becomes of them. */
struct dump {
	int			family;
	int			type;
	module_take_fn		take;
	source_sock_fn		sock_fn;
	source_softnet_fn	softnet_fn;
	void			*arg;
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

static int put_array(struct nl_msg *msg, int attr, const void *elements,
		     size_t size, __u32 nr)
{
	return nla_put(msg, attr, size * nr, elements);
}

/* Everything that a filter asks for besides the kind of socket. */
static int put_checks(struct nl_msg *msg, const struct nt_filter *filter)
{
	__u32 checks = filter->checks;

	if ((checks & NT_FILTER_SPORTS &&
	     put_array(msg, NETTUNE_A_FILTER_SPORTS, filter->sports,
		       sizeof(filter->sports[0]), filter->nr_sports)) ||
	    (checks & NT_FILTER_DPORTS &&
	     put_array(msg, NETTUNE_A_FILTER_DPORTS, filter->dports,
		       sizeof(filter->dports[0]), filter->nr_dports)) ||
	    (checks & NT_FILTER_SADDRS &&
	     put_array(msg, NETTUNE_A_FILTER_SADDRS, filter->saddrs,
		       sizeof(filter->saddrs[0]), filter->nr_saddrs)) ||
	    (checks & NT_FILTER_DADDRS &&
	     put_array(msg, NETTUNE_A_FILTER_DADDRS, filter->daddrs,
		       sizeof(filter->daddrs[0]), filter->nr_daddrs)) ||
	    (checks & NT_FILTER_MINIMUMS &&
	     put_array(msg, NETTUNE_A_FILTER_MINIMUMS, filter->minimums,
		       sizeof(filter->minimums[0]), filter->nr_minimums)))
		return -ENOMEM;
	if ((checks & NT_FILTER_UID &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_UID, filter->uid)) ||
	    (checks & NT_FILTER_IFINDEX &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_IFINDEX, filter->ifindex)) ||
	    (checks & NT_FILTER_NETNS &&
	     nla_put_u32(msg, NETTUNE_A_FILTER_NETNS, filter->netns)) ||
	    (checks & NT_FILTER_CGROUP &&
	     nla_put_u64(msg, NETTUNE_A_FILTER_CGROUP, filter->cgroup)))
		return -ENOMEM;
	return 0;
}

static int module_put_filter(struct nl_msg *msg, int attr,
			     const struct nt_filter *filter)
{
	struct nlattr *nest = nla_nest_start(msg, attr | NLA_F_NESTED);

	if (!nest ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_PROTOCOLS, filter->protocols) ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_FAMILIES, filter->families) ||
	    nla_put_u32(msg, NETTUNE_A_FILTER_STATES, filter->states) ||
	    put_checks(msg, filter))
		return -ENOMEM;
	nla_nest_end(msg, nest);
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
	int err = -ENOMEM;

	msg = new_request(src, NETTUNE_CMD_SOCKET_GET);
	if (!msg)
		return -ENOMEM;
	if (module_put_filter(msg, NETTUNE_A_SOCKET_GET_FILTER, &query->filter) ||
	    nla_put_u32(msg, NETTUNE_A_SOCKET_GET_GROUPS, query->groups))
		goto out_free;
	err = netlink_request(&src->nl, msg, take_message, &dump);
out_free:
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

static void module_close(struct source *src)
{
	netlink_close(&src->nl);
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
	err = genl_family_find(&src->nl, NETTUNE_FAMILY_NAME, &src->family);
	dump.family = src->family.id;
	if (!err)
		err = dump_softnet(src, &dump);
	if (err)
		module_close(src);
	return err;
}

const struct source_ops source_module = {
	.name = "module",
	.open = module_open,
	.close = module_close,
	.sockets = module_sockets,
	.softnet = module_softnet,
};
