// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with a profile that can be read. */
#include "tune/lint.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/fail.h"
#include "tune/inifile.h"
#include "tune/lint_check.h"

static const char *const rules[LINT_RULES] = {
	[LINT_BROKEN] = "broken",
	[LINT_DUPLICATE] = "duplicate",
	[LINT_NO_REASON] = "no-reason",
	[LINT_GONE] = "gone",
	[LINT_NO_EFFECT] = "no-effect",
	[LINT_HARMFUL] = "harmful",
	[LINT_LOWERS] = "lowers",
	[LINT_PAGES] = "pages",
	[LINT_RANGE] = "range",
};

/**
 * lint_rule_name - a rule, in a word
 * @rule: the rule
 */
const char *lint_rule_name(enum lint_rule rule)
{
	return rules[rule];
}

/**
 * lint_add - something is wrong
 * @lint: the profile that is looked at
 * @what: rule, line, key, and what to do; all copied
 * @format: why, as printf()
 *
 * Return: 0 or -ENOMEM.
 */
int lint_add(struct lint *lint, const struct lint_what *what,
	     const char *format, ...)
{
	struct lint_findings *findings = lint->findings;
	struct lint_finding *grown, *finding;
	va_list args;
	int len;

	grown = reallocarray(findings->list, findings->count + 1,
			     sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	findings->list = grown;
	finding = &grown[findings->count++];
	*finding = (struct lint_finding){
		.rule = what->rule, .line = what->line,
		.file = strdup(lint->path), .fix = strdup(what->fix),
		.key = what->key ? strdup(what->key) : NULL,
	};
	va_start(args, format);
	len = vasprintf(&finding->why, format, args);
	va_end(args);
	if (len < 0)
		finding->why = NULL;
	return finding->file && finding->fix && finding->why &&
	       (!what->key || finding->key) ? 0 : -ENOMEM;
}

/**
 * lint_free - give the memory of findings back
 * @findings: those, none then
 */
void lint_free(struct lint_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->list[i].file);
		free(findings->list[i].key);
		free(findings->list[i].why);
		free(findings->list[i].fix);
	}
	free(findings->list);
	*findings = (struct lint_findings){ 0 };
}

static int compare(const void *a, const void *b)
{
	const struct lint_finding *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order)
		return order;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (int)x->rule - (int)y->rule;
}

/* It is wrong where it can't be read; a file that is not there is no profile. */
static int add_broken(struct lint *lint, const struct profile_error *error)
{
	const struct lint_what what = {
		.rule = LINT_BROKEN, .line = error->line,
		.fix = "correct it: nothing of the profile is used as it is",
	};
	struct lint there = *lint;

	if (error->file[0])
		there.path = error->file;
	return lint_add(&there, &what, "%s", error->text);
}

static int check_wants(struct lint *lint, const struct profile *profile,
		       struct profile_error *error)
{
	struct tune_wants wants = { 0 };
	int err;

	err = profile_resolve(profile, lint->world->machine, &wants, error);
	if (err == -EINVAL)
		err = add_broken(lint, error);
	for (size_t i = 0; !err && i < wants.count; i++)
		if (!strcmp(wants.wants[i].file, lint->path))
			err = lint_want(lint, &wants.wants[i]);
	tune_wants_free(&wants);
	return err;
}

static int check_profile(struct lint *lint, struct profile_error *error)
{
	char *names[1] = { (char *)lint->path };
	struct profile *profile;
	int err;

	err = profile_load(lint->world->dirs, lint->world->machine, names, 1,
			   &profile, error);
	if (err && err != -ENOMEM)
		return add_broken(lint, error);
	err = err ?: lint_units(lint, profile) ?:
	      check_wants(lint, profile, error);
	profile_free(profile);
	return err;
}

/**
 * lint_profile - what is wrong with a profile
 * @path: its file, with a slash in it
 * @world: what it is held against
 * @findings: more are added, and all are sorted by file and line
 * @error: told why it can't be looked at
 *
 * What it includes is looked at for itself.
 *
 * Return: 0, -ENOMEM, or why the file can't be read.
 */
int lint_profile(const char *path, const struct lint_world *world,
		 struct lint_findings *findings, struct profile_error *error)
{
	struct lint lint = {
		.path = path, .world = world, .findings = findings,
	};
	struct inifile ini = { 0 };
	int err;

	err = inifile_read(path, INIFILE_PROFILE, &ini, error);
	if (err == -EINVAL)
		err = add_broken(&lint, error);
	else if (!err)
		err = lint_entries(&lint, &ini) ?: check_profile(&lint, error);
	inifile_free(&ini);
	if (!err && findings->count)
		qsort(findings->list, findings->count, sizeof(*findings->list),
		      compare);
	return err == -ENOMEM ? profile_no_memory(error) : err;
}
