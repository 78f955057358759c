// SPDX-License-Identifier: GPL-2.0-or-later
/* What keys do to the live screen. */
#include "model/screen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "array.h"

#define STAT(member)	offsetof(struct nettune_summary_stat, member)

/*
 * What sockets are ordered by; of groups the fullest socket counts, or what all
 * of theirs have in their queues.
 */
static const struct {
	const char	*name;
	__u32		key;
	size_t		at;
	bool		wide;
} sorts[] = {
	{ "rmem", NETTUNE_KEY_RMEM, STAT(max_rmem), false },
	{ "wmem", NETTUNE_KEY_WMEM, STAT(max_wmem), false },
	{ "accept", NETTUNE_KEY_ACCEPT, STAT(max_accept), false },
	{ "syn", NETTUNE_KEY_SYN, STAT(max_syn), false },
	{ "recvq", NETTUNE_KEY_RECV_Q, STAT(recv_q), true },
	{ "sendq", NETTUNE_KEY_SEND_Q, STAT(send_q), true },
	{ "backlog", NETTUNE_KEY_BACKLOG, STAT(backlog), true },
	{ "drops", NETTUNE_KEY_DROPS, STAT(drops), true },
	/* Groups have no sum of it: the largest come first. */
	{ "retrans", NETTUNE_KEY_RETRANS, STAT(sockets), false },
};

static const __u32 groupings[] = {
	NETTUNE_GROUP_BY_NONE, NETTUNE_GROUP_BY_LISTENER,
	NETTUNE_GROUP_BY_CGROUP, NETTUNE_GROUP_BY_UID, NETTUNE_GROUP_BY_SPORT,
	NETTUNE_GROUP_BY_STATE,
};

static const double intervals[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60 };

static bool is_known(const struct screen *screen, unsigned int sort)
{
	return !(screen->unknown_keys & 1U << sorts[sort].key);
}

/* The next value that is known; there are always some. */
static void move_sort(struct screen *screen, unsigned int step)
{
	do
		screen->sort = (screen->sort + step) % ARRAY_SIZE(sorts);
	while (!is_known(screen, screen->sort));
}

/* One that is not known is said to be, and not taken. */
static unsigned int choose_sort(struct screen *screen, unsigned int sort)
{
	if (sort >= ARRAY_SIZE(sorts))
		return 0;
	if (!is_known(screen, sort)) {
		snprintf(screen->error, sizeof(screen->error),
			 "only the nettune module knows %s",
			 sorts[sort].name);
		return SCREEN_DRAW;
	}
	screen->sort = sort;
	return SCREEN_DRAW | SCREEN_ASK;
}

static void longer(struct screen *screen)
{
	for (size_t i = 0; i < ARRAY_SIZE(intervals); i++) {
		if (intervals[i] > screen->interval) {
			screen->interval = intervals[i];
			return;
		}
	}
}

static void shorter(struct screen *screen)
{
	for (size_t i = ARRAY_SIZE(intervals); i > 0; i--) {
		if (intervals[i - 1] < screen->interval) {
			screen->interval = intervals[i - 1];
			return;
		}
	}
}

static unsigned int key_of_list(struct screen *screen, int key)
{
	screen->error[0] = '\0';
	switch (key) {
	case 'q':
		return SCREEN_QUIT;
	case 'h':
	case '?':
		screen->mode = SCREEN_MODE_HELP;
		return SCREEN_DRAW;
	case 'f':
	case '/':
		screen->mode = SCREEN_MODE_FILTER;
		memcpy(screen->typed, screen->filter, sizeof(screen->typed));
		return SCREEN_DRAW;
	case 's':
		move_sort(screen, 1);
		return SCREEN_DRAW | SCREEN_ASK;
	case 'S':
		move_sort(screen, ARRAY_SIZE(sorts) - 1);
		return SCREEN_DRAW | SCREEN_ASK;
	case 'g':
		screen->group = (screen->group + 1) % ARRAY_SIZE(groupings);
		return SCREEN_DRAW | SCREEN_ASK;
	case 'G':
		screen->group = (screen->group + ARRAY_SIZE(groupings) - 1) %
				ARRAY_SIZE(groupings);
		return SCREEN_DRAW | SCREEN_ASK;
	case '+':
		longer(screen);
		return SCREEN_DRAW;
	case '-':
		shorter(screen);
		return SCREEN_DRAW;
	case ' ':
		screen->frozen = !screen->frozen;
		return SCREEN_DRAW | (screen->frozen ? 0 : SCREEN_ASK);
	}
	if (key >= '1' && key <= '9')
		return choose_sort(screen, key - '1');
	/* What the last message was about is over. */
	return SCREEN_DRAW;
}

/* Characters of UTF-8 go as a whole. */
static void erase_one(char *text)
{
	size_t len = strlen(text);

	while (len && (text[len - 1] & 0xc0) == 0x80)
		len--;
	text[len ? len - 1 : 0] = '\0';
}

