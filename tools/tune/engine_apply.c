// SPDX-License-Identifier: GPL-2.0-or-later
/* Carries a plan out; if a step fails, goes all the way back. */
#include <errno.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine_write.h"

/* Bytes of a record beside what it says of its setting. */
#define RECORD_SIZE	160

/**
 * engine_say - tell what a person has to know
 * @engine: whom to tell
 * @format: as printf(), one line without a newline
 */
void engine_say(const struct tune_engine *engine, const char *format, ...)
{
	char line[ENGINE_TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	engine->say(engine->arg, line);
}

/**
 * engine_expect - bytes that the journal of a plan may take
 * @plan: the plan
 *
 * Each setting is told of when it is to be written, was written, was restored;
 * one that is so already once.
 */
size_t engine_expect(const struct plan *plan)
{
	size_t bytes = 4 * RECORD_SIZE;

	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_step *step = &plan->steps[i];

		if (plan_is_write(step))
			bytes += 3 * RECORD_SIZE + strlen(step->key.name) +
				 2 * strlen(step->current) +
				 2 * strlen(step->wanted);
		else if (step->action == PLAN_KEEP && step->current)
			bytes += RECORD_SIZE + strlen(step->key.name) +
				 strlen(step->current);
	}
	return bytes;
}

/* Settings of a device that are of one kind are one message. */
static bool is_together(const struct tune_key *a, const struct tune_key *b)
{
	return a->device[0] && a->kind == b->kind &&
	       !strcmp(a->device, b->device);
}

/* Has an earlier step taken this one with it? */
static bool is_taken(const struct plan *plan, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (plan_is_write(&plan->steps[i]) &&
		    is_together(&plan->steps[i].key, &plan->steps[index].key))
			return true;
	return false;
}

/**
 * struct carry - a plan that is being carried out
 * @engine: reads and writes
 * @plan: the plan
 * @journal: gets the steps
 * @file: its file
 * @writes: how many there were
 * @refused: the last one was, and that is in the journal
 * @why: why it was
 */
struct carry {
	const struct tune_engine	*engine;
	const struct plan		*plan;
	struct journal			*journal;
	struct journal_file		*file;
	unsigned int			writes;
	bool				refused;
	char				why[TARGET_MESSAGE];
};

/* The steps of a write go into the journal when it is their turn. */
static int collect(struct carry *carry, size_t first, bool alone)
{
	const struct plan *plan = carry->plan;
	const struct plan_step *begin = &plan->steps[first];
	int err = 0;

	for (size_t i = first; !err && i < plan->count && !(alone && i > first);
	     i++) {
		const struct plan_step *step = &plan->steps[i];
		struct journal_step entry = {
			.key = step->key,
			.old = step->current,
			.new = step->wanted,
			.write = carry->writes,
			.ifindex = engine_ifindex(&step->key),
		};

		if (plan_is_write(step) &&
		    (i == first || is_together(&begin->key, &step->key)))
			err = journal_add_step(carry->journal, &entry);
	}
	if (err)
		journal_drop(carry->journal, carry->writes);
	return err;
}

static int say_unwritten(const struct tune_engine *engine, int err)
{
	engine_say(engine, "the journal can't be written: %s", strerror(-err));
	return err;
}

/* What became of it, where that is not what was written. */
static int judge_step(const struct tune_engine *engine,
		      const struct journal_step *step, const char *text)
{
	const bool stayed = tune_value_equal(step->found, step->old);

	if (stayed && !engine_may_round(&step->key)) {
		engine_say(engine, "%s stayed at %s: %s was taken, but not heeded",
			   text, step->old, step->new);
		return -EINVAL;
	}
	if (stayed)
		engine_say(engine, "note: %s is still %s: %s was asked for (it was rounded)",
			   text, step->found, step->new);
	else
		engine_say(engine, "note: %s is %s now: %s was asked for",
			   text, step->found, step->new);
	return 0;
}

/*
 * A driver may make another number of it, also the one that it was before; that
 * a switch was taken and nothing happened is a failure.
 */
static int check_step(const struct tune_engine *engine,
		      struct journal_step *step)
{
	char text[TUNE_KEY_TEXT];
	int err = engine_read_back(engine, step);

	tune_key_text(&step->key, text, sizeof(text));
	if (err == -ENOMEM)
		return err;
	if (err) {
		engine_say(engine, "%s can't be read any more: %s", text,
			   strerror(-err));
		return err;
	}
	return tune_value_equal(step->found, step->new) ?
	       0 : judge_step(engine, step, text);
}

static int check_write(const struct tune_engine *engine,
		       struct journal *journal, unsigned int write)
{
	int err = 0;

	for (size_t i = 0; !err && i < journal->step_count; i++)
		if (journal->steps[i].write == write)
			err = check_step(engine, &journal->steps[i]);
	return err;
}

/*
 * What was refused may have been done in part: a vector up to the number that is
 * wrong, one file of two. What is there now is our doing, and so undone first.
 */
static int note_failed(struct carry *carry, unsigned int write, int err)
{
	struct journal *journal = carry->journal;
	int unwritten;

	for (size_t i = 0; i < journal->step_count; i++)
		if (journal->steps[i].write == write &&
		    engine_read_back(carry->engine,
				     &journal->steps[i]) == -ENOMEM)
			err = -ENOMEM;
	engine_set_state(journal, write, JOURNAL_FAILED);
	unwritten = journal_append(carry->file,
				   journal_failed(journal, write, err,
						  carry->why));
	if (unwritten)
		return say_unwritten(carry->engine, unwritten);
	carry->refused = err != -ENOMEM;
	return err;
}

