/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that tests of the filter language know. */
#ifndef EXPR_NAMES_H
#define EXPR_NAMES_H

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "array.h"
#include "model/expr.h"

static int test_number(void *arg, enum expr_kind kind, const char *name,
		       __u64 *value)
{
	static const struct {
		enum expr_kind	kind;
		const char	*name;
		__u64		value;
	} names[] = {
		{ EXPR_DEVICE, "eth0", 7 },
		{ EXPR_CGROUP, "/system.slice", 77 },
		{ EXPR_CGROUP, "/other", 78 },
		{ EXPR_UID, "root", 0 },
		{ EXPR_NETNS, "blue", 99 },
		{ EXPR_SERVICE, "http", 80 },
		{ EXPR_SERVICE, "https", 443 },
	};

	(void)arg;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].kind != kind || strcmp(names[i].name, name))
			continue;
		*value = names[i].value;
		return 0;
	}
	return -ENOENT;
}

static int test_hosts(void *arg, const char *name, unsigned int family,
		      struct nettune_prefix *prefixes, __u32 room)
{
	(void)arg;
	(void)family;
	if (strcmp(name, "web.example.org") || room < 2)
		return -ENOENT;
	prefixes[0] = (struct nettune_prefix) {
		.family = AF_INET, .len = 32, .addr = { 198, 51, 100, 1 },
	};
	prefixes[1] = (struct nettune_prefix) {
		.family = AF_INET6, .len = 128, .addr = { 0x20, 1, 0xd, 0xb8 },
	};
	return 2;
}

static const struct expr_names test_names = {
	.number = test_number, .hosts = test_hosts,
};

#endif
