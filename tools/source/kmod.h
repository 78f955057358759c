/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at the kernel module itself: loaded, where, which version. */
#ifndef SOURCE_KMOD_H
#define SOURCE_KMOD_H

#include "model/kmod.h"

int kmod_status(struct model_kmod *status);

#endif
