// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the records of a journal. */
#include "tune/journal.h"

#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "tune/journal_line.h"

static const char *get_text(struct json_object *record, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(record, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		return NULL;
	return json_object_get_string(value);
}

static bool is_word(struct json_object *record, const char *key,
		    const char *word)
{
	const char *text = get_text(record, key);

	return text && !strcmp(text, word);
}

/* A number that is not there is 0. */
static __s64 get_number(struct json_object *record, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(record, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		return 0;
	return json_object_get_int64(value);
}

static struct json_object *get_list(struct json_object *record,
				    const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(record, key, &value) ||
	    !json_object_is_type(value, json_type_array))
		return NULL;
	return value;
}

static int set_text(char **to, const char *from)
{
	char *copy = from ? strdup(from) : NULL;

	if (from && !copy)
		return -ENOMEM;
	free(*to);
	*to = copy;
	return 0;
}

static int take_profiles(struct journal *journal, struct json_object *list)
{
	size_t count = list ? json_object_array_length(list) : 0;

	journal->profiles = calloc(count + 1, sizeof(*journal->profiles));
	if (!journal->profiles)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		struct json_object *name = json_object_array_get_idx(list, i);

		journal->profiles[i] = strdup(json_object_get_string(name) ?:
					      "");
		if (!journal->profiles[i])
			return -ENOMEM;
		journal->profile_count++;
	}
	return 0;
}

/* Of a setting; the name is the record's. */
static int get_key(struct json_object *object, struct tune_key *key)
{
	const char *kind = get_text(object, "kind");
	const char *name = get_text(object, "name");
	const char *device = get_text(object, "device") ?: "";

	if (!kind || tune_kind_parse(kind, &key->kind) || !name ||
	    strlen(device) >= IF_NAMESIZE)
		return -EBADMSG;
	key->name = (char *)name;
	memcpy(key->device, device, strlen(device) + 1);
	return 0;
}

static int take_kept(struct journal *journal, struct json_object *list)
{
	size_t count = list ? json_object_array_length(list) : 0;
	int err = 0;

	for (size_t i = 0; !err && i < count; i++) {
		struct json_object *object = json_object_array_get_idx(list, i);
		struct tune_want want = {
			.value = (char *)get_text(object, "value"),
		};

		err = want.value ? get_key(object, &want.key) : -EBADMSG;
		if (!err)
			err = tune_wants_add(&journal->kept, &want);
	}
	return err;
}

static int take_begin(struct journal *journal, struct json_object *record)
{
	const char *boot = get_text(record, "boot");

	if (journal->id || !boot || strlen(boot) >= JOURNAL_BOOT ||
	    get_number(record, "version") != JOURNAL_VERSION ||
	    get_number(record, "id") <= 0)
		return -EBADMSG;
	memcpy(journal->boot, boot, strlen(boot) + 1);
	journal->id = get_number(record, "id");
	journal->time = get_number(record, "time");
	journal->netns.cookie = get_number(record, "netns_cookie");
	journal->netns.inode = get_number(record, "netns_inode");
	journal->pid = get_number(record, "pid");
	journal->confirm = get_number(record, "confirm");
	journal->force = get_number(record, "force");
	return set_text(&journal->netns_name, get_text(record, "netns")) ?:
	       set_text(&journal->persist, get_text(record, "persist")) ?:
	       take_profiles(journal, get_list(record, "profiles")) ?:
	       take_kept(journal, get_list(record, "kept"));
}

static int take_step(struct journal *journal, struct json_object *object,
		     unsigned int write)
{
	struct journal_step step = {
		.old = (char *)get_text(object, "old"),
		.new = (char *)get_text(object, "new"),
		.write = write,
		.ifindex = get_number(object, "ifindex"),
	};

	if (get_number(object, "step") != (__s64)journal->step_count ||
	    get_key(object, &step.key) || !step.old || !step.new)
		return -EBADMSG;
	return journal_add_step(journal, &step);
}

static int take_write(struct journal *journal, struct json_object *record)
{
	struct json_object *list = get_list(record, "steps");
	int err = list ? 0 : -EBADMSG;

	for (size_t i = 0; !err && i < json_object_array_length(list); i++)
		err = take_step(journal, json_object_array_get_idx(list, i),
				get_number(record, "write"));
	return err;
}

/* Return: the step that a record is about, NULL = there is no such. */
static struct journal_step *step_of(const struct journal *journal,
				    struct json_object *record)
{
	__s64 index = get_number(record, "step");

	if (index < 0 || index >= (__s64)journal->step_count)
		return NULL;
	return &journal->steps[index];
}

static int take_found(struct journal *journal, struct json_object *record,
		      enum journal_step_state state)
{
	struct json_object *list = get_list(record, "steps");
	int err = list ? 0 : -EBADMSG;

