/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was applied last, and whether it is still so. */
#ifndef TUNE_APPLIED_H
#define TUNE_APPLIED_H

#include "tune/engine.h"
#include "tune/verify.h"

int applied_find(const struct tune_state *state, struct journal *journal,
		 struct tune_wants *wants);
int applied_compare(struct tune_target *target, const struct tune_wants *wants,
		    const char *release, struct verify *verify);

#endif
