// SPDX-License-Identifier: GPL-2.0-or-later
/* What [net] comes to: for each device that is the unit's. */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "tune/resolve.h"
#include "tune/text.h"

#define NAME_BYTES	64

/* What divides a list: as in tuned. */
#define SEPARATORS	" \t\n:;,"

/*
 * One key for one device.
 * @device: NULL = values are only checked
 * @scope: what formulas may ask
 * @op: for all parameters of the list
 */
struct net_value {
	struct resolver			*resolver;
	const struct profile_option	*option;
	const struct net_key		*key;
	const struct tune_device	*device;
	struct formula_scope		scope;
	enum want_op			op;
};

static bool ring_max(const struct model_nic *nic, const char *name, __s64 *max)
{
	if (!strcmp(name, "rx"))
		*max = nic->ring_rx_max;
	else if (!strcmp(name, "tx"))
		*max = nic->ring_tx_max;
	else
		return false;
	return nic->has & MODEL_NIC_HAS_RING && *max;
}

/* The most that the hardware takes of a parameter. */
static void set_max(struct net_value *value, const char *name)
{
	char most[NAME_BYTES];

	value->scope.what = NULL;
	value->scope.has_max = false;
	if (value->key->kind != TUNE_RING && value->key->kind != TUNE_CHANNELS)
		return;
	value->scope.what = name;
	if (!value->device)
		return;
	if (value->key->kind == TUNE_RING) {
		value->scope.has_max = ring_max(&value->device->nic, name,
						&value->scope.max);
		return;
	}
	snprintf(most, sizeof(most), "%s_max", name);
	value->scope.has_max = model_fact_value(&value->device->nic.channels,
						most, 0, &value->scope.max) &&
			       value->scope.max;
}

static __s64 unit_of(enum tune_kind kind, const char *name)
{
	if (kind == TUNE_NAPI)
		return strcmp(name, "gro_flush_timeout") ? 0 : 1;
	return kind == TUNE_COALESCE && strstr(name, "usecs") ? 1000 : 0;
}

/* All of them are of 32 bits in the kernel's interface, but that timeout. */
static int check_range(struct net_value *value, const struct tune_want *want)
{
	__s64 number[TUNE_VECTOR];
	size_t count;

	if (!want->value || tune_key_is_switch(&want->key))
		return 0;
	if (!tune_value_numbers(want->value, number, &count) || count > 1)
		return profile_fail_at(value->scope.place, "'%s' for %s (expected one number)",
				       want->value, want->key.name);
	if (number[0] >= 0 && (number[0] <= INT32_MAX ||
			       (value->key->kind == TUNE_NAPI &&
				number[0] <= UINT32_MAX)))
		return 0;
	return profile_fail_at(value->scope.place, "%lld for %s (expected 0 to %d)",
			       (long long)number[0], want->key.name,
			       INT32_MAX);
}

/* Half of one queue is one. */
static int take_one(const struct net_value *value, const char *text,
		    struct tune_want *want)
{
	if (!value->scope.has_max || !want->value || strcmp(want->value, "0") ||
	    !strstr(text, "max"))
		return 0;
	free(want->value);
	want->value = strdup("1");
	return want->value ? 0 : -ENOMEM;
}

static int make_want(struct net_value *value, const char *name,
		     const char *text, struct tune_want *want)
{
	struct value_kind kind = { .number = true };
	int err;

	*want = (struct tune_want){
		.key = { .kind = value->key->kind, .name = (char *)name },
		.op = value->op,
	};
	if (value->device && value->key->kind != TUNE_HASHSIZE)
		snprintf(want->key.device, sizeof(want->key.device), "%s",
			 value->device->nic.ifname);
	kind.is_switch = tune_key_is_switch(&want->key);
	if (*text == '>' || *text == '<')
		text = value_operator(text, &want->op);
	set_max(value, name);
	value->scope.unit_ns = unit_of(value->key->kind, name);
	err = value_make(text, &kind, &value->scope, want);
	return err ?: take_one(value, text, want) ?: check_range(value, want);
}

static void free_made(struct tune_want *want)
{
	free(want->value);
	free(want->clamped);
	free(want->note);
}