static const char *why_not_so(int err)
{
	return err == -EINVAL ? "it was taken, but not heeded" :
				"it can't be read any more";
}

/* The journal first, then the setting, then the journal again. */
static int do_write(struct carry *carry, unsigned int write)
{
	const struct tune_engine *engine = carry->engine;
	struct journal *journal = carry->journal;
	int err;

	err = journal_append(carry->file, journal_write(journal, write));
	if (err) {
		/* Nothing of it was written. */
		journal_drop(journal, write);
		return say_unwritten(engine, err);
	}
	err = engine_write(engine, journal, write, carry->why);
	if (err)
		return note_failed(carry, write, err);
	err = check_write(engine, journal, write);
	if (err) {
		snprintf(carry->why, sizeof(carry->why), "%s", why_not_so(err));
		return note_failed(carry, write, err);
	}
	engine_set_state(journal, write, JOURNAL_WRITTEN);
	err = journal_append(carry->file, journal_done(journal, write));
	return err ? say_unwritten(engine, err) : 0;
}

/*
 * What is to be told as the old value has to be what is there: somebody else may
 * have changed it since it was read. What moderates itself is never the same.
 */
static int check_current(const struct tune_engine *engine,
			 const struct plan_step *step)
{
	char text[TUNE_KEY_TEXT];
	struct journal_step now = { .key = step->key };
	int err = engine_read_back(engine, &now);

	tune_key_text(&step->key, text, sizeof(text));
	if (err) {
		engine_say(engine, "%s can't be read any more: %s", text,
			   strerror(-err));
	} else if (!tune_value_equal(now.found, step->current)) {
		engine_say(engine, "%s was %s, and is %s now: somebody else is changing it",
			   text, step->current, now.found);
		err = -EAGAIN;
	}
	free(now.found);
	return err;
}

static int check_plan(const struct tune_engine *engine,
		      const struct plan *plan)
{
	int err = 0;

	for (size_t i = 0; !err && i < plan->count; i++)
		if (plan_is_write(&plan->steps[i]) &&
		    plan->steps[i].key.kind != TUNE_COALESCE)
			err = check_current(engine, &plan->steps[i]);
	return err;
}

/*
 * One write, of a setting or of all that belong together. What it meets is no
 * reason to undo the others if they are wanted without it.
 */
static int do_steps(struct carry *carry, size_t first, bool alone)
{
	const struct tune_engine *engine = carry->engine;
	int err;

	if (engine->stopped && engine->stopped(engine->arg)) {
		engine_say(engine, "interrupted");
		return -EINTR;
	}
	carry->refused = false;
	err = collect(carry, first, alone);
	if (err)
		return err;
	err = do_write(carry, carry->writes);
	if (carry->refused && engine->partly)
		err = engine_refuse(engine, carry->journal, carry->file,
				    carry->writes, carry->why);
	carry->writes++;
	return err;
}

static void say_refused(const struct carry *carry, size_t index)
{
	const struct plan_step *step = &carry->plan->steps[index];
	char text[TUNE_KEY_TEXT];

	engine_say(carry->engine, "%s: refused, stays at %s",
		   tune_key_text(&step->key, text, sizeof(text)),
		   step->current);
}

/* What was refused together: which of them was meant? */
static int do_each(struct carry *carry, size_t first)
{
	const struct plan *plan = carry->plan;
	int err = 0;

	for (size_t i = first; !err && i < plan->count; i++) {
		if (!plan_is_write(&plan->steps[i]) ||
		    !is_together(&plan->steps[first].key, &plan->steps[i].key))
			continue;
		err = do_steps(carry, i, true);
		if (!err && carry->refused)
			say_refused(carry, i);
	}
	return err;
}

static bool has_company(const struct plan *plan, size_t first)
{
	for (size_t i = first + 1; i < plan->count; i++)
		if (plan_is_write(&plan->steps[i]) &&
		    is_together(&plan->steps[first].key, &plan->steps[i].key))
			return true;
	return false;
}

static int do_plan(struct carry *carry)
{
	const struct plan *plan = carry->plan;
	int err = 0;

	for (size_t i = 0; !err && i < plan->count; i++) {
		if (!plan_is_write(&plan->steps[i]) || is_taken(plan, i))
			continue;
		err = do_steps(carry, i, false);
		if (err || !carry->refused)
			continue;
		if (has_company(plan, i))
			err = do_each(carry, i);
		else
			say_refused(carry, i);
	}
	return err;
}

/**
 * engine_apply - carry a plan out
 * @engine: reads and writes
 * @plan: a plan; what is refused in it is left out, and so is with @partly of
 *	@engine what is refused when it is written
 * @journal: of the file; gets the steps
 * @file: a journal that was just created
 * @undone: set to how going back ended, after an error
 *
 * Return: 0, also when nothing of it stands, which @journal tells by not being
 * applied; or a negative errno after all that was written has been undone as far
 * as that is possible; what went wrong was said.
 */
int engine_apply(const struct tune_engine *engine, const struct plan *plan,
		 struct journal *journal, struct journal_file *file,
		 struct engine_undone *undone)
{
	struct carry carry = {
		.engine = engine, .plan = plan, .journal = journal,
		.file = file,
	};
	int err = check_plan(engine, plan) ?: do_plan(&carry);

	*undone = (struct engine_undone) { 0 };
	journal->ended = true;
	if (!err) {
		journal->applied = journal_is_open(journal);
		err = journal_append(file, journal_word("end", "result",
							journal->applied ?
							"applied" : "failed"));
		if (!err)
			return 0;
		say_unwritten(engine, err);
	}
	journal->applied = false;
	journal_append(file, journal_word("end", "result", "failed"));
	engine_undo(engine, journal, file, false, undone);
	return err;
}
