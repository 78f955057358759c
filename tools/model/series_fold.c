// SPDX-License-Identifier: GPL-2.0-or-later
/* From objects to a bounded number of series. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "model/series.h"

/**
 * struct group - objects that have the same labels
 * @first: number of the first of them in the sorted objects
 * @count: how many
 * @own: has it a series of its own?
 */
struct group {
	size_t	first;
	size_t	count;
	bool	own;
};

/**
 * struct folding - what is being done
 * @rule: how
 * @memory: or NULL
 * @sorted: objects by labels and id
 * @groups: those, in the order in which they were met
 * @group_count: how many
 */
struct folding {
	const struct series_rule	*rule;
	struct series_memory		*memory;
	struct series			sorted;
	struct group			*groups;
	size_t				group_count;
};

/* Where in @sorted rows with such labels begin. */
static size_t lower_bound(const struct series *sorted, const char *labels)
{
	size_t low = 0, high = sorted->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(sorted->rows[middle].labels, labels) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int make_groups(struct folding *folding, const struct series *objects)
{
	const struct series *sorted = &folding->sorted;
	size_t *at;

	folding->groups = calloc(sorted->count + 1, sizeof(*folding->groups));
	at = calloc(sorted->count + 1, sizeof(*at));
	if (!folding->groups || !at) {
		free(at);
		return -ENOMEM;
	}
	/* The first that is met of each; @at has the group's number + 1. */
	for (size_t i = 0; i < objects->count; i++) {
		size_t first = lower_bound(sorted, objects->rows[i].labels);
		struct group *group;

		if (!at[first]) {
			at[first] = ++folding->group_count;
			group = &folding->groups[at[first] - 1];
			*group = (struct group) { .first = first };
		}
		folding->groups[at[first] - 1].count++;
	}
	free(at);
	return 0;
}

static const char *labels_of(const struct folding *folding,
			     const struct group *group)
{
	return folding->sorted.rows[group->first].labels;
}

/* The series that objects with such labels had at the last look, or NULL. */
static const struct series_row *find_own(const struct folding *folding,
					 const struct group *group)
{
	struct series_row like = folding->sorted.rows[group->first];

	like.id = 0;
	return folding->memory ?
	       series_find(&folding->memory->own, &like) : NULL;
}

/* It may be that something is called so. */
static bool is_other(const struct folding *folding, const struct group *group)
{
	return folding->rule->other &&
	       !strcmp(labels_of(folding, group), folding->rule->other);
}

/* Who had a series keeps it, then who comes first. */
static void choose_own(struct folding *folding)
{
	size_t left = folding->rule->max;

	for (int had = folding->memory ? 1 : 0; had >= 0; had--) {
		for (size_t i = 0; i < folding->group_count && left; i++) {
			struct group *group = &folding->groups[i];

			if (group->own || is_other(folding, group) ||
			    (had && !find_own(folding, group)))
				continue;
			group->own = true;
			left--;
		}
	}
}

static void fold_value(struct series_row *to, size_t index, double value,
		       enum series_fold fold)
{
	bool known = to->has & 1U << index;

	if (!known)
		series_set(to, index, value);
	else if (fold == SERIES_MAX)
		to->values[index] = value > to->values[index] ?
				    value : to->values[index];
	else
		to->values[index] += value;
}

/* All but the counters. */
static void fold_gauges(const struct folding *folding,
			const struct group *group, struct series_row *to,
			bool other)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct series_row *from =
			&folding->sorted.rows[group->first + i];

		for (size_t j = 0; j < folding->rule->count; j++) {
			enum series_fold fold = folding->rule->folds[j];

			if (from->has & 1U << j && fold != SERIES_COUNTER &&
			    !(other && fold == SERIES_ALONE))
				fold_value(to, j, from->values[j], fold);
		}
	}
}

/*
 * What a counter of an object has grown by since the last look. One that was
 * not there then began at 0 since, unless nobody has looked yet.
 */
static double growth(const struct folding *folding,
		     const struct series_row *object, size_t index)
{
	const struct series_row *then;

	if (!folding->memory->begun)
		return 0;
	then = series_find(&folding->memory->objects, object);
	if (!then)
		return object->values[index];
	if (!(then->has & 1U << index) ||
	    then->values[index] > object->values[index])
		return 0;
	return object->values[index] - then->values[index];
}

