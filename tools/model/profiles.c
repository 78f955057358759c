// SPDX-License-Identifier: GPL-2.0-or-later
/* Which profiles set a sysctl, as they were when this was built. */
#include "model/profiles.h"

#include <string.h>

#include "array.h"

/* Made of profiles/ by the Makefile: by sysctl, that with the most first. */
static const struct model_profile sets[] = {
#include "profile_sets.h"
};

/**
 * model_profile_next() - the profiles that set a sysctl, one after the other
 * @sysctl: its name, with dots
 * @len: of that
 * @least: only those that may set it to so much at least
 * @index: 0 at first, to be handed on
 * @profile: set to the profile's name
 *
 * Return: was there one more? The first is that which sets it to the most.
 */
bool model_profile_next(const char *sysctl, size_t len, __s64 least,
			size_t *index, const char **profile)
{
	while (*index < ARRAY_SIZE(sets)) {
		const struct model_profile *set = &sets[(*index)++];

		if (strlen(set->sysctl) != len ||
		    memcmp(set->sysctl, sysctl, len) ||
		    (set->most && set->most < least))
			continue;
		*profile = set->profile;
		return true;
	}
	return false;
}
