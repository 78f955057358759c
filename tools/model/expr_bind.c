// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds what the names in an expression stand for. */
#include "model/expr.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a name should have been, for the message. */
static const char *const whats[EXPR_SERVICE + 1] = {
	[EXPR_DEVICE] = "a network device",
	[EXPR_CGROUP] = "a cgroup's path",
	[EXPR_UID] = "a user",
	[EXPR_NETNS] = "a network namespace (inode number, name or path)",
	[EXPR_SERVICE] = "a port or the name of a service",
	[EXPR_HOST] = "an address, network or host",
};

/* Names come first: a device may be called "1". */
static int find_number(const struct expr_names *names, enum expr_kind kind,
		       const char *name, __u64 max, __u64 *value)
{
	int err = names->number(names->arg, kind, name, value);
	unsigned long long number;
	char *end;

	if (err != -ENOENT || *name < '0' || *name > '9')
		return err;
	errno = 0;
	number = strtoull(name, &end, 0);
	if (*end || errno || number > max)
		return err;
	*value = number;
	return 0;
}

static int find_service(const struct expr_names *names, struct expr_node *node,
			const char *name)
{
	__u64 port = 0;
	int err = names->number(names->arg, EXPR_SERVICE, name, &port);

	node->port = port;
	return err;
}

static int find_hosts(struct expr *expr, const struct expr_names *names,
		      struct expr_node *node, const char *name)
{
	__u32 room = EXPR_PREFIXES_MAX - expr->nr_prefixes;
	int found = room ? names->hosts(names->arg, name, expr->family,
					expr->prefixes + expr->nr_prefixes,
					room) : -E2BIG;

	node->nr_prefixes = 0;
	if (found <= 0)
		return found ? found : -ENOENT;
	node->first_prefix = expr->nr_prefixes;
	node->nr_prefixes = found;
	expr->nr_prefixes += found;
	return 0;
}

static int find(struct expr *expr, const struct expr_names *names,
		struct expr_node *node, const char *name, enum expr_kind *what)
{
	*what = node->kind;
	if (node->kind == EXPR_HOST && node->nr_prefixes == UINT8_MAX)
		return find_hosts(expr, names, node, name);
	if (node->kind == EXPR_HOST || node->kind == EXPR_PORT) {
		*what = EXPR_SERVICE;
		return find_service(names, node, name);
	}
	/* A cgroup has no number that a person would know. */
	return find_number(names, node->kind, name,
			   node->kind == EXPR_CGROUP ? 0 : UINT32_MAX,
			   &node->value);
}

/**
 * expr_bind() - find what the names in an expression stand for
 * @expr: what expr_parse() has made of a text
 * @names: whom to ask
 * @error: where to say what is not there, one line
 * @size: bytes in @error
 *
 * Return: 0, or a negative errno after a message.
 */
int expr_bind(struct expr *expr, const struct expr_names *names,
	      char *error, size_t size)
{
	for (__u32 i = 0; i < expr->nr_nodes; i++) {
		struct expr_node *node = &expr->nodes[i];
		const char *name = expr->text + node->text;
		enum expr_kind what;
		int err;

		if (!node->pending)
			continue;
		err = find(expr, names, node, name, &what);
		if (err) {
			snprintf(error, size, "'%s': %s is expected: %s", name,
				 whats[what], err == -ENOENT ? "not found" :
				 strerror(-err));
			return err;
		}
		node->pending = false;
	}
	return 0;
}
