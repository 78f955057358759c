/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an event looks. */
#ifndef VIEW_WATCH_H
#define VIEW_WATCH_H

#include <stdio.h>

#include "model/event.h"
#include "view/view.h"

extern const struct view_kind view_event;

int view_event_line(FILE *out, const struct model_event *event);

#endif
