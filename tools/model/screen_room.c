// SPDX-License-Identifier: GPL-2.0-or-later
/* What of the live screen has room, and how often it can be renewed. */
#include <string.h>

#include "model/screen.h"

/* Title, state, two headings, and the line of keys. */
#define ROWS_FIXED	5
/* So many lines for sockets, and no stage has to be left out. */
#define LIST_PLENTY	15

/**
 * screen_room() - share the lines out
 * @rows: lines that there are
 * @columns: and columns
 * @room: filled in
 *
 * Return: is there enough for anything at all?
 */
bool screen_room(unsigned int rows, unsigned int columns,
		 struct screen_room *room)
{
	unsigned int rest;

	*room = (struct screen_room) { 0 };
	if (rows < SCREEN_ROWS_MIN || columns < SCREEN_COLUMNS_MIN)
		return false;
	rest = rows - ROWS_FIXED;
	room->stages = rest / 2;
	if (room->stages > MODEL_STAGES || rest >= MODEL_STAGES + LIST_PLENTY)
		room->stages = MODEL_STAGES;
	room->list = rest - room->stages;
	return true;
}

/* What has to be seen first. */
static unsigned int weight(const struct model_stage_row *row)
{
	const __u32 anything = MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LOSS;

	if (row->worst)
		return 6;
	if (row->alarm)
		return 3 + row->alarm;
	if (row->has & MODEL_STAGE_HAS_RATE && row->rate > 0)
		return 3;
	if (row->has & MODEL_STAGE_HAS_DEPTH && row->depth)
		return 2;
	return row->has & anything ? 1 : 0;
}

/**
 * screen_fold() - leave stages out that are idle
 * @rows: all of them
 * @room: how many there is room for
 * @shown: set: is it shown?
 *
 * Those in trouble stay, then those that lose something, then those that have
 * something queued, then those of which something is known.
 *
 * Return: how many are shown.
 */
unsigned int screen_fold(const struct model_stage_row rows[MODEL_STAGES],
			 unsigned int room, bool shown[MODEL_STAGES])
{
	unsigned int count = 0;

	memset(shown, 0, MODEL_STAGES * sizeof(*shown));
	for (int least = 6; least >= 0; least--) {
		for (size_t i = 0; i < MODEL_STAGES && count < room; i++) {
			if (weight(&rows[i]) != (unsigned int)least)
				continue;
			shown[i] = true;
			count++;
		}
	}
	return count;
}

/**
 * screen_pause() - how often to look
 * @interval: how often that is wanted, seconds
 * @took: how long a look takes, seconds
 *
 * Return: seconds from the beginning of a look to that of the next; at most
 * half of the time is spent on looking.
 */
double screen_pause(double interval, double took)
{
	return 2 * took > interval ? 2 * took : interval;
}
