// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads what is, and makes a plan of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tune/engine.h"

/**
 * engine_own_netns - is the caller in another network namespace than the first?
 *
 * Only the first one shows settings of the whole machine: net_core_table in
 * net/core/sysctl_net_core.c.
 */
bool engine_own_netns(void)
{
	struct stat st;

	return stat("/proc/sys/net/core/netdev_max_backlog", &st) != 0;
}

static void free_now(struct tune_now *now)
{
	free(now->text);
	free(now->note);
	*now = (struct tune_now) { 0 };
}

/* Return: 1 if that parameter can be set, 0 if not, or a negative errno. */
static int is_there(const struct tune_engine *engine,
		    const struct tune_key *like, const char *name)
{
	struct tune_key key = *like;
	struct tune_now now;
	int err;

	key.name = (char *)name;
	err = engine->target->ops->read(engine->target, &key, &now);
	if (err)
		return err;
	err = !now.err && !(now.has_max && !now.max);
	free_now(&now);
	return err;
}

static int add_as(struct tune_wants *wants, const struct tune_want *want,
		  const char *name)
{
	struct tune_want other = *want;
	__s64 numbers[TUNE_VECTOR];
	__s64 has[TUNE_VECTOR];
	size_t count;

	other.key.name = (char *)name;
	/* Of rx and tx that become one, the larger counts. */
	for (size_t i = 0; i < wants->count; i++)
		if (!tune_key_compare(&wants->wants[i].key, &other.key) &&
		    wants->wants[i].value && want->value &&
		    tune_value_numbers(wants->wants[i].value, has, &count) &&
		    tune_value_numbers(want->value, numbers, &count) &&
		    has[0] >= numbers[0])
			return 0;
	return tune_wants_add(wants, &other);
}

/*
 * A device has channels for both directions, or some for each. What is said of
 * those that it has not holds for the others, as in tuned.
 */
static int swap_channels(const struct tune_engine *engine,
			 const struct tune_want *want,
			 struct tune_wants *swapped)
{
	bool combined = !strcmp(want->key.name, "combined");
	bool either = combined || !strcmp(want->key.name, "rx") ||
		      !strcmp(want->key.name, "tx");
	int there = is_there(engine, &want->key, want->key.name), others = 0;

	if (!there && either)
		others = is_there(engine, &want->key,
				  combined ? "rx" : "combined");
	if (there < 0 || others < 0)
		return there < 0 ? there : others;
	if (!others)
		return tune_wants_add(swapped, want);
	if (!combined)
		return add_as(swapped, want, "combined");
	return add_as(swapped, want, "rx") ?: add_as(swapped, want, "tx");
}

static int swap_all(const struct tune_engine *engine, struct tune_wants *wants)
{
	struct tune_wants swapped = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < wants->count; i++)
		if (wants->wants[i].key.kind == TUNE_CHANNELS)
			err = swap_channels(engine, &wants->wants[i], &swapped);
		else
			err = tune_wants_add(&swapped, &wants->wants[i]);
	if (err) {
		tune_wants_free(&swapped);
		return err;
	}
	tune_wants_free(wants);
	*wants = swapped;
	return 0;
}

/**
 * engine_read - read what is, and make a plan of it
 * @engine: reads; nothing is written
 * @wants: what is wanted; channels may become others that the device has
 * @context: what else counts
 * @plan: filled in, to be freed also after an error
 *
 * Return: 0 or a negative errno.
 */
int engine_read(const struct tune_engine *engine, struct tune_wants *wants,
		const struct plan_context *context, struct plan *plan)
{
	struct tune_now *now;
	size_t count = 0;
	int err;

	*plan = (struct plan) { 0 };
	err = swap_all(engine, wants);
	if (err)
		return err;
	now = calloc(wants->count + 1, sizeof(*now));
	if (!now)
		return -ENOMEM;
	for (; !err && count < wants->count; count++)
		err = engine->target->ops->read(engine->target,
						&wants->wants[count].key,
						&now[count]);
	err = err ?: plan_make(wants, now, context, plan);
	while (count--)
		free_now(&now[count]);
	free(now);
	return err;
}
