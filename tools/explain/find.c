// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds entries by what somebody typed. */
#include <stdlib.h>
#include <string.h>

#include "explain/explain.h"

#define SYSCTL_ROOT	"/proc/sys/"

/* Numbers of errors have few digits. */
#define DIGITS_MAX	5

typedef bool (*match_fn)(const struct explain_found *found, const char *word,
			 size_t len);

static bool is_number(const struct explain_found *found, const char *word,
		      size_t len)
{
	(void)len;
	return found->kind == EXPLAIN_ERRNO &&
	       found->entry->number == atoi(word);
}

static bool is_exact_name(const struct explain_found *found, const char *word,
			  size_t len)
{
	(void)len;
	return !strcmp(found->entry->name, word);
}

static bool is_name(const struct explain_found *found, const char *word,
		    size_t len)
{
	const struct explain_entry *entry = found->entry;
	const char *aliases = entry->aliases, *alias;
	size_t alias_len;

	if (explain_same(entry->name, strlen(entry->name), word, len))
		return true;
	while ((alias = explain_next_word(&aliases, ',', &alias_len)))
		if (explain_same(alias, alias_len, word, len))
			return true;
	return false;
}

static bool is_short_name(const struct explain_found *found, const char *word,
			  size_t len)
{
	const char *name = found->entry->name;
	size_t prefix;

	for (unsigned int i = 0;
	     (prefix = explain_prefix(found->kind, name, i)); i++)
		if (explain_same(name + prefix, strlen(name + prefix), word,
				 len))
			return true;
	return false;
}

static size_t collect(match_fn match, const char *word,
		      struct explain_found *found, size_t room)
{
	struct explain_found next;
	size_t count = 0;

	for (size_t i = 0; count < room && explain_at(i, &next); i++)
		if (match(&next, word, strlen(word)))
			found[count++] = next;
	return count;
}

static bool is_digits(const char *word)
{
	size_t len = strspn(word, "0123456789");

	return len && !word[len] && len <= DIGITS_MAX;
}

/**
 * explain_find() - find entries by name
 * @word: a name or an alias, or the end of one without what stands before it
 *	("ListenOverflows", "somaxconn"), a file below /proc/sys, or the number
 *	of an error, also negative. Upper and lower case are the same, and so
 *	are dots, slashes, blanks, hyphens and underscores, unless a name is
 *	met exactly
 * @found: set to the entries; several only where the word is ambiguous
 * @room: elements of @found
 *
 * Return: how many were found.
 */
size_t explain_find(const char *word, struct explain_found *found,
		    size_t room)
{
	const char *digits = *word == '-' ? word + 1 : word;
	size_t count;

	if (is_digits(digits))
		return collect(is_number, digits, found, room);
	if (!strncmp(word, SYSCTL_ROOT, strlen(SYSCTL_ROOT)))
		word += strlen(SYSCTL_ROOT);
	count = collect(is_exact_name, word, found, room);
	if (!count)
		count = collect(is_name, word, found, room);
	return count ? count : collect(is_short_name, word, found, room);
}
