// SPDX-License-Identifier: GPL-2.0-or-later
/* A profile as a file of sysctl.d(5). */
#include <stdio.h>
#include <string.h>

#include "tune/export.h"
#include "tune/verify.h"

#define FIXED	\
	"a value is fixed in sysctl.d, also where a later kernel has more (=>) or less (=<)"

static bool is_ratchet(const struct export_job *job,
		       const struct plan_step *step)
{
	const struct tune_want *want = export_want(job, &step->key);

	return want && want->op != WANT_SET;
}

static void put(const struct export_job *job, const struct plan_step *step,
		const char *prefix, const char *name, const char *value)
{
	export_reason(job, step);
	if (is_ratchet(job, step))
		export_comment(job->out, "In the profile it is a limit (=> or =<).");
	fputs(prefix, job->out);
	export_sysctl_name(name, job->out);
	fprintf(job->out, " = %s\n", value);
}

/* What a vector keeps as it is can't be told before it is there. */
static const char *plain_value(const struct export_job *job,
			       const struct plan_step *step)
{
	const struct tune_want *want = export_want(job, &step->key);
	const char *value = step->wanted ?: want ? want->value : NULL;
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (!value || (strchr(value, '-') &&
		       !tune_value_numbers(value, numbers, &count)))
		return NULL;
	return value;
}

/*
 * What is absent until a module is loaded may as well be there when the machine
 * boots; the '-' keeps sysctl from complaining.
 */
static void put_absent(const struct export_job *job,
		       const struct plan_step *step)
{
	const struct sysctl_rule *rule = sysctl_rule(step->key.name);
	const char *value = plain_value(job, step);

	if (value && rule && rule->module && !rule->gone)
		put(job, step, "-", step->key.name, value);
	else
		export_lost(job, step, step->note ?: "absent here");
}

/* What is more (or less) than wanted by itself is not to be fixed there. */
static bool is_beyond(const struct export_job *job,
		      const struct plan_step *step)
{
	const struct tune_want *want = export_want(job, &step->key);
	const struct tune_now now = { .text = step->current };
	struct tune_want exact;

	if (!want || want->op == WANT_SET || !want->value ||
	    step->action != PLAN_KEEP)
		return false;
	exact = *want;
	exact.op = WANT_SET;
	return !verify_is_met(&exact, &now);
}

static void put_beyond(const struct export_job *job,
		       const struct plan_step *step)
{
	fprintf(job->out, "\n# ");
	export_sysctl_name(step->key.name, job->out);
	fprintf(job->out, " is beyond what is wanted by itself: %s\n",
		step->current);
}

static void put_step(const struct export_job *job, const struct plan_step *step)
{
	const char *value = export_value(step);

	if (is_beyond(job, step))
		put_beyond(job, step);
	else if (step->key.kind == TUNE_HASHSIZE && value)
		put(job, step, "-", "net.netfilter.nf_conntrack_buckets",
		    value);
	else if (step->key.kind != TUNE_SYSCTL)
		export_lost(job, step, "sysctl.d has no settings of devices");
	else if (value)
		put(job, step, "", step->key.name, value);
	else if (step->action == PLAN_ABSENT)
		put_absent(job, step);
	else
		export_lost(job, step, step->note ?: "refused");
}

/**
 * export_sysctl() - write a profile as a file of sysctl.d
 * @job: what, and where to
 */
void export_sysctl(const struct export_job *job)
{
	bool fixed = false;

	export_head(job, "Settings");
	for (size_t i = 0; i < job->plan->count; i++) {
		const struct plan_step *step = &job->plan->steps[i];

		put_step(job, step);
		fixed |= step->key.kind == TUNE_SYSCTL &&
			 is_ratchet(job, step) && !is_beyond(job, step);
	}
	if (fixed)
		fprintf(job->lost, "%s\n", FIXED);
}
