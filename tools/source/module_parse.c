// SPDX-License-Identifier: GPL-2.0-or-later
/* What nettune.ko's netlink messages say. */
#include "source/module.h"

#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>

#include "transport/attrs.h"

/*
 * Where an attribute of a record goes. @first is the size of the structure's
 * first version: a shorter one can't be used, a longer one has a tail from the
 * future.
 */
struct part {
	size_t	at;
	size_t	size;
	size_t	first;
};

/* The first version ended with the member @last, @width bytes long. */
#define PART(container, member, type, last, width) { \
	offsetof(container, member), sizeof(struct type), \
	offsetof(struct type, last) + (width), \
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Copy the parts of a record to where they go. Return: a mask of the types
 * that were there, each as 1 << type, or -EBADMSG.
 */
static int take_parts(const struct nlattr *record, const struct part *parts,
		      int max, void *to)
{
	const struct nlattr *attr = nla_data(record);
	int rest = nla_len(record);
	int seen = 0;

	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		const struct part *part = &parts[smaller(nla_type(attr), max)];
		size_t len = nla_len(attr);

		if (!nla_type(attr) || nla_type(attr) > max ||
		    !part->size || len < part->first)
			continue;
		memcpy((char *)to + part->at, nla_data(attr),
		       smaller(len, part->size));
		seen |= 1 << nla_type(attr);
	}
	return rest > 0 ? -EBADMSG : seen;
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
	static const struct part parts[NETTUNE_A_SOCKET_MAX + 1] = {
		[NETTUNE_A_SOCKET_ID] =
			PART(struct model_sock, snap.id, nettune_sock_id,
			     cookie, sizeof(__u64)),
		[NETTUNE_A_SOCKET_MEM] =
			PART(struct model_sock, snap.mem, nettune_sock_mem,
			     send_q, sizeof(__u32)),
		[NETTUNE_A_SOCKET_LISTENER] =
			PART(struct model_sock, snap.listener,
			     nettune_sock_listener, tfo_max, sizeof(__u32)),
		[NETTUNE_A_SOCKET_TCP] =
			PART(struct model_sock, snap.tcp, nettune_sock_tcp,
			     srtt_us, sizeof(__u32)),
		[NETTUNE_A_SOCKET_OWNER] =
			PART(struct model_sock, snap.owner, nettune_sock_owner,
			     cgroup, sizeof(__u64)),
		[NETTUNE_A_SOCKET_PROCESS] =
			PART(struct model_sock, process, nettune_sock_process,
			     comm, sizeof(char[16])),
	};
	static const __u32 has[NETTUNE_A_SOCKET_MAX + 1] = {
		[NETTUNE_A_SOCKET_MEM] = NT_HAS_MEM,
		[NETTUNE_A_SOCKET_LISTENER] = NT_HAS_ACCEPT | NT_HAS_SYN,
		[NETTUNE_A_SOCKET_TCP] = NT_HAS_TCP,
		[NETTUNE_A_SOCKET_OWNER] = NT_HAS_OWNER,
	};
	struct nt_snap *snap = &sock->snap;
	int seen;

	memset(sock, 0, sizeof(*sock));
	seen = take_parts(record, parts, NETTUNE_A_SOCKET_MAX, sock);
	if (seen < 0 || !(seen & 1 << NETTUNE_A_SOCKET_ID))
		return -EBADMSG;
	for (int type = 1; type <= NETTUNE_A_SOCKET_MAX; type++)
		if (seen & 1 << type)
			snap->has |= has[type];

	sock->mark_known = snap->has & NT_HAS_OWNER;
	sock->process.comm[sizeof(sock->process.comm) - 1] = '\0';

	/* A mini-socket has no buffers and none of the flags' fields either. */
	if (snap->has & NT_HAS_MEM)
		snap->flags_known = MODEL_FLAGS_ALL;
	return 0;
}

/**
 * module_parse_group() - read one group of a summary
 * @record: NETTUNE_A_SUMMARY_GET_GROUP, complete in memory
 * @group: filled in
 *
 * Return: 0, or -EBADMSG when the record is malformed or has no sums.
 */
int module_parse_group(const struct nlattr *record, struct module_group *group)
{
	const int needed = 1 << NETTUNE_A_SUMMARY_ID |
			   1 << NETTUNE_A_SUMMARY_STAT;
	static const struct part parts[NETTUNE_A_SUMMARY_MAX + 1] = {
		[NETTUNE_A_SUMMARY_ID] =
			PART(struct module_group, group.id, nettune_summary_id,
			     cgroup, sizeof(__u64)),
		[NETTUNE_A_SUMMARY_STAT] =
			PART(struct module_group, group.stat,
			     nettune_summary_stat, pad, sizeof(__u32)),
		[NETTUNE_A_SUMMARY_HIST] =
			PART(struct module_group, hist, nettune_summary_hist,
			     send_q, sizeof(__u32[NETTUNE_HIST_LOG2])),
	};
	int seen;

	memset(group, 0, sizeof(*group));
	seen = take_parts(record, parts, NETTUNE_A_SUMMARY_MAX, group);
	if (seen < 0 || (seen & needed) != needed)
		return -EBADMSG;
	group->has_hist = seen & 1 << NETTUNE_A_SUMMARY_HIST;
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
	if (len >= offsetof(struct nettune_softnet, sampled) + sizeof(__u32) &&
	    softnet->stat.sampled)
		softnet->has |= MODEL_SOFTNET_HAS_PRESSURE;
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

	attr = attrs_begin(hdr, GENL_HDRLEN, &rest);
	if (!attr)
		return -EBADMSG;
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		if (nla_type(attr) != type)
			continue;
		err = take(attr, arg);
		if (err)
			return err;
	}
	return rest > 0 ? -EBADMSG : 0;
}
