// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which sysctl.d file sets a sysctl, by the rules of systemd-sysctl
 * (src/sysctl/sysctl.c and sysctl.d(5) of systemd 252): the last assignment of
 * a name counts; a pattern counts only for what no file names; "-name" without
 * a value names it, so that no pattern sets it.
 *
 * procps's "sysctl --system" (4.0) goes by the same order, and reads
 * /etc/sysctl.conf behind all others.
 */
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/setters.h"

#define NAME_SIZE	512

/**
 * setter_sysctl_name() - a sysctl's name as a path below /proc/sys
 * @name: with dots ("net.ipv4.conf.eth0/100.forwarding") or slashes
 *	("net/ipv4/conf/eth0.100/forwarding"); the first of either tells which
 * @buf: takes "net/ipv4/conf/eth0.100/forwarding"
 * @size: bytes of @buf
 */
void setter_sysctl_name(const char *name, char *buf, size_t size)
{
	size_t first = strcspn(name, "./");
	bool swap = name[first] == '.';
	size_t len = 0;

	for (; *name && len + 1 < size; name++) {
		char c = *name;

		if (swap && (c == '.' || c == '/'))
			c = c == '.' ? '/' : '.';
		/* No slash at the beginning, and never two. */
		if (c != '/' || (len && buf[len - 1] != '/'))
			buf[len++] = c;
	}
	if (len && buf[len - 1] == '/')
		len--;
	buf[len] = '\0';
}

/**
 * struct entry - what a line says
 * @name: as a path, maybe with a pattern
 * @value: NULL = none
 */
struct entry {
	char		name[NAME_SIZE];
	const char	*value;
};

/* Return: is it more than a comment, and not broken? */
static bool parse_line(char *line, struct entry *entry)
{
	char *equals = strchr(line, '=');
	bool minus = *line == '-';
	size_t len;

	if (!*line || *line == '#' || *line == ';' || (!equals && !minus))
		return false;
	entry->value = NULL;
	if (equals) {
		*equals = '\0';
		entry->value = equals + 1 + strspn(equals + 1, " \t");
	}
	line += minus;
	line += strspn(line, " \t");
	len = strlen(line);
	while (len && isspace((unsigned char)line[len - 1]))
		line[--len] = '\0';
	setter_sysctl_name(line, entry->name, sizeof(entry->name));
	return *entry->name;
}

static bool is_pattern(const char *name)
{
	return strpbrk(name, "*?[");
}

/**
 * struct search - what is looked for, and found
 * @name: as a path
 * @globs: patterns that match it, in the order in which they are applied
 * @patterns: their texts
 * @named: lines that name it
 */
struct search {
	const char	*name;
	struct setters	globs;
	char		**patterns;
	struct setters	named;
};

static void drop_glob(struct search *search, size_t at)
{
	struct setters *globs = &search->globs;

	free(globs->list[at].value);
	free(search->patterns[at]);
	globs->count--;
	memmove(&globs->list[at], &globs->list[at + 1],
		(globs->count - at) * sizeof(*globs->list));
	memmove(&search->patterns[at], &search->patterns[at + 1],
		(globs->count - at) * sizeof(*search->patterns));
}

/*
 * The same again changes nothing; another value moves a pattern to the end, none
 * takes it away.
 */
static int take_glob(struct search *search, const char *pattern,
		     const struct setter *setter)
{
	char **patterns;

	for (size_t i = 0; i < search->globs.count; i++) {
		if (strcmp(search->patterns[i], pattern))
			continue;
		if (setter->value &&
		    !strcmp(search->globs.list[i].value, setter->value))
			return 0;
		drop_glob(search, i);
		break;
	}
	if (!setter->value)
		return 0;
	patterns = reallocarray(search->patterns, search->globs.count + 1,
				sizeof(*patterns));
	if (!patterns)
		return -ENOMEM;
	search->patterns = patterns;
	patterns[search->globs.count] = strdup(pattern);
	if (!patterns[search->globs.count])
		return -ENOMEM;
	if (setters_add(&search->globs, setter)) {
		free(patterns[search->globs.count]);
		return -ENOMEM;
	}
	return 0;
}

