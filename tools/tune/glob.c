// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of names as tuned has them: "eth* ens?,!eth1". */
#include <fnmatch.h>
#include <string.h>

#include "tune/parts.h"

#define NAME_MAX_BYTES	128

/**
 * glob_list - is a name one of a list?
 * @list: patterns as the shell's, with blanks or commas between them; "!" ahead
 *	of those that it must not be; if there are only such, all others are
 * @name: the name
 * @by_name: set to whether it is spelled out there; or NULL
 */
bool glob_list(const char *list, const char *name, bool *by_name)
{
	bool any = false, found = false, refused = false, exact = false;
	char pattern[NAME_MAX_BYTES];

	for (size_t len; *list; list += len + !!list[len]) {
		bool negative = *list == '!';

		len = strcspn(list, " \t\n,");
		any |= len && !negative;
		if (len <= negative || len >= sizeof(pattern))
			continue;
		memcpy(pattern, list + negative, len - negative);
		pattern[len - negative] = '\0';
		if (fnmatch(pattern, name, FNM_NOESCAPE))
			continue;
		refused |= negative;
		found |= !negative;
		exact |= !negative && !strcmp(pattern, name);
	}
	if (by_name)
		*by_name = exact;
	return (found || !any) && !refused;
}
