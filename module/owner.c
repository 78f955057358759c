// SPDX-License-Identifier: GPL-2.0
/*
 * Which process has a socket open: the answers. owner_walk.c finds them.
 */
#include "owner.h"

#include <linux/err.h>
#include <linux/hash.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

/* Above this many sockets (256 MiB of table) the question is refused. */
#define OWNER_SOCKETS_MAX (8U << 20)

#define OWNER_BITS_MIN 6
#define OWNER_ROOM_MIN 32

/* It is the asker's memory, and no fault of the kernel if there is none. */
#define OWNER_GFP (GFP_KERNEL_ACCOUNT | __GFP_NOWARN)

/* The table of sockets: open addressing; a quarter at least is free. */

static u32 owners_room(u32 bits)
{
	return (1U << bits) / 4 * 3;
}

/**
 * nt_owners_entry() - look a socket up
 * @owners: where
 * @inode: inode number of its file, not 0
 *
 * Context: any.
 * Return: its entry, or the free one where it belongs.
 */
struct nt_owner_entry *nt_owners_entry(const struct nt_owners *owners,
				       u64 inode)
{
	u32 at = hash_64(inode, owners->bits);

	while (owners->entries[at].inode && owners->entries[at].inode != inode)
		at = (at + 1) & ((1U << owners->bits) - 1);
	return &owners->entries[at];
}

static int owners_alloc(struct nt_owners *owners, u32 bits)
{
	owners->entries = kvcalloc(1U << bits, sizeof(*owners->entries),
				   OWNER_GFP);
	owners->bits = bits;
	return owners->entries ? 0 : -ENOMEM;
}

static int owners_grow(struct nt_owners *owners)
{
	struct nt_owners old = *owners;
	u32 at;

	if (owners->sockets >= OWNER_SOCKETS_MAX)
		return -E2BIG;
	if (owners_alloc(owners, old.bits + 1)) {
		*owners = old;
		return -ENOMEM;
	}
	for (at = 0; at < 1U << old.bits; at++) {
		const struct nt_owner_entry *entry = &old.entries[at];

		if (entry->inode)
			*nt_owners_entry(owners, entry->inode) = *entry;
		if (!(at % 1024))
			cond_resched();
	}
	kvfree(old.entries);
	return 0;
}

/**
 * nt_owners_enter() - look a socket up, and enter it if it is not there
 * @owners: where
 * @inode: inode number of its file, not 0
 *
 * Context: may sleep.
 * Return: its entry, or ERR_PTR of -ENOMEM, or of -E2BIG for too many.
 */
struct nt_owner_entry *nt_owners_enter(struct nt_owners *owners, u64 inode)
{
	struct nt_owner_entry *entry = nt_owners_entry(owners, inode);
	int err;

	if (entry->inode)
		return entry;
	if (owners->sockets >= owners_room(owners->bits)) {
		err = owners_grow(owners);
		if (err)
			return ERR_PTR(err);
		entry = nt_owners_entry(owners, inode);
	}
	entry->inode = inode;
	owners->sockets++;
	return entry;
}

/**
 * nt_owners_make_room() - get ready to append a process
 * @owners: to whose processes
 *
 * Context: may sleep.
 * Return: 0 or -ENOMEM.
 */
int nt_owners_make_room(struct nt_owners *owners)
{
	u32 room = max_t(u32, owners->room * 2, OWNER_ROOM_MIN);
	struct nt_owner_process *processes;

	if (owners->nr_processes < owners->room)
		return 0;
	processes = kvcalloc(room, sizeof(*processes), OWNER_GFP);
	if (!processes)
		return -ENOMEM;
	if (owners->processes)
		memcpy(processes, owners->processes,
		       owners->nr_processes * sizeof(*processes));
	kvfree(owners->processes);
	owners->processes = processes;
	owners->room = room;
	return 0;
}

/**
 * nt_owners_init() - get ready to look for processes
 * @owners: filled in; to be given to nt_owners_destroy() after success
 * @wanted: how many sockets there will be, as far as is known
 *
 * Processes are seen and numbered as the caller sees them.
 *
 * Context: process context, may sleep.
 * Return: 0, -ENOMEM, or -E2BIG for too many.
 */
int nt_owners_init(struct nt_owners *owners, u32 wanted)
{
	u32 bits = OWNER_BITS_MIN;
	int err;

	if (wanted > OWNER_SOCKETS_MAX)
		return -E2BIG;
	while (owners_room(bits) < wanted)
		bits++;
	memset(owners, 0, sizeof(*owners));
	err = owners_alloc(owners, bits);
	if (!err)
		owners->pid_ns = get_pid_ns(task_active_pid_ns(current));
	return err;
}

/**
 * nt_owners_want() - name a socket to look for
 * @owners: what nt_owners_init() got ready
 * @inode: inode number of its file; 0, which is none, is ignored
 *
 * Context: may sleep.
 * Return: 0, -ENOMEM, or -E2BIG for too many.
 */
int nt_owners_want(struct nt_owners *owners, u64 inode)
{
	return inode ? PTR_ERR_OR_ZERO(nt_owners_enter(owners, inode)) : 0;
}

/**
 * nt_owners_get() - tell who has a socket open
 * @owners: where it was looked for
 * @inode: inode number of its file, 0 = none
 * @process: filled in on success
 *
 * Context: any.
 * Return: true if a process is known: of several the one that was started
 * first.
 */
bool nt_owners_get(const struct nt_owners *owners, u64 inode,
		   struct nettune_sock_process *process)
{
	const struct nt_owner_entry *entry;

	if (!inode)
		return false;
	entry = nt_owners_entry(owners, inode);
	if (!entry->process)
		return false;
	*process = owners->processes[entry->process - 1].ident;
	return true;
}

/**
 * nt_owners_destroy() - free what was found
 * @owners: what nt_owners_init() got ready, or all 0
 *
 * Context: may sleep.
 */
void nt_owners_destroy(struct nt_owners *owners)
{
	kvfree(owners->processes);
	kvfree(owners->entries);
	if (owners->pid_ns)
		put_pid_ns(owners->pid_ns);
}
