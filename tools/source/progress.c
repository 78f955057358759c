// SPDX-License-Identifier: GPL-2.0-or-later
/* One line on a terminal, written again and again, and gone at the end. */
#include "source/progress.h"

#include <stdio.h>
#include <unistd.h>

static bool silent;

/**
 * progress_silence() - say nothing from now on
 *
 * For who draws on the terminal.
 */
void progress_silence(void)
{
	silent = true;
}

/**
 * progress_begin() - begin with something that may take long
 * @progress: filled in
 */
void progress_begin(struct progress *progress)
{
	clock_gettime(CLOCK_MONOTONIC, &progress->begin);
	progress->wanted = !silent && isatty(STDERR_FILENO) == 1;
	progress->shown = false;
}

/**
 * progress_show() - say what is done now
 * @progress: begun
 * @what: what is done
 */
void progress_show(struct progress *progress, const char *what)
{
	if (!progress->wanted)
		return;
	fprintf(stderr, "\r%s\033[K", what);
	fflush(stderr);
	progress->shown = true;
}

/**
 * progress_say() - say what is done now, if it has taken over a second so far
 * @progress: begun
 * @what: what is done
 * @count: how much of it, 0 = not known
 */
void progress_say(struct progress *progress, const char *what, size_t count)
{
	struct timespec now;

	if (!progress->wanted)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec - progress->begin.tv_sec < 2)
		return;
	if (count)
		fprintf(stderr, "\r%s: %zu\033[K", what, count);
	else
		fprintf(stderr, "\r%s\033[K", what);
	fflush(stderr);
	progress->shown = true;
}

/**
 * progress_end() - remove the line
 * @progress: begun
 */
void progress_end(struct progress *progress)
{
	if (progress->shown)
		fprintf(stderr, "\r\033[K");
	progress->shown = false;
}
