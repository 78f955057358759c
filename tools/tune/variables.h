/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tuned's variables: ${NAME} and ${f:NAME:ARGUMENT:...} in values. */
#ifndef TUNE_VARIABLES_H
#define TUNE_VARIABLES_H

#include <stdbool.h>

#include "tune/fail.h"
#include "tune/machine.h"

/**
 * struct variable - one variable
 * @name: its name
 * @value: its value
 * @note: why that is not known, NULL = it is
 */
struct variable {
	char	*name;
	char	*value;
	char	*note;
};

/**
 * struct variables - all of them
 * @machine: what functions may ask
 * @list: those that are defined by now
 * @count: how many
 */
struct variables {
	const struct tune_machine	*machine;
	struct variable			*list;
	size_t				count;
};

/**
 * struct expansion - a value without variables and calls
 * @text: the value
 * @note: why it is not known, NULL = it is
 * @missing: a variable in it that is not defined, NULL = all are
 */
struct expansion {
	char	*text;
	char	*note;
	char	*missing;
};

int variables_add(struct variables *variables, const char *name,
		  const char *value, const struct profile_place *place);
int variables_expand(const struct variables *variables, const char *value,
		     const struct profile_place *place, struct expansion *to);
bool expansion_is_missing(const struct expansion *expansion);
void variables_free(struct variables *variables);
void expansion_free(struct expansion *expansion);

#endif
