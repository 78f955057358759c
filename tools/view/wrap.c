// SPDX-License-Identifier: GPL-2.0-or-later
/* Breaks text into lines of a terminal. */
#include <errno.h>
#include <string.h>

#include "view/doctor.h"

#define WIDTH	79

/* How much of a text goes into a line; a word that is longer stays whole. */
static size_t line_length(const char *text, size_t room)
{
	size_t fits = 0, at = 0;

	while (text[at]) {
		size_t end = at + strcspn(text + at, " ");

		if (end > room)
			break;
		fits = end;
		at = end + strspn(text + end, " ");
	}
	return fits ? fits : strcspn(text, " ");
}

/**
 * view_wrap_after() - print a text in lines of at most 79 columns
 * @out: where to
 * @first: what the first line begins with
 * @next: what each further line begins with
 * @text: one line of words, harmless for a terminal
 *
 * Return: 0 or a negative errno.
 */
int view_wrap_after(FILE *out, const char *first, const char *next, const char *text)
{
	const char *begin = first;

	do {
		size_t used = strlen(begin);
		size_t len = line_length(text, used < WIDTH ? WIDTH - used : 0);

		if (fprintf(out, "%s%.*s\n", begin, (int)len, text) < 0)
			return -errno;
		text += len;
		text += strspn(text, " ");
		begin = next;
	} while (*text);
	return 0;
}
