/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nt_fuzz: hostile netlink messages for the family "nettune".
 *
 * A request is built by a schema of the family, right or with something wrong
 * in it; what the kernel must make of it follows from how it was built.
 */
#ifndef NT_FUZZ_H
#define NT_FUZZ_H

#include <linux/genetlink.h>
#include <linux/nettune.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "random.h"

#define FUZZ_ROOM	16384

/* What has to come of a request. */
enum fuzz_fate {
	FUZZ_ACCEPT,	/* it is right */
	FUZZ_REFUSE,	/* it is wrong: an errno, and nothing else */
	FUZZ_EITHER,	/* who knows; but it must end */
};

/**
 * struct fuzz_request - a message that is built
 * @buf: the message
 * @len: how long it is
 * @cmd: its command
 * @dump: does it ask for a dump?
 * @fate: what has to come of it
 * @flaw: what is wrong with it, for people
 */
struct fuzz_request {
	union {
		struct nlmsghdr	hdr;
		char		buf[FUZZ_ROOM];
	};
	size_t		len;
	uint8_t		cmd;
	bool		dump;
	enum fuzz_fate	fate;
	const char	*flaw;
};

/* build.c */

void fuzz_build(struct fuzz_request *request, uint16_t family);

/* check.c: what is wrong with an answer; NULL = nothing */

const char *fuzz_check_record(uint8_t cmd, const struct nlmsghdr *hdr);

#endif /* NT_FUZZ_H */
