// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the sockets of a capture. */
#include "view/capture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "view/capture_json.h"
#include "view/view.h"

static int put_text_or_null(struct json_object *array, const char *text)
{
	return text ? cap_put_text(array, NULL, text) : cap_put_null(array);
}

static int put_number_or_null(struct json_object *array, bool known, __u32 value)
{
	return known ? cap_put(array, NULL, json_object_new_uint64(value)) :
		       cap_put_null(array);
}

static int put_address(struct capture_writer *writer, struct json_object *row,
		       int family, const __u8 *from)
{
	char text[INET6_ADDRSTRLEN];
	__u8 addr[16];
	int err = 0;

	memcpy(addr, from, sizeof(addr));
	if (family != AF_INET && family != AF_INET6)
		return cap_put_null(row);
	if (writer->names)
		err = anonymizer_address(writer->names, family, addr);
	if (err)
		return err;
	inet_ntop(family, addr, text, sizeof(text));
	return cap_put_text(row, NULL, text);
}

static int put_process(struct json_object *row,
		       const struct nettune_sock_process *process)
{
	struct json_object *array;
	int err;

	if (!process->pid)
		return cap_put_null(row);
	array = json_object_new_array();
	if (!array)
		return -ENOMEM;
	err = cap_put(array, NULL, json_object_new_uint64(process->pid));
	err = err ?: cap_put_text(array, NULL, process->comm);
	if (!err)
		return cap_put(row, NULL, array);
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
	err = err ?: put_number_or_null(row, sock->peer_inode,
					sock->peer_inode);
	return err ?: put_number_or_null(row, sock->mark_known,
					 sock->snap.owner.mark);
}

static int put_socket(struct capture_writer *writer, struct json_object *row,
		      const struct model_sock *sock)
{
	int err = cap_put_numbers(row, sock, &capture_sock_groups[0]);

	for (size_t i = 1; i < capture_sock_group_count && !err; i++) {
		const struct capture_group *group = &capture_sock_groups[i];

		err = sock->snap.has & group->has ?
		      cap_put(row, NULL, cap_numbers(sock, group)) :
		      cap_put_null(row);
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

	if (!err && fputs(writer->sockets++ ? ",\n" : "\n", writer->out) == EOF)
		err = -errno;
	err = err ?: view_json_print(writer->out, false, row);
	json_object_put(row);
	return err;
}

