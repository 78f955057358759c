/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile consists of, for those who load and resolve it. */
#ifndef TUNE_PARTS_H
#define TUNE_PARTS_H

#include "tune/fail.h"
#include "tune/inifile.h"
#include "tune/profile.h"
#include "tune/variables.h"

/**
 * struct profile_file - a file that a profile is made of
 * @path: where it is
 * @tuned: it is one of tuned's: NAME/tuned.conf
 * @loading: what it includes is being loaded
 */
struct profile_file {
	char	*path;
	bool	tuned;
	bool	loading;
};

/**
 * struct profile_option - one key in a section
 * @key: as it is written
 * @value: as it is written; NULL = the key is not there
 * @reason: the comment that goes with it, NULL = none
 * @file: where it is
 * @line: where there
 */
struct profile_option {
	char				*key;
	char				*value;
	char				*reason;
	const struct profile_file	*file;
	unsigned int			line;
};

/**
 * struct profile_options - keys, each once, in their order; zeroed at first
 * @list: those
 * @count: how many
 */
struct profile_options {
	struct profile_option	*list;
	size_t			count;
};

/* Keys that are the same in every unit. */
enum unit_key {
	UNIT_TYPE,
	UNIT_ENABLED,
	UNIT_REPLACE,
	UNIT_PREPEND,
	UNIT_DROP,
	UNIT_DEVICES,
	UNIT_UDEV_REGEX,
	UNIT_CPUINFO_REGEX,
	UNIT_UNAME_REGEX,
	UNIT_SCRIPT_PRE,
	UNIT_SCRIPT_POST,
	UNIT_KEYS
};

/**
 * struct unit - one section
 * @name: its name
 * @keys: by enum unit_key
 * @options: all other keys
 * @file: where it begins
 * @line: where there
 */
struct unit {
	char				*name;
	struct profile_option		keys[UNIT_KEYS];
	struct profile_options		options;
	const struct profile_file	*file;
	unsigned int			line;
};

/**
 * struct units - sections, each name once; zeroed at first
 * @list: in their order
 * @count: how many
 */
struct units {
	struct unit	*list;
	size_t		count;
};

/**
 * struct profile - files, merged
 * @units: all sections but [main], [variables] and [match]
 * @main: the section [main]
 * @variables: what [variables] comes to
 * @no_variables: a file of variables that is not there, NULL = all are
 * @files: what it was read from
 * @file_count: how many
 * @ignored: what is for other programs, with a NULL at the end
 * @ignored_count: how many without that
 */
struct profile {
	struct units		units;
	struct profile_options	main;
	struct variables	variables;
	char			*no_variables;
	struct profile_file	**files;
	size_t			file_count;
	char			**ignored;
	size_t			ignored_count;
};

/* units.c */
int units_read(const struct inifile *ini, const struct profile_file *file,
	       struct units *units);
int units_merge(struct units *units, struct units *more);
struct unit *units_find(const struct units *units, const char *name);
void units_remove(struct units *units, struct unit *unit);
void units_free(struct units *units);
const char *unit_type(const struct unit *unit);
bool unit_enabled(const struct unit *unit);

/* options.c */
const struct profile_option *options_find(const struct profile_options *options,
					  const char *key);
int options_put(struct profile_options *options,
		struct profile_option *option);
int options_merge(struct profile_options *options,
		  struct profile_options *more, bool ahead);
void options_remove(struct profile_options *options, const char *key);
void options_free(struct profile_options *options);
void option_free(struct profile_option *option);
struct profile_place option_place(const struct profile_option *option,
				  struct profile_error *error);

/* net.c */
bool profile_net_ignored(const struct profile_option *option);

/* find.c */
int profile_find(const struct profile *profile, const struct profile_dirs *dirs,
		 const char *name, const struct profile_file *from,
		 char **path, struct profile_error *error);

/* expand.c */
int option_expand(const struct profile *profile,
		  const struct profile_option *option,
		  struct expansion *expansion, struct profile_error *error);

/* version.c */
int version_holds(const char *value, const char *actual,
		  const struct profile_place *place, bool *holds);

/* ignored.c */
int profile_list_ignored(struct profile *profile,
			 const struct tune_machine *machine);

/* match.c */
int match_file(const struct unit *match, const struct tune_machine *machine,
	       bool *matches, struct profile_error *error);
int match_machine(const struct profile *profile, const struct unit *unit,
		  const struct tune_machine *machine, bool *matches,
		  struct profile_error *error);
int match_device(const struct profile *profile, const struct unit *unit,
		 const struct tune_device *device, bool *matches,
		 struct profile_error *error);
bool match_needs_device(const struct profile *profile, const struct unit *unit);

/* glob.c */
typedef bool (*glob_fn)(const char *pattern, const void *arg);

bool glob_list(const char *list, glob_fn match, const void *arg);
bool glob_text(const char *pattern, const void *text);

#endif
