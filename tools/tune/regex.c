// SPDX-License-Identifier: GPL-2.0-or-later
/* Regular expressions as Python, and so tuned, writes them. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "tune/regex.h"

#include <errno.h>
#include <pcre2.h>
#include <stdio.h>

/* Steps before an expression is given up that would take for ever. */
#define STEPS_MAX	1000000
#define DEPTH_MAX	10000

static int tell(int code, char message[REGEX_MESSAGE])
{
	PCRE2_UCHAR text[REGEX_MESSAGE - 16];

	if (pcre2_get_error_message(code, text, sizeof(text)) < 0)
		snprintf(message, REGEX_MESSAGE, "error %d", code);
	else
		snprintf(message, REGEX_MESSAGE, "%s", (const char *)text);
	return code == PCRE2_ERROR_NOMEMORY ? -ENOMEM : -EINVAL;
}

static int match(const pcre2_code *code, const char *text, bool *found,
		 char message[REGEX_MESSAGE])
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int got = PCRE2_ERROR_NOMEMORY;

	if (limits && data) {
		pcre2_set_match_limit(limits, STEPS_MAX);
		pcre2_set_depth_limit(limits, DEPTH_MAX);
		got = pcre2_match(code, (PCRE2_SPTR)text,
				  PCRE2_ZERO_TERMINATED, 0, 0, data, limits);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	*found = got >= 0;
	return got >= 0 || got == PCRE2_ERROR_NOMATCH ? 0 : tell(got, message);
}

/**
 * regex_search - is there something in a text that an expression describes?
 * @pattern: the expression
 * @text: the text
 * @multiline: '^' and '$' are also at the ends of lines
 * @found: set to the answer
 * @message: told what is wrong with the expression
 *
 * Return: 0, -EINVAL (also for what takes too long) or -ENOMEM.
 */
int regex_search(const char *pattern, const char *text, bool multiline,
		 bool *found, char message[REGEX_MESSAGE])
{
	PCRE2_SIZE at;
	pcre2_code *code;
	int err;

	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
			     multiline ? PCRE2_MULTILINE : 0, &err, &at, NULL);
	if (!code)
		return tell(err, message);
	err = match(code, text, found, message);
	pcre2_code_free(code);
	return err;
}
