/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who else sets what can be set: files that other programs read when the
 * machine boots or a device appears. Pure over what the files hold, but for
 * setters_read.c, which fetches them.
 */
#ifndef TUNE_SETTERS_H
#define TUNE_SETTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "tune/machine.h"
#include "tune/want.h"

/* Who reads a file. */
enum setter_by {
	SETTER_CMDLINE,		/* the kernel, before anything else runs */
	SETTER_SYSCTL_D,	/* systemd-sysctl, and procps's sysctl --system */
	SETTER_SYSCTL_CONF,	/* only procps: /etc/sysctl.conf, and last */
	SETTER_TUNED,		/* tuned's active profile */
	SETTER_LINK,		/* systemd-udevd, of a .link file */
	SETTER_NM,		/* NetworkManager, of a connection's profile */
};

/**
 * struct setter_file - one file
 * @by: who reads it
 * @folder: number of the folder that it is in: of two with the same name only
 *	that in the lower one counts
 * @name: by which files are sorted; a drop-in has the name of what it is for
 * @drop_in: its own name if it is one, else NULL
 * @path: for people
 * @text: what it holds; "" = nothing, as of a link to /dev/null
 */
struct setter_file {
	enum setter_by	by;
	unsigned int	folder;
	char		*name;
	char		*drop_in;
	char		*path;
	char		*text;
};

/**
 * struct setter_files - all of them; zeroed at first
 * @files: in the order in which they count, after setter_files_sort()
 * @count: how many
 * @tuned: what tuned's active profile comes to here
 * @reapply: does tuned write the sysctl.d files of /etc and /run again behind
 *	its own values? So it does unless it is told not to
 */
struct setter_files {
	struct setter_file	*files;
	size_t			count;
	struct tune_wants	tuned;
	bool			reapply;
};

/**
 * struct setter - one place that sets something
 * @by: who reads it
 * @path: file
 * @line: in it, from 1; 0 = not known
 * @value: what it sets, as it is written; "max" of a ring
 * @unsure: it may be for another device, or another machine
 */
struct setter {
	enum setter_by	by;
	const char	*path;
	unsigned int	line;
	char		*value;
	bool		unsure;
};

/**
 * struct setters - all places that set one thing; zeroed at first
 * @list: the one that wins is the last; paths are those of the files
 * @count: how many
 */
struct setters {
	struct setter	*list;
	size_t		count;
};

int setters_find(const struct setter_files *files, const struct tune_key *key,
		 const struct tune_device *device, struct setters *found);
const struct setter *setters_blame(const struct setters *setters,
				   const char *value, const __s64 *max);
void setters_free(struct setters *setters);
int setters_add(struct setters *setters, const struct setter *setter);
const char *setter_by_name(enum setter_by by);

int setter_files_add(struct setter_files *files, const struct setter_file *file);
void setter_files_sort(struct setter_files *files);
void setter_files_free(struct setter_files *files);

/* setters_read.c: all of a machine; @root stands before every path, "" = none */
int setter_files_read(const char *root, struct setter_files *files);

/* setters_tuned.c: what tuned's active profile sets, into @files */
struct profile_error;

int setter_tuned_read(const char *root, const struct tune_machine *machine,
		      struct setter_files *files, struct profile_error *error);

/* setters_sysctl.c */
void setter_sysctl_name(const char *name, char *buf, size_t size);
int setters_find_sysctl(const struct setter_files *files, const char *name,
			struct setters *found);

/* setters_link.c, setters_nm.c */
bool setters_link_applies(const struct setter_files *files,
			  const struct tune_device *device, size_t *at,
			  size_t *end, bool *unsure);
int setters_find_link(const struct setter_files *files,
		      const struct tune_key *key,
		      const struct tune_device *device, struct setters *found);
int setters_find_nm(const struct setter_files *files,
		    const struct tune_key *key,
		    const struct tune_device *device, struct setters *found);

/*
 * setters_names.c: what a device's parameters are called in .link files and in
 * NetworkManager's. One row each.
 */
enum setter_unit {
	SETTER_NUMBER,	/* "max" too, where the hardware has a maximum */
	SETTER_USECS,	/* .link: a time span, in seconds without a unit */
	SETTER_SECS,
	SETTER_ONOFF,	/* on, off */
};

struct setter_name {
	enum tune_kind		kind;
	const char		*name;		/* '*' at its end: any of these */
	const char		*link;		/* NULL = it has no name there */
	const char		*nm;
	enum setter_unit	unit;
};

const struct setter_name *setter_name(const struct tune_key *key);
int setter_value(enum setter_unit unit, const char *text, bool is_link,
		 char *buf, size_t size);

/**
 * struct setter_line - one line of an INI file
 * @section: that it is in, "" = before the first
 * @key: left of the '='
 * @value: right of it, without blanks around it
 * @line: its number, from 1
 */
struct setter_line {
	char		section[64];
	char		key[128];
	char		value[512];
	unsigned int	line;
};

/* setters_ini.c: a value other than 0 ends the walk and is passed on */
int setter_ini(const char *text,
	       int (*fn)(const struct setter_line *line, void *arg), void *arg);
bool setter_next_line(const char **text, char *line, size_t size);

#endif
