// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Lines of files that others own, as systemd and GKeyFile read them: '#' or ';'
 * begins a comment only at a line's start.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tune/setters.h"

/**
 * setter_next_line() - take one line, without blanks at its ends
 * @text: moved behind it
 * @line: takes it; what is longer is cut
 * @size: bytes of @line
 *
 * Return: was there one?
 */
bool setter_next_line(const char **text, char *line, size_t size)
{
	const char *from = *text;
	size_t len = strcspn(from, "\n");

	if (!*from)
		return false;
	*text = from + len + (from[len] == '\n');
	while (len && isspace((unsigned char)*from)) {
		from++;
		len--;
	}
	while (len && isspace((unsigned char)from[len - 1]))
		len--;
	snprintf(line, size, "%.*s", (int)len, from);
	return true;
}

/* "[Match]" */
static bool take_section(struct setter_line *line, const char *text)
{
	size_t len = strlen(text);

	if (*text != '[' || text[len - 1] != ']')
		return false;
	snprintf(line->section, sizeof(line->section), "%.*s", (int)len - 2,
		 text + 1);
	return true;
}

/* "Driver = virtio_net" */
static bool take_pair(struct setter_line *line, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t len;

	if (!equals)
		return false;
	len = equals - text;
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	snprintf(line->key, sizeof(line->key), "%.*s", (int)len, text);
	equals += 1 + strspn(equals + 1, " \t");
	snprintf(line->value, sizeof(line->value), "%s", equals);
	return true;
}

/* A line that ends in a backslash goes on in the next one. */
static unsigned int take_whole(const char **text, char *whole, size_t size)
{
	unsigned int lines = 0;
	size_t len = 0;

	do {
		if (len)
			whole[len - 1] = ' ';
		if (!setter_next_line(text, whole + len, size - len))
			break;
		lines++;
		len = strlen(whole);
	} while (len && len + 1 < size && whole[len - 1] == '\\' &&
		 *whole != '#' && *whole != ';');
	return lines;
}

/**
 * setter_ini() - go through the assignments of a file
 * @text: what it holds
 * @fn: called for each, in their order
 * @arg: for @fn
 *
 * Return: 0, or what @fn returned.
 */
int setter_ini(const char *text,
	       int (*fn)(const struct setter_line *line, void *arg), void *arg)
{
	struct setter_line line = { 0 };
	unsigned int lines, number = 1;
	char whole[1024];
	int err;

	for (; (lines = take_whole(&text, whole, sizeof(whole)));
	     number += lines) {
		if (!*whole || *whole == '#' || *whole == ';' ||
		    take_section(&line, whole) || !take_pair(&line, whole))
			continue;
		line.line = number;
		err = fn(&line, arg);
		if (err)
			return err;
	}
	return 0;
}
