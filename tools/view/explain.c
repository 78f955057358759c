// SPDX-License-Identifier: GPL-2.0-or-later
/* What a name means, as lines for people. */
#include "view/explain.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "array.h"
#include "model/profiles.h"
#include "view/escape.h"
#include "view/text.h"

#define LABEL_WIDTH	14

/* A value is a line at most. */
#define VALUE_MAX	1024

/* Does this machine have a number for such an entry? */
static bool has_value(enum explain_kind kind)
{
	return kind == EXPLAIN_COUNTER || kind == EXPLAIN_GAUGE ||
	       kind == EXPLAIN_SOFTNET || kind == EXPLAIN_SYSCTL;
}

static void value_text(const struct model_fact *fact, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	if (fact && fact->text)
		view_escape(*fact->text ? fact->text : "(empty)", text, size);
	for (unsigned int i = 0; fact && !fact->text && i < fact->count; i++)
		len += snprintf(text + len, size - len, "%s%" PRId64,
				i ? " " : "", (int64_t)fact->values[i]);
}

static void begin(struct view_wrap *wrap, const char *label)
{
	char text[LABEL_WIDTH + 1];

	snprintf(text, sizeof(text), "  %-*s", LABEL_WIDTH - 2, label);
	view_wrap_begin(wrap, text);
}

static void show_text(struct view_wrap *wrap, const char *label,
		      const char *text)
{
	if (!text)
		return;
	begin(wrap, label);
	view_wrap_text(wrap, text);
	view_wrap_end(wrap);
}

static void show_kind(struct view_wrap *wrap, const struct explain_found *found)
{
	char text[64];

	begin(wrap, "Kind");
	view_wrap_text(wrap, explain_kind_name(found->kind));
	if (found->kind == EXPLAIN_ERRNO) {
		snprintf(text, sizeof(text), "%d (\"%s\")", found->entry->number,
			 strerrordesc_np(found->entry->number));
		view_wrap_text(wrap, text);
	}
	view_wrap_end(wrap);
	if (found->entry->stage != EXPLAIN_NO_STAGE)
		show_text(wrap, "Stage", model_stage_title(found->entry->stage));
}

static void show_aliases(struct view_wrap *wrap, const char *aliases)
{
	const char *alias;
	size_t len;

	if (!aliases)
		return;
	begin(wrap, "Also");
	while ((alias = explain_next_word(&aliases, ',', &len))) {
		char text[64];

		snprintf(text, sizeof(text), "%.*s%s", (int)len, alias,
			 *aliases ? "," : "");
		view_wrap_text(wrap, text);
	}
	view_wrap_end(wrap);
}

static void show_where(struct view_wrap *wrap,
		       const struct explain_entry *entry)
{
	if (!entry->since && !entry->until && !entry->needs)
		return;
	begin(wrap, "There");
	if (entry->since) {
		view_wrap_text(wrap, "since Linux");
		view_wrap_text(wrap, entry->since);
	}
	if (entry->until) {
		view_wrap_text(wrap, "until Linux");
		view_wrap_text(wrap, entry->until);
	}
	if (entry->needs) {
		view_wrap_text(wrap, "with");
		view_wrap_text(wrap, entry->needs);
	}
	view_wrap_end(wrap);
}

static void show_value(struct view_wrap *wrap, const struct view_explained *row)
{
	char text[VALUE_MAX];

	if (!has_value(row->found.kind))
		return;
	value_text(model_fact(row->facts, row->found.entry->name), text,
		   sizeof(text));
	show_text(wrap, "Here now", *text ? text : "-");
}

