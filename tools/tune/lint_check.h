/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of lint_profile() share. */
#ifndef TUNE_LINT_CHECK_H
#define TUNE_LINT_CHECK_H

#include "tune/inifile.h"
#include "tune/lint.h"
#include "tune/want.h"

/**
 * struct lint - a profile being looked at
 * @path: its file
 * @world: what it is held against
 * @findings: what is wrong with it
 */
struct lint {
	const char			*path;
	const struct lint_world		*world;
	struct lint_findings		*findings;
};

/**
 * struct lint_what - what is wrong
 * @rule: the rule that it breaks
 * @line: where
 * @key: the key, NULL = none
 * @fix: what to do
 */
struct lint_what {
	enum lint_rule	rule;
	unsigned int	line;
	const char	*key;
	const char	*fix;
};

int lint_add(struct lint *lint, const struct lint_what *what,
	     const char *format, ...) __attribute__((format(printf, 3, 4)));

/* lint_text.c: of what is written */
int lint_entries(struct lint *lint, const struct inifile *ini);
int lint_units(struct lint *lint, const struct profile *profile);

/* lint_want.c: of what it comes to */
int lint_want(struct lint *lint, const struct tune_want *want);

#endif
