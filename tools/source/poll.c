// SPDX-License-Identifier: GPL-2.0-or-later
/* One look at counters, backlogs and listeners, and at sockets if need be. */
#include "source/poll.h"

#include <errno.h>
#include <time.h>

#include "source/snapshot.h"

#define PARTS	(SOURCE_PART_FACTS | SOURCE_PART_SOFTNET | \
		 SOURCE_PART_LISTENERS)

static int take_sock(struct model_sock *sock, void *arg)
{
	return model_changes_sock(arg, sock);
}

/* A kernel without udp_diag does not tell which of its sockets lose. */
static int look_at(struct source *src, struct model_changes *changes,
		   __u32 protocol)
{
	const struct source_query query = {
		.filter = {
			.protocols = protocol,
			.families = NT_FAMILIES_ALL,
			.states = NT_STATES_ALL & ~(1U << NT_STATE_LISTEN |
						    1U << NT_STATE_TIME_WAIT),
		},
		.groups = NETTUNE_GROUP_MEM | NETTUNE_GROUP_OWNER |
			  NETTUNE_GROUP_COOKIE,
	};
	int err = source_sockets(src, &query, take_sock, changes);

	return err == -ENOENT ? 0 : err;
}

/**
 * poll_look() - look once
 * @src: open source
 * @changes: told what is there; calls back for each event
 *
 * All sockets of a protocol are looked at only when its counters say that one
 * has lost something, and at first.
 *
 * Return: 0, what the function that takes events said, or a negative errno.
 */
int poll_look(struct source *src, struct model_changes *changes)
{
	struct model_snapshot now;
	struct timespec time;
	__u32 protocols = 0;
	int err;

	err = source_snapshot(src, PARTS, &now);
	if (err)
		return err;
	clock_gettime(CLOCK_REALTIME, &time);
	changes->time_ns = time.tv_sec * 1000000000ULL + time.tv_nsec;
	err = model_changes_take(changes, &now, &protocols);
	if (!err && protocols & NETTUNE_PROTOCOL_UDP)
		err = look_at(src, changes, NETTUNE_PROTOCOL_UDP);
	if (!err && protocols & NETTUNE_PROTOCOL_TCP)
		err = look_at(src, changes, NETTUNE_PROTOCOL_TCP);
	return err;
}
