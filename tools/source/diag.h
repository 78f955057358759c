/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an inet_diag message says, as a pure function. */
#ifndef SOURCE_DIAG_H
#define SOURCE_DIAG_H

#include <linux/netlink.h>

#include "model/sock.h"

int diag_parse_socket(const struct nlmsghdr *hdr, unsigned int protocol,
		      struct model_sock *sock);

#endif
