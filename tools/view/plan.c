// SPDX-License-Identifier: GPL-2.0-or-later
/* How a plan looks: a line a setting, and why; an object of JSON. */
#include "view/plan.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/text.h"

/* For what nobody looks at on a terminal now, but may later. */
#define WIDTH_DEFAULT	79

#define ACTION_WIDTH	8
#define INDENT		"         "

/* Bytes of a cell, and columns that one has at least. */
#define CELL_SIZE	256
#define CELL_MIN	8

/* The cells behind the action. */
enum { SETTING, NOW, WANTED, CELLS };

static const char *const headings[CELLS] = { "Setting", "Now", "Wanted" };

/**
 * struct line - a step as people read it
 * @cells: harmless for a terminal
 */
struct line {
	char	cells[CELLS][CELL_SIZE];
};

static void fill_cell(char cell[CELL_SIZE], const char *text)
{
	view_escape(text ?: "-", cell, CELL_SIZE);
}

static void fill_line(const struct plan_step *step, struct line *line)
{
	char text[TUNE_KEY_TEXT];

	fill_cell(line->cells[SETTING],
		  tune_key_text(&step->key, text, sizeof(text)));
	fill_cell(line->cells[NOW], step->current);
	fill_cell(line->cells[WANTED], step->wanted);
}

/* A text that is too long keeps its beginning and its end. */
static void cut(char text[CELL_SIZE], size_t width)
{
	size_t len = strlen(text), head, tail;

	if (view_columns(text) <= width || len <= width || width < CELL_MIN)
		return;
	head = (width - 2) / 2;
	tail = width - 2 - head;
	/* Not within a character. */
	while (head && (text[head] & 0xc0) == 0x80)
		head--;
	while (tail && (text[len - tail] & 0xc0) == 0x80)
		tail--;
	memmove(text + head + 2, text + len - tail, tail + 1);
	memcpy(text + head, "..", 2);
}

static void measure(const struct plan *plan, size_t widths[CELLS])
{
	for (int i = 0; i < CELLS; i++)
		widths[i] = strlen(headings[i]);
	for (size_t i = 0; i < plan->count; i++) {
		struct line line;

		fill_line(&plan->steps[i], &line);
		for (int j = 0; j < CELLS; j++) {
			size_t columns = view_columns(line.cells[j]);

			if (columns > widths[j])
				widths[j] = columns;
		}
	}
}

/* The widest column gives way first. */
static void fit(size_t widths[CELLS], size_t room)
{
	size_t sum = widths[SETTING] + widths[NOW] + widths[WANTED];

	for (; sum > room; sum--) {
		size_t widest = SETTING;

		for (size_t i = NOW; i < CELLS; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (widths[widest] <= CELL_MIN)
			return;
		widths[widest]--;
	}
}

static int print_cells(FILE *out, struct line *line,
		       const size_t widths[CELLS])
{
	for (int i = 0; i < CELLS; i++)
		cut(line->cells[i], widths[i]);
	for (int i = 0; i < CELLS; i++) {
		size_t used = view_columns(line->cells[i]);
		int pad = used < widths[i] ? widths[i] - used : 0;
		int err;

		if (i == SETTING)
			err = fprintf(out, " %s%*s", line->cells[i], pad, "");
		else
			err = fprintf(out, "  %*s%s", pad, "", line->cells[i]);
		if (err < 0)
			return -errno;
	}
	return putc('\n', out) == EOF ? -errno : 0;
}

static const char *color_of(enum plan_action action)
{
	switch (action) {
	case PLAN_SET:
		return "\033[32m";
	case PLAN_CLAMPED:
		return "\033[33m";
	case PLAN_REFUSED:
		return "\033[1;31m";
	default:
		return "";
	}
}

static int print_action(const struct view_options *options,
			enum plan_action action)
{
	const char *color = view_wants_color(options) ? color_of(action) : "";

	if (fprintf(options->out, "%s%-*s%s", color, ACTION_WIDTH,
		    plan_action_name(action), *color ? "\033[0m" : "") < 0)
		return -errno;
	return 0;
}

/* Sentences, one behind the other. */
static void add_sentence(char *text, size_t size, const char *sentence)
{
	size_t len = strlen(text);

	if (!sentence || !*sentence)
		return;
	if (len && text[len - 1] != '.' && len + 1 < size)
		text[len++] = '.';
	snprintf(text + len, size - len, "%s%s", len ? " " : "", sentence);
}

/* When it tells, what else to know, and why it is wanted. */
static int print_why(FILE *out, const struct plan_step *step,
		     unsigned int width)
{
	char text[2048] = "", clean[3 * sizeof(text)];

	if (step->action == PLAN_KEEP && !step->note)
		return 0;
	if (plan_is_write(step))
		add_sentence(text, sizeof(text), plan_effect_text(step->effect));
	add_sentence(text, sizeof(text), step->note);
	if (plan_is_write(step))
		add_sentence(text, sizeof(text), step->reason);
	view_escape(text, clean, sizeof(clean));
	return view_wrap_after(out, INDENT, INDENT, clean, width);
}

static int print_headings(FILE *out, const size_t widths[CELLS])
{
	struct line line;

	for (int i = 0; i < CELLS; i++)
		strcpy(line.cells[i], headings[i]);
	if (fprintf(out, "%-*s", ACTION_WIDTH, "Action") < 0)
		return -errno;
	return print_cells(out, &line, widths);
}

static int print_step(const struct view_options *options,
		      const struct plan_step *step, const size_t widths[CELLS],
		      unsigned int width)
{
	struct line line;

	fill_line(step, &line);
	return print_action(options, step->action) ?:
	       print_cells(options->out, &line, widths) ?:
	       print_why(options->out, step, width);
}

/**
 * view_plan() - print a plan for people
 * @options: where to, and if in colour
 * @plan: the plan
 *
 * Return: 0 or a negative errno.
 */
int view_plan(const struct view_options *options, const struct plan *plan)
{
	unsigned int width = view_width(options->out) ?: WIDTH_DEFAULT;
	size_t widths[CELLS];
	int err;

	measure(plan, widths);
	/* A blank, and two before each number. */
	fit(widths, width > ACTION_WIDTH + 5 ? width - ACTION_WIDTH - 5 : 0);
	err = print_headings(options->out, widths);
	for (size_t i = 0; !err && i < plan->count; i++)
		err = print_step(options, &plan->steps[i], widths, width);
	return err;
}

/**
 * view_plan_counts() - print how many settings there are of each kind
 * @out: where to
 * @plan: the plan
 *
 * Return: 0 or a negative errno.
 */
int view_plan_counts(FILE *out, const struct plan *plan)
{
	static const char *const names[] = {
		[PLAN_SET] = "to be set",
		[PLAN_CLAMPED] = "to be set to what the hardware allows",
		[PLAN_KEEP] = "as wanted",
		[PLAN_ABSENT] = "not here",
		[PLAN_REFUSED] = "refused",
	};
	size_t counts[ARRAY_SIZE(names)] = { 0 };
	const char *comma = "";
	int err = 0;

	for (size_t i = 0; i < plan->count; i++)
		counts[plan->steps[i].action]++;
	for (size_t i = 0; err >= 0 && i < ARRAY_SIZE(names); i++) {
		if (!counts[i])
			continue;
		err = fprintf(out, "%s%zu %s", comma, counts[i], names[i]);
		comma = ", ";
	}
	if (err >= 0)
		err = fputs(*comma ? ".\n" : "Nothing is wanted.\n", out);
	return err < 0 ? -errno : 0;
}
