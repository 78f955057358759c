// SPDX-License-Identifier: GPL-2.0-or-later
/* How applies of the past look: a table, JSON. */
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "array.h"
#include "view/escape.h"
#include "view/plan.h"
#include "view/setting.h"

static const char *const step_states[] = {
	[JOURNAL_INTENDED] = "intended",
	[JOURNAL_WRITTEN] = "written",
	[JOURNAL_FAILED] = "failed",
	[JOURNAL_RESTORED] = "restored",
	[JOURNAL_LEFT] = "left",
	[JOURNAL_REFUSED] = "refused",
};

static void fill_id(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;

	snprintf(cell->text, sizeof(cell->text), "%u", past->id);
}

static void fill_time(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;
	time_t time = past->journal.time;
	struct tm tm;

	if (!past->damaged && localtime_r(&time, &tm))
		strftime(cell->text, sizeof(cell->text), "%F %T", &tm);
}

static void fill_state(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;

	snprintf(cell->text, sizeof(cell->text), "%s",
		 past->damaged ? "damaged" : journal_state_name(past->state));
	if (past->damaged || past->state == JOURNAL_CUT_SHORT)
		cell->heat = VIEW_HEAT_FULL;
	else if (past->state == JOURNAL_WAITING ||
		 past->state == JOURNAL_PARTLY)
		cell->heat = VIEW_HEAT_WARM;
}

/* Of what was refused nothing came. */
static void fill_settings(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;
	size_t count = 0;

	for (size_t i = 0; i < past->journal.step_count; i++)
		count += past->journal.steps[i].state != JOURNAL_REFUSED;
	if (!past->damaged)
		snprintf(cell->text, sizeof(cell->text), "%zu", count);
}

static void fill_netns(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;

	if (past->journal.netns_name)
		view_escape(past->journal.netns_name, cell->text,
			    sizeof(cell->text));
}

static void fill_profiles(const void *row, struct view_cell *cell)
{
	const struct view_past *past = row;
	char text[sizeof(cell->text)] = "";
	size_t len = 0;

	for (size_t i = 0; i < past->journal.profile_count; i++) {
		len += snprintf(text + len, sizeof(text) - len, "%s%s",
				i ? " " : "", past->journal.profiles[i]);
		if (len >= sizeof(text))
			break;
	}
	if (*text)
		view_escape(text, cell->text, sizeof(cell->text));
}

static const struct view_column columns[] = {
	{ "ID", true, false, fill_id },
	{ "Time", false, false, fill_time },
	{ "State", false, false, fill_state },
	{ "Settings", true, false, fill_settings },
	{ "Netns", false, true, fill_netns },
	{ "Profiles", false, true, fill_profiles },
};

static struct json_object *json_id(const void *row, const struct view_key *key)
{
	(void)key;
	return json_object_new_int64(((const struct view_past *)row)->id);
}

/* As RFC 3339 has it, of the same zone for all. */
static struct json_object *json_time(const void *row,
				     const struct view_key *key)
{
	const struct view_past *past = row;
	time_t time = past->journal.time;
	char text[32];
	struct tm tm;

	(void)key;
	if (past->damaged || !gmtime_r(&time, &tm) ||
	    !strftime(text, sizeof(text), "%FT%TZ", &tm))
		return NULL;
	return view_json_text(text);
}

static struct json_object *json_state(const void *row,
				      const struct view_key *key)
{
	const struct view_past *past = row;
	char name[32], *blank;

	(void)key;
	snprintf(name, sizeof(name), "%s",
		 past->damaged ? "damaged" : journal_state_name(past->state));
	while ((blank = strchr(name, ' ')))
		*blank = '_';
	return view_json_text(name);
}

static struct json_object *json_netns(const void *row,
				      const struct view_key *key)
{
	(void)key;
	return view_json_text(((const struct view_past *)row)->journal.netns_name);
}

static struct json_object *json_confirm(const void *row,
					const struct view_key *key)
{
	const struct view_past *past = row;

	(void)key;
	return past->journal.confirm ?
	       json_object_new_int64(past->journal.confirm) : NULL;
}

static struct json_object *json_profiles(const void *row,
					 const struct view_key *key)
{
	struct json_object *list = json_object_new_array();
	const struct view_past *past = row;

	(void)key;
	for (size_t i = 0; list && i < past->journal.profile_count; i++)
		json_object_array_add(list,
				      view_json_text(past->journal.profiles[i]));
	return list;
}

static struct json_object *step_key(const void *row, const struct view_key *key)
{
	(void)key;
	return view_json_setting(&((const struct journal_step *)row)->key);
}

static struct json_object *step_device(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return view_json_device(&((const struct journal_step *)row)->key);
}

static struct json_object *step_state(const void *row,
				      const struct view_key *key)
{
	(void)key;
	return view_json_text(step_states[((const struct journal_step *)row)->state]);
}

/* Values as they were, to be written back: not as numbers. */
static const struct view_key step_keys[] = {
	{ .name = "key", .value = step_key },
	{ .name = "device", .value = step_device },
	{ .name = "old", .value = view_json_text_at,
	  .at = offsetof(struct journal_step, old) },
	{ .name = "new", .value = view_json_text_at,
	  .at = offsetof(struct journal_step, new) },
	{ .name = "found", .value = view_json_text_at,
	  .at = offsetof(struct journal_step, found) },
	{ .name = "state", .value = step_state },
};

static const struct view_kind step_object = {
	.keys = step_keys,
	.key_count = ARRAY_SIZE(step_keys),
};

static struct json_object *json_steps(const void *row,
				      const struct view_key *key)
{
	struct json_object *list = json_object_new_array();
	const struct view_past *past = row;

	(void)key;
	for (size_t i = 0; list && i < past->journal.step_count; i++)
		json_object_array_add(list,
				      view_json_row(&step_object,
						    &past->journal.steps[i]));
	return list;
}

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "id", .value = json_id },
	{ .name = "time", .value = json_time },
	{ .name = "state", .value = json_state },
	{ .name = "netns", .value = json_netns },
	{ .name = "profiles", .value = json_profiles },
	{ .name = "confirm_s", .value = json_confirm },
	{ .name = "steps", .value = json_steps },
};

const struct view_kind view_history = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
