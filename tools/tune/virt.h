/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells what kind of virtual machine or container this is. */
#ifndef TUNE_VIRT_H
#define TUNE_VIRT_H

#include "tune/target.h"

/* Below /sys: the clocks that the kernel has found. */
#define TUNE_VIRT_CLOCKS \
	"devices/system/clocksource/clocksource0/available_clocksource"

/* Bytes of the longest name. */
#define TUNE_VIRT_NAME	32

void tune_virt(const struct tune_roots *roots, char name[TUNE_VIRT_NAME]);

#endif
