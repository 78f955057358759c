/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and lists out of text. */
#ifndef MODEL_PARSE_H
#define MODEL_PARSE_H

#include <linux/types.h>

int parse_u32(const char *text, __u32 min, __u32 max, __u32 *value);
int parse_digits(const char **text, __u32 max, __u32 *value);

/* Takes one element of a list: a string of its own. */
typedef int (*parse_fn)(const char *element, void *arg);

int parse_list(const char *text, parse_fn fn, void *arg);

#endif
