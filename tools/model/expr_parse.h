/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the filter language's parser share. */
#ifndef MODEL_EXPR_PARSE_H
#define MODEL_EXPR_PARSE_H

#include "model/expr.h"

/* Words with a meaning of their own, besides the conditions' names. */
enum expr_token {
	EXPR_TOKEN_END,
	EXPR_TOKEN_WORD,
	EXPR_TOKEN_OPEN,
	EXPR_TOKEN_CLOSE,
	EXPR_TOKEN_AND,
	EXPR_TOKEN_OR,
	EXPR_TOKEN_NOT,
	EXPR_TOKEN_OP,
};

/**
 * struct expr_parser - how far the reading has come
 * @expr: what is made
 * @at: text not read yet
 * @token: the current word's meaning
 * @op: for EXPR_TOKEN_OP, one of enum expr_op
 * @word: the current word, without its backslashes
 * @family: addresses are of this family, 0 = of any
 * @depth: parentheses and negations that are open
 * @error: where to say what is wrong
 * @size: bytes in @error
 */
struct expr_parser {
	struct expr	*expr;
	const char	*at;
	enum expr_token	token;
	enum expr_op	op;
	char		word[EXPR_WORD_MAX];
	unsigned int	family;
	unsigned int	depth;
	char		*error;
	size_t		size;
};

/* expr_lex.c */
int expr_next(struct expr_parser *parser);
int expr_wrong(struct expr_parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* expr.c */
int expr_keep_text(struct expr_parser *parser, const char *text, __u16 *at);

/* expr_cond.c */
bool expr_is_cond(const char *word, size_t len);
int expr_cond(struct expr_parser *parser, struct expr_node *node);

/* expr_host.c */
int expr_host(struct expr_parser *parser, struct expr_node *node,
	      bool port_only);

#endif
