/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Undoes an apply that nobody confirms in time: a process of its own, which
 * outlives the command, its terminal and its session. If it is killed with
 * SIGKILL itself, nobody does: the apply waits to be confirmed or reverted until
 * the machine is started anew, which ends all that was applied but not persisted.
 */
#ifndef TUNE_GUARDIAN_H
#define TUNE_GUARDIAN_H

#include "tune/engine.h"

/**
 * struct guardian_job - what it watches over
 * @state: folder of the journal
 * @id: number of the apply
 * @seconds: until it has to be confirmed, from when it is applied
 * @open: opens the target; it is another process, so it opens its own
 */
struct guardian_job {
	const struct tune_state	*state;
	unsigned int		id;
	unsigned int		seconds;
	int			(*open)(struct tune_target *target);
};

/**
 * struct guardian - the command's end of it
 * @fd: what is written there it is told; -1 = there is none
 */
struct guardian {
	int	fd;
};

int guardian_start(const struct guardian_job *job, struct guardian *guardian);
int guardian_tell(struct guardian *guardian, bool applied);

/* guardian_run.c */
void guardian_run(const struct guardian_job *job, int orders, int ready);

/* What it is told: the apply is done, wait for confirmation; or it failed. */
#define GUARDIAN_APPLIED	'a'
#define GUARDIAN_FAILED		'f'

#endif
