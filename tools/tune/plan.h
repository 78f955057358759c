/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wanted against what is there: pure, nothing is read or written. */
#ifndef TUNE_PLAN_H
#define TUNE_PLAN_H

#include "tune/want.h"

enum plan_action {
	PLAN_SET,	/* will be written */
	PLAN_CLAMPED,	/* will be written, to what the hardware allows */
	PLAN_KEEP,	/* is so already, or is already more (less) */
	PLAN_ABSENT,	/* there is no such setting here; @note has why */
	PLAN_REFUSED,	/* can't be done; see @blocks of the step */
};

enum plan_effect {
	PLAN_AT_ONCE,
	PLAN_NEW_SOCKETS,
	PLAN_NEXT_LISTEN,
	PLAN_NEW_QDISC,
	PLAN_NEW_NETNS,
	PLAN_LINK_BOUNCE,	/* the link may go down for seconds */
};

/**
 * struct tune_now - one setting as it is
 * @err: 0, or why it can't be told: ENOENT, EACCES, EOPNOTSUPP, ENODEV
 * @text: its value, normalized; NULL with @err
 * @has_max: the hardware tells a maximum
 * @max: that
 * @fixed: nobody can change it: a sysctl that is only read; or a feature that
 *	the driver does not let go of, which is as good as absent
 * @secret: the kernel does not show it to everybody
 * @note: more for a person: on @err, or on what the value does; or NULL
 */
struct tune_now {
	int	err;
	char	*text;
	bool	has_max;
	__s64	max;
	bool	fixed;
	bool	secret;
	char	*note;
};

/**
 * struct plan_step - one setting
 * @key: what
 * @current: its value now, NULL = not known
 * @wanted: the value that it is to have (clamped), NULL = none can be said
 * @action: what is to be done
 * @blocks: it is refused, and so nothing else is written either; where it is
 *	refused and does not block, it is only left out
 * @secret: its values are not for everybody
 * @effect: when it tells
 * @reason: why the profile wants it; NULL = not said
 * @note: why it is clamped, absent or refused, or what else to know; or NULL
 * @file: profile that says so
 * @line: where
 */
struct plan_step {
	struct tune_key		key;
	char			*current;
	char			*wanted;
	enum plan_action	action;
	bool			blocks;
	bool			secret;
	enum plan_effect	effect;
	char			*reason;
	char			*note;
	char			*file;
	unsigned int		line;
};

/**
 * struct plan - what will be done, in that order; zeroed at first
 * @steps: each key once
 * @count: how many
 */
struct plan {
	struct plan_step	*steps;
	size_t			count;
};

/**
 * struct plan_context - what else the rules depend on
 * @own_netns: another namespace than the first one: settings of the whole
 *	machine are refused there, which does not block the others
 * @release: of the kernel, to tell when a key came or went
 */
struct plan_context {
	bool		own_netns;
	const char	*release;
};

/* plan.c */
int plan_make(const struct tune_wants *wants, const struct tune_now *now,
	      const struct plan_context *context, struct plan *plan);
void plan_free(struct plan *plan);
const char *plan_action_name(enum plan_action action);
const char *plan_effect_name(enum plan_effect effect);
const char *plan_effect_text(enum plan_effect effect);
bool plan_is_write(const struct plan_step *step);
bool plan_is_secret(const struct plan *plan);

/**
 * struct sysctl_rule - what is known of a sysctl; see tune/sysctls.c
 * @name: its name, which may have '*' for one word
 * @numbers: how many it has, 0 = it is no number
 * @min: each of them is at least this
 * @max: and at most this
 * @effect: when it tells
 * @host_wide: it is the whole machine's, not of a network namespace
 * @rounds: what is written may be read back as another text: the kernel rounds
 *	it, or writes it in another way
 * @ascends: its numbers never get smaller from one to the next
 * @is_range: its numbers are the ends of a range: less of the first one is more
 * @since: first version of Linux that has it, "6.5"; NULL = older than 5.10
 * @gone: first version that has it no more, "4.12"; NULL = all have it
 * @module: which brings it; NULL = it is always there
 * @unit: "pages", "bytes", "ms", "us", "ns", "s"; NULL = none, or a count
 * @excludes: what it can't be together with: the kernel sets that to 0 when this
 *	one is written, and the other way round; NULL = nothing
 */
struct sysctl_rule {
	const char		*name;
	unsigned int		numbers;
	__s64			min, max;
	enum plan_effect	effect;
	bool			host_wide;
	bool			rounds;
	bool			ascends;
	bool			is_range;
	const char		*since;
	const char		*gone;
	const char		*module;
	const char		*unit;
	const char		*excludes;
};

const struct sysctl_rule *sysctl_rule(const char *name);
enum want_op sysctl_op(const struct tune_key *key, enum want_op op,
		       size_t element);

#endif
