/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of json_samples share. */
#ifndef JSON_SAMPLES_H
#define JSON_SAMPLES_H

#include "view/view.h"

#define KNOWN	true
#define UNKNOWN	false

void print_sample(const char *definition, bool known,
		  const struct view_kind *kind, const void *row);

/* json_samples_tune.c */
void print_tuning(void);

#endif
