// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes text from outside harmless before a terminal or a parser sees it. */
#include "view/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/text.h"

/*
 * Decode one character of UTF-8. Return: its bytes, or 0 when it is not valid
 * (too long a form, a surrogate, above U+10FFFF, cut off).
 */
static size_t utf8_decode(const unsigned char *in, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len;

	if (in[0] < 0x80) {
		*code = in[0];
		return 1;
	}
	if (in[0] >= 0xc2 && in[0] <= 0xdf)
		len = 2;
	else if (in[0] >= 0xe0 && in[0] <= 0xef)
		len = 3;
	else if (in[0] >= 0xf0 && in[0] <= 0xf4)
		len = 4;
	else
		return 0;

	*code = in[0] & (0x7f >> len);
	for (size_t i = 1; i < len; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (in[i] & 0x3f);
	}
	if (*code < least[len] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return len;
}

/* Characters that move the cursor, switch modes, or turn the text around. */
static bool is_harmful(uint32_t code)
{
	static const struct {
		uint32_t from;
		uint32_t to;
	} ranges[] = {
		{ 0x00, 0x1f },
		{ 0x7f, 0x9f },
		{ 0x200e, 0x200f },
		{ 0x2028, 0x202e },
		{ 0x2066, 0x2069 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (code >= ranges[i].from && code <= ranges[i].to)
			return true;
	return false;
}

/* Most are: no need to look at them any closer. */
static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* Append @len bytes as a whole or not at all. */
static bool append(char *out, size_t size, size_t *at, const char *bytes,
		   size_t len)
{
	if (*at + len >= size)
		return false;
	memcpy(out + *at, bytes, len);
	*at += len;
	return true;
}

/**
 * view_escape() - text for a terminal
 * @in: any bytes
 * @out: where to put it, always terminated
 * @size: bytes in @out, at least 1
 *
 * Control characters, those that change the writing direction, and what is not
 * UTF-8 become \xNN for each byte. Where the locale is not UTF-8, so does what
 * ASCII does not have: a terminal of 8 bits would take bytes of it for control
 * characters. What does not fit is cut off between characters.
 *
 * Return: length of @out.
 */
size_t view_escape(const char *in, char *out, size_t size)
{
	bool utf8 = view_utf8();
	size_t at = 0;

	while (*in) {
		uint32_t code = 0;
		size_t len;
		char hex[4 * 4 + 1];

		if (is_plain(*in)) {
			if (at + 1 >= size)
				break;
			out[at++] = *in++;
			continue;
		}
		len = utf8_decode((const unsigned char *)in, &code);
		if (len && utf8 && !is_harmful(code)) {
			if (!append(out, size, &at, in, len))
				break;
			in += len;
			continue;
		}
		len = len ? len : 1;
		for (size_t i = 0; i < len; i++)
			snprintf(hex + 4 * i, 5, "\\x%02x",
				 (unsigned char)in[i]);
		if (!append(out, size, &at, hex, 4 * len))
			break;
		in += len;
	}
	out[at] = '\0';
	return at;
}

/**
 * view_clean_utf8() - text for a parser
 * @in: any bytes
 * @out: where to put it, always terminated
 * @size: bytes in @out, at least 1
 *
 * Each byte that is not UTF-8 becomes U+FFFD. What does not fit is cut off
 * between characters.
 *
 * Return: length of @out.
 */
size_t view_clean_utf8(const char *in, char *out, size_t size)
{
	size_t at = 0;

	while (*in) {
		uint32_t code;
		size_t len = utf8_decode((const unsigned char *)in, &code);

		if (!append(out, size, &at, len ? in : "\xef\xbf\xbd",
			    len ? len : 3))
			break;
		in += len ? len : 1;
	}
	out[at] = '\0';
	return at;
}
