// SPDX-License-Identifier: GPL-2.0-or-later
/* What tuned's active profile comes to on this machine. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tune/profile.h"
#include "tune/setters.h"

#define NAMES_MAX	16

/* Where tuned looks for profiles. */
static const char *const folders[] = {
	"/etc/tuned/profiles", "/etc/tuned", "/usr/lib/tuned/profiles",
	"/usr/lib/tuned",
};

#define FOLDERS	(sizeof(folders) / sizeof(*folders))

static FILE *open_below(const char *root, const char *path)
{
	char whole[PATH_MAX];

	if (snprintf(whole, sizeof(whole), "%s%s", root, path) >= PATH_MAX)
		return NULL;
	return fopen(whole, "re");
}

/* reapply_sysctl in tuned-main.conf: it does unless it is told not to. */
static bool reads_reapply(const char *root)
{
	FILE *file = open_below(root, "/etc/tuned/tuned-main.conf");
	char line[256], value[32];
	bool reapply = true;

	if (!file)
		return true;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " reapply_sysctl = %31s", value) == 1)
			reapply = strcasecmp(value, "0") &&
				  strcasecmp(value, "false") &&
				  strcasecmp(value, "no") &&
				  strcasecmp(value, "off");
	fclose(file);
	return reapply;
}

/* "throughput-performance my-own" */
static bool read_names(const char *root, char *text, size_t size)
{
	FILE *file = open_below(root, "/etc/tuned/active_profile");
	bool got;

	if (!file)
		return false;
	got = fgets(text, size, file);
	fclose(file);
	return got;
}

static size_t split(char *text, char *names[NAMES_MAX])
{
	size_t count = 0;
	char *at = NULL;

	for (char *word = strtok_r(text, " \t\n", &at);
	     word && count < NAMES_MAX; word = strtok_r(NULL, " \t\n", &at))
		names[count++] = word;
	return count;
}

static int resolve(const char *root, const struct tune_machine *machine,
		   char **names, size_t count, struct tune_wants *wants,
		   struct profile_error *error)
{
	char paths[FOLDERS][PATH_MAX];
	const char *dirs[FOLDERS + 1] = { NULL };
	const struct profile_dirs where = { dirs };
	struct profile *profile;
	int err;

	for (size_t i = 0; i < FOLDERS; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s%s", root, folders[i]);
		dirs[i] = paths[i];
	}
	err = profile_load(&where, machine, names, count, &profile, error);
	if (err)
		return err;
	err = profile_resolve(profile, machine, wants, error);
	profile_free(profile);
	return err;
}

/**
 * setter_tuned_read() - find out what tuned sets
 * @root: stands before every path, "" = this machine
 * @machine: that its profile is resolved for
 * @files: gets it
 * @error: told when the profile can't be read
 *
 * Return: 0, also where tuned is not used; or a negative errno.
 */
int setter_tuned_read(const char *root, const struct tune_machine *machine,
		      struct setter_files *files, struct profile_error *error)
{
	char text[1024], *names[NAMES_MAX];
	size_t count;

	files->reapply = reads_reapply(root);
	if (!read_names(root, text, sizeof(text)))
		return 0;
	count = split(text, names);
	if (!count)
		return 0;
	return resolve(root, machine, names, count, &files->tuned, error);
}
