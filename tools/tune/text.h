/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that grows, up to a bound. */
#ifndef TUNE_TEXT_H
#define TUNE_TEXT_H

#include <stddef.h>

/* Variables within variables would double with each line. */
#define TUNE_TEXT_MAX	(64 * 1024)

/**
 * struct tune_text - text; zeroed at first
 * @text: it, with a '\0' at the end; NULL = nothing was added yet
 * @len: its bytes
 * @room: how many fit
 */
struct tune_text {
	char	*text;
	size_t	len;
	size_t	room;
};

int tune_text_add(struct tune_text *text, const char *more, size_t len);
int tune_text_put(struct tune_text *text, const char *more);
int tune_text_format(struct tune_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void tune_text_free(struct tune_text *text);

#endif
