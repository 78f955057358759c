// SPDX-License-Identifier: GPL-2.0-or-later
/* Conditions of the filter language: what stands behind each name. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "model/expr_parse.h"
#include "model/key.h"

/* Reads what follows the operator, the current word. */
typedef int (*take_fn)(struct expr_parser *parser, struct expr_node *node);

/* A number as strtoul() takes it: "0x" and "0" at its beginning count. */
static bool take_number(const char *text, char end, __u32 *number,
			const char **rest)
{
	unsigned long long value;
	char *stop;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtoull(text, &stop, 0);
	if (errno || value > UINT32_MAX || (*stop && *stop != end))
		return false;
	*number = value;
	*rest = stop;
	return true;
}

static int take_host(struct expr_parser *parser, struct expr_node *node)
{
	return expr_host(parser, node, false);
}

static int take_port(struct expr_parser *parser, struct expr_node *node)
{
	return expr_host(parser, node, true);
}

static int take_mark(struct expr_parser *parser, struct expr_node *node)
{
	const char *rest = parser->word;
	__u32 mark;

	node->mask = UINT32_MAX;
	if (take_number(parser->word, '/', &mark, &rest) &&
	    (!*rest || take_number(rest + 1, '\0', &node->mask, &rest))) {
		node->value = mark;
		return 0;
	}
	return expr_wrong(parser, "'%s': a mark is expected, as in 0x10 or 0x10/0xff",
			  parser->word);
}

/* A name, or else a number: which of them is seen when it is looked up. */
static int take_name(struct expr_parser *parser, struct expr_node *node)
{
	node->pending = node->kind != EXPR_COMM;
	return expr_keep_text(parser, parser->word, &node->text);
}

static int take_value(struct expr_parser *parser, struct expr_node *node)
{
	struct nettune_minimum value;
	int err = model_value_parse(parser->expr->text + node->text,
				    parser->word, &value);

	if (err == -ERANGE)
		return expr_wrong(parser, "'%s': that is more than such a value can be",
				  parser->word);
	if (err)
		return expr_wrong(parser, "'%s': a value for %s is expected, as in %s",
				  parser->word, parser->expr->text + node->text,
				  model_key_has_limit(parser->expr->text + node->text) ?
				  "80%, 64K or 1" : "64K or 1");
	node->key = value.key;
	node->value = value.value;
	return 0;
}

/* Which operators a condition takes. */
enum ops {
	OPS_NONE,	/* none, and no value */
	OPS_EQUAL,	/* "=" and "!=", or none, which is "=" */
	OPS_ALL,	/* all, or none, which is "=" */
	OPS_NEEDED,	/* all, but one must be there */
};

static const struct cond {
	const char	*name;
	enum expr_kind	kind;
	bool		peer;
	enum ops	ops;
	take_fn		take;
	const char	*what;
} conds[] = {
	{ "src", EXPR_HOST, false, OPS_EQUAL, take_host, "an address" },
	{ "dst", EXPR_HOST, true, OPS_EQUAL, take_host, "an address" },
	{ "sport", EXPR_PORT, false, OPS_ALL, take_port, "a port" },
	{ "dport", EXPR_PORT, true, OPS_ALL, take_port, "a port" },
	{ "dev", EXPR_DEVICE, false, OPS_EQUAL, take_name, "a network device" },
	{ "fwmark", EXPR_MARK, false, OPS_EQUAL, take_mark, "a mark" },
	{ "cgroup", EXPR_CGROUP, false, OPS_EQUAL, take_name, "a cgroup's path" },
	{ "autobound", EXPR_AUTOBOUND, false, OPS_NONE, NULL, NULL },
	{ "uid", EXPR_UID, false, OPS_EQUAL, take_name, "a user" },
	{ "comm", EXPR_COMM, false, OPS_EQUAL, take_name, "a process's name" },
	{ "netns", EXPR_NETNS, false, OPS_EQUAL, take_name,
	  "a network namespace" },
};

static const struct cond value_cond = {
	.kind = EXPR_KEY, .ops = OPS_NEEDED, .take = take_value,
	.what = "a number",
};

static const struct cond *find_cond(const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(conds); i++)
		if (strlen(conds[i].name) == len &&
		    !strncmp(conds[i].name, word, len))
			return &conds[i];
	return model_key_known(word, len) ? &value_cond : NULL;
}

/**
 * expr_cond_name() - words with which a condition begins, values apart
 * @index: from 0 on
 *
 * Return: a word, NULL behind the last.
 */
const char *expr_cond_name(size_t index)
{
	return index < ARRAY_SIZE(conds) ? conds[index].name : NULL;
}

/**
 * expr_is_cond() - does a condition begin with this word?
 * @word: the word
 * @len: characters of it
 *
 * Return: true if one does.
 */
bool expr_is_cond(const char *word, size_t len)
{
	return find_cond(word, len);
}

/* The operator, if there is one that the condition takes. */
static int take_op(struct expr_parser *parser, const struct cond *cond,
		   const char *name, struct expr_node *node)
{
	bool there = parser->token == EXPR_TOKEN_OP;

	if (!there && cond->ops == OPS_NEEDED)
		return expr_wrong(parser, "'%s': an operator is expected, as in '%s > 0'",
				  name, name);
	if (there && cond->ops == OPS_EQUAL && parser->op != EXPR_EQ &&
	    parser->op != EXPR_NE)
		return expr_wrong(parser, "'%s %s': only = and != make sense there",
				  name, parser->word);
	node->op = there ? parser->op : EXPR_EQ;
	return there ? expr_next(parser) : 0;
}

/**
 * expr_cond() - read a condition
 * @parser: at its name; afterwards behind it
 * @node: filled in; an @op of EXPR_NE asks for its opposite
 *
 * Return: 0, or -EINVAL after a message.
 */
int expr_cond(struct expr_parser *parser, struct expr_node *node)
{
	const struct cond *cond = find_cond(parser->word, strlen(parser->word));
	char name[EXPR_WORD_MAX];
	__u32 text_len;
	int err;

	node->kind = cond->kind;
	node->peer = cond->peer;
	memcpy(name, parser->word, sizeof(name));
	/* A key's name is needed until its value is read. */
	text_len = parser->expr->text_len;
	err = expr_next(parser);
	if (err || cond->ops == OPS_NONE)
		return err;
	err = take_op(parser, cond, name, node);
	if (!err && cond->kind == EXPR_KEY)
		err = expr_keep_text(parser, name, &node->text);
	if (err)
		return err;
	if (parser->token != EXPR_TOKEN_WORD)
		return expr_wrong(parser, "%s is expected after '%s'%s%s%s",
				  cond->what, name,
				  parser->token == EXPR_TOKEN_END ? "" :
				  ", not '", parser->word,
				  parser->token == EXPR_TOKEN_END ? "" : "'");
	err = cond->take(parser, node);
	if (cond->kind == EXPR_KEY)
		parser->expr->text_len = text_len;
	return err ?: expr_next(parser);
}