static unsigned int key_of_filter(struct screen *screen, int key)
{
	size_t len = strlen(screen->typed);

	screen->error[0] = '\0';
	switch (key) {
	case SCREEN_KEY_ENTER:
		return SCREEN_DRAW | SCREEN_FILTER;
	case SCREEN_KEY_ESCAPE:
		screen->mode = SCREEN_MODE_LIST;
		return SCREEN_DRAW;
	case SCREEN_KEY_BACKSPACE:
		erase_one(screen->typed);
		return SCREEN_DRAW;
	case SCREEN_KEY_CLEAR:
		screen->typed[0] = '\0';
		return SCREEN_DRAW;
	}
	if (key < ' ' || key > 0xff || key == 0x7f ||
	    len + 1 >= sizeof(screen->typed))
		return 0;
	screen->typed[len] = key;
	screen->typed[len + 1] = '\0';
	return SCREEN_DRAW;
}

/**
 * screen_key() - take a key
 * @screen: changed by it
 * @key: a byte of a character, or one of enum screen_key
 *
 * Return: mask of enum screen_action.
 */
unsigned int screen_key(struct screen *screen, int key)
{
	switch (screen->mode) {
	case SCREEN_MODE_FILTER:
		return key_of_filter(screen, key);
	case SCREEN_MODE_HELP:
		screen->mode = SCREEN_MODE_LIST;
		return SCREEN_DRAW | (key == 'q' ? SCREEN_QUIT : 0);
	case SCREEN_MODE_LIST:
		break;
	}
	return key_of_list(screen, key);
}

/**
 * screen_filter_done() - what was typed has been tried
 * @screen: takes it, or goes on asking for it
 * @error: what is wrong with it, NULL = nothing
 */
void screen_filter_done(struct screen *screen, const char *error)
{
	if (error) {
		snprintf(screen->error, sizeof(screen->error), "%s", error);
		return;
	}
	memcpy(screen->filter, screen->typed, sizeof(screen->filter));
	screen->mode = SCREEN_MODE_LIST;
}

/**
 * screen_sort_by() - choose what sockets are ordered by
 * @screen: changed
 * @name: as screen_sort_name() tells it
 *
 * Return: 0, or -EINVAL for an unknown name.
 */
int screen_sort_by(struct screen *screen, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sorts); i++) {
		if (!strcmp(sorts[i].name, name)) {
			screen->sort = i;
			return 0;
		}
	}
	return -EINVAL;
}

/**
 * screen_group_by() - choose what sockets are grouped by
 * @screen: changed
 * @name: as model_group_by_name() tells it
 *
 * Return: 0, or -EINVAL for a name that is not among those to choose from.
 */
int screen_group_by(struct screen *screen, const char *name)
{
	int group_by = model_group_by_parse(name);

	for (size_t i = 0; group_by >= 0 && i < ARRAY_SIZE(groupings); i++) {
		if (groupings[i] == (__u32)group_by) {
			screen->group = i;
			return 0;
		}
	}
	return -EINVAL;
}

/**
 * screen_set_unknown() - the source is another one
 * @screen: ordered by the first value that is known, if its own is not
 * @unknown_keys: mask of (1 << key): values that the source does not know
 */
void screen_set_unknown(struct screen *screen, __u32 unknown_keys)
{
	screen->unknown_keys = unknown_keys;
	if (!is_known(screen, screen->sort))
		screen->sort = 0;
}

/**
 * screen_sort_name() - what sockets are ordered by
 * @screen: asked
 *
 * Return: the name of the value.
 */
const char *screen_sort_name(const struct screen *screen)
{
	return sorts[screen->sort].name;
}

/**
 * screen_sort_key() - what sockets are ordered by
 * @screen: asked
 *
 * Return: one of enum nettune_key.
 */
__u32 screen_sort_key(const struct screen *screen)
{
	return sorts[screen->sort].key;
}

/**
 * screen_group() - what sockets are grouped by
 * @screen: asked
 *
 * Return: one of enum nettune_group_by; none stands for not at all.
 */
__u32 screen_group(const struct screen *screen)
{
	return groupings[screen->group];
}

/**
 * screen_group_name() - what sockets are grouped by
 * @screen: asked
 *
 * Return: its name, NULL = they are not grouped.
 */
const char *screen_group_name(const struct screen *screen)
{
	return screen->group ? model_group_by_name(screen_group(screen)) : NULL;
}

/* By what a group is ordered. */
static __u64 group_value(const struct screen *screen,
			 const struct model_group *group)
{
	const char *at = (const char *)&group->stat + sorts[screen->sort].at;
	__u64 wide;
	__u32 narrow;

	if (sorts[screen->sort].wide) {
		memcpy(&wide, at, sizeof(wide));
		return wide;
	}
	memcpy(&narrow, at, sizeof(narrow));
	return narrow;
}

/* Does @a come before @b? */
static bool is_before(const struct screen *screen, const struct model_group *a,
		      const struct model_group *b)
{
	__u64 of_a = group_value(screen, a), of_b = group_value(screen, b);

	return of_a != of_b ? of_a > of_b : a->stat.sockets > b->stat.sockets;
}

/**
 * screen_sort_groups() - the highest first
 * @screen: tells by what
 * @groups: those; equal ones stay in their order
 * @count: how many; a few, or a few hundred
 */
void screen_sort_groups(const struct screen *screen,
			struct model_group *groups, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct model_group group = groups[i];
		size_t at = i;

		for (; at && is_before(screen, &group, &groups[at - 1]); at--)
			groups[at] = groups[at - 1];
		groups[at] = group;
	}
}
