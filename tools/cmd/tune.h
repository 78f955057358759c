/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that plan, apply and undo share. */
#ifndef CMD_TUNE_H
#define CMD_TUNE_H

#include "cmd/cmd.h"
#include "tune/engine.h"
#include "tune/profile.h"

/**
 * struct cmd_tune - profiles on their way to a plan; zeroed at first
 * @machine: what they are resolved for
 * @profile: as they are written
 * @wants: what they come to here
 * @target: reads and writes, NULL ops = it is closed
 * @plan: what is to be done
 */
struct cmd_tune {
	struct tune_machine	machine;
	struct profile		*profile;
	struct tune_wants	wants;
	struct tune_target	target;
	struct plan		plan;
};

/* Bytes of "-N NAME ". */
#define CMD_TUNE_WHERE	512

/* tune.c */
int cmd_tune_refuse(const struct cmd_ctx *ctx, int argc, bool names);
int cmd_tune_load(const struct cmd_ctx *ctx, struct cmd_tune *tune,
		  char *const *names, size_t count);
int cmd_tune_plan(const struct cmd_ctx *ctx, struct cmd_tune *tune,
		  const char *device);
void cmd_tune_free(struct cmd_tune *tune);
int cmd_tune_machine(const struct cmd_ctx *ctx, struct tune_machine *machine);
int cmd_tune_say_error(const struct cmd_ctx *ctx,
		       const struct profile_error *error, int err);
void cmd_tune_say(void *arg, const char *line);
const char *cmd_tune_where(const struct cmd_ctx *ctx,
			   char text[CMD_TUNE_WHERE]);
int cmd_tune_show(const struct cmd_ctx *ctx, const struct plan *plan,
		  bool done);
size_t cmd_tune_count(const struct plan *plan, enum plan_action action);
size_t cmd_tune_writes(const struct plan *plan);
bool cmd_tune_blocks(const struct plan *plan);
int cmd_tune_viewed(const struct cmd_ctx *ctx, int err);

/* state.c */
int cmd_state_open(const struct cmd_ctx *ctx, struct tune_state *state,
		   bool create);
int cmd_state_lock(const struct cmd_ctx *ctx, struct tune_state *state,
		   unsigned int seconds);
int cmd_state_journal(const struct cmd_ctx *ctx, const struct tune_state *state,
		      unsigned int id, struct journal *journal,
		      struct journal_file *file);
int cmd_state_looking(const struct cmd_ctx *ctx, const struct tune_state *state,
		      int err);
bool cmd_state_damaged(const struct cmd_ctx *ctx,
		       const struct tune_state *state);
int cmd_state_id(const char *text, unsigned int *id);

/* apply_pending.c */
int cmd_apply_pending(const struct cmd_ctx *ctx, const struct tune_state *state,
		      bool force);

struct view_afters;

/* apply_after.c */
int cmd_apply_look(const struct cmd_ctx *ctx, const struct plan *plan,
		   struct view_afters *restart);
int cmd_apply_after(const struct cmd_ctx *ctx, const struct plan *plan,
		    const struct tune_machine *machine,
		    const struct view_afters *restart);

/* link.c */
int cmd_link_check(const struct cmd_ctx *ctx, const struct plan *plan,
		   bool allowed);

#endif
