/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule of the doctor is, and what it judges with.
 *
 * Thresholds are rates over the time between the two snapshots. A depth counts
 * only when it was high before too: what is full for a moment is what queues
 * are for.
 */
#ifndef DOCTOR_RULE_H
#define DOCTOR_RULE_H

#include "doctor/doctor.h"

/* A depth is high now, and was not low before: percent of the limit. */
#define DOCTOR_HIGH	90
#define DOCTOR_LOW	75

/* A loss is worth a word: losses a second, and in a million that passed. */
#define DOCTOR_LOSS_RATE	1
#define DOCTOR_LOSS_PPM		100

/* Parts of a snapshot that are not facts. */
enum doctor_part {
	DOCTOR_PART_FLAGS = 1,		/* flags of sockets, with windows */
	DOCTOR_PART_NICS = 2,
	DOCTOR_PART_SOFTNET = 4,
	DOCTOR_PART_PORTS = 8,
};

/* What an explanation must have in common with what it explains. */
enum doctor_scope {
	DOCTOR_SCOPE_ANY,
	DOCTOR_SCOPE_OBJECT,	/* the object, if both have one */
	DOCTOR_SCOPE_PROCESS,	/* the process, which both must have */
};

/**
 * struct doctor_explanation - a finding that makes another one redundant
 * @id: what explains, NULL = none
 * @scope: when it does
 */
struct doctor_explanation {
	const char		*id;
	enum doctor_scope	scope;
};

struct judge;

#define DOCTOR_NEEDS		4
#define DOCTOR_EXPLANATIONS	8

/**
 * struct doctor_rule - one row of the table
 * @id: names its findings
 * @stage: where
 * @look: finds
 * @variant: which of several causes that @look tells apart
 * @symptom: what the application sees
 * @subject: what it looks at, for those who can't
 * @needs: facts without which it can't
 * @parts: mask of enum doctor_part without which it can't
 * @explained_by: findings of which this one is only a consequence
 */
struct doctor_rule {
	const char			*id;
	enum model_stage		stage;
	void				(*look)(struct judge *judge);
	int				variant;
	const char			*symptom;
	const char			*subject;
	const char			*needs[DOCTOR_NEEDS];
	__u32				parts;
	struct doctor_explanation	explained_by[DOCTOR_EXPLANATIONS];
};

extern const struct doctor_rule doctor_rules[];
extern const size_t doctor_rule_count;

/**
 * struct judge - a judgement under way
 * @before: the first snapshot
 * @after: the second one
 * @interval_ms: time between them
 * @rule: the row that is being looked at
 * @findings: what was found
 * @count: how many
 * @room: how many fit
 * @spare: stands in for a finding that there is no memory for
 * @err: 0 or -ENOMEM
 */
struct judge {
	const struct model_snapshot	*before;
	const struct model_snapshot	*after;
	__u64				interval_ms;
	const struct doctor_rule	*rule;
	struct doctor_finding		*findings;
	size_t				count;
	size_t				room;
	struct doctor_finding		spare;
	int				err;
};

/* tell.c: what is found, and how it is told */
struct doctor_finding *judge_find(struct judge *judge,
				  enum doctor_severity severity);
void doctor_say(char *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void doctor_add(char *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void doctor_begin(char *text);

/* profiles.c */
void doctor_profiles(struct doctor_finding *finding);
void judge_note(struct judge *judge, struct doctor_finding *finding,
		const char *name, __s64 value);
void judge_note_fact(struct judge *judge, struct doctor_finding *finding,
		     const char *name, const char *fact, unsigned int index);
void judge_object_sock(struct doctor_finding *finding,
		       const struct model_sock *sock);
void doctor_whose(const struct nettune_sock_process *process, char *buf,
		  size_t size);
void doctor_add_wait(struct doctor_finding *finding);
bool doctor_device_plain(const char *ifname);
bool judge_counted(struct judge *judge, const struct model_sock *sock);

/* measure.c: what the rules compare */
bool judge_value(const struct judge *judge, const char *name,
		 unsigned int index, __s64 *value);
__s64 judge_grown(const struct judge *judge, const char *name);
__s64 judge_rate(const struct judge *judge, __s64 count);
bool judge_losing(const struct judge *judge, __s64 lost, __s64 passed);
bool judge_high(__s64 before, __s64 after, __s64 limit);
const struct model_sock *judge_before(const struct model_socks *socks,
				      const struct model_sock *sock);
__s64 judge_drops(const struct model_sock *before,
		  const struct model_sock *after);
__s64 doctor_round_up(__s64 value, __s64 least, __s64 most);

/* The rules, by subject. */
void doctor_accept_queues(struct judge *judge);
void doctor_syn_queues(struct judge *judge);
void doctor_readers(struct judge *judge);
void doctor_locked_buffers(struct judge *judge);
void doctor_sock_backlogs(struct judge *judge);
void doctor_udp_buffers(struct judge *judge);
void doctor_checksums(struct judge *judge);
void doctor_netdev_backlog(struct judge *judge);
void doctor_napi_budget(struct judge *judge);
void doctor_nic_rings(struct judge *judge);
void doctor_nic_errors(struct judge *judge);
void doctor_qdiscs(struct judge *judge);
void doctor_reassembly(struct judge *judge);
void doctor_tcp_memory(struct judge *judge);
void doctor_udp_memory(struct judge *judge);
void doctor_close_wait(struct judge *judge);
void doctor_time_wait(struct judge *judge);
void doctor_orphans(struct judge *judge);
void doctor_ports(struct judge *judge);
void doctor_process_files(struct judge *judge);
void doctor_system_files(struct judge *judge);
void doctor_senders(struct judge *judge);

/* Variants: why an accept queue overflows. */
enum doctor_accept {
	DOCTOR_ACCEPT_NONE,
	DOCTOR_ACCEPT_STALLED,
	DOCTOR_ACCEPT_OUTDATED,
	DOCTOR_ACCEPT_SOMAXCONN,
	DOCTOR_ACCEPT_DEFAULT,
	DOCTOR_ACCEPT_LISTEN,
};

/* Variants: what happens at a full SYN queue. */
enum doctor_syn {
	DOCTOR_SYN_COOKIES,
	DOCTOR_SYN_DROPS,
	DOCTOR_SYN_USELESS,
};

/* Variants: why a receive buffer stays full. */
enum doctor_reader {
	DOCTOR_READER_NONE,
	DOCTOR_READER_SLOW,
	DOCTOR_READER_OVERHEAD,
};

/* Variants: why UDP has no room. */
enum doctor_udp {
	DOCTOR_UDP_NONE,
	DOCTOR_UDP_STUCK,
	DOCTOR_UDP_SMALL,
};

/* Variants: which limit ends a round of the receive softirq. */
enum doctor_budget {
	DOCTOR_BUDGET_NONE,
	DOCTOR_BUDGET_PACKETS,
	DOCTOR_BUDGET_TIME,
};

/* Variants: why a CPU's backlog drops. */
enum doctor_backlog {
	DOCTOR_BACKLOG_FULL,
	DOCTOR_BACKLOG_FLOW,
};

/* Variants: why reassembly fails. */
enum doctor_fragments {
	DOCTOR_FRAGMENTS_NONE,
	DOCTOR_FRAGMENTS_MEMORY,
	DOCTOR_FRAGMENTS_LOST,
};

/* Variants: why nothing can be sent. */
enum doctor_sender {
	DOCTOR_SENDER_NONE,
	DOCTOR_SENDER_WINDOW,
	DOCTOR_SENDER_DEAD,
	DOCTOR_SENDER_UNKNOWN,
};

#endif
