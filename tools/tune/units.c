// SPDX-License-Identifier: GPL-2.0-or-later
/* Sections of profiles, and what comes of one on top of another. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "tune/parts.h"
#include "tune/text.h"

#define PROFILE_DIR	"${i:PROFILE_DIR}"

static const char *const key_names[UNIT_KEYS] = {
	[UNIT_TYPE] = "type",
	[UNIT_ENABLED] = "enabled",
	[UNIT_REPLACE] = "replace",
	[UNIT_PREPEND] = "prepend",
	[UNIT_DROP] = "drop",
	[UNIT_DEVICES] = "devices",
	[UNIT_UDEV_REGEX] = "devices_udev_regex",
	[UNIT_CPUINFO_REGEX] = "cpuinfo_regex",
	[UNIT_UNAME_REGEX] = "uname_regex",
	[UNIT_SCRIPT_PRE] = "script_pre",
	[UNIT_SCRIPT_POST] = "script_post",
};

static bool is_true(const struct profile_option *option)
{
	return !strcmp(option->value, "True") ||
	       !strcmp(option->value, "true") || !strcmp(option->value, "1");
}

/**
 * unit_type - what kind of unit it is
 * @unit: the unit
 *
 * Return: its type: "sysctl", "net"; as tuned, its name if none is given.
 */
const char *unit_type(const struct unit *unit)
{
	return unit->keys[UNIT_TYPE].value ?: unit->name;
}

/**
 * unit_enabled - does it count?
 * @unit: the unit
 */
bool unit_enabled(const struct unit *unit)
{
	return !unit->keys[UNIT_ENABLED].value ||
	       is_true(&unit->keys[UNIT_ENABLED]);
}

static void unit_free(struct unit *unit)
{
	free(unit->name);
	for (size_t i = 0; i < UNIT_KEYS; i++)
		option_free(&unit->keys[i]);
	options_free(&unit->options);
}

/**
 * units_find - a unit
 * @units: units
 * @name: its name
 *
 * Return: the unit, or NULL.
 */
struct unit *units_find(const struct units *units, const char *name)
{
	for (size_t i = 0; i < units->count; i++)
		if (!strcmp(units->list[i].name, name))
			return &units->list[i];
	return NULL;
}

/**
 * units_remove - take a unit away
 * @units: units
 * @unit: one of them
 */
void units_remove(struct units *units, struct unit *unit)
{
	size_t behind = units->list + units->count - (unit + 1);

	unit_free(unit);
	memmove(unit, unit + 1, behind * sizeof(*unit));
	units->count--;
}

/**
 * units_free - give the memory of all of them back
 * @units: units, none then
 */
void units_free(struct units *units)
{
	for (size_t i = 0; i < units->count; i++)
		unit_free(&units->list[i]);
	free(units->list);
	*units = (struct units){ 0 };
}

static struct unit *add_unit(struct units *units)
{
	struct unit *grown = reallocarray(units->list, units->count + 1,
					  sizeof(*grown));

	if (!grown)
		return NULL;
	units->list = grown;
	grown[units->count] = (struct unit){ 0 };
	return &grown[units->count++];
}

static int open_unit(struct units *units, const struct inifile_section *section,
		     const struct profile_file *file)
{
	struct unit *unit = units_find(units, section->name);

	if (unit)
		return 0;
	unit = add_unit(units);
	if (!unit)
		return -ENOMEM;
	unit->file = file;
	unit->line = section->line;
	unit->name = strdup(section->name);
	return unit->name ? 0 : -ENOMEM;
}

/* With the folder of the file for what stands for it. */
static char *put_folder(const char *value, const char *path)
{
	const char *slash = strrchr(path, '/');
	int len = slash ? slash - path : 0;
	struct tune_text text = { 0 };
	const char *at, *from = value;
	int err = tune_text_add(&text, "", 0);

	while (!err && (at = strstr(from, PROFILE_DIR))) {
		bool escaped = at > value && at[-1] == '\\';

		err = tune_text_add(&text, from, at - from) ?:
		      (escaped ? tune_text_put(&text, PROFILE_DIR) :
		       slash ? tune_text_add(&text, path, len ?: 1) :
			       tune_text_put(&text, "."));
		from = at + strlen(PROFILE_DIR);
	}
	err = err ?: tune_text_put(&text, from);
	if (!err)
		return text.text;
	tune_text_free(&text);
	return NULL;
}

