// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a capture, piece by piece: a million sockets are never held. */
#include "view/capture.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>
#include <time.h>

#include "view/capture_json.h"
#include "view/view.h"

static int print(struct capture_writer *writer, struct json_object *object)
{
	int err = object ? view_json_print(writer->out, false, object) :
			   -ENOMEM;

	json_object_put(object);
	return err;
}

static int print_text(struct capture_writer *writer, const char *text)
{
	return fputs(text, writer->out) == EOF ? -errno : 0;
}

/* --- the head ------------------------------------------------------------ */

static struct json_object *names_of(const struct capture_group *group)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < group->count; i++)
		if (cap_put_text(array, NULL, group->numbers[i].name)) {
			json_object_put(array);
			return NULL;
		}
	return array;
}

static int put_columns(struct json_object *head)
{
	struct json_object *columns = json_object_new_object();
	struct json_object *rest = json_object_new_array();
	int err = columns && rest ? 0 : -ENOMEM;

	for (size_t i = 0; i < capture_sock_group_count && !err; i++)
		err = cap_put(columns, capture_sock_groups[i].name,
			      names_of(&capture_sock_groups[i]));
	for (size_t i = 0; i < CAPTURE_RESTS && !err; i++)
		err = cap_put_text(rest, NULL, capture_sock_rests[i]);
	if (!err)
		err = cap_put(columns, "softnet", names_of(&capture_softnet));
	if (!err)
		err = cap_put(columns, "files", names_of(&capture_files));
	if (err) {
		json_object_put(rest);
		json_object_put(columns);
		return err;
	}
	json_object_object_add(columns, "rest", rest);
	return cap_put(head, "columns", columns);
}

static int put_head(struct json_object *head, const struct capture *capture,
		    bool anonymize)
{
	int err;

	err = cap_put(head, "nettune_capture",
		      json_object_new_int(CAPTURE_VERSION));
	err = err ?: cap_put_text(head, "nettune", NETTUNE_VERSION);
	err = err ?: cap_put(head, "time", json_object_new_int64(time(NULL)));
	err = err ?: cap_put_text(head, "kernel", capture->kernel);
	err = err ?: cap_put(head, "netns", json_object_new_uint64(capture->netns));
	err = err ?: cap_put(head, "host", json_object_new_boolean(capture->host));
	err = err ?: cap_put_text(head, "source",
			      capture->module ? "module" : "diag");
	err = err ?: cap_put(head, "all_netns",
			 json_object_new_boolean(capture->all_netns));
	err = err ?: cap_put(head, "processes",
			 json_object_new_boolean(capture->processes));
	err = err ?: cap_put(head, "anonymized",
			 json_object_new_boolean(anonymize));
	return err ?: put_columns(head);
}

/**
 * capture_write_begin() - begin a capture
 * @writer: filled in; to be freed with capture_write_free(), whatever happens
 * @out: where to write
 * @head: what is said of the whole; its samples are not looked at
 * @anonymize: rename addresses
 *
 * Return: 0 or a negative errno.
 */
int capture_write_begin(struct capture_writer *writer, FILE *out,
			const struct capture *head, bool anonymize)
{
	struct json_object *object = json_object_new_object();
	const int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text = NULL;
	int err = -ENOMEM;

	*writer = (struct capture_writer) { .out = out };
	if (anonymize)
		writer->names = anonymizer_new();
	if (object && (writer->names || !anonymize))
		err = put_head(object, head, anonymize);
	if (!err)
		text = json_object_to_json_string_ext(object, flags);
	if (!err && !text)
		err = -ENOMEM;
	/* Its closing brace comes at the end. */
	if (!err && fprintf(out, "%.*s,\n\"samples\":[", (int)strlen(text) - 1,
			    text) < 0)
		err = -errno;
	json_object_put(object);
	return err;
}

/* --- a sample ------------------------------------------------------------ */

static struct json_object *facts_object(const struct model_facts *facts)
{
	struct json_object *object = json_object_new_object();
	int err = object ? 0 : -ENOMEM;

