/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the live screen shows and how, apart from drawing it: keys change it,
 * its size tells what has room. Pure.
 */
#ifndef MODEL_SCREEN_H
#define MODEL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/group.h"
#include "model/stages.h"

/* Less than this shows nothing. */
#define SCREEN_COLUMNS_MIN	40
#define SCREEN_ROWS_MIN		10

/* The longest filter that is typed, its final 0 included. */
#define SCREEN_FILTER_MAX	256
#define SCREEN_ERROR_MAX	256

/* Seconds between two looks. */
#define SCREEN_INTERVAL_MIN	0.1
#define SCREEN_INTERVAL_MAX	86400.0

/* Keys beside characters, which are bytes. */
enum screen_key {
	SCREEN_KEY_ENTER = 0x100,
	SCREEN_KEY_ESCAPE,
	SCREEN_KEY_BACKSPACE,
	SCREEN_KEY_CLEAR,	/* what was typed so far */
	SCREEN_KEY_OTHER,
};

enum screen_mode {
	SCREEN_MODE_LIST,
	SCREEN_MODE_FILTER,	/* a filter is being typed */
	SCREEN_MODE_HELP,
};

/* What a key asks for. */
enum screen_action {
	SCREEN_DRAW = 1,	/* something looks different */
	SCREEN_ASK = 2,		/* other sockets are wanted, at once */
	SCREEN_FILTER = 4,	/* @typed is to be tried */
	SCREEN_QUIT = 8,
};

/**
 * struct screen - what was chosen
 * @mode: what keys mean
 * @sort: index of the value that sockets are ordered by
 * @group: index of what they are grouped by, 0 = not at all
 * @unknown_keys: mask of (1 << key): values that the source does not know
 * @interval: seconds between two looks
 * @frozen: no looks, but those that a key asks for
 * @filter: what was typed last that made sense, "" = nothing
 * @typed: what is being typed
 * @error: what is wrong with it, "" = nothing
 */
struct screen {
	enum screen_mode	mode;
	unsigned int		sort;
	unsigned int		group;
	__u32			unknown_keys;
	double			interval;
	bool			frozen;
	char			filter[SCREEN_FILTER_MAX];
	char			typed[SCREEN_FILTER_MAX];
	char			error[SCREEN_ERROR_MAX];
};

/**
 * struct screen_room - how many lines there are for what
 * @stages: for stages
 * @list: for sockets or groups
 */
struct screen_room {
	unsigned int	stages;
	unsigned int	list;
};

unsigned int screen_key(struct screen *screen, int key);
void screen_filter_done(struct screen *screen, const char *error);
int screen_sort_by(struct screen *screen, const char *name);
int screen_group_by(struct screen *screen, const char *name);
void screen_set_unknown(struct screen *screen, __u32 unknown_keys);
const char *screen_sort_name(const struct screen *screen);
__u32 screen_sort_key(const struct screen *screen);
const char *screen_group_name(const struct screen *screen);
__u32 screen_group(const struct screen *screen);
void screen_sort_groups(const struct screen *screen,
			struct model_group *groups, size_t count);
bool screen_room(unsigned int rows, unsigned int columns,
		 struct screen_room *room);
unsigned int screen_fold(const struct model_stage_row rows[MODEL_STAGES],
			 unsigned int room, bool shown[MODEL_STAGES]);
double screen_pause(double interval, double took);

#endif
