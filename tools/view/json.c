// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON output: an array that is written one object at a time. */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "view/escape.h"
#include "view/view.h"

/**
 * view_json_text() - a string value
 * @text: any bytes, NULL = null
 *
 * Return: a new object, or NULL.
 */
struct json_object *view_json_text(const char *text)
{
	struct json_object *object;
	size_t size;
	char *clean;

	if (!text)
		return NULL;
	size = 3 * strlen(text) + 1;
	clean = malloc(size);
	if (!clean)
		return NULL;
	view_clean_utf8(text, clean, size);
	object = json_object_new_string(clean);
	free(clean);
	return object;
}

/**
 * view_json_permille() - a percentage with one decimal
 * @permille: what nt_permille() gave
 *
 * Return: a new object, or NULL.
 */
struct json_object *view_json_permille(__u64 permille)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu.%llu", permille / 10, permille % 10);
	return json_object_new_double_s(permille / 10.0, text);
}

/**
 * view_json_put() - put a value into an object
 * @object: the object
 * @key: a constant; not there yet
 * @value: belongs to the object afterwards
 *
 * Return: 0 or -ENOMEM.
 */
int view_json_put(struct json_object *object, const char *key,
		  struct json_object *value)
{
	int flags = JSON_C_OBJECT_ADD_KEY_IS_NEW |
		    JSON_C_OBJECT_ADD_CONSTANT_KEY;

	return json_object_object_add_ex(object, key, value, flags) ?
	       -ENOMEM : 0;
}

/**
 * view_json_row() - a row as an object
 * @kind: what rows look like
 * @row: the row
 *
 * Return: a new object, or NULL without memory.
 */
struct json_object *view_json_row(const struct view_kind *kind,
				  const void *row)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; object && i < kind->key_count; i++) {
		const struct view_key *key = &kind->keys[i];

		if (key->when && !key->when(row))
			continue;
		if (view_json_put(object, key->name, key->value(row, key))) {
			json_object_put(object);
			return NULL;
		}
	}
	return object;
}

static int put_text(FILE *out, const char *text)
{
	return fputs(text, out) == EOF ? -errno : 0;
}

/* Return: the object as text, as long as it lives; NULL without memory. */
static const char *print(bool pretty, struct json_object *object)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	if (pretty)
		flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
	return json_object_to_json_string_ext(object, flags);
}

/**
 * view_json_print() - write an object
 * @out: where to
 * @pretty: over many lines
 * @object: the object
 *
 * Return: 0 or a negative errno.
 */
int view_json_print(FILE *out, bool pretty, struct json_object *object)
{
	const char *text = print(pretty, object);

	return text ? put_text(out, text) : -ENOMEM;
}

/**
 * view_json_open() - begin the array
 * @view: what is shown
 *
 * Return: 0 or a negative errno.
 */
int view_json_open(struct view *view)
{
	return put_text(view->options.out, "[");
}

/**
 * view_json_add() - write a row into the array
 * @view: what is shown
 * @row: the row
 *
 * Return: 0 or a negative errno.
 */
int view_json_add(struct view *view, const void *row)
{
	const struct view_options *options = &view->options;
	struct json_object *object;
	const char *text;
	int err;

	object = view_json_row(view->kind, row);
	/* No comma without what follows it. */
	text = object ? print(options->pretty, object) : NULL;
	err = text ? put_text(options->out, view->count ? ",\n" : "\n") : -ENOMEM;
	if (!err)
		err = put_text(options->out, text);
	json_object_put(object);
	return err;
}

/**
 * view_json_close() - end the array
 * @view: what is shown
 *
 * Return: 0 or a negative errno.
 */
int view_json_close(struct view *view)
{
	return put_text(view->options.out, view->count ? "\n]\n" : "]\n");
}
