// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts that formulas may ask, and what looks like a formula at all. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/formula.h"

enum source {
	OF_MACHINE,	/* struct tune_machine: facts of that name */
	OF_LINK,	/* speed of the device, or of the fastest one */
	OF_RING,	/* of a device: rings */
	OF_CHANNELS,	/* of a device: channels */
};

/* What formulas may ask; @name of its source, @at in struct model_nic. */
static const struct fact {
	const char	*name;
	enum source	source;
	const char	*source_name;
	size_t		at;
} facts[] = {
#define MACHINE(fact) { #fact, OF_MACHINE, #fact, 0 }
#define RING(fact) { #fact, OF_RING, NULL, offsetof(struct model_nic, fact) }
#define CHANNELS(fact) { "channels_" #fact, OF_CHANNELS, #fact, 0 }
	MACHINE(mem_bytes),
	MACHINE(cpus),
	MACHINE(numa_nodes),
	MACHINE(page_size),
	MACHINE(hz),
	{ "link_mbps", OF_LINK, NULL, 0 },
	RING(ring_rx),
	RING(ring_rx_max),
	RING(ring_tx),
	RING(ring_tx_max),
	CHANNELS(rx),
	CHANNELS(rx_max),
	CHANNELS(tx),
	CHANNELS(tx_max),
	CHANNELS(other),
	CHANNELS(other_max),
	CHANNELS(combined),
	CHANNELS(combined_max),
};

static const struct fact *find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (strlen(facts[i].name) == len &&
		    !strncmp(facts[i].name, name, len))
			return &facts[i];
	return NULL;
}

/* That of a device; of the machine: that of its fastest one. */
static bool link_mbps(const struct formula_scope *scope, __s64 *value)
{
	const struct tune_machine *machine = scope->machine;
	bool known = false;

	if (scope->per_device) {
		*value = scope->device ? scope->device->nic.speed : 0;
		return scope->device &&
		       scope->device->nic.has & MODEL_NIC_HAS_SPEED;
	}
	for (size_t i = 0; i < machine->device_count; i++) {
		const struct tune_device *device = &machine->devices[i];

		if (device->is_virtual ||
		    !(device->nic.has & MODEL_NIC_HAS_SPEED) ||
		    (known && device->nic.speed <= *value))
			continue;
		*value = device->nic.speed;
		known = true;
	}
	return known;
}

static bool of_ring(const struct formula_scope *scope, const struct fact *fact,
		    __s64 *value)
{
	__u32 number;

	if (!scope->device || !(scope->device->nic.has & MODEL_NIC_HAS_RING))
		return false;
	memcpy(&number, (const char *)&scope->device->nic + fact->at,
	       sizeof(number));
	*value = number;
	return true;
}

static bool of_channels(const struct formula_scope *scope,
			const struct fact *fact, __s64 *value)
{
	return scope->device &&
	       model_fact_value(&scope->device->nic.channels,
				fact->source_name, 0, value);
}

/**
 * formula_fact - a fact
 * @scope: what may be asked
 * @name: its name
 * @len: bytes of that
 * @result: set to the fact
 *
 * Return: 0, or -EINVAL with the error told: there is no such fact, or not for
 * this setting.
 */
int formula_fact(const struct formula_scope *scope, const char *name,
		 size_t len, struct formula_result *result)
{
	const struct fact *fact = find(name, len);

	*result = (struct formula_result){ 0 };
	snprintf(result->missing, sizeof(result->missing), "%.*s", (int)len,
		 name);
	if (!fact)
		return profile_fail_at(scope->place,
				       "there is no fact '%.*s' (expected mem_bytes, cpus, numa_nodes, page_size, hz, link_mbps, or of devices ring_rx_max, channels_combined_max, ...)",
				       (int)len, name);
	switch (fact->source) {
	case OF_MACHINE:
		result->known = model_fact_value(&scope->machine->facts,
						 fact->source_name, 0,
						 &result->value);
		return 0;
	case OF_LINK:
		result->known = link_mbps(scope, &result->value);
		return 0;
	case OF_RING:
	case OF_CHANNELS:
		break;
	}
	if (!scope->per_device)
		return profile_fail_at(scope->place, "'%s' is a device's (expected in [net] only)",
				       fact->name);
	result->known = fact->source == OF_RING ?
		of_ring(scope, fact, &result->value) :
		of_channels(scope, fact, &result->value);
	return 0;
}

/* A number with a unit: "16M". */
static bool is_quantity(const char *text, size_t len)
{
	size_t digits = 0;

	while (digits < len && isdigit((unsigned char)text[digits]))
		digits++;
	return digits && digits + 1 == len && strchr("KMGT", text[digits]);
}

/**
 * formula_looks_so - is it meant to be a formula?
 * @text: part of a value
 * @len: its bytes
 *
 * Asked of settings that may be a word as well ("cubic") or a list ("1-3,5").
 */
bool formula_looks_so(const char *text, size_t len)
{
	if (!len || (!isalnum((unsigned char)*text) && !strchr("(-", *text)))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    !strchr("_+-*/(), \t\n", text[i]))
			return false;
	if (is_quantity(text, len) || memchr(text, '(', len) ||
	    memchr(text, '*', len))
		return true;
	for (size_t at = 0, word; at < len; at += word ?: 1) {
		for (word = 0; at + word < len; word++)
			if (!isalnum((unsigned char)text[at + word]) &&
			    text[at + word] != '_')
				break;
		if (find(text + at, word))
			return true;
	}
	return false;
}
