// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How the module's configuration looks: a table with a row a key (struct
 * model_config_row), or one JSON object (struct model_config).
 */
#include <json-c/json.h>
#include <stdio.h>

#include "array.h"
#include "model/config.h"
#include "view/view.h"

static void fill_key(const void *arg, struct view_cell *cell)
{
	const struct model_config_row *row = arg;

	snprintf(cell->text, sizeof(cell->text), "%s", row->key->name);
}

static void fill_value(const void *arg, struct view_cell *cell)
{
	const struct model_config_row *row = arg;

	if (row->config->has & 1U << row->key->attr)
		snprintf(cell->text, sizeof(cell->text), "%u",
			 row->config->values[row->key->attr]);
}

static void fill_range(const void *arg, struct view_cell *cell)
{
	const struct model_config_row *row = arg;

	if (!row->key->read_only)
		snprintf(cell->text, sizeof(cell->text), "%u-%u",
			 row->key->min, row->key->max);
}

static void fill_meaning(const void *arg, struct view_cell *cell)
{
	const struct model_config_row *row = arg;

	snprintf(cell->text, sizeof(cell->text), "%s", row->key->meaning);
}

static const struct view_column columns[] = {
	{ "Key", false, false, fill_key },
	{ "Value", true, false, fill_value },
	{ "Range", true, false, fill_range },
	{ "Meaning", false, true, fill_meaning },
};

const struct view_kind view_config = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
};

static struct json_object *json_number(const void *row,
				       const struct view_key *key)
{
	const struct model_config *config = row;

	return config->has & 1U << key->at ?
		json_object_new_int64(config->values[key->at]) : NULL;
}

static struct json_object *json_boolean(const void *row,
					const struct view_key *key)
{
	const struct model_config *config = row;

	return config->has & 1U << key->at ?
		json_object_new_boolean(config->values[key->at]) : NULL;
}

#define NUMBER(key, attr) \
	{ .name = key, .value = json_number, .at = NETTUNE_A_CONFIG_##attr }
#define BOOLEAN(key, attr) \
	{ .name = key, .value = json_boolean, .at = NETTUNE_A_CONFIG_##attr }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	NUMBER("sampler_period_us", SAMPLER_PERIOD_US),
	NUMBER("sampler_threshold", SAMPLER_THRESHOLD),
	BOOLEAN("sampler_always", SAMPLER_ALWAYS),
	NUMBER("event_period_ms", EVENT_PERIOD_MS),
	NUMBER("event_rate", EVENT_RATE),
	NUMBER("event_burst", EVENT_BURST),
	NUMBER("queue_high", QUEUE_HIGH),
	NUMBER("queue_low", QUEUE_LOW),
	BOOLEAN("sampler_running", SAMPLER_RUNNING),
	BOOLEAN("events_running", EVENTS_RUNNING),
};

const struct view_kind view_config_object = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
