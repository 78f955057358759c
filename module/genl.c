// SPDX-License-Identifier: GPL-2.0
/*
 * The netlink family: requests in, snapshots out.
 *
 * include/uapi/linux/nettune.h describes the protocol. The family runs its
 * operations in parallel, without genl_mutex, so that a dump does not hold up
 * other families, but for its first message, during which none can come or go
 * (cb_lock in net/netlink/genetlink.c). All state of a dump is its own.
 */
#include "nettune.h"

#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/netlink.h>

#include "compat.h"

static struct genl_family nettune_nl_family;

/* What a socket dump keeps between two messages ... */
struct socket_dump_ctx {
	struct nt_walk	*walk;
};

/* ... and what a softnet dump keeps: the CPU to go on with. */
struct softnet_dump_ctx {
	unsigned int	cpu;
};

static struct socket_dump_ctx *socket_dump_ctx(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct socket_dump_ctx) > sizeof(cb->ctx));
	return (struct socket_dump_ctx *)cb->ctx;
}

static struct softnet_dump_ctx *softnet_dump_ctx(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct softnet_dump_ctx) > sizeof(cb->ctx));
	return (struct softnet_dump_ctx *)cb->ctx;
}

static void *nettune_nl_put_header(struct sk_buff *skb,
				   const struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &nettune_nl_family, NLM_F_MULTI, cmd);
}

static int socket_put_group(struct sk_buff *skb, bool wanted, int attr,
			    int len, const void *data)
{
	return wanted ? nla_put(skb, attr, len, data) : 0;
}

static int socket_put(struct sk_buff *skb, const struct nt_snap *snap,
		      u32 groups)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, NETTUNE_A_SOCKET_GET_SOCKET);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put(skb, NETTUNE_A_SOCKET_ID, sizeof(snap->id), &snap->id) ||
	    socket_put_group(skb, (groups & NETTUNE_GROUP_MEM) &&
			     (snap->has & NT_HAS_MEM), NETTUNE_A_SOCKET_MEM,
			     sizeof(snap->mem), &snap->mem) ||
	    socket_put_group(skb, (groups & NETTUNE_GROUP_LISTENER) &&
			     (snap->has & NT_HAS_ACCEPT),
			     NETTUNE_A_SOCKET_LISTENER,
			     sizeof(snap->listener), &snap->listener) ||
	    socket_put_group(skb, (groups & NETTUNE_GROUP_TCP) &&
			     (snap->has & NT_HAS_TCP), NETTUNE_A_SOCKET_TCP,
			     sizeof(snap->tcp), &snap->tcp) ||
	    socket_put_group(skb, (groups & NETTUNE_GROUP_OWNER) &&
			     (snap->has & NT_HAS_OWNER), NETTUNE_A_SOCKET_OWNER,
			     sizeof(snap->owner), &snap->owner)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/*
 * A check of its own: of a range and a mask a policy can only have one, and
 * on older kernels a dump's start can't tell the asker what is wrong.
 */
static int nettune_nl_validate_mask(const struct nlattr *attr,
				    struct netlink_ext_ack *extack)
{
	static const u32 known[] = {
		[NETTUNE_A_SOCKET_GET_PROTOCOLS]	= NT_PROTOCOLS_ALL,
		[NETTUNE_A_SOCKET_GET_FAMILIES]		= NT_FAMILIES_ALL,
		[NETTUNE_A_SOCKET_GET_STATES]		= NT_STATES_ALL,
		[NETTUNE_A_SOCKET_GET_GROUPS]		= NT_GROUPS_ALL,
	};
	u32 mask = nla_get_u32(attr);

	if (!mask)
		NL_SET_ERR_MSG_ATTR(extack, attr, "a mask of 0 selects nothing");
	else if (mask & ~known[nla_type(attr)])
		NL_SET_ERR_MSG_ATTR(extack, attr, "a bit has no meaning");
	else
		return 0;
	return -EINVAL;
}

#define NETTUNE_NL_MASK NLA_POLICY_VALIDATE_FN(NLA_U32, nettune_nl_validate_mask)

static const struct nla_policy
nettune_nl_socket_get_policy[NETTUNE_A_SOCKET_GET_GROUPS + 1] = {
	[NETTUNE_A_SOCKET_GET_PROTOCOLS]	= NETTUNE_NL_MASK,
	[NETTUNE_A_SOCKET_GET_FAMILIES]		= NETTUNE_NL_MASK,
	[NETTUNE_A_SOCKET_GET_STATES]		= NETTUNE_NL_MASK,
	[NETTUNE_A_SOCKET_GET_GROUPS]		= NETTUNE_NL_MASK,
};

/* A mask of the request, or what is meant by leaving it out. */
static u32 nettune_nl_get_mask(struct netlink_callback *cb, int type,
			       u32 otherwise)
{
	const struct nlattr *attr = nt_genl_dump_attrs(cb)[type];

	return attr ? nla_get_u32(attr) : otherwise;
}

/*
 * The namespaces stay for as long as the dump lasts: the asker's socket, which
 * drives it, holds the one for the network and its file the one for users.
 */