static int take_entry(struct unit *unit, const struct inifile_entry *entry,
		      const struct profile_file *file)
{
	struct profile_option option = { .file = file, .line = entry->line };

	option.key = strdup(entry->key);
	option.value = put_folder(entry->value ?: "", file->path);
	option.reason = entry->reason ? strdup(entry->reason) : NULL;
	if (!option.key || !option.value || (entry->reason && !option.reason)) {
		option_free(&option);
		return -ENOMEM;
	}
	for (size_t i = 0; i < UNIT_KEYS; i++) {
		if (strcmp(option.key, key_names[i]))
			continue;
		option_free(&unit->keys[i]);
		unit->keys[i] = option;
		return 0;
	}
	return options_put(&unit->options, &option);
}

/**
 * units_read - what an INI file says
 * @ini: the file
 * @file: where it is; outlives the units
 * @units: zeroed; filled in; to be freed, also on an error
 *
 * Return: 0 or -ENOMEM.
 */
int units_read(const struct inifile *ini, const struct profile_file *file,
	       struct units *units)
{
	int err = 0;

	for (size_t i = 0; !err && i < ini->section_count; i++)
		err = open_unit(units, &ini->sections[i], file);
	for (size_t i = 0; !err && i < ini->count; i++) {
		const struct inifile_entry *entry = &ini->entries[i];

		err = take_entry(units_find(units,
					    ini->sections[entry->section].name),
				 entry, file);
	}
	return err;
}

static void move_key(struct unit *to, struct unit *from, enum unit_key key)
{
	option_free(&to->keys[key]);
	to->keys[key] = from->keys[key];
	from->keys[key] = (struct profile_option){ 0 };
}

/* Keys of the parent that its child does not want. */
static void drop(struct unit *unit, const char *list)
{
	char name[256];

	while (*list) {
		size_t len = strcspn(list, ",;"), end = len;

		while (end && strchr(" \t\n", list[end - 1]))
			end--;
		if (end && end < sizeof(name)) {
			memcpy(name, list, end);
			name[end] = '\0';
			options_remove(&unit->options,
				       name + strspn(name, " \t\n"));
		}
		list += len + !!list[len];
	}
}

/*
 * As merger.py of tuned: what a unit is and which devices it has its child
 * says in any case, if only by not saying it.
 */
static int merge_unit(struct unit *unit, struct unit *child)
{
	static const enum unit_key kept[] = {
		UNIT_UDEV_REGEX, UNIT_CPUINFO_REGEX, UNIT_UNAME_REGEX,
		UNIT_SCRIPT_PRE, UNIT_SCRIPT_POST,
	};
	bool ahead = child->keys[UNIT_PREPEND].value &&
		     is_true(&child->keys[UNIT_PREPEND]);

	move_key(unit, child, UNIT_TYPE);
	move_key(unit, child, UNIT_ENABLED);
	move_key(unit, child, UNIT_DEVICES);
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		if (child->keys[kept[i]].value)
			move_key(unit, child, kept[i]);
	if (child->keys[UNIT_DROP].value)
		drop(unit, child->keys[UNIT_DROP].value);
	return options_merge(&unit->options, &child->options, ahead);
}

/**
 * units_merge - put the units of a profile on top of others
 * @units: those others
 * @more: the units; none are left there
 *
 * Return: 0 or -ENOMEM.
 */
int units_merge(struct units *units, struct units *more)
{
	int err = 0;

	for (size_t i = 0; !err && i < more->count; i++) {
		struct unit *child = &more->list[i];
		struct unit *unit = units_find(units, child->name);

		if (unit && !(child->keys[UNIT_REPLACE].value &&
			      is_true(&child->keys[UNIT_REPLACE]))) {
			err = merge_unit(unit, child);
			continue;
		}
		if (unit)
			unit_free(unit);
		else
			unit = add_unit(units);
		if (!unit)
			err = -ENOMEM;
		else
			*unit = *child;
		if (unit)
			*child = (struct unit){ 0 };
	}
	units_free(more);
	return err;
}
