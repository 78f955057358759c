// SPDX-License-Identifier: GPL-2.0-or-later
/* Shows rows of one kind as the user chose: table or JSON. */
#include "view/view.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

/**
 * view_open() - begin to show rows
 * @view: filled in; end it with view_close() after success
 * @kind: what the rows look like
 * @options: what the user chose
 *
 * Return: 0 or a negative errno.
 */
int view_open(struct view *view, const struct view_kind *kind,
	      const struct view_options *options)
{
	memset(view, 0, sizeof(*view));
	view->kind = kind;
	view->options = *options;
	return options->json ? view_json_open(view) : view_table_open(view);
}

/**
 * view_add() - show a row
 * @view: open view
 * @row: of the kind that the view shows
 *
 * Return: 0 or a negative errno, that of writing included.
 */
int view_add(struct view *view, const void *row)
{
	int err;

	err = view->options.json ? view_json_add(view, row) :
				   view_table_add(view, row);
	if (!err)
		view->count++;
	return err;
}

/**
 * view_close() - end the table or the array
 * @view: open view; closed afterwards, also on an error
 *
 * Return: 0 or a negative errno.
 */
int view_close(struct view *view)
{
	return view->options.json ? view_json_close(view) :
				    view_table_close(view);
}

/**
 * view_object() - show a single thing as JSON
 * @kind: what it looks like
 * @row: the thing
 * @options: what the user chose
 *
 * Return: 0 or a negative errno.
 */
int view_object(const struct view_kind *kind, const void *row,
		const struct view_options *options)
{
	struct json_object *object = view_json_row(kind, row);
	int err;

	if (!object)
		return -ENOMEM;
	err = view_json_print(options->out, options->pretty, object);
	json_object_put(object);
	if (!err && putc('\n', options->out) == EOF)
		err = -errno;
	return err;
}
