// SPDX-License-Identifier: GPL-2.0-or-later
/* How a finding in a profile looks. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/escape.h"
#include "view/profiles.h"
#include "view/setting.h"
#include "view/text.h"

#define WIDTH_DEFAULT	79
#define TEXT_MAX	2048

static int wrap(FILE *out, const char *first, const char *text)
{
	char clean[TEXT_MAX];

	view_escape(text, clean, sizeof(clean));
	return view_wrap_after(out, first, "       ", clean,
			       view_width(out) ?: WIDTH_DEFAULT);
}

/**
 * view_lint_block() - print what is wrong with a profile, for people
 * @options: where to, and if in colour
 * @finding: what is wrong
 * @first: is it the first one?
 *
 * Return: 0 or a negative errno.
 */
int view_lint_block(const struct view_options *options,
		    const struct lint_finding *finding, bool first)
{
	const bool colored = view_wants_color(options);
	char file[TEXT_MAX], key[TEXT_MAX];
	int err = 0;

	view_escape(finding->file, file, sizeof(file));
	view_escape(finding->key ?: "", key, sizeof(key));
	if (fprintf(options->out, "%s%s%s:%u:%s %s%s[%s]\n", first ? "" : "\n",
		    colored ? "\033[1m" : "", file, finding->line,
		    colored ? "\033[0m" : "", key, key[0] ? " " : "",
		    lint_rule_name(finding->rule)) < 0)
		err = -errno;
	err = err ?: wrap(options->out, "  Why: ", finding->why);
	return err ?: wrap(options->out, "  Fix: ", finding->fix);
}

static struct json_object *json_line(const void *row,
				     const struct view_key *key)
{
	const struct lint_finding *finding = row;

	(void)key;
	return finding->line ? json_object_new_int64(finding->line) : NULL;
}

static struct json_object *json_rule(const void *row,
				     const struct view_key *key)
{
	const struct lint_finding *finding = row;

	(void)key;
	return view_json_text(lint_rule_name(finding->rule));
}

#define TEXT(field) \
	{ .name = #field, .value = view_json_text_at, \
	  .at = offsetof(struct lint_finding, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	TEXT(file),
	{ .name = "line", .value = json_line },
	TEXT(key),
	{ .name = "rule", .value = json_rule },
	TEXT(why),
	TEXT(fix),
};

const struct view_kind view_lint = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
