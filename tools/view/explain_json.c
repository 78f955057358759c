// SPDX-License-Identifier: GPL-2.0-or-later
/* What a name means, as JSON. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "model/profiles.h"
#include "view/explain.h"

static const struct view_explained *explained(const void *row)
{
	return row;
}

static struct json_object *json_name(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return json_object_new_string(explained(row)->found.entry->name);
}

static struct json_object *json_kind(const void *row,
				     const struct view_key *key)
{
	enum explain_kind kind = explained(row)->found.kind;

	(void)key;
	return json_object_new_string(explain_kind_name(kind));
}

static struct json_object *json_stage(const void *row,
				      const struct view_key *key)
{
	enum model_stage stage = explained(row)->found.entry->stage;

	(void)key;
	return stage == EXPLAIN_NO_STAGE ? NULL :
		json_object_new_string(model_stage_name(stage));
}

static struct json_object *json_number(const void *row,
				       const struct view_key *key)
{
	const struct explain_found *found = &explained(row)->found;

	(void)key;
	return found->kind == EXPLAIN_ERRNO ?
		json_object_new_int(found->entry->number) : NULL;
}

/* A text of the entry, on one line. */
static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	const char *entry = (const char *)explained(row)->found.entry;
	struct json_object *object;
	const char *text;
	char *line;

	memcpy(&text, entry + key->at, sizeof(text));
	if (!text)
		return NULL;
	line = strdup(text);
	if (!line)
		return NULL;
	for (char *at = line; *at; at++)
		if (*at == '\n')
			*at = ' ';
	object = json_object_new_string(line);
	free(line);
	return object;
}

static struct json_object *words(const char *text, char separator)
{
	struct json_object *array = json_object_new_array();
	const char *word;
	size_t len;

	while (array && (word = explain_next_word(&text, separator, &len)))
		json_object_array_add(array,
				      json_object_new_string_len(word, len));
	return array;
}

static struct json_object *json_aliases(const void *row,
					const struct view_key *key)
{
	(void)key;
	return words(explained(row)->found.entry->aliases, ',');
}

static struct json_object *json_related(const void *row,
					const struct view_key *key)
{
	(void)key;
	return words(explained(row)->found.entry->related, ' ');
}

static struct json_object *json_findings(const void *row,
					 const struct view_key *key)
{
	struct json_object *array = json_object_new_array();
	struct explain_found found;
	size_t index = 0;

	(void)key;
	while (array && explain_next_finding(&explained(row)->found, &index,
					     &found))
		json_object_array_add(array,
				      json_object_new_string(found.entry->name));
	return array;
}

static struct json_object *json_profiles(const void *row,
					 const struct view_key *key)
{
	struct json_object *array = json_object_new_array();
	const char *name, *profile;
	size_t index = 0, len;

	(void)key;
	name = explain_setting(&explained(row)->found, &len);
	while (array && name &&
	       model_profile_next(name, len, 0, &index, &profile))
		json_object_array_add(array, json_object_new_string(profile));
	return array;
}

/* One number, several, or the text of a setting that has none. */
static struct json_object *json_value(const void *row,
				      const struct view_key *key)
{
	const struct view_explained *what = explained(row);
	const struct model_fact *fact = model_fact(what->facts,
						   what->found.entry->name);
	struct json_object *array;

	(void)key;
	if (!fact || (!fact->count && !fact->text))
		return NULL;
	if (!fact->count)
		return view_json_text(fact->text);
	if (fact->count == 1)
		return json_object_new_int64(fact->values[0]);
	array = json_object_new_array();
	for (unsigned int i = 0; array && i < fact->count; i++)
		json_object_array_add(array,
				      json_object_new_int64(fact->values[i]));
	return array;
}

#define TEXT(field) \
	{ .name = #field, .value = json_text, \
	  .at = offsetof(struct explain_entry, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "name", .value = json_name },
	{ .name = "kind", .value = json_kind },
	{ .name = "stage", .value = json_stage },
	TEXT(meaning),
	TEXT(knob),
	{ .name = "related", .value = json_related },
	TEXT(source),
	{ .name = "value", .value = json_value },
	{ .name = "aliases", .value = json_aliases },
	{ .name = "number", .value = json_number },
	TEXT(since),
	TEXT(until),
	TEXT(needs),
	{ .name = "findings", .value = json_findings },
	{ .name = "profiles", .value = json_profiles },
};

const struct view_kind view_explain = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
