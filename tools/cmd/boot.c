// SPDX-License-Identifier: GPL-2.0-or-later
/* Lets profiles come back at boot: apply --persist, revert --persist. */
#include "cmd/boot.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memstream.h"
#include "tune/export.h"

/**
 * cmd_boot_root() - what stands before the path of every file of other programs
 *
 * Return: NETTUNE_ROOT of the environment, as for an image of a machine, else
 * "".
 */
const char *cmd_boot_root(void)
{
	return getenv("NETTUNE_ROOT") ?: "";
}

/**
 * cmd_boot_profiles() - which profiles are applied at boot
 * @ctx: names the command
 * @list: filled in
 * @names: set to their names, which are in @list
 *
 * Return: how many, or a negative errno after a message.
 */
int cmd_boot_profiles(const struct cmd_ctx *ctx, struct persist_list *list,
		      char *names[CMD_BOOT_PROFILES])
{
	char *at = NULL;
	int count = 0, err = persist_list_read(cmd_boot_root(), list);

	if (err) {
		cmd_say(ctx, "%s: %s", PERSIST_LIST, strerror(-err));
		return err;
	}
	for (char *name = strtok_r(list->profiles, " ", &at);
	     name && count < CMD_BOOT_PROFILES; name = strtok_r(NULL, " ", &at))
		names[count++] = name;
	return count;
}

/**
 * cmd_boot_check() - can these profiles come back at boot?
 * @ctx: names the command
 * @names: of the profiles
 * @count: how many
 *
 * Return: 0, or -EINVAL after a message.
 */
int cmd_boot_check(const struct cmd_ctx *ctx, char *const *names, size_t count)
{
	if (engine_own_netns()) {
		cmd_say(ctx, "--persist is for the machine: %s",
			"a network namespace does not outlive it");
		return -EINVAL;
	}
	if (count > CMD_BOOT_PROFILES) {
		cmd_say(ctx, "--persist: more than %d profiles",
			CMD_BOOT_PROFILES);
		return -EINVAL;
	}
	for (size_t i = 0; i < count; i++) {
		if (!strchr(names[i], '/') || *names[i] == '/')
			continue;
		cmd_say(ctx, "--persist: '%s': it has to begin with a slash",
			names[i]);
		return -EINVAL;
	}
	return 0;
}

/* Those that a file of sysctl.d can set; nothing of the others is copied. */
static int choose_sysctls(const struct plan *plan, struct plan *chosen)
{
	*chosen = (struct plan){
		.steps = calloc(plan->count + 1, sizeof(*chosen->steps)),
	};
	if (!chosen->steps)
		return -ENOMEM;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].key.kind == TUNE_SYSCTL ||
		    plan->steps[i].key.kind == TUNE_HASHSIZE)
			chosen->steps[chosen->count++] = plan->steps[i];
	return 0;
}

/* What the others can't say is left to the unit, so nobody has to know. */
static int print_sysctls(const struct cmd_tune *tune, const struct plan *plan,
			 const char *names, char **text)
{
	struct export_job job = {
		.plan = plan, .wants = &tune->wants, .machine = &tune->machine,
		.names = names, .command = "apply --persist",
	};
	char *lost = NULL;
	size_t sizes[2];
	int err = 0;

	job.out = open_memstream(text, &sizes[0]);
	job.lost = open_memstream(&lost, &sizes[1]);
	if (job.out && job.lost)
		export_sysctl(&job);
	else
		err = -ENOMEM;
	if (job.out)
		err = memstream_close(job.out, text) ?: err;
	if (job.lost)
		err = memstream_close(job.lost, &lost) ?: err;
	free(lost);
	return err;
}

static int make_text(const struct cmd_tune *tune, const char *names,
		     char **text, bool *secret)
{
	struct plan plan;
	int err = choose_sysctls(&tune->plan, &plan);

	*text = NULL;
	*secret = !err && plan_is_secret(&plan);
	if (!err && plan.count)
		err = print_sysctls(tune, &plan, names, text);
	free(plan.steps);
	return err;
}

static char *join(char *const *names, size_t count)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? " " : "", names[i]);
	if (!memstream_close(out, &text))
		return text;
	free(text);
	return NULL;
}

static void say_written(void)
{
	struct persist_list list;

	if (persist_list_read(cmd_boot_root(), &list))
		return;
	cmd_say(NULL, "note: applied at boot from now on: %s, nettune-apply.service%s",
		list.has[PERSIST_SYSCTL] ? persist_paths[PERSIST_SYSCTL] :
					   PERSIST_LIST,
		list.has[PERSIST_TEMPLATE] ?
		" ('systemctl daemon-reload' for devices plugged in before)" :
		"");
}

static int write_persist(const struct cmd_ctx *ctx, struct persist *persist)
{
	char message[PERSIST_MESSAGE];
	int err = persist_write(persist, message);

	if (err)
		cmd_say(ctx, "not written to come back at boot: %s", message);
	else
		say_written();
	return err;
}

static int write_names(const struct cmd_ctx *ctx, const struct cmd_tune *tune,
		       struct persist *persist, const char *program)
{
	char *names = join(persist->profiles, persist->count), *text = NULL;
	int err = names ? make_text(tune, names, &text, &persist->secret) : -ENOMEM;

	if (!err) {
		persist->sysctl = text;
		persist->program = program;
		err = write_persist(ctx, persist);
	} else {
		cmd_say(ctx, "%s", strerror(-err));
	}
	free(text);
	free(names);
	return err;
}

/**
 * cmd_boot_write() - let profiles come back at boot
 * @ctx: names the command
 * @tune: loaded and planned; what was refused is told in the plan
 * @names: of the profiles, which cmd_boot_check() has let through
 * @count: how many
 * @device: only devices of such names, NULL = all
 * @force: overwrite what others have written; at boot, too, what is refused
 *	does not undo the rest
 *
 * Return: 0 or a negative errno, after a message.
 */
int cmd_boot_write(const struct cmd_ctx *ctx, const struct cmd_tune *tune,
		   char *const *names, size_t count, const char *device,
		   bool force)
{
	struct persist persist = {
		.root = cmd_boot_root(), .profiles = names, .count = count,
		.devices = device, .force = force,
		.partly = force && cmd_tune_blocks(&tune->plan),
	};
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (len < 0) {
		len = -errno;
		cmd_say(ctx, "--persist: where nettune is: %s", strerror(-len));
		return len;
	}
	program[len] = '\0';
	return write_names(ctx, tune, &persist, program);
}

/**
 * cmd_boot_note() - what was reverted may come back
 *
 * Says so where it does.
 */
void cmd_boot_note(void)
{
	struct persist_list list;

	if (engine_own_netns() || persist_list_read(cmd_boot_root(), &list) ||
	    !list.there)
		return;
	cmd_say(NULL, "note: %s is applied at boot: 'nettune revert --persist' ends that",
		list.profiles);
}

/**
 * cmd_boot_remove() - profiles no longer come back at boot
 * @ctx: names the command
 * @force: also if their files were edited since
 *
 * Return: exit code, after a message.
 */
int cmd_boot_remove(const struct cmd_ctx *ctx, bool force)
{
	char message[PERSIST_MESSAGE];
	int err = persist_remove(cmd_boot_root(), force, message);

	if (err)
		cmd_say(ctx, "%s", message);
	else
		cmd_say(NULL, "note: nothing is applied at boot any more");
	return err && err != -ENOENT ? CMD_FAILED : CMD_DONE;
}
