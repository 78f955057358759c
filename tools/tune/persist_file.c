// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that are there as a whole or not at all, also if the power fails. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tune/persist.h"

/* More than nettune ever writes. */
#define TEXT_MAX	1048576

/**
 * persist_sum() - tells whether a text was edited (FNV-1a, 64 bits)
 * @text: the text
 */
__u64 persist_sum(const char *text)
{
	__u64 sum = 0xcbf29ce484222325;

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3;
	return sum;
}

static int whole_path(const char *root, const char *path, char whole[PATH_MAX])
{
	return snprintf(whole, PATH_MAX, "%s%s", root, path) < PATH_MAX ?
	       0 : -ENAMETOOLONG;
}

static int read_all(int fd, char **text)
{
	size_t got = 0;
	ssize_t len;

	*text = calloc(1, TEXT_MAX + 1);
	if (!*text)
		return -ENOMEM;
	while ((len = read(fd, *text + got, TEXT_MAX - got)) > 0)
		got += len;
	if (len >= 0 && got < TEXT_MAX)
		return 0;
	free(*text);
	*text = NULL;
	return len < 0 ? -errno : -EFBIG;
}

/**
 * persist_file_read() - what a file holds
 * @root: stands before @path
 * @path: the file; a link is not followed
 * @text: set to it, to be freed
 *
 * Return: 0, -ENOENT, -ELOOP for a link, or another negative errno.
 */
int persist_file_read(const char *root, const char *path, char **text)
{
	char whole[PATH_MAX];
	int fd, err;

	*text = NULL;
	err = whole_path(root, path, whole);
	if (err)
		return err;
	fd = open(whole, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	err = read_all(fd, text);
	close(fd);
	return err;
}

/* What is in a folder is safe only once the folder is. */
static int sync_folder(const char *whole)
{
	char copy[PATH_MAX];
	int fd, err = 0;

	snprintf(copy, sizeof(copy), "%s", whole);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fsync(fd) && errno != EINVAL)
		err = -errno;
	close(fd);
	return err;
}

static int write_all(int fd, const char *text, mode_t mode)
{
	size_t len = strlen(text);

	while (len) {
		ssize_t done = write(fd, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		text += done;
		len -= done;
	}
	return fchmod(fd, mode) || fsync(fd) ? -errno : 0;
}

/* Beside it, hidden: nobody who reads the folder takes it for a file. */
static int name_beside(const char *whole, char beside[PATH_MAX])
{
	const char *name = strrchr(whole, '/') + 1;

	return snprintf(beside, PATH_MAX, "%.*s.%s.XXXXXX",
			(int)(name - whole), whole, name) < PATH_MAX ?
	       0 : -ENAMETOOLONG;
}

/**
 * persist_file_write() - make a file, or put another in its place
 * @root: stands before @path
 * @path: the file
 * @text: what it is to hold
 * @mode: who may read and write it; nobody else ever may while it is written
 *
 * Return: 0 or a negative errno, after which all is as it was.
 */
int persist_file_write(const char *root, const char *path, const char *text,
		       mode_t mode)
{
	char whole[PATH_MAX], beside[PATH_MAX];
	int fd, err;

	err = whole_path(root, path, whole) ?: name_beside(whole, beside);
	if (err)
		return err;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = write_all(fd, text, mode);
	close(fd);
	if (!err && rename(beside, whole))
		err = -errno;
	if (err) {
		unlink(beside);
		return err;
	}
	return sync_folder(whole);
}

/**
 * persist_link_read() - where a link leads
 * @root: stands before @path
 * @path: the link
 * @target: set to that, to be freed
 *
 * Return: 0, -ENOENT, -EINVAL when it is no link, or another negative errno.
 */
int persist_link_read(const char *root, const char *path, char **target)
{
	char whole[PATH_MAX], buf[PATH_MAX];
	ssize_t len;
	int err;

	*target = NULL;
	err = whole_path(root, path, whole);
	if (err)
		return err;
	len = readlink(whole, buf, sizeof(buf) - 1);
	if (len < 0)
		return -errno;
	buf[len] = '\0';
	*target = strdup(buf);
	return *target ? 0 : -ENOMEM;
}

/**
 * persist_link_write() - make a link, or let it lead elsewhere
 * @root: stands before @path
 * @path: the link
 * @target: where it leads, without @root
 *
 * Return: 0 or a negative errno, after which all is as it was.
 */
int persist_link_write(const char *root, const char *path, const char *target)
{
	char whole[PATH_MAX], beside[PATH_MAX];
	int fd, err;

	err = whole_path(root, path, whole) ?: name_beside(whole, beside);
	if (err)
		return err;
	/* Reserves a name, which the link then takes. */
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	close(fd);
	unlink(beside);
	if (symlink(target, beside))
		return -errno;
	if (rename(beside, whole)) {
		err = -errno;
		unlink(beside);
		return err;
	}
	return sync_folder(whole);
}

/**
 * persist_file_remove() - remove a file or a link
 * @root: stands before @path
 * @path: which; it may be gone already
 *
 * Return: 0 or a negative errno.
 */
int persist_file_remove(const char *root, const char *path)
{
	char whole[PATH_MAX];
	int err = whole_path(root, path, whole);

	if (err)
		return err;
	if (unlink(whole))
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	return sync_folder(whole);
}
