// SPDX-License-Identifier: GPL-2.0-or-later
/* What [sysctl] comes to. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tune/plan.h"
#include "tune/resolve.h"

static bool is_name(char c)
{
	return isgraph((unsigned char)c) && !strchr("\\\"'`$*?", c);
}

/* A part of a name: not empty, and nothing that leads out of a folder. */
static bool is_part(const char *part, size_t len, char dot)
{
	if (!len || (len == 1 && *part == dot) ||
	    (len == 2 && part[0] == dot && part[1] == dot))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_name(part[i]))
			return false;
	return true;
}

/**
 * sysctl_name - the name of a sysctl, as sysctl(8) prints it
 * @key: "net.ipv4.conf.eth0/100.rp_filter" or "net/ipv4/conf/eth0.100/rp_filter";
 *	which of '.' and '/' comes first divides
 * @name: set to the name, with dots
 * @size: bytes of that
 *
 * Return: 0, or -EINVAL for what is none.
 */
int sysctl_name(const char *key, char *name, size_t size)
{
	const char *first = strpbrk(key, "./");
	char divide = first ? *first : '.';
	char dot = divide == '.' ? '/' : '.';
	size_t len, at = 0;

	if (strlen(key) >= size)
		return -EINVAL;
	for (const char *part = key;; part += len + 1) {
		len = strcspn(part, divide == '.' ? "." : "/");
		if (!is_part(part, len, dot))
			return -EINVAL;
		for (size_t i = 0; i < len; i++)
			name[at++] = part[i] == dot ? '/' : part[i];
		if (!part[len])
			break;
		name[at++] = '.';
	}
	name[at] = '\0';
	return 0;
}

/* tuned sets neither: the kernel has them with _ms, too. */
static bool is_refused(const char *name)
{
	const char *last = strrchr(name, '.');

	last = last ? last + 1 : name;
	return !strcmp(last, "base_reachable_time") ||
	       !strcmp(last, "retrans_time");
}

static int make(struct resolver *resolver, const struct profile_option *option,
		const char *text, struct tune_want *want)
{
	const struct sysctl_rule *rule = sysctl_rule(want->key.name);
	struct profile_place place = option_place(option, resolver->error);
	const struct formula_scope scope = {
		.machine = resolver->machine,
		.unit_ns = resolve_time(want->key.name,
					rule ? rule->unit : NULL),
		.place = &place,
	};
	const struct value_kind kind = {
		.number = rule && rule->numbers, .words = rule && !rule->numbers,
		.has_range = rule && rule->numbers,
		.min = rule ? rule->min : 0, .max = rule ? rule->max : 0,
	};

	if (is_refused(want->key.name))
		return asprintf(&want->note, "outdated: the setting is %s_ms",
				want->key.name) < 0 ?
			profile_no_memory(resolver->error) : 0;
	return value_make(value_operator(text, &want->op), &kind, &scope, want);
}

/* As tuned: without quotes first, then without variables. */
static int expand(struct resolver *resolver,
		  const struct profile_option *option,
		  struct expansion *expansion)
{
	struct profile_option bare = *option;
	int err;

	bare.value = value_unquote(option->value);
	if (!bare.value)
		return profile_no_memory(resolver->error);
	err = option_expand(resolver->profile, &bare, expansion,
			    resolver->error);
	free(bare.value);
	return err;
}

static int resolve_one(struct resolver *resolver,
		       const struct profile_option *option)
{
	struct profile_place place = option_place(option, resolver->error);
	struct expansion expansion = { 0 };
	char name[TUNE_KEY_TEXT - 64];
	struct tune_want want = { .key = { .kind = TUNE_SYSCTL, .name = name } };
	int err;

	if (sysctl_name(option->key, name, sizeof(name)))
		return profile_fail_at(&place,
				       "not the name of a sysctl (expected one as net.core.somaxconn)");
	err = expand(resolver, option, &expansion);
	if (!err && expansion.note) {
		want.note = expansion.note;
		expansion.note = NULL;
	} else if (!err) {
		err = make(resolver, option, expansion.text, &want);
	}
	err = err ?: resolve_add(resolver, option, &want);
	expansion_free(&expansion);
	free(want.value);
	free(want.clamped);
	free(want.note);
	return err;
}

/* Conditions on devices: one that they hold for is enough. */
static int any_device(struct resolver *resolver, const struct unit *unit,
		      bool *any)
{
	const struct tune_machine *machine = resolver->machine;
	int err = 0;

	*any = !match_needs_device(resolver->profile, unit);
	for (size_t i = 0; !err && !*any && i < machine->device_count; i++)
		err = match_device(resolver->profile, unit,
				   &machine->devices[i], any, resolver->error);
	return err;
}

/**
 * resolve_sysctls - what a unit of sysctls comes to
 * @resolver: the profile being resolved
 * @unit: the unit
 *
 * Return: 0, -EINVAL or -ENOMEM with the error told.
 */
int resolve_sysctls(struct resolver *resolver, const struct unit *unit)
{
	bool any;
	int err;

	err = any_device(resolver, unit, &any);
	for (size_t i = 0; !err && any && i < unit->options.count; i++) {
		const struct profile_option *option = &unit->options.list[i];

		if (strcmp(option->key, "priority"))
			err = resolve_one(resolver, option);
	}
	return err;
}
