// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which of NetworkManager's connection profiles sets a device's parameter:
 * nm-settings-keyfile(5). Which one is active is not in the files; all that can
 * be the device's are found.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tune/setters.h"

/**
 * struct asked - what a profile asks of a device, and sets
 * @device: whose it may be
 * @name: the parameter
 * @other: it is another device's, or of another kind
 * @named: it names the device
 * @value: what it sets, "" = nothing
 * @line: where
 */
struct asked {
	const struct tune_device	*device;
	const struct setter_name	*name;
	bool				other;
	bool				named;
	char				value[64];
	unsigned int			line;
};

/* "eth*;!eth1;": one must fit, unless there are only such as must not. */
static bool fits_any(const char *list, const char *word)
{
	bool fits = false, must = false;
	char words[512], *at = NULL;

	snprintf(words, sizeof(words), "%s", list);
	for (char *one = strtok_r(words, ";, ", &at); one;
	     one = strtok_r(NULL, ";, ", &at)) {
		bool invert = *one == '!';
		bool fit = !fnmatch(one + invert, word, 0);

		if (invert && fit)
			return false;
		fits |= fit;
		must |= !invert;
	}
	return fits || !must;
}

static void judge(struct asked *asked, bool fits)
{
	asked->other |= !fits;
	asked->named = true;
}

static bool is_ethernet(const char *section)
{
	return !strcmp(section, "ethernet") ||
	       !strcmp(section, "802-3-ethernet");
}

static void take_match(struct asked *asked, const struct setter_line *line)
{
	const struct tune_device *device = asked->device;

	if (!strcmp(line->section, "match")) {
		if (!strcmp(line->key, "interface-name"))
			judge(asked, fits_any(line->value, device->nic.ifname));
		else if (!strcmp(line->key, "driver"))
			judge(asked, fits_any(line->value, device->nic.driver));
	} else if (!strcmp(line->section, "connection")) {
		if (!strcmp(line->key, "interface-name"))
			judge(asked, !strcmp(line->value, device->nic.ifname));
		else if (!strcmp(line->key, "type") && *device->nic.bus)
			asked->other |= !is_ethernet(line->value);
	} else if (is_ethernet(line->section) &&
		   !strcmp(line->key, "mac-address")) {
		judge(asked, !strcasecmp(line->value, device->address));
	}
}

static int take_line(const struct setter_line *line, void *arg)
{
	struct asked *asked = arg;
	bool in = asked->name->kind == TUNE_LINK ?
		  is_ethernet(line->section) :
		  !strcmp(line->section, "ethtool");

	take_match(asked, line);
	if (in && !strcmp(line->key, asked->name->nm) &&
	    !setter_value(asked->name->unit, line->value, false, asked->value,
			  sizeof(asked->value)))
		asked->line = line->line;
	return 0;
}

/**
 * setters_find_nm() - which connection profile sets a device's parameter
 * @files: what there is, sorted
 * @key: the parameter
 * @device: the device
 * @found: added to; unsure is one that names no device
 *
 * Return: 0 or -ENOMEM.
 */
int setters_find_nm(const struct setter_files *files,
		    const struct tune_key *key,
		    const struct tune_device *device, struct setters *found)
{
	const struct setter_name *name = setter_name(key);
	int err = 0;

	if (!name || !name->nm)
		return 0;
	for (size_t i = 0; !err && i < files->count; i++) {
		struct asked asked = { .device = device, .name = name };
		struct setter setter = { .by = SETTER_NM,
					 .path = files->files[i].path };

		if (files->files[i].by != SETTER_NM)
			continue;
		setter_ini(files->files[i].text, take_line, &asked);
		if (asked.other || !asked.line)
			continue;
		setter.line = asked.line;
		setter.value = asked.value;
		setter.unsure = !asked.named;
		err = setters_add(found, &setter);
	}
	return err;
}
