// SPDX-License-Identifier: GPL-2.0-or-later
/* Text that grows, up to a bound. */
#include "tune/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * tune_text_add - add bytes at the end
 * @text: the text
 * @more: the bytes
 * @len: how many
 *
 * Return: 0, -E2BIG or -ENOMEM.
 */
int tune_text_add(struct tune_text *text, const char *more, size_t len)
{
	size_t room = text->room ?: 64;
	char *grown;

	if (len >= TUNE_TEXT_MAX || text->len + len >= TUNE_TEXT_MAX)
		return -E2BIG;
	while (room <= text->len + len)
		room *= 2;
	if (room != text->room) {
		grown = realloc(text->text, room);
		if (!grown)
			return -ENOMEM;
		text->text = grown;
		text->room = room;
	}
	memcpy(text->text + text->len, more, len);
	text->len += len;
	text->text[text->len] = '\0';
	return 0;
}

/**
 * tune_text_put - add a string at the end
 * @text: the text
 * @more: the string
 *
 * Return: as tune_text_add().
 */
int tune_text_put(struct tune_text *text, const char *more)
{
	return tune_text_add(text, more, strlen(more));
}

/**
 * tune_text_format - add what printf() makes
 * @text: the text
 * @format: as printf()
 *
 * Return: as tune_text_add().
 */
int tune_text_format(struct tune_text *text, const char *format, ...)
{
	va_list args;
	char *more;
	int len, err;

	va_start(args, format);
	len = vasprintf(&more, format, args);
	va_end(args);
	if (len < 0)
		return -ENOMEM;
	err = tune_text_add(text, more, len);
	free(more);
	return err;
}

/**
 * tune_text_free - give its memory back
 * @text: the text, which is empty then
 */
void tune_text_free(struct tune_text *text)
{
	free(text->text);
	*text = (struct tune_text){ 0 };
}
