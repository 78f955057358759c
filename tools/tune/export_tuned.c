// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A profile as one of tuned's. Its plugins: sysctl, net, and sysfs for what net
 * has no word for.
 */
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/export.h"

static bool is_scalar(const char *value)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	return value && tune_value_numbers(value, numbers, &count) &&
	       count == 1;
}

/* tuned has "=>" and "=<" too, but only for one number. */
static void put_sysctl(const struct export_job *job,
		       const struct plan_step *step)
{
	const struct tune_want *want = export_want(job, &step->key);
	const char *value = export_value(step);
	bool ratchet = want && want->op != WANT_SET;

	if (!value) {
		export_lost(job, step, step->note ?: "absent here");
		return;
	}
	export_reason(job, step);
	export_sysctl_name(step->key.name, job->out);
	if (ratchet && is_scalar(want->value)) {
		fprintf(job->out, "%s%s\n",
			want->op == WANT_RAISE ? "=>" : "=<", want->value);
		return;
	}
	fprintf(job->out, "=%s\n", value);
	if (ratchet)
		fprintf(job->lost,
			"%s is fixed at %s: tuned's => and =< are for one number\n",
			step->key.name, value);
}

/* Lines of [net]: one a kind, with all that the device has of it. */
static const struct {
	enum tune_kind	kind;
	const char	*option;
} options[] = {
	{ TUNE_RING, "ring" },
	{ TUNE_COALESCE, "coalesce" },
	{ TUNE_CHANNELS, "channels" },
	{ TUNE_FEATURE, "features" },
	{ TUNE_PAUSE, "pause" },
};

/* ethtool's words, which tuned hands on: "gro on", "adaptive-rx off". */
static void put_word(const struct export_job *job, const struct plan_step *step)
{
	const struct setter_name *name = setter_name(&step->key);
	const char *value = export_value(step), *word = step->key.name;

	if (step->key.kind == TUNE_FEATURE && name && name->nm)
		word = name->nm + strlen("feature-");
	fprintf(job->out, "%s %s", word, value);
}

static bool is_of(const struct plan_step *step, const char *device,
		  enum tune_kind kind)
{
	return step->key.kind == kind && !strcmp(step->key.device, device);
}

/* Return: how many of these can be said; what can't stands before them. */
static size_t put_lost(const struct export_job *job, const char *device,
		       enum tune_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < job->plan->count; i++) {
		const struct plan_step *step = &job->plan->steps[i];

		if (!is_of(step, device, kind))
			continue;
		if (export_value(step))
			count++;
		else
			export_lost(job, step, step->note ?: "absent here");
	}
	return count;
}

/* Of all that stand in one line, each once. */
static void put_reasons(const struct export_job *job, const char *device,
			enum tune_kind kind)
{
	const char *last = NULL;

	fputc('\n', job->out);
	for (size_t i = 0; i < job->plan->count; i++) {
		const struct plan_step *step = &job->plan->steps[i];

		if (!is_of(step, device, kind) || !export_value(step) ||
		    !step->reason || (last && !strcmp(last, step->reason)))
			continue;
		if (last)
			fputs("#\n", job->out);
		last = step->reason;
		export_comment(job->out, last);
	}
}

static void put_option(const struct export_job *job, const char *device,
		       enum tune_kind kind, const char *option)
{
	const char *before = option, *between = "=";

	if (!put_lost(job, device, kind))
		return;
	put_reasons(job, device, kind);
	for (size_t i = 0; i < job->plan->count; i++) {
		const struct plan_step *step = &job->plan->steps[i];

		if (!is_of(step, device, kind) || !export_value(step))
			continue;
		fprintf(job->out, "%s%s", before, between);
		put_word(job, step);
		before = "";
		between = " ";
	}
	fputc('\n', job->out);
}

static void put_links(const struct export_job *job, const char *device)
{
	for (size_t i = 0; i < job->plan->count; i++) {
		const struct plan_step *step = &job->plan->steps[i];
		const char *value = export_value(step);

		if (!is_of(step, device, TUNE_LINK))
			continue;
		if (!value) {
			export_lost(job, step, step->note ?: "absent here");
			continue;
		}
		export_reason(job, step);
		fprintf(job->out, "%s=%s\n", step->key.name, value);
	}
}

static void put_device(const struct export_job *job, const char *device)
{
	fprintf(job->out, "\n[net_%s]\ntype=net\ndevices=%s\n", device, device);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		put_option(job, device, options[i].kind, options[i].option);
	put_links(job, device);
}

/* Is there anything for [net] to set on that device? */
static bool has_net(const struct export_job *job, const char *device)
{
	for (size_t i = 0; i < job->plan->count; i++)
		if (!strcmp(job->plan->steps[i].key.device, device) &&
		    job->plan->steps[i].key.kind != TUNE_NAPI)
			return true;
	return false;
}

static void put_kind(const struct export_job *job, enum tune_kind kind,
		     const char *section,
		     void (*put)(const struct export_job *job,
				 const struct plan_step *step))
{
	bool begun = false;

	for (size_t i = 0; i < job->plan->count; i++) {
		if (job->plan->steps[i].key.kind != kind)
			continue;
		if (!begun)
			fprintf(job->out, "\n[%s]\n", section);
		begun = true;
		put(job, &job->plan->steps[i]);
	}
}

static void put_napi(const struct export_job *job, const struct plan_step *step)
{
	const char *value = export_value(step);

	if (!value) {
		export_lost(job, step, step->note ?: "absent here");
		return;
	}
	export_reason(job, step);
	fprintf(job->out, "/sys/class/net/%s/%s=%s\n", step->key.device,
		step->key.name, value);
}

static void put_hashsize(const struct export_job *job,
			 const struct plan_step *step)
{
	const char *value = export_value(step);

	if (!value) {
		export_lost(job, step, step->note ?: "absent here");
		return;
	}
	export_reason(job, step);
	fprintf(job->out, "nf_conntrack_hashsize=%s\n", value);
}

/**
 * export_tuned() - write a profile as a tuned.conf
 * @job: what, and where to
 */
void export_tuned(const struct export_job *job)
{
	export_head(job, "Settings");
	fprintf(job->out, "\n[main]\nsummary=nettune: %s\n", job->names);
	put_kind(job, TUNE_SYSCTL, "sysctl", put_sysctl);
	for (size_t i = 0; i < job->plan->count; i++) {
		const char *device = job->plan->steps[i].key.device;

		if (*device && export_is_first(job, i) && has_net(job, device))
			put_device(job, device);
	}
	put_kind(job, TUNE_HASHSIZE, "net", put_hashsize);
	put_kind(job, TUNE_NAPI, "sysfs", put_napi);
}
