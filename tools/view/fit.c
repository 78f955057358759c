// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a table narrower that a terminal is too narrow for. */
#include <string.h>

#include "view/table.h"
#include "view/text.h"

static unsigned int heading_width(const struct view_table *table, size_t i)
{
	return view_columns(table->columns[i]->heading);
}

static unsigned int whole_width(const struct view_table *table, size_t i)
{
	unsigned int heading = heading_width(table, i);

	return table->widest[i] > heading ? table->widest[i] : heading;
}

/* One that may be broken into lines gets no narrower than its heading. */
static unsigned int least_width(const struct view_table *table, size_t i)
{
	return table->columns[i]->wrap ? heading_width(table, i) :
					 whole_width(table, i);
}

static unsigned int least_sum(const struct view_table *table)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < table->count; i++)
		if (!view_table_hides(table, i))
			sum += least_width(table, i) + 1;
	return sum ? sum - 1 : 0;
}

/* First those that tell nothing here, then the others. */
static void hide_spare(struct view_table *table, const char *const *spare,
		       unsigned int room, bool empty)
{
	for (; *spare && least_sum(table) > room; spare++)
		for (size_t i = 0; i < table->count; i++)
			if (!strcmp(table->columns[i]->heading, *spare) &&
			    (!empty || (table->seen && !table->known[i])))
				table->hidden |= 1ULL << i;
}

/**
 * view_fit() - leave columns out of a table, if its terminal is too narrow
 * @table: with its first rows
 * @spare: headings of the columns that may be left out, the first one first;
 *	NULL behind the last
 * @room: columns of the terminal
 */
void view_fit(struct view_table *table, const char *const *spare,
	      unsigned int room)
{
	hide_spare(table, spare, room, true);
	hide_spare(table, spare, room, false);
}

/* Return: the widest column that may be narrower, or how many there are. */
static size_t find_widest(const struct view_table *table,
			  const unsigned int *widths)
{
	size_t found = table->count;

	for (size_t i = 0; i < table->count; i++)
		if (!view_table_hides(table, i) &&
		    widths[i] > least_width(table, i) &&
		    (found == table->count || widths[i] >= widths[found]))
			found = i;
	return found;
}

/**
 * view_fit_widths() - how wide the columns of a table are
 * @table: the table
 * @room: columns of the terminal, VIEW_WIDTH_ANY = any number; it may be too
 *	narrow even so
 * @widths: set for each column of the table
 */
void view_fit_widths(const struct view_table *table, unsigned int room,
		     unsigned int *widths)
{
	unsigned int sum = 0;

	for (size_t i = 0; i < table->count; i++) {
		widths[i] = whole_width(table, i);
		if (!view_table_hides(table, i))
			sum += widths[i] + 1;
	}
	while (room != VIEW_WIDTH_ANY && sum > room + 1) {
		size_t i = find_widest(table, widths);

		if (i == table->count)
			break;
		widths[i]--;
		sum--;
	}
}
