// SPDX-License-Identifier: GPL-2.0-or-later
/* Comparisons of versions and numbers: ">=6.1 <7". */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/parts.h"

#define VERSION_PARTS	4

/* "6.12.117+deb12": Return: how many numbers there are, at most @max. */
static size_t read_version(const char *text, unsigned long *parts, size_t max,
			   const char **end)
{
	size_t count = 0;
	char *next;

	while (count < max && isdigit((unsigned char)*text)) {
		parts[count++] = strtoul(text, &next, 10);
		text = next;
		if (*text != '.' || !isdigit((unsigned char)text[1]))
			break;
		text++;
	}
	*end = text;
	return count;
}

/* Takes ">=", "<", ... off @text; "=" is the same as nothing. */
static const char *read_operator(const char *text, int *sign, bool *equal)
{
	*sign = *text == '>' ? 1 : *text == '<' ? -1 : 0;
	if (*sign)
		text++;
	*equal = *text == '=' || !*sign;
	return *text == '=' ? text + 1 : text;
}

/*
 * One comparison. As many numbers count as it has: 6.12.117 is "<=6.12".
 * Return: is it one at all?
 */
static bool compare(const char *word, const char *actual, bool *holds)
{
	unsigned long wanted[VERSION_PARTS], found[VERSION_PARTS] = { 0 };
	const char *end, *ignored;
	size_t count;
	bool equal;
	int sign;

	word = read_operator(word, &sign, &equal);
	count = read_version(word, wanted, VERSION_PARTS, &end);
	if (!count || *end)
		return false;
	read_version(actual, found, VERSION_PARTS, &ignored);
	for (size_t i = 0; i < count; i++) {
		if (found[i] == wanted[i])
			continue;
		*holds = sign && (found[i] > wanted[i]) == (sign > 0);
		return true;
	}
	*holds = equal;
	return true;
}

/**
 * version_holds - do comparisons hold?
 * @value: comparisons, as ">=6.1 <7"; all of them have to
 * @actual: a number or version
 * @place: where they are
 * @holds: set to the answer
 *
 * Return: 0, or -EINVAL with the error told.
 */
int version_holds(const char *value, const char *actual,
		  const struct profile_place *place, bool *holds)
{
	char word[64];
	bool one;

	*holds = true;
	for (size_t len; *value; value += len + !!value[len]) {
		len = strcspn(value, " \t\n,");
		if (!len)
			continue;
		snprintf(word, sizeof(word), "%.*s", (int)len, value);
		if (!compare(word, actual, &one))
			return profile_fail_at(place, "'%s' (expected a comparison, as >=6.1)",
					       word);
		*holds &= one;
	}
	return 0;
}
