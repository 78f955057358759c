// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks twice, so that what changes can be told. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "cmd/cmd.h"
#include "source/file.h"
#include "source/progress.h"
#include "source/snapshot.h"

/**
 * cmd_seconds_parse() - a time that was given with an option
 * @value: seconds, which need not be whole
 * @least: the lowest that makes sense
 * @most: the highest
 * @seconds: set on success
 *
 * Return: 0, -EINVAL for what is no number, -ERANGE.
 */
int cmd_seconds_parse(const char *value, double least, double most,
		      double *seconds)
{
	char *end;

	*seconds = strtod(value, &end);
	if (end == value || *end || !isfinite(*seconds))
		return -EINVAL;
	return *seconds < least || *seconds > most ? -ERANGE : 0;
}

/* Until so long after the first look, however long that took. */
static void wait_after(__u64 begin_ns, double seconds)
{
	__u64 end_ns = begin_ns + (__u64)(seconds * 1e9);
	struct progress progress;
	struct timespec end;

	end.tv_sec = end_ns / 1000000000;
	end.tv_nsec = end_ns % 1000000000;
	progress_begin(&progress);
	if (seconds > 2)
		progress_show(&progress, "watching what changes");
	while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &end, NULL) ==
	       EINTR)
		;
	progress_end(&progress);
}

/* A capture has its own two looks. */
static int go_on(const struct cmd_ctx *ctx, struct source *src,
		 const struct model_snapshot *before, double seconds)
{
	if (!src->ops->replays) {
		wait_after(before->time_ns, seconds);
		return 0;
	}
	if (file_next(src))
		return 0;
	cmd_say(ctx, "the capture has one look only, which tells no rates");
	return -ENODATA;
}

/**
 * cmd_take_two() - take two snapshots
 * @ctx: names the command
 * @src: open source
 * @seconds: between them; a capture has its own interval
 * @parts: mask of enum source_part: what the second one is held against
 * @before: the first one, with those parts
 * @after: the second one, with everything
 *
 * Return: CMD_DONE, or another exit code, after a message; then there is
 * nothing to be freed.
 */
int cmd_take_two(const struct cmd_ctx *ctx, struct source *src, double seconds,
		 __u32 parts, struct model_snapshot *before,
		 struct model_snapshot *after)
{
	int err;

	err = source_snapshot(src, parts, before);
	if (err)
		return cmd_report(ctx, src, err, 0);
	if (go_on(ctx, src, before, seconds)) {
		model_snapshot_free(before);
		return CMD_FAILED;
	}
	err = source_snapshot(src, SOURCE_PARTS_ALL, after);
	if (!err)
		return CMD_DONE;
	model_snapshot_free(before);
	return cmd_report(ctx, src, err, 0);
}
