// SPDX-License-Identifier: GPL-2.0-or-later
/* How listeners look that a setting has not reached. */
#include "view/after.h"

#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/sockets.h"

static void fill_local(const void *arg, struct view_cell *cell)
{
	const struct view_after *row = arg;
	char text[MODEL_ENDPOINT_MAX];

	model_endpoint(&row->sock, false, text, sizeof(text));
	view_escape(text, cell->text, sizeof(cell->text));
}

static void fill_limit(const void *arg, struct view_cell *cell)
{
	const struct view_after *row = arg;

	snprintf(cell->text, sizeof(cell->text), "%u",
		 row->sock.snap.listener.accept_max);
}

static void fill_process(const void *arg, struct view_cell *cell)
{
	const struct view_after *row = arg;

	view_cell_process(cell, &row->sock.process);
}

static void fill_unit(const void *arg, struct view_cell *cell)
{
	const struct view_after *row = arg;

	if (*row->unit)
		view_escape(row->unit, cell->text, sizeof(cell->text));
}

static const struct view_column columns[] = {
	{ "Listener", false, true, fill_local },
	{ "Limit", true, false, fill_limit },
	{ "Process", false, false, fill_process },
	{ "Unit", false, true, fill_unit },
};

/* As sockets are told of everywhere: a row begins with one. */
static struct json_object *json_sock(const void *row,
				     const struct view_key *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(view_sockets_keys); i++) {
		const struct view_key *known = &view_sockets_keys[i];

		if (!strcmp(known->name, key->name))
			return known->value(row, known);
	}
	return NULL;
}

static struct json_object *json_unit(const void *arg,
				     const struct view_key *key)
{
	const struct view_after *row = arg;

	(void)key;
	return view_json_text(*row->unit ? row->unit : NULL);
}

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "local", .value = json_sock },
	{ .name = "accept_max", .value = json_sock },
	{ .name = "somaxconn", .value = json_sock },
	{ .name = "pid", .value = json_sock },
	{ .name = "comm", .value = json_sock },
	{ .name = "unit", .value = json_unit },
};

const struct view_kind view_after = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
