// SPDX-License-Identifier: GPL-2.0-or-later
/* The sockets or groups of the live screen: the columns that have room. */
#include <string.h>

#include "array.h"
#include "view/text.h"
#include "view/top.h"

/**
 * struct wanted - a column, in the order of the line
 * @heading: by which it is found in the table that all commands have of such
 *	rows
 * @rank: the lower, the earlier it gets room
 * @most: it gets no more columns than this at first, 0 = as many as it needs
 * @sort: it shows the value of that name
 */
struct wanted {
	const char	*heading;
	unsigned int	rank;
	unsigned int	most;
	const char	*sort;
};

static const struct wanted of_sockets[] = {
	{ "Netid", 12, 0, NULL },
	{ "State", 5, 0, NULL },
	{ "Recv-Q", 7, 0, "recvq" },
	{ "Send-Q", 8, 0, "sendq" },
	{ "Local Address:Port", 1, 21, NULL },
	{ "Peer Address:Port", 2, 21, NULL },
	{ "Rmem%", 4, 0, "rmem" },
	{ "Wmem%", 6, 0, "wmem" },
	{ "AcceptQ", 10, 0, "accept" },
	{ "SynQ", 13, 0, "syn" },
	{ "Backlog", 14, 0, "backlog" },
	{ "Retrans", 15, 0, "retrans" },
	{ "Drops", 9, 0, "drops" },
	{ "Process", 3, 16, NULL },
	{ "Cgroup", 16, 20, NULL },
};

static const struct wanted of_groups[] = {
	{ "Group", 1, 24, NULL },
	{ "Sockets", 2, 0, "retrans" },
	{ "Recv-Q", 5, 0, "recvq" },
	{ "Send-Q", 6, 0, "sendq" },
	{ "Rmem%", 9, 0, NULL },
	{ "Rmax%", 3, 0, "rmem" },
	{ "Wmem%", 10, 0, NULL },
	{ "Wmax%", 4, 0, "wmem" },
	{ "AcceptQ", 8, 0, "accept" },
	{ "SynQ", 11, 0, "syn" },
	{ "Drops", 7, 0, "drops" },
};

#define COLUMNS_MAX	ARRAY_SIZE(of_sockets)

/**
 * struct list - rows, and the columns that they may have
 * @kind: how the rows look
 * @wanted: the columns
 * @count: how many
 * @columns: of @kind, NULL = it has no such column
 * @needs: columns that the longest cell takes
 * @widths: columns that it gets, 0 = it is left out
 * @sort: name of what the rows are ordered by
 * @data: has the rows
 * @nr_rows: how many
 * @grouped: are they groups?
 */
struct list {
	const struct view_kind		*kind;
	const struct wanted		*wanted;
	size_t				count;
	const struct view_column	*columns[COLUMNS_MAX];
	unsigned int			needs[COLUMNS_MAX];
	unsigned int			widths[COLUMNS_MAX];
	const char			*sort;
	const struct top_data		*data;
	size_t				nr_rows;
	bool				grouped;
};

static const struct view_column *find_column(const struct view_kind *kind,
					     const char *heading)
{
	for (size_t i = 0; i < kind->column_count; i++)
		if (!strcmp(kind->columns[i].heading, heading))
			return &kind->columns[i];
	for (size_t i = 0; i < kind->optional_count; i++)
		if (!strcmp(kind->optional[i].column.heading, heading))
			return &kind->optional[i].column;
	return NULL;
}

static const void *row_at(const struct list *list, size_t i)
{
	return list->grouped ? (const void *)&list->data->groups[i] :
			       (const void *)&list->data->socks.socks[i].sock;
}

static void fill(const struct list *list, size_t row, size_t column,
		 struct view_cell *cell)
{
	*cell = (struct view_cell) { .text = "-" };
	list->columns[column]->fill(row_at(list, row), cell);
}

