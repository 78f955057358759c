// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes steps of a journal, and reads them back. */
#include "tune/engine_write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * engine_may_round - may the kernel or a driver make another value of it?
 * @key: the setting
 *
 * Drivers round to what their hardware has: e1000e rings to eights, vmxnet3 to
 * 32, others to powers of two. A switch has nothing to be rounded to.
 */
bool engine_may_round(const struct tune_key *key)
{
	const struct sysctl_rule *rule;

	if (key->kind != TUNE_SYSCTL)
		return !tune_key_is_switch(key);
	rule = sysctl_rule(key->name);
	return rule && rule->rounds;
}

/**
 * engine_read_back - what a setting is now
 * @engine: reads
 * @step: gets it as what was found
 *
 * Return: 0, or a negative errno: why it can't be told.
 */
int engine_read_back(const struct tune_engine *engine,
		     struct journal_step *step)
{
	struct tune_now now;
	int err;

	err = engine->target->ops->read(engine->target, &step->key, &now);
	if (err)
		return err;
	free(now.note);
	if (now.err) {
		free(now.text);
		return -now.err;
	}
	free(step->found);
	step->found = now.text;
	return 0;
}

/**
 * engine_send - write steps in one message
 * @engine: writes
 * @steps: of one kind and device, at most ENGINE_GROUP
 * @count: how many
 * @old: their old values; else the new ones
 * @message: set to why not
 *
 * Return: 0 or a negative errno.
 */
int engine_send(const struct tune_engine *engine,
		struct journal_step *const *steps, size_t count, bool old,
		char message[TARGET_MESSAGE])
{
	const struct tune_key *keys[ENGINE_GROUP];
	const char *values[ENGINE_GROUP];

	for (size_t i = 0; i < count; i++) {
		keys[i] = &steps[i]->key;
		values[i] = old ? steps[i]->old : steps[i]->new;
	}
	message[0] = '\0';
	return engine->target->ops->write(engine->target, keys, values, count,
					  message);
}

/**
 * engine_write - write the new values of a write
 * @engine: writes; says why not
 * @journal: has the steps
 * @write: number of the write
 * @message: set to why not
 *
 * Return: 0 or a negative errno.
 */
int engine_write(const struct tune_engine *engine, struct journal *journal,
		 unsigned int write, char message[TARGET_MESSAGE])
{
	struct journal_step *steps[ENGINE_GROUP];
	char text[TUNE_KEY_TEXT];
	size_t count = 0;
	int err;

	for (size_t i = 0; i < journal->step_count; i++)
		if (journal->steps[i].write == write && count < ENGINE_GROUP)
			steps[count++] = &journal->steps[i];
	err = engine_send(engine, steps, count, false, message);
	if (!err)
		return 0;
	if (!message[0])
		snprintf(message, TARGET_MESSAGE, "no reason was given");
	tune_key_text(&steps[0]->key, text, sizeof(text));
	engine_say(engine, "setting %s to %s: %s", text, steps[0]->new,
		   message);
	return err;
}

/**
 * engine_set_state - all steps of a write are so far
 * @journal: has the steps
 * @write: number of the write
 * @state: how far
 */
void engine_set_state(struct journal *journal, unsigned int write,
		      enum journal_step_state state)
{
	for (size_t i = 0; i < journal->step_count; i++)
		if (journal->steps[i].write == write)
			journal->steps[i].state = state;
}
