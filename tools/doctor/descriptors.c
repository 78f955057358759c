// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: descriptors, without which no connection can be accepted. */
#include <stdint.h>

#include "doctor/rule.h"

#define NOFILE_LEAST	65536
#define NOFILE_MOST	1048576

/* Few are left: this many percent are open. */
#define NEARLY		95

static const struct model_process_files *
files_before(const struct judge *judge, __u32 pid)
{
	for (size_t i = 0; i < judge->before->file_count; i++)
		if (judge->before->files[i].process.pid == pid)
			return &judge->before->files[i];
	return NULL;
}

static bool is_short(const struct judge *judge,
		     const struct model_process_files *now)
{
	const struct model_process_files *before;

	before = files_before(judge, now->process.pid);
	return before && now->limit &&
	       now->open * 100 >= now->limit * NEARLY &&
	       before->open * 100 >= before->limit * DOCTOR_LOW;
}

/*
 * The process may raise its limit up to the hard one by itself, so more than
 * that is not needed where that is enough.
 */
static void say_fix(struct doctor_finding *finding,
		    const struct model_process_files *now, __s64 wanted)
{
	__u32 pid = now->process.pid;

	if (now->most >= (__u64)wanted)
		doctor_say(finding->fix, "prlimit --pid %u --nofile=%lld:\n",
			   pid, wanted);
	else if (now->most)
		doctor_say(finding->fix, "prlimit --pid %u --nofile=%lld\n",
			   pid, wanted);
	else
		doctor_say(finding->fix,
			   "prlimit --pid %u --nofile=%lld: || prlimit --pid %u --nofile=%lld\n",
			   pid, wanted, pid, wanted);
	doctor_add(finding->fix,
		   "# so that it lasts: LimitNOFILE=%lld in its systemd unit; if the number only grows, it forgets to close",
		   wanted);
}

static void report(struct judge *judge, const struct model_process_files *now)
{
	bool reached = now->open >= now->limit;
	struct doctor_finding *finding;
	__s64 most = NOFILE_MOST, wanted;

	finding = judge_find(judge, reached ? DOCTOR_CRITICAL : DOCTOR_WARNING);
	doctor_say(finding->object, "pid %u", now->process.pid);
	finding->process = now->process;
	judge_value(judge, "fs.nr_open", 0, &most);
	wanted = doctor_round_up(2 * now->limit, NOFILE_LEAST, most);
	judge_note(judge, finding, "open", now->open);
	judge_note(judge, finding, "limit", now->limit);
	if (now->most && now->most <= INT64_MAX)
		judge_note(judge, finding, "limit_hard", now->most);
	doctor_say(finding->cause,
		   "The process has %llu descriptors open and may have %llu (RLIMIT_NOFILE)%s",
		   now->open, now->limit,
		   reached ? ": accept(), socket() and open() fail." : ".");
	say_fix(finding, now, wanted);
}

/**
 * doctor_process_files() - a process that is out of descriptors, or nearly
 * @judge: the judgement
 */
void doctor_process_files(struct judge *judge)
{
	for (size_t i = 0; i < judge->after->file_count; i++)
		if (is_short(judge, &judge->after->files[i]))
			report(judge, &judge->after->files[i]);
}

/**
 * doctor_system_files() - the machine is out of open files, or nearly
 * @judge: the judgement
 */
void doctor_system_files(struct judge *judge)
{
	struct doctor_finding *finding;
	__s64 before, after, limit;

	if (!model_fact_value(&judge->before->facts, "file-nr.open", 0,
			      &before) ||
	    !judge_value(judge, "file-nr.open", 0, &after) ||
	    !judge_value(judge, "fs.file-max", 0, &limit) ||
	    !judge_high(before, after, limit))
		return;
	finding = judge_find(judge, after >= limit ? DOCTOR_CRITICAL :
						     DOCTOR_WARNING);
	judge_note(judge, finding, "open", after);
	judge_note(judge, finding, "limit", limit);
	doctor_say(finding->cause,
		   "All processes together have %lld files open, and fs.file-max allows %lld.",
		   after, limit);
	doctor_say(finding->fix, "sysctl -w fs.file-max=%lld",
		   doctor_round_up(2 * limit, NOFILE_MOST, 1LL << 40));
}
