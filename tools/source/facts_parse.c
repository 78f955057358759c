// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The four kinds of tables in /proc/net. Columns and lines come and go with
 * kernels: what has a name and a number is taken, all else is passed over.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "source/facts.h"

#define NAME_MAX_LEN	96

/* Columns of the tables that have a row a CPU; there were 17 at most. */
#define COLUMNS_MAX	32

/* Is it a number and nothing else? Counters above 2^63 don't exist. */
static bool parse_number(const char *word, int base, __s64 *value)
{
	long long number;
	char *end;

	if (!isxdigit((unsigned char)*word) && *word != '-')
		return false;
	errno = 0;
	number = strtoll(word, &end, base);
	if (end == word || *end || errno)
		return false;
	*value = number;
	return true;
}

static char *next_word(char **rest)
{
	return strtok_r(NULL, " \t", rest);
}

/* Names are made of letters, digits and "_". */
static bool is_name(const char *name)
{
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_')
			return false;
	return true;
}

static int set_joined(struct model_facts *facts, const char *prefix,
		      const char *separator, const char *name, __s64 value)
{
	char joined[NAME_MAX_LEN];
	int len = snprintf(joined, sizeof(joined), "%s%s%s", prefix, separator,
			   name);

	if (len < 0 || (size_t)len >= sizeof(joined) || !is_name(name))
		return 0;
	return model_facts_set(facts, joined, value);
}

/* A line of names and one of numbers, which both begin with the same word. */
static int take_pair(char *names, char *numbers, struct model_facts *facts)
{
	char *names_rest, *numbers_rest, *table, *name, *number;

	table = strtok_r(names, ": \t", &names_rest);
	number = strtok_r(numbers, ": \t", &numbers_rest);
	if (!table || !number || strcmp(table, number))
		return 0;
	/* What is left of the colon. */
	for (;;) {
		__s64 value;
		int err = 0;

		name = next_word(&names_rest);
		number = next_word(&numbers_rest);
		if (!name || !number)
			return 0;
		if (parse_number(number, 10, &value))
			err = set_joined(facts, table, "", name, value);
		if (err)
			return err;
	}
}

/* Does the line begin with the word that the other begins with, and a colon? */
static bool same_table(const char *a, const char *b)
{
	size_t len = strcspn(a, ":");

	return a[len] && !strncmp(a, b, len + 1);
}

/**
 * facts_parse_pairs() - net/snmp and net/netstat: two lines a table, the first
 *	with names, the second with numbers
 * @text: the file
 * @facts: "TcpExt: ListenOverflows" becomes TcpExtListenOverflows, as nstat
 *	has it
 *
 * Return: 0 or -ENOMEM.
 */
int facts_parse_pairs(char *text, struct model_facts *facts)
{
	char *rest, *names, *numbers;
	int err = 0;

	names = strtok_r(text, "\n", &rest);
	while (!err && names) {
		numbers = strtok_r(NULL, "\n", &rest);
		if (!numbers)
			break;
		if (!same_table(names, numbers)) {
			names = numbers;
			continue;
		}
		err = take_pair(names, numbers, facts);
		names = strtok_r(NULL, "\n", &rest);
	}
	return err;
}

/**
 * facts_parse_lines() - net/snmp6: a name and a number on each line
 * @text: the file
 * @facts: takes them
 *
 * Return: 0 or -ENOMEM.
 */
int facts_parse_lines(char *text, struct model_facts *facts)
{
	char *rest, *line;
	int err = 0;

	for (line = strtok_r(text, "\n", &rest); !err && line;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *words, *name = strtok_r(line, " \t", &words);
		char *number = name ? next_word(&words) : NULL;
		__s64 value;

		if (number && !next_word(&words) &&
		    parse_number(number, 10, &value))
			err = set_joined(facts, "", "", name, value);
	}
	return err;
}

/**
 * facts_parse_sockstat() - net/sockstat and net/sockstat6: a table on each
 *	line, of names each followed by its number
 * @text: the file
 * @prefix: its name
 * @facts: "TCP: inuse 5 orphan 0" becomes PREFIX.TCP.inuse and so on
 *
 * Return: 0 or -ENOMEM.
 */
int facts_parse_sockstat(char *text, const char *prefix,
			 struct model_facts *facts)
{
	char *rest, *line;
	int err = 0;

	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *words, *table = strtok_r(line, ":", &words);
		char joined[NAME_MAX_LEN];
		char *name, *number;

		snprintf(joined, sizeof(joined), "%s.%s", prefix,
			 table ? table : "");
		while (!err && (name = next_word(&words)) &&
		       (number = next_word(&words))) {
			__s64 value;

			if (parse_number(number, 10, &value))
				err = set_joined(facts, joined, ".", name,
						 value);
		}
	}
	return err;
}

static size_t split(char *line, char *words[COLUMNS_MAX])
{
	size_t count = 0;
	char *rest, *word;

	for (word = strtok_r(line, " \t", &rest); word && count < COLUMNS_MAX;
	     word = next_word(&rest))
		words[count++] = word;
	return count;
}

/* In these columns each row has the same number, that of the whole table. */
static bool is_common(const char *name)
{
	return !strcmp(name, "entries");
}

/* Add a row up. Return: its columns that are numbers from the first on. */
static size_t add_row(char *line, size_t count, char *const names[],
		      __s64 sums[])
{
	char *words[COLUMNS_MAX];
	size_t found = split(line, words);

	for (size_t i = 0; i < found && i < count; i++) {
		__s64 value;

		if (!parse_number(words[i], 16, &value))
			return i;
		sums[i] = is_common(names[i]) ? value : sums[i] + value;
	}
	return found < count ? found : count;
}

/**
 * facts_parse_cpus() - net/stat/nf_conntrack and its like: a line of names,
 *	and a row of hexadecimal numbers a CPU
 * @text: the file
 * @prefix: its name
 * @facts: the sums over all CPUs become PREFIX.insert_failed and so on
 *
 * Return: 0 or -ENOMEM.
 */
int facts_parse_cpus(char *text, const char *prefix, struct model_facts *facts)
{
	char *names[COLUMNS_MAX];
	__s64 sums[COLUMNS_MAX] = { 0 };
	char *rest, *line = strtok_r(text, "\n", &rest);
	size_t count = line ? split(line, names) : 0;
	bool rows = false;
	int err = 0;

	while ((line = strtok_r(NULL, "\n", &rest))) {
		count = add_row(line, count, names, sums);
		rows = true;
	}
	for (size_t i = 0; !err && rows && i < count; i++)
		err = set_joined(facts, prefix, ".", names[i], sums[i]);
	return err;
}
