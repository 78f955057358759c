// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes a capture, piece by piece: a million sockets are never held. */
#include "view/capture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <json-c/json.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "view/view.h"

/* Add to an array or, with a key, to an object; takes the value over. */
static int put(struct json_object *object, const char *key,
	       struct json_object *value)
{
	int err = -ENOMEM;

	if (value)
		err = key ? json_object_object_add(object, key, value) :
			    json_object_array_add(object, value);
	if (err)
		json_object_put(value);
	return err ? -ENOMEM : 0;
}

static int put_null(struct json_object *array)
{
	return json_object_array_add(array, NULL) ? -ENOMEM : 0;
}

static struct json_object *number(const void *base,
				  const struct capture_number *from)
{
	__u64 value = capture_get(base, from);

	return from->type == CAPTURE_S32 ? json_object_new_int64((__s64)value) :
					   json_object_new_uint64(value);
}

static int put_numbers(struct json_object *array, const void *base,
		       const struct capture_group *group)
{
	int err = 0;

	for (size_t i = 0; i < group->count && !err; i++)
		err = put(array, NULL, number(base, &group->numbers[i]));
	return err;
}

static int put_text(struct json_object *object, const char *key,
		    const char *text)
{
	return put(object, key, view_json_text(text));
}

static int put_text_or_null(struct json_object *array, const char *text)
{
	return text ? put_text(array, NULL, text) : put_null(array);
}

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
		if (put_text(array, NULL, group->numbers[i].name)) {
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
		err = put(columns, capture_sock_groups[i].name,
			  names_of(&capture_sock_groups[i]));
	for (size_t i = 0; i < CAPTURE_RESTS && !err; i++)
		err = put_text(rest, NULL, capture_sock_rests[i]);
	if (!err)
		err = put(columns, "softnet", names_of(&capture_softnet));
	if (!err)
		err = put(columns, "files", names_of(&capture_files));
	if (err) {
		json_object_put(rest);
		json_object_put(columns);
		return err;
	}
	json_object_object_add(columns, "rest", rest);
	return put(head, "columns", columns);
}

static int put_head(struct json_object *head, const struct capture *capture,
		    bool anonymize)
{
	int err;

	err = put(head, "nettune_capture",
		  json_object_new_int(CAPTURE_VERSION));
	err = err ?: put_text(head, "nettune", NETTUNE_VERSION);
	err = err ?: put(head, "time", json_object_new_int64(time(NULL)));
	err = err ?: put_text(head, "kernel", capture->kernel);
	err = err ?: put(head, "netns", json_object_new_uint64(capture->netns));
	err = err ?: put(head, "host", json_object_new_boolean(capture->host));
	err = err ?: put_text(head, "source",
			      capture->module ? "module" : "diag");
	err = err ?: put(head, "all_netns",
			 json_object_new_boolean(capture->all_netns));
	err = err ?: put(head, "processes",
			 json_object_new_boolean(capture->processes));
	err = err ?: put(head, "anonymized",
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
		      put_text(object, fact->name, fact->text) :
		      put(object, fact->name,
			  json_object_new_int64(fact->values[0]));
	}
	if (!err)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *numbers_array(const void *base,
					 const struct capture_group *group)
{
	struct json_object *array = json_object_new_array();

	if (array && put_numbers(array, base, group)) {
		json_object_put(array);
		return NULL;
	}
	return array;
}

static struct json_object *softnet_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->cpus; i++)
		if (put(array, NULL, numbers_array(&snapshot->softnet[i],
						   &capture_softnet))) {
			json_object_put(array);
			return NULL;
		}
	return array;
}

static struct json_object *
files_row(const struct model_process_files *files)
{
	struct json_object *row = numbers_array(files, &capture_files);

	if (row && put_text(row, NULL, files->process.comm)) {
		json_object_put(row);
		return NULL;
	}
	return row;
}

static struct json_object *files_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->file_count; i++)
		if (put(array, NULL, files_row(&snapshot->files[i]))) {
			json_object_put(array);
			return NULL;
		}
	return array;
}

