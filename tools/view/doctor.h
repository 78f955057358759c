/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows what the doctor has found. */
#ifndef VIEW_DOCTOR_H
#define VIEW_DOCTOR_H

#include "doctor/doctor.h"
#include "view/view.h"

/* Rows are struct doctor_finding; JSON only. */
extern const struct view_kind view_finding;

int view_finding_block(const struct view_options *options,
		       const struct doctor_finding *finding, bool first);
int view_healthy(const struct view_options *options);
int view_blind(FILE *out, const char *text);

/* wrap.c */
int view_wrap_after(FILE *out, const char *first, const char *next, const char *text);

#endif
