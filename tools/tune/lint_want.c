// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with what a profile comes to. */
#include <stdlib.h>
#include <string.h>

#include "tune/lint_check.h"
#include "tune/plan.h"

/* Numbers of a value; what is left alone is not @there. */
struct vector {
	__s64	values[TUNE_VECTOR];
	bool	there[TUNE_VECTOR];
	size_t	count;
};

/* Return: is it a vector of numbers that fit 64 bits? */
static bool read_vector(const char *text, struct vector *vector)
{
	char *copy = strdup(text), *rest = copy, *word;
	bool right = copy;
	size_t n;

	vector->count = 0;
	while (right && (word = strsep(&rest, " "))) {
		right = vector->count < TUNE_VECTOR;
		if (!right)
			break;
		vector->there[vector->count] = strcmp(word, "-");
		vector->values[vector->count] = 0;
		right = !vector->there[vector->count] ||
			tune_value_numbers(word,
					   &vector->values[vector->count], &n);
		vector->count++;
	}
	free(copy);
	return right;
}

static struct lint_what about(const struct tune_want *want, enum lint_rule rule,
			      const char *fix)
{
	return (struct lint_what){
		.rule = rule, .line = want->line, .key = want->key.name,
		.fix = fix,
	};
}

static int check_folklore(struct lint *lint, const struct tune_want *want,
			  const struct vector *vector)
{
	const struct lint_folklore *lore;
	struct lint_what what;

	lore = lint_folklore(want->key.name, vector->values, vector->count);
	if (!lore)
		return 0;
	what = about(want, lore->rule, lore->fix);
	return lint_add(lint, &what, "%s", lore->why);
}

static int check_range(struct lint *lint, const struct tune_want *want,
		       const struct sysctl_rule *rule,
		       const struct vector *vector)
{
	struct lint_what what = about(want, LINT_RANGE, "choose a value that the kernel takes");

	if (vector->count != rule->numbers)
		return lint_add(lint, &what, "'%s': %u number%s belong%s there",
				want->value, rule->numbers,
				rule->numbers == 1 ? "" : "s",
				rule->numbers == 1 ? "s" : "");
	for (size_t i = 0; i < vector->count; i++)
		if (vector->there[i] && (vector->values[i] < rule->min ||
					 vector->values[i] > rule->max))
			return lint_add(lint, &what,
					"%lld is out of range: the kernel takes %lld to %lld",
					(long long)vector->values[i],
					(long long)rule->min,
					(long long)rule->max);
	return 0;
}

/* As guides have it: "16777216 16777216 16777216". */
static bool is_thrice(const struct vector *vector)
{
	return vector->count == 3 && vector->there[0] && vector->there[1] &&
	       vector->there[2] && vector->values[0] == vector->values[1] &&
	       vector->values[1] == vector->values[2];
}

/* More pages than there is memory were meant to be bytes. */
static int check_pages(struct lint *lint, const struct tune_want *want,
		       const struct sysctl_rule *rule,
		       const struct vector *vector)
{
	const struct model_facts *facts = &lint->world->machine->facts;
	struct lint_what what = about(want, LINT_PAGES, "divide by page_size");
	__s64 memory, page;

	if (!rule->unit || strcmp(rule->unit, "pages"))
		return 0;
	if (is_thrice(vector))
		return lint_add(lint, &what,
				"the unit is pages, and from the first number to the third the pressure grows: three times the same were meant to be bytes");
	if (!model_fact_value(facts, "mem_bytes", 0, &memory) ||
	    !model_fact_value(facts, "page_size", 0, &page) || !page)
		return 0;
	for (size_t i = 0; i < vector->count; i++)
		if (vector->there[i] && vector->values[i] > memory / page)
			return lint_add(lint, &what,
					"the unit is pages of %lld bytes: %lld of them are more than this machine's memory",
					(long long)page,
					(long long)vector->values[i]);
	return 0;
}

/* A range gets smaller at either end. */
static bool is_lower(const struct tune_key *key, size_t element, __s64 wanted,
		     __s64 now)
{
	return sysctl_op(key, WANT_RAISE, element) == WANT_RAISE ?
		       wanted < now : wanted > now;
}

static int check_lowers(struct lint *lint, const struct tune_want *want,
			const struct vector *vector)
{
	struct lint_what what = about(want, LINT_LOWERS,
				      "write => ahead of the value, which only ever raises it");
	struct vector now;
	char *text;
	int err = 0;

	if (want->op != WANT_SET || !lint->world->now ||
	    !lint_is_limit(want->key.name))
		return 0;
	text = lint->world->now(want->key.name, lint->world->arg);
	if (!text)
		return 0;
	if (!read_vector(text, &now) || now.count != vector->count)
		now.count = 0;
	for (size_t i = 0; i < now.count; i++) {
		if (!vector->there[i] ||
		    !is_lower(&want->key, i, vector->values[i], now.values[i]))
			continue;
		err = lint_add(lint, &what, "it is '%s' now: '%s' would lower it",
			       text, want->value);
		break;
	}
	free(text);
	return err;
}

static int check_sysctl(struct lint *lint, const struct tune_want *want)
{
	const struct sysctl_rule *rule = sysctl_rule(want->key.name);
	struct vector vector;
	int err;

	if (!read_vector(want->value, &vector)) {
		/* Numbers of 64 bits without a sign are right in some. */
		if (!rule || !rule->numbers ||
		    strspn(want->value, "0123456789 \t") == strlen(want->value))
			return 0;
		vector.count = 0;
	}
	err = vector.count ? check_folklore(lint, want, &vector) : 0;
	/* Of what is gone no range is known. */
	if (err || !rule || rule->gone)
		return err ?: check_lowers(lint, want, &vector);
	err = rule->numbers ? check_range(lint, want, rule, &vector) : 0;
	return err ?: check_pages(lint, want, rule, &vector) ?:
	       check_lowers(lint, want, &vector);
}

/**
 * lint_want - what is wrong with one setting
 * @lint: the profile
 * @want: what it comes to
 *
 * Return: 0 or -ENOMEM.
 */
int lint_want(struct lint *lint, const struct tune_want *want)
{
	struct vector vector;

	if (!want->value)
		return 0;
	if (want->key.kind == TUNE_SYSCTL)
		return check_sysctl(lint, want);
	return read_vector(want->value, &vector) && vector.count ?
		check_folklore(lint, want, &vector) : 0;
}
