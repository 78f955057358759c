/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what is being done, when it takes longer than a second. */
#ifndef SOURCE_PROGRESS_H
#define SOURCE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/**
 * struct progress - something that may take long
 * @begin: when it began
 * @wanted: is there a terminal to say it on?
 * @shown: is there a line to remove?
 */
struct progress {
	struct timespec	begin;
	bool		wanted;
	bool		shown;
};

void progress_silence(void);
void progress_begin(struct progress *progress);
void progress_show(struct progress *progress, const char *what);
void progress_say(struct progress *progress, const char *what, size_t count);
void progress_end(struct progress *progress);

#endif