static void find_needs(struct list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		list->columns[i] = find_column(list->kind,
					       list->wanted[i].heading);
		list->needs[i] = view_columns(list->wanted[i].heading);
		for (size_t j = 0; list->columns[i] && j < list->nr_rows; j++) {
			struct view_cell cell;
			unsigned int columns;

			fill(list, j, i, &cell);
			columns = view_columns(cell.text);
			if (columns > list->needs[i])
				list->needs[i] = columns;
		}
	}
}

static bool is_sorted(const struct list *list, size_t i)
{
	return list->wanted[i].sort &&
	       !strcmp(list->wanted[i].sort, list->sort);
}

/* What the rows are ordered by is seen, whatever else is not. */
static unsigned int rank_of(const struct list *list, size_t i)
{
	return is_sorted(list, i) ? 0 : list->wanted[i].rank;
}

/* Return: the column with the lowest rank above @above, or @list->count. */
static size_t next_rank(const struct list *list, int above)
{
	size_t found = list->count;

	for (size_t i = 0; i < list->count; i++)
		if ((int)rank_of(list, i) > above &&
		    (found == list->count ||
		     rank_of(list, i) < rank_of(list, found)))
			found = i;
	return found;
}

/* First every column that has room, then more room for those that need it. */
static void share_out(struct list *list, unsigned int columns)
{
	unsigned int left = columns + 1;
	int rank = -1;
	size_t i;

	while ((i = next_rank(list, rank)) < list->count) {
		unsigned int most = list->wanted[i].most;
		unsigned int width = list->needs[i];

		rank = rank_of(list, i);
		if (most && width > most)
			width = most;
		if (!list->columns[i] || width + 1 > left)
			continue;
		list->widths[i] = width;
		left -= width + 1;
	}
	rank = -1;
	while ((i = next_rank(list, rank)) < list->count) {
		unsigned int more = list->needs[i] - list->widths[i];

		rank = rank_of(list, i);
		if (!list->widths[i])
			continue;
		more = more < left ? more : left;
		list->widths[i] += more;
		left -= more;
	}
}

static void put_headings(struct top_page *page, const struct list *list)
{
	struct top_line *line = top_page_line(page);

	for (size_t i = 0; line && i < list->count; i++) {
		if (!list->widths[i])
			continue;
		top_put_cell(page, line, list->wanted[i].heading,
			     list->widths[i], list->columns[i]->number,
			     is_sorted(list, i) ? TOP_SORTED : TOP_HEADING);
		top_put_blanks(page, line, line->columns + 1);
	}
}

static void put_row(struct top_page *page, const struct list *list, size_t row)
{
	static const enum top_attr attrs[] = {
		[VIEW_HEAT_NONE] = TOP_PLAIN,
		[VIEW_HEAT_WARM] = TOP_WARM,
		[VIEW_HEAT_FULL] = TOP_FULL,
	};
	struct top_line *line = top_page_line(page);

	for (size_t i = 0; line && i < list->count; i++) {
		struct view_cell cell;

		if (!list->widths[i])
			continue;
		fill(list, row, i, &cell);
		top_put_cell(page, line, cell.text, list->widths[i],
			     list->columns[i]->number, attrs[cell.heat]);
		top_put_blanks(page, line, line->columns + 1);
	}
}

/**
 * top_list() - put sockets or groups on the page
 * @page: the page
 * @screen: tells which, and what they are ordered by
 * @data: has them
 * @room: how many there is room for, besides the headings
 */
void top_list(struct top_page *page, const struct screen *screen,
	      const struct top_data *data, unsigned int room)
{
	struct list list = {
		.kind = &view_sockets, .wanted = of_sockets,
		.count = ARRAY_SIZE(of_sockets),
		.sort = screen_sort_name(screen), .data = data,
		.nr_rows = data->socks.count, .grouped = data->grouped,
	};

	if (data->grouped) {
		list.kind = &view_groups;
		list.wanted = of_groups;
		list.count = ARRAY_SIZE(of_groups);
		list.nr_rows = data->nr_groups;
	}
	if (list.nr_rows > room)
		list.nr_rows = room;
	find_needs(&list);
	share_out(&list, page->columns);
	put_headings(page, &list);
	for (size_t i = 0; i < list.nr_rows; i++)
		put_row(page, &list, i);
}
