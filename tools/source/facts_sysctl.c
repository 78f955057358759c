// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings. Which there are depends on the kernel and on the namespace. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "source/facts.h"
#include "source/proc.h"

/* All of a folder, or what is called like that. */
static const struct {
	const char *folder;
	const char *pattern;
} settings[] = {
	{ "net/core", "*" },
	{ "net/ipv4", "*" },
	{ "net/ipv4/neigh/default", "*" },
	{ "net/ipv6", "*" },
	{ "net/ipv6/neigh/default", "gc_*" },
	{ "net/unix", "*" },
	{ "net/netfilter", "nf_conntrack_*" },
	{ "fs", "file-*" },
	{ "fs", "nr_open" },
};

/* What places packets, or lets somebody in, stays where it is. */
static const char *const secret[] = { "*_key", "*_seed", "*secret*" };

static bool is_wanted(const struct dirent *entry, const char *pattern)
{
	if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(secret); i++)
		if (!fnmatch(secret[i], entry->d_name, 0))
			return false;
	return !fnmatch(pattern, entry->d_name, 0);
}

/* One that can't be read is not known. */
static int read_one(const char *root, const char *folder, const char *file,
		    struct model_facts *facts)
{
	char path[PATH_MAX], *text, *name = path + strlen("sys/");
	size_t len;
	int err;

	if ((size_t)snprintf(path, sizeof(path), "sys/%s/%s", folder, file) >=
	    sizeof(path))
		return 0;
	err = proc_read(root, path, &text, &len);
	if (err)
		return err == -ENOMEM ? err : 0;
	for (char *at = name; *at; at++)
		if (*at == '/')
			*at = '.';
	err = model_facts_set_text(facts, name, text);
	free(text);
	return err;
}

static int read_folder(const char *root, const char *folder,
		       const char *pattern, struct model_facts *facts)
{
	char path[PATH_MAX];
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	if ((size_t)snprintf(path, sizeof(path), "%s/sys/%s", root, folder) >=
	    sizeof(path))
		return 0;
	dir = opendir(path);
	if (!dir)
		return errno == ENOMEM ? -ENOMEM : 0;
	while (!err && (entry = readdir(dir)))
		if (is_wanted(entry, pattern))
			err = read_one(root, folder, entry->d_name, facts);
	closedir(dir);
	return err;
}

/* Open files: those that the kernel has, less those that it keeps for later. */
static int take_open_files(struct model_facts *facts)
{
	__s64 all, unused, max;
	int err;

	if (!model_fact_value(facts, "fs.file-nr", 0, &all) ||
	    !model_fact_value(facts, "fs.file-nr", 1, &unused) ||
	    !model_fact_value(facts, "fs.file-nr", 2, &max))
		return 0;
	err = model_facts_set(facts, "file-nr.open", all - unused);
	return err ?: model_facts_set(facts, "file-nr.max", max);
}

/**
 * facts_read_sysctl() - read all settings that have to do with queues
 * @root: where /proc is
 * @facts: takes those that this namespace has, by their names, and file-nr.open
 *	and file-nr.max; keys are left out
 *
 * Return: 0 or -ENOMEM.
 */
int facts_read_sysctl(const char *root, struct model_facts *facts)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(settings); i++)
		err = read_folder(root, settings[i].folder, settings[i].pattern,
				  facts);
	return err ?: take_open_files(facts);
}
