// SPDX-License-Identifier: GPL-2.0-or-later
/* Gives settings their old values back, unless somebody else has changed them. */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "tune/engine_write.h"

/* What is to be done about a step. */
enum verdict {
	VERDICT_SAME,		/* it has its old value */
	VERDICT_RESTORE,
	VERDICT_CHANGED,	/* somebody else gave it another one */
	VERDICT_GONE,		/* it is not there any more */
	VERDICT_UNKNOWN,	/* it can't be read */
};

/**
 * struct undo - a journal that is being undone
 * @engine: reads and writes
 * @journal: the journal
 * @file: gets the records
 * @force: also what somebody else has changed
 * @refused: why it failed, of what an apply goes on without; else NULL
 * @undone: counts
 * @unwritten: the first error of writing the journal
 */
struct undo {
	const struct tune_engine	*engine;
	struct journal			*journal;
	struct journal_file		*file;
	bool				force;
	const char			*refused;
	struct engine_undone		*undone;
	int				unwritten;
};

/* To restore comes before to record: what can't be recorded is told later. */
static void record(struct undo *undo, struct json_object *object)
{
	int err = journal_append(undo->file, object);

	if (err && !undo->unwritten)
		undo->unwritten = err;
}

/* Is each of the numbers the old or the new one? A write may end in between. */
static bool is_between(const char *value, const char *old, const char *new)
{
	__s64 is[TUNE_VECTOR], was[TUNE_VECTOR], be[TUNE_VECTOR];
	size_t counts[3];

	if (!tune_value_numbers(value, is, &counts[0]) ||
	    !tune_value_numbers(old, was, &counts[1]) ||
	    !tune_value_numbers(new, be, &counts[2]) ||
	    counts[0] != counts[1] || counts[0] != counts[2])
		return false;
	for (size_t i = 0; i < counts[0]; i++)
		if (is[i] != was[i] && is[i] != be[i])
			return false;
	return true;
}

/* Is that what our own write made of it? */
static bool is_ours(const struct journal_step *step, const char *value,
		    const char *expected)
{
	if (expected)
		return tune_value_equal(value, expected);
	return tune_value_equal(value, step->new) ||
	       is_between(value, step->old, step->new) ||
	       engine_may_round(&step->key);
}

static enum verdict judge_value(const struct undo *undo,
				const struct journal_step *step,
				const char *expected)
{
	const char *value = step->found;

	if (tune_value_equal(value, step->old))
		return VERDICT_SAME;
	return undo->force || is_ours(step, value, expected) ?
	       VERDICT_RESTORE : VERDICT_CHANGED;
}

/* What it was found as right after the write is what it should be now. */
static enum verdict judge(const struct undo *undo, struct journal_step *step)
{
	char *expected = step->found;
	enum verdict verdict;
	int err = engine_follow(undo->engine, step);

	if (err)
		return err == -ENODEV ? VERDICT_GONE : VERDICT_UNKNOWN;
	step->found = NULL;
	err = engine_read_back(undo->engine, step);
	if (!err)
		verdict = judge_value(undo, step, expected);
	else
		verdict = err == -ENOENT || err == -ENODEV ? VERDICT_GONE :
							     VERDICT_UNKNOWN;
	free(expected);
	return verdict;
}

static void leave(struct undo *undo, size_t index, const char *why)
{
	struct journal_step *step = &undo->journal->steps[index];

	step->state = JOURNAL_LEFT;
	record(undo, journal_left(index, step->found, why));
}

static void restored(struct undo *undo, size_t index)
{
	struct journal_step *step = &undo->journal->steps[index];

	undo->undone->restored++;
	if (!undo->refused) {
		step->state = JOURNAL_RESTORED;
		record(undo, journal_restored(index));
		return;
	}
	step->state = JOURNAL_REFUSED;
	free(step->why);
	step->why = strdup(undo->refused);
	record(undo, step->why ? journal_refused(index, step->why) : NULL);
}

/* It is still to be done: the next revert tries again. */
static void fail(struct undo *undo, size_t index, const char *why)
{
	const struct journal_step *step = &undo->journal->steps[index];
	char text[TUNE_KEY_TEXT];

	engine_say(undo->engine, "%s could not be set back to %s: %s",
		   tune_key_text(&step->key, text, sizeof(text)), step->old,
		   why);
	undo->undone->failed++;
	record(undo, journal_unrestored(index, why));
}

