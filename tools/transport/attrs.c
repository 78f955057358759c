// SPDX-License-Identifier: GPL-2.0-or-later
/* Netlink attributes by their types. */
#include "transport/attrs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

/* Return: 0, or -EBADMSG when an attribute is cut off. */
static int parse(const struct nlattr *attr, int len,
		 const struct nlattr **table, size_t count)
{
	memset(table, 0, count * sizeof(*table));
	for (; nla_ok(attr, len); attr = nla_next(attr, &len))
		if ((size_t)nla_type(attr) < count)
			table[nla_type(attr)] = attr;
	return len > 0 ? -EBADMSG : 0;
}

/**
 * attrs_begin() - the first attribute of a message
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @header: bytes of the family's own header
 * @len: set to the bytes of all attributes, for nla_ok()
 *
 * Return: NULL when the header is cut off.
 */
const struct nlattr *attrs_begin(const struct nlmsghdr *hdr, size_t header,
				 int *len)
{
	const size_t start = NLMSG_ALIGN(NLMSG_LENGTH(header));

	if (hdr->nlmsg_len < NLMSG_LENGTH(header))
		return NULL;
	*len = hdr->nlmsg_len > start ? hdr->nlmsg_len - start : 0;
	return (const struct nlattr *)((const char *)hdr + start);
}

/**
 * attrs_message() - find the attributes of a message
 * @hdr: as attrs_begin()
 * @header: as attrs_begin()
 * @table: filled in: by type, the last one of that type or NULL
 * @count: its length; higher types are from a newer kernel, and skipped
 *
 * Return: 0, or -EBADMSG when something is cut off.
 */
int attrs_message(const struct nlmsghdr *hdr, size_t header,
		  const struct nlattr **table, size_t count)
{
	const struct nlattr *attr;
	int len;

	attr = attrs_begin(hdr, header, &len);
	return attr ? parse(attr, len, table, count) : -EBADMSG;
}

/**
 * attrs_nested() - find the attributes within one
 * @attr: that; NULL has none
 * @table: as attrs_message()
 * @count: as attrs_message()
 *
 * Return: 0, or -EBADMSG when one is cut off.
 */
int attrs_nested(const struct nlattr *attr, const struct nlattr **table,
		 size_t count)
{
	if (!attr)
		return parse(NULL, 0, table, count);
	return parse(nla_data(attr), nla_len(attr), table, count);
}

/**
 * attrs_u32() - the number that an attribute has
 * @attr: the attribute, of 1 or 4 bytes; may be NULL
 * @value: set if there is one
 *
 * Return: is there one?
 */
bool attrs_u32(const struct nlattr *attr, __u32 *value)
{
	if (!attr)
		return false;
	if (nla_len(attr) == sizeof(__u8))
		*value = *(const __u8 *)nla_data(attr);
	else if (nla_len(attr) >= (int)sizeof(*value))
		memcpy(value, nla_data(attr), sizeof(*value));
	else
		return false;
	return true;
}

/**
 * attrs_u16() - the number that an attribute has
 * @attr: the attribute, of 2 bytes; may be NULL
 * @value: set if there is one
 *
 * Return: is there one?
 */
bool attrs_u16(const struct nlattr *attr, __u16 *value)
{
	if (!attr || nla_len(attr) < (int)sizeof(*value))
		return false;
	memcpy(value, nla_data(attr), sizeof(*value));
	return true;
}

/**
 * attrs_text() - the text that an attribute has, as far as it fits
 * @attr: the attribute, its text ended by 0 or by its length; may be NULL
 * @buf: gets the text, empty if there is none
 * @size: bytes in @buf
 */
void attrs_text(const struct nlattr *attr, char *buf, size_t size)
{
	snprintf(buf, size, "%.*s", attr ? nla_len(attr) : 0,
		 attr ? (const char *)nla_data(attr) : "");
}
