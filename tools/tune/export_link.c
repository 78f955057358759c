// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a profile sets of a device as a file of systemd.link(5). Of .link files
 * only the first that fits counts: what the one said that has counted so far, as
 * how the device is named, is taken over.
 */
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/export.h"

/* Lines of [Link] that one file can set, at most. */
#define KEYS_MAX	64

/**
 * struct link - a file being written
 * @job: where to
 * @keys: what is set
 * @count: how many
 * @file: where lines are taken over from
 * @copied: lines taken over
 */
struct link {
	const struct export_job		*job;
	const char			*keys[KEYS_MAX];
	size_t				count;
	const struct setter_file	*file;
	size_t				copied;
};

static void put_match(const struct export_job *job, const char *name)
{
	const struct tune_device *device = export_device(job, name);

	fprintf(job->out, "\n[Match]\n");
	if (device && *device->address)
		fprintf(job->out, "PermanentMACAddress=%s\n", device->address);
	else if (device && strchr(device->nic.bus, ':'))
		fprintf(job->out, "Path=pci-%s\n", device->nic.bus);
	else
		fprintf(job->out, "OriginalName=%s\n", name);
}

static bool is_set(const struct link *link, const char *key)
{
	for (size_t i = 0; i < link->count; i++)
		if (!strcmp(link->keys[i], key))
			return true;
	return false;
}

static void put_value(FILE *out, enum setter_unit unit, const char *value)
{
	switch (unit) {
	case SETTER_ONOFF:
		fputs(strcmp(value, "on") ? "no" : "yes", out);
		break;
	case SETTER_USECS:
		fprintf(out, "%sus", value);
		break;
	case SETTER_SECS:
		fprintf(out, "%ss", value);
		break;
	case SETTER_NUMBER:
		fputs(value, out);
		break;
	}
}

static void put_step(struct link *link, const struct plan_step *step)
{
	const struct setter_name *name = setter_name(&step->key);
	const char *value = export_value(step);

	if (!value) {
		export_lost(link->job, step, step->note ?: "absent here");
		return;
	}
	if (!name || !name->link) {
		export_lost(link->job, step, ".link files have no word for it");
		return;
	}
	if (is_set(link, name->link) || link->count == KEYS_MAX)
		return;
	link->keys[link->count++] = name->link;
	export_reason(link->job, step);
	fprintf(link->job->out, "%s=", name->link);
	put_value(link->job->out, name->unit, value);
	fputc('\n', link->job->out);
}

static int copy_line(const struct setter_line *line, void *arg)
{
	struct link *link = arg;
	char text[600];

	if (strcmp(line->section, "Link") || is_set(link, line->key))
		return 0;
	if (!link->copied++) {
		snprintf(text, sizeof(text),
			 "From %s, which this file takes the place of:",
			 link->file->path);
		fputc('\n', link->job->out);
		export_comment(link->job->out, text);
	}
	fprintf(link->job->out, "%s=%s\n", line->key, line->value);
	return 0;
}

/* What the .link file that counts so far says of the device besides. */
static void copy_rest(struct link *link, const char *name,
		      const struct setter_files *files)
{
	const struct tune_device *device = export_device(link->job, name);
	size_t at = 0, end;
	bool unsure;

	if (!device ||
	    !setters_link_applies(files, device, &at, &end, &unsure))
		return;
	if (unsure)
		fprintf(link->job->lost,
			"%s: whether %s is for it can't be told; its lines are taken over\n",
			name, files->files[at].path);
	if (strcmp(files->files[at].name, "10-nettune") < 0)
		fprintf(link->job->lost,
			"%s: give the file a name that comes before %s\n",
			name, files->files[at].name);
	for (; at < end; at++) {
		link->file = &files->files[at];
		link->copied = 0;
		setter_ini(link->file->text, copy_line, link);
	}
}

/**
 * export_link() - write what a profile sets of a device as a .link file
 * @job: what, and where to
 * @device: the device's name
 * @files: the .link files of this machine
 *
 * Return: does the file set anything?
 */
bool export_link(const struct export_job *job, const char *device,
		 const struct setter_files *files)
{
	struct link link = { .job = job };

	export_head(job, "Parameters");
	put_match(job, device);
	fprintf(job->out, "\n[Link]\n");
	for (size_t i = 0; i < job->plan->count; i++)
		if (!strcmp(job->plan->steps[i].key.device, device))
			put_step(&link, &job->plan->steps[i]);
	copy_rest(&link, device, files);
	return link.count;
}
