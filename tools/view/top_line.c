// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines that never get wider than the page, whatever is put into them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "view/top.h"

/**
 * top_page_init() - an empty page
 * @page: filled in; top_page_free() it, also after an error
 * @rows: lines
 * @columns: columns
 * @utf8: may characters be used that ASCII does not have?
 *
 * Return: 0 or -ENOMEM.
 */
int top_page_init(struct top_page *page, unsigned int rows,
		  unsigned int columns, bool utf8)
{
	*page = (struct top_page) {
		.rows = rows < TOP_ROWS_MAX ? rows : TOP_ROWS_MAX,
		.columns = columns < TOP_COLUMNS_MAX ? columns :
						       TOP_COLUMNS_MAX,
		.utf8 = utf8, .cursor = -1,
	};
	page->lines = calloc(page->rows ?: 1, sizeof(*page->lines));
	return page->lines ? 0 : -ENOMEM;
}

/**
 * top_page_free() - let go of a page
 * @page: the page
 */
void top_page_free(struct top_page *page)
{
	free(page->lines);
	page->lines = NULL;
}

/**
 * top_page_clear() - begin anew
 * @page: the page
 */
void top_page_clear(struct top_page *page)
{
	page->used = 0;
	page->cursor = -1;
}

/**
 * top_page_line() - the next line
 * @page: the page
 *
 * Return: an empty line, NULL when the page is full.
 */
struct top_line *top_page_line(struct top_page *page)
{
	struct top_line *line;

	if (page->used == page->rows)
		return NULL;
	line = &page->lines[page->used++];
	line->text[0] = '\0';
	line->len = 0;
	line->columns = 0;
	line->nr_spans = 0;
	return line;
}

/**
 * struct piece - one character
 * @from: its bytes
 * @len: how many it has in the text that is read
 * @bytes: how many of @from are put
 * @columns: how many it takes
 */
struct piece {
	const char	*from;
	size_t		len;
	size_t		bytes;
	unsigned int	columns;
};

/* What can't be shown as it is becomes a question mark. */
static struct piece next_piece(const struct top_page *page, const char *text)
{
	struct piece piece = {
		.from = text, .len = 1, .bytes = 1, .columns = 1,
	};
	mbstate_t state = { 0 };
	wchar_t one;
	size_t len;
	int width;

	if (*text >= ' ' && *text < 0x7f)
		return piece;
	piece.from = "?";
	if (!page->utf8) {
		/* What follows the first byte of a character is part of it. */
		while ((text[piece.len] & 0xc0) == 0x80)
			piece.len++;
		return piece;
	}
	len = mbrtowc(&one, text, MB_CUR_MAX, &state);
	if (len == (size_t)-1 || len == (size_t)-2)
		return piece;
	piece.len = len;
	width = wcwidth(one);
	if (width < 0)
		return piece;
	piece.from = text;
	piece.bytes = len;
	piece.columns = width;
	return piece;
}

static void mark(struct top_line *line, unsigned int begin,
		 enum top_attr attr)
{
	if (attr == TOP_PLAIN || begin == line->len ||
	    line->nr_spans == TOP_SPANS)
		return;
	line->spans[line->nr_spans++] = (struct top_span) {
		.begin = begin, .end = line->len, .attr = attr,
	};
}

/* Up to the column @end. Return: where it had to stop in the text. */
static const char *put_until(const struct top_page *page, struct top_line *line,
			     const char *text, unsigned int end)
{
	if (end > page->columns)
		end = page->columns;
	while (*text) {
		struct piece piece = next_piece(page, text);

		if (line->columns + piece.columns > end ||
		    line->len + piece.bytes >= sizeof(line->text))
			break;
		memcpy(line->text + line->len, piece.from, piece.bytes);
		line->len += piece.bytes;
		line->columns += piece.columns;
		text += piece.len;
	}
	line->text[line->len] = '\0';
	return text;
}

/**
 * top_put() - put a text at the end of a line
 * @page: of that line
 * @line: the line; what has no room in it is left out
 * @text: any text
 * @attr: how it looks
 */
void top_put(const struct top_page *page, struct top_line *line,
	     const char *text, enum top_attr attr)
{
	unsigned int begin = line->len;

	put_until(page, line, text, page->columns);
	mark(line, begin, attr);
}

/**
 * top_put_blanks() - go to a column
 * @page: of that line
 * @line: the line
 * @column: blanks are put up to it; it may be passed already
 */
void top_put_blanks(const struct top_page *page, struct top_line *line,
		    unsigned int column)
{
	while (line->columns < column && line->columns < page->columns &&
	       line->len + 1 < sizeof(line->text)) {
		line->text[line->len++] = ' ';
		line->columns++;
	}
	line->text[line->len] = '\0';
}

static unsigned int columns_of(const struct top_page *page, const char *text)
{
	unsigned int columns = 0;

	while (*text) {
		struct piece piece = next_piece(page, text);

		columns += piece.columns;
		text += piece.len;
	}
	return columns;
}

/**
 * top_put_cell() - put a text into the next columns of a line
 * @page: of that line
 * @line: the line
 * @text: any text; one that is too long ends with a mark
 * @width: how many columns; they are filled
 * @right: put it at their right end?
 * @attr: how it looks
 */
void top_put_cell(const struct top_page *page, struct top_line *line,
		  const char *text, unsigned int width, bool right,
		  enum top_attr attr)
{
	unsigned int begin = line->columns, end = begin + width;
	unsigned int columns = columns_of(page, text), from;

	if (columns > width) {
		from = line->len;
		put_until(page, line, text, width ? end - 1 : end);
		top_put_blanks(page, line, width ? end - 1 : end);
		put_until(page, line, page->utf8 ? "\u2026" : "~", end);
		mark(line, from, attr);
		return;
	}
	if (right)
		top_put_blanks(page, line, end - columns);
	top_put(page, line, text, attr);
	top_put_blanks(page, line, end);
}
