// SPDX-License-Identifier: GPL-2.0-or-later
/* Files whose text has to stay what it was, and what stands for one. */
#include "crash.h"

#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

static int read_command(struct crash_file *file)
{
	FILE *pipe = popen(file->path + 1, "r");

	if (!pipe)
		return -1;
	file->len = fread(file->text, 1, sizeof(file->text), pipe);
	return pclose(pipe);
}

static void add(struct crash_file *file, const char *format, ...)
{
	size_t room = sizeof(file->text) - file->len;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(file->text + file->len, room, format, args);
	va_end(args);
	if (len > 0)
		file->len += (size_t)len < room ? (size_t)len : room - 1;
}

/* Each number of what is asked for, as they are in the kernel's structure. */
static bool add_numbers(struct crash_file *file, int fd, const char *name,
			__u32 *numbers, size_t count)
{
	struct ifreq request = { .ifr_data = (void *)numbers };
	bool has;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s",
		 file->path + 1);
	has = !ioctl(fd, SIOCETHTOOL, &request);
	for (size_t i = 1; has && i < count; i++)
		add(file, "%s%u ", i == 1 ? name : "", numbers[i]);
	return has;
}

/*
 * By ioctl: to start ethtool would take longer than all else here, and nettune
 * itself asks by netlink.
 */
static int read_device(struct crash_file *file)
{
	struct ethtool_ringparam ring = { .cmd = ETHTOOL_GRINGPARAM };
	struct ethtool_coalesce coalesce = { .cmd = ETHTOOL_GCOALESCE };
	struct ethtool_channels channels = { .cmd = ETHTOOL_GCHANNELS };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool has;

	if (fd < 0)
		return -1;
	file->len = 0;
	has = add_numbers(file, fd, "rings ", (__u32 *)&ring,
			  sizeof(ring) / sizeof(__u32));
	has |= add_numbers(file, fd, "coalescing ", (__u32 *)&coalesce,
			   sizeof(coalesce) / sizeof(__u32));
	has |= add_numbers(file, fd, "channels ", (__u32 *)&channels,
			   sizeof(channels) / sizeof(__u32));
	add(file, "\n");
	close(fd);
	if (!has)
		fprintf(stderr, "%s: it tells nothing\n", file->path);
	return has ? 0 : -1;
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
	if (*file->path == '%')
		return read_device(file);
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
