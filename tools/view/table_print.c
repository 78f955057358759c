// SPDX-License-Identifier: GPL-2.0-or-later
/* Prints the rows of a table, each column as wide as its widest cell. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "view/table.h"

/* Of a cell in colour. */
#define COLOR_MAX	16
/* The most that one line of a row takes: of each cell its text and blanks. */
#define LINE_MAX_BYTES	(VIEW_COLUMNS_MAX * (2 * 256 + COLOR_MAX))
#define HEADING_MAX	64
#define BUFFER		(4 * LINE_MAX_BYTES)

/**
 * struct printer - a table being printed
 * @table: the table
 * @out: where to
 * @colored: may colours be used?
 * @widths: of each column
 * @shown: which columns are not left out
 * @count: how many those are
 * @buf: lines that are not written yet
 * @at: behind them
 */
struct printer {
	const struct view_table	*table;
	FILE			*out;
	bool			colored;
	unsigned int		widths[VIEW_COLUMNS_MAX];
	size_t			shown[VIEW_COLUMNS_MAX];
	size_t			count;
	char			*buf;
	char			*at;
};

static int flush(struct printer *printer)
{
	size_t len = printer->at - printer->buf;

	printer->at = printer->buf;
	errno = 0;
	if (fwrite(printer->buf, 1, len, printer->out) != len)
		return errno ? -errno : -EIO;
	return 0;
}

/* Room for one more line. */
static int make_room(struct printer *printer)
{
	bool there = printer->at - printer->buf <= BUFFER - LINE_MAX_BYTES;

	return there ? 0 : flush(printer);
}

static void put(struct printer *printer, const char *text, size_t len)
{
	memcpy(printer->at, text, len);
	printer->at += len;
}

static void put_blanks(struct printer *printer, size_t count)
{
	memset(printer->at, ' ', count);
	printer->at += count;
}

static void put_color(struct printer *printer, const char *color)
{
	if (color)
		put(printer, color, strlen(color));
}

static void put_cell(struct printer *printer, size_t i,
		     const struct view_piece *piece, bool last)
{
	static const char *const colors[] = {
		[VIEW_HEAT_WARM] = "\033[1;33m",
		[VIEW_HEAT_FULL] = "\033[31m",
	};
	const char *color = printer->colored && piece->len ?
			    colors[piece->heat] : NULL;
	bool number = printer->table->columns[i]->number;
	unsigned int blanks = 0;

	if (piece->columns < printer->widths[i])
		blanks = printer->widths[i] - piece->columns;
	put_color(printer, color);
	if (number)
		put_blanks(printer, blanks);
	printer->at = view_table_copy(printer->at, piece->text, piece->len);
	put_color(printer, color ? "\033[0m" : NULL);
	if (!number && !last)
		put_blanks(printer, blanks);
}

/* Columns of the character at @at, whose bytes @len is set to. */
static unsigned int measure(const struct view_piece *piece, unsigned int at,
			    mbstate_t *state, unsigned int *len)
{
	wchar_t one;
	size_t bytes = mbrtowc(&one, piece->text + at, piece->len - at, state);

	*len = bytes;
	if (bytes == (size_t)-1 || bytes == (size_t)-2 || !bytes) {
		*state = (mbstate_t) { 0 };
		*len = 1;
		return 1;
	}
	return wcwidth(one) >= 0 ? wcwidth(one) : 1;
}

/*
 * Bytes that take no more than @width columns; at least one character. Rather
 * behind a word, if that leaves no more than half of it blank.
 */
static unsigned int cut(const struct view_piece *piece, unsigned int width,
			unsigned int *columns)
{
	unsigned int at = 0, word = 0, word_columns = 0;
	mbstate_t state = { 0 };

	*columns = 0;
	while (at < piece->len) {
		unsigned int len, wide = measure(piece, at, &state, &len);

		if (piece->text[at] == ' ') {
			word = at;
			word_columns = *columns;
		}
		if (at && *columns + wide > width)
			break;
		*columns += wide;
		at += len;
		if (strchr("/._,", piece->text[at - 1])) {
			word = at;
			word_columns = *columns;
		}
	}
	if (at < piece->len && 2 * word_columns >= width) {
		*columns = word_columns;
		return word;
	}
	return at;
}

/*
 * Takes from a cell what goes into this line. Only a cell that may be broken
 * leaves anything for another one.
 */
static struct view_piece take(const struct printer *printer, size_t i,
			      struct view_piece *cell)
{
	struct view_piece piece = *cell;

	if (printer->table->columns[i]->wrap &&
	    cell->columns > printer->widths[i])
		piece.len = cut(cell, printer->widths[i], &piece.columns);
	cell->text += piece.len;
	cell->len -= piece.len;
	cell->columns -= piece.columns;
	/* What parts two words is not needed between two lines. */
	if (cell->len && *cell->text == ' ') {
		cell->text++;
		cell->len--;
		cell->columns--;
	}
	return piece;
}

