/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts what a capture has into JSON. */
#ifndef VIEW_CAPTURE_JSON_H
#define VIEW_CAPTURE_JSON_H

#include "model/capture.h"

struct json_object;

int cap_put(struct json_object *object, const char *key,
	    struct json_object *value);
int cap_put_null(struct json_object *array);
int cap_put_text(struct json_object *object, const char *key,
		 const char *text);
struct json_object *cap_number(const void *base,
			       const struct capture_number *from);
int cap_put_numbers(struct json_object *array, const void *base,
		    const struct capture_group *group);
struct json_object *cap_numbers(const void *base,
				const struct capture_group *group);

#endif
