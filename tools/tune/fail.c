// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells what is wrong with a profile. */
#include "tune/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/**
 * profile_fail - a profile is wrong
 * @error: told so
 * @file: the file, NULL = none
 * @line: the line, 0 = the file as a whole
 * @format: key, what is wrong, what was expected; as printf()
 *
 * Return: -EINVAL.
 */
int profile_fail(struct profile_error *error, const char *file,
		 unsigned int line, const char *format, ...)
{
	va_list args;

	snprintf(error->file, sizeof(error->file), "%s", file ?: "");
	error->line = line;
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return -EINVAL;
}

/**
 * profile_fail_at - the value of a key is wrong
 * @place: where; its @error is told so
 * @format: what is wrong and what was expected; as printf()
 *
 * Return: -EINVAL.
 */
int profile_fail_at(const struct profile_place *place, const char *format, ...)
{
	char text[PROFILE_MESSAGE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return profile_fail(place->error, place->file, place->line, "%s: %s",
			    place->key, text);
}

/**
 * profile_no_memory - there is no memory left
 * @error: told so
 *
 * Return: -ENOMEM.
 */
int profile_no_memory(struct profile_error *error)
{
	profile_fail(error, NULL, 0, "%s", strerror(ENOMEM));
	return -ENOMEM;
}
