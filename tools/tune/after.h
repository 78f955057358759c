/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What settings have not reached yet once they are set. */
#ifndef TUNE_AFTER_H
#define TUNE_AFTER_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#include "tune/plan.h"

/* Bytes of a unit's name: systemd's UNIT_NAME_MAX. */
#define AFTER_UNIT	256

bool after_somaxconn(const struct plan *plan, __u32 *old, __u32 *now);
bool after_keeps_limit(__u32 limit, __u32 old, __u32 now);
bool after_unit(const char *cgroup, char unit[AFTER_UNIT]);
const char *after_qdisc(const struct plan *plan);

#endif
