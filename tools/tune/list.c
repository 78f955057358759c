// SPDX-License-Identifier: GPL-2.0-or-later
/* Which profiles there are. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/inifile.h"

/**
 * struct listing - profiles that were found
 * @list: those
 * @count: how many
 */
struct listing {
	struct profile_entry	*list;
	size_t			count;
};

static bool is_listed(const struct listing *listing, const char *name)
{
	for (size_t i = 0; i < listing->count; i++)
		if (!strcmp(listing->list[i].name, name))
			return true;
	return false;
}

/* One without sections is something else that is called .conf. */
static const char *find_summary(const struct inifile *ini, bool *is_profile)
{
	const char *summary = "";

	*is_profile = ini->section_count > 0;
	for (size_t i = 0; i < ini->count; i++) {
		const struct inifile_entry *entry = &ini->entries[i];

		if (!strcmp(ini->sections[entry->section].name, "main") &&
		    !strcmp(entry->key, "summary"))
			summary = entry->value;
	}
	return summary;
}

static int add(struct listing *listing, const char *name, const char *path,
	       const char *summary)
{
	struct profile_entry *grown, *entry;

	grown = reallocarray(listing->list, listing->count + 1, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	listing->list = grown;
	entry = &grown[listing->count++];
	entry->name = strdup(name);
	entry->path = strdup(path);
	entry->summary = strdup(summary);
	return entry->name && entry->path && entry->summary ? 0 : -ENOMEM;
}

/* A profile that can't be read is one all the same: showing it says why. */
static int look(struct listing *listing, const char *name, const char *path,
		bool certain)
{
	struct profile_error error;
	struct inifile ini = { 0 };
	const char *summary = "";
	bool is_profile = false;
	int err;

	if (!profile_name_valid(name) || is_listed(listing, name))
		return 0;
	err = inifile_read(path, INIFILE_PROFILE, &ini, &error);
	/* Of memory there may not even have been enough for a key. */
	if (err != -ENOMEM)
		summary = find_summary(&ini, &is_profile);
	if (err == -ENOENT || err == -ENOTDIR)
		err = 0;
	else if (err == -ENOMEM)
		;
	else if (err)
		err = is_profile || certain || err == -EACCES ?
			add(listing, name, path, "(can't be read)") : 0;
	else if (is_profile || certain)
		err = add(listing, name, path, summary);
	inifile_free(&ini);
	return err;
}

static int look_at(struct listing *listing, const char *dir, const char *file)
{
	size_t len = strlen(file);
	char *path, *name;
	bool ours = len > 5 && !strcmp(file + len - 5, ".conf");
	int err;

	if (*file == '.')
		return 0;
	if (asprintf(&path, ours ? "%s/%s" : "%s/%s/tuned.conf", dir, file) < 0)
		return -ENOMEM;
	name = strndup(file, ours ? len - 5 : len);
	err = name ? look(listing, name, path, !ours) : -ENOMEM;
	free(name);
	free(path);
	return err;
}

static int look_into(struct listing *listing, const char *dir)
{
	struct dirent *entry;
	DIR *files = opendir(dir);
	int err = 0;

	if (!files)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	while (!err && (entry = readdir(files)))
		err = look_at(listing, dir, entry->d_name);
	closedir(files);
	return err;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct profile_entry *)a)->name,
		      ((const struct profile_entry *)b)->name);
}

/**
 * profile_list - which profiles there are
 * @dirs: where to look
 * @list: set to them, by name, each once; to be freed, also on an error
 * @count: set to how many
 *
 * Return: 0 or a negative errno.
 */
int profile_list(const struct profile_dirs *dirs, struct profile_entry **list,
		 size_t *count)
{
	struct listing listing = { 0 };
	int err = 0;

	for (size_t i = 0; !err && dirs->dirs[i]; i++)
		err = look_into(&listing, dirs->dirs[i]);
	/* The last one may lack its name after an error. */
	if (!err && listing.count)
		qsort(listing.list, listing.count, sizeof(*listing.list),
		      compare);
	*list = listing.list;
	*count = listing.count;
	return err;
}

/**
 * profile_list_free - give the memory of a list back
 * @list: the list
 * @count: its length
 */
void profile_list_free(struct profile_entry *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(list[i].name);
		free(list[i].path);
		free(list[i].summary);
	}
	free(list);
}
