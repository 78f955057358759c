/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of profile_resolve() share. */
#ifndef TUNE_RESOLVE_H
#define TUNE_RESOLVE_H

#include "tune/parts.h"
#include "tune/value.h"

/**
 * struct resolver - a profile being resolved
 * @profile: the profile
 * @machine: the machine that it is for
 * @taken: which devices belong to a unit by now
 * @wants: what it comes to
 * @error: told what is wrong
 */
struct resolver {
	const struct profile		*profile;
	const struct tune_machine	*machine;
	bool				*taken;
	struct tune_wants		*wants;
	struct profile_error		*error;
};

int resolve_add(struct resolver *resolver, const struct profile_option *option,
		struct tune_want *want);
__s64 resolve_time(const char *name, const char *unit);

/* resolve_sysctl.c */
int resolve_sysctls(struct resolver *resolver, const struct unit *unit);
int sysctl_name(const char *key, char *name, size_t size);

/* resolve_net.c */
int resolve_net(struct resolver *resolver, const struct unit *unit);

/* net_keys.c */
#define NET_KEYS	9

/**
 * struct net_key - a key of [net]
 * @key: its name
 * @kind: what it sets
 * @names: parameters that it takes, NULL = whatever the kernel knows
 * @scalar: it is one value, without a name
 */
struct net_key {
	const char		*key;
	enum tune_kind		kind;
	const char *const	*names;
	bool			scalar;
};

/* In the order in which they are done. */
extern const struct net_key net_keys[NET_KEYS];

const struct net_key *net_key_find(const char *key);

/* features.c */
const char *const *feature_names(const char *name);

#endif
