// SPDX-License-Identifier: GPL-2.0-or-later
/* Goes through the rules, and tells of what they find. */
#include "doctor/doctor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/rule.h"

/* Two looks at the same moment would make rates of nothing. */
#define INTERVAL_LEAST_MS	1

static bool shares(const struct doctor_finding *finding,
		   const struct doctor_finding *other, enum doctor_scope scope)
{
	switch (scope) {
	case DOCTOR_SCOPE_OBJECT:
		return !*finding->object || !*other->object ||
		       !strcmp(finding->object, other->object);
	case DOCTOR_SCOPE_PROCESS:
		return finding->process.pid &&
		       finding->process.pid == other->process.pid;
	default:
		return true;
	}
}

static const struct doctor_rule *rule_of(const struct doctor_finding *finding)
{
	for (size_t i = 0; i < doctor_rule_count; i++)
		if (!strcmp(doctor_rules[i].id, finding->id))
			return &doctor_rules[i];
	return NULL;
}

/* Is a finding only a consequence of another? That one may be one as well. */
static bool is_explained(const struct judge *judge,
			 const struct doctor_finding *finding)
{
	const struct doctor_rule *rule = rule_of(finding);

	for (size_t i = 0; i < DOCTOR_EXPLANATIONS; i++) {
		const struct doctor_explanation *by = &rule->explained_by[i];

		if (!by->id)
			break;
		for (size_t j = 0; j < judge->count; j++)
			if (!strcmp(judge->findings[j].id, by->id) &&
			    shares(finding, &judge->findings[j], by->scope))
				return true;
	}
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct doctor_finding *left = a, *right = b;

	if (left->severity != right->severity)
		return (int)right->severity - (int)left->severity;
	if (left->stage != right->stage)
		return (int)left->stage - (int)right->stage;
	return strcmp(left->object, right->object);
}

/* Drops what is explained; the rest, worst first. */
static void settle(struct judge *judge)
{
	bool *explained = calloc(judge->count + 1, sizeof(*explained));
	size_t kept = 0;

	if (!explained) {
		judge->err = -ENOMEM;
		return;
	}
	for (size_t i = 0; i < judge->count; i++)
		explained[i] = is_explained(judge, &judge->findings[i]);
	for (size_t i = 0; i < judge->count; i++) {
		if (explained[i])
			model_facts_free(&judge->findings[i].evidence);
		else
			judge->findings[kept++] = judge->findings[i];
	}
	judge->count = kept;
	free(explained);
	if (kept)
		qsort(judge->findings, kept, sizeof(*judge->findings), compare);
}

static void judge_open(struct judge *judge, const struct model_snapshot *before,
		       const struct model_snapshot *after)
{
	*judge = (struct judge) { .before = before, .after = after };
	if (after->time_ns > before->time_ns)
		judge->interval_ms = (after->time_ns - before->time_ns) / 1000000;
	if (judge->interval_ms < INTERVAL_LEAST_MS)
		judge->interval_ms = INTERVAL_LEAST_MS;
}

static void judge_close(struct judge *judge)
{
	for (size_t i = 0; i < judge->count; i++)
		model_facts_free(&judge->findings[i].evidence);
	model_facts_free(&judge->spare.evidence);
	free(judge->findings);
}

/**
 * doctor_judge() - find what is wrong
 * @before: the first snapshot
 * @after: one some seconds later
 * @fn: takes what was found, the worst first; what is only a consequence of
 *	something else that was found is left out
 * @arg: for @fn
 *
 * Return: 0, what @fn ended it with, or -ENOMEM.
 */
int doctor_judge(const struct model_snapshot *before,
		 const struct model_snapshot *after, doctor_fn fn, void *arg)
{
	struct judge judge;
	int err;

	judge_open(&judge, before, after);
	for (size_t i = 0; i < doctor_rule_count; i++) {
		judge.rule = &doctor_rules[i];
		judge.rule->look(&judge);
	}
	settle(&judge);
	err = judge.err;
	for (size_t i = 0; !err && i < judge.count; i++) {
		doctor_profiles(&judge.findings[i]);
		err = fn(&judge.findings[i], arg);
	}
	judge_close(&judge);
	return err;
}

static bool has_parts(const struct model_snapshot *snapshot, __u32 parts)
{
	return !(parts & DOCTOR_PART_NICS && !snapshot->nic_count) &&
	       !(parts & DOCTOR_PART_SOFTNET && !snapshot->cpus) &&
	       !(parts & DOCTOR_PART_PORTS && !snapshot->ports.known);
}

/* Return: why it is blind, perhaps in @buf, NULL = it sees. */
static const char *missing(const struct doctor_rule *rule,
			   const struct model_snapshot *snapshot,
			   char *buf, size_t size)
{
	if (rule->parts & DOCTOR_PART_FLAGS && !snapshot->module)
		return "only the nettune module tells";
	if (!has_parts(snapshot, rule->parts))
		return "can't be read here";
	for (size_t i = 0; i < DOCTOR_NEEDS && rule->needs[i]; i++) {
		if (model_fact(&snapshot->facts, rule->needs[i]))
			continue;
		snprintf(buf, size, "no %s here", rule->needs[i]);
		return buf;
	}
	return NULL;
}

/**
 * doctor_blind() - find what could not be looked at
 * @before: the first snapshot
 * @after: the second one
 * @fn: takes each subject once, and what is missing
 * @arg: for @fn
 *
 * Return: 0, or what @fn ended it with.
 */
int doctor_blind(const struct model_snapshot *before,
		 const struct model_snapshot *after, doctor_blind_fn fn,
		 void *arg)
{
	const char *told = "", *why;
	char buf[128];
	int err = 0;

	for (size_t i = 0; !err && i < doctor_rule_count; i++) {
		const struct doctor_rule *rule = &doctor_rules[i];

		/* Rules with a subject in common stand together. */
		if (!strcmp(told, rule->subject))
			continue;
		why = missing(rule, after, buf, sizeof(buf));
		if (!why)
			why = missing(rule, before, buf, sizeof(buf));
		if (!why)
			continue;
		told = rule->subject;
		err = fn(rule->subject, why, arg);
	}
	return err;
}
