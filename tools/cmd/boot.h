/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles that come back at boot, for the commands that deal with them. */
#ifndef CMD_BOOT_H
#define CMD_BOOT_H

#include "cmd/tune.h"
#include "tune/persist.h"

/* Profiles that can be applied at boot, at most. */
#define CMD_BOOT_PROFILES	32

const char *cmd_boot_root(void);
int cmd_boot_profiles(const struct cmd_ctx *ctx, struct persist_list *list,
		      char *names[CMD_BOOT_PROFILES]);
int cmd_boot_check(const struct cmd_ctx *ctx, char *const *names,
		   size_t count);
int cmd_boot_write(const struct cmd_ctx *ctx, const struct cmd_tune *tune,
		   char *const *names, size_t count, const char *device,
		   bool force);
void cmd_boot_note(void);
int cmd_boot_remove(const struct cmd_ctx *ctx, bool force);

#endif