/* @had: what it was at the last look; NULL = it is told for the first time */
static void fold_counters(const struct folding *folding,
			  const struct group *group,
			  const struct series_row *had, struct series_row *to)
{
	for (size_t j = 0; j < folding->rule->count; j++) {
		bool goes_on = had && had->has & 1U << j;

		if (folding->rule->folds[j] != SERIES_COUNTER)
			continue;
		if (goes_on && !(to->has & 1U << j))
			series_set(to, j, had->values[j]);
		for (size_t i = 0; i < group->count; i++) {
			const struct series_row *from =
				&folding->sorted.rows[group->first + i];

			if (from->has & 1U << j)
				fold_value(to, j, goes_on ?
					   growth(folding, from, j) :
					   from->values[j], SERIES_SUM);
		}
	}
}

static int fold_own(const struct folding *folding, struct series *out)
{
	for (size_t i = 0; i < folding->group_count; i++) {
		const struct group *group = &folding->groups[i];
		struct series_row *row;

		if (!group->own)
			continue;
		row = series_add(out, labels_of(folding, group), 0);
		if (!row)
			return -ENOMEM;
		fold_gauges(folding, group, row, false);
		fold_counters(folding, group, find_own(folding, group), row);
	}
	return 0;
}

/* Its counters begin with the first look, and go on when it is empty. */
static void remember_other(struct folding *folding, const struct group *group)
{
	struct series_row *other = &folding->memory->other;

	for (size_t i = 0; i < group->count; i++) {
		const struct series_row *from =
			&folding->sorted.rows[group->first + i];

		for (size_t j = 0; j < folding->rule->count; j++)
			if (folding->rule->folds[j] == SERIES_COUNTER &&
			    from->has & 1U << j)
				fold_value(other, j, growth(folding, from, j),
					   SERIES_SUM);
	}
}

static int fold_other(struct folding *folding, struct series *out,
		      size_t *folded)
{
	struct series_row other = { .id = 0 }, *row;

	*folded = 0;
	for (size_t i = 0; i < folding->group_count; i++) {
		const struct group *group = &folding->groups[i];

		if (group->own)
			continue;
		++*folded;
		fold_gauges(folding, group, &other, true);
		if (folding->memory)
			remember_other(folding, group);
	}
	if (folding->memory) {
		for (size_t j = 0; j < folding->rule->count; j++)
			if (folding->memory->other.has & 1U << j)
				series_set(&other, j,
					   folding->memory->other.values[j]);
	}
	if (!other.has)
		return 0;
	row = series_add(out, folding->rule->other, 0);
	if (!row)
		return -ENOMEM;
	row->has = other.has;
	memcpy(row->values, other.values, sizeof(row->values));
	return 0;
}

/* @own: how many of @out are of objects */
static int remember(struct folding *folding, const struct series *out,
		    size_t own)
{
	const struct series kept = { .rows = out->rows, .count = own };
	struct series_memory *memory = folding->memory;

	series_free(&memory->own);
	if (series_copy(&kept, &memory->own))
		return -ENOMEM;
	series_sort(&memory->own);
	series_free(&memory->objects);
	memory->objects = folding->sorted;
	folding->sorted = (struct series) { 0 };
	memory->begun = true;
	return 0;
}

static int fold(struct folding *folding, const struct series *objects,
		struct series *out, size_t *folded)
{
	size_t own;
	int err;

	err = series_copy(objects, &folding->sorted);
	if (err)
		return err;
	series_sort(&folding->sorted);
	err = make_groups(folding, objects);
	if (err)
		return err;
	choose_own(folding);
	err = fold_own(folding, out);
	own = out->count;
	err = err ?: fold_other(folding, out, folded);
	return !err && folding->memory ? remember(folding, out, own) : err;
}

/**
 * series_memory_free() - forget what was seen
 * @memory: as at first afterwards
 */
void series_memory_free(struct series_memory *memory)
{
	series_free(&memory->objects);
	series_free(&memory->own);
	*memory = (struct series_memory) { 0 };
}

/**
 * series_fold() - make series out of objects
 * @objects: the ones to have a series of their own stand first
 * @rule: how
 * @memory: what was seen at the last look, and is now; NULL = this is the only
 *	one
 * @out: empty; takes the series, that of what has none last. To be freed also
 *	after an error
 * @folded: set to how many series that last one stands for
 *
 * Return: 0 or -ENOMEM, after which the memory may have forgotten some.
 */
int series_fold(const struct series *objects, const struct series_rule *rule,
		struct series_memory *memory, struct series *out,
		size_t *folded)
{
	struct folding folding = { .rule = rule, .memory = memory };
	int err = fold(&folding, objects, out, folded);

	free(folding.groups);
	series_free(&folding.sorted);
	return err;
}
