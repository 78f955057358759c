/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What applying and undoing share: steps of a journal and the target. */
#ifndef TUNE_ENGINE_WRITE_H
#define TUNE_ENGINE_WRITE_H

#include "tune/engine.h"

/* Settings that one write has at most: no kind has as many parameters. */
#define ENGINE_GROUP	256

/* engine_device.c */
unsigned int engine_ifindex(const struct tune_key *key);
int engine_follow(const struct tune_engine *engine, struct journal_step *step);

/* engine_undo.c */
int engine_refuse(const struct tune_engine *engine, struct journal *journal,
		  struct journal_file *file, unsigned int write,
		  const char *why);

/* engine_write.c */
bool engine_may_round(const struct tune_key *key);
int engine_read_back(const struct tune_engine *engine,
		     struct journal_step *step);
int engine_write(const struct tune_engine *engine, struct journal *journal,
		 unsigned int write, char message[TARGET_MESSAGE]);
int engine_send(const struct tune_engine *engine,
		struct journal_step *const *steps, size_t count, bool old,
		char message[TARGET_MESSAGE]);
void engine_set_state(struct journal *journal, unsigned int write,
		      enum journal_step_state state);

#endif
