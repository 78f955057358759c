// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages as JSON. */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/status.h"

static struct json_object *json_name(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return view_json_text(model_stage_name(((const struct model_stage_row *)row)->stage));
}

static struct json_object *json_title(const void *row,
				      const struct view_key *key)
{
	(void)key;
	return view_json_text(model_stage_title(((const struct model_stage_row *)row)->stage));
}

static struct json_object *json_amount(const void *row,
				       const struct view_key *key)
{
	const struct model_stage_row *stage = row;
	__u64 value;

	if (!(stage->has & key->has))
		return NULL;
	memcpy(&value, (const char *)row + key->at, sizeof(value));
	return json_object_new_uint64(value);
}

static struct json_object *json_fullness(const void *row,
					 const struct view_key *key)
{
	const struct model_stage_row *stage = row;

	return stage->has & key->has ? view_json_permille(stage->permille) :
				       NULL;
}

static struct json_object *json_rate(const void *row,
				     const struct view_key *key)
{
	const struct model_stage_row *stage = row;
	char digits[64];

	if (!(stage->has & key->has))
		return NULL;
	snprintf(digits, sizeof(digits), "%.3f", stage->rate);
	return json_object_new_double_s(stage->rate, digits);
}

static struct json_object *json_object_name(const void *row,
					    const struct view_key *key)
{
	const struct model_stage_row *stage = row;

	(void)key;
	return view_json_text(stage->object[0] ? stage->object : NULL);
}

static struct json_object *json_constant(const void *row,
					 const struct view_key *key)
{
	const char *text;

	memcpy(&text, (const char *)row + key->at, sizeof(text));
	return view_json_text(text);
}

#define AMOUNT(key, field, presence) \
	{ .name = key, .value = json_amount, \
	  .at = offsetof(struct model_stage_row, field), .has = presence }

#define TEXT(field) \
	{ .name = #field, .value = json_constant, \
	  .at = offsetof(struct model_stage_row, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "stage", .value = json_name },
	{ .name = "title", .value = json_title },
	AMOUNT("depth", depth, MODEL_STAGE_HAS_DEPTH),
	AMOUNT("limit", limit, MODEL_STAGE_HAS_LIMIT),
	{ .name = "fullness_pct", .value = json_fullness,
	  .has = MODEL_STAGE_HAS_FULLNESS },
	AMOUNT("loss_total", loss, MODEL_STAGE_HAS_LOSS),
	{ .name = "loss_rate", .value = json_rate,
	  .has = MODEL_STAGE_HAS_RATE },
	{ .name = "object", .value = json_object_name },
	TEXT(knob),
	TEXT(unit),
	TEXT(unknown),
};

const struct view_kind view_stage = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