/* Return: is it to be restored? What is not, is told and counted. */
static bool settle(struct undo *undo, size_t index)
{
	struct journal_step *step = &undo->journal->steps[index];
	enum verdict verdict = judge(undo, step);
	char text[TUNE_KEY_TEXT];

	tune_key_text(&step->key, text, sizeof(text));
	switch (verdict) {
	case VERDICT_SAME:
		restored(undo, index);
		return false;
	case VERDICT_RESTORE:
		return true;
	case VERDICT_CHANGED:
		engine_say(undo->engine,
			   "%s left at %s: changed by others since (it was set to %s; --force sets it back to %s)",
			   text, step->found, step->new, step->old);
		undo->undone->left++;
		leave(undo, index, "changed since");
		return false;
	case VERDICT_GONE:
		engine_say(undo->engine, "%s is not there any more", text);
		undo->undone->gone++;
		leave(undo, index, JOURNAL_GONE);
		return false;
	case VERDICT_UNKNOWN:
		break;
	}
	fail(undo, index, "it can't be read");
	return false;
}

/* After it was set back: is it so? */
static void check(struct undo *undo, size_t index)
{
	struct journal_step *step = &undo->journal->steps[index];

	if (engine_read_back(undo->engine, step))
		fail(undo, index, "it can't be read");
	else if (!tune_value_equal(step->found, step->old))
		fail(undo, index, step->found);
	else
		restored(undo, index);
}

/* One that is refused must not keep the others of its message from it. */
static void send_back(struct undo *undo, struct journal_step *const *steps,
		      const size_t *indices, size_t count)
{
	char message[TARGET_MESSAGE];
	int err = engine_send(undo->engine, steps, count, true, message);

	for (size_t i = 0; i < count; i++)
		if (err && count > 1)
			send_back(undo, &steps[i], &indices[i], 1);
		else if (err)
			fail(undo, indices[i],
			     message[0] ? message : strerror(-err));
		else
			check(undo, indices[i]);
}

/* The settings of one write, together as they were set. */
static void undo_write(struct undo *undo, unsigned int write)
{
	struct journal_step *steps[ENGINE_GROUP];
	size_t indices[ENGINE_GROUP], count = 0;

	for (size_t i = 0; i < undo->journal->step_count; i++) {
		struct journal_step *step = &undo->journal->steps[i];

		if (step->write != write || journal_is_back(step) ||
		    count == ENGINE_GROUP || !settle(undo, i))
			continue;
		indices[count] = i;
		steps[count++] = step;
	}
	if (count)
		send_back(undo, steps, indices, count);
}

static bool is_whole(const struct engine_undone *undone)
{
	return !undone->left && !undone->failed && !undone->gone;
}

static int unwritten(const struct undo *undo)
{
	if (undo->unwritten)
		engine_say(undo->engine, "the journal can't be written: %s",
			   strerror(-undo->unwritten));
	return undo->unwritten;
}

/**
 * engine_refuse - set back what failed, so that the apply can go on without it
 * @engine: as for engine_undo()
 * @journal: has the steps
 * @file: its file
 * @write: number of the write that failed
 * @why: why it did, for people
 *
 * Return: as engine_undo(); after an error the apply can't go on.
 */
int engine_refuse(const struct tune_engine *engine, struct journal *journal,
		  struct journal_file *file, unsigned int write,
		  const char *why)
{
	struct engine_undone undone = { 0 };
	struct undo undo = {
		.engine = engine,
		.journal = journal,
		.file = file,
		.refused = why,
		.undone = &undone,
	};

	undo_write(&undo, write);
	return unwritten(&undo) ?: is_whole(&undone) ? 0 : -EAGAIN;
}

/**
 * engine_undo - set back what an apply has changed, the last thing first
 * @engine: reads and writes; told what could not be set back, and why
 * @journal: what was changed
 * @file: its file
 * @force: also what somebody else has changed since
 * @undone: set to how many of each
 *
 * Return: 0; -EAGAIN if something was left; or the error for which the journal
 * can't tell what was done.
 */
int engine_undo(const struct tune_engine *engine, struct journal *journal,
		struct journal_file *file, bool force,
		struct engine_undone *undone)
{
	struct undo undo = {
		.engine = engine,
		.journal = journal,
		.file = file,
		.force = force,
		.undone = undone,
	};

	*undone = (struct engine_undone) { 0 };
	for (size_t i = journal->step_count; i--;)
		if (!i || journal->steps[i].write != journal->steps[i - 1].write)
			undo_write(&undo, journal->steps[i].write);
	record(&undo, journal_word("reverted", "result",
				   is_whole(undone) ? "done" : "partly"));
	return unwritten(&undo) ?: is_whole(undone) ? 0 : -EAGAIN;
}

/**
 * engine_revert - undo an apply, and note who did it
 * @engine: as for engine_undo()
 * @journal: likewise
 * @file: likewise
 * @by: who: "command", "guardian"
 * @force: likewise
 * @undone: likewise
 *
 * Return: as engine_undo().
 */
int engine_revert(const struct tune_engine *engine, struct journal *journal,
		  struct journal_file *file, const char *by, bool force,
		  struct engine_undone *undone)
{
	/* If it can't be noted, engine_undo() will find that, too. */
	if (!journal_append(file, journal_word("revert", "by", by)))
		journal->reverting = true;
	return engine_undo(engine, journal, file, force, undone);
}
