// SPDX-License-Identifier: GPL-2.0-or-later
/* Fetches INI files. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/fail.h"
#include "tune/inifile.h"

static int told(struct profile_error *error, const char *path, int err)
{
	profile_fail(error, path, 0, "%s", strerror(-err));
	return err;
}

/* A device or a pipe might never end; it is not even waited for. */
static int open_regular(const char *path, struct profile_error *error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return told(error, path, -errno);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return profile_fail(error, path, 0, "not a regular file");
	}
	return fd;
}

static int read_some(int fd, char *text, size_t *len)
{
	ssize_t got;

	*len = 0;
	do {
		got = TEMP_FAILURE_RETRY(read(fd, text + *len,
					      INIFILE_MAX + 1 - *len));
		if (got < 0)
			return -errno;
		*len += got;
	} while (got && *len <= INIFILE_MAX);
	return 0;
}

/**
 * inifile_read - read an INI file
 * @path: the file
 * @style: as inifile_parse()
 * @file: likewise
 * @error: likewise
 *
 * Return: 0, or a negative errno: -ENOENT, -EINVAL for what it holds, ...
 */
int inifile_read(const char *path, enum inifile_style style, struct inifile *file,
		 struct profile_error *error)
{
	char *text;
	size_t len;
	int fd, err;

	fd = open_regular(path, error);
	if (fd < 0)
		return fd;
	text = malloc(INIFILE_MAX + 1);
	if (!text) {
		close(fd);
		return profile_no_memory(error);
	}
	err = read_some(fd, text, &len);
	close(fd);
	if (err)
		told(error, path, err);
	else
		err = inifile_parse(path, text, len, style, file, error);
	free(text);
	return err;
}
