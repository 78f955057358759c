// SPDX-License-Identifier: GPL-2.0-or-later
/* What a profile comes to on a machine. */
#include "tune/resolve.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memstream.h"
#include "tune/plan.h"

static const struct tune_want *find_want(const struct tune_wants *wants,
					 const struct tune_key *key)
{
	for (size_t i = 0; i < wants->count; i++)
		if (!tune_key_compare(&wants->wants[i].key, key))
			return &wants->wants[i];
	return NULL;
}

/* Number by number the more, or the less, of both; NULL = without memory. */
static char *combine_values(const struct tune_want *want, const __s64 *old,
			    const __s64 *new, size_t count)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		bool raise = sysctl_op(&want->key, want->op, i) == WANT_RAISE;

		fprintf(out, "%s%lld", i ? " " : "",
			(long long)((old[i] > new[i]) == raise ? old[i] :
								 new[i]));
	}
	if (!memstream_close(out, &text))
		return text;
	free(text);
	return NULL;
}

/*
 * tuned sets one unit after the other: what is only to be raised is then raised
 * from what the first one has set.
 */
static int combine(const struct tune_want *old, struct tune_want *want)
{
	__s64 was[TUNE_VECTOR], is[TUNE_VECTOR];
	size_t was_count, is_count;
	char *text;

	if (!old || want->op == WANT_SET || !want->value || !old->value ||
	    (old->op != WANT_SET && old->op != want->op) ||
	    !tune_value_numbers(old->value, was, &was_count) ||
	    !tune_value_numbers(want->value, is, &is_count) ||
	    was_count != is_count)
		return 0;
	text = combine_values(want, was, is, is_count);
	if (!text)
		return -ENOMEM;
	free(want->value);
	want->value = text;
	want->op = old->op;
	return 0;
}

/**
 * resolve_add - add what a key comes to
 * @resolver: the profile being resolved
 * @option: the key
 * @want: key, op, value, clamped, note; the rest is taken from the key
 *
 * Return: 0 or -ENOMEM with the error told.
 */
int resolve_add(struct resolver *resolver, const struct profile_option *option,
		struct tune_want *want)
{
	want->reason = option->reason;
	want->file = option->file->path;
	want->line = option->line;
	if (combine(find_want(resolver->wants, &want->key), want) ||
	    tune_wants_add(resolver->wants, want))
		return profile_no_memory(resolver->error);
	return 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && !strcmp(text + len - end_len, end);
}

/**
 * resolve_time - nanoseconds that a setting counts in
 * @name: its name, which often says so
 * @unit: what is known of its unit: "ms", or NULL
 *
 * Return: that, 0 = it is no time.
 */
__s64 resolve_time(const char *name, const char *unit)
{
	static const struct {
		const char	*unit;
		__s64		ns;
	} times[] = {
		{ "ns", 1 }, { "us", 1000 }, { "usecs", 1000 },
		{ "ms", 1000000 }, { "msecs", 1000000 },
		{ "s", 1000000000 }, { "secs", 1000000000 },
	};
	char end[16];

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		if (unit && !strcmp(unit, times[i].unit))
			return times[i].ns;
		snprintf(end, sizeof(end), "_%s", times[i].unit);
		if (!unit && times[i].ns < 1000000000 && ends_with(name, end))
			return times[i].ns;
	}
	return 0;
}

/* The order in which tuned does units: as they are, but by priority first. */
struct turn {
	const struct unit	*unit;
	long			priority;
	size_t			number;
};

static int compare_turns(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static int get_priority(const struct resolver *resolver,
			const struct unit *unit, long *priority)
{
	const struct profile_option *option;
	struct profile_place place;
	char *end;

	*priority = 0;
	option = options_find(&unit->options, "priority");
	if (!option)
		return 0;
	place = option_place(option, resolver->error);
	errno = 0;
	*priority = strtol(option->value, &end, 10);
	if (errno || *end || end == option->value)
		return profile_fail_at(&place, "'%s' (expected a number)",
				       option->value);
	return 0;
}

/* Is it one of ours, and for this machine? */
static int counts(const struct resolver *resolver, const struct unit *unit,
		  bool *does)
{
	const char *type = unit_type(unit);

	*does = unit_enabled(unit) && strncmp(unit->name, "match.", 6) &&
		(!strcmp(type, "sysctl") || !strcmp(type, "net"));
	return *does ? match_machine(resolver->profile, unit,
				     resolver->machine, does,
				     resolver->error) : 0;
}

static int list_turns(const struct resolver *resolver, struct turn *turns,
		      size_t *count)
{
	const struct units *units = &resolver->profile->units;
	bool does;
	int err = 0;

	*count = 0;
	for (size_t i = 0; !err && i < units->count; i++) {
		const struct unit *unit = &units->list[i];

		err = counts(resolver, unit, &does);
		if (err || !does)
			continue;
		turns[*count].unit = unit;
		turns[*count].number = i;
		err = get_priority(resolver, unit, &turns[*count].priority);
		(*count)++;
	}
	if (!err && *count)
		qsort(turns, *count, sizeof(*turns), compare_turns);
	return err;
}

static int resolve_units(struct resolver *resolver, struct turn *turns)
{
	size_t count;
	int err;

	err = list_turns(resolver, turns, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = strcmp(unit_type(turns[i].unit), "net") ?
			resolve_sysctls(resolver, turns[i].unit) :
			resolve_net(resolver, turns[i].unit);
	return err;
}

/**
 * profile_resolve - what a profile comes to
 * @profile: the profile
 * @machine: the machine
 * @wants: zeroed; filled in with settings, each once, in the order in which
 *	they are to be done; to be freed, also on an error
 * @error: told what is wrong
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int profile_resolve(const struct profile *profile,
		    const struct tune_machine *machine,
		    struct tune_wants *wants, struct profile_error *error)
{
	struct resolver resolver = {
		.profile = profile, .machine = machine, .wants = wants,
		.error = error,
	};
	struct turn *turns;
	int err;

	*error = (struct profile_error){ 0 };
	resolver.taken = calloc(machine->device_count + 1,
				sizeof(*resolver.taken));
	turns = calloc(profile->units.count + 1, sizeof(*turns));
	err = resolver.taken && turns ? resolve_units(&resolver, turns) :
					profile_no_memory(error);
	free(turns);
	free(resolver.taken);
	return err;
}
