// SPDX-License-Identifier: GPL-2.0-or-later
/* Names the profiles that would do what the fix of a finding does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/rule.h"
#include "model/profiles.h"

#define SYSCTL	"sysctl -w "

/* The command itself, not one that a comment has as well. */
static const char *find_setting(const char *fix)
{
	while (fix && strncmp(fix, SYSCTL, strlen(SYSCTL))) {
		fix = strchr(fix, '\n');
		fix += !!fix;
	}
	return fix ? fix + strlen(SYSCTL) : NULL;
}

/**
 * doctor_profiles() - name the profiles that set what a finding's fix sets
 * @finding: gets a comment behind its fix, if there are any
 */
void doctor_profiles(struct doctor_finding *finding)
{
	const char *setting = find_setting(finding->fix), *profile, *first;
	char names[128] = "";
	size_t index = 0, len = 0, end;
	__s64 least;

	if (!setting)
		return;
	end = strcspn(setting, "=\n");
	/* Of several numbers none is the least of all; those have a quote. */
	least = setting[end] ? strtoll(setting + end + 1, NULL, 10) : 0;
	first = NULL;
	while (model_profile_next(setting, end, least, &index, &profile) &&
	       len < sizeof(names)) {
		len += snprintf(names + len, sizeof(names) - len, "%s%s",
				first ? ", " : "", profile);
		first = first ?: profile;
	}
	if (first)
		doctor_add(finding->fix, "%s# or a whole profile (%s): nettune diff %s",
			   finding->fix[strlen(finding->fix) - 1] == '\n' ?
			   "" : "\n", names, first);
}
