// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What of an expression a source can be asked for: conditions of which all must
 * hold, as struct nt_filter has them.
 */
#include "model/expr.h"

#include <stdint.h>
#include <string.h>

#include <nettune/filter.h>

/* Ranges of ports, ascending, with gaps between them. */
struct ranges {
	__u32				nr;
	struct nettune_port_range	range[NETTUNE_FILTER_MAX];
};

/* Return: whether there is room. A range that touches the last one joins it. */
static bool add_range(struct ranges *to, __u32 min, __u32 max)
{
	struct nettune_port_range *last = to->nr ? &to->range[to->nr - 1] : NULL;

	if (last && min <= last->max + 1U) {
		if (max > last->max)
			last->max = max;
		return true;
	}
	if (to->nr == NETTUNE_FILTER_MAX)
		return false;
	to->range[to->nr++] = (struct nettune_port_range) {
		.min = min, .max = max,
	};
	return true;
}

static bool leaf_ranges(const struct expr_node *node, struct ranges *to)
{
	__u32 min = 0, max = UINT16_MAX;

	/* True of what has no ports as well, which a range of them is not. */
	if (!node->has_port)
		return false;
	if (node->op == EXPR_EQ || node->op == EXPR_GE || node->op == EXPR_GT)
		min = node->port + (node->op == EXPR_GT);
	if (node->op == EXPR_EQ || node->op == EXPR_LE)
		max = node->port;
	if (node->op == EXPR_LT) {
		if (!node->port)
			return true;
		max = node->port - 1;
	}
	return min > max || add_range(to, min, max);
}

static bool complement(const struct ranges *from, struct ranges *to)
{
	__u32 min = 0;

	for (__u32 i = 0; i < from->nr; i++) {
		if (from->range[i].min > min &&
		    !add_range(to, min, from->range[i].min - 1))
			return false;
		min = from->range[i].max + 1;
	}
	return min > UINT16_MAX || add_range(to, min, UINT16_MAX);
}

/* By the lowest beginning, whichever side it is on. */
static bool join(const struct ranges *a, const struct ranges *b,
		 struct ranges *to)
{
	for (__u32 i = 0, j = 0; i < a->nr || j < b->nr;) {
		const struct nettune_port_range *next;

		if (j == b->nr ||
		    (i < a->nr && a->range[i].min <= b->range[j].min))
			next = &a->range[i++];
		else
			next = &b->range[j++];
		if (!add_range(to, next->min, next->max))
			return false;
	}
	return true;
}

static bool intersect(const struct ranges *a, const struct ranges *b,
		      struct ranges *to)
{
	for (__u32 i = 0, j = 0; i < a->nr && j < b->nr;) {
		__u32 min = a->range[i].min > b->range[j].min ?
			    a->range[i].min : b->range[j].min;
		__u32 max = a->range[i].max < b->range[j].max ?
			    a->range[i].max : b->range[j].max;

		if (min <= max && !add_range(to, min, max))
			return false;
		if (a->range[i].max < b->range[j].max)
			i++;
		else
			j++;
	}
	return true;
}

/* Is it about the ports of one end and nothing else? Then which ports? */
static bool port_ranges(const struct expr *expr, __u32 at, bool peer,
			struct ranges *to)
{
	const struct expr_node *node = &expr->nodes[at];
	struct ranges left = { 0 }, right = { 0 };

	to->nr = 0;
	switch (node->kind) {
	case EXPR_HOST:
	case EXPR_PORT:
		return !node->nr_prefixes && node->peer == peer &&
		       leaf_ranges(node, to);
	case EXPR_NOT:
		return port_ranges(expr, node->left, peer, &left) &&
		       complement(&left, to);
	case EXPR_AND:
	case EXPR_OR:
		if (!port_ranges(expr, node->left, peer, &left) ||
		    !port_ranges(expr, node->right, peer, &right))
			return false;
		return node->kind == EXPR_OR ? join(&left, &right, to) :
					       intersect(&left, &right, to);
	}
	return false;
}

/* Is it about addresses of one end, one of which will do? Then which? */
static bool prefixes(const struct expr *expr, __u32 at, bool peer,
		     struct nettune_prefix *to, __u32 *nr)
{
	const struct expr_node *node = &expr->nodes[at];

	if (node->kind == EXPR_OR)
		return prefixes(expr, node->left, peer, to, nr) &&
		       prefixes(expr, node->right, peer, to, nr);
	if (node->kind != EXPR_HOST || node->has_port || node->peer != peer ||
	    !node->nr_prefixes || node->nr_prefixes > NETTUNE_FILTER_MAX - *nr)
		return false;
	memcpy(to + *nr, expr->prefixes + node->first_prefix,
	       node->nr_prefixes * sizeof(*to));
	*nr += node->nr_prefixes;
	return true;
}

/* Nothing at all can't be asked for: then the filter stays wider. */
static bool push_ports(const struct expr *expr, __u32 at, bool peer,
		       struct nt_filter *filter)
{
	__u32 check = peer ? NT_FILTER_DPORTS : NT_FILTER_SPORTS;
	struct nettune_port_range *to = peer ? filter->dports : filter->sports;
	__u32 *nr = peer ? &filter->nr_dports : &filter->nr_sports;
	struct ranges had = { 0 }, wanted, both = { 0 };

