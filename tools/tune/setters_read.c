// SPDX-License-Identifier: GPL-2.0-or-later
/* Fetches the files that others read. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "array.h"
#include "tune/setters.h"

/* Nobody writes more; what is behind it is not looked at. */
#define FILE_MAX	1048576

/* The first one counts; of these two tuned writes the values again. */
static const char *const prefixes[] = {
	"/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib",
};

/**
 * struct kind - what is in those folders
 * @by: who reads it
 * @folder: its name
 * @suffix: of the files
 * @drop_ins: may there be a folder FILE.d with more?
 */
static const struct kind {
	enum setter_by	by;
	const char	*folder;
	const char	*suffix;
	bool		drop_ins;
} kinds[] = {
	{ SETTER_SYSCTL_D, "sysctl.d", ".conf", false },
	{ SETTER_LINK, "systemd/network", ".link", true },
	{ SETTER_NM, "NetworkManager/system-connections", "", false },
};

/*
 * A link that leads nowhere, a device (/dev/null) and what can't be read are
 * empty: so they are for their readers, but the last.
 */
static int read_text(const char *path, char **text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	ssize_t len, got = 0;

	*text = calloc(1, FILE_MAX + 1);
	if (!*text) {
		if (fd >= 0)
			close(fd);
		return -ENOMEM;
	}
	if (fd < 0)
		return 0;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode)) {
		while (got < FILE_MAX &&
		       (len = read(fd, *text + got, FILE_MAX - got)) > 0)
			got += len;
	}
	close(fd);
	return 0;
}

/* @path: behind @root */
static int add_file(const char *root, const char *path,
		    struct setter_file *file, struct setter_files *files)
{
	char whole[PATH_MAX];
	int err;

	if ((size_t)snprintf(whole, sizeof(whole), "%s%s", root, path) >=
	    sizeof(whole))
		return 0;
	err = read_text(whole, &file->text);
	if (err)
		return err;
	file->path = (char *)path;
	err = setter_files_add(files, file);
	free(file->text);
	file->text = NULL;
	return err;
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), end = strlen(suffix);

	return len > end && *name != '.' && name[len - 1] != '~' &&
	       !strcmp(name + len - end, suffix);
}

/* @main_name: of what the files are drop-ins for, NULL = they are none */
static int add_folder(const char *root, const char *path, unsigned int folder,
		      const struct kind *kind, const char *main_name,
		      struct setter_files *files)
{
	const char *suffix = main_name ? ".conf" : kind->suffix;
	char name[PATH_MAX];
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	snprintf(name, sizeof(name), "%s%s", root, path);
	dir = opendir(name);
	if (!dir)
		return errno == ENOMEM ? -ENOMEM : 0;
	while (!err && (entry = readdir(dir))) {
		struct setter_file file = { .by = kind->by, .folder = folder };

		if (!has_suffix(entry->d_name, suffix) ||
		    (entry->d_type != DT_REG && entry->d_type != DT_LNK &&
		     entry->d_type != DT_UNKNOWN))
			continue;
		if ((size_t)snprintf(name, sizeof(name), "%s/%s", path,
				     entry->d_name) >= sizeof(name))
			continue;
		file.name = (char *)(main_name ?: entry->d_name);
		file.drop_in = main_name ? entry->d_name : NULL;
		err = add_file(root, name, &file, files);
	}
	closedir(dir);
	return err;
}

/* Of every folder FILE.link.d, those of the main files that there are. */
static int add_drop_ins(const char *root, const struct kind *kind,
			struct setter_files *files)
{
	size_t count = files->count;
	char path[PATH_MAX];
	int err = 0;

	for (size_t i = 0; !err && i < count; i++) {
		for (size_t f = 0; !err && f < ARRAY_SIZE(prefixes); f++) {
			const struct setter_file *file = &files->files[i];

			if (file->by != kind->by)
				break;
			snprintf(path, sizeof(path), "%s/%s/%s.d", prefixes[f],
				 kind->folder, file->name);
			err = add_folder(root, path, f, kind, file->name,
					 files);
		}
	}
	return err;
}

static int add_kind(const char *root, const struct kind *kind,
		    struct setter_files *files)
{
	char path[PATH_MAX];
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(prefixes); i++) {
		snprintf(path, sizeof(path), "%s/%s", prefixes[i],
			 kind->folder);
		err = add_folder(root, path, i, kind, NULL, files);
	}
	if (err || !kind->drop_ins)
		return err;
	return add_drop_ins(root, kind, files);
}

/**
 * setter_files_read() - fetch all files of a machine
 * @root: stands before every path, "" = this machine
 * @files: set to them, sorted, without what tuned sets; to be freed, on an
 *	error too
 *
 * Return: 0 or -ENOMEM; what is not there, or can't be read, has nothing in it.
 */
int setter_files_read(const char *root, struct setter_files *files)
{
	struct setter_file cmdline = { .by = SETTER_CMDLINE,
				       .name = (char *)"cmdline" };
	struct setter_file conf = { .by = SETTER_SYSCTL_CONF,
				    .name = (char *)"sysctl.conf" };
	int err;

	*files = (struct setter_files){ .reapply = true };
	err = add_file(root, "/proc/cmdline", &cmdline, files);
	if (!err)
		err = add_file(root, "/etc/sysctl.conf", &conf, files);
	for (size_t i = 0; !err && i < ARRAY_SIZE(kinds); i++)
		err = add_kind(root, &kinds[i], files);
	setter_files_sort(files);
	return err;
}