static int put_one(struct net_value *value, const char *name, const char *text)
{
	struct tune_want want;
	int err;

	err = make_want(value, name, text, &want);
	if (!err && (value->device || value->key->kind == TUNE_HASHSIZE))
		err = resolve_add(value->resolver, value->option, &want);
	free_made(&want);
	return err;
}

static int put_feature(struct net_value *value, const char *name,
		       const char *text)
{
	const char *const *names = feature_names(name);
	int err = 0;

	if (!names)
		return put_one(value, name, text);
	for (; !err && *names; names++)
		err = put_one(value, *names, text);
	return err;
}

static int check_name(struct net_value *value, const char *name)
{
	struct tune_text all = { 0 };
	int err = 0;

	for (size_t i = 0; value->key->names && value->key->names[i]; i++) {
		if (!strcmp(value->key->names[i], name)) {
			tune_text_free(&all);
			return 0;
		}
		err = err ?: tune_text_format(&all, "%s%s", i ? ", " : "",
					      value->key->names[i]);
	}
	if (!value->key->names) {
		for (const char *at = name; *at; at++)
			if (!isalnum((unsigned char)*at) && !strchr("-_", *at))
				err = profile_fail_at(value->scope.place,
						      "'%s' (expected the name of a feature)",
						      name);
		return err;
	}
	if (!err)
		err = profile_fail_at(value->scope.place,
				      "there is no parameter '%s' (expected %s)",
				      name, all.text);
	tune_text_free(&all);
	return err == -EINVAL ? err : profile_no_memory(value->resolver->error);
}

/* "combined 4" of a device that has receive and send channels. */

static bool has_channels(const struct net_value *value, const char *name)
{
	__s64 count;

	return model_fact_value(&value->device->nic.channels, name, 0,
				&count) && count;
}

static int put_channel(struct net_value *value, const char *name,
		       const char *text)
{
	int err;

	if (!value->device || strcmp(name, "combined") ||
	    !(value->device->nic.has & MODEL_NIC_HAS_CHANNELS) ||
	    has_channels(value, "combined") || !has_channels(value, "rx"))
		return put_one(value, name, text);
	err = put_one(value, "rx", text);
	return err ?: put_one(value, "tx", text);
}

/* "rx 2 tx 4" where the device only has combined ones: as many as the more. */
static bool wants_combined(const struct net_value *value)
{
	return value->key->kind == TUNE_CHANNELS && value->device &&
	       value->device->nic.has & MODEL_NIC_HAS_CHANNELS &&
	       !has_channels(value, "rx") && has_channels(value, "combined");
}

static int put_parameter(struct net_value *value, const char *name,
			 const char *text)
{
	if (value->key->kind == TUNE_FEATURE)
		return put_feature(value, name, text);
	if (value->key->kind == TUNE_CHANNELS)
		return put_channel(value, name, text);
	return put_one(value, name, text);
}

/* A pair of a list. Return: 1 = done, 0 = the list is at its end. */
static int next_pair(struct net_value *value, const char **text,
		     char name[NAME_BYTES], char **second)
{
	size_t len = value_element(text, SEPARATORS);

	*second = NULL;
	if (!len)
		return 0;
	if (len >= NAME_BYTES)
		return profile_fail_at(value->scope.place, "the name of a parameter is too long");
	memcpy(name, *text, len);
	name[len] = '\0';
	*text += len;
	if (check_name(value, name))
		return -EINVAL;
	len = value_element(text, SEPARATORS);
	if (!len)
		return profile_fail_at(value->scope.place,
				       "no value for '%s' (expected pairs, as rx 1024 tx 512)",
				       name);
	*second = strndup(*text, len);
	*text += len;
	return *second ? 1 : profile_no_memory(value->resolver->error);
}

/* The list as tuned turns it for such a device: max(rx, tx). */
static int combine_channels(struct net_value *value, const char *text)
{
	char name[NAME_BYTES], *second, *both = NULL;
	struct tune_text all = { 0 };
	int got, err = 0;

	while (!err && (got = next_pair(value, &text, name, &second))) {
		if (got < 0) {
			err = got;
			break;
		}
		if (!strcmp(name, "rx") || !strcmp(name, "tx"))
			err = tune_text_format(&all, "%s%s",
					       all.len ? "," : "max(", second);
		else
			err = put_parameter(value, name, second);
		free(second);
	}
	if (!err && all.len) {
		err = tune_text_put(&all, ")");
		both = all.text;
	}
	if (!err && both)
		err = put_one(value, "combined", both);
	tune_text_free(&all);
	return err;
}

