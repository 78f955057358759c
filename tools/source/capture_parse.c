// SPDX-License-Identifier: GPL-2.0-or-later
/* What a capture says: whoever wrote it, it is checked before it counts. */
#include "source/capture_read.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/capture_sock.h"

/* Where the capture is wrong, in the words of its own keys. */
static int refuse(char *reason, const char *what)
{
	snprintf(reason, CAPTURE_REASON, "%s", what);
	return -EBADMSG;
}

static struct json_object *get(struct json_object *object, const char *key,
			       enum json_type type)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value) ||
	    json_object_get_type(value) != type)
		return NULL;
	return value;
}

/**
 * capture_number_from() - set a number of a structure from JSON
 * @base: the structure
 * @number: which
 * @value: what JSON has there
 *
 * Return: is it a number that fits?
 */
bool capture_number_from(void *base, const struct capture_number *number,
			 struct json_object *value)
{
	__s64 signed_value;

	/* link is one that JSON may have as a boolean. */
	if (json_object_is_type(value, json_type_boolean))
		return capture_put(base, number, false,
				   json_object_get_boolean(value));
	if (!json_object_is_type(value, json_type_int))
		return false;
	signed_value = json_object_get_int64(value);
	if (signed_value < 0)
		return capture_put(base, number, true, signed_value);
	return capture_put(base, number, false, json_object_get_uint64(value));
}

/**
 * capture_numbers_from() - set the numbers of a group from a JSON array
 * @base: the structure
 * @group: which numbers
 * @array: begins with them
 *
 * Return: are they all there, and fit?
 */
bool capture_numbers_from(void *base, const struct capture_group *group,
			  struct json_object *array)
{
	if (!json_object_is_type(array, json_type_array) ||
	    json_object_array_length(array) < group->count)
		return false;
	for (size_t i = 0; i < group->count; i++)
		if (!capture_number_from(base, &group->numbers[i],
					 json_object_array_get_idx(array, i)))
			return false;
	return true;
}

/* Text with no zero byte in it, of which so much counts as fits. */
static bool text_from(struct json_object *object, const char *key, char *text,
		      size_t size)
{
	struct json_object *value = get(object, key, json_type_string);
	size_t len;

	if (!value)
		return false;
	len = json_object_get_string_len(value);
	if (strlen(json_object_get_string(value)) != len)
		return false;
	capture_text_put(text, size, json_object_get_string(value));
	return true;
}

static const char *text_of(struct json_object *value)
{
	return json_object_get_string(value);
}

static int facts_from(struct json_object *object, const char *key,
		      struct model_facts *facts)
{
	struct json_object *all = get(object, key, json_type_object);
	int err = 0;

	if (!all)
		return -EBADMSG;
	json_object_object_foreach(all, name, value) {
		if (json_object_is_type(value, json_type_int))
			err = model_facts_set(facts, name,
					      json_object_get_int64(value));
		else if (json_object_is_type(value, json_type_string))
			err = model_facts_set_text(facts, name, text_of(value));
		else
			err = -EBADMSG;
		if (err)
			break;
	}
	return err;
}

static int nic_from(struct json_object *object, struct model_nic *nic)
{
	struct json_object *value;
	int err = 0;

	for (size_t i = 0; i < capture_nic.count; i++) {
		const struct capture_number *number = &capture_nic.numbers[i];

		if (!json_object_object_get_ex(object, number->name, &value) ||
		    !capture_number_from(nic, number, value))
			return -EBADMSG;
	}
	if (!text_from(object, "ifname", nic->ifname, sizeof(nic->ifname)) ||
	    !text_from(object, "kind", nic->kind, sizeof(nic->kind)) ||
	    !text_from(object, "driver", nic->driver, sizeof(nic->driver)) ||
	    !text_from(object, "bus", nic->bus, sizeof(nic->bus)) ||
	    !text_from(object, "qdisc", nic->qdisc, sizeof(nic->qdisc)))
		return -EBADMSG;
	err = facts_from(object, "coalesce", &nic->coalesce);
	err = err ?: facts_from(object, "channels", &nic->channels);
	err = err ?: facts_from(object, "features", &nic->features);
	err = err ?: facts_from(object, "drops", &nic->drops);
	err = err ?: facts_from(object, "queues", &nic->queues);
	return err ?: facts_from(object, "driver_drops", &nic->driver_drops);
}

