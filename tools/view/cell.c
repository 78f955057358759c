// SPDX-License-Identifier: GPL-2.0-or-later
/* Fills the cells of which a table has many. */
#include <string.h>

#include "model/decimal.h"
#include "view/view.h"

/**
 * view_cell_end() - a cell is filled
 * @cell: the cell; its text has no other characters than ASCII's
 * @end: behind its text
 */
void view_cell_end(struct view_cell *cell, char *end)
{
	*end = '\0';
	cell->len = end - cell->text;
}

/**
 * view_cell_text() - fill a cell with a text
 * @cell: the cell
 * @text: a word of ours, in ASCII
 */
void view_cell_text(struct view_cell *cell, const char *text)
{
	view_cell_end(cell, stpcpy(cell->text, text));
}

/**
 * view_cell_number() - fill a cell with a number
 * @cell: the cell
 * @number: the number
 */
void view_cell_number(struct view_cell *cell, __u64 number)
{
	view_cell_end(cell, decimal_put(cell->text, number));
}

/**
 * view_cell_permille() - fill a cell with a share, in percent
 * @cell: the cell
 * @permille: the share
 */
void view_cell_permille(struct view_cell *cell, __u64 permille)
{
	char *at = decimal_put(cell->text, permille / 10);

	*at++ = '.';
	*at++ = '0' + permille % 10;
	view_cell_end(cell, at);
}

/**
 * view_cell_queue() - fill a cell with how long a queue is, and may be
 * @cell: the cell
 * @depth: what is in it
 * @limit: how much may be in it
 */
void view_cell_queue(struct view_cell *cell, __u64 depth, __u64 limit)
{
	char *at = decimal_put(cell->text, depth);

	*at++ = '/';
	view_cell_end(cell, decimal_put(at, limit));
}
