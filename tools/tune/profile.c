// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads profiles: reads files, follows what they include, merges them. */
#include "tune/profile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tune/parts.h"

#define DEPTH_MAX	16

/* What is the same all the way down. */
struct loader {
	const struct profile_dirs	*dirs;
	const struct tune_machine	*machine;
	struct profile			*profile;
	struct profile_error		*error;
	unsigned int			depth;
	bool				left_out;
};

static int load_one(struct loader *loader, const char *name,
		    const struct profile_file *from);

static int no_memory(struct loader *loader)
{
	return profile_no_memory(loader->error);
}

/* The file of a profile stays known: its path is in what comes out of it. */
static struct profile_file *add_file(struct loader *loader, char *path)
{
	struct profile *profile = loader->profile;
	struct profile_file *file = calloc(1, sizeof(*file)), **grown;
	const char *slash = strrchr(path, '/');

	grown = reallocarray(profile->files, profile->file_count + 1,
			     sizeof(*grown));
	if (grown)
		profile->files = grown;
	if (!file || !grown) {
		free(file);
		free(path);
		return NULL;
	}
	grown[profile->file_count++] = file;
	file->path = path;
	file->tuned = !strcmp(slash ? slash + 1 : path, "tuned.conf");
	file->loading = true;
	return file;
}

static int read_units(struct loader *loader, const struct profile_file *file,
		      struct units *units)
{
	struct inifile ini = { 0 };
	int err;

	err = inifile_read(file->path, INIFILE_PROFILE, &ini, loader->error);
	if (!err && units_read(&ini, file, units))
		err = no_memory(loader);
	inifile_free(&ini);
	return err;
}

/* What is wrong with a name is wrong where it is written. */
static int load_included(struct loader *loader,
			 const struct profile_option *include, const char *name)
{
	int err;

	err = load_one(loader, name, include->file);
	if (err && !*loader->error->file && err != -ENOMEM) {
		struct profile_place place = option_place(include,
							  loader->error);
		struct profile_error why = *loader->error;

		profile_fail_at(&place, "%s", why.text);
	}
	return err;
}

/*
 * As in tuned, no variable is defined yet. A call that is left to tuned can't
 * say what is to be included.
 */
static int include(struct loader *loader, const struct profile_option *option)
{
	struct profile_place place = option_place(option, loader->error);
	const struct variables none = { .machine = loader->machine };
	struct expansion names;
	char *rest, *name;
	int err;

	err = variables_expand(&none, option->value, &place, &names);
	if (!err && names.note)
		err = profile_fail_at(&place, "%s", names.note);
	rest = names.text;
	while (!err && (name = strsep(&rest, ",; \t\n")))
		if (*name)
			err = load_included(loader, option, name);
	expansion_free(&names);
	return err;
}

/* Its units do not count where its conditions do not hold; its variables do. */
static int take_match(struct loader *loader, struct units *units)
{
	struct unit *match = units_find(units, "match");
	bool matches;
	int err;

	if (!match)
		return 0;
	err = match_file(match, loader->machine, &matches, loader->error);
	if (err)
		return err;
	if (matches) {
		units_remove(units, match);
		return 0;
	}
	loader->left_out = true;
	for (size_t i = units->count; i--;)
		if (strcmp(units->list[i].name, "variables"))
			units_remove(units, &units->list[i]);
	return 0;
}

static int merge(struct loader *loader, struct units *units)
{
	struct unit *main_unit = units_find(units, "main");
	int err = 0;

	if (main_unit) {
		err = options_merge(&loader->profile->main, &main_unit->options,
				    false);
		units_remove(units, main_unit);
	}
	if (err)
		return no_memory(loader);
	err = take_match(loader, units);
	if (!err && units_merge(&loader->profile->units, units))
		err = no_memory(loader);
	return err;
}

static int load_file(struct loader *loader, struct profile_file *file)
{
	struct units units = { 0 };
	struct unit *main_unit;
	int err;

	err = read_units(loader, file, &units);
	main_unit = err ? NULL : units_find(&units, "main");
	if (main_unit) {
		const struct profile_option *option;

		option = options_find(&main_unit->options, "include");
		err = option ? include(loader, option) : 0;
		options_remove(&main_unit->options, "include");
	}
	err = err ?: merge(loader, &units);
	file->loading = false;
	units_free(&units);
	return err;
}

