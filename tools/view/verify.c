// SPDX-License-Identifier: GPL-2.0-or-later
/* How it looks what became of settings, and who has set them. */
#include "view/verify.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/setting.h"

static void fill_text(const char *text, struct view_cell *cell)
{
	if (text)
		view_escape(text, cell->text, sizeof(cell->text));
}

static void fill_setting(const void *arg, struct view_cell *cell)
{
	const struct verify_row *row = arg;
	char text[TUNE_KEY_TEXT];

	fill_text(tune_key_text(&row->key, text, sizeof(text)), cell);
}

/* "=>16384": at least that. */
static void fill_wanted(const void *arg, struct view_cell *cell)
{
	const struct verify_row *row = arg;
	size_t len = 0;

	if (!row->wanted)
		return;
	if (row->op != WANT_SET)
		len = snprintf(cell->text, sizeof(cell->text), "%s",
			       verify_op_text(row->op));
	view_escape(row->wanted, cell->text + len, sizeof(cell->text) - len);
}

static void fill_found(const void *arg, struct view_cell *cell)
{
	const struct verify_row *row = arg;

	fill_text(row->found, cell);
	if (row->state == VERIFY_DRIFT)
		cell->heat = VIEW_HEAT_FULL;
}

/* "/etc/sysctl.d/50-web.conf:3"; a line that is not known is left out */
static void print_place(const struct setter *setter, char *buf, size_t size)
{
	int len = snprintf(buf, size, "%s", setter->path);

	if (setter->line && len >= 0 && (size_t)len < size)
		len += snprintf(buf + len, size - len, ":%u", setter->line);
	if (setter->by != SETTER_SYSCTL_D && len >= 0 && (size_t)len < size)
		snprintf(buf + len, size - len, " (%s%s)",
			 setter_by_name(setter->by),
			 setter->unsure ? "?" : "");
}

/* Where no file says what was found, what the last of them says. */
static void fill_set_by(const void *arg, struct view_cell *cell)
{
	const struct verify_row *row = arg;
	const struct setter *last = row->setters.count ?
		&row->setters.list[row->setters.count - 1] : NULL;
	char text[512], place[400];

	if (row->state != VERIFY_DRIFT)
		return;
	if (row->blame) {
		print_place(row->blame, text, sizeof(text));
	} else if (last && last->value) {
		print_place(last, place, sizeof(place));
		snprintf(text, sizeof(text), "no file (%s says %s)", place,
			 last->value);
	} else if (row->before && !strcmp(row->before, row->found)) {
		snprintf(text, sizeof(text), "as before apply");
	} else {
		snprintf(text, sizeof(text), "no file");
	}
	fill_text(text, cell);
}

static void fill_note(const void *arg, struct view_cell *cell)
{
	const struct verify_row *row = arg;

	fill_text(row->note, cell);
}

static const struct view_column columns[] = {
	{ "Setting", false, true, fill_setting },
	{ "Wanted", true, true, fill_wanted },
	{ "Found", true, true, fill_found },
	{ "Probably set by", false, true, fill_set_by },
};

static const struct view_column absent_columns[] = {
	{ "Setting", false, true, fill_setting },
	{ "Wanted", true, true, fill_wanted },
	{ "Not there, or not known", false, true, fill_note },
};

static void fill_setter_setting(const void *arg, struct view_cell *cell)
{
	fill_setting(((const struct view_setter *)arg)->row, cell);
}

static void fill_setter_value(const void *arg, struct view_cell *cell)
{
	const struct view_setter *row = arg;

	fill_text(row->setter->value, cell);
}

static void fill_setter_place(const void *arg, struct view_cell *cell)
{
	const struct view_setter *row = arg;
	char text[512];

	print_place(row->setter, text, sizeof(text));
	fill_text(text, cell);
}

static const struct view_column setter_columns[] = {
	{ "Setting", false, true, fill_setter_setting },
	{ "Value", true, true, fill_setter_value },
	{ "Set by, the last one counts", false, true, fill_setter_place },
};

const struct view_kind view_setters = {
	.columns = setter_columns,
	.column_count = ARRAY_SIZE(setter_columns),
};

const struct view_kind view_verify_absent = {
	.columns = absent_columns,
	.column_count = ARRAY_SIZE(absent_columns),
};

static struct json_object *json_key(const void *arg, const struct view_key *key)
{
	(void)key;
	return view_json_setting(&((const struct verify_row *)arg)->key);
}

static struct json_object *json_device(const void *arg,
				       const struct view_key *key)
{
	(void)key;
	return view_json_device(&((const struct verify_row *)arg)->key);
}

static struct json_object *json_op(const void *arg, const struct view_key *key)
{
	(void)key;
	return view_json_op(((const struct verify_row *)arg)->op);
}

static struct json_object *json_state(const void *arg,
				      const struct view_key *key)
{
	(void)key;
	return view_json_text(verify_state_name(((const struct verify_row *)arg)->state));
}

static struct json_object *setter_by(const void *arg,
				     const struct view_key *key)
{
	const struct setter *setter = arg;

	(void)key;
	return view_json_text(setter_by_name(setter->by));
}

static struct json_object *setter_file(const void *arg,
				       const struct view_key *key)
{
	const struct setter *setter = arg;

	(void)key;
	return view_json_text(setter->path);
}

static struct json_object *setter_line(const void *arg,
				       const struct view_key *key)
{
	const struct setter *setter = arg;

	(void)key;
	return setter->line ? json_object_new_int64(setter->line) : NULL;
}

static struct json_object *setter_unsure(const void *arg,
					 const struct view_key *key)
{
	const struct setter *setter = arg;

	(void)key;
	return json_object_new_boolean(setter->unsure);
}

static const struct view_key setter_keys[] = {
	{ .name = "by", .value = setter_by },
	{ .name = "file", .value = setter_file },
	{ .name = "line", .value = setter_line },
	{ .name = "value", .value = view_json_value_at,
	  .at = offsetof(struct setter, value) },
	{ .name = "unsure", .value = setter_unsure },
};

static const struct view_kind setter_object = {
	.keys = setter_keys,
	.key_count = ARRAY_SIZE(setter_keys),
};

static struct json_object *json_set_by(const void *arg,
				       const struct view_key *key)
{
	const struct verify_row *row = arg;

	(void)key;
	return row->blame ? view_json_row(&setter_object, row->blame) : NULL;
}

static struct json_object *json_setters(const void *arg,
					const struct view_key *key)
{
	struct json_object *array = json_object_new_array();
	const struct verify_row *row = arg;

	(void)key;
	for (size_t i = 0; array && i < row->setters.count; i++)
		json_object_array_add(array, view_json_row(&setter_object,
							   &row->setters.list[i]));
	return array;
}

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "key", .value = json_key },
	{ .name = "device", .value = json_device },
	{ .name = "op", .value = json_op },
	{ .name = "wanted", .value = view_json_value_at,
	  .at = offsetof(struct verify_row, wanted) },
	{ .name = "found", .value = view_json_value_at,
	  .at = offsetof(struct verify_row, found) },
	{ .name = "before", .value = view_json_value_at,
	  .at = offsetof(struct verify_row, before) },
	{ .name = "state", .value = json_state },
	{ .name = "note", .value = view_json_text_at,
	  .at = offsetof(struct verify_row, note) },
	{ .name = "set_by", .value = json_set_by },
	{ .name = "setters", .value = json_setters },
};

const struct view_kind view_verify = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
