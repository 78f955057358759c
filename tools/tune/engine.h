/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Carries plans out and undoes them, so that at any instant the journal on disk
 * tells how to get back.
 */
#ifndef TUNE_ENGINE_H
#define TUNE_ENGINE_H

#include "tune/journal.h"
#include "tune/target.h"

/* Bytes of one line for people. */
#define ENGINE_TEXT	512

/**
 * struct tune_engine - what it works with
 * @target: reads and writes settings
 * @stopped: asked before each write: is it to stop, and go back? NULL = never
 * @partly: what is refused when it is written does not undo the rest of an apply
 * @say: told what a person has to know, one line without a newline
 * @arg: for both
 */
struct tune_engine {
	struct tune_target		*target;
	bool				(*stopped)(void *arg);
	bool				partly;
	void				(*say)(void *arg, const char *line);
	void				*arg;
};

/**
 * struct engine_undone - how undoing ended
 * @restored: settings that have their old value again
 * @left: those that somebody else has changed since
 * @failed: those that could not be set
 * @gone: those that are not there any more
 */
struct engine_undone {
	unsigned int	restored;
	unsigned int	left;
	unsigned int	failed;
	unsigned int	gone;
};

/* engine_plan.c */
int engine_read(const struct tune_engine *engine, struct tune_wants *wants,
		const struct plan_context *context, struct plan *plan);
bool engine_own_netns(void);

/* engine_apply.c */
size_t engine_expect(const struct plan *plan);
int engine_apply(const struct tune_engine *engine, const struct plan *plan,
		 struct journal *journal, struct journal_file *file,
		 struct engine_undone *undone);
void engine_say(const struct tune_engine *engine, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* engine_found.c */
int engine_found(struct plan *plan, const struct journal *journal);

/* engine_undo.c */
int engine_undo(const struct tune_engine *engine, struct journal *journal,
		struct journal_file *file, bool force,
		struct engine_undone *undone);
int engine_revert(const struct tune_engine *engine, struct journal *journal,
		  struct journal_file *file, const char *by, bool force,
		  struct engine_undone *undone);

/* engine_known.c */
int engine_known(const struct tune_state *state, struct plan *plan);

/* engine_find.c */

/* Is a journal what is looked for? */
typedef bool (*engine_match_fn)(const struct journal *journal,
				enum journal_state state, void *arg);

int engine_find(const struct tune_state *state, engine_match_fn match,
		void *arg, unsigned int *id);
int engine_damaged(const struct tune_state *state, unsigned int *id);
int engine_later(const struct tune_state *state, const struct journal *journal,
		 unsigned int *id);

#endif
