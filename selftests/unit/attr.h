/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Netlink attributes, as a sender would make them. */
#ifndef ATTR_H
#define ATTR_H

#include "unit.h"

#include <linux/netlink.h>

/* Put an attribute at @at. Return: bytes taken, with padding. */
static inline size_t put_attr(char *at, int type, const void *data, size_t len)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };

	memset(at, 0, NLA_ALIGN(attr.nla_len));
	memcpy(at, &attr, sizeof(attr));
	memcpy(at + NLA_HDRLEN, data, len);
	return NLA_ALIGN(attr.nla_len);
}

#endif
