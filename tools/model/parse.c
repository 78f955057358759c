// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers and lists out of text. */
#include "model/parse.h"

#include <errno.h>
#include <string.h>

/* Longer than any element that makes sense. */
#define ELEMENT_MAX	128

/**
 * parse_digits() - read the number at the beginning of a text
 * @text: the text; set to what follows the number
 * @max: the highest that makes sense
 * @value: set on success
 *
 * Return: 0, -EINVAL when there is no digit, -ERANGE above @max.
 */
int parse_digits(const char **text, __u32 max, __u32 *value)
{
	const char *at = *text;
	__u64 number = 0;

	if (*at < '0' || *at > '9')
		return -EINVAL;
	for (; *at >= '0' && *at <= '9'; at++) {
		number = number * 10 + (*at - '0');
		if (number > max)
			return -ERANGE;
	}
	*value = number;
	*text = at;
	return 0;
}

/**
 * parse_u32() - read a text that is a number and nothing else
 * @text: the text
 * @min: the lowest that makes sense
 * @max: the highest that makes sense
 * @value: set on success
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int parse_u32(const char *text, __u32 min, __u32 max, __u32 *value)
{
	__u32 number;
	int err;

	err = parse_digits(&text, max, &number);
	if (err)
		return err;
	if (*text)
		return -EINVAL;
	if (number < min)
		return -ERANGE;
	*value = number;
	return 0;
}

/**
 * parse_list() - take a list with commas apart
 * @text: the list
 * @fn: called for each element; a value other than 0 ends it and is passed on
 * @arg: for @fn
 *
 * Return: 0, what @fn said, or -EINVAL for an empty element or a very long one.
 */
int parse_list(const char *text, parse_fn fn, void *arg)
{
	char element[ELEMENT_MAX];

	for (;;) {
		size_t len = strcspn(text, ",");
		int err;

		if (!len || len >= sizeof(element))
			return -EINVAL;
		memcpy(element, text, len);
		element[len] = '\0';
		err = fn(element, arg);
		if (err || !text[len])
			return err;
		text += len + 1;
	}
}
