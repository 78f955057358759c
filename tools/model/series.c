// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of values, each with its labels. */
#include "model/series.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * series_add() - add a row without any value
 * @series: where
 * @labels: which; cut off if it is too long
 * @id: likewise
 *
 * Return: the row, until the next one is added; NULL = no memory.
 */
struct series_row *series_add(struct series *series, const char *labels,
			      __u64 id)
{
	struct series_row *row;

	if (series->count == series->room) {
		size_t room = series->room ? 2 * series->room : 16;

		row = reallocarray(series->rows, room, sizeof(*row));
		if (!row)
			return NULL;
		series->rows = row;
		series->room = room;
	}
	row = &series->rows[series->count++];
	*row = (struct series_row) { .id = id };
	snprintf(row->labels, sizeof(row->labels), "%s", labels);
	return row;
}

/**
 * series_set() - tell a value
 * @row: whose
 * @index: which, below SERIES_VALUES
 * @value: the value
 */
void series_set(struct series_row *row, size_t index, double value)
{
	row->values[index] = value;
	row->has |= 1U << index;
}

/**
 * series_free() - let go of them
 * @series: empty afterwards, and may be used again
 */
void series_free(struct series *series)
{
	free(series->rows);
	*series = (struct series) { 0 };
}

static int compare_rows(const void *left, const void *right)
{
	const struct series_row *a = left, *b = right;
	int order = strcmp(a->labels, b->labels);

	return order ?: (a->id > b->id) - (a->id < b->id);
}

/**
 * series_sort() - put rows in order, by labels and id
 * @series: the rows
 */
void series_sort(struct series *series)
{
	if (series->count)
		qsort(series->rows, series->count, sizeof(*series->rows),
		      compare_rows);
}

/**
 * series_find() - look for a row
 * @series: rows in order
 * @like: has its labels and id
 *
 * Return: the row; NULL = there is none.
 */
const struct series_row *series_find(const struct series *series,
				     const struct series_row *like)
{
	return series->count ? bsearch(like, series->rows, series->count,
				       sizeof(*series->rows), compare_rows) :
			       NULL;
}

/**
 * series_copy() - add rows to others
 * @from: those to be added
 * @to: where
 *
 * Return: 0 or -ENOMEM.
 */
int series_copy(const struct series *from, struct series *to)
{
	for (size_t i = 0; i < from->count; i++) {
		struct series_row *row = series_add(to, "", 0);

		if (!row)
			return -ENOMEM;
		*row = from->rows[i];
	}
	return 0;
}
