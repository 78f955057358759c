/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regular expressions as Python, and so tuned, writes them: by PCRE2. */
#ifndef TUNE_REGEX_H
#define TUNE_REGEX_H

#include <stdbool.h>

#define REGEX_MESSAGE	160

int regex_search(const char *pattern, const char *text, bool multiline,
		 bool *found, char message[REGEX_MESSAGE]);

#endif
