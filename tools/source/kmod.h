/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at the kernel module itself: loaded, where, which version. */
#ifndef SOURCE_KMOD_H
#define SOURCE_KMOD_H

#include "model/kmod.h"

struct kmod_module;

int kmod_find(struct kmod_module **mod);
int kmod_status(struct model_kmod *status);

/* kmod_load.c */
int kmod_load(void);
int kmod_unload(void);
void kmod_why(const char *root, int err, bool unload,
	      struct model_kmod_why *why);

#endif
