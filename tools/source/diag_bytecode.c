// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Filters in the language that inet_diag runs in the kernel, so that it leaves
 * out what is not wanted (inet_diag_bc_run() and inet_diag_bc_audit() in
 * net/ipv4/inet_diag.c).
 *
 * Each operation goes on behind itself when it is true, and jumps when it is
 * not, always forwards: to the end, which lets the socket pass, or 4 bytes
 * behind it, which does not. So a program is made from its end to its
 * beginning, and a place in it is known by its distance from the end.
 */
#include "source/diag_bytecode.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/inet_diag.h>

#define PASS	0
#define REFUSE	(-4)

/* Where to go on: when a condition is true, and when it is not. */
struct exits {
	int	yes;
	int	no;
};

static int here(const struct diag_bytecode *code)
{
	return code->used;
}

/* A program that is too long is noticed at its end. */
static void put(struct diag_bytecode *code, const void *data, size_t size)
{
	if (size && code->used + size <= sizeof(code->room))
		memcpy((char *)code->room + sizeof(code->room) - code->used -
		       size, data, size);
	code->used += size;
}

static void put_jump(struct diag_bytecode *code, int to)
{
	const struct inet_diag_bc_op op = {
		.code = INET_DIAG_BC_JMP, .yes = sizeof(op),
		.no = here(code) + sizeof(op) - to,
	};

	if (to != here(code))
		put(code, &op, sizeof(op));
}

/* An operation and what it compares with. */
static void put_op(struct diag_bytecode *code, int number, const void *data,
		   size_t size, struct exits exits)
{
	struct inet_diag_bc_op op = {
		.code = number, .yes = sizeof(op) + size,
	};

	put_jump(code, exits.yes);
	op.no = here(code) + op.yes - exits.no;
	put(code, data, size);
	put(code, &op, sizeof(op));
}

static void put_compare(struct diag_bytecode *code, int number, __u16 port,
			struct exits exits)
{
	const struct inet_diag_bc_op value = { .no = port };

	put_op(code, number, &value, sizeof(value), exits);
}

/* @port: -1 = any; @prefix: NULL = any */
static void put_host(struct diag_bytecode *code, bool peer,
		     const struct nettune_prefix *prefix, int port,
		     struct exits exits)
{
	struct inet_diag_hostcond cond = { .family = AF_UNSPEC, .port = port };
	unsigned char host[sizeof(cond) + sizeof(prefix->addr)];
	size_t size = sizeof(cond);

	if (prefix) {
		cond.family = prefix->family;
		cond.prefix_len = prefix->len;
		memcpy(host + size, prefix->addr, sizeof(prefix->addr));
		size += prefix->family == AF_INET6 ? 16 : 4;
	}
	memcpy(host, &cond, sizeof(cond));
	put_op(code, peer ? INET_DIAG_BC_D_COND : INET_DIAG_BC_S_COND, host,
	       size, exits);
}

static void put_prefixes(struct diag_bytecode *code, bool peer,
			 const struct nettune_prefix *prefixes, __u32 nr,
			 int port, struct exits exits)
{
	struct exits each = exits;

	while (nr--) {
		put_host(code, peer, &prefixes[nr], port, each);
		/* The one before it may still fail over to this one. */
		each.no = here(code);
	}
}

static void make_host(struct diag_bytecode *code, const struct expr *expr,
		      const struct expr_node *node, struct exits exits)
{
	int port = node->has_port ? node->port : -1;

	if (node->nr_prefixes)
		put_prefixes(code, node->peer,
			     &expr->prefixes[node->first_prefix],
			     node->nr_prefixes, port, exits);
	else if (node->has_port)
		put_host(code, node->peer, NULL, port, exits);
	else
		put_jump(code, exits.yes);
}

static void make_port(struct diag_bytecode *code, const struct expr *expr,
		      const struct expr_node *node, struct exits exits)
{
	const struct exits turned = { .yes = exits.no, .no = exits.yes };
	int ge = node->peer ? INET_DIAG_BC_D_GE : INET_DIAG_BC_S_GE;
	int le = node->peer ? INET_DIAG_BC_D_LE : INET_DIAG_BC_S_LE;

	switch (node->op) {
	case EXPR_GE:
		put_compare(code, ge, node->port, exits);
		break;
	case EXPR_LT:
		put_compare(code, ge, node->port, turned);
		break;
	case EXPR_LE:
		put_compare(code, le, node->port, exits);
		break;
	case EXPR_GT:
		put_compare(code, le, node->port, turned);
		break;
	default:
		make_host(code, expr, node, exits);
	}
}

static void make_number(struct diag_bytecode *code,
			const struct expr_node *node, struct exits exits)
{
	const struct inet_diag_markcond mark = {
		.mark = node->value, .mask = node->mask,
	};
	__u32 ifindex = node->value;

	if (node->kind == EXPR_DEVICE)
		put_op(code, INET_DIAG_BC_DEV_COND, &ifindex, sizeof(ifindex),
		       exits);
	else if (node->kind == EXPR_MARK)
		put_op(code, INET_DIAG_BC_MARK_COND, &mark, sizeof(mark),
		       exits);
	else
		put_op(code, INET_DIAG_BC_CGROUP_COND, &node->value,
		       sizeof(node->value), exits);
}

