// SPDX-License-Identifier: GPL-2.0-or-later
/* Gathers the rows of a table, until it is known how wide its columns are. */
#include "view/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "view/text.h"

/*
 * So much is kept, a row is some 60 bytes: then it is printed, and what follows
 * can only make the columns wider.
 */
#define ROWS_MAX	(64 << 20)
#define ROWS_FIRST	(64 << 10)
/* The most that one row takes. */
#define ROW_MAX		(VIEW_COLUMNS_MAX * (sizeof(struct view_cell) + \
					     sizeof(struct view_table_cell)) + \
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

static void add_cell(struct view_table *table, size_t i,
		     const struct view_cell *cell)
{
	bool known = cell->text[0] != '-' || cell->text[1];
	size_t len = known ? cell->len : 1, columns = len;
	struct view_table_cell head;

	if (!len) {
		len = strlen(cell->text);
		columns = view_columns(cell->text);
	}
	head = (struct view_table_cell) {
		.len = len, .columns = columns, .heat = cell->heat,
	};
	memcpy(table->rows + table->used, &head, sizeof(head));
	view_table_copy(table->rows + table->used + sizeof(head), cell->text,
			len);
	table->used += sizeof(head) + len;
	if (columns > table->widest[i])
		table->widest[i] = columns;
	table->known[i] |= known;
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
	struct view_cell cell;
	int err = make_room(table);

	for (size_t i = 0; !err && i < table->count; i++) {
		/* Not all of it: most cells are short. */
		memcpy(cell.text, "-", 2);
		cell.len = 0;
		cell.heat = VIEW_HEAT_NONE;
		table->columns[i]->fill(row, &cell);
		add_cell(table, i, &cell);
	}
	table->seen = true;
	return err ?: table->used < ROWS_MAX ? err : print(view);
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