static int load_one(struct loader *loader, const char *name,
		    const struct profile_file *from)
{
	struct profile_file *file;
	char *path;
	int err;

	err = profile_find(loader->profile, loader->dirs, name, from, &path,
			   loader->error);
	if (err || !path)
		return err;
	if (loader->depth == DEPTH_MAX) {
		free(path);
		return profile_fail(loader->error, NULL, 0,
				    "more than %d profiles that include each other",
				    DEPTH_MAX);
	}
	file = add_file(loader, path);
	if (!file)
		return no_memory(loader);
	loader->depth++;
	err = load_file(loader, file);
	loader->depth--;
	return err;
}

static int read_variables(struct loader *loader,
			  const struct profile_option *option)
{
	struct profile_place place = option_place(option, loader->error);
	struct inifile ini = { 0 };
	int err;

	if (*option->value != '/')
		return profile_fail_at(&place,
				       "'%s' (expected a path from the root, or one with ${i:PROFILE_DIR})",
				       option->value);
	err = inifile_read(option->value, INIFILE_VARIABLES, &ini,
			   loader->error);
	if (err == -ENOENT) {
		/* tuned goes on without; what needs them will say so. */
		inifile_free(&ini);
		free(loader->profile->no_variables);
		loader->profile->no_variables = strdup(option->value);
		return loader->profile->no_variables ? 0 : no_memory(loader);
	}
	for (size_t i = 0; !err && i < ini.count; i++) {
		const struct inifile_entry *entry = &ini.entries[i];

		place.file = option->value;
		place.line = entry->line;
		place.key = entry->key;
		if (entry->value)
			err = variables_add(&loader->profile->variables,
					    entry->key, entry->value, &place);
	}
	inifile_free(&ini);
	return err;
}

static int define_variables(struct loader *loader)
{
	struct profile *profile = loader->profile;
	struct unit *unit = units_find(&profile->units, "variables");
	int err = 0;

	if (!unit)
		return 0;
	for (size_t i = 0; !err && i < unit->options.count; i++) {
		const struct profile_option *option = &unit->options.list[i];
		struct profile_place place = option_place(option,
							  loader->error);

		if (!strcmp(option->key, "include"))
			err = read_variables(loader, option);
		else
			err = variables_add(&profile->variables, option->key,
					    option->value, &place);
	}
	if (!err)
		units_remove(&profile->units, unit);
	return err;
}

static int list_ignored(struct loader *loader)
{
	return profile_list_ignored(loader->profile, loader->machine) ?
		no_memory(loader) : 0;
}

/* A condition of nothing would be a slip of the pen. */
static int check_matches(struct loader *loader)
{
	const struct units *units = &loader->profile->units;

	for (size_t i = 0; !loader->left_out && i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		if (!strncmp(unit->name, "match.", 6) &&
		    !units_find(units, unit->name + 6))
			return profile_fail(loader->error, unit->file->path,
					    unit->line, "[%s]: there is no section [%s]",
					    unit->name, unit->name + 6);
	}
	return 0;
}

/**
 * profile_load - load profiles
 * @dirs: where to look for them
 * @machine: what they may ask; outlives the profile
 * @names: which ones; what has a slash in it is a path
 * @count: how many
 * @profile: set to what they come to; NULL on an error
 * @error: told what is wrong
 *
 * Return: 0, -ENOENT, -EINVAL, -ELOOP, -ENOMEM or why a file can't be read.
 */
int profile_load(const struct profile_dirs *dirs,
		 const struct tune_machine *machine, char *const *names,
		 size_t count, struct profile **profile,
		 struct profile_error *error)
{
	struct loader loader = {
		.dirs = dirs, .machine = machine, .error = error,
	};
	int err = 0;

	*error = (struct profile_error){ 0 };
	*profile = NULL;
	loader.profile = calloc(1, sizeof(*loader.profile));
	if (!loader.profile)
		return no_memory(&loader);
	loader.profile->variables.machine = machine;
	for (size_t i = 0; !err && i < count; i++)
		err = load_one(&loader, names[i], NULL);
	err = err ?: check_matches(&loader) ?: define_variables(&loader) ?:
	      list_ignored(&loader);
	if (err)
		profile_free(loader.profile);
	else
		*profile = loader.profile;
	return err;
}

/**
 * profile_free - give the memory of a profile back
 * @profile: the profile, or NULL
 */
void profile_free(struct profile *profile)
{
	if (!profile)
		return;
	units_free(&profile->units);
	options_free(&profile->main);
	variables_free(&profile->variables);
	for (size_t i = 0; i < profile->file_count; i++) {
		free(profile->files[i]->path);
		free(profile->files[i]);
	}
	for (size_t i = 0; i < profile->ignored_count; i++)
		free(profile->ignored[i]);
	free(profile->files);
	free(profile->ignored);
	free(profile->no_variables);
	free(profile);
}
