// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Formulas, by recursive descent:
 *
 *   sum     := product { ('+' | '-') product }
 *   product := factor { ('*' | '/') factor }
 *   factor  := NUMBER [UNIT] | '-' factor | '(' sum ')'
 *            | FUNCTION '(' sum { ',' sum } ')' | FACT
 *
 * Numbers are whole, of 64 bits; what does not fit is an error, never cut. What
 * is not known makes all unknown that it is part of, but for known().
 */
#include "tune/formula.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "array.h"

#define DEPTH_MAX	32
#define ARGUMENTS	8

struct parser {
	const char			*at;
	const char			*end;
	const struct formula_scope	*scope;
	unsigned int			depth;
};

static int parse_sum(struct parser *parser, struct formula_result *result);

static void skip_blanks(struct parser *parser)
{
	while (parser->at < parser->end && isspace((unsigned char)*parser->at))
		parser->at++;
}

static char peek(struct parser *parser)
{
	skip_blanks(parser);
	return parser->at < parser->end ? *parser->at : '\0';
}

static bool take(struct parser *parser, char c)
{
	if (peek(parser) != c)
		return false;
	parser->at++;
	return true;
}

static int wanted(struct parser *parser, const char *what)
{
	const struct profile_place *place = parser->scope->place;
	int left = parser->end - parser->at;

	if (!peek(parser))
		return profile_fail_at(place, "the formula ends too early (expected %s)",
				       what);
	return profile_fail_at(place, "'%.*s' in a formula (expected %s)",
			       left > 40 ? 40 : left, parser->at, what);
}

static int overflows(struct parser *parser)
{
	return profile_fail_at(parser->scope->place, "the formula exceeds 64 bits");
}

static void unknown(struct formula_result *result,
		    const struct formula_result *why)
{
	if (result->known)
		*result = *why;
}

static int calculate(struct parser *parser, char operator,
		     struct formula_result *left,
		     const struct formula_result *right)
{
	__s64 a = left->value, b = right->value;
	bool over = false;

	if (!left->known || !right->known) {
		unknown(left, right);
		return 0;
	}
	switch (operator) {
	case '+':
		over = __builtin_add_overflow(a, b, &left->value);
		break;
	case '-':
		over = __builtin_sub_overflow(a, b, &left->value);
		break;
	case '*':
		over = __builtin_mul_overflow(a, b, &left->value);
		break;
	default:
		if (!b)
			return profile_fail_at(parser->scope->place,
					       "the formula divides by zero");
		over = a == INT64_MIN && b == -1;
		left->value = over ? 0 : a / b;
	}
	return over ? overflows(parser) : 0;
}

static const struct suffix {
	const char	*name;
	__s64		factor;
	bool		is_time;	/* in nanoseconds */
} suffixes[] = {
	{ "K", 1LL << 10, false },
	{ "M", 1LL << 20, false },
	{ "G", 1LL << 30, false },
	{ "T", 1LL << 40, false },
	{ "ns", 1, true },
	{ "us", 1000, true },
	{ "ms", 1000000, true },
	{ "s", 1000000000, true },
};

static int apply_unit(struct parser *parser, const struct suffix *suffix,
		      __s64 *value)
{
	__s64 base = parser->scope->unit_ns;

	if (__builtin_mul_overflow(*value, suffix->factor, value))
		return overflows(parser);
	if (!suffix->is_time)
		return 0;
	if (!base)
		return profile_fail_at(parser->scope->place,
				       "'%s': this is no time (expected a number without it)",
				       suffix->name);
	if (*value % base)
		return profile_fail_at(parser->scope->place,
				       "this time is counted in steps of %lld ns",
				       (long long)base);
	*value /= base;
	return 0;
}

static int parse_unit(struct parser *parser, __s64 *value)
{
	const char *from = parser->at;
	size_t len = 0;

	while (from + len < parser->end &&
	       (isalnum((unsigned char)from[len]) || from[len] == '_'))
		len++;
	if (!len)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		if (strlen(suffixes[i].name) != len ||
		    strncmp(suffixes[i].name, from, len))
			continue;
		parser->at += len;
		return apply_unit(parser, &suffixes[i], value);
	}
	return wanted(parser, "a unit: K, M, G, T, or of times ns, us, ms, s");
}

static int digit_of(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ?
		tolower((unsigned char)c) - 'a' + 10 : 16;
}

static int parse_number(struct parser *parser, struct formula_result *result)
{
	int base = 10;

	*result = (struct formula_result){ .known = true };
	if (parser->end - parser->at > 2 && parser->at[0] == '0' &&
	    tolower((unsigned char)parser->at[1]) == 'x' &&
	    digit_of(parser->at[2]) < 16) {
		base = 16;
		parser->at += 2;
	}
	for (; parser->at < parser->end && digit_of(*parser->at) < base;
	     parser->at++)
		if (__builtin_mul_overflow(result->value, base,
					   &result->value) ||
		    __builtin_add_overflow(result->value, digit_of(*parser->at),
					   &result->value))
			return overflows(parser);
	return parse_unit(parser, &result->value);
}

static int parse_arguments(struct parser *parser, struct formula_result *args,
			   size_t *count)
{
	int err = 0;

	*count = 0;
	do {
		if (*count == ARGUMENTS)
			return wanted(parser, "at most 8 arguments");
		err = parse_sum(parser, &args[(*count)++]);
	} while (!err && take(parser, ','));
	if (!err && !take(parser, ')'))
		err = wanted(parser, "',' or ')'");
	return err;
}

