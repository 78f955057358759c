// SPDX-License-Identifier: GPL-2.0-or-later
/* The units and the rule: brought by a package, or written from here. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "memstream.h"
#include "tune/persist.h"
/* Made of systemd/ by the Makefile. */
#include "persist_texts.h"

/* The path in those files. */
#define PROGRAM	"/usr/sbin/nettune"

static const struct {
	const char	*text;
	const char	*folder;	/* below a prefix */
	const char	*name;
} units[PERSIST_ITEMS] = {
	[PERSIST_UNIT] = { unit_service, "systemd/system",
			   "nettune-apply.service" },
	[PERSIST_TEMPLATE] = { unit_template, "systemd/system",
			       "nettune-apply@.service" },
	[PERSIST_RULE] = { unit_rule, "udev/rules.d", "99-nettune.rules" },
};

/**
 * persist_is_packaged() - has a package brought that file?
 * @root: stands before every path
 * @item: a unit, or the rule
 * @path: set to where it is, without @root
 * @size: bytes of @path
 */
bool persist_is_packaged(const char *root, enum persist_item item, char *path,
			 size_t size)
{
	static const char *const prefixes[] = {
		"/usr/local/lib", "/usr/lib", "/lib",
	};
	char whole[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
		snprintf(path, size, "%s/%s/%s", prefixes[i],
			 units[item].folder, units[item].name);
		snprintf(whole, sizeof(whole), "%s%s", root, path);
		if (!access(whole, F_OK))
			return true;
	}
	return false;
}

/**
 * persist_unit_text() - what such a file is to hold
 * @item: a unit, or the rule
 * @program: where nettune is
 *
 * Return: that, to be freed; NULL without memory.
 */
char *persist_unit_text(enum persist_item item, const char *program)
{
	const char *from = units[item].text, *at;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	while ((at = strstr(from, PROGRAM))) {
		fprintf(out, "%.*s%s", (int)(at - from), from, program);
		from = at + strlen(PROGRAM);
	}
	fputs(from, out);
	if (!memstream_close(out, &text))
		return text;
	free(text);
	return NULL;
}
