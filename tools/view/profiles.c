// SPDX-License-Identifier: GPL-2.0-or-later
/* How profiles look, and what one comes to on this machine. */
#include "view/profiles.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/verify.h"
#include "view/escape.h"
#include "view/setting.h"
#include "view/text.h"

#define INDENT	"    "

/* For what nobody looks at on a terminal now, but may later. */
#define WIDTH_DEFAULT	79

/* Room for text that was made harmless: a byte may become four. */
#define CLEAN_MAX	8192

/* The names of most profiles are shorter. */
#define NAME_WIDTH	18

static int wrap(FILE *out, const char *first, const char *next,
		const char *text)
{
	char clean[CLEAN_MAX];

	view_escape(text, clean, sizeof(clean));
	return view_wrap_after(out, first, next, clean,
			       view_width(out) ?: WIDTH_DEFAULT);
}

/**
 * view_profile_line() - print what a profile is for
 * @options: where to
 * @entry: the profile
 *
 * Return: 0 or a negative errno.
 */
int view_profile_line(const struct view_options *options,
		      const struct profile_entry *entry)
{
	char name[512], first[512 + 16], next[NAME_WIDTH + 1];

	view_escape(entry->name, name, sizeof(name));
	snprintf(first, sizeof(first), "%-*s ", NAME_WIDTH - 1, name);
	snprintf(next, sizeof(next), "%*s", NAME_WIDTH, "");
	if (entry->summary[0])
		return wrap(options->out, first, next, entry->summary);
	return fprintf(options->out, "%s\n", name) < 0 ? -errno : 0;
}

#define TEXT(type, name_, field) \
	{ .name = name_, .value = view_json_text_at, .at = offsetof(type, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key profile_keys[] = {
	TEXT(struct profile_entry, "name", name),
	TEXT(struct profile_entry, "summary", summary),
	TEXT(struct profile_entry, "file", path),
};

const struct view_kind view_profiles = {
	.keys = profile_keys,
	.key_count = ARRAY_SIZE(profile_keys),
};

static int print_head(const struct view_options *options,
		      const struct tune_want *want)
{
	const bool colored = view_wants_color(options);
	char text[TUNE_KEY_TEXT], key[4 * TUNE_KEY_TEXT], value[CLEAN_MAX];

	tune_key_text(&want->key, text, sizeof(text));
	view_escape(text, key, sizeof(key));
	view_escape(want->value ?: "-", value, sizeof(value));
	return fprintf(options->out, "%s%s%s %s %s\n",
		       colored ? "\033[1m" : "", key, colored ? "\033[0m" : "",
		       verify_op_text(want->op), value) < 0 ? -errno : 0;
}

static int print_where(const struct view_options *options,
		       const struct tune_want *want)
{
	char file[CLEAN_MAX];

	view_escape(want->file, file, sizeof(file));
	return fprintf(options->out, INDENT "%s:%u\n", file, want->line) < 0 ?
		-errno : 0;
}

static int print_asked(const struct view_options *options,
		       const struct tune_want *want)
{
	char text[CLEAN_MAX];

	snprintf(text, sizeof(text), "Limited to what the kernel takes: the formula comes to %s.",
		 want->clamped);
	return wrap(options->out, INDENT, INDENT, text);
}

/**
 * view_want_block() - print what a profile comes to here, for people
 * @options: where to, and if in colour
 * @want: one setting
 *
 * Return: 0 or a negative errno.
 */
int view_want_block(const struct view_options *options,
		    const struct tune_want *want)
{
	int err = print_head(options, want);

	if (!err && want->note)
		err = wrap(options->out, INDENT "Left out: ", INDENT,
			   want->note);
	if (!err && want->clamped)
		err = print_asked(options, want);
	if (!err && want->reason)
		err = wrap(options->out, INDENT, INDENT, want->reason);
	return err ?: print_where(options, want);
}

static struct json_object *json_key(const void *row, const struct view_key *key)
{
	(void)key;
	return view_json_setting(&((const struct tune_want *)row)->key);
}

static struct json_object *json_device(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return view_json_device(&((const struct tune_want *)row)->key);
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
	return view_json_op(((const struct tune_want *)row)->op);
}

static struct json_object *json_line(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return json_object_new_int64(((const struct tune_want *)row)->line);
}

static const struct view_key want_keys[] = {
	{ .name = "key", .value = json_key },
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
	.keys = want_keys,
	.key_count = ARRAY_SIZE(want_keys),
};
