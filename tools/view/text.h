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
size_t view_columns_of(const char *text, size_t len);
size_t view_columns(const char *text);
void view_bar(__u64 permille, unsigned int width, bool utf8, char *buf,
	      size_t size);
void view_number(__u64 number, unsigned int digits, char *buf, size_t size);
void view_rate(double rate, char *buf, size_t size);

/* wrap.c */

/**
 * struct view_wrap - words being written over as many lines as they need
 * @out: where to
 * @width: columns that a line may have, VIEW_WIDTH_ANY = any number
 * @next: what each line but the first begins with
 * @breaks: are words broken that are wider than a line? They are ASCII then
 * @column: where the line stands
 * @begun: does a word stand before?
 */
struct view_wrap {
	FILE		*out;
	unsigned int	width;
	const char	*next;
	bool		breaks;
	size_t		column;
	bool		begun;
};

void view_wrap_begin(struct view_wrap *wrap, const char *first);
void view_wrap_word(struct view_wrap *wrap, const char *word, size_t len);
void view_wrap_text(struct view_wrap *wrap, const char *text);
void view_wrap_end(struct view_wrap *wrap);
int view_wrap_after(FILE *out, const char *first, const char *next,
		    const char *text, unsigned int width);
void view_wrap(FILE *out, const char *text, unsigned int indent,
	       unsigned int width);

#endif
