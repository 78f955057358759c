// SPDX-License-Identifier: GPL-2.0-or-later
/* A set of sockets, and the processes that have them open. */
#include "source/owner_set.h"

#include <errno.h>
#include <stdlib.h>

#define SLOTS_FIRST	1024

/**
 * owner_set_new() - get ready to look for owners
 *
 * Return: an empty set, or NULL without memory.
 */
struct owner_set *owner_set_new(void)
{
	struct owner_set *set = calloc(1, sizeof(*set));

	if (!set)
		return NULL;
	set->size = SLOTS_FIRST;
	set->slots = calloc(set->size, sizeof(*set->slots));
	if (!set->slots) {
		free(set);
		return NULL;
	}
	return set;
}

/**
 * owner_set_free() - free a set
 * @set: may be NULL
 */
void owner_set_free(struct owner_set *set)
{
	if (!set)
		return;
	free(set->slots);
	free(set->owners);
	free(set);
}

/**
 * owner_slot() - where a socket is in a set
 * @set: the set
 * @inode: the socket's, not 0
 *
 * Return: its slot, or the free one where it belongs.
 */
struct owner_slot *owner_slot(const struct owner_set *set, __u64 inode)
{
	/* Inodes are given out in sequence: spread the high bits down. */
	size_t at = (inode * 0x9e3779b97f4a7c15ULL) >> 32;

	for (;; at++) {
		struct owner_slot *slot = &set->slots[at & (set->size - 1)];

		if (!slot->inode || slot->inode == inode)
			return slot;
	}
}

static int grow(struct owner_set *set)
{
	struct owner_set old = *set;

	set->size = old.size * 2;
	set->slots = calloc(set->size, sizeof(*set->slots));
	if (!set->slots) {
		*set = old;
		return -ENOMEM;
	}
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].inode)
			*owner_slot(set, old.slots[i].inode) = old.slots[i];
	free(old.slots);
	return 0;
}

/**
 * owner_set_want() - name a socket to look for
 * @set: where
 * @inode: its inode; 0, which is none, is ignored
 *
 * Return: 0 or -ENOMEM.
 */
int owner_set_want(struct owner_set *set, __u64 inode)
{
	struct owner_slot *slot;

	if (!inode)
		return 0;
	if (set->wanted >= set->size / 2 && grow(set))
		return -ENOMEM;
	slot = owner_slot(set, inode);
	if (!slot->inode) {
		slot->inode = inode;
		set->wanted++;
	}
	return 0;
}

/**
 * owner_set_get() - tell who has a socket open
 * @set: where it was looked for
 * @inode: its inode, 0 = none
 *
 * Return: the process, valid until owner_set_find() or owner_set_free(), or
 * NULL when none is known.
 */
const struct nettune_sock_process *
owner_set_get(const struct owner_set *set, __u64 inode)
{
	const struct owner_slot *slot = owner_slot(set, inode);

	return slot->owner ? &set->owners[slot->owner - 1] : NULL;
}

/**
 * owner_set_hidden() - could it be that owners were not found for want of rights?
 * @set: where they were looked for
 *
 * Return: how many processes we were not allowed to look into; 0 if all sockets
 * were found.
 */
unsigned int owner_set_hidden(const struct owner_set *set)
{
	return set->found < set->wanted ? set->hidden : 0;
}
