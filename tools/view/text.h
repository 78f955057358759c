/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that has to fit a terminal. */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <linux/types.h>

/* No terminal: nothing has to fit. */
#define VIEW_WIDTH_ANY	0

unsigned int view_width(FILE *out);
bool view_utf8(void);
size_t view_columns(const char *text);
void view_bar(__u64 permille, unsigned int width, bool utf8, char *buf,
	      size_t size);
void view_number(__u64 number, unsigned int digits, char *buf, size_t size);
void view_rate(double rate, char *buf, size_t size);
int view_wrap_after(FILE *out, const char *first, const char *next,
		    const char *text, unsigned int width);
void view_wrap(FILE *out, const char *text, unsigned int indent,
	       unsigned int width);

#endif