	if (!port_ranges(expr, at, peer, &wanted) || !wanted.nr)
		return false;
	if (filter->checks & check) {
		/* Those of an option may be in any order. */
		for (__u32 i = 0; i < *nr; i++)
			if (i && to[i].min <= to[i - 1].max)
				return false;
		had.nr = *nr;
		memcpy(had.range, to, sizeof(*to) * *nr);
		if (!intersect(&had, &wanted, &both) || !both.nr)
			return false;
		wanted = both;
	}
	filter->checks |= check;
	*nr = wanted.nr;
	memcpy(to, wanted.range, sizeof(*to) * wanted.nr);
	return true;
}

static bool push_addresses(const struct expr *expr, __u32 at, bool peer,
			   struct nt_filter *filter)
{
	__u32 check = peer ? NT_FILTER_DADDRS : NT_FILTER_SADDRS;
	struct nettune_prefix found[NETTUNE_FILTER_MAX];
	__u32 nr = 0;

	if (filter->checks & check ||
	    !prefixes(expr, at, peer, found, &nr))
		return false;
	filter->checks |= check;
	memcpy(peer ? filter->daddrs : filter->saddrs, found, sizeof(found));
	*(peer ? &filter->nr_daddrs : &filter->nr_saddrs) = nr;
	return true;
}

/* "10.0.0.1:80" is both an address and a port. */
static bool push_host(const struct expr *expr, const struct expr_node *node,
		      struct nt_filter *filter)
{
	struct expr half = {
		.nr_nodes = 2,
		.nodes = { *node, *node },
	};
	bool address, port;

	memcpy(half.prefixes, expr->prefixes, sizeof(half.prefixes));
	half.nodes[0].has_port = false;
	half.nodes[1].nr_prefixes = 0;
	address = push_addresses(&half, 0, node->peer, filter);
	port = push_ports(&half, 1, node->peer, filter);
	return address && port;
}

static bool push_minimum(const struct expr_node *node, struct nt_filter *filter)
{
	__u64 least = node->value + (node->op == EXPR_GT);

	if ((node->op != EXPR_GT && node->op != EXPR_GE) ||
	    least > UINT32_MAX || filter->nr_minimums == NETTUNE_FILTER_MAX)
		return false;
	filter->checks |= NT_FILTER_MINIMUMS;
	filter->minimums[filter->nr_minimums++] = (struct nettune_minimum) {
		.key = node->key, .value = least,
	};
	return true;
}

/* Of each of these a filter holds one. */
static bool push_number(const struct expr_node *node, struct nt_filter *filter)
{
	__u32 check = node->kind == EXPR_DEVICE ? NT_FILTER_IFINDEX :
		      node->kind == EXPR_UID ? NT_FILTER_UID :
		      node->kind == EXPR_NETNS ? NT_FILTER_NETNS :
						 NT_FILTER_CGROUP;

	/* 0 is a user, but no device, and no cgroup or namespace that is known. */
	if (filter->checks & check ||
	    (!node->value && node->kind != EXPR_UID))
		return false;
	filter->checks |= check;
	if (node->kind == EXPR_DEVICE)
		filter->ifindex = node->value;
	else if (node->kind == EXPR_UID)
		filter->uid = node->value;
	else if (node->kind == EXPR_NETNS)
		filter->netns = node->value;
	else
		filter->cgroup = node->value;
	return true;
}

/* "dst *" */
static bool is_any(const struct expr_node *node)
{
	return (node->kind == EXPR_HOST || node->kind == EXPR_PORT) &&
	       !node->has_port && !node->nr_prefixes;
}

static bool push(const struct expr *expr, __u32 at, struct nt_filter *filter)
{
	const struct expr_node *node = &expr->nodes[at];
	bool left, right;

	if (is_any(node) || push_ports(expr, at, false, filter) ||
	    push_ports(expr, at, true, filter) ||
	    push_addresses(expr, at, false, filter) ||
	    push_addresses(expr, at, true, filter))
		return true;
	switch (node->kind) {
	case EXPR_AND:
		left = push(expr, node->left, filter);
		right = push(expr, node->right, filter);
		return left && right;
	case EXPR_HOST:
		return node->has_port && node->nr_prefixes &&
		       push_host(expr, node, filter);
	case EXPR_KEY:
		return push_minimum(node, filter);
	case EXPR_DEVICE:
	case EXPR_UID:
	case EXPR_NETNS:
	case EXPR_CGROUP:
		return push_number(node, filter);
	}
	return false;
}

/**
 * expr_push() - narrow a filter by what an expression implies
 * @expr: the expression, with its names found
 * @filter: narrowed; its states are taken from the expression if it names some
 *
 * Return: true if the filter lets through exactly the sockets that are meant,
 * false if the expression has still to be evaluated for those.
 */
bool expr_push(const struct expr *expr, struct nt_filter *filter)
{
	/* As ss does it: no state at all is as good as none named. */
	if (expr->states)
		filter->states = expr->states;
	if (expr->family)
		filter->families = model_family_bit(expr->family);
	return !expr->nr_nodes || push(expr, expr->nr_nodes - 1, filter);
}
