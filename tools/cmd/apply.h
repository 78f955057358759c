/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What 'nettune apply' knows on its way. */
#ifndef CMD_APPLY_H
#define CMD_APPLY_H

#include "cmd/tune.h"
#include "tune/guardian.h"
#include "view/plan.h"

/**
 * struct apply_params - what the command's own options have set
 * @device: only devices of such names, NULL = all
 * @confirm: seconds in which it has to be confirmed, 0 = it has not
 * @wait: seconds to wait for another one, 0 = as long as other commands
 * @dry_run: only show what would be done
 * @persist: it is to come back at boot
 * @force: leave out what is refused; on the session's device, too
 */
struct apply_params {
	const char	*device;
	unsigned int	confirm;
	unsigned int	wait;
	bool		dry_run;
	bool		persist;
	bool		force;
};

/**
 * struct apply - an apply on its way
 * @ctx: names the command
 * @params: what it was told
 * @tune: profiles and plan
 * @state: the journals' folder, and its lock
 * @journal: what was written
 * @file: of @journal
 * @guardian: reverts it unless it is confirmed
 * @restart: listeners that keep their old limits
 */
struct apply {
	const struct cmd_ctx		*ctx;
	const struct apply_params	*params;
	struct cmd_tune			tune;
	struct tune_state		state;
	struct journal			journal;
	struct journal_file		file;
	struct guardian			guardian;
	struct view_afters		restart;
};

/* apply_write.c */
int cmd_apply_write(struct apply *apply, int argc, char **argv);

#endif
