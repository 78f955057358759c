// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings as JSON, for all commands that tell of some. */
#include "view/setting.h"

#include <json-c/json.h>
#include <stdio.h>

/**
 * view_json_setting() - what a setting is called
 * @setting: the setting
 *
 * Return: a new string, "net.core.somaxconn", or of a device "ring rx".
 */
struct json_object *view_json_setting(const struct tune_key *setting)
{
	char text[TUNE_KEY_TEXT];

	if (!setting->device[0])
		return view_json_text(setting->name);
	snprintf(text, sizeof(text), "%s %s", tune_kind_name(setting->kind),
		 setting->name);
	return view_json_text(text);
}

/**
 * view_json_device() - whose setting it is
 * @setting: the setting
 *
 * Return: a new string; NULL = it is not a device's.
 */
struct json_object *view_json_device(const struct tune_key *setting)
{
	return view_json_text(setting->device[0] ? setting->device : NULL);
}

/**
 * view_json_op() - how a value is wanted
 * @op: how
 *
 * Return: a new string.
 */
struct json_object *view_json_op(enum want_op op)
{
	static const char *const names[] = {
		[WANT_SET] = "set",
		[WANT_RAISE] = "raise",
		[WANT_LOWER] = "lower",
	};

	return view_json_text(names[op]);
}

/* One number becomes a number, anything else a string, nothing null. */
static struct json_object *json_value(const char *text)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (text && tune_value_numbers(text, numbers, &count) && count == 1)
		return json_object_new_int64(numbers[0]);
	return view_json_text(text);
}

static const char *text_at(const void *row, const struct view_key *key)
{
	return *(char *const *)((const char *)row + key->at);
}

/**
 * view_json_text_at() - a text of the row
 * @row: the row
 * @key: where in it
 *
 * Return: a new string; NULL = there is none.
 */
struct json_object *view_json_text_at(const void *row,
				      const struct view_key *key)
{
	return view_json_text(text_at(row, key));
}

/**
 * view_json_value_at() - a value of the row
 * @row: the row
 * @key: where in it
 *
 * Return: a new number, if it is one, or else a new string; NULL = there is none.
 */
struct json_object *view_json_value_at(const void *row,
				       const struct view_key *key)
{
	return json_value(text_at(row, key));
}
