// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages as a table: a line a stage, as much of it as there is room for. */
#include "view/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/text.h"

#define BAR_WIDTH	8
#define CELL_SIZE	(2 * MODEL_STAGE_OBJECT)

/* Columns, in their order. */
enum {
	COLUMN_STAGE,
	COLUMN_DEPTH,
	COLUMN_FULL,
	COLUMN_BAR,
	COLUMN_LOST,
	COLUMN_RATE,
	COLUMN_OBJECT,
	COLUMN_KNOB,
	COLUMNS,
};

static const struct {
	const char	*heading;
	bool		right;
} headings[COLUMNS] = {
	[COLUMN_STAGE] = { "Stage", false },
	[COLUMN_DEPTH] = { "Depth/Limit", true },
	[COLUMN_FULL] = { "Full", true },
	[COLUMN_BAR] = { "", false },
	[COLUMN_LOST] = { "Lost", true },
	[COLUMN_RATE] = { "Lost/s", true },
	[COLUMN_OBJECT] = { "Worst", false },
	[COLUMN_KNOB] = { "Setting", false },
};

/* What goes first where there is no room for all, and at which width. */
static const struct {
	unsigned int	column;
	unsigned int	below;
} dropped[] = {
	{ COLUMN_KNOB, 132 },
	{ COLUMN_LOST, 66 },
	{ COLUMN_BAR, 58 },
	{ COLUMN_OBJECT, 72 },
	{ COLUMN_DEPTH, 48 },
};

/**
 * struct sheet - all cells, and how wide their columns are
 * @cells: text, harmless for a terminal
 * @widths: 0 = the column is left out
 * @width: that of a line, VIEW_WIDTH_ANY = any
 * @colored: with colours
 */
struct sheet {
	char		cells[MODEL_STAGES][COLUMNS][CELL_SIZE];
	size_t		widths[COLUMNS];
	unsigned int	width;
	bool		colored;
};

static bool counts_bytes(const struct model_stage_row *row)
{
	return !strcmp(row->unit, "bytes");
}

static void print_amount(const struct model_stage_row *row, __u64 amount,
			 char *buf, size_t size)
{
	if (counts_bytes(row))
		view_bytes(amount, buf, size);
	else
		view_number(amount, 7, buf, size);
}

/**
 * view_stage_depth() - depth and limit of a stage
 * @row: the stage
 * @buf: where to put it
 * @size: bytes in @buf
 */
void view_stage_depth(const struct model_stage_row *row, char *buf,
		      size_t size)
{
	char depth[24] = "-", limit[24] = "-";

	if (row->has & MODEL_STAGE_HAS_DEPTH)
		print_amount(row, row->depth, depth, sizeof(depth));
	/* What is so high that it can't be reached is no limit. */
	if (row->has & MODEL_STAGE_HAS_LIMIT && row->limit >> 62)
		snprintf(limit, sizeof(limit), "max");
	else if (row->has & MODEL_STAGE_HAS_LIMIT)
		print_amount(row, row->limit, limit, sizeof(limit));
	if (row->has & (MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LIMIT))
		snprintf(buf, size, "%s/%s", depth, limit);
	else
		snprintf(buf, size, "-");
}

/**
 * view_stage_fullness() - how full a stage is, in percent
 * @row: the stage
 * @buf: where to put it
 * @size: bytes in @buf
 */
void view_stage_fullness(const struct model_stage_row *row, char *buf,
			 size_t size)
{
	if (!(row->has & MODEL_STAGE_HAS_FULLNESS))
		snprintf(buf, size, "-");
	else if (row->permille && row->permille < 10)
		snprintf(buf, size, "<1%%");
	else
		snprintf(buf, size, "%llu%%", row->permille / 10);
}

/**
 * view_stage_object() - the object of a stage, or why there is none to know of
 * @row: the stage
 * @buf: takes it, fit for a terminal
 * @size: bytes of @buf
 */
void view_stage_object(const struct model_stage_row *row, char *buf,
		       size_t size)
{
	char text[CELL_SIZE];

	if (row->object[0] || !row->unknown)
		snprintf(text, sizeof(text), "%s", row->object);
	else
		snprintf(text, sizeof(text), "(%s)", row->unknown);
	view_escape(text[0] ? text : "-", buf, size);
}

static void fill_row(const struct model_stage_row *row,
		     char cells[COLUMNS][CELL_SIZE], bool utf8)
{
	snprintf(cells[COLUMN_STAGE], CELL_SIZE, "%s%s",
		 row->worst ? "> " : row->alarm ? "! " : "  ",
		 model_stage_title(row->stage));
	view_stage_depth(row, cells[COLUMN_DEPTH], CELL_SIZE);
	view_stage_fullness(row, cells[COLUMN_FULL], CELL_SIZE);
	cells[COLUMN_BAR][0] = '\0';
	if (row->has & MODEL_STAGE_HAS_FULLNESS)
		view_bar(row->permille, BAR_WIDTH, utf8, cells[COLUMN_BAR],
			 CELL_SIZE);
	snprintf(cells[COLUMN_LOST], CELL_SIZE, "-");
	snprintf(cells[COLUMN_RATE], CELL_SIZE, "-");
	if (row->has & MODEL_STAGE_HAS_LOSS)
		view_number(row->loss, 7, cells[COLUMN_LOST], CELL_SIZE);
	if (row->has & MODEL_STAGE_HAS_RATE)
		view_rate(row->rate, cells[COLUMN_RATE], CELL_SIZE);
	view_stage_object(row, cells[COLUMN_OBJECT], CELL_SIZE);
	snprintf(cells[COLUMN_KNOB], CELL_SIZE, "%s", row->knob);
}

