/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What INET_DIAG_INFO says of a TCP connection. */
#ifndef SOURCE_DIAG_TCP_H
#define SOURCE_DIAG_TCP_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/nettune.h>

bool diag_copy_tcp(const void *data, size_t len, __u32 send_q,
		   struct nettune_sock_tcp *tcp);

#endif
