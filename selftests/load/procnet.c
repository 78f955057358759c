// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's own table of TCP sockets: for TIME_WAIT and half-open ones,
 * which have no file descriptor to ask.
 */
#include <stdio.h>

#include "load.h"

/* How many are in this state at this local port? */
long procnet_count(int family, int state, int port)
{
	const char *name = family == AF_INET6 ? "/proc/net/tcp6" : "/proc/net/tcp";
	unsigned int local, has;
	FILE *file = fopen(name, "re");
	char line[512];
	long nr = 0;

	if (!file)
		fail("open %s", name);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%*x %x", &local, &has) != 2)
			continue;
		if ((int)local == port && (int)has == state)
			nr++;
	}
	if (ferror(file))
		fail("read %s", name);
	fclose(file);
	return nr;
}