static void find_widths(struct sheet *sheet)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		sheet->widths[i] = strlen(headings[i].heading);
		for (size_t j = 0; j < MODEL_STAGES; j++) {
			size_t width = view_columns(sheet->cells[j][i]);

			if (width > sheet->widths[i])
				sheet->widths[i] = width;
		}
	}
	sheet->widths[COLUMN_STAGE] += 2;
	sheet->widths[COLUMN_BAR] = BAR_WIDTH;
	for (size_t i = 0; i < ARRAY_SIZE(dropped); i++)
		if (sheet->width != VIEW_WIDTH_ANY &&
		    sheet->width < dropped[i].below)
			sheet->widths[dropped[i].column] = 0;
}

/* Columns that are left for the object. */
static size_t room_for_object(const struct sheet *sheet)
{
	size_t used = 0;

	if (sheet->width == VIEW_WIDTH_ANY)
		return sheet->widths[COLUMN_OBJECT];
	for (size_t i = 0; i < COLUMNS; i++)
		if (i != COLUMN_OBJECT && sheet->widths[i])
			used += sheet->widths[i] + 1;
	return sheet->width > used ? sheet->width - used : 0;
}

static const char *color_of(const struct sheet *sheet,
			    enum model_stage_alarm alarm, unsigned int column)
{
	static const char *const colors[] = {
		[MODEL_STAGE_CALM] = "",
		[MODEL_STAGE_HIGH] = "\033[33m",
		[MODEL_STAGE_FULL] = "\033[31m",
	};

	return sheet->colored && column < COLUMN_OBJECT ? colors[alarm] : "";
}

/* One line, without blanks at its end. */
static void print_cells(FILE *out, const struct sheet *sheet,
			const char *cells[COLUMNS],
			enum model_stage_alarm alarm)
{
	size_t blanks = 0;

	for (size_t i = 0; i < COLUMNS; i++) {
		const char *color = color_of(sheet, alarm, i);
		size_t width = sheet->widths[i], pad;

		if (!width)
			continue;
		pad = width - view_columns(cells[i]);
		if (headings[i].right)
			blanks += pad;
		if (*cells[i])
			fprintf(out, "%*s%s%s%s", (int)blanks, "", color,
				cells[i], *color ? "\033[0m" : "");
		else
			pad += blanks;
		blanks = (headings[i].right && *cells[i] ? 0 : pad) + 1;
	}
	fputc('\n', out);
}

static void print_headings(FILE *out, const struct sheet *sheet)
{
	const char *cells[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = headings[i].heading;
	cells[COLUMN_STAGE] = "  Stage";
	print_cells(out, sheet, cells, MODEL_STAGE_CALM);
}

/*
 * What has no room in its column follows below: the object and the settings of
 * what is alarming, and why nothing at all is known.
 */
static void print_row(FILE *out, const struct sheet *sheet, size_t at,
		      const struct model_stage_row *row)
{
	const __u32 anything = MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LOSS;
	const char *cells[COLUMNS];
	char below[CELL_SIZE + 64];
	bool fits;

	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = sheet->cells[at][i];
	fits = sheet->widths[COLUMN_OBJECT] &&
	       view_columns(cells[COLUMN_OBJECT]) <=
	       sheet->widths[COLUMN_OBJECT];
	if (!fits)
		cells[COLUMN_OBJECT] = "-";
	print_cells(out, sheet, cells, row->alarm);
	if (!fits && (row->object[0] ? row->alarm || sheet->widths[COLUMN_OBJECT] :
				       !(row->has & anything)))
		view_wrap(out, sheet->cells[at][COLUMN_OBJECT], 4,
			  sheet->width);
	if (row->alarm && !sheet->widths[COLUMN_KNOB]) {
		snprintf(below, sizeof(below), "see %s", row->knob);
		view_wrap(out, below, 4, sheet->width);
	}
}

/**
 * view_stages() - print the stages as a table
 * @rows: those
 * @heading: what the machine is, NULL = print no headings at all
 * @options: what the user chose
 * @width: columns that there are, VIEW_WIDTH_ANY = any number
 *
 * Return: 0 or a negative errno.
 */
int view_stages(const struct model_stage_row rows[MODEL_STAGES],
		const char *heading, const struct view_options *options,
		unsigned int width)
{
	struct sheet sheet = {
		.width = width, .colored = view_wants_color(options),
	};
	bool utf8 = view_utf8();
	char text[1024];
	size_t room;

	for (size_t i = 0; i < MODEL_STAGES; i++)
		fill_row(&rows[i], sheet.cells[i], utf8);
	find_widths(&sheet);
	room = room_for_object(&sheet);
	if (sheet.widths[COLUMN_OBJECT] > room)
		sheet.widths[COLUMN_OBJECT] = room;
	if (heading) {
		view_escape(heading, text, sizeof(text));
		view_wrap(options->out, text, 0, width);
		print_headings(options->out, &sheet);
	}
	for (size_t i = 0; i < MODEL_STAGES; i++)
		print_row(options->out, &sheet, i, &rows[i]);
	return ferror(options->out) ? -EIO : 0;
}
