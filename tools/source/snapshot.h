/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything that there is to know at one time, from any source. */
#ifndef SOURCE_SNAPSHOT_H
#define SOURCE_SNAPSHOT_H

#include "model/snapshot.h"
#include "source/source.h"

/* Parts of a snapshot, a mask. */
enum source_part {
	SOURCE_PART_FACTS = 1,		/* facts, host */
	SOURCE_PART_SOFTNET = 2,	/* softnet */
	SOURCE_PART_NICS = 4,		/* nics */
	SOURCE_PART_LISTENERS = 8,	/* listeners */
	SOURCE_PART_SOCKETS = 16,	/* all, states, udp, worst, leaks */
	SOURCE_PART_OWNERS = 32,	/* processes of all those sockets */
	SOURCE_PART_FILES = 64,		/* files */
	SOURCE_PART_PORTS = 128,	/* ports */
};

#define SOURCE_PARTS_ALL	(SOURCE_PART_PORTS * 2 - 1)

/* Sockets that are kept for each key, sockets in CLOSE_WAIT, processes. */
#define SNAPSHOT_WORST	32
#define SNAPSHOT_LEAKS	64
#define SNAPSHOT_FILES	16

int source_snapshot(struct source *src, __u32 parts,
		    struct model_snapshot *snapshot);

/* files.c */
int files_fullest(const char *root, struct model_process_files **files,
		  size_t *count, size_t max);

/* chosen.c */
struct chosen;

struct chosen *chosen_new(void);
void chosen_free(struct chosen *chosen);
int chosen_take(struct model_sock *sock, void *arg);
int chosen_ask(struct chosen *chosen, struct source *src,
	       const struct source_query *query);
int chosen_store(struct chosen *chosen, struct model_snapshot *snapshot);

#endif
