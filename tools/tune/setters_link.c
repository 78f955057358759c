// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which .link file sets a device's parameter. systemd-udevd takes the first one,
 * by name, whose [Match] fits: systemd.link(5) of systemd 252.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "array.h"
#include "tune/setters.h"

/* Does a device's word fit one pattern? NULL = the word is not known. */
typedef bool (*fits_fn)(const struct tune_device *device, const char *pattern);

static bool fits_name(const struct tune_device *device, const char *pattern)
{
	return !fnmatch(pattern, device->nic.ifname, 0);
}

static bool fits_driver(const struct tune_device *device, const char *pattern)
{
	return !fnmatch(pattern, device->nic.driver, 0);
}

static bool fits_kind(const struct tune_device *device, const char *pattern)
{
	return !fnmatch(pattern, device->nic.kind, 0);
}

/* "KEY=value" lines: the value of one of them. */
static bool udev_value(const struct tune_device *device, const char *key,
		       char *buf, size_t size)
{
	size_t len = strlen(key);

	for (const char *at = device->udev; at && *at;) {
		size_t line = strcspn(at, "\n");

		if (line > len && !strncmp(at, key, len) && at[len] == '=') {
			snprintf(buf, size, "%.*s", (int)(line - len - 1),
				 at + len + 1);
			return true;
		}
		at += line + (at[line] == '\n');
	}
	return false;
}

/* udev's ID_PATH; of a PCI device it is known without udev. */
static bool fits_path(const struct tune_device *device, const char *pattern)
{
	char path[256];

	if (!udev_value(device, "ID_PATH", path, sizeof(path)))
		snprintf(path, sizeof(path), "pci-%s", device->nic.bus);
	return !fnmatch(pattern, path, 0);
}

static bool fits_property(const struct tune_device *device, const char *pattern)
{
	char key[128], value[256];
	size_t len = strcspn(pattern, "=");

	snprintf(key, sizeof(key), "%.*s", (int)len, pattern);
	return pattern[len] && udev_value(device, key, value, sizeof(value)) &&
	       !strcmp(value, pattern + len + 1);
}

/* Hexadecimal digits alone: "52-54-00-12-34-56" is "5254.0012.3456". */
static bool fits_address(const struct tune_device *device, const char *pattern)
{
	const char *a = device->address, *b = pattern;

	for (;;) {
		a += strspn(a, ":-.");
		b += strspn(b, ":-.");
		if (!*a || !*b)
			return *device->address && !*a && !*b;
		if (strncasecmp(a++, b++, 1))
			return false;
	}
}

/* What [Match] may ask; without @fits it is of the machine: not known. */
static const struct match {
	const char	*key;
	fits_fn		fits;
	bool		all;	/* every word must fit, not just one */
} matches[] = {
	{ "OriginalName", fits_name, false },
	{ "Driver", fits_driver, false },
	{ "Path", fits_path, false },
	{ "Kind", fits_kind, false },
	{ "MACAddress", fits_address, false },
	{ "PermanentMACAddress", fits_address, false },
	{ "Property", fits_property, true },
	{ "Type", NULL, false },
	{ "Host", NULL, false },
	{ "Virtualization", NULL, false },
	{ "KernelCommandLine", NULL, false },
	{ "KernelVersion", NULL, false },
	{ "Credential", NULL, false },
	{ "Architecture", NULL, false },
	{ "Firmware", NULL, false },
};

/**
 * struct asked - what a file's [Match] came to so far, and what it sets
 * @device: whose it may be
 * @given: mask of (1 << i): was matches[i] asked?
 * @fit: mask: did it fit?
 * @unsure: something was asked that is not known
 * @name: the parameter
 * @value: what it is set to, "" = nothing
 * @path: where
 * @line: in which line
 */
struct asked {
	const struct tune_device	*device;
	unsigned int			given;
	unsigned int			fit;
	bool				unsure;
	const struct setter_name	*name;
	char				value[64];
	const char			*path;
	unsigned int			line;
};

