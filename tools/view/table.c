// SPDX-License-Identifier: GPL-2.0-or-later
/* Table output by libsmartcols, in blocks of bounded size. */
#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "view/view.h"

/*
 * libsmartcols keeps all rows until they are printed. A block is printed when
 * it is this long, the next one continues with columns at least as wide.
 */
#define BLOCK_ROWS	8192

static bool is_terminal(FILE *out)
{
	int fd = fileno(out);

	return fd >= 0 && isatty(fd);
}

/**
 * view_wants_color() - is colour wanted?
 * @options: what the user chose; the two conventions by which a user declines
 *	colour are honoured
 *
 * Return: may it be used?
 */
bool view_wants_color(const struct view_options *options)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	switch (options->color) {
	case VIEW_COLOR_ALWAYS:
		return true;
	case VIEW_COLOR_NEVER:
		return false;
	case VIEW_COLOR_AUTO:
		break;
	}
	return is_terminal(options->out) && !(no_color && *no_color) &&
	       term && strcmp(term, "dumb");
}

/* Columns of a kind are numbered with the optional ones behind the others. */
static const struct view_column *by_number(const struct view_kind *kind,
					   size_t i)
{
	return i < kind->column_count ?
	       &kind->columns[i] :
	       &kind->optional[i - kind->column_count].column;
}

static int choose(const struct view_kind *kind, const char *name, size_t len,
		  struct view_options *options)
{
	size_t count = kind->column_count + kind->optional_count;

	for (size_t i = 0; i < count; i++) {
		const char *other = kind->names[i];

		if (strlen(other) != len || strncmp(other, name, len))
			continue;
		if (options->nr_chosen == VIEW_COLUMNS_MAX)
			return -E2BIG;
		if (i >= kind->column_count)
			options->columns |=
				kind->optional[i - kind->column_count].option;
		options->chosen[options->nr_chosen++] = i;
		return 0;
	}
	return -EINVAL;
}

/**
 * view_choose() - which columns a table has
 * @kind: of its rows; its columns have names
 * @list: their names, with commas between them; after a "+" in addition to
 *	those that are there anyway
 * @options: gets their numbers, and in its mask the optional ones among them
 *
 * Return: 0, -EINVAL for a name that no column has, -E2BIG for too many.
 */
int view_choose(const struct view_kind *kind, const char *list,
		struct view_options *options)
{
	int err = 0;

	options->nr_chosen = 0;
	if (*list == '+') {
		list++;
		while (options->nr_chosen < kind->column_count) {
			options->chosen[options->nr_chosen] = options->nr_chosen;
			options->nr_chosen++;
		}
	}
	for (;;) {
		size_t len = strcspn(list, ",");

		err = choose(kind, list, len, options);
		if (err || !list[len])
			return err;
		list += len + 1;
	}
}

/* Return: the column number @i, NULL behind the last one. */
static const struct view_column *column_at(const struct view *view, size_t i)
{
	const struct view_kind *kind = view->kind;

	if (view->options.nr_chosen)
		return i < view->options.nr_chosen ?
		       by_number(kind, view->options.chosen[i]) : NULL;
	if (i < kind->column_count)
		return &kind->columns[i];
	i -= kind->column_count;
	for (size_t j = 0; j < kind->optional_count; j++) {
		if (!(view->options.columns & kind->optional[j].option))
			continue;
		if (!i--)
			return &kind->optional[j].column;
	}
	return NULL;
}

static int add_column(struct libscols_table *table,
		      const struct view_column *column)
{
	int flags = 0;

	if (column->number)
		flags |= SCOLS_FL_RIGHT;
	if (column->wrap)
		flags |= SCOLS_FL_WRAP;
	return scols_table_new_column(table, column->heading, 0, flags) ?
		0 : -ENOMEM;
}

/**
 * view_table_open() - begin a table
 * @view: what is shown
 *
 * Return: 0 or a negative errno.
 */
int view_table_open(struct view *view)
{
	const struct view_column *column;
	struct libscols_table *table;
	int err = 0;

	table = scols_new_table();
	if (!table)
		return -ENOMEM;
	scols_table_set_stream(table, view->options.out);
	scols_table_enable_noheadings(table, !view->options.headings);
	/* Cells are harmless already; a second escape would garble the first. */
	scols_table_enable_noencoding(table, 1);
	scols_table_enable_colors(table, view_wants_color(&view->options));
	for (size_t i = 0; !err && (column = column_at(view, i)); i++)
		err = add_column(table, column);
	if (err) {
		scols_unref_table(table);
		return err;
	}
	view->table = table;
	return 0;
}

/* What a terminal has no room for is left out before anything is printed. */
static void fit(struct view *view)
{
	const struct view_column *columns[VIEW_COLUMNS_MAX];
	size_t count = 0;

	if (view->begun || view->options.whole || !view->kind->spare ||
	    !is_terminal(view->options.out))
		return;
	view->begun = true;
	while (count < VIEW_COLUMNS_MAX &&
	       (columns[count] = column_at(view, count)))
		count++;
	view_fit(view, columns, count);
}

/* A table without rows still tells what it would have shown. */
static int print_headings(struct view *view)
{
	const struct view_column *column;
	FILE *out = view->options.out;
	const char *blank = "";

	fit(view);
	for (size_t i = 0; (column = column_at(view, i)); i++) {
		if (view->hidden & 1ULL << i)
			continue;
		if (fprintf(out, "%s%s", blank, column->heading) < 0)
			return -errno;
		blank = " ";
	}
	return putc('\n', out) == EOF ? -errno : 0;
}

static void keep_widths(struct libscols_table *table)
{
	struct libscols_iter *iter = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_column *column;

	while (iter && !scols_table_next_column(table, iter, &column))
		scols_column_set_whint(column, scols_column_get_width(column));
	scols_free_iter(iter);
}

static int print_block(struct view *view)
{
	FILE *out = view->options.out;
	int err;

	fit(view);
	err = scols_print_table(view->table);
	if (!err && ferror(out))
		err = errno ? -errno : -EIO;
	keep_widths(view->table);
	scols_table_remove_lines(view->table);
	scols_table_enable_noheadings(view->table, 1);
	view->pending = 0;
	return err < 0 ? err : 0;
}

/**
 * view_table_add() - put a row into the table
 * @view: what is shown
 * @row: the row
 *
 * Return: 0 or a negative errno, that of writing a block included.
 */
int view_table_add(struct view *view, const void *row)
{
	static const char *const color[] = {
		[VIEW_HEAT_WARM] = "yellow",
		[VIEW_HEAT_FULL] = "red",
	};
	const struct view_column *column;
	struct libscols_line *line;

	line = scols_table_new_line(view->table, NULL);
	if (!line)
		return -ENOMEM;
	for (size_t i = 0; (column = column_at(view, i)); i++) {
		struct view_cell cell = { .text = "-" };

		column->fill(row, &cell);
		if (scols_line_set_data(line, i, cell.text))
			return -ENOMEM;
		if (cell.heat)
			scols_cell_set_color(scols_line_get_cell(line, i),
					     color[cell.heat]);
	}
	return ++view->pending < BLOCK_ROWS ? 0 : print_block(view);
}

/**
 * view_table_close() - print what is left and free the table
 * @view: what is shown
 *
 * Return: 0 or a negative errno.
 */
int view_table_close(struct view *view)
{
	int err = 0;

	if (view->pending)
		err = print_block(view);
	else if (!view->count && view->options.headings)
		err = print_headings(view);
	scols_unref_table(view->table);
	view->table = NULL;
	return err;
}
