// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that are files of /proc and /sys. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/proc.h"
#include "tune/host.h"

/* Who may do what with it: tcp_fastopen_key is for root's eyes only. */
static void take_mode(const char *root, const char *name, struct tune_now *now)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	if (stat(path, &st))
		return;
	now->fixed = !(st.st_mode & 0222);
	now->secret = !(st.st_mode & 0004);
}

/**
 * host_read_file() - what a setting in a file is
 * @root: where /proc or /sys is
 * @name: the file below that
 * @now: filled in; a folder is no setting
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_file(const char *root, const char *name, struct tune_now *now)
{
	char *text;
	size_t len;
	int err;

	err = proc_read(root, name, &text, &len);
	if (err == -EISDIR)
		return host_unknown(now, -ENOENT, "a folder of settings");
	if (err == -ENOTDIR)
		err = -ENOENT;
	if (err)
		return host_unknown(now, err, NULL);
	err = host_value(now, text);
	free(text);
	take_mode(root, name, now);
	return err;
}

/*
 * The kernel takes a setting in one write: what is beyond its last number it
 * leaves, which is to be noticed. Only of lists as long as a page more writes
 * follow (proc_do_large_bitmap() in kernel/sysctl.c).
 */
static int write_all(int fd, const char *line, size_t len,
		     const struct host_write *write)
{
	const bool pages = len > (size_t)sysconf(_SC_PAGESIZE) - 1;
	size_t done = 0;

	while (done < len) {
		ssize_t put = TEMP_FAILURE_RETRY(pwrite(fd, line + done,
							len - done, done));

		/* The file is there: it is a name, as of an algorithm. */
		if (put < 0 && errno == ENOENT)
			return host_refuse(write, -ENOENT,
					   "the kernel has nothing of that name (or its module is missing)");
		if (put < 0)
			return host_refuse_errno(write, -errno);
		done += put;
		if (done < len && (!pages || !put))
			return host_refuse(write, -EINVAL,
					   "the kernel took only '%.*s'",
					   (int)done, line);
	}
	return 0;
}

/**
 * host_write_file() - set what is in a file
 * @path: the file, which has to be there
 * @value: its new value
 * @write: gets the reason if it can't be done
 *
 * Return: 0 or a negative errno.
 */
int host_write_file(const char *path, const char *value,
		    const struct host_write *write)
{
	char *line;
	int fd, len, err;

	fd = open(path, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return host_refuse_errno(write, -errno);
	len = asprintf(&line, "%s\n", value);
	err = len < 0 ? -ENOMEM : write_all(fd, line, len, write);
	if (len >= 0)
		free(line);
	/* Nothing is left to be written by then, so this can't fail. */
	close(fd);
	return err;
}