/* A list of words; "!" before it turns the answer around. */
static bool fits_list(const struct tune_device *device,
		      const struct match *match, const char *list)
{
	bool invert = *list == '!';
	bool fits = match->all;
	char words[512], *at = NULL;

	snprintf(words, sizeof(words), "%s", list + invert);
	for (char *word = strtok_r(words, " \t", &at); word;
	     word = strtok_r(NULL, " \t", &at)) {
		bool fit;

		word += strspn(word, "\"");
		word[strcspn(word, "\"")] = '\0';
		fit = match->fits(device, word);
		fits = match->all ? fits && fit : fits || fit;
	}
	return fits != invert;
}

static void take_match(struct asked *asked, const struct setter_line *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(matches); i++) {
		if (strcmp(matches[i].key, line->key))
			continue;
		if (!matches[i].fits) {
			asked->unsure = true;
		} else if (!*line->value) {
			asked->given &= ~(1U << i);
			asked->fit &= ~(1U << i);
		} else {
			asked->given |= 1U << i;
			if (fits_list(asked->device, &matches[i], line->value))
				asked->fit |= 1U << i;
		}
	}
}

static int take_line(const struct setter_line *line, void *arg)
{
	struct asked *asked = arg;
	char value[sizeof(asked->value)];

	if (!strcmp(line->section, "Match")) {
		take_match(asked, line);
	} else if (!strcmp(line->section, "Link") && asked->name->link &&
		   !strcmp(line->key, asked->name->link) &&
		   !setter_value(asked->name->unit, line->value, true, value,
				 sizeof(value))) {
		memcpy(asked->value, value, sizeof(value));
		asked->line = line->line;
	}
	return 0;
}

/* With its drop-ins, which follow it. Return: number of the next one. */
static size_t read_link(const struct setter_files *files, size_t at,
			struct asked *asked)
{
	const struct setter_file *main_file = &files->files[at];

	do {
		unsigned int line = asked->line;
		char value[sizeof(asked->value)];

		memcpy(value, asked->value, sizeof(value));
		setter_ini(files->files[at].text, take_line, asked);
		if (asked->line != line ||
		    strcmp(value, asked->value))
			asked->path = files->files[at].path;
		at++;
	} while (at < files->count && files->files[at].by == SETTER_LINK &&
		 !strcmp(files->files[at].name, main_file->name));
	return at;
}

/**
 * setters_link_applies() - which .link file is a device's?
 * @files: what there is, sorted
 * @device: the device
 * @at: where to begin; set to the first file, behind which are its drop-ins
 * @end: set to the number behind the last of these
 * @unsure: set to: does it ask what is not known?
 *
 * Return: is there one from @at on that fits?
 */
bool setters_link_applies(const struct setter_files *files,
			  const struct tune_device *device, size_t *at,
			  size_t *end, bool *unsure)
{
	static const struct setter_name nothing = { .link = NULL };

	for (; *at < files->count; *at = *end) {
		const struct setter_file *file = &files->files[*at];
		struct asked asked = { .device = device, .name = &nothing };

		*end = *at + 1;
		if (file->by != SETTER_LINK)
			continue;
		*end = read_link(files, *at, &asked);
		/* An empty one is masked, a drop-in alone is none. */
		if (file->drop_in || !*file->text || asked.given != asked.fit)
			continue;
		*unsure = asked.unsure;
		return true;
	}
	return false;
}

/**
 * setters_find_link() - which .link file sets a device's parameter
 * @files: what there is, sorted
 * @key: the parameter
 * @device: the device
 * @found: added to: those that may be the device's, and the first that is
 *
 * Return: 0 or -ENOMEM.
 */
int setters_find_link(const struct setter_files *files,
		      const struct tune_key *key,
		      const struct tune_device *device, struct setters *found)
{
	const struct setter_name *name = setter_name(key);
	bool unsure = true;
	size_t at = 0, end;

	if (!name || !name->link)
		return 0;
	while (unsure &&
	       setters_link_applies(files, device, &at, &end, &unsure)) {
		struct asked asked = { .device = device, .name = name };
		struct setter setter = { .by = SETTER_LINK, .unsure = unsure,
					 .value = asked.value };

		read_link(files, at, &asked);
		at = end;
		setter.path = asked.path;
		setter.line = asked.line;
		if (*asked.value && setters_add(found, &setter))
			return -ENOMEM;
	}
	return 0;
}
