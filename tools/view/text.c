// SPDX-License-Identifier: GPL-2.0-or-later
/* Widths, bars and short numbers. */
#include "view/text.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wchar.h>

/* Narrower than this nothing can be read. */
#define WIDTH_MIN	20
#define WIDTH_MAX	10000

/**
 * view_width() - how many columns there are to print in
 * @out: where to
 *
 * Return: what $COLUMNS says, else what the terminal has, else VIEW_WIDTH_ANY.
 */
unsigned int view_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	unsigned long width = columns ? strtoul(columns, NULL, 10) : 0;
	struct winsize size;

	if (!width && !ioctl(fileno(out), TIOCGWINSZ, &size))
		width = size.ws_col;
	if (!width || width > WIDTH_MAX)
		return VIEW_WIDTH_ANY;
	return width < WIDTH_MIN ? WIDTH_MIN : width;
}

/**
 * view_utf8() - may characters be printed that ASCII does not have?
 *
 * Return: does the locale use UTF-8?
 */
bool view_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}

/**
 * view_columns_of() - columns that the beginning of a text takes on a terminal
 * @text: already harmless for a terminal
 * @len: bytes of it
 *
 * Return: how many; a byte that is no character takes one.
 */
size_t view_columns_of(const char *text, size_t len)
{
	mbstate_t state = { 0 };
	size_t columns = 0;

	while (len) {
		wchar_t one;
		size_t used = mbrtowc(&one, text, len, &state);
		int width = 1;

		if (!used || used > len) {
			state = (mbstate_t) { 0 };
			used = 1;
		} else {
			width = wcwidth(one);
		}
		columns += width < 0 ? 1 : width;
		text += used;
		len -= used;
	}
	return columns;
}

/**
 * view_columns() - columns that a text takes on a terminal
 * @text: as for view_columns_of()
 *
 * Return: how many.
 */
size_t view_columns(const char *text)
{
	return view_columns_of(text, strlen(text));
}

/**
 * view_bar() - a bar as long as something is full
 * @permille: how full; what is more than full makes no longer bar
 * @width: columns that a full bar has
 * @utf8: in eighths of a column instead of whole ones
 * @buf: where to put it; 3 bytes a column, and one
 * @size: bytes in @buf
 *
 * What is not empty is seen.
 */
void view_bar(__u64 permille, unsigned int width, bool utf8, char *buf,
	      size_t size)
{
	static const char *const eighths[] = {
		"", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a",
		"\u2589",
	};
	unsigned int parts = utf8 ? 8 : 1;
	__u64 units, len = 0;

	if (permille > 1000)
		permille = 1000;
	units = permille * width * parts / 1000;
	if (permille && !units)
		units = 1;
	buf[0] = '\0';
	for (; units >= parts && len + 4 < size; units -= parts)
		len += snprintf(buf + len, size - len, "%s",
				utf8 ? "\u2588" : "#");
	if (units && len + 4 < size)
		snprintf(buf + len, size - len, "%s", eighths[units]);
}

/**
 * view_number() - a count in so many characters
 * @number: the count
 * @digits: how many, 2 to 19
 * @buf: where to put it
 * @size: bytes in @buf
 *
 * Exactly, if that has room, else in thousands, millions and so on, rounded
 * down.
 */
void view_number(__u64 number, unsigned int digits, char *buf, size_t size)
{
	static const char units[] = " KMGTPE";
	__u64 most = 1;
	int unit = 0;

	for (unsigned int i = 0; i < digits; i++)
		most *= 10;
	if (number >= most)
		most /= 10;
	for (; number >= most; number /= 1000)
		unit++;
	if (unit)
		snprintf(buf, size, "%llu%c", number, units[unit]);
	else
		snprintf(buf, size, "%llu", number);
}

/**
 * view_rate() - how often a second
 * @rate: not below 0
 * @buf: where to put it
 * @size: bytes in @buf
 */
void view_rate(double rate, char *buf, size_t size)
{
	if (rate < 9.95)
		snprintf(buf, size, rate > 0 && rate < 0.05 ? "<0.1" : "%.1f",
			 rate);
	else
		view_number(rate + 0.5, 6, buf, size);
}
