// SPDX-License-Identifier: GPL-2.0-or-later
/* What a setting is to be: numbers one by one, or a word. */
#include "tune/plan_value.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that a vector takes as text. */
#define VECTOR_TEXT	(TUNE_VECTOR * 21)

/**
 * struct vector - numbers of a value
 * @at: those
 * @kept: is the element a "-", which stays as it is?
 * @count: how many
 */
struct vector {
	__s64	at[TUNE_VECTOR];
	bool	kept[TUNE_VECTOR];
	size_t	count;
};

static int refuse(struct plan_value *value, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Return: 0, so that it can be the last thing that is done. */
static int refuse(struct plan_value *value, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(value->note, sizeof(value->note), format, args);
	va_end(args);
	value->text = NULL;
	return 0;
}

/* Each word one number, or "-". */
static bool parse_wanted(const char *text, struct vector *vector)
{
	vector->count = 0;
	while (*text) {
		size_t len = strcspn(text, " "), i = vector->count;
		char *end;

		if (i == TUNE_VECTOR)
			return false;
		vector->kept[i] = len == 1 && *text == '-';
		if (!vector->kept[i] && !isdigit((unsigned char)*text) &&
		    *text != '-')
			return false;
		errno = 0;
		vector->at[i] = strtoll(text, &end, 10);
		if (!vector->kept[i] && (errno || end != text + len))
			return false;
		vector->count++;
		text += len + (text[len] == ' ');
	}
	return vector->count > 0;
}

/* An unsigned long of the kernel may be more than fits: then it is the most. */
static bool parse_current(const char *text, struct vector *vector)
{
	char *end;

	if (tune_value_numbers(text, vector->at, &vector->count))
		return true;
	if (!*text || strspn(text, "0123456789") != strlen(text))
		return false;
	errno = 0;
	vector->at[0] = strtoll(text, &end, 10);
	vector->count = 1;
	return errno == ERANGE;
}

static int check_range(const struct plan_limits *limits, __s64 *number,
		       struct plan_value *value)
{
	if (*number > limits->max && limits->clamps) {
		snprintf(value->note, sizeof(value->note),
			 "the hardware's most is %lld, %lld was asked for",
			 limits->max, *number);
		*number = limits->max;
		value->clamped = true;
		return 0;
	}
	if (*number >= limits->min && *number <= limits->max)
		return 0;
	if (limits->max == LLONG_MAX)
		refuse(value, "%lld is out of range: %lld is the least",
		       *number, limits->min);
	else
		refuse(value, "%lld is out of range: it can be %lld to %lld",
		       *number, limits->min, limits->max);
	return -ERANGE;
}

/* What one number is to be. */
static __s64 combine(enum want_op op, __s64 wanted, __s64 current)
{
	switch (op) {
	case WANT_RAISE:
		return wanted > current ? wanted : current;
	case WANT_LOWER:
		return wanted < current ? wanted : current;
	case WANT_SET:
		break;
	}
	return wanted;
}

static char *print_vector(const __s64 *numbers, size_t count)
{
	char text[VECTOR_TEXT];
	size_t len = 0;

	for (size_t i = 0; i < count; i++)
		len += snprintf(text + len, sizeof(text) - len, "%s%lld",
				i ? " " : "", numbers[i]);
	return strdup(text);
}

static bool is_ascending(const __s64 *numbers, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (numbers[i] < numbers[i - 1])
			return false;
	return true;
}

/* Numbers that are not said stay as they are, as the kernel would do it too. */
static int fill_vector(const struct tune_want *want,
		       const struct vector *current, struct vector *wanted,
		       const struct plan_limits *limits,
		       struct plan_value *value)
{
	if (wanted->count > current->count)
		return refuse(value, "it has %zu number%s, not %zu",
			      current->count, current->count == 1 ? "" : "s",
			      wanted->count) ?: -EINVAL;
	for (size_t i = 0; i < current->count; i++) {
		if (i >= wanted->count || wanted->kept[i]) {
			wanted->at[i] = current->at[i];
			continue;
		}
		wanted->at[i] = combine(sysctl_op(&want->key, want->op, i),
					wanted->at[i], current->at[i]);
		if (wanted->at[i] != current->at[i] &&
		    check_range(limits, &wanted->at[i], value))
			return -ERANGE;
	}
	wanted->count = current->count;
	return 0;
}

static int vector_value(const struct tune_want *want, const char *text,
			const struct vector *current, struct vector *wanted,
			const struct plan_limits *limits,
			struct plan_value *value)
{
	size_t size = current->count * sizeof(*current->at);

	if (fill_vector(want, current, wanted, limits, value))
		return 0;
	/* As it was printed: an unsigned long may be more than it seems. */
	if (!memcmp(wanted->at, current->at, size))
		value->text = strdup(text);
	else if (limits->ascends && !is_ascending(wanted->at, wanted->count))
		return refuse(value,
			      "each number is to be at least the one before it");
	else
		value->text = print_vector(wanted->at, wanted->count);
	return value->text ? 0 : -ENOMEM;
}

/**
 * plan_value - what a setting is to be
 * @want: what is wanted; with a value
 * @current: what it is
 * @limits: what it may be
 * @value: filled in; a value that can't be is no error
 *
 * Return: 0 or -ENOMEM.
 */
int plan_value(const struct tune_want *want, const char *current,
	       const struct plan_limits *limits, struct plan_value *value)
{
	struct vector is, wanted;
	char *text = tune_value_normalize(want->value);
	bool numbers;
	int err;

	*value = (struct plan_value) { 0 };
	if (!text)
		return -ENOMEM;
	numbers = parse_wanted(text, &wanted);
	if (numbers && parse_current(current, &is)) {
		err = vector_value(want, current, &is, &wanted, limits, value);
		free(text);
		return err;
	}
	if (limits->numbers)
		refuse(value, "'%.40s' is no number", numbers ? current : text);
	else if (want->op != WANT_SET)
		refuse(value, "only a number can be kept at more or less");
	else if (limits->is_switch && strcmp(text, "on") && strcmp(text, "off"))
		refuse(value, "it is on or off, not '%.40s'", text);
	else if (!*text)
		refuse(value, "no value is given");
	else
		value->text = text;
	if (!value->text)
		free(text);
	return 0;
}