static int take_entry(struct search *search, const struct entry *entry,
		      struct setter *setter)
{
	setter->value = (char *)entry->value;
	if (!is_pattern(entry->name))
		return strcmp(entry->name, search->name) ? 0 :
		       setters_add(&search->named, setter);
	if (fnmatch(entry->name, search->name, FNM_PATHNAME | FNM_PERIOD))
		return 0;
	return take_glob(search, entry->name, setter);
}

static int search_file(struct search *search, const struct setter_file *file)
{
	const char *text = file->text;
	struct entry entry;
	char line[4096];
	int err = 0;

	for (unsigned int number = 1;
	     !err && setter_next_line(&text, line, sizeof(line)); number++) {
		struct setter setter = { .by = file->by, .path = file->path,
					 .line = number };

		if (parse_line(line, &entry))
			err = take_entry(search, &entry, &setter);
	}
	return err;
}

/* "sysctl.net.core.somaxconn=8192", since Linux 5.8: fs/proc/proc_sysctl.c */
static int search_cmdline(struct search *search, const struct setter_file *file)
{
	const char *at = file->text;
	int err = 0;

	while (!err && *(at += strspn(at, " \t\n"))) {
		size_t len = strcspn(at, " \t\n");
		struct setter setter = { .by = file->by, .path = file->path };
		char word[NAME_SIZE];
		struct entry entry;

		snprintf(word, sizeof(word), "%.*s", (int)len, at);
		at += len;
		if (!strcmp(word, "--"))
			break;
		if ((!strncmp(word, "sysctl.", 7) ||
		     !strncmp(word, "sysctl/", 7)) &&
		    parse_line(word + 7, &entry) && entry.value &&
		    !is_pattern(entry.name))
			err = take_entry(search, &entry, &setter);
	}
	return err;
}

/* Hands the values over. */
static int move_all(struct setters *from, struct setters *found)
{
	int err = 0;

	for (size_t i = 0; !err && i < from->count; i++)
		err = setters_add(found, &from->list[i]);
	setters_free(from);
	return err;
}

static int finish(struct search *search, int err, struct setters *found)
{
	for (size_t i = 0; i < search->globs.count; i++)
		free(search->patterns[i]);
	free(search->patterns);
	if (err) {
		setters_free(&search->globs);
		setters_free(&search->named);
		return err;
	}
	err = move_all(&search->globs, found);
	if (err) {
		setters_free(&search->named);
		return err;
	}
	return move_all(&search->named, found);
}

static int search_by(const struct setter_files *files, enum setter_by by,
		     const char *name, struct setters *found)
{
	struct search search = { .name = name };
	int err = 0;

	for (size_t i = 0; !err && i < files->count; i++) {
		const struct setter_file *file = &files->files[i];

		if (file->by != by)
			continue;
		err = by == SETTER_CMDLINE ? search_cmdline(&search, file) :
					     search_file(&search, file);
	}
	return finish(&search, err, found);
}

/**
 * setters_find_sysctl() - who sets a sysctl at boot
 * @files: in their order
 * @name: the sysctl, with dots or slashes
 * @found: all are added, the one that wins is the last; one without a value
 *	keeps patterns off
 *
 * /etc/sysctl.conf counts least: what boots the machine does not read it unless
 * it is linked into sysctl.d.
 *
 * Return: 0 or -ENOMEM.
 */
int setters_find_sysctl(const struct setter_files *files, const char *name,
			struct setters *found)
{
	char path[NAME_SIZE];
	int err;

	setter_sysctl_name(name, path, sizeof(path));
	err = search_by(files, SETTER_CMDLINE, path, found);
	if (!err)
		err = search_by(files, SETTER_SYSCTL_CONF, path, found);
	if (!err)
		err = search_by(files, SETTER_SYSCTL_D, path, found);
	return err;
}
