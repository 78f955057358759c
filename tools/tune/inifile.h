/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One INI file: every key with its line, and the comment that goes with it. */
#ifndef TUNE_INIFILE_H
#define TUNE_INIFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/profile.h"

/* More than any profile has: what is longer was not meant to be one. */
#define INIFILE_MAX	(256 * 1024)
#define INIFILE_LINE	4096

/* inih keeps no more of a section's name. */
#define INIFILE_SECTION	48

/**
 * struct inifile_entry - one key and its value
 * @section: number of its section
 * @key: as it is written
 * @value: as it is written, without comments, the lines of one that has several
 *	apart by '\n'; NULL = there is none
 * @reason: the comment above it or behind it, in one line; NULL = none
 * @line: where it is, from 1
 */
struct inifile_entry {
	size_t		section;
	char		*key;
	char		*value;
	char		*reason;
	unsigned int	line;
};

/**
 * struct inifile_section - one heading
 * @name: what is in its brackets
 * @line: where it is
 */
struct inifile_section {
	char		*name;
	unsigned int	line;
};

/**
 * struct inifile - a file that was read; zeroed at first
 * @entries: in the order of the file, duplicates and all
 * @count: how many
 * @sections: headings likewise
 * @section_count: how many
 */
struct inifile {
	struct inifile_entry	*entries;
	size_t			count;
	struct inifile_section	*sections;
	size_t			section_count;
};

/**
 * enum inifile_style - what else is right in a file
 * @INIFILE_PROFILE: keys are in sections and have values
 * @INIFILE_VARIABLES: there may be keys ahead of any section, which then have one
 *	named "", and keys without a value
 */
enum inifile_style {
	INIFILE_PROFILE,
	INIFILE_VARIABLES,
};

int inifile_parse(const char *path, const char *text, size_t len,
		  enum inifile_style style, struct inifile *file,
		  struct profile_error *error);
int inifile_read(const char *path, enum inifile_style style, struct inifile *file,
		 struct profile_error *error);
void inifile_free(struct inifile *file);

#endif
