// SPDX-License-Identifier: GPL-2.0-or-later
/* Limits: sysctls and the number of open files. */
#include <stdio.h>
#include <sys/resource.h>

#include "load.h"

/* More than this never helps, and fs.nr_open may be a billion. */
#define NOFILE_MAX	1048576

long sysctl_read(const char *path)
{
	char name[128];
	long value;
	FILE *file;

	snprintf(name, sizeof(name), "/proc/sys/%s", path);
	file = fopen(name, "re");
	if (!file)
		fail("open %s", name);
	if (fscanf(file, "%ld", &value) != 1)
		failx("read %s: not a number", name);
	fclose(file);
	return value;
}

/* As many as may be: up to fs.nr_open for CAP_SYS_RESOURCE, else the hard limit. */
long nofile_raise(void)
{
	long most = sysctl_read("fs/nr_open");
	struct rlimit limit;
	struct rlimit want;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		fail("getrlimit");
	if (most > NOFILE_MAX)
		most = NOFILE_MAX;

	want.rlim_cur = (rlim_t)most;
	want.rlim_max = want.rlim_cur;
	if (limit.rlim_max >= want.rlim_max || setrlimit(RLIMIT_NOFILE, &want)) {
		want = limit;
		want.rlim_cur = limit.rlim_max;
		if (want.rlim_cur > (rlim_t)most)
			want.rlim_cur = (rlim_t)most;
		if (setrlimit(RLIMIT_NOFILE, &want))
			fail("setrlimit");
	}
	return (long)want.rlim_cur;
}
