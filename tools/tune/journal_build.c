// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the records of a journal. */
#include "tune/journal.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "tune/journal_line.h"

/* A value without memory fails as a whole record does: it is NULL at last. */
static void put(struct json_object **record, const char *key,
		struct json_object *value)
{
	if (*record && value && !json_object_object_add(*record, key, value))
		return;
	json_object_put(value);
	json_object_put(*record);
	*record = NULL;
}

static void put_number(struct json_object **record, const char *key,
		       __s64 number)
{
	put(record, key, json_object_new_int64(number));
}

/* What is not known is not there. */
static void put_text(struct json_object **record, const char *key,
		     const char *text)
{
	if (text)
		put(record, key, json_object_new_string(text));
}

static struct json_object *new_record(const char *type)
{
	struct json_object *record = json_object_new_object();

	put_text(&record, "record", type);
	return record;
}

static void put_profiles(struct json_object **record,
			 const struct journal *journal)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; list && i < journal->profile_count; i++) {
		struct json_object *name;

		name = json_object_new_string(journal->profiles[i]);
		if (name && !json_object_array_add(list, name))
			continue;
		json_object_put(name);
		json_object_put(list);
		list = NULL;
	}
	put(record, "profiles", list);
}

static void put_key(struct json_object **object, const struct tune_key *key)
{
	put_text(object, "kind", tune_kind_name(key->kind));
	put_text(object, "name", key->name);
	if (key->device[0])
		put_text(object, "device", key->device);
}

static void put_kept(struct json_object **record, const struct tune_wants *kept)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; list && i < kept->count; i++) {
		struct json_object *object = json_object_new_object();

		put_key(&object, &kept->wants[i].key);
		put_text(&object, "value", kept->wants[i].value);
		if (object && !json_object_array_add(list, object))
			continue;
		json_object_put(object);
		json_object_put(list);
		list = NULL;
	}
	put(record, "kept", list);
}

/**
 * journal_begin - the record that a journal begins with
 * @journal: all of it but its steps
 *
 * Return: the record, NULL without memory; likewise of those below.
 */
struct json_object *journal_begin(const struct journal *journal)
{
	struct json_object *record = new_record("begin");

	put_number(&record, "version", JOURNAL_VERSION);
	put_number(&record, "id", journal->id);
	put_number(&record, "time", journal->time);
	put_text(&record, "boot", journal->boot);
	put_number(&record, "netns_cookie", journal->netns.cookie);
	put_number(&record, "netns_inode", journal->netns.inode);
	put_text(&record, "netns", journal->netns_name);
	put_number(&record, "pid", journal->pid);
	put_profiles(&record, journal);
	put_text(&record, "persist", journal->persist);
	if (journal->force)
		put_number(&record, "force", 1);
	put_number(&record, "confirm", journal->confirm);
	put_kept(&record, &journal->kept);
	return record;
}

static struct json_object *new_step(const struct journal_step *step,
				    size_t index)
{
	struct json_object *object = json_object_new_object();

	put_number(&object, "step", index);
	put_key(&object, &step->key);
	if (step->ifindex)
		put_number(&object, "ifindex", step->ifindex);
	put_text(&object, "old", step->old);
	put_text(&object, "new", step->new);
	return object;
}

static struct json_object *new_found(const struct journal_step *step,
				     size_t index)
{
	struct json_object *object = json_object_new_object();

	put_number(&object, "step", index);
	put_text(&object, "found", step->found);
	return object;
}

static struct json_object *
new_list(const char *type, const struct journal *journal, unsigned int write,
	 struct json_object *(*item)(const struct journal_step *step,
				     size_t index))
{
	struct json_object *record = new_record(type);
	struct json_object *list = json_object_new_array();

	put_number(&record, "write", write);
	for (size_t i = 0; list && i < journal->step_count; i++) {
		struct json_object *object;

		if (journal->steps[i].write != write)
			continue;
		object = item(&journal->steps[i], i);
		if (object && !json_object_array_add(list, object))
			continue;
		json_object_put(object);
		json_object_put(list);
		list = NULL;
	}
	put(&record, "steps", list);
	return record;
}

/**
 * journal_write - settings are about to be written
 * @journal: has them
 * @write: number of the write
 */
struct json_object *journal_write(const struct journal *journal,
				  unsigned int write)
{
	return new_list("write", journal, write, new_step);
}

/**
 * journal_done - settings are written
 * @journal: has what they were read back as
 * @write: number of the write
 */
