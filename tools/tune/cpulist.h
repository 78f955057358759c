/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of CPUs as tuned reads and writes them: "0-3,^2", "0xff,, 9". */
#ifndef TUNE_CPULIST_H
#define TUNE_CPULIST_H

#include <stdbool.h>

#include "tune/text.h"

/* As many as Linux can be built for on x86. */
#define CPULIST_CPUS	8192

/**
 * struct cpulist - some CPUs
 * @has: is the CPU of that number one of them?
 */
struct cpulist {
	bool has[CPULIST_CPUS];
};

void cpulist_parse(struct cpulist *list, const char *text);
void cpulist_parse_mask(struct cpulist *list, const char *text);
int cpulist_print(const struct cpulist *list, struct tune_text *out);
int cpulist_print_ranges(const struct cpulist *list, struct tune_text *out);
int cpulist_print_mask(const struct cpulist *list, struct tune_text *out);

#endif
