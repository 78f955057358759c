/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads counters, gauges and settings from /proc. */
#ifndef SOURCE_FACTS_H
#define SOURCE_FACTS_H

#include "model/facts.h"

int facts_read(const char *root, struct model_facts *facts);

/* facts_parse.c: each takes the text of one file, and may write into it */
int facts_parse_pairs(char *text, struct model_facts *facts);
int facts_parse_lines(char *text, struct model_facts *facts);
int facts_parse_sockstat(char *text, const char *prefix,
			 struct model_facts *facts);
int facts_parse_cpus(char *text, const char *prefix,
		     struct model_facts *facts);

/* facts_sysctl.c */
int facts_read_sysctl(const char *root, struct model_facts *facts);

#endif