static void nettune_nl_get_view(struct netlink_callback *cb,
				struct nt_view *view)
{
	view->net = sock_net(cb->skb->sk);
	view->user_ns = sk_user_ns(NETLINK_CB(cb->skb).sk);
	view->filter.protocols =
		nettune_nl_get_mask(cb, NETTUNE_A_SOCKET_GET_PROTOCOLS,
				    NT_PROTOCOLS_ALL);
	view->filter.families =
		nettune_nl_get_mask(cb, NETTUNE_A_SOCKET_GET_FAMILIES,
				    NT_FAMILIES_ALL);
	view->filter.states =
		nettune_nl_get_mask(cb, NETTUNE_A_SOCKET_GET_STATES,
				    NT_STATES_ALL);
	view->groups =
		nettune_nl_get_mask(cb, NETTUNE_A_SOCKET_GET_GROUPS,
				    NT_GROUPS_ALL & ~NETTUNE_GROUP_COOKIE);
}

static int nettune_nl_socket_get_start(struct netlink_callback *cb)
{
	struct nt_walk *walk;
	struct nt_view view;
	int err;

	nettune_nl_get_view(cb, &view);
	walk = kmalloc(sizeof(*walk), GFP_KERNEL_ACCOUNT);
	if (!walk)
		return -ENOMEM;
	err = nt_walk_init(walk, &view);
	if (err) {
		kfree(walk);
		return err;
	}
	socket_dump_ctx(cb)->walk = walk;
	return 0;
}

static int nettune_nl_socket_get_dumpit(struct sk_buff *skb,
					struct netlink_callback *cb)
{
	struct nt_walk *walk = socket_dump_ctx(cb)->walk;
	const struct nt_snap *snap;
	bool empty = true;
	void *hdr;

	hdr = nettune_nl_put_header(skb, cb, NETTUNE_CMD_SOCKET_GET);
	if (!hdr)
		return -EMSGSIZE;
	while ((snap = nt_walk_peek(walk))) {
		if (IS_ERR(snap) || socket_put(skb, snap, walk->view.groups))
			break;
		empty = false;
		nt_walk_advance(walk);
	}
	/* For the message that ends the dump; this one may be dropped. */
	if (walk->torn)
		cb->answer_flags |= NLM_F_DUMP_INTR;
	if (empty) {
		genlmsg_cancel(skb, hdr);
		if (IS_ERR(snap))
			return PTR_ERR(snap);
		/* Room for not even one would look like the end: say so. */
		return snap ? -EMSGSIZE : 0;
	}
	genlmsg_end(skb, hdr);
	return skb->len;
}

static int nettune_nl_socket_get_done(struct netlink_callback *cb)
{
	struct nt_walk *walk = socket_dump_ctx(cb)->walk;

	nt_walk_destroy(walk);
	kfree(walk);
	return 0;
}

static int nettune_nl_softnet_get_dumpit(struct sk_buff *skb,
					 struct netlink_callback *cb)
{
	struct softnet_dump_ctx *ctx = softnet_dump_ctx(cb);
	struct nettune_softnet softnet;
	bool empty = true;
	unsigned int cpu;
	void *hdr;

	cpu = cpumask_next((int)ctx->cpu - 1, cpu_online_mask);
	if (cpu >= nr_cpu_ids)
		return 0;
	hdr = nettune_nl_put_header(skb, cb, NETTUNE_CMD_SOFTNET_GET);
	if (!hdr)
		return -EMSGSIZE;
	for (; cpu < nr_cpu_ids; cpu = cpumask_next(cpu, cpu_online_mask)) {
		nt_softnet_read(&softnet, cpu);
		if (nla_put(skb, NETTUNE_A_SOFTNET_GET_CPU, sizeof(softnet),
			    &softnet))
			break;
		empty = false;
	}
	ctx->cpu = cpu;
	if (empty) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return skb->len;
}

static const struct genl_ops nettune_nl_ops[] = {
	{
		.cmd		= NETTUNE_CMD_SOCKET_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.policy		= nettune_nl_socket_get_policy,
		.maxattr	= NETTUNE_A_SOCKET_GET_GROUPS,
		.start		= nettune_nl_socket_get_start,
		.dumpit		= nettune_nl_socket_get_dumpit,
		.done		= nettune_nl_socket_get_done,
	},
	{
		.cmd		= NETTUNE_CMD_SOFTNET_GET,
		.flags		= GENL_UNS_ADMIN_PERM,
		.dumpit		= nettune_nl_softnet_get_dumpit,
	},
};

static struct genl_family nettune_nl_family __ro_after_init = {
	.name		= NETTUNE_FAMILY_NAME,
	.version	= NETTUNE_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= nettune_nl_ops,
	.n_ops		= ARRAY_SIZE(nettune_nl_ops),
};

/**
 * nt_genl_init() - register the family
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int __init nt_genl_init(void)
{
	return genl_register_family(&nettune_nl_family);
}

/**
 * nt_genl_exit() - unregister the family; no request is running afterwards
 *
 * Context: may sleep.
 */
void nt_genl_exit(void)
{
	genl_unregister_family(&nettune_nl_family);
}
