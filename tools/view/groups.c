// SPDX-License-Identifier: GPL-2.0-or-later
/* How a group of sockets looks in a table of 80 columns. */
#include "view/groups.h"

#include <nettune/calc.h>

#include "array.h"
#include "model/group.h"
#include "view/escape.h"

/* Cells; what no socket of the group has stays "-". */

static void fill_group(const void *row, struct view_cell *cell)
{
	char label[MODEL_LABEL_MAX];

	model_group_label(row, label, sizeof(label));
	view_escape(label, cell->text, sizeof(cell->text));
}

static void fill_sockets(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;

	view_cell_number(cell, group->stat.sockets);
}

static void fill_bytes(const struct model_group *group, __u64 bytes,
		       struct view_cell *cell)
{
	if (model_group_buffered(group))
		view_bytes(bytes, cell->text, sizeof(cell->text));
}

static void fill_recv_q(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;

	fill_bytes(group, group->stat.recv_q, cell);
}

static void fill_send_q(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;

	fill_bytes(group, group->stat.send_q, cell);
}

static void fill_percent(const struct model_group *group, __u64 permille,
			 struct view_cell *cell)
{
	if (!model_group_buffered(group))
		return;
	view_cell_permille(cell, permille);
	cell->heat = view_heat(permille > 1000 ? 1000 : permille, 1000);
}

static void fill_rmem(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;
	const struct nettune_summary_stat *stat = &group->stat;

	fill_percent(group, model_permille(stat->rmem_alloc, stat->rcvbuf),
		     cell);
}

static void fill_max_rmem(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;

	fill_percent(group, group->stat.max_rmem, cell);
}

static void fill_wmem(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;
	const struct nettune_summary_stat *stat = &group->stat;

	fill_percent(group, model_permille(stat->wmem_used, stat->sndbuf),
		     cell);
}

static void fill_max_wmem(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;

	fill_percent(group, group->stat.max_wmem, cell);
}

/* One full listener is not made up for by another one that is empty. */
static void fill_accept(const void *row, struct view_cell *cell)
{
	const struct nettune_summary_stat *stat =
		&((const struct model_group *)row)->stat;
	__u32 permille = stat->max_accept;

	if (!stat->listeners)
		return;
	view_cell_queue(cell, stat->accept_q, stat->accept_max);
	cell->heat = view_heat(permille > 1000 ? 1000 : permille, 1000);
}

static void fill_syn(const void *row, struct view_cell *cell)
{
	const struct model_group *group = row;
	const struct nettune_summary_stat *stat = &group->stat;

	if (!stat->listeners || !group->syn_known)
		return;
	view_cell_number(cell, stat->syn_q);
	cell->heat = view_heat(stat->max_syn > 1000 ? 1000 : stat->max_syn,
			       1000);
}

static void fill_drops(const void *row, struct view_cell *cell)
{
	const struct nettune_summary_stat *stat =
		&((const struct model_group *)row)->stat;

	if (stat->full)
		view_cell_number(cell, stat->drops);
}

static const struct view_column columns[] = {
	{ "Group", false, true, fill_group },
	{ "Sockets", true, false, fill_sockets },
	{ "Recv-Q", true, false, fill_recv_q },
	{ "Send-Q", true, false, fill_send_q },
	{ "Rmem%", true, false, fill_rmem },
	{ "Rmax%", true, false, fill_max_rmem },
	{ "Wmem%", true, false, fill_wmem },
	{ "Wmax%", true, false, fill_max_wmem },
	{ "AcceptQ", true, false, fill_accept },
	{ "SynQ", true, false, fill_syn },
	{ "Drops", true, false, fill_drops },
};

static const char *const spare[] = {
	"Wmem%", "Rmem%", "SynQ", "AcceptQ", "Send-Q", "Wmax%", "Recv-Q", "Drops",
	NULL
};

const struct view_kind view_groups = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.spare = spare,
	.keys = view_groups_keys,
	.key_count = ARRAY_SIZE(view_groups_keys),
};
