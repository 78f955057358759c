// SPDX-License-Identifier: GPL-2.0-or-later
/* How listeners look that a setting has not reached. */
#include "view/after.h"

#include <stdio.h>

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
	const struct nettune_sock_process *process =
		&((const struct view_after *)arg)->sock.process;
	size_t len;

	if (!process->pid)
		return;
	len = view_escape(process->comm, cell->text, sizeof(cell->text));
	snprintf(cell->text + len, sizeof(cell->text) - len, "(%u)",
		 process->pid);
}

static void fill_unit(const void *arg, struct view_cell *cell)
{
	const struct view_after *row = arg;

	view_escape(row->unit, cell->text, sizeof(cell->text));
}

static const struct view_column columns[] = {
	{ "Listener", false, true, fill_local },
	{ "Limit", true, false, fill_limit },
	{ "Process", false, false, fill_process },
	{ "Unit", false, true, fill_unit },
};

const struct view_kind view_after = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
};
