// SPDX-License-Identifier: GPL-2.0-or-later
/* Is a socket meant by an expression? */
#include "model/expr.h"

#include <arpa/inet.h>
#include <fnmatch.h>
#include <string.h>

static enum expr_truth truth(bool is)
{
	return is ? EXPR_YES : EXPR_NO;
}

static enum expr_truth compare(__u64 a, enum expr_op op, __u64 b)
{
	switch (op) {
	case EXPR_EQ:
		return truth(a == b);
	case EXPR_NE:
		return truth(a != b);
	case EXPR_LT:
		return truth(a < b);
	case EXPR_GT:
		return truth(a > b);
	case EXPR_LE:
		return truth(a <= b);
	case EXPR_GE:
		return truth(a >= b);
	}
	return EXPR_UNKNOWN;
}

/* What unix sockets have no such thing as. */
static enum expr_truth eval_port(const struct expr_node *node,
				 const struct nettune_sock_id *id)
{
	if (!node->has_port)
		return EXPR_YES;
	if (model_is_unix(id))
		return EXPR_UNKNOWN;
	return compare(ntohs(node->peer ? id->dport : id->sport), node->op,
		       node->port);
}

static enum expr_truth eval_address(const struct expr *expr,
				    const struct expr_node *node,
				    const struct nettune_sock_id *id)
{
	const __u8 *addr = node->peer ? id->daddr : id->saddr;

	if (!node->nr_prefixes)
		return EXPR_YES;
	if (model_is_unix(id))
		return EXPR_UNKNOWN;
	for (__u32 i = 0; i < node->nr_prefixes; i++)
		if (nt_prefix_match(&expr->prefixes[node->first_prefix + i],
				    id->family, addr))
			return EXPR_YES;
	return EXPR_NO;
}

/* Both are known, or neither is. */
static enum expr_truth eval_host(const struct expr *expr,
				 const struct expr_node *node,
				 const struct nettune_sock_id *id)
{
	enum expr_truth port = eval_port(node, id);

	return port == EXPR_YES ? eval_address(expr, node, id) : port;
}

/* As in ss, the path of a unix socket's peer is not known and so empty. */
static enum expr_truth eval_path(const struct expr *expr,
				 const struct expr_node *node,
				 const struct model_sock *sock)
{
	return truth(model_is_unix(&sock->snap.id) &&
		     !fnmatch(expr->text + node->text,
			      node->peer ? "" : sock->path, FNM_CASEFOLD));
}

/* A unix socket gets a name such as "@0001f" from the kernel, or has none. */
static enum expr_truth eval_autobound(const struct expr *expr,
				      const struct model_sock *sock)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	__u16 port = ntohs(id->sport);

	if (!model_is_unix(id))
		return truth(port >= expr->port_min && port <= expr->port_max);
	return truth(!*sock->path ||
		     (*sock->path == '@' && strlen(sock->path) == 6 &&
		      strspn(sock->path + 1, "0123456789abcdef") == 5));
}

static enum expr_truth eval_key(const struct expr_node *node,
				const struct nt_snap *snap)
{
	__u32 value;

	if (!nt_key_value(snap, node->key, &value))
		return EXPR_UNKNOWN;
	return compare(value, node->op, node->value);
}

static enum expr_truth eval_cond(const struct expr *expr,
				 const struct expr_node *node,
				 const struct model_sock *sock)
{
	const struct nt_snap *snap = &sock->snap;

	switch (node->kind) {
	case EXPR_HOST:
		return eval_host(expr, node, &snap->id);
	case EXPR_PORT:
		return eval_port(node, &snap->id);
	case EXPR_PATH:
		return eval_path(expr, node, sock);
	case EXPR_DEVICE:
		return truth(snap->id.ifindex == node->value);
	case EXPR_MARK:
		return !sock->mark_known ? EXPR_UNKNOWN :
		       truth((snap->owner.mark & node->mask) == node->value);
	case EXPR_CGROUP:
		/* One that is not known is, as in ss, none: number 0. */
		return truth(snap->owner.cgroup == node->value);
	case EXPR_AUTOBOUND:
		return eval_autobound(expr, sock);
	case EXPR_KEY:
		return eval_key(node, snap);
	case EXPR_UID:
		return !(snap->has & NT_HAS_OWNER) ? EXPR_UNKNOWN :
		       truth(snap->owner.uid == node->value);
	case EXPR_COMM:
		return !sock->process.pid ? EXPR_UNKNOWN :
		       truth(!fnmatch(expr->text + node->text,
				      sock->process.comm, 0));
	case EXPR_NETNS:
		return !snap->id.netns ? EXPR_UNKNOWN :
		       truth(snap->id.netns == node->value);
	}
	return EXPR_UNKNOWN;
}

/* What is not known stays so, unless the other side decides alone. */
static enum expr_truth eval(const struct expr *expr, __u32 at,
			    const struct model_sock *sock)
{
	const struct expr_node *node = &expr->nodes[at];
	enum expr_truth left, right, decides;

	if (node->kind > EXPR_NOT)
		return eval_cond(expr, node, sock);
	left = eval(expr, node->left, sock);
	if (node->kind == EXPR_NOT)
		return left == EXPR_UNKNOWN ? left : truth(left == EXPR_NO);
	decides = node->kind == EXPR_OR ? EXPR_YES : EXPR_NO;
	if (left == decides)
		return left;
	right = eval(expr, node->right, sock);
	return right == decides || left != EXPR_UNKNOWN ? right : left;
}

/**
 * expr_eval() - is a socket meant?
 * @expr: the expression, with its names found
 * @sock: the socket
 *
 * Return: EXPR_YES if it is, EXPR_NO if it is not, EXPR_UNKNOWN if that depends
 * on a value that it has not or that is not known.
 */
enum expr_truth expr_eval(const struct expr *expr,
			  const struct model_sock *sock)
{
	return expr->nr_nodes ? eval(expr, expr->nr_nodes - 1, sock) : EXPR_YES;
}

/**
 * expr_needs() - what does an expression look at?
 * @expr: the expression
 *
 * Return: mask of enum expr_needs.
 */
__u32 expr_needs(const struct expr *expr)
{
	static const __u32 needs[EXPR_SERVICE + 1] = {
		[EXPR_MARK] = EXPR_NEEDS_OWNER | EXPR_NEEDS_MARK,
		[EXPR_CGROUP] = EXPR_NEEDS_OWNER,
		[EXPR_UID] = EXPR_NEEDS_OWNER,
		[EXPR_COMM] = EXPR_NEEDS_PROCESS,
		[EXPR_AUTOBOUND] = EXPR_NEEDS_AUTOBOUND,
		[EXPR_KEY] = EXPR_NEEDS_VALUE,
	};
	__u32 mask = 0;

	for (__u32 i = 0; i < expr->nr_nodes; i++) {
		mask |= needs[expr->nodes[i].kind];
		if (expr->nodes[i].kind == EXPR_KEY &&
		    expr->nodes[i].key == NETTUNE_KEY_RETRANS)
			mask |= EXPR_NEEDS_TCP;
	}
	return mask;
}

/**
 * expr_keys() - which values does an expression look at?
 * @expr: the expression
 *
 * Return: mask of (1 << key), of enum nettune_key.
 */
__u32 expr_keys(const struct expr *expr)
{
	__u32 mask = 0;

	for (__u32 i = 0; i < expr->nr_nodes; i++)
		if (expr->nodes[i].kind == EXPR_KEY)
			mask |= 1U << expr->nodes[i].key;
	return mask;
}
