// SPDX-License-Identifier: GPL-2.0-or-later
/* Files whose text has to stay what it was. */
#include "crash.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int read_command(struct crash_file *file)
{
	FILE *pipe = popen(file->path + 1, "r");

	if (!pipe)
		return -1;
	file->len = fread(file->text, 1, sizeof(file->text), pipe);
	return pclose(pipe);
}

/**
 * crash_read() - what is in a file
 * @file: gets it
 *
 * Return: 0 or -1.
 */
int crash_read(struct crash_file *file)
{
	ssize_t len;
	int fd;

	if (*file->path == '!')
		return read_command(file);
	fd = open(file->path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : read(fd, file->text, sizeof(file->text));
	if (fd >= 0)
		close(fd);
	if (len < 0) {
		perror(file->path);
		return -1;
	}
	file->len = len;
	return 0;
}

/**
 * crash_same() - is in a file what was in it?
 * @file: what was
 * @when: when this is asked, for the message
 * @at: place of the crash, for the message; 0 = there is no message
 */
bool crash_same(const struct crash_file *file, const char *when,
		unsigned long at)
{
	struct crash_file now = { .path = file->path };

	if (!crash_read(&now) && now.len == file->len &&
	    !memcmp(now.text, file->text, now.len))
		return true;
	if (at)
		printf("# place %lu, %s: %s is %.*s# not: %.*s", at, when,
		       file->path, (int)now.len, now.text, (int)file->len,
		       file->text);
	return false;
}

/**
 * crash_remove() - remove a folder and the files in it
 * @folder: where it is; need not be there
 */
void crash_remove(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(folder);
}
