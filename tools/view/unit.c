// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers with units, for people. */
#include <stdio.h>

#include "view/view.h"

/**
 * view_bytes() - bytes in at most five characters
 * @bytes: how many
 * @buf: where to put the text
 * @size: bytes in @buf
 *
 * Up to 9999 exactly, then in units of 1024, rounded down: "97K", "1.2M".
 */
void view_bytes(__u64 bytes, char *buf, size_t size)
{
	static const char units[] = "KMGTPE";
	int unit = 0;

	if (bytes < 10000) {
		snprintf(buf, size, "%llu", bytes);
		return;
	}
	/* What is left is in units of 1/1024 of the unit that is printed. */
	for (; bytes >= 1024 * 1024; bytes /= 1024)
		unit++;
	if (bytes < 10 * 1024)
		snprintf(buf, size, "%llu.%llu%c", bytes / 1024,
			 bytes % 1024 * 10 / 1024, units[unit]);
	else
		snprintf(buf, size, "%llu%c", bytes / 1024, units[unit]);
}
