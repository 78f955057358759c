/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows rows of one kind as a table or as JSON, from one description each. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <linux/nettune.h>
#include <linux/types.h>

struct json_object;
struct view_table;
struct model_group;

enum view_color {
	VIEW_COLOR_AUTO,
	VIEW_COLOR_ALWAYS,
	VIEW_COLOR_NEVER,
};

/* How alarming a value is. */
enum view_heat {
	VIEW_HEAT_NONE,
	VIEW_HEAT_WARM,		/* 80 % and more */
	VIEW_HEAT_FULL,		/* 100 % and more, or over the limit */
};

/**
 * struct view_cell - one value as a person reads it
 * @len: bytes of the text, if all of them are ASCII's; 0 = they have to be
 *	looked at
 * @heat: how alarming it is, one of enum view_heat
 * @text: what to print, already harmless for a terminal
 *
 * A table has millions of them: they are filled where they stay, and their
 * texts go on at once behind one another, so that this has no alignment.
 */
struct view_cell {
	__u8	len;
	__u8	heat;
	char	text[256];
};

/**
 * struct view_column - one column of a table
 * @heading: its heading
 * @number: aligned to the right
 * @wrap: may be broken into lines where a terminal is too narrow
 * @fill: writes the value of a row into an empty cell
 */
struct view_column {
	const char	*heading;
	bool		number;
	bool		wrap;
	void		(*fill)(const void *row, struct view_cell *cell);
};

/* Columns of one table that can be chosen, at most. */
#define VIEW_COLUMNS_MAX	40

/* Columns that are there when they are asked for. */
enum view_option {
	VIEW_OPTION_NETNS = 1,
	VIEW_OPTION_RMEM = 2,
	VIEW_OPTION_WMEM = 4,
	VIEW_OPTION_BACKLOG = 8,
	VIEW_OPTION_RETRANS = 16,
	VIEW_OPTION_PROCESS = 32,
	VIEW_OPTION_UID = 64,
	VIEW_OPTION_INODE = 128,
	VIEW_OPTION_COOKIE = 256,
	VIEW_OPTION_CGROUP = 512,
	VIEW_OPTION_MARK = 1024,
	VIEW_OPTION_SKMEM = 2048,
	VIEW_OPTION_RTT = 4096,
	VIEW_OPTION_CWND = 8192,
	VIEW_OPTION_MSS = 16384,
	VIEW_OPTION_UNSENT = 32768,
	VIEW_OPTION_UNACKED = 65536,
	VIEW_OPTION_ACCEPT = 131072,
	VIEW_OPTION_LIMIT = 262144,
	VIEW_OPTION_DEVICE = 524288,
};

/**
 * struct view_optional - a column that is there when it is asked for
 * @option: one bit of enum view_option
 * @column: the column
 */
struct view_optional {
	__u32			option;
	struct view_column	column;
};

/**
 * struct view_key - one key of a JSON object
 * @name: the key
 * @value: makes the value; NULL = null
 * @at: offset in the row, for @value
 * @limit: offset of what @at is held against, for @value
 * @has: which presence bit of the row @value needs
 * @when: is the key there in this row at all? NULL = in every row
 */
struct view_key {
	const char		*name;
	struct json_object	*(*value)(const void *row,
					  const struct view_key *key);
	size_t			at;
	size_t			limit;
	__u32			has;
	bool			(*when)(const void *row);
};

/**
 * struct view_kind - how one kind of row is shown
 * @columns: of its table
 * @column_count: how many
 * @optional: columns that may follow
 * @optional_count: how many
 * @names: by which the columns and then the optional ones are chosen, NULL =
 *	they can't be
 * @spare: headings of the columns that a terminal may be too narrow for, the
 *	one that is left out first is the first; NULL behind the last, NULL =
 *	none
 * @keys: of its JSON object, in order
 * @key_count: how many
 */
struct view_kind {
	const struct view_column	*columns;
	size_t				column_count;
	const struct view_optional	*optional;
	size_t				optional_count;
	const char *const		*names;
	const char *const		*spare;
	const struct view_key		*keys;
	size_t				key_count;
};

/**
 * struct view_options - what the user chose
 * @out: where to print
 * @json: JSON instead of a table
 * @pretty: JSON over many lines
 * @headings: print the table's headings
 * @color: when to colour the table
 * @columns: mask of enum view_option: which optional columns are there
 * @chosen: numbers of the columns that are there instead, those of the kind and
 *	then the optional ones
 * @nr_chosen: how many; 0 = all of the kind, and those of @columns
 * @whole: no column is left out, however narrow a terminal is
 */
struct view_options {
	FILE		*out;
	bool		json;
	bool		pretty;
	bool		headings;
	enum view_color	color;
	__u32		columns;
	__u8		chosen[VIEW_COLUMNS_MAX];
	__u8		nr_chosen;
	bool		whole;
};

/**
 * struct view - rows being shown
 * @kind: what they look like
 * @options: what the user chose
 * @count: rows so far
 * @table: the rows of a table that are not printed yet
 * @begun: was anything of it printed?
 */
struct view {
	const struct view_kind	*kind;
	struct view_options	options;
	size_t			count;
	struct view_table	*table;
	bool			begun;
};

extern const struct view_kind view_sockets;
extern const struct view_kind view_groups;
extern const struct view_kind view_softnet;
extern const struct view_kind view_kmod;
extern const struct view_kind view_config;
extern const struct view_kind view_config_object;

int view_open(struct view *view, const struct view_kind *kind,
	      const struct view_options *options);
int view_add(struct view *view, const void *row);
int view_close(struct view *view);
int view_object(const struct view_kind *kind, const void *row,
		const struct view_options *options);

/* cell.c */
void view_cell_text(struct view_cell *cell, const char *text);
void view_cell_number(struct view_cell *cell, __u64 number);
void view_cell_permille(struct view_cell *cell, __u64 permille);
void view_cell_queue(struct view_cell *cell, __u64 depth, __u64 limit);
void view_cell_process(struct view_cell *cell,
		       const struct nettune_sock_process *process);

/* heat.c */
enum view_heat view_heat(__u32 depth, __u32 limit);

/* unit.c */
void view_bytes(__u64 bytes, char *buf, size_t size);

/* hist.c */
int view_hist(FILE *out, const struct model_group *group);

/* choose.c */
bool view_wants_color(const struct view_options *options);
int view_choose(const struct view_kind *kind, const char *list,
		struct view_options *options);

/* table.c */
int view_table_open(struct view *view);
int view_table_add(struct view *view, const void *row);
int view_table_close(struct view *view);

/* json.c */
struct json_object *view_json_row(const struct view_kind *kind,
				  const void *row);
int view_json_open(struct view *view);
int view_json_add(struct view *view, const void *row);
int view_json_close(struct view *view);
int view_json_print(FILE *out, bool pretty, struct json_object *object);
struct json_object *view_json_text(const char *text);
struct json_object *view_json_permille(__u64 permille);
int view_json_put(struct json_object *object, const char *key,
		  struct json_object *value);

#endif
