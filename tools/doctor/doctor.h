/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that tell what is wrong, from two snapshots: pure, a table with a row a
 * rule. Nothing is found without evidence, and nothing on a machine that is
 * busy and healthy.
 */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include "model/facts.h"
#include "model/snapshot.h"
#include "model/stage.h"

enum doctor_severity {
	DOCTOR_WARNING,		/* about to lose, or slow */
	DOCTOR_CRITICAL,	/* loses now */
};

#define DOCTOR_TEXT	512

/**
 * struct doctor_finding - one thing that is wrong
 * @id: name of the rule, stable: "accept-queue-overflow"
 * @stage: where
 * @severity: how bad
 * @object: of what: "tcp 0.0.0.0:80", "cpu 3", "eth0", "" = the machine's
 * @process: whose, a pid of 0 = nobody's or not known
 * @evidence: the numbers, by names that say what they are
 * @cause: why, one or two sentences
 * @fix: a command that can be pasted, or what to do if none is enough
 * @symptom: what the application sees
 */
struct doctor_finding {
	const char			*id;
	enum model_stage		stage;
	enum doctor_severity		severity;
	char				object[DOCTOR_TEXT];
	struct nettune_sock_process	process;
	struct model_facts		evidence;
	char				cause[DOCTOR_TEXT];
	char				fix[DOCTOR_TEXT];
	char				symptom[DOCTOR_TEXT];
};

/* Take a finding, which is gone afterwards. Other than 0 ends the search. */
typedef int (*doctor_fn)(const struct doctor_finding *finding, void *arg);

/*
 * Take what could not be looked at: what, and what was missing for it. Other
 * than 0 ends the search.
 */
typedef int (*doctor_blind_fn)(const char *subject, const char *missing,
			       void *arg);

int doctor_judge(const struct model_snapshot *before,
		 const struct model_snapshot *after, doctor_fn fn, void *arg);
int doctor_blind(const struct model_snapshot *before,
		 const struct model_snapshot *after, doctor_blind_fn fn,
		 void *arg);

#endif