static int put_list(struct net_value *value, const char *text)
{
	char name[NAME_BYTES], *second;
	int got, err = 0;

	if (wants_combined(value))
		return combine_channels(value, text);
	while (!err && (got = next_pair(value, &text, name, &second))) {
		err = got < 0 ? got : put_parameter(value, name, second);
		free(second);
	}
	return err;
}

static int put_unknown(struct net_value *value, const char *note)
{
	struct tune_want want = {
		.key = { .kind = value->key->kind, .name = (char *)value->key->key },
		.op = value->op, .note = (char *)note,
	};

	if (!value->device)
		return 0;
	if (value->key->kind != TUNE_HASHSIZE)
		snprintf(want.key.device, sizeof(want.key.device), "%s",
			 value->device->nic.ifname);
	return resolve_add(value->resolver, value->option, &want);
}

/**
 * Set one key for one device, or check it: @device NULL.
 */
static int put_option(struct resolver *resolver,
		      const struct profile_option *option,
		      const struct tune_device *device)
{
	struct profile_place place = option_place(option, resolver->error);
	struct net_value value = {
		.resolver = resolver, .option = option,
		.key = net_key_find(option->key), .device = device,
		.scope = { .machine = resolver->machine, .per_device = true,
			   .device = device, .place = &place },
	};
	struct expansion expansion;
	char *bare = NULL;
	const char *text;
	int err;

	err = option_expand(resolver->profile, option, &expansion,
			    resolver->error);
	if (!err && expansion.note) {
		err = put_unknown(&value, expansion.note);
	} else if (!err) {
		bare = value_unquote(expansion.text);
		text = bare ? value_operator(bare, &value.op) : NULL;
		err = !bare ? profile_no_memory(resolver->error) :
		      value.key->scalar ? put_one(&value, option->key, text) :
					  put_list(&value, text);
	}
	free(bare);
	expansion_free(&expansion);
	return err;
}

static int check_keys(struct resolver *resolver, const struct unit *unit)
{
	int err = 0;

	for (size_t i = 0; !err && i < unit->options.count; i++) {
		const struct profile_option *option = &unit->options.list[i];
		struct profile_place place = option_place(option,
							  resolver->error);

		if (profile_net_ignored(option) ||
		    !strcmp(option->key, "priority"))
			continue;
		if (net_key_find(option->key))
			err = strcmp(option->key, "nf_conntrack_hashsize") ?
				put_option(resolver, option, NULL) : 0;
		else
			err = profile_fail_at(&place,
					      "[net] has no such key (expected ring, coalesce, channels, features, pause, mtu, txqueuelen, napi or nf_conntrack_hashsize)");
	}
	return err;
}

static int put_device(struct resolver *resolver, const struct unit *unit,
		      const struct tune_device *device)
{
	int err = 0;

	for (size_t i = 0; !err && i < NET_KEYS; i++) {
		const struct profile_option *option;

		option = options_find(&unit->options, net_keys[i].key);
		if (option)
			err = put_option(resolver, option, device);
	}
	return err;
}

/**
 * resolve_net - what a unit for devices comes to
 * @resolver: the profile being resolved
 * @unit: the unit
 *
 * As in tuned, a device is that of the first unit that it fits, and what has no
 * device does nothing at all.
 *
 * Return: 0, -EINVAL or -ENOMEM with the error told.
 */
int resolve_net(struct resolver *resolver, const struct unit *unit)
{
	const struct tune_machine *machine = resolver->machine;
	bool matches;
	int err;

	err = check_keys(resolver, unit);
	for (size_t i = 0; !err && i < machine->device_count; i++) {
		err = match_device(resolver->profile, unit,
				   &machine->devices[i], &matches,
				   resolver->error);
		if (err || !matches || resolver->taken[i])
			continue;
		resolver->taken[i] = true;
		err = put_device(resolver, unit, &machine->devices[i]);
	}
	return err;
}
