// SPDX-License-Identifier: GPL-2.0
/*
 * SOCKET_GET: sockets, all of them or those with the highest values.
 */
#include "genl.h"

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <nettune/topk.h>

#include "compat.h"
#include "owner.h"

/* How far a dump has come. */
enum socket_step {
	SOCKET_BEGIN,
	SOCKET_PREPARE,
	SOCKET_SEND,
};

/**
 * struct socket_dump - what a dump keeps between two messages
 * @walk: where it stands
 * @groups: mask of enum nettune_group: what is sent
 * @step: how far it has come
 * @topk: with an order: the highest values; after the walk they are sorted
 * @chosen: with an order: their sockets, by slot
 * @at: with an order: the next of them to send
 * @owners: with NETTUNE_GROUP_PROCESS: who has which socket open
 * @owned: is that wanted, and was room made for it?
 */
struct socket_dump {
	struct nt_walk	walk;
	u32		groups;
	enum socket_step step;
	struct nt_topk	topk;
	struct nt_snap	*chosen;
	u32		at;
	struct nt_owners owners;
	bool		owned;
};

static struct socket_dump **socket_dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct socket_dump *) > sizeof(cb->ctx));
	return (struct socket_dump **)cb->ctx;
}

const struct nla_policy
nettune_nl_socket_get_policy[NETTUNE_A_SOCKET_GET_LIMIT + 1] = {
	[NETTUNE_A_SOCKET_GET_FILTER] =
		NLA_POLICY_NESTED(nettune_nl_filter_policy),
	[NETTUNE_A_SOCKET_GET_GROUPS] = NLA_POLICY_MASK(NLA_U32, NT_GROUPS_ALL),
	[NETTUNE_A_SOCKET_GET_ORDER] =
		NLA_POLICY_RANGE(NLA_U32, 1, NETTUNE_KEY_MAX),
	[NETTUNE_A_SOCKET_GET_LIMIT] =
		NLA_POLICY_RANGE(NLA_U32, 1, NETTUNE_LIMIT_MAX),
};

/* Which parts a record has: what is wanted, known and applies. */
static u32 socket_parts(const struct nt_snap *snap, u32 groups)
{
	static const struct {
		u32	group;
		u32	has;
	} parts[] = {
		{ NETTUNE_GROUP_MEM, NT_HAS_MEM },
		{ NETTUNE_GROUP_LISTENER, NT_HAS_ACCEPT },
		{ NETTUNE_GROUP_TCP, NT_HAS_TCP },
		{ NETTUNE_GROUP_OWNER, NT_HAS_OWNER },
	};
	u32 wanted = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		if ((groups & parts[i].group) && (snap->has & parts[i].has))
			wanted |= parts[i].group;
	}
	return wanted;
}

/* An attribute, filled in place; returns where the next one goes. */
static __always_inline void *socket_put_part(void *to, u16 type,
					     const void *data, u16 len)
{
	struct nlattr *attr = to;

	BUILD_BUG_ON(len % NLA_ALIGNTO);
	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy(nla_data(attr), data, len);
	return nla_data(attr) + len;
}

#define SOCKET_SIZE(part) (NLA_HDRLEN + sizeof(part))
#define SOCKET_PUT(to, type, part) socket_put_part(to, type, &(part), \
						   sizeof(part))

/*
 * Room for the record is taken at once, and it is filled in place: with
 * nla_put() for each part, that would be a quarter of a dump's work.
 */
static int socket_put(struct sk_buff *skb, int type, const struct nt_snap *snap,
		      u32 groups, const struct nettune_sock_process *process)
{
	u32 parts = socket_parts(snap, groups);
	struct nlattr *nest;
	int size;
	void *to;

	size = NLA_HDRLEN + SOCKET_SIZE(snap->id) +
	       (parts & NETTUNE_GROUP_MEM ? SOCKET_SIZE(snap->mem) : 0) +
	       (parts & NETTUNE_GROUP_LISTENER ? SOCKET_SIZE(snap->listener) :
						 0) +
	       (parts & NETTUNE_GROUP_TCP ? SOCKET_SIZE(snap->tcp) : 0) +
	       (parts & NETTUNE_GROUP_OWNER ? SOCKET_SIZE(snap->owner) : 0) +
	       (process ? SOCKET_SIZE(*process) : 0);
	if (skb_tailroom(skb) < size)
		return -EMSGSIZE;
	nest = skb_put(skb, size);
	nest->nla_type = type | NLA_F_NESTED;
	nest->nla_len = size;
	to = SOCKET_PUT(nla_data(nest), NETTUNE_A_SOCKET_ID, snap->id);
	if (parts & NETTUNE_GROUP_MEM)
		to = SOCKET_PUT(to, NETTUNE_A_SOCKET_MEM, snap->mem);
	if (parts & NETTUNE_GROUP_LISTENER)
		to = SOCKET_PUT(to, NETTUNE_A_SOCKET_LISTENER, snap->listener);
	if (parts & NETTUNE_GROUP_TCP)
		to = SOCKET_PUT(to, NETTUNE_A_SOCKET_TCP, snap->tcp);
	if (parts & NETTUNE_GROUP_OWNER)
		to = SOCKET_PUT(to, NETTUNE_A_SOCKET_OWNER, snap->owner);
	if (process)
		SOCKET_PUT(to, NETTUNE_A_SOCKET_PROCESS, *process);
	return 0;
}

