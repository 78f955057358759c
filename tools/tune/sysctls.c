// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds what is known of a sysctl. */
#include "tune/sysctls.h"

#include <string.h>

static const struct sysctl_table *const tables[] = {
	&sysctl_core, &sysctl_ipv4, &sysctl_tcp, &sysctl_host, &sysctl_gone,
};

/* A '*' stands for one word. */
static bool is_named(const char *pattern, const char *name)
{
	while (*pattern) {
		if (*pattern == '*') {
			size_t len = strcspn(name, ".");

			if (!len)
				return false;
			name += len;
			pattern++;
		} else if (*pattern++ != *name++) {
			return false;
		}
	}
	return !*name;
}

/**
 * sysctl_rule - what is known of a sysctl
 * @name: its name: "net.ipv4.conf.eth0.rp_filter"; a dot within a word is
 *	written as a slash, as sysctl does
 *
 * Return: the rule; NULL = nothing is known of it.
 */
const struct sysctl_rule *sysctl_rule(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		for (size_t j = 0; j < tables[i]->count; j++)
			if (is_named(tables[i]->rules[j].name, name))
				return &tables[i]->rules[j];
	return NULL;
}

/**
 * sysctl_op - how one number of a setting is meant
 * @key: the setting
 * @op: how the setting is meant
 * @element: which number, from 0
 *
 * Return: @op; the other way round for the lower end of a range, so that "=>"
 * only ever widens it.
 */
enum want_op sysctl_op(const struct tune_key *key, enum want_op op,
		       size_t element)
{
	const struct sysctl_rule *rule = NULL;

	if (key->kind == TUNE_SYSCTL && key->name && !element)
		rule = sysctl_rule(key->name);
	if (!rule || !rule->is_range || op == WANT_SET)
		return op;
	return op == WANT_RAISE ? WANT_LOWER : WANT_RAISE;
}