	for (size_t i = 0; !err && i < json_object_array_length(list); i++) {
		struct json_object *object = json_object_array_get_idx(list, i);
		struct journal_step *step = step_of(journal, object);

		if (!step)
			return -EBADMSG;
		step->state = state;
		err = set_text(&step->found, get_text(object, "found"));
	}
	return err;
}

static int take_done(struct journal *journal, struct json_object *record)
{
	return take_found(journal, record, JOURNAL_WRITTEN);
}

static int take_failed(struct journal *journal, struct json_object *record)
{
	return take_found(journal, record, JOURNAL_FAILED);
}

static int take_end(struct journal *journal, struct json_object *record)
{
	journal->ended = true;
	journal->applied = is_word(record, "result", "applied");
	return 0;
}

static int take_confirmed(struct journal *journal, struct json_object *record)
{
	(void)record;
	journal->confirmed = true;
	return 0;
}

static int take_revert(struct journal *journal, struct json_object *record)
{
	(void)record;
	journal->reverting = true;
	return 0;
}

static int take_restored(struct journal *journal, struct json_object *record)
{
	struct journal_step *step = step_of(journal, record);

	if (!step)
		return -EBADMSG;
	step->state = JOURNAL_RESTORED;
	return 0;
}

static int take_refused(struct journal *journal, struct json_object *record)
{
	struct journal_step *step = step_of(journal, record);

	if (!step)
		return -EBADMSG;
	step->state = JOURNAL_REFUSED;
	return set_text(&step->why, get_text(record, "why"));
}

static int take_left(struct journal *journal, struct json_object *record)
{
	struct journal_step *step = step_of(journal, record);

	if (!step)
		return -EBADMSG;
	step->state = JOURNAL_LEFT;
	return set_text(&step->why, get_text(record, "why"));
}

static int take_unrestored(struct journal *journal,
			   struct json_object *record)
{
	return step_of(journal, record) ? 0 : -EBADMSG;
}

static int take_reverted(struct journal *journal, struct json_object *record)
{
	(void)journal;
	(void)record;
	return 0;
}

static const struct {
	const char	*type;
	int		(*take)(struct journal *journal,
				struct json_object *record);
} takers[] = {
	{ "begin", take_begin },
	{ "write", take_write },
	{ "done", take_done },
	{ "failed", take_failed },
	{ "end", take_end },
	{ "confirmed", take_confirmed },
	{ "revert", take_revert },
	{ "restored", take_restored },
	{ "refused", take_refused },
	{ "left", take_left },
	{ "unrestored", take_unrestored },
	{ "reverted", take_reverted },
};

static int take_record(struct journal *journal, struct json_object *record)
{
	const char *type = get_text(record, "record");

	for (size_t i = 0; type && i < ARRAY_SIZE(takers); i++) {
		if (strcmp(type, takers[i].type))
			continue;
		if (!journal->id && takers[i].take != take_begin)
			return -EBADMSG;
		return takers[i].take(journal, record);
	}
	return -EBADMSG;
}

/* Does it end as a line does, with the right sum? */
static bool is_whole(const char *line, size_t len)
{
	char sum[JOURNAL_SUM_LEN + 1];

	if (len < JOURNAL_SUM_LEN)
		return false;
	len -= JOURNAL_SUM_LEN;
	snprintf(sum, sizeof(sum), JOURNAL_SUM, journal_sum(line, len));
	return !memcmp(line + len, sum, JOURNAL_SUM_LEN);
}

static int take_line(struct journal *journal, const char *line, size_t len)
{
	struct json_tokener *tokener;
	struct json_object *record;
	int err;

	if (len > INT_MAX)
		return -EBADMSG;
	tokener = json_tokener_new();
	if (!tokener)
		return -ENOMEM;
	record = json_tokener_parse_ex(tokener, line, len);
	err = record ? take_record(journal, record) : -EBADMSG;
	/* Its sum was right: what it lacks now there was no memory for. */
	if (!err && journal_length(record) != len)
		err = -ENOMEM;
	json_object_put(record);
	json_tokener_free(tokener);
	return err;
}

/**
 * journal_parse - read a journal
 * @text: the file
 * @len: bytes of it
 * @journal: filled in, to be freed also after an error
 * @valid: set to the bytes up to where it was cut short
 *
 * Only the last record can be torn: what stands before it was on disk first.
 *
 * Return: 0, -EBADMSG for what is no journal or one that was damaged later, or
 * -ENOMEM. A journal with an id of 0 was cut short in its first record.
 */
int journal_parse(const char *text, size_t len, struct journal *journal,
		  size_t *valid)
{
	size_t at = 0;
	int err = 0;

	*journal = (struct journal) { 0 };
	*valid = 0;
	while (!err && at < len) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t size = end ? (size_t)(end - text - at) : len - at;
		size_t next = at + size + !!end;

		if (end && is_whole(text + at, size)) {
			err = take_line(journal, text + at, size);
		} else if (next < len) {
			err = -EBADMSG;
		} else {
			journal->torn = true;
			return 0;
		}
		at = next;
		*valid = at;
	}
	return err;
}
