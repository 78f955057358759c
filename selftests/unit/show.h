/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows rows and reads back what was printed. */
#ifndef SHOW_H
#define SHOW_H

#include <stdio.h>

#include <json-c/json.h>

#include "unit.h"
#include "view/view.h"

/* Show @count times @row and return what was printed, to be freed. */
static inline char *show(const struct view_kind *kind, const void *row,
			 size_t count, struct view_options options)
{
	struct view view;
	char *text = NULL;
	size_t len;

	options.out = open_memstream(&text, &len);
	assert_non_null(options.out);
	assert_int_equal(view_open(&view, kind, &options), 0);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(view_add(&view, row), 0);
	assert_int_equal(view_close(&view), 0);
	fclose(options.out);
	return text;
}

static inline struct json_object *parse(char *text)
{
	struct json_object *array = json_tokener_parse(text);

	assert_non_null(array);
	assert_int_equal(json_object_get_type(array), json_type_array);
	free(text);
	return array;
}

/* Show a row as JSON and return the object that comes back; put @array. */
static inline struct json_object *back(const struct view_kind *kind,
				       const void *row,
				       struct json_object **array)
{
	*array = parse(show(kind, row, 1, (struct view_options) {
		.json = true,
	}));
	assert_int_equal(json_object_array_length(*array), 1);
	return json_object_array_get_idx(*array, 0);
}

static inline void assert_keys(struct json_object *object,
			       const char *const *keys, size_t count)
{
	struct json_object_iterator it = json_object_iter_begin(object);
	struct json_object_iterator end = json_object_iter_end(object);
	size_t i = 0;

	for (; !json_object_iter_equal(&it, &end); json_object_iter_next(&it)) {
		assert_true(i < count);
		assert_string_equal(json_object_iter_peek_name(&it), keys[i++]);
	}
	assert_int_equal(i, count);
}

static inline const char *value(struct json_object *object, const char *key)
{
	struct json_object *found;

	assert_true(json_object_object_get_ex(object, key, &found));
	return json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* Rows of wanted keys and values. */
struct want {
	const char *key;
	const char *value;
};

static inline void assert_values(struct json_object *object,
				 const struct want *want, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_string_equal(value(object, want[i].key), want[i].value);
}

/* Columns are as wide as they need be: compare words. */
static inline void squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || from[1] != ' ')
			*to++ = *from;
	*to = '\0';
}

#endif
