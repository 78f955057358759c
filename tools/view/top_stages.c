// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages of the live screen: a line each, those that matter. */
#include <stdio.h>

#include "array.h"
#include "view/status.h"
#include "view/text.h"
#include "view/top.h"

#define BAR_WIDTH	8
#define CELL_SIZE	(2 * MODEL_STAGE_OBJECT)

static void fill_stage(const struct model_stage_row *row, char *cell)
{
	snprintf(cell, CELL_SIZE, "%s%s",
		 row->worst ? "> " : row->alarm ? "! " : "  ",
		 model_stage_title(row->stage));
}

static void fill_depth(const struct model_stage_row *row, char *cell)
{
	view_stage_depth(row, cell, CELL_SIZE);
}

static void fill_full(const struct model_stage_row *row, char *cell)
{
	view_stage_fullness(row, cell, CELL_SIZE);
}

static void fill_lost(const struct model_stage_row *row, char *cell)
{
	if (row->has & MODEL_STAGE_HAS_LOSS)
		view_number(row->loss, 7, cell, CELL_SIZE);
	else
		snprintf(cell, CELL_SIZE, "-");
}

static void fill_rate(const struct model_stage_row *row, char *cell)
{
	if (row->has & MODEL_STAGE_HAS_RATE)
		view_rate(row->rate, cell, CELL_SIZE);
	else
		snprintf(cell, CELL_SIZE, "-");
}

static void fill_object(const struct model_stage_row *row, char *cell)
{
	view_stage_object(row, cell, CELL_SIZE);
}

static void fill_knob(const struct model_stage_row *row, char *cell)
{
	snprintf(cell, CELL_SIZE, "%s", row->knob);
}

/*
 * In the order of the line. @least: columns that the page must have. The column
 * whose width is 0 takes what is left; it and what follows bear no colour. The
 * one without @fill is the bar.
 */
static const struct column {
	const char	*heading;
	unsigned int	width;
	unsigned int	least;
	bool		right;
	void		(*fill)(const struct model_stage_row *row, char *cell);
} columns[] = {
	{ "  Stage", 20, 0, false, fill_stage },
	{ "Depth/Limit", 15, 50, true, fill_depth },
	{ "Full", 5, 0, true, fill_full },
	{ "", BAR_WIDTH, 59, false, NULL },
	{ "Lost", 7, 100, true, fill_lost },
	{ "Lost/s", 7, 0, true, fill_rate },
	{ "Worst", 0, 72, false, fill_object },
	{ "Setting", 50, 160, false, fill_knob },
};

/* What is left for the one column. */
static unsigned int width_left(const struct top_page *page)
{
	unsigned int used = 0;

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (page->columns >= columns[i].least)
			used += columns[i].width + 1;
	return page->columns >= used ? page->columns - used + 1 : 0;
}

static void put_headings(struct top_page *page, unsigned int left,
			 unsigned int count)
{
	struct top_line *line = top_page_line(page);
	char stage[32];

	if (!line)
		return;
	snprintf(stage, sizeof(stage), "  Stage");
	if (count < MODEL_STAGES)
		snprintf(stage, sizeof(stage), "  Stage (%u of %u)", count,
			 (unsigned int)MODEL_STAGES);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		if (page->columns < columns[i].least)
			continue;
		top_put_cell(page, line, i ? columns[i].heading : stage,
			     columns[i].width ?: left, columns[i].right,
			     TOP_HEADING);
		top_put_blanks(page, line, line->columns + 1);
	}
}

static void put_row(struct top_page *page, const struct model_stage_row *row,
		    unsigned int left)
{
	static const enum top_attr attrs[] = {
		[MODEL_STAGE_CALM] = TOP_PLAIN,
		[MODEL_STAGE_HIGH] = TOP_WARM,
		[MODEL_STAGE_FULL] = TOP_FULL,
	};
	struct top_line *line = top_page_line(page);
	enum top_attr attr = attrs[row->alarm];

	for (size_t i = 0; line && i < ARRAY_SIZE(columns); i++) {
		char cell[CELL_SIZE] = "";

		if (!columns[i].width)
			attr = row->object[0] ? TOP_PLAIN : TOP_FAINT;
		if (page->columns < columns[i].least)
			continue;
		if (columns[i].fill)
			columns[i].fill(row, cell);
		else if (row->has & MODEL_STAGE_HAS_FULLNESS)
			view_bar(row->permille, BAR_WIDTH, page->utf8, cell,
				 sizeof(cell));
		top_put_cell(page, line, cell, columns[i].width ?: left,
			     columns[i].right, attr);
		top_put_blanks(page, line, line->columns + 1);
	}
}

/**
 * top_stages() - put the stages on the page
 * @page: the page
 * @rows: all stages
 * @room: how many there is room for, besides the headings
 */
void top_stages(struct top_page *page, const struct model_stage_row *rows,
		unsigned int room)
{
	unsigned int left = width_left(page);
	bool shown[MODEL_STAGES];

	put_headings(page, left, screen_fold(rows, room, shown));
	for (size_t i = 0; i < MODEL_STAGES; i++)
		if (shown[i])
			put_row(page, &rows[i], left);
}
