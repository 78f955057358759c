// SPDX-License-Identifier: GPL-2.0-or-later
/* Breaks text into lines. */
#include <errno.h>
#include <string.h>

#include "view/text.h"

/**
 * view_wrap_begin() - begin a line
 * @wrap: out, width, next and breaks are set
 * @first: what it begins with
 */
void view_wrap_begin(struct view_wrap *wrap, const char *first)
{
	fputs(first, wrap->out);
	wrap->column = view_columns(first);
	wrap->begun = false;
}

static void new_line(struct view_wrap *wrap)
{
	putc('\n', wrap->out);
	view_wrap_begin(wrap, wrap->next);
}

static bool is_over(const struct view_wrap *wrap, size_t column)
{
	return wrap->width != VIEW_WIDTH_ANY && column > wrap->width;
}

/**
 * view_wrap_word() - write a word, on a new line if this one is full
 * @wrap: begun
 * @word: harmless for a terminal, without blanks
 * @len: its length
 */
void view_wrap_word(struct view_wrap *wrap, const char *word, size_t len)
{
	size_t indent = view_columns(wrap->next);
	size_t line = wrap->width > indent ? wrap->width - indent : 1;

	if (wrap->begun &&
	    is_over(wrap, wrap->column + 1 + view_columns_of(word, len)))
		new_line(wrap);
	if (wrap->begun) {
		putc(' ', wrap->out);
		wrap->column++;
	}
	while (wrap->breaks && len > line && is_over(wrap, indent + len)) {
		fprintf(wrap->out, "%.*s", (int)line, word);
		new_line(wrap);
		word += line;
		len -= line;
	}
	fprintf(wrap->out, "%.*s", (int)len, word);
	wrap->column += view_columns_of(word, len);
	wrap->begun = true;
}

/**
 * view_wrap_text() - write all words of a text
 * @wrap: begun
 * @text: words with blanks or line breaks between
 */
void view_wrap_text(struct view_wrap *wrap, const char *text)
{
	size_t len;

	for (text += strspn(text, "\n "); *text; text += strspn(text, "\n ")) {
		len = strcspn(text, "\n ");
		view_wrap_word(wrap, text, len);
		text += len;
	}
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

/**
 * view_wrap_after() - print a text over as many lines as it needs
 * @out: where to
 * @first: what the first line begins with
 * @next: what each further line begins with
 * @text: words with blanks between them, harmless for a terminal
 * @width: columns that there are, VIEW_WIDTH_ANY = any number
 *
 * A word that is longer than a line is not broken.
 *
 * Return: 0 or -EIO.
 */
int view_wrap_after(FILE *out, const char *first, const char *next,
		    const char *text, unsigned int width)
{
	struct view_wrap wrap = { .out = out, .width = width, .next = next };

	view_wrap_begin(&wrap, first);
	view_wrap_text(&wrap, text);
	view_wrap_end(&wrap);
	return ferror(out) ? -EIO : 0;
}

/**
 * view_wrap() - print a text over as many lines as it needs
 * @out: where to
 * @text: as for view_wrap_after()
 * @indent: columns that each line leaves free at its beginning, at most 32
 * @width: likewise
 */
void view_wrap(FILE *out, const char *text, unsigned int indent,
	       unsigned int width)
{
	char blanks[33];

	snprintf(blanks, sizeof(blanks), "%*s", (int)indent, "");
	view_wrap_after(out, blanks, blanks, text, width);
}