/**
 * nt_genl_put_socket() - put a socket as a nest
 * @skb: where to
 * @attr: the nest's attribute
 * @snap: the socket, with all that is put
 * @groups: mask of enum nettune_group: what of it; the process is not
 *
 * Return: 0 or -EMSGSIZE, and then nothing was put.
 */
int nt_genl_put_socket(struct sk_buff *skb, int attr,
		       const struct nt_snap *snap, u32 groups)
{
	return socket_put(skb, attr, snap, groups, NULL);
}

/* A socket of a dump, with its process if that is wanted and known. */
static int socket_dump_put(struct sk_buff *skb, const struct socket_dump *dump,
			   const struct nt_snap *snap)
{
	struct nettune_sock_process process;
	bool known = dump->owned && (snap->has & NT_HAS_OWNER) &&
		     nt_owners_get(&dump->owners, snap->owner.inode, &process);

	return socket_put(skb, NETTUNE_A_SOCKET_GET_SOCKET, snap, dump->groups,
			  known ? &process : NULL);
}

static u32 socket_get_u32(struct nlattr **attrs, int type, u32 otherwise)
{
	return attrs[type] ? nla_get_u32(attrs[type]) : otherwise;
}

static int socket_dump_make_topk(struct socket_dump *dump, u32 limit)
{
	gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_NOWARN;

	if (!limit)
		return 0;
	dump->topk.limit = limit;
	dump->topk.items = kvmalloc_array(limit, sizeof(*dump->topk.items),
					  gfp);
	dump->chosen = kvmalloc_array(limit, sizeof(*dump->chosen), gfp);
	return dump->topk.items && dump->chosen ? 0 : -ENOMEM;
}

static int socket_dump_init(struct socket_dump *dump,
			    struct netlink_callback *cb, struct nlattr **attrs)
{
	struct nt_view view;
	int err;

	err = nt_genl_get_view(cb, attrs[NETTUNE_A_SOCKET_GET_FILTER], &view);
	if (err)
		return err;
	dump->groups = socket_get_u32(attrs, NETTUNE_A_SOCKET_GET_GROUPS,
				      NT_GROUPS_ALL & ~(NETTUNE_GROUP_COOKIE |
							NETTUNE_GROUP_PROCESS));
	view.reads = nt_group_reads(dump->groups);
	view.order = socket_get_u32(attrs, NETTUNE_A_SOCKET_GET_ORDER, 0);
	nt_view_prepare(&view);
	err = nt_walk_init(&dump->walk, &view);
	if (err)
		return err;
	return socket_dump_make_topk(dump,
				     socket_get_u32(attrs,
						    NETTUNE_A_SOCKET_GET_LIMIT,
						    0));
}

static void socket_dump_free(struct socket_dump *dump)
{
	nt_walk_destroy(&dump->walk);
	kvfree(dump->topk.items);
	kvfree(dump->chosen);
	if (dump->owned)
		nt_owners_destroy(&dump->owners);
	kfree(dump);
}

int nettune_nl_socket_get_start(struct netlink_callback *cb)
{
	struct socket_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	err = socket_dump_init(dump, cb, nt_genl_dump_attrs(cb));
	if (err) {
		socket_dump_free(dump);
		return err;
	}
	*socket_dump_of(cb) = dump;
	return 0;
}

/* What attributes ask for together, and who may. */
static int socket_dump_check(struct netlink_callback *cb,
			     const struct socket_dump *dump)
{
	struct nlattr **attrs = nt_genl_dump_attrs(cb);

	if (!dump->groups) {
		NL_SET_ERR_MSG_ATTR(cb->extack,
				    attrs[NETTUNE_A_SOCKET_GET_GROUPS],
				    "GROUPS: a mask of 0 selects nothing");
		return -EINVAL;
	}
	if (!attrs[NETTUNE_A_SOCKET_GET_ORDER] !=
	    !attrs[NETTUNE_A_SOCKET_GET_LIMIT]) {
		NL_SET_ERR_MSG_ATTR(cb->extack,
				    attrs[NETTUNE_A_SOCKET_GET_ORDER] ?:
				    attrs[NETTUNE_A_SOCKET_GET_LIMIT],
				    "ORDER and LIMIT need each other");
		return -EINVAL;
	}
	if ((dump->groups & NETTUNE_GROUP_PROCESS) &&
	    !netlink_capable(cb->skb, CAP_SYS_PTRACE)) {
		NL_SET_ERR_MSG_ATTR(cb->extack,
				    attrs[NETTUNE_A_SOCKET_GET_GROUPS],
				    "GROUPS: PROCESS needs CAP_SYS_PTRACE in the initial user namespace");
		return -EPERM;
	}
	return nt_genl_check_view(cb, attrs[NETTUNE_A_SOCKET_GET_FILTER],
				  &dump->walk.view);
}

