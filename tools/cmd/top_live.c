// SPDX-License-Identifier: GPL-2.0-or-later
/* The live screen: keys, time, and a module that comes and goes. */
#include "cmd/top_live.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/progress.h"
#include "view/text.h"

/* Nothing happens by itself. */
#define FOREVER			1e6

/* There once a module is loaded. To ask for it by its name would load it. */
#define MODULE_FOLDER		"/sys/module/nettune"
#define PROC_ROOT		"/proc"

static void note(struct top *top, const char *text)
{
	snprintf(top->data.note, sizeof(top->data.note), "%s", text);
}

/**
 * top_size_page() - have a page of a size
 * @top: its page is renewed, unless it has that size
 * @rows: lines
 * @columns: columns
 *
 * Return: 0 or -ENOMEM.
 */
int top_size_page(struct top *top, unsigned int rows, unsigned int columns)
{
	if (top->page.lines && top->page.rows == rows &&
	    top->page.columns == columns)
		return 0;
	top_page_free(&top->page);
	return top_page_init(&top->page, rows, columns, view_utf8());
}

/* How many sockets have room. */
static unsigned int list_room(const struct top *top)
{
	struct screen_room room;

	screen_room(top->page.rows, top->page.columns, &room);
	return room.list;
}

static void draw(struct top *top)
{
	unsigned int rows, columns;

	top_screen_size(&rows, &columns);
	if (top_size_page(top, rows, columns)) {
		top->over = true;
		return;
	}
	top->page.live = true;
	top_page_make(&top->page, &top->screen, &top->data);
	top_screen_draw(&top->page);
}

/* A larger screen has room for sockets that were not asked for. */
static void follow_size(struct top *top)
{
	unsigned int before = list_room(top);

	draw(top);
	if (top->page.lines && list_room(top) > before && !top->screen.frozen)
		top->asked |= SCREEN_ASK;
}

/* Return: false when the time is over. */
static bool take_event(struct top *top, double seconds)
{
	unsigned int action;
	int key;

	switch (top_screen_wait(seconds, &key)) {
	case TOP_WAIT_TIME:
		return false;
	case TOP_WAIT_RESIZED:
		follow_size(top);
		return true;
	case TOP_WAIT_OVER:
		top->over = true;
		return true;
	case TOP_WAIT_KEY:
		break;
	}
	action = screen_key(&top->screen, key);
	if (action & SCREEN_DRAW)
		draw(top);
	top->asked |= action;
	top->over |= action & SCREEN_QUIT;
	return true;
}

/**
 * top_is_over() - take keys and signals while a look goes on
 * @arg: struct top
 *
 * Return: is it to be given up?
 */
bool top_is_over(void *arg)
{
	struct top *top = arg;

	while (!top->over && take_event(top, 0))
		;
	return top->over;
}

/* What was typed is parsed, and its names are found, before it is taken. */
static void try_filter(struct top *top)
{
	struct expr *expr = malloc(sizeof(*expr));
	char error[SCREEN_ERROR_MAX];
	struct source_query query;
	int err = -ENOMEM;

	snprintf(error, sizeof(error), "%s", strerror(ENOMEM));
	if (expr)
		err = expr_parse(expr, top->screen.typed, 0, error,
				 sizeof(error));
	if (!err)
		err = top_look_narrow(&top->look, expr, &query, error,
				      sizeof(error));
	if (!err) {
		top->look.expr = *expr;
		top->asked |= SCREEN_ASK;
	}
	screen_filter_done(&top->screen, err ? error : NULL);
	free(expr);
	draw(top);
}

/**
 * top_set_source() - the source is open, or another one is
 * @top: looks at that one
 */
void top_set_source(struct top *top)
{
	top->look.src = &top->src;
	top->look.told = top->src.ops->processes;
	screen_set_unknown(&top->screen, top->src.ops->unknown_keys);
}

/* Return: was another source opened? */
static bool change_source(struct top *top, enum source_kind kind)
{
	struct source other;

	if (source_open(&other, kind, PROC_ROOT))
		return false;
	source_close(&top->src);
	top->src = other;
	top_set_source(top);
	return true;
}

/* A module that has come is asked from now on, unless we may not. */
static void find_module(struct top *top)
{
	if (top->src.ops->replays || top->src.ops == &source_module ||
	    top->ctx->source == SOURCE_DIAG || top->src.fallback == -EPERM ||
	    access(MODULE_FOLDER, F_OK))
		return;
	if (!change_source(top, SOURCE_MODULE))
		return;
	note(top, top->gone ? "" : "the nettune module is there now");
	top->gone = false;
}

/* Without the module there is still something to show. */
static bool lost_module(struct top *top, int err)
{
	char text[160];

	if (top->src.ops != &source_module || err == -ENOMEM ||
	    err == -ECANCELED || !change_source(top, SOURCE_DIAG))
		return false;
	/* Not by choice. */
	top->src.fallback = err == -EPERM ? err : -ENOENT;
	top->gone = true;
	snprintf(text, sizeof(text),
		 "the nettune module is gone (%s): asking sock_diag and /proc",
		 strerror(-err));
	note(top, text);
	return true;
}

/**
 * top_look_at() - look once, at what is there to be asked
 * @top: its data is renewed on success
 *
 * Return: 0 or a negative errno.
 */
int top_look_at(struct top *top)
{
	int err;

	find_module(top);
	do
		err = top_look(&top->look, &top->screen, list_room(top),
			       &top->data);
	while (err && lost_module(top, err));
	return err;
}

/* To the next sample of a capture; at the last one it stays. */
static void go_on(struct top *top)
{
	if (!top->src.ops->replays || source_wait(&top->src, 0))
		return;
	top->screen.frozen = true;
	note(top, "the capture ends here");
}

static void look_again(struct top *top)
{
	char text[200];
	int err;

	top->asked &= ~SCREEN_ASK;
	err = top_look_at(top);
	if (err && err != -ECANCELED) {
		snprintf(text, sizeof(text), "looking failed: %s",
			 top->src.nl.message[0] ? top->src.nl.message :
						  strerror(-err));
		note(top, text);
	}
	draw(top);
}

/* Until something else than time makes a look due, or time does. */
static void wait_for_due(struct top *top, double begin)
{
	for (;;) {
		double left = begin - top_now() +
			      screen_pause(top->screen.interval,
					   top->data.took);

		if (top->asked & SCREEN_FILTER) {
			top->asked &= ~SCREEN_FILTER;
			try_filter(top);
		}
		if (top->over || top->asked & SCREEN_ASK)
			return;
		if (top->screen.frozen)
			left = FOREVER;
		if (!take_event(top, left)) {
			go_on(top);
			return;
		}
	}
}

/**
 * top_run() - show the screen until it is over
 * @top: what was chosen
 * @colored: with colours, where the terminal has them
 *
 * Return: exit code; it does not return after a signal that ends a program.
 */
int top_run(struct top *top, bool colored)
{
	double begin;
	int err, number;

	err = top_screen_open(colored);
	if (err == -ENOTTY)
		cmd_say(top->ctx, "this kind of terminal can't be drawn on (use --once)");
	else if (err)
		cmd_say(top->ctx, "%s", strerror(-err));
	if (err)
		return CMD_FAILED;
	progress_silence();
	draw(top);
	while (!top->over) {
		begin = top_now();
		look_again(top);
		wait_for_due(top, begin);
	}
	number = top_screen_close();
	if (number) {
		signal(number, SIG_DFL);
		raise(number);
	}
	return CMD_DONE;
}
