// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with a profile as it is written. */
#include <stdio.h>
#include <string.h>

#include "tune/lint_check.h"
#include "tune/plan.h"
#include "tune/resolve.h"

/* Names of sysctls may be written in two ways. */
static bool is_same_key(const char *a, const char *b)
{
	char name_a[TUNE_KEY_TEXT], name_b[TUNE_KEY_TEXT];

	if (!strcmp(a, b))
		return true;
	return strpbrk(a, "./") && strpbrk(b, "./") &&
	       !sysctl_name(a, name_a, sizeof(name_a)) &&
	       !sysctl_name(b, name_b, sizeof(name_b)) &&
	       !strcmp(name_a, name_b);
}

static int check_duplicate(struct lint *lint, const struct inifile *ini,
			   size_t number)
{
	const struct inifile_entry *entry = &ini->entries[number];
	const struct lint_what what = {
		.rule = LINT_DUPLICATE, .line = entry->line, .key = entry->key,
		.fix = "leave the one that is meant",
	};

	for (size_t i = number; i--;) {
		const struct inifile_entry *other = &ini->entries[i];

		if (!strcmp(ini->sections[other->section].name,
			    ini->sections[entry->section].name) &&
		    is_same_key(other->key, entry->key))
			return lint_add(lint, &what,
					"[%s] has it in line %u as well; the last one counts",
					ini->sections[entry->section].name,
					other->line);
	}
	return 0;
}

/**
 * lint_entries - what is wrong with a file as it is written
 * @lint: the profile
 * @ini: its file
 *
 * Return: 0 or -ENOMEM.
 */
int lint_entries(struct lint *lint, const struct inifile *ini)
{
	int err = 0;

	for (size_t i = 0; !err && i < ini->count; i++)
		err = check_duplicate(lint, ini, i);
	return err;
}

static int check_reason(struct lint *lint, const struct profile_option *option)
{
	const struct lint_what what = {
		.rule = LINT_NO_REASON, .line = option->line,
		.key = option->key,
		.fix = "say why in a comment above it: it is shown where the value is",
	};

	if (option->reason || option->file->tuned)
		return 0;
	return lint_add(lint, &what, "nobody can tell later whether it is still needed");
}

/* All of them have another name, also those that no table has. */
static int check_conntrack(struct lint *lint,
			   const struct profile_option *option, const char *name)
{
	const char *rest = strstr(name, ".ip_conntrack_");
	struct lint_what what = {
		.rule = LINT_GONE, .line = option->line, .key = option->key,
	};
	char fix[TUNE_KEY_TEXT + 64];

	if (!rest)
		return 0;
	snprintf(fix, sizeof(fix), "set net.netfilter.nf_conntrack_%s",
		 rest + strlen(".ip_conntrack_"));
	what.fix = fix;
	return lint_add(lint, &what, "Linux has not had it since 4.9, and has another name for it");
}

static int check_gone(struct lint *lint, const struct profile_option *option)
{
	char name[TUNE_KEY_TEXT];
	const struct sysctl_rule *rule;
	struct lint_what what = {
		.rule = LINT_GONE, .line = option->line, .key = option->key,
		.fix = "remove it",
	};
	const char *instead;

	if (sysctl_name(option->key, name, sizeof(name)))
		return 0;
	rule = sysctl_rule(name);
	if (!rule || !rule->gone)
		return check_conntrack(lint, option, name);
	instead = lint_gone(name);
	if (instead)
		what.fix = instead;
	return lint_add(lint, &what, "Linux has not had it since %s",
			rule->gone);
}

static int check_unit(struct lint *lint, const struct unit *unit)
{
	const char *type = unit_type(unit);
	bool sysctl = !strcmp(type, "sysctl");
	int err = 0;

	if (!sysctl && strcmp(type, "net"))
		return 0;
	for (size_t i = 0; !err && i < unit->options.count; i++) {
		const struct profile_option *option = &unit->options.list[i];

		if (strcmp(option->file->path, lint->path) ||
		    !strcmp(option->key, "priority"))
			continue;
		err = check_reason(lint, option);
		if (!err && sysctl)
			err = check_gone(lint, option);
	}
	return err;
}

/**
 * lint_units - what is wrong with keys of ours, whatever they are set to
 * @lint: the profile
 * @profile: it, loaded
 *
 * Return: 0 or -ENOMEM.
 */
int lint_units(struct lint *lint, const struct profile *profile)
{
	int err = 0;

	for (size_t i = 0; !err && i < profile->units.count; i++)
		if (strncmp(profile->units.list[i].name, "match.", 6))
			err = check_unit(lint, &profile->units.list[i]);
	return err;
}
