/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes text from outside harmless before a terminal or a parser sees it. */
#ifndef VIEW_ESCAPE_H
#define VIEW_ESCAPE_H

#include <stddef.h>

size_t view_escape(const char *in, char *out, size_t size);
size_t view_clean_utf8(const char *in, char *out, size_t size);

#endif