/* Processes are numbered as the one who asks sees them: now, not later. */
static int socket_dump_begin_owners(struct socket_dump *dump)
{
	int err;

	if (!(dump->groups & NETTUNE_GROUP_PROCESS))
		return 0;
	err = nt_owners_init(&dump->owners, dump->topk.limit);
	dump->owned = !err;
	return err;
}

/* Walk to the end, and keep the sockets with the highest values. */
static int socket_dump_choose(struct socket_dump *dump)
{
	struct nt_view *view = &dump->walk.view;
	struct nt_topk *topk = &dump->topk;
	const struct nt_snap *snap;
	u32 value;

	while ((snap = nt_walk_peek(&dump->walk))) {
		if (IS_ERR(snap))
			return PTR_ERR(snap);
		if (nt_key_value(snap, view->order, &value) &&
		    nt_topk_wants(topk, value))
			dump->chosen[nt_topk_add(topk, value)] = *snap;
		/* Of equal values the first met stay. */
		if (topk->nr == topk->limit)
			nt_view_raise(view, topk->items[0].value + 1ULL);
		nt_walk_advance(&dump->walk);
	}
	nt_topk_sort(topk);
	return 0;
}

/* Find the processes of those that were chosen, or of all sockets. */
static int socket_dump_find_owners(struct socket_dump *dump)
{
	struct nt_owners *owners = &dump->owners;
	int err;
	u32 i;

	if (!dump->chosen)
		return nt_owners_find_all(owners);
	for (i = 0; i < dump->topk.nr; i++) {
		const struct nt_snap *snap = &dump->chosen[i];

		if (!(snap->has & NT_HAS_OWNER))
			continue;
		err = nt_owners_want(owners, snap->owner.inode);
		if (err)
			return err;
	}
	return nt_owners_find(owners);
}

/* What is done once, before there is anything to send. */
static int socket_dump_prepare(struct socket_dump *dump)
{
	int err = 0;

	if (dump->chosen)
		err = socket_dump_choose(dump);
	if (!err && dump->owned)
		err = socket_dump_find_owners(dump);
	return err;
}

/* The next to send, NULL at the end. */
static const struct nt_snap *socket_dump_peek(struct socket_dump *dump)
{
	if (!dump->chosen)
		return nt_walk_peek(&dump->walk);
	if (dump->at == dump->topk.nr)
		return NULL;
	return &dump->chosen[dump->topk.items[dump->at].slot];
}

static void socket_dump_advance(struct socket_dump *dump)
{
	if (dump->chosen)
		dump->at++;
	else
		nt_walk_advance(&dump->walk);
}

static int socket_dump_fill(struct sk_buff *skb, struct netlink_callback *cb,
			    struct socket_dump *dump)
{
	const struct nt_snap *snap;
	bool empty = true;
	void *hdr;

	hdr = nt_genl_put_header(skb, cb, NETTUNE_CMD_SOCKET_GET);
	if (!hdr)
		return -EMSGSIZE;
	while ((snap = socket_dump_peek(dump))) {
		if (IS_ERR(snap) || socket_dump_put(skb, dump, snap))
			break;
		empty = false;
		socket_dump_advance(dump);
	}
	/* For the message that ends the dump; this one may be dropped. */
	if (dump->walk.torn)
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

int nettune_nl_socket_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct socket_dump *dump = *socket_dump_of(cb);
	int ret = 0;

	switch (dump->step) {
	case SOCKET_BEGIN:
		ret = socket_dump_check(cb, dump);
		if (!ret)
			ret = socket_dump_begin_owners(dump);
		if (ret)
			return ret;
		dump->step = SOCKET_PREPARE;
		return nt_genl_put_empty(skb, cb, NETTUNE_CMD_SOCKET_GET);
	case SOCKET_PREPARE:
		ret = socket_dump_prepare(dump);
		if (ret)
			break;
		dump->step = SOCKET_SEND;
		fallthrough;
	case SOCKET_SEND:
		ret = socket_dump_fill(skb, cb, dump);
		break;
	}
	nt_walk_pause(&dump->walk);
	return ret;
}

int nettune_nl_socket_get_done(struct netlink_callback *cb)
{
	socket_dump_free(*socket_dump_of(cb));
	return 0;
}
