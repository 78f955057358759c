/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What errors, counters, settings, queues and columns mean: tables of texts,
 * and how a name finds its entry. Nothing here asks the machine.
 */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/stage.h"

/* An entry that belongs to no stage. */
#define EXPLAIN_NO_STAGE	MODEL_STAGES

enum explain_kind {
	EXPLAIN_STAGE,
	EXPLAIN_ERRNO,
	EXPLAIN_COUNTER,
	EXPLAIN_GAUGE,
	EXPLAIN_SOFTNET,
	EXPLAIN_SYSCTL,
	EXPLAIN_COLUMN,
	EXPLAIN_FLAG,
	EXPLAIN_STATE,
	EXPLAIN_NIC,
	EXPLAIN_QDISC,
	EXPLAIN_FINDING,
	EXPLAIN_KINDS
};

/**
 * struct explain_entry - what one name means
 * @name: as nettune prints it: a counter as nstat does, a setting as sysctl
 *	does, and as model/facts.h names it
 * @aliases: other names, with commas between; NULL = none
 * @number: of an error
 * @stage: where on the path, or EXPLAIN_NO_STAGE
 * @since: first version of Linux that has it, NULL = older than 5.10
 * @until: first version that has it no more, NULL = all have it
 * @needs: what must be there for it to be there, NULL = nothing
 * @meaning: what it is, when it matters, how it is misread; sentences. A line
 *	break here and below is a blank
 * @knob: what to do
 * @related: names of other entries, with blanks between. Of findings of the
 *	doctor only such name them that are findings: see explain_next_finding()
 * @source: where this is laid down: files and functions of Linux 6.12, RFCs
 */
struct explain_entry {
	const char		*name;
	const char		*aliases;
	int			number;
	enum model_stage	stage;
	const char		*since;
	const char		*until;
	const char		*needs;
	const char		*meaning;
	const char		*knob;
	const char		*related;
	const char		*source;
};

/**
 * struct explain_table - entries of one kind
 * @kind: their kind
 * @entries: those
 * @count: how many
 */
struct explain_table {
	enum explain_kind		kind;
	const struct explain_entry	*entries;
	size_t				count;
};

/**
 * struct explain_found - an entry and its kind
 * @kind: its kind
 * @entry: the entry
 */
struct explain_found {
	enum explain_kind		kind;
	const struct explain_entry	*entry;
};

/* One file each. */
extern const struct explain_table explain_stages;
extern const struct explain_table explain_errno_connection;
extern const struct explain_table explain_errno_limits;
extern const struct explain_table explain_counters_listen;
extern const struct explain_table explain_counters_connections;
extern const struct explain_table explain_counters_receive;
extern const struct explain_table explain_counters_send;
extern const struct explain_table explain_counters_udp;
extern const struct explain_table explain_counters_ip;
extern const struct explain_table explain_gauges;
extern const struct explain_table explain_softnet;
extern const struct explain_table explain_sysctl_listen;
extern const struct explain_table explain_sysctl_buffers;
extern const struct explain_table explain_sysctl_tcp;
extern const struct explain_table explain_sysctl_net;
extern const struct explain_table explain_columns;
extern const struct explain_table explain_flags;
extern const struct explain_table explain_states;
extern const struct explain_table explain_nic;
extern const struct explain_table explain_qdisc;
extern const struct explain_table explain_findings_path;
extern const struct explain_table explain_findings_sockets;

/* tables.c */
const char *explain_kind_name(enum explain_kind kind);
const char *explain_kind_title(enum explain_kind kind);
bool explain_at(size_t index, struct explain_found *found);
bool explain_next_finding(const struct explain_found *of, size_t *index,
			  struct explain_found *found);
const char *explain_setting(const struct explain_found *found, size_t *len);
const char *explain_next_word(const char **text, char separator, size_t *len);

/* find.c */
size_t explain_find(const char *word, struct explain_found *found,
		    size_t room);

/* suggest.c */
size_t explain_suggest(const char *word, struct explain_found *found,
		       size_t room);

/* match.c */
bool explain_same(const char *a, size_t a_len, const char *b, size_t b_len);
size_t explain_prefix(enum explain_kind kind, const char *name,
		      unsigned int number);
char explain_fold(char letter);

#endif
