// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts what a capture has into JSON. */
#include "view/capture_json.h"

#include <errno.h>
#include <json-c/json.h>

#include "view/view.h"

/**
 * cap_put() - add to an array or, with a key, to an object
 * @object: the array or object
 * @key: of the object, NULL = it is an array
 * @value: taken over, whatever happens; NULL = there was no memory for it
 *
 * Return: 0 or -ENOMEM.
 */
int cap_put(struct json_object *object, const char *key,
	    struct json_object *value)
{
	int err = -ENOMEM;

	if (value)
		err = key ? json_object_object_add(object, key, value) :
			    json_object_array_add(object, value);
	if (err)
		json_object_put(value);
	return err ? -ENOMEM : 0;
}

/**
 * cap_put_null() - add null to an array
 * @array: the array
 *
 * Return: 0 or -ENOMEM.
 */
int cap_put_null(struct json_object *array)
{
	return json_object_array_add(array, NULL) ? -ENOMEM : 0;
}

/**
 * cap_put_text() - add a text
 * @object: the array or object
 * @key: as for cap_put()
 * @text: any bytes
 *
 * Return: 0 or -ENOMEM.
 */
int cap_put_text(struct json_object *object, const char *key,
		 const char *text)
{
	return cap_put(object, key, view_json_text(text));
}

/**
 * cap_number() - a number of a structure
 * @base: the structure
 * @from: which
 *
 * Return: a new object, or NULL.
 */
struct json_object *cap_number(const void *base,
			       const struct capture_number *from)
{
	__u64 value = capture_get(base, from);

	return from->type == CAPTURE_S32 ? json_object_new_int64((__s64)value) :
					   json_object_new_uint64(value);
}

/**
 * cap_put_numbers() - add numbers to an array
 * @array: the array
 * @base: the structure that has them
 * @group: which
 *
 * Return: 0 or -ENOMEM.
 */
int cap_put_numbers(struct json_object *array, const void *base,
		    const struct capture_group *group)
{
	int err = 0;

	for (size_t i = 0; i < group->count && !err; i++)
		err = cap_put(array, NULL,
			      cap_number(base,
					 &group->numbers[i]));
	return err;
}

/**
 * cap_numbers() - an array of numbers
 * @base: the structure that has them
 * @group: which
 *
 * Return: a new object, or NULL.
 */
struct json_object *cap_numbers(const void *base,
				const struct capture_group *group)
{
	struct json_object *array = json_object_new_array();

	if (array && cap_put_numbers(array, base, group)) {
		json_object_put(array);
		return NULL;
	}
	return array;
}
