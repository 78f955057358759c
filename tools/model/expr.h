/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ss's filter language, and what it can say here besides: which sockets are
 * meant, as an expression that is typed.
 *
 *	FILTER := [ {state|exclude} STATE ]... [ EXPR ]
 *	EXPR   := EXPR or EXPR | EXPR [and] EXPR | not EXPR | ( EXPR ) | COND
 *	COND   := {src|dst} [=|!=] HOST | {sport|dport} [OP] [FAMILY:]:PORT
 *		| dev [=|!=] DEVICE | fwmark [=|!=] N[/MASK]
 *		| cgroup [=|!=] PATH | autobound
 *		| {uid|comm|netns} [=|!=] WHAT
 *		| {rmem|wmem|recvq|sendq|backlog|drops|acceptq|synq|...} OP N
 *
 * As in ss, "and" and "or" bind alike, from left to right; "not" belongs to the
 * one condition or the parentheses that follow it.
 */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/nettune.h>

#include "model/sock.h"

/* What one expression may hold. */
#define EXPR_NODES_MAX		256
#define EXPR_PREFIXES_MAX	64
#define EXPR_TEXT_MAX		4096
/* Parentheses and "not" within each other. */
#define EXPR_DEPTH_MAX		64
/* The longest word, its final 0 included. */
#define EXPR_WORD_MAX		256

enum expr_kind {
	EXPR_AND,	/* left, right */
	EXPR_OR,	/* left, right */
	EXPR_NOT,	/* left */
	EXPR_HOST,	/* peer, prefixes, port */
	EXPR_PORT,	/* peer, op, port */
	EXPR_PATH,	/* peer, text: a pattern, as fnmatch() has them */
	EXPR_DEVICE,	/* value: interface */
	EXPR_MARK,	/* value, mask */
	EXPR_CGROUP,	/* value: its number */
	EXPR_AUTOBOUND,
	EXPR_KEY,	/* key, op, value */
	EXPR_UID,	/* value */
	EXPR_COMM,	/* text: a pattern */
	EXPR_NETNS,	/* value: inode */
	EXPR_SERVICE,	/* not in a tree: a port that is still a name */
};

enum expr_op {
	EXPR_EQ,
	EXPR_NE,
	EXPR_LT,
	EXPR_GT,
	EXPR_LE,
	EXPR_GE,
};

/* What a condition can be for a socket. */
enum expr_truth {
	EXPR_NO,
	EXPR_YES,
	EXPR_UNKNOWN,	/* the socket has no such value, or it is not known */
};

/**
 * struct expr_node - one condition, or what joins conditions
 * @kind: one of enum expr_kind, which tells what else has a meaning
 * @op: one of enum expr_op, but EXPR_NE, which is EXPR_NOT of EXPR_EQ
 * @peer: of the peer's end, else of the local one
 * @has_port: of EXPR_HOST: is @port asked for?
 * @pending: is @text a name that expr_bind() has still to find?
 * @nr_prefixes: the address is in one of so many; 0 = any address
 * @first_prefix: the first of them
 * @left: number of a node, lower than this one's
 * @right: likewise
 * @port: host byte order
 * @text: where in the expression's text it begins
 * @key: one of enum nettune_key
 * @mask: bits of a mark that count
 * @value: what to compare with
 */
struct expr_node {
	__u8	kind;
	__u8	op;
	bool	peer;
	bool	has_port;
	bool	pending;
	__u8	nr_prefixes;
	__u8	first_prefix;
	__u16	left;
	__u16	right;
	__u16	port;
	__u16	text;
	__u32	key;
	__u32	mask;
	__u64	value;
};

/**
 * struct expr - an expression
 * @nr_nodes: how many; 0 = every socket is meant. The last one is the root
 * @nr_prefixes: how many
 * @text_len: bytes of @text in use
 * @states: mask of (1 << state) that was asked for, if @has_states
 * @family: address family to which some host confines everything, else 0
 * @has_states: was a state named?
 * @port_min: ports that the kernel chooses itself begin here
 * @port_max: and end here
 */
struct expr {
	__u32			nr_nodes;
	__u32			nr_prefixes;
	__u32			text_len;
	__u32			states;
	unsigned int		family;
	bool			has_states;
	__u16			port_min;
	__u16			port_max;
	struct expr_node	nodes[EXPR_NODES_MAX];
	struct nettune_prefix	prefixes[EXPR_PREFIXES_MAX];
	char			text[EXPR_TEXT_MAX];
};

/* What of a socket an expression looks at. */
enum expr_needs {
	EXPR_NEEDS_OWNER = 1,
	EXPR_NEEDS_TCP = 2,
	EXPR_NEEDS_PROCESS = 4,
	EXPR_NEEDS_AUTOBOUND = 8,
	EXPR_NEEDS_VALUE = 16,	/* some value of enum nettune_key */
	EXPR_NEEDS_MARK = 32,
};

/**
 * struct expr_names - whom expr_bind() asks for what names stand for
 * @number: the number of a device, cgroup, service, user or network namespace
 *	(EXPR_DEVICE ...): 0, or a negative errno: -ENOENT when there is none
 * @hosts: the addresses of a host of a family (0 = any): how many were put
 *	into @prefixes, at most @room, or a negative errno
 * @arg: for both
 */
struct expr_names {
	int	(*number)(void *arg, enum expr_kind kind, const char *name,
			  __u64 *value);
	int	(*hosts)(void *arg, const char *name, unsigned int family,
			 struct nettune_prefix *prefixes, __u32 room);
	void	*arg;
};

int expr_parse(struct expr *expr, const char *text, unsigned int family,
	       char *error, size_t size);

/* expr_cond.c */
const char *expr_cond_name(size_t index);

/* expr_bind.c */
int expr_bind(struct expr *expr, const struct expr_names *names,
	      char *error, size_t size);

/* expr_eval.c */
enum expr_truth expr_eval(const struct expr *expr,
			  const struct model_sock *sock);
__u32 expr_needs(const struct expr *expr);
__u32 expr_keys(const struct expr *expr);

/* expr_push.c */
bool expr_push(const struct expr *expr, struct nt_filter *filter);

#endif
