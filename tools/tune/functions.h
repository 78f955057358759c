/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tuned's functions, ${f:NAME:ARGUMENT:...}, as far as they only compute. */
#ifndef TUNE_FUNCTIONS_H
#define TUNE_FUNCTIONS_H

#include "tune/fail.h"
#include "tune/machine.h"
#include "tune/text.h"

/* Most arguments of one call. */
#define FUNCTION_ARGUMENTS	64

/**
 * struct function_call - one call
 * @name: of the function
 * @args: its arguments
 * @count: how many
 * @machine: what it may ask
 * @place: where the call is
 */
struct function_call {
	const char			*name;
	char				**args;
	size_t				count;
	const struct tune_machine	*machine;
	const struct profile_place	*place;
};

int function_call(const struct function_call *call, struct tune_text *out,
		  char **note);

#endif
