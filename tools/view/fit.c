// SPDX-License-Identifier: GPL-2.0-or-later
/* Leaves columns out of a table that a terminal is too narrow for. */
#include <libsmartcols.h>
#include <string.h>

#include "view/text.h"
#include "view/view.h"

/**
 * struct fit - a table, and a terminal
 * @view: the table
 * @columns: its columns
 * @count: how many
 * @least: columns of the terminal that each takes at least
 * @empty: nothing is known in any of its rows
 */
struct fit {
	struct view				*view;
	const struct view_column *const		*columns;
	size_t					count;
	size_t					least[VIEW_COLUMNS_MAX];
	bool					empty[VIEW_COLUMNS_MAX];
};

/* One that may be broken into lines gets no narrower than its heading. */
static void measure(struct fit *fit, size_t i)
{
	size_t rows = scols_table_get_nlines(fit->view->table);

	fit->least[i] = view_columns(fit->columns[i]->heading);
	fit->empty[i] = rows;
	for (size_t j = 0; j < rows; j++) {
		struct libscols_line *line =
			scols_table_get_line(fit->view->table, j);
		const char *text =
			scols_cell_get_data(scols_line_get_cell(line, i));
		size_t columns = text ? view_columns(text) : 0;

		if (text && strcmp(text, "-"))
			fit->empty[i] = false;
		if (!fit->columns[i]->wrap && columns > fit->least[i])
			fit->least[i] = columns;
	}
}

static size_t width_of(const struct fit *fit)
{
	size_t width = 0;

	for (size_t i = 0; i < fit->count; i++)
		if (!(fit->view->hidden & 1ULL << i))
			width += fit->least[i] + 1;
	return width ? width - 1 : 0;
}

static void hide(struct fit *fit, size_t i)
{
	struct libscols_column *column =
		scols_table_get_column(fit->view->table, i);

	fit->view->hidden |= 1ULL << i;
	scols_column_set_flags(column, scols_column_get_flags(column) |
				       SCOLS_FL_HIDDEN);
}

/* First those that tell nothing here, then the others. */
static void hide_spare(struct fit *fit, size_t room, bool empty)
{
	const char *const *spare = fit->view->kind->spare;

	for (; *spare && width_of(fit) > room; spare++)
		for (size_t i = 0; i < fit->count; i++)
			if (!strcmp(fit->columns[i]->heading, *spare) &&
			    (!empty || fit->empty[i]))
				hide(fit, i);
}

/**
 * view_fit() - leave columns out of a table, if its terminal is too narrow
 * @view: table with its first rows; @view->hidden is set
 * @columns: its columns
 * @count: how many, at most VIEW_COLUMNS_MAX
 */
void view_fit(struct view *view, const struct view_column *const *columns,
	      size_t count)
{
	struct fit fit = { .view = view, .columns = columns, .count = count };
	unsigned int room = view_width(view->options.out);

	if (room == VIEW_WIDTH_ANY)
		return;
	for (size_t i = 0; i < count; i++)
		measure(&fit, i);
	hide_spare(&fit, room, true);
	hide_spare(&fit, room, false);
}