/* Room for the elements of an array, zeroed; NULL for none, too. */
static void *room_for(struct json_object *array, size_t size, int *err)
{
	size_t count = json_object_array_length(array);
	void *room = count ? calloc(count, size) : NULL;

	*err = count && !room ? -ENOMEM : 0;
	return room;
}

static int nics_from(struct json_object *sample,
		     struct model_snapshot *snapshot)
{
	struct json_object *array = get(sample, "nics", json_type_array);
	int err;

	if (!array)
		return -EBADMSG;
	snapshot->nics = room_for(array, sizeof(*snapshot->nics), &err);
	for (size_t i = 0; !err && i < json_object_array_length(array); i++) {
		struct json_object *nic = json_object_array_get_idx(array, i);

		if (!json_object_is_type(nic, json_type_object))
			return -EBADMSG;
		err = nic_from(nic, &snapshot->nics[snapshot->nic_count++]);
	}
	return err;
}

static int softnet_from(struct json_object *sample,
			struct model_snapshot *snapshot)
{
	struct json_object *array = get(sample, "softnet", json_type_array);
	int err;

	if (!array)
		return -EBADMSG;
	snapshot->softnet = room_for(array, sizeof(*snapshot->softnet), &err);
	for (size_t i = 0; !err && i < json_object_array_length(array); i++)
		if (!capture_numbers_from(&snapshot->softnet[snapshot->cpus++],
					  &capture_softnet,
					  json_object_array_get_idx(array, i)))
			err = -EBADMSG;
	return err;
}

static int files_from(struct json_object *sample,
		      struct model_snapshot *snapshot)
{
	struct json_object *array = get(sample, "files", json_type_array);
	int err;

	if (!array)
		return -EBADMSG;
	snapshot->files = room_for(array, sizeof(*snapshot->files), &err);
	for (size_t i = 0; !err && i < json_object_array_length(array); i++) {
		struct model_process_files *files = &snapshot->files[i];
		struct json_object *row = json_object_array_get_idx(array, i);

		if (!capture_numbers_from(files, &capture_files, row) ||
		    !capture_comm_from(files->process.comm, row,
				       capture_files.count))
			err = -EBADMSG;
		snapshot->file_count++;
	}
	return err;
}

static int socks_from(struct json_object *sample, struct model_socks *socks,
		      char *reason)
{
	struct json_object *array = get(sample, "sockets", json_type_array);
	struct model_sock sock;
	int err = 0;

	if (!array)
		return refuse(reason, "a sample has no sockets");
	for (size_t i = 0; !err && i < json_object_array_length(array); i++) {
		err = capture_sock_from(&sock,
					json_object_array_get_idx(array, i));
		if (err)
			snprintf(reason, CAPTURE_REASON,
				 "socket %zu of a sample is malformed", i + 1);
		else
			err = model_socks_add(socks, &sock);
	}
	return err;
}

static int sample_from(struct json_object *object,
		       struct capture_sample *sample, char *reason)
{
	struct model_snapshot *snapshot = &sample->snapshot;
	struct json_object *time;
	int err;

