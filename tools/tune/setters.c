// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists of files and of what sets something, and who is to blame. */
#include "tune/setters.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * setter_by_name() - who reads such a file, in a word or two
 * @by: one of enum setter_by
 */
const char *setter_by_name(enum setter_by by)
{
	static const char *const names[] = {
		[SETTER_CMDLINE] = "kernel command line",
		[SETTER_SYSCTL_D] = "sysctl.d",
		[SETTER_SYSCTL_CONF] = "sysctl --system",
		[SETTER_TUNED] = "tuned",
		[SETTER_LINK] = "systemd.link",
		[SETTER_NM] = "NetworkManager",
	};

	return names[by];
}

/**
 * setters_add() - add one that counts more than those before
 * @setters: the list
 * @setter: its value is copied, its path is not
 *
 * Return: 0 or -ENOMEM.
 */
int setters_add(struct setters *setters, const struct setter *setter)
{
	struct setter *list = reallocarray(setters->list, setters->count + 1,
					   sizeof(*list));

	if (!list)
		return -ENOMEM;
	setters->list = list;
	list += setters->count;
	*list = *setter;
	if (setter->value) {
		list->value = strdup(setter->value);
		if (!list->value)
			return -ENOMEM;
	}
	setters->count++;
	return 0;
}

/**
 * setters_free() - give the memory of all back
 * @setters: the list, which is empty then
 */
void setters_free(struct setters *setters)
{
	for (size_t i = 0; i < setters->count; i++)
		free(setters->list[i].value);
	free(setters->list);
	*setters = (struct setters){ 0 };
}

static bool says(const struct setter *setter, const char *value,
		 const __s64 *max)
{
	char *text, most[32];
	bool same;

	if (!setter->value)
		return false;
	if (!strcmp(setter->value, "max")) {
		snprintf(most, sizeof(most), "%lld", max ? *max : -1);
		return max && tune_value_equal(most, value);
	}
	text = tune_value_normalize(setter->value);
	same = text && tune_value_equal(text, value);
	free(text);
	return same;
}

/**
 * setters_blame() - who has probably set a value that was found
 * @setters: all that set the thing
 * @value: what was found, normalized
 * @max: the hardware's maximum, which "max" stands for; NULL = none is known
 *
 * Return: of those that say so the one that counts most, NULL = none does:
 * then it is the kernel's default, or was set by hand or by a program.
 */
const struct setter *setters_blame(const struct setters *setters,
				   const char *value, const __s64 *max)
{
	for (size_t i = setters->count; i--;)
		if (says(&setters->list[i], value, max))
			return &setters->list[i];
	return NULL;
}

/* In which of the folders is the file that wins so far? */
static bool wins_from_etc(const struct setter_files *files,
			  const struct setters *found)
{
	const struct setter *last = &found->list[found->count - 1];

	for (size_t i = 0; i < files->count; i++)
		if (files->files[i].path == last->path)
			return last->by == SETTER_SYSCTL_D &&
			       files->files[i].folder < 2;
	return false;
}

/*
 * tuned comes after what boots the machine, and then writes what is in
 * /etc/sysctl.d and /run/sysctl.d again: _apply_system_sysctl() in its
 * plugin_sysctl.py.
 */
static int find_tuned(const struct setter_files *files,
		      const struct tune_key *key, struct setters *found)
{
	for (size_t i = 0; i < files->tuned.count; i++) {
		const struct tune_want *want = &files->tuned.wants[i];
		struct setter setter = { .by = SETTER_TUNED,
					 .path = want->file,
					 .line = want->line,
					 .value = want->value };
		struct setter last;
		int err;

		if (tune_key_compare(&want->key, key) || !want->value)
			continue;
		err = setters_add(found, &setter);
		if (err || found->count < 2 || !files->reapply)
			return err;
		found->count--;
		if (wins_from_etc(files, found)) {
			last = found->list[found->count];
			found->list[found->count] =
				found->list[found->count - 1];
			found->list[found->count - 1] = last;
		}
		found->count++;
		return 0;
	}
	return 0;
}

/**
 * setters_find() - who else sets something
 * @files: what there is, sorted
 * @key: the thing
 * @device: the device that it belongs to; NULL = none, or not known
 * @found: set to them, to be freed, on an error too
 *
 * Return: 0 or -ENOMEM.
 */
int setters_find(const struct setter_files *files, const struct tune_key *key,
		 const struct tune_device *device, struct setters *found)
{
	int err = 0;

	*found = (struct setters){ 0 };
	if (key->kind == TUNE_SYSCTL) {
		err = setters_find_sysctl(files, key->name, found);
	} else if (device) {
		err = setters_find_link(files, key, device, found);
		if (!err)
			err = setters_find_nm(files, key, device, found);
	}
	return err ?: find_tuned(files, key, found);
}