static int put_nic(struct json_object *object, const struct model_nic *nic)
{
	int err = 0;

	for (size_t i = 0; i < capture_nic.count && !err; i++)
		err = put(object, capture_nic.numbers[i].name,
			  number(nic, &capture_nic.numbers[i]));
	err = err ?: put_text(object, "ifname", nic->ifname);
	err = err ?: put_text(object, "kind", nic->kind);
	err = err ?: put_text(object, "driver", nic->driver);
	err = err ?: put_text(object, "bus", nic->bus);
	err = err ?: put_text(object, "qdisc", nic->qdisc);
	err = err ?: put(object, "coalesce", facts_object(&nic->coalesce));
	err = err ?: put(object, "channels", facts_object(&nic->channels));
	err = err ?: put(object, "features", facts_object(&nic->features));
	err = err ?: put(object, "drops", facts_object(&nic->drops));
	err = err ?: put(object, "queues", facts_object(&nic->queues));
	return err ?: put(object, "driver_drops",
			  facts_object(&nic->driver_drops));
}

static struct json_object *nics_array(const struct model_snapshot *snapshot)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < snapshot->nic_count; i++) {
		struct json_object *nic = json_object_new_object();

		if (!nic || put_nic(nic, &snapshot->nics[i]) ||
		    put(array, NULL, nic)) {
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

/* --- sockets ------------------------------------------------------------- */

static int put_address(struct capture_writer *writer, struct json_object *row,
		       int family, const __u8 *from)
{
	char text[INET6_ADDRSTRLEN];
	__u8 addr[16];
	int err = 0;

	memcpy(addr, from, sizeof(addr));
	if (family != AF_INET && family != AF_INET6)
		return put_null(row);
	if (writer->names)
		err = anonymizer_address(writer->names, family, addr);
	if (err)
		return err;
	return put_text(row, NULL, inet_ntop(family, addr, text, sizeof(text)));
}

static int put_process(struct json_object *row,
		       const struct nettune_sock_process *process)
{
	struct json_object *array;
	int err;

	if (!process->pid)
		return put_null(row);
	array = json_object_new_array();
	if (!array)
		return -ENOMEM;
	err = put(array, NULL, json_object_new_uint64(process->pid));
	err = err ?: put_text(array, NULL, process->comm);
	if (!err)
		return put(row, NULL, array);
	json_object_put(array);
	return err;
}

static int put_rest(struct capture_writer *writer, struct json_object *row,
		    const struct model_sock *sock)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	int err;

	err = put_address(writer, row, id->family, id->saddr);
	err = err ?: put_address(writer, row, id->family, id->daddr);
	err = err ?: put_text_or_null(row, sock->ifname);
	err = err ?: put_text_or_null(row, sock->cgroup);
	err = err ?: put_process(row, &sock->process);
	err = err ?: put_text_or_null(row, sock->path[0] ? sock->path : NULL);
	if (err)
		return err;
	return sock->peer_inode ?
	       put(row, NULL, json_object_new_uint64(sock->peer_inode)) :
	       put_null(row);
}

static int put_socket(struct capture_writer *writer, struct json_object *row,
		      const struct model_sock *sock)
{
	int err = put_numbers(row, sock, &capture_sock_groups[0]);

	for (size_t i = 1; i < capture_sock_group_count && !err; i++) {
		const struct capture_group *group = &capture_sock_groups[i];

		err = sock->snap.has & group->has ?
		      put(row, NULL, numbers_array(sock, group)) :
		      put_null(row);
	}
	return err ?: put_rest(writer, row, sock);
}

/**
 * capture_write_socket() - add a socket to the sample
 * @writer: the capture
 * @sock: the socket
 *
 * Return: 0 or a negative errno.
 */
int capture_write_socket(struct capture_writer *writer,
			 const struct model_sock *sock)
{
	struct json_object *row = json_object_new_array();
	int err = row ? put_socket(writer, row, sock) : -ENOMEM;

	err = err ?: print_text(writer, writer->sockets++ ? ",\n" : "\n");
	if (!err)
		return print(writer, row);
	json_object_put(row);
	return err;
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
