/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Profiles as they are written: tuned's language, and ours on top of it.
 * DESIGN: read by inih, included and merged as tuned does, nothing executed.
 */
#ifndef TUNE_PROFILE_H
#define TUNE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/machine.h"
#include "tune/want.h"

/* Bytes of a message about a profile. */
#define PROFILE_MESSAGE	512

/**
 * struct profile_error - what is wrong with a profile
 * @file: the file; "" = none was found
 * @line: the line, from 1; 0 = the file as a whole
 * @text: key, what is wrong, and what was expected
 */
struct profile_error {
	char		file[256];
	unsigned int	line;
	char		text[PROFILE_MESSAGE];
};

struct profile;

/**
 * struct profile_dirs - where profiles are looked for, first come first served
 * @dirs: folders, NULL at the end; a profile is NAME.conf or NAME/tuned.conf
 */
struct profile_dirs {
	const char *const	*dirs;
};

/* NETTUNE_PROFILES, else /etc/nettune/profiles, /usr/share/nettune/profiles
 * and, for tuned's, /etc/tuned{,/profiles} and /usr/lib/tuned{,/profiles}.
 */
const char *const *profile_default_dirs(void);
bool profile_name_valid(const char *name);

/* profile.c: several names are merged in their order; a name with a slash is
 * a path. What a profile includes may depend on @machine. Return: 0, or a
 * negative errno with @error told.
 */
int profile_load(const struct profile_dirs *dirs,
		 const struct tune_machine *machine, char *const *names,
		 size_t count, struct profile **profile,
		 struct profile_error *error);
int profile_path(const struct profile_dirs *dirs, const char *name, char **path,
		 struct profile_error *error);
void profile_free(struct profile *profile);
const char *profile_summary(const struct profile *profile);

/* Sections that are for other programs: each NULL-terminated list is valid as
 * long as the profile.
 */
const char *const *profile_ignored(const struct profile *profile);

/* resolve.c: what the profile comes to on this machine, in the order in which
 * it is to be done. Return: 0, or a negative errno with @error told.
 */
int profile_resolve(const struct profile *profile,
		    const struct tune_machine *machine,
		    struct tune_wants *wants, struct profile_error *error);

/* list.c */
/**
 * struct profile_entry - a profile that is there
 * @name: its name
 * @path: its file
 * @summary: what it is for; "" = it does not say
 */
struct profile_entry {
	char	*name;
	char	*path;
	char	*summary;
};

int profile_list(const struct profile_dirs *dirs, struct profile_entry **list,
		 size_t *count);
void profile_list_free(struct profile_entry *list, size_t count);

#endif
