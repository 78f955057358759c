// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a profile is for other programs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/parts.h"

static int ignore(struct profile *profile, const char *section,
		  const char *key)
{
	char **grown, *text;

	grown = reallocarray(profile->ignored, profile->ignored_count + 2,
			     sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	profile->ignored = grown;
	if (asprintf(&text, "[%s]%s%s", section, key ? " " : "",
		     key ?: "") < 0)
		return -ENOMEM;
	grown[profile->ignored_count++] = text;
	grown[profile->ignored_count] = NULL;
	return 0;
}

static int ignore_keys(struct profile *profile, const struct unit *unit)
{
	bool net = !strcmp(unit_type(unit), "net");
	int err = 0;

	if (unit->keys[UNIT_SCRIPT_PRE].value)
		err = ignore(profile, unit->name, "script_pre");
	if (!err && unit->keys[UNIT_SCRIPT_POST].value)
		err = ignore(profile, unit->name, "script_post");
	for (size_t i = 0; net && !err && i < unit->options.count; i++)
		if (profile_net_ignored(&unit->options.list[i]))
			err = ignore(profile, unit->name,
				     unit->options.list[i].key);
	return err;
}

/* What is wrong with its conditions is not our business. */
static bool is_for_others(const struct profile *profile,
			  const struct unit *unit,
			  const struct tune_machine *machine)
{
	struct profile_error error;
	bool matches;

	if (!strncmp(unit->name, "match.", 6) || !unit_enabled(unit))
		return false;
	return match_machine(profile, unit, machine, &matches, &error) ||
	       matches;
}

/**
 * profile_list_ignored - list what of a profile is for other programs
 * @profile: the profile, its variables defined
 * @machine: the machine
 *
 * Return: 0 or -ENOMEM.
 */
int profile_list_ignored(struct profile *profile,
			 const struct tune_machine *machine)
{
	int err = 0;

	for (size_t i = 0; !err && i < profile->units.count; i++) {
		const struct unit *unit = &profile->units.list[i];
		const char *type = unit_type(unit);

		if (!is_for_others(profile, unit, machine))
			continue;
		if (strcmp(type, "sysctl") && strcmp(type, "net"))
			err = ignore(profile, unit->name, NULL);
		else
			err = ignore_keys(profile, unit);
	}
	return err;
}

/**
 * profile_ignored - what of it is for other programs
 * @profile: the profile
 *
 * Return: sections ("[cpu]") and keys ("[net] wake_on_lan"), NULL at the end;
 * valid as long as the profile.
 */
const char *const *profile_ignored(const struct profile *profile)
{
	static const char *const none[] = { NULL };

	return profile->ignored ? (const char *const *)profile->ignored : none;
}
