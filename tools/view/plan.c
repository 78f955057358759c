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

/* Columns of settings that values stand in one column for. */
#define SETTING_WIDTH	40

/* Bytes of a value; what is longer is cut. */
#define VALUE_WIDTH	64

/* Bytes of that when it is harmless, and of a setting with two of them. */
#define VALUE_SIZE	(4 * VALUE_WIDTH + 1)
#define LINE_SIZE	(TUNE_KEY_TEXT + 2 * VALUE_SIZE + 16)

/* A value that is too long keeps its beginning and its end. */
static void fill_value(char cell[VALUE_SIZE], const char *text)
{
	size_t len = text ? strlen(text) : 0, head, tail;
	char shorter[VALUE_WIDTH + 1];

	if (len <= VALUE_WIDTH) {
		view_escape(text ?: "-", cell, VALUE_SIZE);
		return;
	}
	head = (VALUE_WIDTH - 2) / 2;
	tail = VALUE_WIDTH - 2 - head;
	/* Not within a character. */
	while (head && (text[head] & 0xc0) == 0x80)
		head--;
	while (tail && (text[len - tail] & 0xc0) == 0x80)
		tail--;
	snprintf(shorter, sizeof(shorter), "%.*s..%s", (int)head, text,
		 text + len - tail);
	view_escape(shorter, cell, VALUE_SIZE);
}

static void fill_setting(const struct plan_step *step, char *cell, size_t size)
{
	char text[TUNE_KEY_TEXT];

	view_escape(tune_key_text(&step->key, text, sizeof(text)), cell, size);
}

/* "4096 -> 16384", or what it is if that is not to change. */
static void fill_values(const struct plan_step *step, char *text, size_t size)
{
	char now[VALUE_SIZE], wanted[VALUE_SIZE];

	fill_value(now, step->current);
	fill_value(wanted, step->wanted);
	if (step->action == PLAN_KEEP || !step->wanted)
		snprintf(text, size, "%s", now);
	else
		snprintf(text, size, "%s -> %s", now, wanted);
}

/* How wide the column of settings is: as the longest that is not too long. */
static unsigned int setting_width(const struct plan *plan)
{
	unsigned int width = strlen("Setting");

	for (size_t i = 0; i < plan->count; i++) {
		char cell[TUNE_KEY_TEXT];
		size_t columns;

		fill_setting(&plan->steps[i], cell, sizeof(cell));
		columns = view_columns(cell);
		if (columns > width && columns <= SETTING_WIDTH)
			width = columns;
	}
	return width;
}

/* Values that have no room behind the setting stand below it. */
static int print_values(FILE *out, const char *setting, const char *values,
			unsigned int column, unsigned int width)
{
	unsigned int used = view_columns(setting);
	unsigned int at = used > column ? used : column;

	if (ACTION_WIDTH + 1 + at + 2 + view_columns(values) <= width) {
		if (fprintf(out, " %s%*s  %s\n", setting, (int)(at - used), "",
			    values) < 0)
			return -errno;
		return 0;
	}
	if (fprintf(out, " %s\n", setting) < 0)
		return -errno;
	return view_wrap_after(out, INDENT, INDENT, values, width);
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

	if (plan_is_write(step))
		add_sentence(text, sizeof(text), plan_effect_text(step->effect));
	add_sentence(text, sizeof(text), step->note);
	if (plan_is_write(step))
		add_sentence(text, sizeof(text), step->reason);
	if (!*text)
		return 0;
	view_escape(text, clean, sizeof(clean));
	return view_wrap_after(out, INDENT, INDENT, clean, width);
}

static int print_step(const struct view_options *options,
		      const struct plan_step *step, unsigned int column,
		      unsigned int width)
{
	char setting[TUNE_KEY_TEXT], values[LINE_SIZE];

	fill_setting(step, setting, sizeof(setting));
	fill_values(step, values, sizeof(values));
	return print_action(options, step->action) ?:
	       print_values(options->out, setting, values, column, width) ?:
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
	unsigned int column = setting_width(plan);
	int err = 0;

	if (fprintf(options->out, "%-*s %-*s  Value\n", ACTION_WIDTH, "Action",
		    (int)column, "Setting") < 0)
		return -errno;
	for (size_t i = 0; !err && i < plan->count; i++)
		err = print_step(options, &plan->steps[i], column, width);
	return err;
}

/* Behind those that a plan has. */
#define LEFT_OUT	(PLAN_REFUSED + 1)

static bool is_left_out(const struct plan_step *step)
{
	return step->action == PLAN_REFUSED && !step->blocks;
}

/* What is behind a number: what is to be done, what was. */
static const char *const count_names[][2] = {
	[PLAN_SET] = { "to be set", "set" },
	[PLAN_CLAMPED] = {
		"to be set to what the hardware allows",
		"set to what the hardware allows",
	},
	[PLAN_KEEP] = { "as wanted", "already as wanted" },
	[PLAN_ABSENT] = { "not here", "not here" },
	[PLAN_REFUSED] = { "refused", "refused" },
	[LEFT_OUT] = { "left out", "left out" },
};

/**
 * view_plan_counts() - print how many settings there are of each kind
 * @out: where to
 * @plan: the plan
 * @done: it was carried out
 *
 * Return: 0 or a negative errno.
 */
int view_plan_counts(FILE *out, const struct plan *plan, bool done)
{
	size_t counts[ARRAY_SIZE(count_names)] = { 0 }, len = 0;
	char text[512] = "Nothing is wanted";

	for (size_t i = 0; i < plan->count; i++)
		counts[is_left_out(&plan->steps[i]) ?
			LEFT_OUT : plan->steps[i].action]++;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		if (counts[i])
			len += snprintf(text + len, sizeof(text) - len,
					"%s%zu %s", len ? ", " : "", counts[i],
					count_names[i][done]);
	strcat(text, ".");
	return view_wrap_after(out, "", "", text,
			       view_width(out) ?: WIDTH_DEFAULT);
}
