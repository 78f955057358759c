// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of names as tuned has them: "eth* ens?,!eth1". */
#include <fnmatch.h>
#include <string.h>

#include "tune/parts.h"

#define NAME_MAX_BYTES	128

/**
 * glob_list - does a list say yes?
 * @list: patterns with blanks or commas between them; "!" ahead of those that
 *	say no; if there are only such, all others say yes
 * @match: does a pattern fit @arg?
 * @arg: what the list is asked about
 */
bool glob_list(const char *list, glob_fn match, const void *arg)
{
	bool any = false, found = false, refused = false;
	char pattern[NAME_MAX_BYTES];

	for (size_t len; *list; list += len + !!list[len]) {
		bool negative = *list == '!';

		len = strcspn(list, " \t\n,");
		any |= len && !negative;
		if (len <= negative || len >= sizeof(pattern))
			continue;
		memcpy(pattern, list + negative, len - negative);
		pattern[len - negative] = '\0';
		if (!match(pattern, arg))
			continue;
		refused |= negative;
		found |= !negative;
	}
	return (found || !any) && !refused;
}

/**
 * glob_text - does a pattern, as the shell's, fit a text?
 * @pattern: the pattern
 * @text: the text
 */
bool glob_text(const char *pattern, const void *text)
{
	return !fnmatch(pattern, text, FNM_NOESCAPE);
}
