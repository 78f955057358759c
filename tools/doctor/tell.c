// SPDX-License-Identifier: GPL-2.0-or-later
/* How a rule of the doctor says what it has found. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/rule.h"

/**
 * judge_find() - a finding of the rule that is being looked at
 * @judge: the judgement
 * @severity: how bad
 *
 * Return: it, to be filled in before the next one is made; never NULL.
 */
struct doctor_finding *judge_find(struct judge *judge,
				  enum doctor_severity severity)
{
	struct doctor_finding *finding = &judge->spare;

	if (judge->count == judge->room) {
		size_t room = judge->room ? 2 * judge->room : 16;

		finding = reallocarray(judge->findings, room,
				       sizeof(*finding));
		if (!finding) {
			judge->err = -ENOMEM;
			model_facts_free(&judge->spare.evidence);
			return &judge->spare;
		}
		judge->findings = finding;
		judge->room = room;
	}
	finding = &judge->findings[judge->count++];
	*finding = (struct doctor_finding) {
		.id = judge->rule->id,
		.stage = judge->rule->stage,
		.severity = severity,
	};
	doctor_say(finding->symptom, "%s", judge->rule->symptom);
	return finding;
}

/**
 * doctor_say() - set a text of a finding
 * @text: one of its members, DOCTOR_TEXT bytes
 * @format: as for printf()
 */
void doctor_say(char *text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(text, DOCTOR_TEXT, format, args);
	va_end(args);
}

/**
 * doctor_add() - add to a text of a finding
 * @text: one of its members, DOCTOR_TEXT bytes
 * @format: as for printf()
 */
void doctor_add(char *text, const char *format, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + len, DOCTOR_TEXT - len, format, args);
	va_end(args);
}

/**
 * doctor_begin() - let a text begin as a sentence does
 * @text: a member of a finding that begins with doctor_whose()
 */
void doctor_begin(char *text)
{
	*text = toupper((unsigned char)*text);
}

/**
 * judge_note() - add to the evidence
 * @judge: the judgement
 * @finding: what it is evidence of
 * @name: what the number is
 * @value: the number
 */
void judge_note(struct judge *judge, struct doctor_finding *finding,
		const char *name, __s64 value)
{
	int err = model_facts_set(&finding->evidence, name, value);

	if (err)
		judge->err = err;
}

/**
 * judge_note_fact() - add what is known of the machine to the evidence
 * @judge: the judgement
 * @finding: what it is evidence of
 * @name: what the number is
 * @fact: where it is from; what is not known is left out
 * @index: which number of it
 */
void judge_note_fact(struct judge *judge, struct doctor_finding *finding,
		     const char *name, const char *fact, unsigned int index)
{
	__s64 value;

	if (model_fact_value(&judge->after->facts, fact, index, &value))
		judge_note(judge, finding, name, value);
}

/**
 * judge_object_sock() - say that a finding is of a socket
 * @finding: the finding
 * @sock: the socket
 */
void judge_object_sock(struct doctor_finding *finding,
		       const struct model_sock *sock)
{
	char end[MODEL_ENDPOINT_MAX];

	model_endpoint(sock, false, end, sizeof(end));
	doctor_say(finding->object, "%s %s",
		   model_netid(sock->snap.id.protocol), end);
	if (sock->snap.id.dport) {
		model_endpoint(sock, true, end, sizeof(end));
		doctor_add(finding->object, " to %s", end);
	}
	finding->process = sock->process;
}

/**
 * doctor_whose() - who has to do something
 * @process: who, as far as it is known; its name is left out, since it may
 *	hold anything and the text may be pasted into a shell
 * @buf: where to put the text
 * @size: bytes in @buf
 */
void doctor_whose(const struct nettune_sock_process *process, char *buf,
		  size_t size)
{
	if (process->pid)
		snprintf(buf, size, "the application (pid %u)", process->pid);
	else
		snprintf(buf, size, "the application");
}

/**
 * doctor_add_wait() - add to the fix how to see what the process waits for
 * @finding: the finding, with its process; without one nothing is added
 */
void doctor_add_wait(struct doctor_finding *finding)
{
	__u32 pid = finding->process.pid;

	if (pid)
		doctor_add(finding->fix, "\ncat /proc/%u/wchan /proc/%u/stack",
			   pid, pid);
}

/**
 * doctor_device_plain() - can a device's name be pasted into a shell?
 * @ifname: its name, in which a kernel allows nearly anything
 *
 * Return: true if it can.
 */
bool doctor_device_plain(const char *ifname)
{
	if (!*ifname || *ifname == '-')
		return false;
	for (; *ifname; ifname++)
		if (!isalnum((unsigned char)*ifname) &&
		    !strchr("_.:@-", *ifname))
			return false;
	return true;
}

/* What the rule has found of a process already; not known (0) counts as one. */
static struct doctor_finding *found_of(struct judge *judge, __u32 pid)
{
	for (size_t i = 0; i < judge->count; i++)
		if (judge->findings[i].id == judge->rule->id &&
		    judge->findings[i].process.pid == pid)
			return &judge->findings[i];
	return NULL;
}

/**
 * judge_counted() - count a socket with others of its process
 * @judge: the judgement
 * @sock: the socket; those of one process have one cause
 *
 * Return: was there a finding that it was added to, as "sockets"?
 */
bool judge_counted(struct judge *judge, const struct model_sock *sock)
{
	struct doctor_finding *finding;
	__s64 sockets = 1;

	finding = found_of(judge, sock->process.pid);
	if (!finding)
		return false;
	model_fact_value(&finding->evidence, "sockets", 0, &sockets);
	judge_note(judge, finding, "sockets", sockets + 1);
	return true;
}
