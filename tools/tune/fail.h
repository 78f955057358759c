/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells what is wrong with a profile. */
#ifndef TUNE_FAIL_H
#define TUNE_FAIL_H

#include "tune/profile.h"

/**
 * struct profile_place - where in a profile something is
 * @file: the file
 * @line: the line, 0 = the file as a whole
 * @key: the key
 * @error: told what is wrong there
 */
struct profile_place {
	const char		*file;
	unsigned int		line;
	const char		*key;
	struct profile_error	*error;
};

int profile_fail(struct profile_error *error, const char *file,
		 unsigned int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
int profile_fail_at(const struct profile_place *place, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int profile_no_memory(struct profile_error *error);

#endif
