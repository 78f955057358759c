/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table on its way to whoever reads it. */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <string.h>

#include "view/view.h"

/**
 * struct view_table - rows that are not printed yet, and what is known of all
 * @columns: the columns that are there
 * @count: how many
 * @widest: of each column, the most that a cell so far takes on a terminal
 * @known: of each column, has any cell more to tell than "-"?
 * @hidden: mask of (1 << i): is the column number i left out?
 * @seen: was there any row?
 * @headed: are the headings printed, or not wanted?
 * @rows: the cells, one after the other: struct view_table_cell and its text
 * @used: bytes in it
 * @room: bytes that fit
 */
struct view_table {
	const struct view_column	*columns[VIEW_COLUMNS_MAX];
	size_t				count;
	unsigned int			widest[VIEW_COLUMNS_MAX];
	bool				known[VIEW_COLUMNS_MAX];
	__u64				hidden;
	bool				seen;
	bool				headed;
	char				*rows;
	size_t				used;
	size_t				room;
};

/**
 * struct view_table_cell - what stands before each cell's text
 * @len: its bytes
 * @columns: what it takes on a terminal
 * @heat: one of enum view_heat
 */
struct view_table_cell {
	__u8	len;
	__u8	columns;
	__u8	heat;
};

_Static_assert(sizeof(((struct view_cell *)0)->text) <= 256,
	       "the length of a cell is a byte");

/* Most texts are short: they are copied with what stands behind them. */
#define VIEW_TABLE_SPARE	16

/* @to and @from have VIEW_TABLE_SPARE bytes at least. Return: behind it. */
static inline char *view_table_copy(char *to, const char *from, size_t len)
{
	if (len <= VIEW_TABLE_SPARE)
		memcpy(to, from, VIEW_TABLE_SPARE);
	else
		memcpy(to, from, len);
	return to + len;
}

static inline bool view_table_hides(const struct view_table *table, size_t i)
{
	return table->hidden & 1ULL << i;
}

/* table_print.c */
int view_table_print(struct view_table *table,
		     const struct view_options *options, unsigned int room);

/* choose.c */
size_t view_table_columns(const struct view *view,
			  const struct view_column **columns);

/* fit.c */
void view_fit(struct view_table *table, const char *const *spare,
	      unsigned int room);
void view_fit_widths(const struct view_table *table, unsigned int room,
		     unsigned int *widths);

#endif
