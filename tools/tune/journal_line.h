/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the maker and the reader of a journal's lines share. */
#ifndef TUNE_JOURNAL_LINE_H
#define TUNE_JOURNAL_LINE_H

#include <stddef.h>

#include <linux/types.h>

/* A reader refuses a journal with a higher one. */
#define JOURNAL_VERSION		1

/* What ends a line, of which the checksum is that of what stands before. */
#define JOURNAL_SUM		",\"sum\":\"%08x\"}"
#define JOURNAL_SUM_LEN		18

struct json_object;

__u32 journal_sum(const char *text, size_t len);
size_t journal_length(struct json_object *value);

#endif
