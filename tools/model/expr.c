// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an expression of the filter language into a tree. */
#include "model/expr.h"

#include <string.h>

#include "model/expr_parse.h"
#include "model/filter.h"

static int parse_list(struct expr_parser *parser);

/* Nodes are numbered in the order in which they are complete. */
static int add_node(struct expr_parser *parser, const struct expr_node *node)
{
	struct expr *expr = parser->expr;

	if (expr->nr_nodes == EXPR_NODES_MAX)
		return expr_wrong(parser, "'%s': that is more than %d conditions",
				  parser->word, EXPR_NODES_MAX);
	expr->nodes[expr->nr_nodes++] = *node;
	return 0;
}

/**
 * expr_keep_text() - keep a name
 * @parser: in whose expression
 * @text: the name
 * @at: set to where it is
 *
 * Return: 0, or -EINVAL after a message.
 */
int expr_keep_text(struct expr_parser *parser, const char *text, __u16 *at)
{
	struct expr *expr = parser->expr;
	size_t len = strlen(text) + 1;

	if (len > sizeof(expr->text) - expr->text_len)
		return expr_wrong(parser, "'%.20s...': too many names",
				  text);
	*at = expr->text_len;
	memcpy(expr->text + expr->text_len, text, len);
	expr->text_len += len;
	return 0;
}

static int negate(struct expr_parser *parser)
{
	const struct expr_node node = {
		.kind = EXPR_NOT, .left = parser->expr->nr_nodes - 1,
	};

	return add_node(parser, &node);
}

static int parse_parentheses(struct expr_parser *parser)
{
	int err;

	err = expr_next(parser) ?: parse_list(parser);
	if (err)
		return err;
	if (parser->token != EXPR_TOKEN_CLOSE)
		return expr_wrong(parser, "a ')' is missing at the end");
	return expr_next(parser);
}

/* What is expected where a condition begins and something else stands. */
static int no_cond(struct expr_parser *parser)
{
	const char *word = parser->word;

	if (parser->token == EXPR_TOKEN_END)
		return expr_wrong(parser, "a condition is expected at the end");
	if (!strcmp(word, "state") || !strncmp(word, "excl", 4))
		return expr_wrong(parser, "'%s': states must stand before all conditions",
				  word);
	if (*word == '(' && word[1])
		return expr_wrong(parser, "'%s': a parenthesis must stand between blanks",
				  word);
	return expr_wrong(parser, "'%s': a condition is expected (src, dst, sport, dev, ...)",
			  word);
}

static int parse_cond(struct expr_parser *parser)
{
	struct expr_node node = { 0 };
	bool negated;
	int err;

	if (parser->token != EXPR_TOKEN_WORD ||
	    !expr_is_cond(parser->word, strlen(parser->word)))
		return no_cond(parser);
	err = expr_cond(parser, &node);
	if (err)
		return err;
	negated = node.op == EXPR_NE;
	if (negated)
		node.op = EXPR_EQ;
	return add_node(parser, &node) ?: negated ? negate(parser) : 0;
}

/* "!" EXPR, "(" LIST ")", or a condition */
static int parse_one(struct expr_parser *parser)
{
	int err;

	if (parser->depth == EXPR_DEPTH_MAX)
		return expr_wrong(parser, "'%s': too many parentheses within each other",
				  parser->word);
	parser->depth++;
	switch (parser->token) {
	case EXPR_TOKEN_NOT:
		err = expr_next(parser) ?: parse_one(parser) ?: negate(parser);
		break;
	case EXPR_TOKEN_OPEN:
		err = parse_parentheses(parser);
		break;
	default:
		err = parse_cond(parser);
	}
	parser->depth--;
	return err;
}

/* Both bind alike, so the tree grows to the left. */
static int parse_list(struct expr_parser *parser)
{
	int err = parse_one(parser);

	while (!err && parser->token != EXPR_TOKEN_END &&
	       parser->token != EXPR_TOKEN_CLOSE) {
		struct expr_node node = {
			.kind = parser->token == EXPR_TOKEN_OR ? EXPR_OR :
								 EXPR_AND,
			.left = parser->expr->nr_nodes - 1,
		};

		if (parser->token == EXPR_TOKEN_OR ||
		    parser->token == EXPR_TOKEN_AND)
			err = expr_next(parser);
		err = err ?: parse_one(parser);
		node.right = parser->expr->nr_nodes - 1;
		err = err ?: add_node(parser, &node);
	}
	return err;
}

/* The first word decides from what the others take away, or to what they add. */
static int parse_state(struct expr_parser *parser, bool exclude)
{
	struct expr *expr = parser->expr;
	__u32 states = 0;
	int err;

	err = expr_next(parser);
	if (err)
		return err;
	if (parser->token == EXPR_TOKEN_END)
		return expr_wrong(parser, "a state is expected at the end");
	if (model_states_parse(parser->word, &states))
		return expr_wrong(parser, "'%s': a state is expected (%s)",
				  parser->word,
				  "established, listening, connected, all, ...");
	if (!expr->has_states)
		expr->states = exclude ? NT_STATES_ALL : 0;
	expr->has_states = true;
	if (exclude)
		expr->states &= ~states;
	else
		expr->states |= states;
	return expr_next(parser);
}

static int parse_states(struct expr_parser *parser)
{
	int err = 0;

	while (!err && parser->token == EXPR_TOKEN_WORD) {
		bool exclude = !strcmp(parser->word, "exclude") ||
			       !strcmp(parser->word, "excl");

		if (!exclude && strcmp(parser->word, "state"))
			break;
		err = parse_state(parser, exclude);
	}
	return err;
}

/**
 * expr_parse() - read an expression
 * @expr: filled in; names in it are found by expr_bind()
 * @text: the expression
 * @family: AF_INET, AF_INET6 or AF_UNIX: hosts are of this family; 0 = any
 * @error: where to say what is wrong, one line
 * @size: bytes in @error
 *
 * Return: 0, or -EINVAL after a message.
 */
int expr_parse(struct expr *expr, const char *text, unsigned int family,
	       char *error, size_t size)
{
	struct expr_parser parser = {
		.expr = expr, .at = text, .family = family,
		.error = error, .size = size,
	};
	int err;

	memset(expr, 0, offsetof(struct expr, nodes));
	err = expr_next(&parser) ?: parse_states(&parser);
	if (err || parser.token == EXPR_TOKEN_END)
		return err;
	err = parse_list(&parser);
	if (!err && parser.token == EXPR_TOKEN_CLOSE)
		err = expr_wrong(&parser, "a ')' has no '(' before it");
	return err;
}