/* The least, or with @most the most. */
static void pick(struct formula_result *args, size_t count, bool most,
		 struct formula_result *result)
{
	*result = args[0];
	for (size_t i = 1; i < count; i++) {
		if (!result->known || !args[i].known)
			unknown(result, &args[i]);
		else if ((args[i].value > result->value) == most)
			result->value = args[i].value;
	}
}

static int do_clamp(struct parser *parser, struct formula_result *args,
		    struct formula_result *result)
{
	struct formula_result at_least[2] = { args[0], args[1] }, at_most[2];

	if (args[1].known && args[2].known && args[1].value > args[2].value)
		return profile_fail_at(parser->scope->place,
				       "clamp(): at least %lld, but at most %lld",
				       (long long)args[1].value,
				       (long long)args[2].value);
	pick(at_least, 2, true, &at_most[0]);
	at_most[1] = args[2];
	pick(at_most, 2, false, result);
	return 0;
}

static int call(struct parser *parser, const char *name, size_t len,
		struct formula_result *result)
{
	struct formula_result args[ARGUMENTS];
	size_t count;
	int err;

	err = parse_arguments(parser, args, &count);
	if (err)
		return err;
	if (len == 3 && (!strncmp(name, "min", 3) || !strncmp(name, "max", 3))) {
		pick(args, count, name[1] == 'a', result);
		return 0;
	}
	if (len == 5 && !strncmp(name, "clamp", 5)) {
		if (count == 3)
			return do_clamp(parser, args, result);
		return profile_fail_at(parser->scope->place,
				       "clamp() of %zu values (expected the value, the least and the most)",
				       count);
	}
	if (len == 5 && !strncmp(name, "known", 5)) {
		if (count != 2)
			return profile_fail_at(parser->scope->place,
					       "known() of %zu values (expected a fact, and what stands for it)",
					       count);
		*result = args[args[0].known ? 0 : 1];
		return 0;
	}
	return profile_fail_at(parser->scope->place,
			       "there is no function '%.*s' (expected min, max, clamp or known)",
			       (int)len, name);
}

/* "max" alone is what the hardware allows. */
static int hardware_max(struct parser *parser, struct formula_result *result)
{
	const struct formula_scope *scope = parser->scope;

	if (!scope->what)
		return profile_fail_at(scope->place,
				       "'max': no hardware tells how much it is at most");
	*result = (struct formula_result){
		.known = scope->has_max, .value = scope->max,
	};
	snprintf(result->missing, sizeof(result->missing), "the most of %s",
		 scope->what);
	return 0;
}

static int parse_name(struct parser *parser, struct formula_result *result)
{
	const char *name = parser->at;
	size_t len = 0;

	while (name + len < parser->end &&
	       (isalnum((unsigned char)name[len]) || name[len] == '_'))
		len++;
	parser->at += len;
	if (take(parser, '('))
		return call(parser, name, len, result);
	if (len == 3 && !strncmp(name, "max", 3))
		return hardware_max(parser, result);
	return formula_fact(parser->scope, name, len, result);
}

static int parse_inner(struct parser *parser, struct formula_result *result)
{
	struct formula_result zero = { .known = true };
	char c = peek(parser);
	int err;

	if (isdigit((unsigned char)c))
		return parse_number(parser, result);
	if (take(parser, '-')) {
		err = parse_inner(parser, result);
		if (err)
			return err;
		err = calculate(parser, '-', &zero, result);
		*result = zero;
		return err;
	}
	if (take(parser, '(')) {
		err = parse_sum(parser, result);
		if (!err && !take(parser, ')'))
			err = wanted(parser, "')'");
		return err;
	}
	if (isalpha((unsigned char)c) || c == '_')
		return parse_name(parser, result);
	return wanted(parser, "a number, a fact as mem_bytes, or '('");
}

static int parse_factor(struct parser *parser, struct formula_result *result)
{
	int err;

	if (parser->depth == DEPTH_MAX)
		return profile_fail_at(parser->scope->place,
				       "more than %d parentheses within each other",
				       DEPTH_MAX);
	parser->depth++;
	err = parse_inner(parser, result);
	parser->depth--;
	return err;
}

static int parse_product(struct parser *parser, struct formula_result *result)
{
	struct formula_result right;
	int err = parse_factor(parser, result);
	char c;

	while (!err && (c = peek(parser)) && strchr("*/", c)) {
		parser->at++;
		err = parse_factor(parser, &right);
		if (!err)
			err = calculate(parser, c, result, &right);
	}
	return err;
}

static int parse_sum(struct parser *parser, struct formula_result *result)
{
	struct formula_result right;
	int err = parse_product(parser, result);
	char c;

	while (!err && (c = peek(parser)) && strchr("+-", c)) {
		parser->at++;
		err = parse_product(parser, &right);
		if (!err)
			err = calculate(parser, c, result, &right);
	}
	return err;
}

/**
 * formula_evaluate - what a formula comes to
 * @text: the formula
 * @len: its bytes
 * @scope: what it may ask
 * @result: set to that
 *
 * Return: 0, or -EINVAL with the error told: it is none, it exceeds 64 bits,
 * divides by zero, asks for what there is not.
 */
int formula_evaluate(const char *text, size_t len,
		     const struct formula_scope *scope,
		     struct formula_result *result)
{
	struct parser parser = {
		.at = text, .end = text + len, .scope = scope,
	};
	int err;

	*result = (struct formula_result){ 0 };
	err = parse_sum(&parser, result);
	if (!err && peek(&parser))
		err = wanted(&parser, "an operator or the end");
	return err;
}
