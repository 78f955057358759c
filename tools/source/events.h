/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listens to what nettune.ko tells of as it happens. */
#ifndef SOURCE_EVENTS_H
#define SOURCE_EVENTS_H

#include "model/event.h"
#include "transport/netlink.h"

/**
 * struct events - an open subscription
 * @nl: its socket; @nl.message has the kernel's words on a refusal
 * @family: the module's netlink family, and its group of events
 */
struct events {
	struct netlink		nl;
	struct genl_family	family;
};

/* Take one event. A value other than 0 ends the reading and is passed on. */
typedef int (*events_fn)(const struct model_event *event, void *arg);

int events_open(struct events *events);
void events_close(struct events *events);
int events_fd(const struct events *events);
int events_read(struct events *events, events_fn fn, void *arg);
int events_renew(struct events *events);

int events_parse(const struct nlmsghdr *hdr, struct model_event *event);

#endif
