// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of the values by which sockets are ordered and filtered. */
#include "model/key.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "array.h"
#include "model/parse.h"

/* What a number without a "%" counts. */
enum unit {
	UNIT_BYTES,
	UNIT_PIECES,
};

/*
 * A queue or buffer has a depth and, mostly, a fullness. @ratio is the key of
 * the fullness, 0 = there is none.
 */
static const struct name {
	const char	*name;
	__u32		ratio;
	__u32		depth;
	enum unit	unit;
} names[] = {
	{ "rmem", NETTUNE_KEY_RMEM, NETTUNE_KEY_RMEM_ALLOC, UNIT_BYTES },
	{ "wmem", NETTUNE_KEY_WMEM, NETTUNE_KEY_WMEM_USED, UNIT_BYTES },
	{ "accept", NETTUNE_KEY_ACCEPT, NETTUNE_KEY_ACCEPT_Q, UNIT_PIECES },
	{ "syn", NETTUNE_KEY_SYN, NETTUNE_KEY_SYN_Q, UNIT_PIECES },
	{ "recvq", 0, NETTUNE_KEY_RECV_Q, UNIT_BYTES },
	{ "sendq", 0, NETTUNE_KEY_SEND_Q, UNIT_BYTES },
	{ "backlog", 0, NETTUNE_KEY_BACKLOG, UNIT_BYTES },
	{ "drops", 0, NETTUNE_KEY_DROPS, UNIT_PIECES },
	{ "retrans", 0, NETTUNE_KEY_RETRANS, UNIT_PIECES },
	{ "acceptq", NETTUNE_KEY_ACCEPT, NETTUNE_KEY_ACCEPT_Q, UNIT_PIECES },
	{ "synq", NETTUNE_KEY_SYN, NETTUNE_KEY_SYN_Q, UNIT_PIECES },
	/* The depth where the fullness would be meant. */
	{ "rmem_alloc", 0, NETTUNE_KEY_RMEM_ALLOC, UNIT_BYTES },
	{ "wmem_used", 0, NETTUNE_KEY_WMEM_USED, UNIT_BYTES },
	{ "accept_q", 0, NETTUNE_KEY_ACCEPT_Q, UNIT_PIECES },
	{ "syn_q", 0, NETTUNE_KEY_SYN_Q, UNIT_PIECES },
};

/* The first of them are the names that help texts tell. */
#define NAMES_TOLD	9

static const struct name *find(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i].name) == len &&
		    !strncmp(names[i].name, text, len))
			return &names[i];
	return NULL;
}

/**
 * model_key_parse() - the key to order by
 * @name: its name; where a queue has a fullness, that is meant
 * @key: set on success
 *
 * Return: 0, or -EINVAL for an unknown name.
 */
int model_key_parse(const char *name, __u32 *key)
{
	const struct name *found = find(name, strlen(name));

	if (!found)
		return -EINVAL;
	*key = found->ratio ? found->ratio : found->depth;
	return 0;
}

/**
 * model_key_name() - the names of all keys, one of each
 * @index: from 0 on
 *
 * Return: a name, NULL behind the last.
 */
const char *model_key_name(size_t index)
{
	return index < NAMES_TOLD ? names[index].name : NULL;
}

/* "80%" or "99.5%" in permille. Return: -ENOENT when it is no percentage. */
static int parse_percent(const char *text, __u32 *permille)
{
	__u32 whole, tenths = 0;

	if (parse_digits(&text, UINT32_MAX / 10 - 1, &whole))
		return -ENOENT;
	if (*text == '.') {
		text++;
		if (*text < '0' || *text > '9')
			return -EINVAL;
		tenths = *text++ - '0';
	}
	if (strcmp(text, "%"))
		return tenths ? -EINVAL : -ENOENT;
	*permille = whole * 10 + tenths;
	return 0;
}

/* "65536" or "64K". */
static int parse_bytes(const char *text, __u32 *bytes)
{
	static const char units[] = "KMG";
	const char *unit;
	__u32 number;
	int shift = 0;
	int err;

	err = parse_digits(&text, UINT32_MAX, &number);
	if (err)
		return err;
	unit = *text ? strchr(units, *text) : NULL;
	if (unit) {
		shift = 10 * (unit - units + 1);
		text++;
	}
	if (*text)
		return -EINVAL;
	if ((__u64)number << shift > UINT32_MAX)
		return -ERANGE;
	*bytes = number << shift;
	return 0;
}

/* A value of a key by its name, as far as it has it: a depth or a fullness. */
static int parse_value(const struct name *name, const char *text,
		       struct nettune_minimum *value)
{
	int err;

	err = parse_percent(text, &value->value);
	if (!err && !name->ratio)
		return -EINVAL;
	value->key = err ? name->depth : name->ratio;
	if (err != -ENOENT)
		return err;
	return name->unit == UNIT_BYTES ?
	       parse_bytes(text, &value->value) :
	       parse_u32(text, 0, UINT32_MAX, &value->value);
}

/**
 * model_minimum_parse() - "rmem=80%", "recvq=64K", "drops=1"
 * @text: a key's name, "=", and what the value is not to be below: in percent
 *	of the queue's limit, or bytes or packets or connections
 * @minimum: set on success
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int model_minimum_parse(const char *text, struct nettune_minimum *minimum)
{
	size_t len = strcspn(text, "=");
	const struct name *name = find(text, len);

	if (!name || !text[len])
		return -EINVAL;
	return parse_value(name, text + len + 1, minimum);
}

/**
 * model_value_parse() - a value to compare with
 * @name: the key's name
 * @text: "80%", "64K", "1", as model_minimum_parse() takes it
 * @value: set on success: the key that is meant by such a value, and the value
 *
 * Return: 0, -EINVAL or -ERANGE.
 */
int model_value_parse(const char *name, const char *text,
		      struct nettune_minimum *value)
{
	const struct name *found = find(name, strlen(name));

	return found ? parse_value(found, text, value) : -EINVAL;
}

/**
 * model_key_known() - is it the name of a value?
 * @name: the name
 * @len: characters of it
 *
 * Return: true if it is.
 */
bool model_key_known(const char *name, size_t len)
{
	return find(name, len);
}

/**
 * model_key_has_limit() - is there a fullness in percent?
 * @name: the key's name
 *
 * Return: true if there is.
 */
bool model_key_has_limit(const char *name)
{
	const struct name *found = find(name, strlen(name));

	return found && found->ratio;
}
