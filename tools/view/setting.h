/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every command says about a setting as JSON, in the same words. */
#ifndef VIEW_SETTING_H
#define VIEW_SETTING_H

#include "tune/want.h"
#include "view/view.h"

struct json_object *view_json_setting(const struct tune_key *setting);
struct json_object *view_json_device(const struct tune_key *setting);
struct json_object *view_json_op(enum want_op op);

/* For struct view_key: @at is that of a text in the row, a char pointer. */
struct json_object *view_json_text_at(const void *row,
				      const struct view_key *key);
struct json_object *view_json_value_at(const void *row,
				       const struct view_key *key);

#endif