	for (size_t i = 0; i < facts->count && !err; i++) {
		const struct model_fact *fact = &facts->facts[i];

		err = fact->text ?
		      cap_put_text(object, fact->name, fact->text) :
		      cap_put(object, fact->name,
			      json_object_new_int64(fact->values[0]));
	}
	if (!err)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *softnet_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->cpus; i++)
		if (cap_put(array, NULL, cap_numbers(&snapshot->softnet[i],
						     &capture_softnet))) {
			json_object_put(array);
			return NULL;
		}
	return array;
}

static struct json_object *
files_row(const struct model_process_files *files)
{
	struct json_object *row = cap_numbers(files, &capture_files);

	if (row && cap_put_text(row, NULL, files->process.comm)) {
		json_object_put(row);
		return NULL;
	}
	return row;
}

static struct json_object *files_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->file_count; i++)
		if (cap_put(array, NULL, files_row(&snapshot->files[i]))) {
			json_object_put(array);
			return NULL;
		}
	return array;
}

static int put_nic(struct json_object *object, const struct model_nic *nic)
{
	int err = 0;

	for (size_t i = 0; i < capture_nic.count && !err; i++)
		err = cap_put(object, capture_nic.numbers[i].name,
			      cap_number(nic, &capture_nic.numbers[i]));
	err = err ?: cap_put_text(object, "ifname", nic->ifname);
	err = err ?: cap_put_text(object, "kind", nic->kind);
	err = err ?: cap_put_text(object, "driver", nic->driver);
	err = err ?: cap_put_text(object, "bus", nic->bus);
	err = err ?: cap_put_text(object, "qdisc", nic->qdisc);
	err = err ?: cap_put(object, "coalesce", facts_object(&nic->coalesce));
	err = err ?: cap_put(object, "channels", facts_object(&nic->channels));
	err = err ?: cap_put(object, "features", facts_object(&nic->features));
	err = err ?: cap_put(object, "drops", facts_object(&nic->drops));
	err = err ?: cap_put(object, "queues", facts_object(&nic->queues));
	return err ?: cap_put(object, "driver_drops",
			  facts_object(&nic->driver_drops));
}

static struct json_object *nics_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->nic_count; i++) {
		struct json_object *nic = json_object_new_object();

		if (!nic || put_nic(nic, &snapshot->nics[i]) ||
		    cap_put(array, NULL, nic)) {
			json_object_put(array);
			return NULL;
		}
	}
	return array;
}

static int print_part(struct capture_writer *writer, const char *name,
		      struct json_object *part)
{
	int err = fprintf(writer->out, ",\n\"%s\":", name) < 0 ? -errno : 0;

	if (!err)
		return print(writer, part);
	json_object_put(part);
	return err;
}

/**
 * capture_write_sample() - begin a sample; its sockets follow
 * @writer: the capture
 * @snapshot: all of the sample but the sockets
 *
 * Return: 0 or a negative errno.
 */
int capture_write_sample(struct capture_writer *writer,
			 const struct model_snapshot *snapshot)
{
	int err;

	if (fprintf(writer->out, "%s\n{\"time_ns\":%llu",
		    writer->samples ? "\n]}," : "",
		    (unsigned long long)snapshot->time_ns) < 0)
		return -errno;
	writer->samples++;
	writer->sockets = 0;
	err = print_part(writer, "facts", facts_object(&snapshot->facts));
	if (!err)
		err = print_part(writer, "softnet", softnet_array(snapshot));
	if (!err)
		err = print_part(writer, "nics", nics_array(snapshot));
	if (!err)
		err = print_part(writer, "files", files_array(snapshot));
	return err ?: print_text(writer, ",\n\"sockets\":[");
}

/**
 * capture_write_end() - end the capture
 * @writer: the capture
 *
 * Return: 0 or a negative errno.
 */
int capture_write_end(struct capture_writer *writer)
{
	return print_text(writer, writer->samples ? "\n]}\n]}\n" : "]}\n");
}

/**
 * capture_write_free() - let go of what writing needed
 * @writer: the capture
 */
void capture_write_free(struct capture_writer *writer)
{
	anonymizer_free(writer->names);
	writer->names = NULL;
}
