// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Words of the filter language. They stand between blanks, and a backslash
 * makes the character behind it part of a word, as in ss; besides, a
 * condition's name, its operator and its value may stand together: "rmem>80%".
 */
#include "model/expr_parse.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "array.h"

#define BLANKS		" \t\r\n"
#define OPERATORS	"<>=!"

static const struct {
	const char	*word;
	enum expr_token	token;
	enum expr_op	op;
} words[] = {
	{ "(", EXPR_TOKEN_OPEN, 0 },
	{ ")", EXPR_TOKEN_CLOSE, 0 },
	{ "!", EXPR_TOKEN_NOT, 0 },
	{ "not", EXPR_TOKEN_NOT, 0 },
	{ "&", EXPR_TOKEN_AND, 0 },
	{ "&&", EXPR_TOKEN_AND, 0 },
	{ "and", EXPR_TOKEN_AND, 0 },
	{ "|", EXPR_TOKEN_OR, 0 },
	{ "||", EXPR_TOKEN_OR, 0 },
	{ "or", EXPR_TOKEN_OR, 0 },
	{ "=", EXPR_TOKEN_OP, EXPR_EQ },
	{ "==", EXPR_TOKEN_OP, EXPR_EQ },
	{ "eq", EXPR_TOKEN_OP, EXPR_EQ },
	{ "!=", EXPR_TOKEN_OP, EXPR_NE },
	{ "ne", EXPR_TOKEN_OP, EXPR_NE },
	{ "neq", EXPR_TOKEN_OP, EXPR_NE },
	{ "<", EXPR_TOKEN_OP, EXPR_LT },
	{ "lt", EXPR_TOKEN_OP, EXPR_LT },
	{ ">", EXPR_TOKEN_OP, EXPR_GT },
	{ "gt", EXPR_TOKEN_OP, EXPR_GT },
	{ "<=", EXPR_TOKEN_OP, EXPR_LE },
	{ "le", EXPR_TOKEN_OP, EXPR_LE },
	{ "leq", EXPR_TOKEN_OP, EXPR_LE },
	{ ">=", EXPR_TOKEN_OP, EXPR_GE },
	{ "ge", EXPR_TOKEN_OP, EXPR_GE },
	{ "geq", EXPR_TOKEN_OP, EXPR_GE },
};

/**
 * expr_wrong() - say what is wrong
 * @parser: how far the reading has come
 * @format: as of printf()
 *
 * Return: -EINVAL.
 */
int expr_wrong(struct expr_parser *parser, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(parser->error, parser->size, format, args);
	va_end(args);
	return -EINVAL;
}

/* How much of a word without backslashes is a word of its own? */
static size_t split(const char *word, size_t len)
{
	size_t name = strcspn(word, OPERATORS);

	if (name >= len)
		return len;
	if (name)
		return expr_is_cond(word, name) ? name : len;
	/* An operator, or the "!" of "!(". */
	return len > 1 && word[1] == '=' ? 2 : 1;
}

/* Its characters up to a blank, without what makes them literal. */
static int read_word(struct expr_parser *parser)
{
	const char *start = parser->at;
	bool escaped = false;
	size_t len = 0;

	for (; *parser->at && !strchr(BLANKS, *parser->at); parser->at++) {
		if (*parser->at == '\\') {
			escaped = true;
			if (!*++parser->at)
				break;
		}
		if (len + 1 >= sizeof(parser->word))
			return expr_wrong(parser, "'%.20s...': at most %d characters are expected",
					  start, EXPR_WORD_MAX - 1);
		parser->word[len++] = *parser->at;
	}
	parser->word[len] = '\0';
	if (!escaped && len) {
		len = split(start, len);
		parser->word[len] = '\0';
		parser->at = start + len;
	}
	return 0;
}

/**
 * expr_next() - go on to the next word
 * @parser: gets it
 *
 * Return: 0, or -EINVAL after a message for a word that is too long.
 */
int expr_next(struct expr_parser *parser)
{
	int err;

	parser->at += strspn(parser->at, BLANKS);
	parser->word[0] = '\0';
	parser->token = EXPR_TOKEN_END;
	if (!*parser->at)
		return 0;
	err = read_word(parser);
	if (err)
		return err;
	parser->token = EXPR_TOKEN_WORD;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].word, parser->word))
			continue;
		parser->token = words[i].token;
		parser->op = words[i].op;
	}
	return 0;
}
