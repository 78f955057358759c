// SPDX-License-Identifier: GPL-2.0-or-later
/* How profiles look, and what one comes to on this machine. */
#include "view/profiles.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/profile.h"
#include "tune/want.h"
#include "view/escape.h"

static void put(struct view_cell *cell, const char *text)
{
	view_escape(text, cell->text, sizeof(cell->text));
}

static void fill_name(const void *arg, struct view_cell *cell)
{
	put(cell, ((const struct profile_entry *)arg)->name);
}

static void fill_summary(const void *arg, struct view_cell *cell)
{
	put(cell, ((const struct profile_entry *)arg)->summary);
}

static void fill_path(const void *arg, struct view_cell *cell)
{
	put(cell, ((const struct profile_entry *)arg)->path);
}

static const struct view_column profile_columns[] = {
	{ "Profile", false, false, fill_name },
	{ "Summary", false, true, fill_summary },
	{ "File", false, false, fill_path },
};

static const char *const profile_spare[] = { "File", NULL };

static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	const char *text;

	memcpy(&text, (const char *)row + key->at, sizeof(text));
	return text ? view_json_text(text) : NULL;
}

#define TEXT(type, name_, field) \
	{ .name = name_, .value = json_text, .at = offsetof(type, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key profile_keys[] = {
	TEXT(struct profile_entry, "name", name),
	TEXT(struct profile_entry, "summary", summary),
	TEXT(struct profile_entry, "file", path),
};

const struct view_kind view_profiles = {
	.columns = profile_columns,
	.column_count = ARRAY_SIZE(profile_columns),
	.spare = profile_spare,
	.keys = profile_keys,
	.key_count = ARRAY_SIZE(profile_keys),
};

/* As a profile writes them, and as JSON has them. */
static const struct {
	const char	*sign;
	const char	*name;
} ops[] = {
	[WANT_SET] = { "=", "set" },
	[WANT_RAISE] = { "=>", "raise" },
	[WANT_LOWER] = { "=<", "lower" },
};

static void fill_key(const void *arg, struct view_cell *cell)
{
	char key[TUNE_KEY_TEXT];

	put(cell, tune_key_text(&((const struct tune_want *)arg)->key, key,
				sizeof(key)));
}

static void fill_value(const void *arg, struct view_cell *cell)
{
	const struct tune_want *want = arg;
	char text[sizeof(cell->text)];

	if (!want->value)
		return;
	snprintf(text, sizeof(text), "%s%s%s",
		 want->op == WANT_SET ? "" : ops[want->op].sign,
		 want->op == WANT_SET ? "" : " ", want->value);
	put(cell, text);
}

/* What else is to be known comes first: it is about this machine. */
static void fill_reason(const void *arg, struct view_cell *cell)
{
	const struct tune_want *want = arg;
	char text[sizeof(cell->text)] = "";

	if (want->note)
		snprintf(text, sizeof(text), "(%s) %s", want->note,
			 want->reason ?: "");
	else if (want->clamped)
		snprintf(text, sizeof(text), "(limited, it would be %s) %s",
			 want->clamped, want->reason ?: "");
	else if (want->reason)
		snprintf(text, sizeof(text), "%s", want->reason);
	put(cell, text);
}

static void fill_where(const void *arg, struct view_cell *cell)
{
	const struct tune_want *want = arg;
	char text[sizeof(cell->text)];

	snprintf(text, sizeof(text), "%s:%u", want->file, want->line);
	put(cell, text);
}

static const struct view_column want_columns[] = {
	{ "Setting", false, false, fill_key },
	{ "Value", false, false, fill_value },
	{ "Why", false, true, fill_reason },
	{ "Where", false, false, fill_where },
};

static const char *const want_spare[] = { "Where", NULL };

static struct json_object *json_device(const void *row,
				       const struct view_key *key)
{
	const struct tune_want *want = row;

	(void)key;
	return want->key.device[0] ? view_json_text(want->key.device) : NULL;
}

static struct json_object *json_kind(const void *row,
				     const struct view_key *key)
{
	const struct tune_want *want = row;

	(void)key;
	return view_json_text(tune_kind_name(want->key.kind));
}

static struct json_object *json_op(const void *row, const struct view_key *key)
{
	(void)key;
	return view_json_text(ops[((const struct tune_want *)row)->op].name);
}

static struct json_object *json_line(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return json_object_new_int64(((const struct tune_want *)row)->line);
}

static const struct view_key want_keys[] = {
	TEXT(struct tune_want, "key", key.name),
	{ .name = "device", .value = json_device },
	{ .name = "kind", .value = json_kind },
	{ .name = "op", .value = json_op },
	TEXT(struct tune_want, "wanted", value),
	TEXT(struct tune_want, "asked", clamped),
	TEXT(struct tune_want, "reason", reason),
	TEXT(struct tune_want, "note", note),
	TEXT(struct tune_want, "file", file),
	{ .name = "line", .value = json_line },
};

const struct view_kind view_wants = {
	.columns = want_columns,
	.column_count = ARRAY_SIZE(want_columns),
	.spare = want_spare,
	.keys = want_keys,
	.key_count = ARRAY_SIZE(want_keys),
};
