// SPDX-License-Identifier: GPL-2.0-or-later
/* What all files have that are written of a profile. */
#include "tune/export.h"

#include <ctype.h>
#include <string.h>

/* Columns of a comment. */
#define WIDTH	78

/**
 * export_value() - what a step comes to
 * @step: the step
 *
 * Return: the value, NULL = there is none here.
 */
const char *export_value(const struct plan_step *step)
{
	switch (step->action) {
	case PLAN_SET:
	case PLAN_CLAMPED:
		return step->wanted;
	case PLAN_KEEP:
		return step->current;
	default:
		return NULL;
	}
}

/**
 * export_want() - what the profile asks for
 * @job: all of it
 * @key: of which
 *
 * Return: that, NULL = not known.
 */
const struct tune_want *export_want(const struct export_job *job,
				    const struct tune_key *key)
{
	for (size_t i = 0; job->wants && i < job->wants->count; i++)
		if (!tune_key_compare(&job->wants->wants[i].key, key))
			return &job->wants->wants[i];
	return NULL;
}

/**
 * export_device() - a device of the machine
 * @job: has the machine
 * @name: the device's name
 *
 * Return: the device, NULL = there is none.
 */
const struct tune_device *export_device(const struct export_job *job,
					const char *name)
{
	return tune_machine_device(job->machine, name);
}

/**
 * export_is_first() - is a step the first one of its device?
 * @job: has the plan
 * @at: number of the step
 */
bool export_is_first(const struct export_job *job, size_t at)
{
	const struct plan_step *steps = job->plan->steps;

	for (size_t i = 0; i < at; i++)
		if (!strcmp(steps[i].key.device, steps[at].key.device))
			return false;
	return true;
}

/* A profile's text must not end a comment. */
static void put_word(FILE *out, const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fputc(iscntrl((unsigned char)word[i]) ? '?' : word[i], out);
}

/**
 * export_comment() - write a text as a comment
 * @out: where to
 * @text: broken into lines
 */
void export_comment(FILE *out, const char *text)
{
	size_t column = 0;

	while (*(text += strspn(text, " \t\n"))) {
		size_t len = strcspn(text, " \t\n");

		if (column && column + 1 + len > WIDTH) {
			fputc('\n', out);
			column = 0;
		}
		column += fprintf(out, "%s", column ? " " : "# ");
		put_word(out, text, len);
		column += len;
		text += len;
	}
	if (column)
		fputc('\n', out);
}

/**
 * export_head() - how a file begins
 * @job: what is written
 * @what: what the file is
 */
void export_head(const struct export_job *job, const char *what)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "%s of nettune's profile %s, as numbers for this machine (%s %s). %s %s %s'.",
		 what, job->names, "Linux", job->machine->release ?: "?",
		 "Written by 'nettune", job->command, job->names);
	export_comment(job->out, text);
}

/**
 * export_reason() - why a step is there, as a comment behind an empty line
 * @job: where to
 * @step: the step
 */
void export_reason(const struct export_job *job, const struct plan_step *step)
{
	fputc('\n', job->out);
	if (step->reason)
		export_comment(job->out, step->reason);
	if (step->action == PLAN_CLAMPED && step->note)
		export_comment(job->out, step->note);
}

/**
 * export_lost() - say that something can't be said, here and to the user; an empty
 *	line has to follow
 * @job: where to
 * @step: what
 * @why: why not
 */
void export_lost(const struct export_job *job, const struct plan_step *step,
		 const char *why)
{
	const struct tune_want *want = export_want(job, &step->key);
	const char *value = export_value(step);
	char key[TUNE_KEY_TEXT], text[2048], line[sizeof(text) + 16];

	value = value ?: step->wanted ?: want ? want->value : NULL;
	snprintf(text, sizeof(text), "%s%s%.500s: %s",
		 tune_key_text(&step->key, key, sizeof(key)),
		 value ? " = " : "", value ?: "", why);
	fprintf(job->lost, "%s\n", text);
	snprintf(line, sizeof(line), "Not here: %s", text);
	fputc('\n', job->out);
	export_comment(job->out, line);
}

/**
 * export_sysctl_name() - a sysctl's name with dots, as sysctl prints it
 * @name: with dots or slashes
 * @out: takes it: "net.ipv4.conf.eth0/100.forwarding"
 */
void export_sysctl_name(const char *name, FILE *out)
{
	char path[512];

	setter_sysctl_name(name, path, sizeof(path));
	for (char *at = path; *at; at++)
		fputc(*at == '/' ? '.' : *at == '.' ? '/' : *at, out);
}
