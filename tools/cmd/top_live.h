/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A screen that goes on, or is printed once. */
#ifndef CMD_TOP_LIVE_H
#define CMD_TOP_LIVE_H

#include "cmd/cmd.h"
#include "cmd/top_look.h"

/**
 * struct top - a screen that is live
 * @ctx: how it was asked for
 * @src: open source
 * @look: looks at it
 * @screen: what was chosen
 * @data: what was found
 * @page: how it looks
 * @asked: what keys have asked for and is not done yet
 * @over: it ends
 * @gone: the module has gone while we looked
 */
struct top {
	const struct cmd_ctx	*ctx;
	struct source		src;
	struct top_look		look;
	struct screen		screen;
	struct top_data		data;
	struct top_page		page;
	unsigned int		asked;
	bool			over;
	bool			gone;
};

void top_set_source(struct top *top);
int top_size_page(struct top *top, unsigned int rows, unsigned int columns);
int top_look_at(struct top *top);
bool top_is_over(void *arg);
int top_run(struct top *top, bool colored);

#endif
