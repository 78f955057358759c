// SPDX-License-Identifier: GPL-2.0-or-later
/* The live screen as a whole. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/text.h"
#include "view/top.h"

#define KEYS \
	"s sort  f filter  g group  + - interval  space freeze  h help  q quit"

static const char *const help[] = {
	"Keys",
	"  s S     order by the next value, the one before:",
	"  1 - 9   rmem wmem accept syn recvq sendq backlog drops retrans",
	"  f /     filter, in the language of 'nettune sockets':",
	"            dport = :443 and rmem > 80%    nothing = all sockets",
	"            Enter takes it, Escape leaves it, Ctrl-U empties it",
	"  g G     group by listener, cgroup, uid, port, state, or not",
	"  + -     look less, more often",
	"  space   freeze the screen, and go on",
	"  q       quit            any key goes back",
	"",
	"Stages: > the worst, ! full or losing; those that are idle may be left out.",
	"Rmem%, Wmem%: how full a socket's receive and send buffers are.",
};

static void put_title(struct top_page *page, const struct top_data *data)
{
	struct top_line *line = top_page_line(page);
	unsigned int when = view_columns(data->when);
	char text[2 * sizeof(data->machine)];

	if (!line)
		return;
	view_escape(data->machine, text, sizeof(text));
	top_put(page, line, "nettune top  ", TOP_TITLE);
	if (line->columns + when < page->columns)
		top_put_cell(page, line, text,
			     page->columns - line->columns - when - 1, false,
			     TOP_PLAIN);
	top_put_blanks(page, line, page->columns - when);
	top_put(page, line, data->when, TOP_PLAIN);
}

static void print_pace(const struct screen *screen, const struct top_data *data,
		       char *buf, size_t size)
{
	double pause = screen_pause(screen->interval, data->took);

	if (screen->frozen)
		snprintf(buf, size, "FROZEN");
	else if (pause > screen->interval)
		snprintf(buf, size, "every %.2g s, not %.3g: a look takes %.2g s",
			 pause, screen->interval, data->took);
	else
		snprintf(buf, size, "every %.3g s", screen->interval);
}

static void put_state(struct top_page *page, const struct screen *screen,
		      const struct top_data *data)
{
	struct top_line *line = top_page_line(page);
	char text[2 * SCREEN_FILTER_MAX], filter[4 * SCREEN_FILTER_MAX];
	bool stretched = screen_pause(screen->interval, data->took) >
			 screen->interval;

	if (!line)
		return;
	print_pace(screen, data, text, sizeof(text));
	top_put(page, line, text,
		screen->frozen || stretched ? TOP_NOTE : TOP_PLAIN);
	snprintf(text, sizeof(text), "  by %s", screen_sort_name(screen));
	top_put(page, line, text, TOP_PLAIN);
	if (screen_group_name(screen)) {
		snprintf(text, sizeof(text), "  per %s",
			 screen_group_name(screen));
		top_put(page, line, text, TOP_PLAIN);
	}
	if (screen->filter[0]) {
		view_escape(screen->filter, filter, sizeof(filter));
		top_put(page, line, "  filter: ", TOP_PLAIN);
		top_put_cell(page, line, filter, page->columns - line->columns,
			     false, TOP_PLAIN);
	}
}

/* The end of what is typed is what has to be seen. */
static void put_prompt(struct top_page *page, struct top_line *line,
		       const struct screen *screen)
{
	char text[4 * SCREEN_FILTER_MAX];
	const char *from = text;
	unsigned int room;

	view_escape(screen->typed, text, sizeof(text));
	top_put(page, line, "filter: ", TOP_TITLE);
	room = page->columns - line->columns - 1;
	while (view_columns(from) > room)
		do
			from++;
		while ((*from & 0xc0) == 0x80);
	top_put(page, line, from, TOP_PLAIN);
	page->cursor = line->columns;
}

