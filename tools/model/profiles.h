/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the profiles that come with nettune set a sysctl: pure. */
#ifndef MODEL_PROFILES_H
#define MODEL_PROFILES_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

/**
 * struct model_profile - a profile that sets a sysctl
 * @sysctl: the sysctl
 * @most: the most that it is set to; 0 = that depends on the machine
 * @profile: the profile
 */
struct model_profile {
	const char	*sysctl;
	__s64		most;
	const char	*profile;
};

bool model_profile_next(const char *sysctl, size_t len, __s64 least,
			size_t *index, const char **profile);

#endif
