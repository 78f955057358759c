/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles in the words of other programs, for this machine. */
#ifndef TUNE_EXPORT_H
#define TUNE_EXPORT_H

#include <stdio.h>

#include "tune/plan.h"
#include "tune/setters.h"

/**
 * struct export_job - what is written, and where to
 * @plan: what the profiles come to on this machine
 * @wants: what they ask for; NULL = not known: then nothing is said of it
 * @machine: this machine
 * @names: the profiles, as they are typed
 * @command: the command that writes, as it is typed: "export tuned"
 * @out: takes the file
 * @lost: takes a line for each thing that can't be said in it
 */
struct export_job {
	const struct plan		*plan;
	const struct tune_wants		*wants;
	const struct tune_machine	*machine;
	const char			*names;
	const char			*command;
	FILE				*out;
	FILE				*lost;
};

void export_sysctl(const struct export_job *job);
void export_tuned(const struct export_job *job);
bool export_link(const struct export_job *job, const char *device,
		 const struct setter_files *files);

/* export.c: what they have in common */
const char *export_value(const struct plan_step *step);
const struct tune_want *export_want(const struct export_job *job,
				    const struct tune_key *key);
const struct tune_device *export_device(const struct export_job *job,
					const char *name);
bool export_is_first(const struct export_job *job, size_t at);
void export_comment(FILE *out, const char *text);
void export_head(const struct export_job *job, const char *what);
void export_reason(const struct export_job *job, const struct plan_step *step);
void export_lost(const struct export_job *job, const struct plan_step *step,
		 const char *why);
void export_sysctl_name(const char *name, FILE *out);

#endif
