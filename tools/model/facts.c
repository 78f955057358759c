// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters, gauges and settings by their names. */
#include "model/facts.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where a name is, or would be. */
static size_t find_place(const struct model_facts *facts, const char *name,
			 bool *found)
{
	size_t low = 0, high = facts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(facts->facts[middle].name, name);

		if (!order) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*found = false;
	return low;
}

static int make_room(struct model_facts *facts)
{
	size_t room = facts->room ? 2 * facts->room : 64;
	struct model_fact *grown;

	if (facts->count < facts->room)
		return 0;
	grown = reallocarray(facts->facts, room, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	facts->facts = grown;
	facts->room = room;
	return 0;
}

/* The one of that name, made if there is none; NULL without memory. */
static struct model_fact *provide(struct model_facts *facts, const char *name)
{
	struct model_fact fact = { 0 };
	bool found;
	size_t at = find_place(facts, name, &found);

	if (found)
		return &facts->facts[at];
	if (make_room(facts))
		return NULL;
	fact.name = strdup(name);
	if (!fact.name)
		return NULL;
	memmove(&facts->facts[at + 1], &facts->facts[at],
		(facts->count - at) * sizeof(fact));
	facts->facts[at] = fact;
	facts->count++;
	return &facts->facts[at];
}

/**
 * model_facts_set() - set a counter or gauge
 * @facts: where
 * @name: its name, copied
 * @value: its value, instead of one that it had
 *
 * Return: 0 or -ENOMEM.
 */
int model_facts_set(struct model_facts *facts, const char *name, __s64 value)
{
	struct model_fact *fact = provide(facts, name);

	if (!fact)
		return -ENOMEM;
	free(fact->text);
	fact->text = NULL;
	fact->count = 1;
	fact->values[0] = value;
	return 0;
}

/* Each run of blanks is one, none at the ends. */
static char *squeeze(const char *text)
{
	char *squeezed = malloc(strlen(text) + 1);
	size_t len = 0;

	if (!squeezed)
		return NULL;
	for (; *text; text++) {
		if (!isspace((unsigned char)*text))
			squeezed[len++] = *text;
		else if (len && squeezed[len - 1] != ' ')
			squeezed[len++] = ' ';
	}
	if (len && squeezed[len - 1] == ' ')
		len--;
	squeezed[len] = '\0';
	return squeezed;
}

/* All numbers of a text that has nothing else in it. */
static void read_numbers(struct model_fact *fact)
{
	const char *at = fact->text;

	fact->count = 0;
	while (*at) {
		char *end;
		long long value;

		errno = 0;
		value = strtoll(at, &end, 10);
		if (end == at || errno || (*end && *end != ' ') ||
		    fact->count == MODEL_FACT_VALUES) {
			fact->count = 0;
			return;
		}
		fact->values[fact->count++] = value;
		at = *end ? end + 1 : end;
	}
}

/**
 * model_facts_set_text() - set a setting
 * @facts: where
 * @name: its name, copied
 * @text: as the kernel prints it, copied
 *
 * Return: 0 or -ENOMEM.
 */
int model_facts_set_text(struct model_facts *facts, const char *name,
			 const char *text)
{
	char *squeezed = squeeze(text);
	struct model_fact *fact;

	if (!squeezed)
		return -ENOMEM;
	fact = provide(facts, name);
	if (!fact) {
		free(squeezed);
		return -ENOMEM;
	}
	free(fact->text);
	fact->text = squeezed;
	read_numbers(fact);
	return 0;
}

/**
 * model_fact() - find one
 * @facts: where
 * @name: its name
 *
 * Return: it, or NULL if it is not known.
 */
const struct model_fact *model_fact(const struct model_facts *facts,
				    const char *name)
{
	bool found;
	size_t at = find_place(facts, name, &found);

	return found ? &facts->facts[at] : NULL;
}

/**
 * model_fact_value() - one number of one
 * @facts: where
 * @name: its name
 * @index: which of its numbers, from 0
 * @value: set if it is known
 *
 * Return: is it known?
 */
bool model_fact_value(const struct model_facts *facts, const char *name,
		      unsigned int index, __s64 *value)
{
	const struct model_fact *fact = model_fact(facts, name);

	if (!fact || index >= fact->count)
		return false;
	*value = fact->values[index];
	return true;
}

/* 2^48: nothing happens so often, and it has room in a sum and in a rate. */
#define GROWTH_MAX	281474976710656LL

/**
 * model_fact_delta() - by how much a counter has grown
 * @before: what was known then
 * @after: what is known now
 * @name: its name
 * @delta: set if both are known; 0 for one that has become lower, since it
 *	began anew
 *
 * Return: are both known, and can the difference be told?
 */
bool model_fact_delta(const struct model_facts *before,
		      const struct model_facts *after, const char *name,
		      __s64 *delta)
{
	__s64 then, now, grown;

	if (!model_fact_value(before, name, 0, &then) ||
	    !model_fact_value(after, name, 0, &now) ||
	    (now > then && (__builtin_sub_overflow(now, then, &grown) ||
			    grown > GROWTH_MAX)))
		return false;
	*delta = now > then ? grown : 0;
	return true;
}

/**
 * model_facts_copy() - set all that others have
 * @to: where
 * @from: those
 *
 * Return: 0 or -ENOMEM.
 */
int model_facts_copy(struct model_facts *to, const struct model_facts *from)
{
	int err = 0;

	for (size_t i = 0; i < from->count && !err; i++) {
		const struct model_fact *fact = &from->facts[i];

		err = fact->text ?
		      model_facts_set_text(to, fact->name, fact->text) :
		      model_facts_set(to, fact->name, fact->values[0]);
	}
	return err;
}

/**
 * model_facts_free() - forget all
 * @facts: empty afterwards, and may be used again
 */
void model_facts_free(struct model_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		free(facts->facts[i].name);
		free(facts->facts[i].text);
	}
	free(facts->facts);
	*facts = (struct model_facts) { 0 };
}
