/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Netlink attributes by their types, however the message that has them lies. */
#ifndef TRANSPORT_ATTRS_H
#define TRANSPORT_ATTRS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/netlink.h>
#include <linux/types.h>

const struct nlattr *attrs_begin(const struct nlmsghdr *hdr, size_t header,
				 int *len);
int attrs_message(const struct nlmsghdr *hdr, size_t header,
		  const struct nlattr **table, size_t count);
int attrs_nested(const struct nlattr *attr, const struct nlattr **table,
		 size_t count);
bool attrs_u16(const struct nlattr *attr, __u16 *value);
bool attrs_u32(const struct nlattr *attr, __u32 *value);
void attrs_text(const struct nlattr *attr, char *buf, size_t size);

#endif
