/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a set of sockets: who searches fills it in. */
#ifndef SOURCE_OWNER_SET_H
#define SOURCE_OWNER_SET_H

#include <stddef.h>

#include "source/owner.h"
#include "source/processes.h"

/* @inode is 0 in a free slot; @owner is an index + 1, 0 = not found yet. */
struct owner_slot {
	__u64		inode;
	size_t		owner;
};

/**
 * struct owner_set - sockets and the processes that have them open
 * @slots: the sockets: a hash table, half of it free
 * @size: its size, a power of two
 * @wanted: sockets in it
 * @found: those of them whose process is known
 * @owners: these processes
 * @count: how many they are
 * @room: how many fit
 * @hidden: processes that we were not allowed to look into
 */
struct owner_set {
	struct owner_slot	*slots;
	size_t		size;
	size_t		wanted;
	size_t		found;
	struct nettune_sock_process *owners;
	size_t		count;
	size_t		room;
	unsigned int	hidden;
};

struct owner_slot *owner_slot(const struct owner_set *set, __u64 inode);

/* owner_find.c */
__u64 owner_parse_link(const char *text);

/* owner_guess.c */
void owner_guess(const struct owner_set *set, int proc, struct processes *all);

#endif