/* One behind the last cell of which something is left. */
static size_t left(const struct printer *printer, const struct view_piece *cells)
{
	size_t count = printer->count;

	while (count && !cells[printer->shown[count - 1]].len)
		count--;
	return count;
}

/* As many lines as the cells need; below a broken one it is blank. */
static int put_row(struct printer *printer, struct view_piece *cells)
{
	size_t count = printer->count;
	int err;

	do {
		for (size_t j = 0; j < count; j++) {
			size_t i = printer->shown[j];
			const struct view_piece piece = take(printer, i, &cells[i]);

			if (j)
				*printer->at++ = ' ';
			put_cell(printer, i, &piece, j + 1 == count);
		}
		*printer->at++ = '\n';
		err = make_room(printer);
		if (err)
			return err;
		count = left(printer, cells);
	} while (count);
	return 0;
}

static int put_headings(struct printer *printer)
{
	const struct view_table *table = printer->table;
	char headings[VIEW_COLUMNS_MAX][HEADING_MAX];
	struct view_piece cells[VIEW_COLUMNS_MAX];

	for (size_t i = 0; i < table->count; i++) {
		size_t len = strlen(table->columns[i]->heading);

		memcpy(headings[i], table->columns[i]->heading, len);
		cells[i] = (struct view_piece) {
			.text = headings[i], .len = len, .columns = len,
		};
	}
	return put_row(printer, cells);
}

/* Mostly few: more are put than wanted, and written over. */
static inline char *blanks(char *to, unsigned int count)
{
	memset(to, ' ', VIEW_TABLE_SPARE);
	if (count > VIEW_TABLE_SPARE)
		memset(to, ' ', count);
	return to + count;
}

/*
 * A row none of whose cells has to be broken or coloured is a line, and by far
 * the most are. Return: behind the row.
 */
static const char *put_line(struct printer *printer, const char *at)
{
	const struct view_table *table = printer->table;
	size_t last = printer->shown[printer->count - 1];
	char *to = printer->at;

	for (size_t i = 0; i < table->count; i++) {
		struct view_piece piece;
		unsigned int room;

		at = view_table_get(at, &piece);
		if (view_table_hides(table, i))
			continue;
		room = printer->widths[i] - piece.columns;
		if (table->columns[i]->number)
			to = blanks(to, room);
		to = view_table_copy(to, piece.text, piece.len);
		if (i != last && !table->columns[i]->number)
			to = blanks(to, room);
		*to++ = i == last ? '\n' : ' ';
	}
	printer->at = to;
	return at;
}

static const char *get_row(const struct printer *printer, const char *at,
			   struct view_piece *cells)
{
	for (size_t i = 0; i < printer->table->count; i++)
		at = view_table_get(at, &cells[i]);
	return at;
}

/* Is a column narrower than what is in it? */
static bool has_to_break(const struct printer *printer)
{
	for (size_t j = 0; j < printer->count; j++) {
		size_t i = printer->shown[j];

		if (printer->widths[i] < printer->table->widest[i])
			return true;
	}
	return false;
}

static int put_rows(struct printer *printer)
{
	const struct view_table *table = printer->table;
	const char *at = table->rows, *end = at + table->used;
	bool plain = printer->count && !printer->colored &&
		     !has_to_break(printer);
	struct view_piece cells[VIEW_COLUMNS_MAX];
	int err = 0;

	while (!err && at < end) {
		if (plain) {
			at = put_line(printer, at);
			err = make_room(printer);
		} else {
			at = get_row(printer, at, cells);
			err = put_row(printer, cells);
		}
	}
	return err;
}

/**
 * view_table_print() - print the rows that a table has gathered
 * @table: it has no rows afterwards
 * @options: what the user chose
 * @room: columns of the terminal, VIEW_WIDTH_ANY = any number
 *
 * Return: 0 or a negative errno.
 */
int view_table_print(struct view_table *table,
		     const struct view_options *options, unsigned int room)
{
	struct printer printer = {
		.table = table, .out = options->out,
		.colored = view_wants_color(options),
		.buf = malloc(BUFFER + VIEW_TABLE_SPARE),
	};
	int err = 0;

	if (!printer.buf)
		return -ENOMEM;
	printer.at = printer.buf;
	for (size_t i = 0; i < table->count; i++)
		if (!view_table_hides(table, i))
			printer.shown[printer.count++] = i;
	view_fit_widths(table, room, printer.widths);
	if (!table->headed)
		err = put_headings(&printer);
	table->headed = true;
	if (!err && table->used)
		err = put_rows(&printer);
	table->used = 0;
	if (!err)
		err = flush(&printer);
	free(printer.buf);
	return err;
}
