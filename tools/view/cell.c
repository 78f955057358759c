// SPDX-License-Identifier: GPL-2.0-or-later
/* Fills the cells of which a table has many. */
#include <stdio.h>
#include <string.h>

#include "model/decimal.h"
#include "view/escape.h"
#include "view/view.h"

/* The cell is filled, up to @end, with nothing but ASCII. */
static void end_cell(struct view_cell *cell, char *end)
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
	end_cell(cell, stpcpy(cell->text, text));
}

/**
 * view_cell_number() - fill a cell with a number
 * @cell: the cell
 * @number: the number
 */
void view_cell_number(struct view_cell *cell, __u64 number)
{
	end_cell(cell, decimal_put(cell->text, number));
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
	end_cell(cell, at);
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
	end_cell(cell, decimal_put(at, limit));
}

/**
 * view_cell_process() - fill a cell with a process: NAME(PID)
 * @cell: the cell; stays empty if the process is not known
 * @process: the process
 */
void view_cell_process(struct view_cell *cell,
		       const struct nettune_sock_process *process)
{
	size_t len;

	if (!process->pid)
		return;
	len = view_escape(process->comm, cell->text, sizeof(cell->text));
	snprintf(cell->text + len, sizeof(cell->text) - len, "(%u)",
		 process->pid);
}
