// SPDX-License-Identifier: GPL-2.0-or-later
/* Where profiles are. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "array.h"
#include "tune/parts.h"
#include "tune/text.h"

/* The first two are the Makefile's. */
static const char *const default_dirs[] = {
	PROFILES_LOCAL,
	PROFILES_SHIPPED,
	"/etc/tuned",
	"/etc/tuned/profiles",
	"/usr/lib/tuned",
	"/usr/lib/tuned/profiles",
	NULL,
};

/**
 * profile_default_dirs - where profiles are looked for
 *
 * The variable NETTUNE_PROFILES may name folders instead, with colons between
 * them.
 *
 * Return: folders, NULL at the end.
 */
const char *const *profile_default_dirs(void)
{
	static const char *dirs[32];
	static char *copy;
	const char *chosen = getenv("NETTUNE_PROFILES");
	size_t count = 0;
	char *rest;

	if (!chosen || !*chosen)
		return default_dirs;
	free(copy);
	copy = strdup(chosen);
	rest = copy;
	while (rest && count + 1 < ARRAY_SIZE(dirs)) {
		const char *dir = strsep(&rest, ":");

		if (*dir)
			dirs[count++] = dir;
	}
	dirs[count] = NULL;
	return dirs;
}

/**
 * profile_name_valid - may a profile be called that?
 * @name: the name
 */
bool profile_name_valid(const char *name)
{
	if (!*name || *name == '.' || strlen(name) > 128)
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("_.-", *name))
			return false;
	return true;
}

static bool is_there(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISDIR(st.st_mode);
}

static const struct profile_file *seen(const struct profile *profile,
				       const char *path)
{
	for (size_t i = 0; i < profile->file_count; i++)
		if (!strcmp(profile->files[i]->path, path))
			return profile->files[i];
	return NULL;
}

/*
 * What is found on the way.
 * @path: a file that was not read yet
 * @seen: one that was
 */
struct found {
	char				*path;
	const struct profile_file	*seen;
};

static int look(const struct profile *profile, const char *dir,
		const char *name, bool tuned, struct found *found)
{
	const struct profile_file *file;
	char *path;

	if (found->path)
		return 0;
	if (asprintf(&path, tuned ? "%s/%s/tuned.conf" : "%s/%s.conf", dir,
		     name) < 0)
		return -ENOMEM;
	file = seen(profile, path);
	if (!file && is_there(path)) {
		found->path = path;
		return 0;
	}
	/* With a namesake that is done it is no circle. */
	if (file && !(found->seen && !found->seen->loading))
		found->seen = file;
	free(path);
	return 0;
}

/* The folder of a file that is none of those where profiles are. */
static int look_beside(const struct profile *profile,
		       const struct profile_dirs *dirs, const char *name,
		       const struct profile_file *from, struct found *found)
{
	const char *slash = strrchr(from->path, '/');
	int err = 0;
	char *dir;

	dir = slash ? strndup(from->path, slash - from->path) : strdup(".");
	if (!dir)
		return -ENOMEM;
	for (size_t i = 0; dirs->dirs[i]; i++)
		if (!strcmp(dirs->dirs[i], dir))
			goto out;
	err = look(profile, dir, name, false, found);
out:
	free(dir);
	return err;
}

/*
 * tuned has profiles of the same names as ours: what one of its files includes
 * is one of its own.
 */
static int look_everywhere(const struct profile *profile,
			   const struct profile_dirs *dirs, const char *name,
			   const struct profile_file *from, struct found *found)
{
	bool ours = !from || !from->tuned;
	int err = from && ours ?
		look_beside(profile, dirs, name, from, found) : 0;

	for (size_t i = 0; !err && ours && dirs->dirs[i]; i++)
		err = look(profile, dirs->dirs[i], name, false, found);
	for (size_t i = 0; !err && dirs->dirs[i]; i++)
		err = look(profile, dirs->dirs[i], name, true, found);
	return err;
}

/* "a, b and c" */
static int tell_dirs(const struct profile_dirs *dirs, const char *name,
		     struct profile_error *error)
{
	struct tune_text text = { 0 };
	int err = tune_text_add(&text, "", 0);

	for (size_t i = 0; !err && dirs->dirs[i]; i++)
		err = tune_text_format(&text, "%s%s", i ? ", " : "",
				       dirs->dirs[i]);
	if (!err)
		profile_fail(error, NULL, 0, "there is no profile '%s' (looked in %s)",
			     name, text.text);
	tune_text_free(&text);
	return err ? profile_no_memory(error) : -ENOENT;
}

static int find_path(const struct profile *profile, const char *name,
		     char **path, struct profile_error *error)
{
	struct stat st;

	if (asprintf(path, "%s%s", name, !stat(name, &st) &&
		     S_ISDIR(st.st_mode) ? "/tuned.conf" : "") < 0) {
		*path = NULL;
		return profile_no_memory(error);
	}
	if (is_there(*path)) {
		if (!seen(profile, *path))
			return 0;
		free(*path);
		*path = NULL;
		return 0;
	}
	profile_fail(error, *path, 0, "%s", strerror(ENOENT));
	free(*path);
	*path = NULL;
	return -ENOENT;
}

/**
 * profile_find - the file of a profile
 * @profile: what was loaded by now
 * @dirs: where to look
 * @name: its name; or, if nothing includes it, a path with a slash in it
 * @from: the file that includes it, NULL = none
 * @path: set to the file, to be freed; NULL = it was loaded before, or need not
 *	be there (its name begins with '-')
 * @error: told what is wrong
 *
 * Return: 0, -ENOENT, -ELOOP, -EINVAL for what is no name, or -ENOMEM.
 */
int profile_find(const struct profile *profile, const struct profile_dirs *dirs,
		 const char *name, const struct profile_file *from, char **path,
		 struct profile_error *error)
{
	struct found found = { 0 };
	bool optional = from && *name == '-';

	*path = NULL;
	name += optional;
	if (!from && strchr(name, '/'))
		return find_path(profile, name, path, error);
	if (!profile_name_valid(name))
		return profile_fail(error, NULL, 0,
				    "'%s' can't be the name of a profile (expected letters, digits, '_', '.' and '-')",
				    name);
	if (look_everywhere(profile, dirs, name, from, &found))
		return profile_no_memory(error);
	*path = found.path;
	if (*path || (!found.seen && optional))
		return 0;
	if (!found.seen)
		return tell_dirs(dirs, name, error);
	if (!found.seen->loading)
		return 0;
	profile_fail(error, NULL, 0, "'%s' includes itself: %s is what is being read",
		     name, found.seen->path);
	return -ELOOP;
}

/**
 * profile_path - the file of a profile
 * @dirs: where to look
 * @name: its name, or a path
 * @path: set to the file, to be freed
 * @error: told what is wrong
 *
 * Return: as profile_find().
 */
int profile_path(const struct profile_dirs *dirs, const char *name, char **path,
		 struct profile_error *error)
{
	const struct profile none = { 0 };

	return profile_find(&none, dirs, name, NULL, path, error);
}
