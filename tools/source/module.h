/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nettune.ko's netlink messages say, as pure functions. */
#ifndef SOURCE_MODULE_H
#define SOURCE_MODULE_H

#include <linux/netlink.h>
#include <netlink/attr.h>

#include "model/sock.h"
#include "model/softnet.h"

/* Takes one record of a message; see module_parse_records(). */
typedef int (*module_take_fn)(const struct nlattr *record, void *arg);

int module_parse_records(const struct nlmsghdr *hdr, int type,
			 module_take_fn take, void *arg);
int module_parse_socket(const struct nlattr *record, struct model_sock *sock);
int module_parse_softnet(const struct nlattr *record,
			 struct model_softnet *softnet);

#endif
