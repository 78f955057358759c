// SPDX-License-Identifier: GPL-2.0-or-later
/* All tables, one after the other. */
#include "explain/explain.h"

#include <string.h>

#include "array.h"

/* Kinds that have several are listed in this order. */
static const struct explain_table *const tables[] = {
	&explain_stages,
	&explain_errno_connection,
	&explain_errno_limits,
	&explain_counters_listen,
	&explain_counters_connections,
	&explain_counters_receive,
	&explain_counters_send,
	&explain_counters_udp,
	&explain_counters_ip,
	&explain_gauges,
	&explain_softnet,
	&explain_sysctl_listen,
	&explain_sysctl_buffers,
	&explain_sysctl_tcp,
	&explain_sysctl_net,
	&explain_columns,
	&explain_flags,
	&explain_states,
	&explain_nic,
	&explain_qdisc,
	&explain_findings_path,
	&explain_findings_sockets,
};

static const struct {
	const char	*name;
	const char	*title;
} kinds[EXPLAIN_KINDS] = {
	[EXPLAIN_STAGE]		= { "stage", "Queues, in the order of the path" },
	[EXPLAIN_ERRNO]		= { "errno", "Errors of system calls" },
	[EXPLAIN_COUNTER]	= { "counter", "Counters" },
	[EXPLAIN_GAUGE]		= { "gauge", "Gauges and limits" },
	[EXPLAIN_SOFTNET]	= { "softnet", "Of each CPU (softnet)" },
	[EXPLAIN_SYSCTL]	= { "sysctl", "Settings (sysctl)" },
	[EXPLAIN_COLUMN]	= { "column", "Of sockets and listeners" },
	[EXPLAIN_FLAG]		= { "flag", "Flags of sockets" },
	[EXPLAIN_STATE]		= { "state", "States of sockets" },
	[EXPLAIN_NIC]		= { "nic", "Of network devices (nic)" },
	[EXPLAIN_QDISC]		= { "qdisc", "Queueing disciplines" },
	[EXPLAIN_FINDING]	= { "finding", "Findings of the doctor" },
};

/**
 * explain_kind_name() - as programs read it
 * @kind: one of them
 *
 * Return: a word in lower case.
 */
const char *explain_kind_name(enum explain_kind kind)
{
	return kinds[kind].name;
}

/**
 * explain_kind_title() - as the heading of a list
 * @kind: one of them
 *
 * Return: a few words.
 */
const char *explain_kind_title(enum explain_kind kind)
{
	return kinds[kind].title;
}

/**
 * explain_at() - one entry after the other
 * @index: which one, from 0; those of a kind are together
 * @found: set to it
 *
 * Return: is there one?
 */
bool explain_at(size_t index, struct explain_found *found)
{
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (index < tables[i]->count) {
			found->kind = tables[i]->kind;
			found->entry = &tables[i]->entries[index];
			return true;
		}
		index -= tables[i]->count;
	}
	return false;
}

static bool is_listed(const char *list, const char *name)
{
	const char *word;
	size_t len;

	while ((word = explain_next_word(&list, ' ', &len)))
		if (strlen(name) == len && !strncmp(word, name, len))
			return true;
	return false;
}

/**
 * explain_next_finding() - which findings of the doctor are about an entry?
 * @of: the entry; for a queue they are those of its stage
 * @index: where to go on, 0 at first; moved on
 * @found: set to the finding
 *
 * Only a finding says what it is related to, so both ways agree.
 *
 * Return: is there one more?
 */
bool explain_next_finding(const struct explain_found *of, size_t *index,
			  struct explain_found *found)
{
	while (explain_at((*index)++, found)) {
		if (found->kind != EXPLAIN_FINDING)
			continue;
		if (of->kind == EXPLAIN_STAGE ?
			    of->entry->stage == found->entry->stage :
			    is_listed(found->entry->related, of->entry->name))
			return true;
	}
	return false;
}

/* "net.core.somaxconn," of a sentence: what is no part of a name ends it. */
static size_t name_len(const char *text)
{
	size_t len = strcspn(text, " ,;:\n");

	while (len && text[len - 1] == '.')
		len--;
	return len;
}

/**
 * explain_setting() - the sysctl that an entry is about
 * @found: a sysctl itself, or a finding whose fix is one
 * @len: set to the length of its name
 *
 * Return: its name, of which only @len bytes count; NULL = none.
 */
const char *explain_setting(const struct explain_found *found, size_t *len)
{
	const char *text = found->kind == EXPLAIN_FINDING ?
			   found->entry->knob : NULL;

	if (found->kind == EXPLAIN_SYSCTL) {
		*len = strlen(found->entry->name);
		return found->entry->name;
	}
	for (; text && *text; text += strcspn(text, "\n ")) {
		text += strspn(text, "\n ");
		*len = name_len(text);
		if (!strncmp(text, "net.", 4) || !strncmp(text, "fs.", 3))
			return text;
	}
	return NULL;
}

/**
 * explain_next_word() - walk over a list of words
 * @text: where the list goes on, moved behind the word; NULL = an empty list
 * @separator: what stands between two words; a blank stands for line breaks too
 * @len: set to the word's length
 *
 * Return: the word, without a NUL behind it, or NULL at the end.
 */
const char *explain_next_word(const char **text, char separator, size_t *len)
{
	const char *ends = separator == ' ' ? "\n " : "\n,";
	const char *word = *text;

	if (!word)
		return NULL;
	word += strspn(word, ends);
	*len = strcspn(word, ends);
	*text = word + *len;
	return *len ? word : NULL;
}
