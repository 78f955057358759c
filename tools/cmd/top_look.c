// SPDX-License-Identifier: GPL-2.0-or-later
/* One look at everything, for the live screen. */
#include "cmd/top_look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "array.h"
#include "cmd/filter.h"
#include "model/capture.h"

#define PARTS	(SOURCE_PART_FACTS | SOURCE_PART_SOFTNET | SOURCE_PART_NICS | \
		 SOURCE_PART_LISTENERS)

/* Seconds between two counts of all processes' descriptors. */
#define FILES_EVERY	5

/* Two looks nearer to each other than this tell no rates, seconds. */
#define RATES_AFTER	0.5

/**
 * top_now() - what time it is
 *
 * Return: seconds of CLOCK_MONOTONIC.
 */
double top_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/**
 * top_data_free() - let go of what was found
 * @data: emptied
 */
void top_data_free(struct top_data *data)
{
	model_socks_free(&data->socks);
	for (size_t i = 0; i < data->nr_groups; i++) {
		free((char *)data->groups[i].cgroup);
		free((char *)data->groups[i].ifname);
	}
	free(data->groups);
	memset(data, 0, sizeof(*data));
}

/**
 * top_look_free() - let go of it
 * @look: no look follows
 */
void top_look_free(struct top_look *look)
{
	model_snapshot_free(&look->before);
	model_snapshot_free(&look->last);
	free(look->owners.known);
}

/**
 * top_look_narrow() - what the list wants, but for its order
 * @look: has the options
 * @expr: what was typed
 * @query: filled in
 * @error: set to what is wrong with @expr, if something is
 * @size: bytes in @error
 *
 * Return: 0 or a negative errno.
 */
int top_look_narrow(const struct top_look *look, struct expr *expr,
		    struct source_query *query, char *error, size_t size)
{
	*query = (struct source_query) {
		.filter = look->filter,
		.groups = NT_GROUPS_ALL & ~NETTUNE_GROUP_PROCESS,
	};
	if (look->src->ops->replays)
		query->resolve = SOURCE_RESOLVE_DEVICE |
				 SOURCE_RESOLVE_CGROUP |
				 SOURCE_RESOLVE_PROCESS;
	return cmd_filter_narrow(look->src, expr, query, error, size);
}

/* Those of the last look do as well. */
static void keep_files(struct top_look *look, struct model_snapshot *now)
{
	if (now->files || !look->has_last)
		return;
	now->files = look->last.files;
	now->file_count = look->last.file_count;
	look->last.files = NULL;
	look->last.file_count = 0;
}

static int take_snapshot(struct top_look *look, struct model_snapshot *now)
{
	double begin = top_now();
	__u32 parts = PARTS;
	int err;

	if (look->src->ops->replays || begin >= look->files_until) {
		parts |= SOURCE_PART_FILES;
		look->files_until = begin + FILES_EVERY;
	}
	err = source_snapshot(look->src, parts, now);
	if (!err && !(parts & SOURCE_PART_FILES))
		keep_files(look, now);
	return err;
}

static int name_all(struct top_look *look, struct model_snapshot *now,
		    struct model_socks *socks)
{
	struct model_socks *lists[] = {
		&now->listeners, &now->worst, socks,
	};
	int err = 0;

	if (look->src->ops->replays)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; !err && j < lists[i]->count; j++)
			err = source_name_held(look->src, &lists[i]->socks[j]);
	return err ?: top_owners_tell(&look->owners, look->src, lists,
				      ARRAY_SIZE(lists));
}

/* A key may ask for a look right after another one. */
static bool tells_rates(const struct top_look *look, double interval,
			const struct model_snapshot *now)
{
	double least = interval / 2 < RATES_AFTER ? interval / 2 : RATES_AFTER;

	return look->has_last &&
	       (now->time_ns - look->last.time_ns) / 1e9 >= least;
}

static void keep_snapshot(struct top_look *look, double interval,
			  const struct model_snapshot *now)
{
	if (tells_rates(look, interval, now)) {
		model_snapshot_free(&look->before);
		look->before = look->last;
		look->has_before = true;
	} else {
		model_snapshot_free(&look->last);
	}
	look->last = *now;
	look->has_last = true;
}

static void describe(const struct top_look *look, struct top_data *data)
{
	const struct model_snapshot *now = &look->last;
	const struct source *src = look->src;
	struct utsname name = { 0 };
	struct tm tm;
	time_t clock = time(NULL);

	if (src->ops->replays) {
		snprintf(data->when, sizeof(data->when), "sample %zu of %zu",
			 src->sample + 1, src->capture->count);
		snprintf(data->machine, sizeof(data->machine), "capture, %s",
			 source_with_module(src));
		return;
	}
	uname(&name);
	if (localtime_r(&clock, &tm))
		strftime(data->when, sizeof(data->when), "%H:%M:%S", &tm);
	snprintf(data->machine, sizeof(data->machine),
		 "%s, %s, Linux %s, %zu CPUs", name.nodename,
		 source_with_module(src), name.release, now->cpus);
}

static int look_at_all(struct top_look *look, const struct screen *screen,
		       const struct source_query *query,
		       struct top_data *found)
{
	struct model_snapshot now;
	int err = take_snapshot(look, &now);

	if (err)
		return err;
	err = top_walk(look, screen, query, &now, found);
	if (!err)
		err = name_all(look, &now, &found->socks);
	if (err) {
		model_snapshot_free(&now);
		return err;
	}
	keep_snapshot(look, screen->interval, &now);
	return 0;
}

/**
 * top_look() - look at everything once
 * @look: what to look at
 * @screen: what was chosen
 * @limit: how many sockets have room
 * @data: replaced on success
 *
 * Memory does not depend on how many sockets there are.
 *
 * Return: 0 or a negative errno, -ECANCELED if it was given up.
 */
int top_look(struct top_look *look, const struct screen *screen,
	     unsigned int limit, struct top_data *data)
{
	struct top_data found = { .grouped = screen_group_name(screen) };
	char error[SCREEN_ERROR_MAX];
	struct source_query query;
	double begin = top_now();
	int err;

	err = top_look_narrow(look, &look->expr, &query, error, sizeof(error));
	if (err)
		return err;
	if (!found.grouped) {
		query.order = screen_sort_key(screen);
		query.limit = limit ?: 1;
		query.lock |= query.order == NETTUNE_KEY_RETRANS;
	}
	look->src->nl.interrupted = false;
	err = look_at_all(look, screen, &query, &found);
	if (err) {
		top_data_free(&found);
		return err;
	}
	model_stages(look->has_before ? &look->before : NULL, &look->last,
		     found.stages);
	describe(look, &found);
	found.known = true;
	found.took = top_now() - begin;
	memcpy(found.note, data->note, sizeof(found.note));
	top_data_free(data);
	*data = found;
	return 0;
}
