// SPDX-License-Identifier: GPL-2.0-or-later
/* Breaks text into lines. */
#include <string.h>

#include "view/explain.h"

static void new_line(struct view_wrap *wrap)
{
	fprintf(wrap->out, "\n%*s", (int)wrap->indent, "");
	wrap->column = wrap->indent;
	wrap->begun = false;
}

/**
 * view_wrap_word() - write a word, on a new line if this one is full
 * @wrap: its width is more than its indent; column is where the line stands,
 *	and begun tells whether a word stands before
 * @word: printable ASCII without blanks; broken if it is wider than a line
 * @len: its length
 */
void view_wrap_word(struct view_wrap *wrap, const char *word, size_t len)
{
	size_t line = wrap->width - wrap->indent;

	if (wrap->begun && wrap->column + 1 + len > wrap->width)
		new_line(wrap);
	if (wrap->begun) {
		putc(' ', wrap->out);
		wrap->column++;
	}
	while (len > line) {
		fprintf(wrap->out, "%.*s", (int)line, word);
		new_line(wrap);
		word += line;
		len -= line;
	}
	fprintf(wrap->out, "%.*s", (int)len, word);
	wrap->column += len;
	wrap->begun = true;
}

/**
 * view_wrap_text() - write all words of a text
 * @wrap: as for view_wrap_word()
 * @text: words with blanks or line breaks between
 */
void view_wrap_text(struct view_wrap *wrap, const char *text)
{
	const char *word;
	size_t len;

	while ((word = explain_next_word(&text, ' ', &len)))
		view_wrap_word(wrap, word, len);
}

/**
 * view_wrap_end() - end the last line
 * @wrap: begins a new one afterwards
 */
void view_wrap_end(struct view_wrap *wrap)
{
	putc('\n', wrap->out);
	wrap->column = 0;
	wrap->begun = false;
}
