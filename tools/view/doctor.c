// SPDX-License-Identifier: GPL-2.0-or-later
/* How a finding looks: a block of lines, an object of JSON. */
#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "view/doctor.h"
#include "view/escape.h"
#include "view/text.h"

#define INDENT	"          "

/* A severity as JSON and as people name it, and its colour. */
static const struct {
	const char	*name;
	const char	*label;
	const char	*color;
} severities[] = {
	[DOCTOR_WARNING] = { "warning", "WARNING", "\033[33m" },
	[DOCTOR_CRITICAL] = { "critical", "CRITICAL", "\033[1;31m" },
};

/* For what nobody looks at on a terminal now, but may later. */
#define WIDTH_DEFAULT	79

static int wrap(FILE *out, const char *first, const char *next,
		const char *text)
{
	return view_wrap_after(out, first, next, text,
			       view_width(out) ?: WIDTH_DEFAULT);
}

static int print_head(const struct view_options *options,
		      const struct doctor_finding *finding)
{
	const char *color = severities[finding->severity].color;
	bool colored = view_wants_color(options);
	char object[3 * DOCTOR_TEXT], comm[64];

	view_escape(finding->object, object, sizeof(object));
	view_escape(finding->process.comm, comm, sizeof(comm));
	fprintf(options->out, "%s%s%s: %s", colored ? color : "",
		severities[finding->severity].label, colored ? "\033[0m" : "",
		model_stage_title(finding->stage));
	if (*object)
		fprintf(options->out, ", %s", object);
	if (finding->process.pid)
		fprintf(options->out, ", %s (pid %u)", comm,
			finding->process.pid);
	return fputc('\n', options->out) == EOF ? -errno : 0;
}

static int print_text(FILE *out, const char *title, const char *text)
{
	char clean[3 * DOCTOR_TEXT], first[sizeof(INDENT)];

	view_escape(text, clean, sizeof(clean));
	snprintf(first, sizeof(first), "  %-8s", title);
	return wrap(out, first, INDENT, clean);
}

static int print_evidence(FILE *out, const struct model_facts *evidence)
{
	char text[DOCTOR_TEXT] = "";

	for (size_t i = 0; i < evidence->count; i++) {
		size_t len = strlen(text);

		snprintf(text + len, sizeof(text) - len, "%s%s %lld",
			 i ? ", " : "", evidence->facts[i].name,
			 evidence->facts[i].values[0]);
	}
	return print_text(out, "Seen:", text);
}

/* Commands stay whole, so that they can be pasted; comments stay comments. */
static int print_fix(FILE *out, const char *text)
{
	const char *first = "  Fix:    ";
	int err = 0;

	while (!err && *text) {
		char line[DOCTOR_TEXT], clean[3 * DOCTOR_TEXT];
		size_t len = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		view_escape(line, clean, sizeof(clean));
		if (*clean == '#')
			err = wrap(out, first, INDENT "# ", clean);
		else if (fprintf(out, "%s%s\n", first, clean) < 0)
			err = -errno;
		first = INDENT;
		text += len + (text[len] == '\n');
	}
	return err;
}

/**
 * view_finding_block() - print a finding for people
 * @options: where to, and if in colour
 * @finding: what was found
 * @first: is it the first one?
 *
 * Return: 0 or a negative errno.
 */
int view_finding_block(const struct view_options *options,
		       const struct doctor_finding *finding, bool first)
{
	int err = 0;

	if (!first && fputc('\n', options->out) == EOF)
		err = -errno;
	err = err ?: print_head(options, finding);
	err = err ?: print_text(options->out, "Rule:", finding->id);
	err = err ?: print_text(options->out, "Cause:", finding->cause);
	err = err ?: print_evidence(options->out, &finding->evidence);
	err = err ?: print_text(options->out, "Effect:", finding->symptom);
	return err ?: print_fix(options->out, finding->fix);
}

/**
 * view_healthy() - say that nothing was found
 * @options: where to
 *
 * Return: 0 or a negative errno.
 */
int view_healthy(const struct view_options *options)
{
	return fputs("No queue is full, nothing is being lost.\n",
		     options->out) == EOF ? -errno : 0;
}

/**
 * view_blind() - say what could not be looked at
 * @out: where to
 * @text: what, one line of words
 *
 * Return: 0 or a negative errno.
 */
int view_blind(FILE *out, const char *text)
{
	char clean[8 * DOCTOR_TEXT];

	view_escape(text, clean, sizeof(clean));
	return wrap(out, "Not looked at: ", "  ", clean);
}

static struct json_object *json_id(const void *row, const struct view_key *key)
{
	(void)key;
	return view_json_text(((const struct doctor_finding *)row)->id);
}

static struct json_object *json_stage(const void *row,
				      const struct view_key *key)
{
	const struct doctor_finding *finding = row;

	(void)key;
	return view_json_text(model_stage_name(finding->stage));
}

static struct json_object *json_severity(const void *row,
					 const struct view_key *key)
{
	const struct doctor_finding *finding = row;

	(void)key;
	return view_json_text(severities[finding->severity].name);
}

static struct json_object *json_text(const void *row,
				     const struct view_key *key)
{
	return view_json_text((const char *)row + key->at);
}

/* That of the machine has no name. */
static struct json_object *json_object_name(const void *row,
					    const struct view_key *key)
{
	const struct doctor_finding *finding = row;

	(void)key;
	return view_json_text(*finding->object ? finding->object : NULL);
}

static struct json_object *json_evidence(const void *row,
					 const struct view_key *key)
{
	const struct doctor_finding *finding = row;
	struct json_object *object = json_object_new_object();

	(void)key;
	for (size_t i = 0; object && i < finding->evidence.count; i++) {
		const struct model_fact *fact = &finding->evidence.facts[i];

		/* Not as a constant: the name goes with the finding. */
		if (json_object_object_add(object, fact->name,
					   json_object_new_int64(fact->values[0]))) {
			json_object_put(object);
			return NULL;
		}
	}
	return object;
}

static struct json_object *json_pid(const void *row, const struct view_key *key)
{
	const struct doctor_finding *finding = row;

	(void)key;
	return finding->process.pid ?
		       json_object_new_int64(finding->process.pid) : NULL;
}

static struct json_object *json_comm(const void *row,
				     const struct view_key *key)
{
	const struct doctor_finding *finding = row;

	(void)key;
	return finding->process.pid ? view_json_text(finding->process.comm) :
				      NULL;
}

#define TEXT(field) \
	{ .name = #field, .value = json_text, \
	  .at = offsetof(struct doctor_finding, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key keys[] = {
	{ .name = "id", .value = json_id },
	{ .name = "stage", .value = json_stage },
	{ .name = "severity", .value = json_severity },
	{ .name = "object", .value = json_object_name },
	{ .name = "evidence", .value = json_evidence },
	TEXT(cause),
	TEXT(fix),
	TEXT(symptom),
	{ .name = "pid", .value = json_pid },
	{ .name = "comm", .value = json_comm },
};

const struct view_kind view_finding = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
