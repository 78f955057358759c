// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a capture from a file. */
#include "source/capture_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * capture_read() - read a capture from a file
 * @path: the file
 * @capture: as capture_parse()
 * @reason: likewise
 *
 * Return: as capture_parse(), or the errno of opening or reading the file.
 */
int capture_read(const char *path, struct capture *capture,
		 char reason[CAPTURE_REASON])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *text;
	int err;

	reason[0] = '\0';
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st)) {
		err = -errno;
		close(fd);
		return err;
	}
	if (!S_ISREG(st.st_mode) || !st.st_size) {
		close(fd);
		snprintf(reason, CAPTURE_REASON,
			 "it is empty, or no regular file");
		return -EBADMSG;
	}
	text = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	err = text == MAP_FAILED ? -errno : 0;
	close(fd);
	if (err)
		return err;
	err = capture_parse(text, st.st_size, capture, reason);
	munmap(text, st.st_size);
	return err;
}