/*
 * What can't be said in this language must let a socket pass: it is true, or
 * false within a negation.
 */
static void make_cond(struct diag_bytecode *code, const struct expr *expr,
		      const struct expr_node *node, struct exits exits,
		      bool negated)
{
	switch (node->kind) {
	case EXPR_HOST:
		make_host(code, expr, node, exits);
		break;
	case EXPR_PORT:
		make_port(code, expr, node, exits);
		break;
	case EXPR_DEVICE:
	case EXPR_MARK:
	case EXPR_CGROUP:
		make_number(code, node, exits);
		break;
	case EXPR_AUTOBOUND:
		put_op(code, INET_DIAG_BC_AUTO, NULL, 0, exits);
		break;
	default:
		put_jump(code, negated ? exits.no : exits.yes);
	}
}

static void make_expr(struct diag_bytecode *code, const struct expr *expr,
		      __u32 at, struct exits exits, bool negated)
{
	const struct exits turned = { .yes = exits.no, .no = exits.yes };
	const struct expr_node *node = &expr->nodes[at];

	switch (node->kind) {
	case EXPR_NOT:
		make_expr(code, expr, node->left, turned, !negated);
		break;
	case EXPR_AND:
		make_expr(code, expr, node->right, exits, negated);
		exits.yes = here(code);
		make_expr(code, expr, node->left, exits, negated);
		break;
	case EXPR_OR:
		make_expr(code, expr, node->right, exits, negated);
		exits.no = here(code);
		make_expr(code, expr, node->left, exits, negated);
		break;
	default:
		make_cond(code, expr, node, exits, negated);
	}
}

static void make_ranges(struct diag_bytecode *code, bool peer,
			const struct nettune_port_range *ranges, __u32 nr)
{
	const int after = here(code);
	struct exits exits = { .yes = after, .no = REFUSE };

	while (nr--) {
		struct exits low = exits;

		if (ranges[nr].min == ranges[nr].max) {
			put_host(code, peer, NULL, ranges[nr].min, exits);
		} else {
			put_compare(code, peer ? INET_DIAG_BC_D_LE :
						 INET_DIAG_BC_S_LE,
				    ranges[nr].max, exits);
			low.yes = here(code);
			put_compare(code, peer ? INET_DIAG_BC_D_GE :
						 INET_DIAG_BC_S_GE,
				    ranges[nr].min, low);
		}
		exits.no = here(code);
	}
}

static void make_filter(struct diag_bytecode *code,
			const struct nt_filter *filter)
{
	struct exits exits = { .no = REFUSE };

	if (filter->checks & NT_FILTER_IFINDEX) {
		exits.yes = here(code);
		put_op(code, INET_DIAG_BC_DEV_COND, &filter->ifindex,
		       sizeof(filter->ifindex), exits);
	}
	if (filter->checks & NT_FILTER_CGROUP) {
		exits.yes = here(code);
		put_op(code, INET_DIAG_BC_CGROUP_COND, &filter->cgroup,
		       sizeof(filter->cgroup), exits);
	}
	exits.yes = here(code);
	if (filter->checks & NT_FILTER_SADDRS)
		put_prefixes(code, false, filter->saddrs, filter->nr_saddrs,
			     -1, exits);
	exits.yes = here(code);
	if (filter->checks & NT_FILTER_DADDRS)
		put_prefixes(code, true, filter->daddrs, filter->nr_daddrs,
			     -1, exits);
	if (filter->checks & NT_FILTER_SPORTS)
		make_ranges(code, false, filter->sports, filter->nr_sports);
	if (filter->checks & NT_FILTER_DPORTS)
		make_ranges(code, true, filter->dports, filter->nr_dports);
}

/**
 * diag_bytecode_make() - say in the kernel's language what is wanted
 * @code: filled in
 * @filter: sockets must pass it
 * @expr: and be meant by it, NULL = that is not asked
 *
 * Every socket passes that is wanted; some may that are not.
 */
void diag_bytecode_make(struct diag_bytecode *code,
			const struct nt_filter *filter,
			const struct expr *expr)
{
	const struct exits exits = { .yes = PASS, .no = REFUSE };

	code->used = 0;
	if (expr && expr->nr_nodes)
		make_expr(code, expr, expr->nr_nodes - 1, exits, false);
	make_filter(code, filter);
	code->len = code->used <= sizeof(code->room) ? code->used : 0;
}

/**
 * diag_bytecode_begin() - where a program begins
 * @code: the program
 *
 * Return: the first of @code->len bytes.
 */
const void *diag_bytecode_begin(const struct diag_bytecode *code)
{
	return (const char *)code->room + sizeof(code->room) - code->len;
}
