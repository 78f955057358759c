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
 * @rows: struct view_cell, one after the other, each no longer than its
 *	text
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
 * struct view_piece - a cell, or what is still to be printed of it
 * @text: its text
 * @len: its bytes
 * @columns: what it takes on a terminal
 * @heat: how alarming it is
 */
struct view_piece {
	const char	*text;
	unsigned int	len;
	unsigned int	columns;
	enum view_heat	heat;
};

_Static_assert(sizeof(((struct view_cell *)0)->text) <= 256 &&
	       _Alignof(struct view_cell) == 1,
	       "the length of a cell is a byte, and it may be anywhere");

/* In the heat of a cell: behind its text stands how many columns it takes. */
#define VIEW_TABLE_WIDE		0x80

/* Return: behind the cell. */
static inline const char *view_table_get(const char *at,
					 struct view_piece *piece)
{
	const struct view_cell *cell = (const struct view_cell *)at;

	piece->text = cell->text;
	piece->len = cell->len;
	piece->columns = cell->len;
	piece->heat = cell->heat;
	at = cell->text + cell->len;
	if (!(cell->heat & VIEW_TABLE_WIDE))
		return at;
	piece->heat = cell->heat & ~VIEW_TABLE_WIDE;
	piece->columns = (__u8)*at;
	return at + 1;
}

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
