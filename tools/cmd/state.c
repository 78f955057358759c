// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of what was changed, opened for a command. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/tune.h"

static const char *advice(int err)
{
	return err == -EACCES && geteuid() ? " (run as root)" : "";
}

/* Another apply may take a moment; one that hangs is not waited for. */
#define LOCK_SECONDS	5

/**
 * cmd_state_open - open the folder
 * @ctx: names the command
 * @state: filled in, to be closed also after an error
 * @create: make it if it is not there
 *
 * Return: 0; -ENOENT without a message when there is none; another negative
 * errno after one.
 */
int cmd_state_open(const struct cmd_ctx *ctx, struct tune_state *state,
		   bool create)
{
	int err = state_open(state, create);

	/* Which boot and which namespace a journal is of, nothing else tells. */
	if ((!err || err == -ENOENT) && access("/proc/self", F_OK)) {
		cmd_say(ctx, "/proc is not mounted: whose journals to look at can't be told");
		return -ENODEV;
	}
	if (!err || (err == -ENOENT && !create))
		return err;
	if (err == -EPERM)
		cmd_say(ctx, "%s: not this user's own, or others can write to it%s",
			state->path, geteuid() ? " (run as root)" : "");
	else
		cmd_say(ctx, "the folder for journals, %s: %s%s",
			state->path, strerror(-err), advice(err));
	return err;
}

/**
 * cmd_state_lock - be the only one who changes something
 * @ctx: names the command
 * @state: open folder
 * @seconds: how long to wait for another one, 0 = as long as a person likes to
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_state_lock(const struct cmd_ctx *ctx, struct tune_state *state,
		   unsigned int seconds)
{
	pid_t holder;
	int err = state_lock(state, seconds ?: LOCK_SECONDS, &holder);

	if (err == -EWOULDBLOCK && holder)
		cmd_say(ctx, "another nettune is at it (pid %d): try again when it is done",
			(int)holder);
	else if (err == -EWOULDBLOCK)
		cmd_say(ctx, "another nettune is at it: try again when it is done");
	else if (err)
		cmd_say(ctx, "locking %s: %s%s", state->path, strerror(-err),
			advice(err));
	return err;
}

/**
 * cmd_state_journal - open the journal of an apply
 * @ctx: names the command
 * @state: locked folder
 * @id: of the apply
 * @journal: filled in, to be freed also after an error
 * @file: to be closed also after an error
 *
 * Return: 0 or a negative errno after a message.
 */
int cmd_state_journal(const struct cmd_ctx *ctx, const struct tune_state *state,
		      unsigned int id, struct journal *journal,
		      struct journal_file *file)
{
	char name[STATE_NAME];
	int err = journal_open(state, id, journal, file);

	if (err == -ENOENT)
		cmd_say(ctx, "there was no apply %u (see 'nettune history')",
			id);
	else if (err == -EBADMSG)
		cmd_say(ctx, "%s/%s is damaged", state->path,
			state_name(id, name));
	else if (err)
		cmd_say(ctx, "%s/%s: %s", state->path, state_name(id, name),
			strerror(-err));
	return err;
}

/**
 * cmd_state_looking - looking for an apply has failed
 * @ctx: names the command
 * @state: the folder
 * @err: a negative errno
 *
 * Return: @err, after a message.
 */
int cmd_state_looking(const struct cmd_ctx *ctx, const struct tune_state *state,
		      int err)
{
	cmd_say(ctx, "looking for what was applied, in %s: %s%s", state->path,
		strerror(-err), advice(err));
	return err;
}

/**
 * cmd_state_damaged - is there a journal that can't be read?
 * @ctx: names the command
 * @state: open folder
 *
 * Return: is there? It is said then: what it tells of may still be changed.
 */
bool cmd_state_damaged(const struct cmd_ctx *ctx,
		       const struct tune_state *state)
{
	char name[STATE_NAME];
	unsigned int id;

	if (engine_damaged(state, &id) || !id)
		return false;
	cmd_say(ctx, "%s/%s is damaged: what it changed is not known (settle that, and remove it)",
		state->path, state_name(id, name));
	return true;
}

/**
 * cmd_state_id - the number of an apply
 * @text: as the user wrote it
 * @id: set to it
 *
 * Return: 0 or -EINVAL.
 */
int cmd_state_id(const char *text, unsigned int *id)
{
	unsigned long number;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	number = strtoul(text, &end, 10);
	if (*end || !number || number > STATE_ID_MAX)
		return -EINVAL;
	*id = number;
	return 0;
}
