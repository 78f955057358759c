// SPDX-License-Identifier: GPL-2.0-or-later
/* What somebody may have meant. */
#include <string.h>

#include "explain/explain.h"

/* Longer words are not compared: no name is as long. */
#define WORD_MAX_LEN	80

/* Worse than any edit distance: the word is only a part of the name. */
#define PART_COST	100
#define NO_COST		1000

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int smaller = a < b ? a : b;

	return smaller < c ? smaller : c;
}

/*
 * Letters to insert, remove, replace or swap with their neighbour until the
 * two are the same.
 */
static unsigned int distance(const char *a, size_t a_len, const char *b,
			     size_t b_len)
{
	unsigned int rows[3][WORD_MAX_LEN + 1];
	unsigned int *two_ago = rows[0], *before = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		before[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned int *spare = two_ago;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			char x = explain_fold(a[i - 1]);
			char y = explain_fold(b[j - 1]);

			row[j] = least(before[j] + 1, row[j - 1] + 1,
				       before[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == explain_fold(b[j - 2]) &&
			    y == explain_fold(a[i - 2]) &&
			    two_ago[j - 2] + 1 < row[j])
				row[j] = two_ago[j - 2] + 1;
		}
		two_ago = before;
		before = row;
		row = spare;
	}
	return before[b_len];
}

static bool is_part(const char *name, size_t name_len, const char *word,
		    size_t len)
{
	for (size_t i = 0; i + len <= name_len; i++)
		if (explain_same(name + i, len, word, len))
			return true;
	return false;
}

/* One letter in three may be wrong; a part must be three letters long. */
static unsigned int cost_of(const char *name, size_t name_len,
			    const char *word, size_t len)
{
	unsigned int cost;

	if (name_len > WORD_MAX_LEN)
		return NO_COST;
	cost = distance(name, name_len, word, len);
	if (cost <= (len + 1) / 3)
		return cost;
	if (len >= 3 && is_part(name, name_len, word, len))
		return PART_COST + name_len - len;
	return NO_COST;
}

static unsigned int lesser(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static unsigned int cost_of_entry(const struct explain_found *found,
				  const char *word, size_t len)
{
	const struct explain_entry *entry = found->entry;
	const char *aliases = entry->aliases, *alias, *name = entry->name;
	unsigned int cost = cost_of(name, strlen(name), word, len);
	size_t prefix, alias_len;

	for (unsigned int i = 0;
	     (prefix = explain_prefix(found->kind, name, i)); i++)
		cost = lesser(cost, cost_of(name + prefix,
					    strlen(name + prefix), word, len));
	while ((alias = explain_next_word(&aliases, ',', &alias_len)))
		cost = lesser(cost, cost_of(alias, alias_len, word, len));
	return cost;
}

/**
 * explain_suggest() - entries whose name is nearly what was typed
 * @word: what was typed, and not found
 * @found: set to them, the likeliest first
 * @room: elements of @found, at most 16
 *
 * Return: how many there are.
 */
size_t explain_suggest(const char *word, struct explain_found *found,
		       size_t room)
{
	unsigned int costs[16];
	struct explain_found next;
	size_t len = strlen(word), count = 0;

	if (!len || len > WORD_MAX_LEN || room > 16)
		return 0;
	for (size_t i = 0; explain_at(i, &next); i++) {
		unsigned int cost = cost_of_entry(&next, word, len);
		size_t at = count;

		if (cost == NO_COST || (count == room && cost >= costs[at - 1]))
			continue;
		if (count < room)
			count++;
		else
			at--;
		for (; at && costs[at - 1] > cost; at--) {
			costs[at] = costs[at - 1];
			found[at] = found[at - 1];
		}
		costs[at] = cost;
		found[at] = next;
	}
	return count;
}
