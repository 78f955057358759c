/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a profile that can be read: what it sets, and how. */
#ifndef TUNE_LINT_H
#define TUNE_LINT_H

#include "tune/machine.h"
#include "tune/profile.h"

enum lint_rule {
	LINT_BROKEN,		/* it can't be read or resolved */
	LINT_DUPLICATE,		/* the same key twice in a section */
	LINT_NO_REASON,		/* no comment at a key of one of ours */
	LINT_GONE,		/* no kernel has it any more, or it was renamed */
	LINT_NO_EFFECT,		/* it does not do what it is set for */
	LINT_HARMFUL,		/* it does harm in common cases */
	LINT_LOWERS,		/* it would lower what is set now */
	LINT_PAGES,		/* bytes, where pages are counted */
	LINT_RANGE,		/* the kernel takes no such value */
	LINT_RULES
};

/**
 * struct lint_finding - one thing that is wrong
 * @rule: which rule it breaks
 * @file: the profile
 * @line: the line, 0 = the file as a whole
 * @key: the key, NULL = none
 * @why: what is wrong with it
 * @fix: what to do
 */
struct lint_finding {
	enum lint_rule	rule;
	char		*file;
	unsigned int	line;
	char		*key;
	char		*why;
	char		*fix;
};

/**
 * struct lint_findings - all that is wrong; zeroed at first
 * @list: by line
 * @count: how many
 */
struct lint_findings {
	struct lint_finding	*list;
	size_t			count;
};

/**
 * struct lint_world - what a profile is held against
 * @dirs: where the profiles are that it includes
 * @machine: the machine
 * @now: what a sysctl is now, to be freed; NULL = not known
 * @arg: for @now
 */
struct lint_world {
	const struct profile_dirs	*dirs;
	const struct tune_machine	*machine;
	char	*(*now)(const char *name, void *arg);
	void	*arg;
};

int lint_profile(const char *path, const struct lint_world *world,
		 struct lint_findings *findings, struct profile_error *error);
void lint_free(struct lint_findings *findings);
const char *lint_rule_name(enum lint_rule rule);

/* lint_folklore.c */
struct lint_folklore {
	const char	*name;		/* may have '*' for one word */
	enum {
		LORE_ANY,
		LORE_IS,
		LORE_AT_LEAST,
		LORE_AT_MOST,
	}		test;
	unsigned int	element;	/* of a vector */
	__s64		number;
	enum lint_rule	rule;
	const char	*why;
	const char	*fix;
};

const struct lint_folklore *lint_folklore(const char *name, const __s64 *values,
					  size_t count);
const char *lint_gone(const char *name);
bool lint_is_limit(const char *name);

#endif
