// SPDX-License-Identifier: GPL-2.0-or-later
/* Which columns a table has, and whether it has colours. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "view/table.h"

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
	return isatty(fileno(options->out)) && !(no_color && *no_color) &&
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

/* Those that are there by themselves, and those asked for by a bit. */
static size_t usual_columns(const struct view *view,
			    const struct view_column **columns)
{
	const struct view_kind *kind = view->kind;
	size_t count = 0;

	for (size_t i = 0; i < kind->column_count; i++)
		columns[count++] = &kind->columns[i];
	for (size_t i = 0; i < kind->optional_count; i++)
		if (view->options.columns & kind->optional[i].option)
			columns[count++] = &kind->optional[i].column;
	return count;
}

/**
 * view_table_columns() - the columns of a table
 * @view: what is shown
 * @columns: set, room for VIEW_COLUMNS_MAX
 *
 * Return: how many there are.
 */
size_t view_table_columns(const struct view *view,
			  const struct view_column **columns)
{
	size_t count = view->options.nr_chosen;

	if (!count)
		return usual_columns(view, columns);
	for (size_t i = 0; i < count; i++)
		columns[i] = by_number(view->kind, view->options.chosen[i]);
	return count;
}
