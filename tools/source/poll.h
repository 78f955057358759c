/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks again and again, for where no module tells of events. */
#ifndef SOURCE_POLL_H
#define SOURCE_POLL_H

#include "model/changes.h"
#include "source/source.h"

int poll_look(struct source *src, struct model_changes *changes);

#endif
