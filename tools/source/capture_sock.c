// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the sockets of a capture. */
#include "source/capture_sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <json-c/json.h>
#include <string.h>

/**
 * capture_text_put() - a text that has to fit
 * @to: set, cut off behind a whole character where it is too long: it may have
 *	been made longer when bytes that were no text were replaced
 * @size: bytes in @to
 * @from: the text, UTF-8
 */
void capture_text_put(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		for (len = size - 1; len && (from[len] & 0xc0) == 0x80; len--)
			;
	memcpy(to, from, len);
	to[len] = '\0';
}

/**
 * capture_comm_from() - the name of a process
 * @comm: set, as by capture_text_put()
 * @array: where it is
 * @at: where in it
 *
 * Return: is it there?
 */
bool capture_comm_from(char comm[16], struct json_object *array, size_t at)
{
	struct json_object *value = json_object_array_get_idx(array, at);

	if (!json_object_is_type(value, json_type_string))
		return false;
	capture_text_put(comm, 16, json_object_get_string(value));
	return true;
}

static bool address_from(struct json_object *value, int family, __u8 addr[16])
{
	if (family != AF_INET && family != AF_INET6)
		return !value;
	return json_object_is_type(value, json_type_string) &&
	       inet_pton(family, json_object_get_string(value), addr) == 1;
}

/* A text that may be missing, and lives as long as the JSON does. */
static bool text_from(struct json_object *value, const char **text)
{
	*text = NULL;
	if (!value)
		return true;
	*text = json_object_get_string(value);
	return json_object_is_type(value, json_type_string);
}

static bool process_from(struct json_object *value,
			 struct nettune_sock_process *process)
{
	static const struct capture_number pid = {
		"pid", offsetof(struct nettune_sock_process, pid), CAPTURE_U32
	};
	static const struct capture_group numbers = { "process", 0, &pid, 1 };

	return !value || (capture_numbers_from(process, &numbers, value) &&
			  capture_comm_from(process->comm, value, 1));
}

static bool path_from(struct json_object *value, char path[MODEL_PATH_MAX])
{
	const char *text;

	if (!text_from(value, &text))
		return false;
	capture_text_put(path, MODEL_PATH_MAX, text ?: "");
	return true;
}

static bool u32_from(struct json_object *value, __u32 *number)
{
	static const struct capture_number one = { "", 0, CAPTURE_U32 };

	return !value || capture_number_from(number, &one, value);
}

/* Of a connection without an owner it may be known as well. */
static bool mark_from(struct json_object *value, struct model_sock *sock)
{
	sock->mark_known = value;
	return u32_from(value, &sock->snap.owner.mark);
}

static bool rest_from(struct model_sock *sock, struct json_object *row)
{
	struct json_object *rest[CAPTURE_RESTS];
	struct nettune_sock_id *id = &sock->snap.id;
	size_t first = capture_sock_groups[0].count +
		       capture_sock_group_count - 1;

	for (size_t i = 0; i < CAPTURE_RESTS; i++)
		rest[i] = json_object_array_get_idx(row, first + i);
	return address_from(rest[CAPTURE_LOCAL], id->family, id->saddr) &&
	       address_from(rest[CAPTURE_PEER], id->family, id->daddr) &&
	       text_from(rest[CAPTURE_IFNAME], &sock->ifname) &&
	       text_from(rest[CAPTURE_CGROUP], &sock->cgroup) &&
	       process_from(rest[CAPTURE_PROCESS], &sock->process) &&
	       path_from(rest[CAPTURE_PATH], sock->path) &&
	       u32_from(rest[CAPTURE_PEER_INODE], &sock->peer_inode) &&
	       mark_from(rest[CAPTURE_MARK], sock);
}

/* Views and filters take these to be what a kernel says. */
static bool is_plausible(const struct nt_snap *snap)
{
	const struct nettune_sock_id *id = &snap->id;
	const __u32 has_all = NT_HAS_MEM | NT_HAS_ACCEPT | NT_HAS_SYN |
			      NT_HAS_TCP | NT_HAS_OWNER;

	const __u32 protocol = model_protocol_bit(id->protocol);

	return model_family_bit(id->family) && protocol &&
	       model_is_unix(id) == (protocol == MODEL_PROTOCOL_UNIX) &&
	       id->state && id->state <= NT_STATE_CLOSING &&
	       !(snap->has & ~has_all);
}

/**
 * capture_sock_from() - read a socket
 * @sock: filled in; its strings live as long as @row does
 * @row: its array, or what is there instead
 *
 * Return: 0, or -EBADMSG when it is malformed.
 */
int capture_sock_from(struct model_sock *sock, struct json_object *row)
{
	const struct capture_group *first = &capture_sock_groups[0];
	size_t least = first->count + capture_sock_group_count - 1 +
		       CAPTURE_RESTS;

	memset(sock, 0, sizeof(*sock));
	if (!json_object_is_type(row, json_type_array) ||
	    json_object_array_length(row) < least ||
	    !capture_numbers_from(sock, first, row) ||
	    !is_plausible(&sock->snap))
		return -EBADMSG;
	for (size_t i = 1; i < capture_sock_group_count; i++) {
		const struct capture_group *group = &capture_sock_groups[i];
		struct json_object *numbers =
			json_object_array_get_idx(row, first->count + i - 1);
		bool wanted = sock->snap.has & group->has;

		if (wanted ? !capture_numbers_from(sock, group, numbers) :
			     !!numbers)
			return -EBADMSG;
	}
	return rest_from(sock, row) ? 0 : -EBADMSG;
}
