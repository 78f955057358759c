/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The folder in which is kept what was changed: one journal an apply, and the
 * lock that lets one change at a time.
 */
#ifndef TUNE_STATE_H
#define TUNE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

/* Where it is, unless the environment says otherwise. */
#define STATE_FOLDER	"/var/lib/nettune"
#define STATE_VARIABLE	"NETTUNE_STATE"

/* Bytes of a journal's name. */
#define STATE_NAME	32
/* The highest number of one. */
#define STATE_ID_MAX	999999999

/**
 * struct tune_state - the folder
 * @path: where it is
 * @dir: open folder, -1 = there is none
 * @lock: open file while it is locked, else -1
 */
struct tune_state {
	const char	*path;
	int		dir;
	int		lock;
};

int state_open(struct tune_state *state, bool create);
void state_close(struct tune_state *state);
int state_lock(struct tune_state *state, unsigned int seconds, pid_t *holder);
void state_unlock(struct tune_state *state);
int state_ids(const struct tune_state *state, unsigned int **ids,
	      size_t *count);
const char *state_name(unsigned int id, char name[STATE_NAME]);

#endif
