// SPDX-License-Identifier: GPL-2.0-or-later
/* The value of a key, once its variables and calls are in. */
#include "tune/parts.h"

/**
 * option_expand - a value without variables and calls
 * @profile: whose variables
 * @option: the key
 * @expansion: filled in; to be freed, also on an error
 * @error: told what is wrong
 *
 * A variable that is not defined is an error: tuned would write its name.
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int option_expand(const struct profile *profile,
		  const struct profile_option *option,
		  struct expansion *expansion, struct profile_error *error)
{
	struct profile_place place = option_place(option, error);
	int err;

	err = variables_expand(&profile->variables, option->value, &place,
			       expansion);
	if (err || expansion->note || !expansion_is_missing(expansion))
		return err;
	return profile_fail_at(&place, "the variable '%s' is not defined%s%s%s",
			       expansion->missing,
			       profile->no_variables ? " (and there is no " : "",
			       profile->no_variables ?: "",
			       profile->no_variables ? ")" : "");
}
