// SPDX-License-Identifier: GPL-2.0-or-later
/* Gathers the rows of a table, until it is known how wide its columns are. */
#include "view/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "view/text.h"

/*
 * So much is kept, a row is some 80 bytes: then it is printed, and what follows
 * can only make the columns wider. As much as a cache holds: more would go to
 * memory that is touched for the first time, and be read back from there.
 */
#define ROWS_MAX	(2 << 20)
#define ROWS_FIRST	(64 << 10)
/* The most that one row takes. */
#define ROW_MAX		(VIEW_COLUMNS_MAX * sizeof(struct view_cell) + \
			 VIEW_TABLE_SPARE)

/**
 * view_table_open() - begin a table
 * @view: what is shown
 *
 * Return: 0 or a negative errno.
 */
int view_table_open(struct view *view)
{
	struct view_table *table = calloc(1, sizeof(*table));

	if (!table)
		return -ENOMEM;
	table->count = view_table_columns(view, table->columns);
	table->headed = !view->options.headings;
	view->table = table;
	return 0;
}

/*
 * A terminal has only so much room. What it has none for is left out, once and
 * for all, before anything is printed.
 */
static int print(struct view *view)
{
	const struct view_options *options = &view->options;
	unsigned int room = VIEW_WIDTH_ANY;

	if (isatty(fileno(options->out)))
		room = view_width(options->out);
	if (!view->begun && !options->whole && view->kind->spare &&
	    room != VIEW_WIDTH_ANY)
		view_fit(view->table, view->kind->spare, room);
	view->begun = true;
	return view_table_print(view->table, options, room);
}

static int make_room(struct view_table *table)
{
	size_t room = table->room ? table->room * 2 : ROWS_FIRST;
	char *rows;

	if (table->room - table->used >= ROW_MAX)
		return 0;
	rows = realloc(table->rows, room);
	if (!rows)
		return -ENOMEM;
	table->rows = rows;
	table->room = room;
	return 0;
}

/* What ASCII does not have may take more columns than bytes, or fewer. */
static unsigned int look_at(struct view_cell *cell)
{
	unsigned int columns;

	cell->len = strlen(cell->text);
	columns = view_columns(cell->text);
	if (columns != cell->len) {
		cell->heat |= VIEW_TABLE_WIDE;
		cell->text[cell->len] = columns;
	}
	return columns;
}

/* Return: behind the cell. */
static char *add_cell(struct view_table *table, size_t i, const void *row,
		      char *to)
{
	struct view_cell *cell = (struct view_cell *)to;
	unsigned int columns;

	/* Not all of it: most cells are short. */
	cell->len = 0;
	cell->heat = VIEW_HEAT_NONE;
	memcpy(cell->text, "-", 2);
	table->columns[i]->fill(row, cell);
	if (cell->text[0] == '-' && !cell->text[1]) {
		cell->len = 1;
		columns = 1;
	} else {
		table->known[i] = true;
		columns = cell->len ?: look_at(cell);
	}
	if (columns > table->widest[i])
		table->widest[i] = columns;
	return cell->text + cell->len + !!(cell->heat & VIEW_TABLE_WIDE);
}

/**
 * view_table_add() - put a row into the table
 * @view: what is shown
 * @row: the row
 *
 * Return: 0 or a negative errno, that of writing what is there included.
 */
int view_table_add(struct view *view, const void *row)
{
	struct view_table *table = view->table;
	int err = make_room(table);
	char *to;

	if (err)
		return err;
	to = table->rows + table->used;
	for (size_t i = 0; i < table->count; i++)
		to = add_cell(table, i, row, to);
	table->used = to - table->rows;
	table->seen = true;
	return table->used < ROWS_MAX ? 0 : print(view);
}

/**
 * view_table_close() - print what is left and free the table
 * @view: what is shown
 *
 * A table without rows still tells what it would have shown.
 *
 * Return: 0 or a negative errno.
 */
int view_table_close(struct view *view)
{
	int err = print(view);

	free(view->table->rows);
	free(view->table);
	view->table = NULL;
	return err;
}
