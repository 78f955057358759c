// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PERSIST_LIST: an environment file for the unit, whose comments tell what was
 * written:
 *
 *   #@ self 0123456789abcdef	sum of all other lines
 *   #@ file 0123456789abcdef 0123456789abcdef /etc/sysctl.d/...
 *   #@ folder /etc/nettune
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memstream.h"
#include "tune/persist.h"
#include "tune/setters.h"

/* 99-zz: behind what administrators and packages call their files. */
const char *const persist_paths[PERSIST_ITEMS] = {
	[PERSIST_SYSCTL] = "/etc/sysctl.d/99-zz-nettune.conf",
	[PERSIST_UNIT] = "/etc/systemd/system/nettune-apply.service",
	[PERSIST_TEMPLATE] = "/etc/systemd/system/nettune-apply@.service",
	[PERSIST_RULE] = "/etc/udev/rules.d/99-nettune.rules",
	[PERSIST_WANTS] = "/etc/systemd/system/multi-user.target.wants/nettune-apply.service",
};

const char *const persist_folders[PERSIST_FOLDERS] = {
	"/etc", "/etc/nettune", "/etc/sysctl.d", "/etc/systemd",
	"/etc/systemd/system", "/etc/systemd/system/multi-user.target.wants",
	"/etc/udev", "/etc/udev/rules.d",
};

#define HEAD \
	"# Written by 'nettune apply --persist': what nettune-apply.service applies at\n" \
	"# boot. 'nettune revert --persist' removes it, and the files that are listed here.\n"

/* Everything but the sum of it. */
static char *print_body(const struct persist_list *list)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fprintf(out, HEAD "PROFILES=%s\nOPTIONS=%s\n", list->profiles,
		list->options);
	for (size_t i = 0; i < PERSIST_ITEMS; i++)
		if (list->has[i])
			fprintf(out, "#@ file %016llx %016llx %s\n",
				list->sums[i][0], list->sums[i][1],
				persist_paths[i]);
	for (size_t i = 0; i < PERSIST_FOLDERS; i++)
		if (list->made[i])
			fprintf(out, "#@ folder %s\n", persist_folders[i]);
	if (!memstream_close(out, &text))
		return text;
	free(text);
	return NULL;
}

/**
 * persist_list_write() - write what was and will be written
 * @root: stands before every path
 * @list: that
 *
 * Return: 0 or a negative errno.
 */
int persist_list_write(const char *root, const struct persist_list *list)
{
	char *body = print_body(list), *text;
	int err;

	if (!body)
		return -ENOMEM;
	if (asprintf(&text, "%s#@ self %016llx\n", body,
		     persist_sum(body)) < 0) {
		free(body);
		return -ENOMEM;
	}
	err = persist_file_write(root, PERSIST_LIST, text, 0644);
	free(text);
	free(body);
	return err;
}

/* Another path than ours is not even looked at. */
static void take_file(struct persist_list *list, const char *line)
{
	unsigned long long sums[2];
	int end = 0;

	if (sscanf(line, "#@ file %16llx %16llx %n", &sums[0], &sums[1],
		   &end) != 2 || !end)
		return;
	for (size_t i = 0; i < PERSIST_ITEMS; i++) {
		if (strcmp(line + end, persist_paths[i]))
			continue;
		list->has[i] = true;
		list->sums[i][0] = sums[0];
		list->sums[i][1] = sums[1];
	}
}

static void take_folder(struct persist_list *list, const char *path)
{
	for (size_t i = 0; i < PERSIST_FOLDERS; i++)
		list->made[i] |= !strcmp(path, persist_folders[i]);
}

static void take_text(char *to, size_t size, const char *from)
{
	size_t len = strnlen(from, size - 1);

	memcpy(to, from, len);
	to[len] = '\0';
}

static void take_line(struct persist_list *list, const char *line)
{
	if (!strncmp(line, "PROFILES=", 9))
		take_text(list->profiles, sizeof(list->profiles), line + 9);
	else if (!strncmp(line, "OPTIONS=", 8))
		take_text(list->options, sizeof(list->options), line + 8);
	else if (!strncmp(line, "#@ folder ", 10))
		take_folder(list, line + 10);
	else
		take_file(list, line);
}

/* The last line is the sum of all before it. */
static bool is_edited(char *text)
{
	char *self = strstr(text, "#@ self ");
	unsigned long long sum;
	char more;

	if (!self || sscanf(self, "#@ self %16llx%c%c", &sum, &more, &more) != 2)
		return true;
	*self = '\0';
	return persist_sum(text) != sum;
}

/**
 * persist_list_read() - read what was written
 * @root: stands before every path
 * @list: set to that; empty when there is none
 *
 * Return: 0 or a negative errno.
 */
int persist_list_read(const char *root, struct persist_list *list)
{
	char *text, line[1200];
	const char *at;
	int err;

	*list = (struct persist_list){ 0 };
	err = persist_file_read(root, PERSIST_LIST, &text);
	if (err)
		return err == -ENOENT || err == -ENOTDIR ? 0 : err;
	list->there = true;
	at = text;
	while (setter_next_line(&at, line, sizeof(line)))
		take_line(list, line);
	list->edited = is_edited(text);
	free(text);
	return 0;
}
