// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Answers: is everything in them of the size and of the values it must be?
 */
#include "fuzz.h"

#include <string.h>

/* Every attribute of a stretch of them; what is wrong, or NULL. */
static const char *check_attrs(const char *at, size_t len,
			       const char *(*check)(int type, const char *data,
						    size_t len))
{
	const char *wrong;

	while (len >= NLA_HDRLEN) {
		const struct nlattr *attr = (const void *)at;
		size_t padded = NLA_ALIGN(attr->nla_len);

		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > len)
			return "an attribute reaches beyond its message";
		wrong = check(attr->nla_type & NLA_TYPE_MASK, at + NLA_HDRLEN,
			      attr->nla_len - NLA_HDRLEN);
		if (wrong)
			return wrong;
		if (padded >= len)
			return NULL;
		at += padded;
		len -= padded;
	}
	return len ? "bytes behind the last attribute" : NULL;
}

static const char *check_size(size_t len, size_t size)
{
	return len == size ? NULL : "a structure of another size";
}

static const char *check_id(const char *data, size_t len)
{
	struct nettune_sock_id id;

	if (len != sizeof(id))
		return "an identity of another size";
	memcpy(&id, data, sizeof(id));
	if (id.family != 2 && id.family != 10)
		return "a socket of no family";
	if (id.protocol != 6 && id.protocol != 17 && id.protocol != 255)
		return "a socket of no protocol";
	if (!id.state || id.state > 11)
		return "a socket of no state";
	if (id.pad || !id.netns)
		return "an identity with rubbish in it";
	return NULL;
}

static const char *check_socket(int type, const char *data, size_t len)
{
	switch (type) {
	case NETTUNE_A_SOCKET_ID:
		return check_id(data, len);
	case NETTUNE_A_SOCKET_MEM:
		return check_size(len, sizeof(struct nettune_sock_mem));
	case NETTUNE_A_SOCKET_LISTENER:
		return check_size(len, sizeof(struct nettune_sock_listener));
	case NETTUNE_A_SOCKET_TCP:
		return check_size(len, sizeof(struct nettune_sock_tcp));
	case NETTUNE_A_SOCKET_OWNER:
		return check_size(len, sizeof(struct nettune_sock_owner));
	case NETTUNE_A_SOCKET_PROCESS:
		return check_size(len, sizeof(struct nettune_sock_process));
	}
	return "an attribute that no socket has";
}

static const char *check_group(int type, const char *data, size_t len)
{
	(void)data;
	switch (type) {
	case NETTUNE_A_SUMMARY_ID:
		return check_size(len, sizeof(struct nettune_summary_id));
	case NETTUNE_A_SUMMARY_STAT:
		return check_size(len, sizeof(struct nettune_summary_stat));
	case NETTUNE_A_SUMMARY_HIST:
		return check_size(len, sizeof(struct nettune_summary_hist));
	}
	return "an attribute that no group has";
}

static const char *check_socket_get(int type, const char *data, size_t len)
{
	if (type != NETTUNE_A_SOCKET_GET_SOCKET)
		return "an attribute that is no socket";
	return check_attrs(data, len, check_socket);
}

static const char *check_summary_get(int type, const char *data, size_t len)
{
	if (type != NETTUNE_A_SUMMARY_GET_GROUP)
		return "an attribute that is no group";
	return check_attrs(data, len, check_group);
}

static const char *check_softnet_get(int type, const char *data, size_t len)
{
	(void)data;
	if (type != NETTUNE_A_SOFTNET_GET_CPU)
		return "an attribute that is no CPU";
	return check_size(len, sizeof(struct nettune_softnet));
}

static const char *check_config(int type, const char *data, size_t len)
{
	(void)data;
	if (!type || type >= NETTUNE_A_CONFIG_RESET)
		return "an attribute that is no setting";
	return check_size(len, sizeof(uint32_t));
}

/**
 * fuzz_check_record() - check a message of an answer
 * @cmd: the command that was asked
 * @hdr: the message, whole; no error, no end
 *
 * Return: what is wrong with it, NULL if nothing is.
 */
const char *fuzz_check_record(uint8_t cmd, const struct nlmsghdr *hdr)
{
	static const char *(*const checks[])(int, const char *, size_t) = {
		[NETTUNE_CMD_SOCKET_GET]	= check_socket_get,
		[NETTUNE_CMD_SOFTNET_GET]	= check_softnet_get,
		[NETTUNE_CMD_SUMMARY_GET]	= check_summary_get,
		[NETTUNE_CMD_CONFIG_GET]	= check_config,
	};
	const char *at = (const char *)hdr + NLMSG_HDRLEN;

	if (hdr->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN)
		return "a message without a header";
	if (cmd > NETTUNE_CMD_CONFIG_GET || !checks[cmd])
		return "a message where there should be none";
	return check_attrs(at + GENL_HDRLEN,
			   hdr->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN,
			   checks[cmd]);
}
