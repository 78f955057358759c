// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Values as profiles have them: elements with blanks between them, each a
 * number, a formula, a word, or "-" for what is to stay as it is. Within
 * parentheses blanks do not divide.
 */
#include "tune/value.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tune/text.h"

/**
 * value_unquote - a value without the quotes around it
 * @text: the value
 *
 * Return: it, to be freed; NULL without memory.
 */
char *value_unquote(const char *text)
{
	size_t len = strlen(text);

	if (len >= 2 && text[0] == '"' && text[len - 1] == '"')
		return strndup(text + 1, len - 2);
	return strdup(text);
}

/**
 * value_operator - how a value is meant
 * @text: "> 4096", "<10", "5"
 * @op: set to it
 *
 * Return: the value behind it.
 */
const char *value_operator(const char *text, enum want_op *op)
{
	*op = WANT_SET;
	while (isspace((unsigned char)*text))
		text++;
	if (*text != '>' && *text != '<')
		return text;
	*op = *text == '>' ? WANT_RAISE : WANT_LOWER;
	do
		text++;
	while (isspace((unsigned char)*text));
	return text;
}

/**
 * value_element - the next element
 * @text: moved to it
 * @separators: what divides, outside of parentheses
 *
 * Return: its bytes, 0 = there is none left.
 */
size_t value_element(const char **text, const char *separators)
{
	size_t len, depth = 0;

	*text += strspn(*text, separators);
	for (len = 0; (*text)[len]; len++) {
		char c = (*text)[len];

		if (c == '(')
			depth++;
		else if (c == ')' && depth)
			depth--;
		else if (!depth && strchr(separators, c))
			break;
	}
	return len;
}

static bool is_plain(const char *text, size_t len)
{
	size_t at = len > 1 && *text == '-';

	while (at < len && isdigit((unsigned char)text[at]))
		at++;
	return len && at == len && isdigit((unsigned char)text[len - 1]);
}

/* What a value is being made of. */
struct maker {
	const struct value_kind		*kind;
	const struct formula_scope	*scope;
	struct tune_want		*want;
	struct tune_text		value;
	struct tune_text		asked;
	bool				limited;
	bool				words;
};

static int put(struct maker *maker, const char *text, size_t len)
{
	const char *blank = maker->value.len ? " " : "";

	return tune_text_put(&maker->value, blank) ?:
	       tune_text_put(&maker->asked, blank) ?:
	       tune_text_add(&maker->value, text, len) ?:
	       tune_text_add(&maker->asked, text, len);
}

static int put_formula(struct maker *maker, const char *text, size_t len)
{
	const struct value_kind *kind = maker->kind;
	struct formula_result result;
	const char *blank = maker->value.len ? " " : "";
	__s64 value;
	int err;

	err = formula_evaluate(text, len, maker->scope, &result);
	if (err)
		return err;
	if (!result.known && !maker->want->note &&
	    asprintf(&maker->want->note, "%s is not known here",
		     result.missing) < 0) {
		maker->want->note = NULL;
		return -ENOMEM;
	}
	value = result.value;
	if (kind->has_range && value < kind->min)
		value = kind->min;
	if (kind->has_range && value > kind->max)
		value = kind->max;
	maker->limited |= value != result.value;
	return tune_text_format(&maker->value, "%s%lld", blank,
				(long long)value) ?:
	       tune_text_format(&maker->asked, "%s%lld", blank,
				(long long)result.value);
}

static int put_switch(struct maker *maker, const char *text, size_t len)
{
	static const struct {
		const char	*word;
		const char	*value;
	} words[] = {
		{ "on", "on" }, { "off", "off" }, { "1", "on" }, { "0", "off" },
		{ "yes", "on" }, { "no", "off" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == len &&
		    !strncmp(words[i].word, text, len))
			return put(maker, words[i].value,
				   strlen(words[i].value));
	return profile_fail_at(maker->scope->place, "'%.*s' (expected on or off)",
			       (int)len, text);
}

static int put_element(struct maker *maker, const char *text, size_t len)
{
	if (maker->kind->is_switch)
		return put_switch(maker, text, len);
	if (is_plain(text, len) || (len == 1 && *text == '-'))
		return put(maker, text, len);
	if (maker->kind->number ||
	    (!maker->kind->words && formula_looks_so(text, len)))
		return put_formula(maker, text, len);
	maker->words = true;
	return put(maker, text, len);
}

static int finish(struct maker *maker)
{
	struct tune_want *want = maker->want;

	if (want->op != WANT_SET && (maker->words || maker->kind->is_switch))
		return profile_fail_at(maker->scope->place,
				       "'%s' can't be more or less than something (expected numbers)",
				       maker->value.text);
	if (want->note)
		return 0;
	if (maker->limited) {
		want->clamped = maker->asked.text;
		maker->asked.text = NULL;
	}
	want->value = maker->value.text;
	maker->value.text = NULL;
	return 0;
}

/**
 * value_make - make a value what a setting takes
 * @text: the value, without its operator
 * @kind: what the setting takes
 * @scope: what formulas may ask
 * @want: its op is known; its value, clamped and note are set
 *
 * Return: 0, -EINVAL or -ENOMEM with the error told.
 */
int value_make(const char *text, const struct value_kind *kind,
	       const struct formula_scope *scope, struct tune_want *want)
{
	struct maker maker = { .kind = kind, .scope = scope, .want = want };
	size_t len;
	int err = tune_text_add(&maker.value, "", 0) ?:
		  tune_text_add(&maker.asked, "", 0);

	while (!err && (len = value_element(&text, " \t\n"))) {
		err = put_element(&maker, text, len);
		text += len;
	}
	if (!err && !maker.value.len && kind->number)
		err = profile_fail_at(scope->place, "no value (expected a number)");
	err = err ?: finish(&maker);
	tune_text_free(&maker.value);
	tune_text_free(&maker.asked);
	if (err == -ENOMEM)
		return profile_no_memory(scope->place->error);
	if (err == -E2BIG)
		return profile_fail_at(scope->place, "the value is too long");
	return err;
}