/* With their values, so that one look tells what belongs together. */
static void show_related(struct view_wrap *wrap,
			 const struct view_explained *row)
{
	const char *related = row->found.entry->related, *name;
	size_t len;

	if (!related)
		return;
	begin(wrap, "Related");
	while ((name = explain_next_word(&related, ' ', &len))) {
		char text[VALUE_MAX], word[64];

		snprintf(word, sizeof(word), "%.*s", (int)len, name);
		value_text(model_fact(row->facts, word), text, sizeof(text));
		snprintf(word, sizeof(word), "%.*s%s", (int)len, name,
			 *related && !*text ? "," : "");
		view_wrap_text(wrap, word);
		if (!*text)
			continue;
		view_wrap_text(wrap, "=");
		if (*related && strlen(text) + 1 < sizeof(text))
			strcat(text, ",");
		view_wrap_text(wrap, text);
	}
	view_wrap_end(wrap);
}

/* What the doctor may say of it. */
static void show_findings(struct view_wrap *wrap,
			  const struct explain_found *found)
{
	struct explain_found finding, next;
	size_t index = 0;
	bool more;

	if (!explain_next_finding(found, &index, &next))
		return;
	begin(wrap, "Findings");
	do {
		char word[64];

		finding = next;
		more = explain_next_finding(found, &index, &next);
		snprintf(word, sizeof(word), "%s%s", finding.entry->name,
			 more ? "," : "");
		view_wrap_text(wrap, word);
	} while (more);
	view_wrap_end(wrap);
}

/* Those that set it. */
static void show_profiles(struct view_wrap *wrap,
			  const struct explain_found *found)
{
	const char *profile, *next, *name;
	size_t index = 0, len;
	bool more;

	name = explain_setting(found, &len);
	if (!name || !model_profile_next(name, len, 0, &index, &next))
		return;
	begin(wrap, "Profiles");
	do {
		char word[64];

		profile = next;
		more = model_profile_next(name, len, 0, &index, &next);
		snprintf(word, sizeof(word), "%s%s", profile, more ? "," : "");
		view_wrap_text(wrap, word);
	} while (more);
	view_wrap_text(wrap, "(nettune diff NAME)");
	view_wrap_end(wrap);
}

static int stream_error(FILE *out)
{
	return ferror(out) ? -EIO : 0;
}

/**
 * view_explain_text() - show one entry
 * @out: where to print
 * @row: the entry
 * @width: columns that a line may have
 *
 * Return: 0 or -EIO.
 */
int view_explain_text(FILE *out, const struct view_explained *row,
		      unsigned int width)
{
	const struct explain_entry *entry = row->found.entry;
	struct view_wrap wrap = {
		.out = out,
		.width = width,
		.next = "              ",
		.breaks = true,
	};

	fprintf(out, "%s\n", entry->name);
	show_kind(&wrap, &row->found);
	show_aliases(&wrap, entry->aliases);
	show_where(&wrap, entry);
	show_value(&wrap, row);
	show_text(&wrap, "Meaning", entry->meaning);
	show_text(&wrap, "What to do", entry->knob);
	show_related(&wrap, row);
	show_findings(&wrap, &row->found);
	show_profiles(&wrap, &row->found);
	show_text(&wrap, "Source", entry->source);
	return stream_error(out);
}

/**
 * view_explain_list() - show which names there are, by kind
 * @out: where to print
 * @width: columns that a line may have
 *
 * Return: 0 or -EIO.
 */
int view_explain_list(FILE *out, unsigned int width)
{
	struct view_wrap wrap = {
		.out = out,
		.width = width,
		.next = "  ",
		.breaks = true,
	};
	struct explain_found found;
	enum explain_kind kind = EXPLAIN_KINDS;

	for (size_t i = 0; explain_at(i, &found); i++) {
		if (found.kind != kind) {
			kind = found.kind;
			if (i)
				fputs("\n\n", out);
			fprintf(out, "%s:\n", explain_kind_title(kind));
			view_wrap_begin(&wrap, wrap.next);
		}
		view_wrap_word(&wrap, found.entry->name,
			       strlen(found.entry->name));
	}
	view_wrap_end(&wrap);
	return stream_error(out);
}
