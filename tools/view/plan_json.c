// SPDX-License-Identifier: GPL-2.0-or-later
/* Plans and what was applied as JSON. */
#include <json-c/json.h>
#include <string.h>

#include "array.h"
#include "view/plan.h"
#include "view/setting.h"

static struct json_object *step_key(const void *row, const struct view_key *key)
{
	(void)key;
	return view_json_setting(&((const struct plan_step *)row)->key);
}

static struct json_object *step_device(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return view_json_device(&((const struct plan_step *)row)->key);
}

static struct json_object *step_action(const void *row,
				       const struct view_key *key)
{
	const struct plan_step *step = row;

	(void)key;
	return view_json_text(plan_action_name(step->action));
}

static struct json_object *step_effect(const void *row,
				       const struct view_key *key)
{
	const struct plan_step *step = row;

	(void)key;
	return view_json_text(plan_effect_name(step->effect));
}

static struct json_object *step_line(const void *row,
				     const struct view_key *key)
{
	const struct plan_step *step = row;

	(void)key;
	return step->line ? json_object_new_int64(step->line) : NULL;
}

/* Names and order are a contract with those who parse them. */
static const struct view_key step_keys[] = {
	{ .name = "key", .value = step_key },
	{ .name = "device", .value = step_device },
	{ .name = "current", .value = view_json_value_at,
	  .at = offsetof(struct plan_step, current) },
	{ .name = "wanted", .value = view_json_value_at,
	  .at = offsetof(struct plan_step, wanted) },
	{ .name = "action", .value = step_action },
	{ .name = "effect", .value = step_effect },
	{ .name = "reason", .value = view_json_text_at,
	  .at = offsetof(struct plan_step, reason) },
	{ .name = "note", .value = view_json_text_at,
	  .at = offsetof(struct plan_step, note) },
	{ .name = "file", .value = view_json_text_at,
	  .at = offsetof(struct plan_step, file) },
	{ .name = "line", .value = step_line },
};

const struct view_kind view_plan_step = {
	.keys = step_keys,
	.key_count = ARRAY_SIZE(step_keys),
};

static struct json_object *applied_id(const void *row,
				      const struct view_key *key)
{
	const struct view_applied *applied = row;

	(void)key;
	return applied->journal ? json_object_new_int64(applied->journal->id) :
				  NULL;
}

static struct json_object *applied_confirm(const void *row,
					   const struct view_key *key)
{
	const struct view_applied *applied = row;

	(void)key;
	if (!applied->journal || !applied->journal->confirm)
		return NULL;
	return json_object_new_int64(applied->journal->confirm);
}

static struct json_object *applied_steps(const void *row,
					 const struct view_key *key)
{
	struct json_object *list = json_object_new_array();
	const struct view_applied *applied = row;

	(void)key;
	for (size_t i = 0; list && i < applied->plan->count; i++)
		json_object_array_add(list,
				      view_json_row(&view_plan_step,
						    &applied->plan->steps[i]));
	return list;
}

static struct json_object *applied_restart(const void *row,
					   const struct view_key *key)
{
	const struct view_afters *restart =
		((const struct view_applied *)row)->restart;
	struct json_object *list;

	(void)key;
	if (restart->unknown)
		return NULL;
	list = json_object_new_array();
	for (size_t i = 0; list && i < restart->count; i++)
		json_object_array_add(list,
				      view_json_row(&view_after,
						    &restart->rows[i]));
	return list;
}

static const struct view_key applied_keys[] = {
	{ .name = "id", .value = applied_id },
	{ .name = "confirm_s", .value = applied_confirm },
	{ .name = "steps", .value = applied_steps },
	{ .name = "restart", .value = applied_restart },
};

const struct view_kind view_applied = {
	.keys = applied_keys,
	.key_count = ARRAY_SIZE(applied_keys),
};
