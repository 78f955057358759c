/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which network devices carry the ssh session that a command is run from. */
#ifndef SOURCE_SESSION_H
#define SOURCE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include <net/if.h>

/* A bond and its members, at most. */
#define SESSION_DEVICES	32

/**
 * struct session - an ssh session
 * @devices: that carry it: the one of the route, and those below it
 * @count: how many; 0 = none is known
 */
struct session {
	char	devices[SESSION_DEVICES][IF_NAMESIZE];
	size_t	count;
};

int session_find(const char *proc, const char *sys, struct session *session);
bool session_uses(const struct session *session, const char *device);

/* For tests. */
bool session_peer(const char *proc, int pid, char *peer, size_t size);
void session_add_below(const char *sys, struct session *session);

#endif
