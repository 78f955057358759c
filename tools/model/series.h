/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bounded number of series for however many objects there are: what finds no
 * room is added up in one more, called "other". Pure.
 *
 * A counter must never fall because objects come, go, or change places with
 * each other: whoever reads it takes that for a restart, and everything that is
 * left for new. So who looks again and again keeps a memory, in which what each
 * object has counted since the last look is added up; and an object that has a
 * series of its own keeps it while it is there. Without a memory the counters
 * of "other" can't be told, and are not known.
 */
#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#define SERIES_VALUES	24
#define SERIES_LABELS	256

/* How values of several objects become one. */
enum series_fold {
	SERIES_SUM,
	SERIES_MAX,
	SERIES_ALONE,	/* not at all: "other" has none */
	SERIES_COUNTER,	/* sum of what only ever grows */
};

/**
 * struct series_row - values of an object, or of several with the same labels
 * @labels: which; objects with the same are one series
 * @id: tells objects with the same labels apart, from one look to the next
 * @has: mask of (1 << index): which values are known
 * @values: those
 */
struct series_row {
	char	labels[SERIES_LABELS];
	__u64	id;
	__u32	has;
	double	values[SERIES_VALUES];
};

/**
 * struct series - rows; zeroed at first
 * @rows: those
 * @count: how many
 * @room: how many fit
 */
struct series {
	struct series_row	*rows;
	size_t			count;
	size_t			room;
};

/**
 * struct series_memory - what was seen at the last look; zeroed at first
 * @begun: there was one
 * @objects: in the order of labels and ids, with the values they had
 * @own: series that objects had of their own, in the order of labels
 * @other: counters of "other", since the first look
 */
struct series_memory {
	bool			begun;
	struct series		objects;
	struct series		own;
	struct series_row	other;
};

/**
 * struct series_rule - how objects become series
 * @folds: of each value
 * @count: how many values there are
 * @max: objects that have a series of their own
 * @other: labels of what has none; NULL = there is no such
 */
struct series_rule {
	const enum series_fold	*folds;
	size_t			count;
	size_t			max;
	const char		*other;
};

struct series_row *series_add(struct series *series, const char *labels,
			      __u64 id);
void series_set(struct series_row *row, size_t index, double value);
void series_sort(struct series *series);
const struct series_row *series_find(const struct series *series,
				     const struct series_row *like);
int series_copy(const struct series *from, struct series *to);
void series_free(struct series *series);

/* series_fold.c */
int series_fold(const struct series *objects, const struct series_rule *rule,
		struct series_memory *memory, struct series *out,
		size_t *folded);
void series_memory_free(struct series_memory *memory);

#endif