/* What is wrong goes first, then what is not as it should be. */
static void put_bottom(struct top_page *page, const struct screen *screen,
		       const struct top_data *data)
{
	char text[2 * sizeof(data->note)];
	struct top_line *line;

	if (!page->live && !data->note[0])
		return;
	while (page->live && page->used + 1 < page->rows)
		top_page_line(page);
	line = top_page_line(page);
	if (!line)
		return;
	if (screen->error[0] || data->note[0]) {
		view_escape(screen->error[0] ? screen->error : data->note, text,
			    sizeof(text));
		top_put_cell(page, line, text, page->columns, false, TOP_NOTE);
	} else if (screen->mode == SCREEN_MODE_FILTER) {
		put_prompt(page, line, screen);
	} else if (page->columns < sizeof(KEYS)) {
		top_put(page, line, "h help  q quit", TOP_FAINT);
	} else {
		top_put(page, line, KEYS, TOP_FAINT);
	}
}

static void put_help(struct top_page *page)
{
	struct top_line *line;

	for (size_t i = 0; i < ARRAY_SIZE(help); i++) {
		line = top_page_line(page);
		if (line)
			top_put(page, line, help[i],
				i ? TOP_PLAIN : TOP_HEADING);
	}
}

static void put_too_small(struct top_page *page)
{
	struct top_line *line = top_page_line(page);
	char text[64];

	if (!line)
		return;
	snprintf(text, sizeof(text), "too small: %ux%u, not %ux%u",
		 SCREEN_COLUMNS_MIN, SCREEN_ROWS_MIN, page->columns,
		 page->rows);
	top_put(page, line, text, TOP_NOTE);
}

/**
 * top_page_make() - make the page
 * @page: emptied, then filled
 * @screen: what was chosen
 * @data: what is known
 */
void top_page_make(struct top_page *page, const struct screen *screen,
		   const struct top_data *data)
{
	struct screen_room room;
	struct top_line *line;

	top_page_clear(page);
	if (!screen_room(page->rows, page->columns, &room)) {
		put_too_small(page);
		return;
	}
	put_title(page, data);
	put_state(page, screen, data);
	if (screen->mode == SCREEN_MODE_HELP) {
		put_help(page);
		return;
	}
	if (data->known) {
		top_stages(page, data->stages, room.stages);
		top_list(page, screen, data, room.list);
	} else {
		line = top_page_line(page);
		if (line)
			top_put(page, line, "looking ...", TOP_PLAIN);
	}
	put_bottom(page, screen, data);
}

static void print_line(const struct top_line *line, FILE *out, bool colored)
{
	static const char *const codes[TOP_ATTRS] = {
		[TOP_TITLE] = "\033[1m", [TOP_HEADING] = "\033[1m",
		[TOP_SORTED] = "\033[1;4m", [TOP_WARM] = "\033[33m",
		[TOP_FULL] = "\033[31m", [TOP_FAINT] = "\033[2m",
		[TOP_NOTE] = "\033[33m",
	};
	unsigned int len = line->len, at = 0;

	while (len && line->text[len - 1] == ' ')
		len--;
	for (unsigned int i = 0; colored && i < line->nr_spans; i++) {
		const struct top_span *span = &line->spans[i];
		unsigned int end = span->end < len ? span->end : len;

		if (span->begin >= end)
			break;
		fprintf(out, "%.*s%s%.*s\033[0m", (int)(span->begin - at),
			line->text + at, codes[span->attr],
			(int)(end - span->begin), line->text + span->begin);
		at = end;
	}
	fprintf(out, "%.*s\n", (int)(len - at), line->text + at);
}

/**
 * top_page_print() - print a page as text, without blanks at the ends of lines
 * @page: the page
 * @out: where to
 * @colored: with colours
 *
 * Return: 0 or a negative errno.
 */
int top_page_print(const struct top_page *page, FILE *out, bool colored)
{
	for (unsigned int i = 0; i < page->used; i++)
		print_line(&page->lines[i], out, colored);
	return ferror(out) ? -EIO : 0;
}
