/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a capture, as model/capture.h describes it. */
#ifndef SOURCE_CAPTURE_READ_H
#define SOURCE_CAPTURE_READ_H

#include "model/capture.h"

#define CAPTURE_REASON	128

/* capture_parse.c */
int capture_parse(const char *text, size_t len, struct capture *capture,
		  char reason[CAPTURE_REASON]);

/* capture_read.c */
int capture_read(const char *path, struct capture *capture,
		 char reason[CAPTURE_REASON]);

#endif