struct json_object *journal_done(const struct journal *journal,
				 unsigned int write)
{
	return new_list("done", journal, write, new_found);
}

/**
 * journal_failed - settings could not be written
 * @journal: has what they were read back as
 * @write: number of the write
 * @err: a negative errno
 * @message: why not, for people
 */
struct json_object *journal_failed(const struct journal *journal,
				   unsigned int write, int err,
				   const char *message)
{
	struct json_object *record = new_list("failed", journal, write,
					      new_found);

	put_number(&record, "errno", -err);
	put_text(&record, "message", message);
	return record;
}

/**
 * journal_word - a record that says one thing
 * @type: of the record
 * @key: what it says, NULL = nothing
 * @word: that
 */
struct json_object *journal_word(const char *type, const char *key,
				 const char *word)
{
	struct json_object *record = new_record(type);

	if (key)
		put_text(&record, key, word);
	return record;
}

/**
 * journal_restored - a setting has its old value again
 * @step: number of the step
 */
struct json_object *journal_restored(size_t step)
{
	struct json_object *record = new_record("restored");

	put_number(&record, "step", step);
	return record;
}

/**
 * journal_refused - a setting that failed has its old value again
 * @step: number of the step
 * @why: why it failed, for people
 */
struct json_object *journal_refused(size_t step, const char *why)
{
	struct json_object *record = new_record("refused");

	put_number(&record, "step", step);
	put_text(&record, "why", why);
	return record;
}

/**
 * journal_unrestored - a setting could not be set back
 * @step: number of the step
 * @why: why not, for people
 */
struct json_object *journal_unrestored(size_t step, const char *why)
{
	struct json_object *record = new_record("unrestored");

	put_number(&record, "step", step);
	put_text(&record, "why", why);
	return record;
}

/**
 * journal_left - a setting was left as it was found
 * @step: number of the step
 * @found: its value, NULL = not known
 * @why: why it was left, for people
 */
struct json_object *journal_left(size_t step, const char *found,
				 const char *why)
{
	struct json_object *record = new_record("left");

	put_number(&record, "step", step);
	put_text(&record, "found", found);
	put_text(&record, "why", why);
	return record;
}

/**
 * journal_sum - the sum that a line of the file ends with
 * @text: the line without it
 * @len: bytes of @text
 *
 * Return: CRC-32 as Ethernet has it.
 */
__u32 journal_sum(const char *text, size_t len)
{
	__u32 crc = ~0U;

	while (len--) {
		crc ^= (unsigned char)*text++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static size_t length_of_text(const char *text)
{
	size_t len = 2;

	for (; *text; text++) {
		if (strchr("\"\\\b\f\n\r\t", *text))
			len += 2;
		else
			len += (unsigned char)*text < ' ' ? 6 : 1;
	}
	return len;
}

/**
 * journal_length - bytes that a value takes in a line
 * @value: an object, a list, a text or a number
 *
 * json-c does not notice when it runs out of memory amid a text, which it then
 * makes, or reads, with a part left out: so it is known how long it has to be.
 */
size_t journal_length(struct json_object *value)
{
	size_t len = 1;

	switch (json_object_get_type(value)) {
	case json_type_object: {
		json_object_object_foreach(value, key, member)
			len += length_of_text(key) + 2 + journal_length(member);
		return len > 1 ? len : 2;
	}
	case json_type_array:
		for (size_t i = 0; i < json_object_array_length(value); i++)
			len += 1 + journal_length(json_object_array_get_idx(value, i));
		return len > 1 ? len : 2;
	case json_type_string:
		return length_of_text(json_object_get_string(value));
	case json_type_null:
		return strlen("null");
	default:
		return snprintf(NULL, 0, "%lld",
				(long long)json_object_get_int64(value));
	}
}

/**
 * journal_line - a record as a line of the file
 * @record: the record
 *
 * Return: the line, to be freed; NULL without memory.
 */
char *journal_line(struct json_object *record)
{
	const char *text;
	size_t len;
	char *line;

	text = json_object_to_json_string_length(record,
						 JSON_C_TO_STRING_PLAIN |
						 JSON_C_TO_STRING_NOSLASHESCAPE,
						 &len);
	/* Without the brace at its end. */
	if (!text || len-- != journal_length(record))
		return NULL;
	if (asprintf(&line, "%.*s" JOURNAL_SUM "\n", (int)len, text,
		     journal_sum(text, len)) < 0)
		return NULL;
	return line;
}