	if (!json_object_is_type(object, json_type_object))
		return refuse(reason, "a sample is no object");
	time = get(object, "time_ns", json_type_int);
	if (!time || json_object_get_int64(time) < 0)
		return refuse(reason, "a sample has no time_ns");
	snapshot->time_ns = json_object_get_uint64(time);
	err = facts_from(object, "facts", &snapshot->facts);
	if (err == -EBADMSG)
		return refuse(reason, "facts of a sample are malformed");
	err = err ?: softnet_from(object, snapshot);
	if (err == -EBADMSG)
		return refuse(reason, "softnet of a sample is malformed");
	err = err ?: nics_from(object, snapshot);
	if (err == -EBADMSG)
		return refuse(reason, "nics of a sample are malformed");
	err = err ?: files_from(object, snapshot);
	if (err == -EBADMSG)
		return refuse(reason, "files of a sample are malformed");
	return err ?: socks_from(object, &sample->socks, reason);
}

static bool bool_from(struct json_object *object, const char *key, bool *value)
{
	struct json_object *found = get(object, key, json_type_boolean);

	if (found)
		*value = json_object_get_boolean(found);
	return found;
}

static bool u32_from(struct json_object *object, const char *key, __u32 *value)
{
	const struct capture_number number = { key, 0, CAPTURE_U32 };
	struct json_object *found = get(object, key, json_type_int);

	return found && capture_number_from(value, &number, found);
}

static int head_from(struct json_object *root, struct capture *capture,
		     char *reason)
{
	char source[16];
	__u32 version;

	if (!u32_from(root, "nettune_capture", &version))
		return refuse(reason, "it is no capture of nettune");
	if (version != CAPTURE_VERSION) {
		snprintf(reason, CAPTURE_REASON,
			 "it is of version %" PRIu32 ", and this nettune reads %d",
			 version, CAPTURE_VERSION);
		return -EBADMSG;
	}
	if (!u32_from(root, "netns", &capture->netns) ||
	    !bool_from(root, "host", &capture->host) ||
	    !bool_from(root, "all_netns", &capture->all_netns) ||
	    !bool_from(root, "processes", &capture->processes) ||
	    !text_from(root, "source", source, sizeof(source)) ||
	    !text_from(root, "kernel", capture->kernel, CAPTURE_KERNEL))
		return refuse(reason, "its head is malformed");
	capture->module = !strcmp(source, "module");
	return 0;
}

static int capture_from(struct json_object *root, struct capture *capture,
			char *reason)
{
	struct json_object *samples;
	size_t count;
	int err;

	if (!json_object_is_type(root, json_type_object))
		return refuse(reason, "it is no capture of nettune");
	err = head_from(root, capture, reason);
	if (err)
		return err;
	samples = get(root, "samples", json_type_array);
	count = samples ? json_object_array_length(samples) : 0;
	if (!count || count > CAPTURE_SAMPLES)
		return refuse(reason, "it has no sample, or too many");
	for (size_t i = 0; i < count && !err; i++) {
		struct capture_sample *sample = &capture->samples[i];

		capture->count++;
		err = sample_from(json_object_array_get_idx(samples, i),
				  sample, reason);
		sample->snapshot.netns = capture->netns;
		sample->snapshot.host = capture->host;
		sample->snapshot.module = capture->module;
	}
	return err;
}

/**
 * capture_parse() - read a capture from memory
 * @text: the capture, not terminated
 * @len: bytes in @text
 * @capture: filled in; to be freed with capture_free() after success
 * @reason: what is wrong with it, "" = nothing but what the error says
 *
 * Return: 0 or a negative errno, -EBADMSG when it is malformed.
 */
int capture_parse(const char *text, size_t len, struct capture *capture,
		  char reason[CAPTURE_REASON])
{
	struct json_tokener *tokener;
	struct json_object *root;
	int err;

	*capture = (struct capture) { 0 };
	reason[0] = '\0';
	if (len > INT_MAX)
		return -EFBIG;
	tokener = json_tokener_new();
	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
					JSON_TOKENER_VALIDATE_UTF8);
	root = json_tokener_parse_ex(tokener, text, len);
	err = json_tokener_get_error(tokener) == json_tokener_success ?
	      capture_from(root, capture, reason) :
	      refuse(reason, "it is no JSON, or is cut off");
	json_object_put(root);
	json_tokener_free(tokener);
	if (err)
		capture_free(capture);
	return err;
}
