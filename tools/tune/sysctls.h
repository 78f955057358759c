/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of sysctls, one row each, by where they are in the kernel's
 * source. Ranges are those of its own tables (extra1 and extra2, the handler)
 * in Linux 6.1 and 6.12. Where those have none, the least is 0 for what counts
 * something, and the values are those of Documentation/networking/ip-sysctl.rst
 * for what has a few. Times in jiffies end where HZ=1000 makes an int of them.
 */
#ifndef TUNE_SYSCTLS_H
#define TUNE_SYSCTLS_H

#include <limits.h>

#include "array.h"
#include "tune/plan.h"

/* proc_dou8vec_minmax(): what does not fit a byte is refused. */
#define SYSCTL_U8_MAX		255

/* proc_dointvec_jiffies(): seconds that fit an int as jiffies. */
#define SYSCTL_SECONDS_MAX	(INT_MAX / 1000)

/* proc_doulongvec_minmax(), as far as a signed number goes. */
#define SYSCTL_LONG_MAX		LONG_MAX

/**
 * struct sysctl_table - some of them
 * @rules: the rows
 * @count: how many
 */
struct sysctl_table {
	const struct sysctl_rule	*rules;
	size_t				count;
};

extern const struct sysctl_table sysctl_core;
extern const struct sysctl_table sysctl_ipv4;
extern const struct sysctl_table sysctl_tcp;
extern const struct sysctl_table sysctl_host;
extern const struct sysctl_table sysctl_gone;

#endif
