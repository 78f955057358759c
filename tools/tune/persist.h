/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes a profile come back when the machine boots: a file of sysctl.d, and
 * a unit for what sysctl.d has no words for. PERSIST_LIST tells which of it was
 * written, with a sum of each file, so that exactly that can be removed again;
 * it is written first and removed last.
 */
#ifndef TUNE_PERSIST_H
#define TUNE_PERSIST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <linux/types.h>

#define PERSIST_LIST	"/etc/nettune/persist.conf"

/* Bytes of a message about what went wrong. */
#define PERSIST_MESSAGE	512

/* What may be written; nothing else ever is. */
enum persist_item {
	PERSIST_SYSCTL,
	PERSIST_UNIT,		/* only where no package has brought it */
	PERSIST_TEMPLATE,
	PERSIST_RULE,
	PERSIST_WANTS,		/* the link that starts the unit at boot */
	PERSIST_ITEMS
};

/* Folders that may have to be made for it, outer ones first. */
enum {
	PERSIST_FOLDERS = 8,
};

/**
 * struct persist_list - what PERSIST_LIST holds
 * @there: is there such a file?
 * @edited: it is not as it was written
 * @profiles: names, one blank between them
 * @options: of apply, likewise
 * @has: was that written?
 * @sums: of its text, as it is to be and as it was before; of the link's target
 * @made: was that folder made?
 */
struct persist_list {
	bool	there;
	bool	edited;
	char	profiles[1024];
	char	options[256];
	bool	has[PERSIST_ITEMS];
	__u64	sums[PERSIST_ITEMS][2];
	bool	made[PERSIST_FOLDERS];
};

/**
 * struct persist - what is to come back
 * @root: stands before every path, "" = this machine
 * @profiles: names; those with a slash are whole paths
 * @count: how many
 * @devices: pattern of the devices that are meant, NULL = all
 * @sysctl: what the file of sysctl.d is to hold, NULL = nothing
 * @secret: that is for root's eyes only
 * @program: nettune's own path, for a unit that no package has brought
 * @force: overwrite what is there, also what someone else has written
 * @partly: what is refused is to be left out at boot, too
 */
struct persist {
	const char	*root;
	char *const	*profiles;
	size_t		count;
	const char	*devices;
	const char	*sysctl;
	const char	*program;
	bool		secret;
	bool		force;
	bool		partly;
};

int persist_write(const struct persist *persist, char message[PERSIST_MESSAGE]);
int persist_remove(const char *root, bool force, char message[PERSIST_MESSAGE]);

/* persist_list.c */
extern const char *const persist_paths[PERSIST_ITEMS];
extern const char *const persist_folders[PERSIST_FOLDERS];

int persist_list_read(const char *root, struct persist_list *list);
int persist_list_write(const char *root, const struct persist_list *list);

/* persist_units.c */
bool persist_is_packaged(const char *root, enum persist_item item, char *path,
			 size_t size);
char *persist_unit_text(enum persist_item item, const char *program);

/* persist_file.c: each takes the root and a path behind it */
__u64 persist_sum(const char *text);
int persist_file_read(const char *root, const char *path, char **text);
int persist_file_write(const char *root, const char *path, const char *text,
		       mode_t mode);
int persist_link_read(const char *root, const char *path, char **target);
int persist_link_write(const char *root, const char *path, const char *target);
int persist_file_remove(const char *root, const char *path);

#endif
