/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which process has a socket open, by the inode number of its file.
 */
#ifndef _NT_OWNER_H
#define _NT_OWNER_H

#include <linux/types.h>
#include <nettune/calc.h>

struct pid_namespace;

/**
 * struct nt_owner_entry - a socket
 * @inode: inode number of its file, 0 = this entry is free
 * @process: who has it open, index into the processes + 1; 0 = not known
 */
struct nt_owner_entry {
	u64	inode;
	u32	process;
};

/**
 * struct nt_owner_process - a process that has sockets
 * @ident: what the asker is told
 * @start_time: when it was started
 */
struct nt_owner_process {
	struct nettune_sock_process	ident;
	u64				start_time;
};

/**
 * struct nt_owners - sockets and the processes that have them open
 * @pid_ns: how processes are numbered, and which are seen
 * @entries: hash table of sockets, by inode number
 * @bits: its size, as a power of two
 * @sockets: sockets in it
 * @found: those of them whose process is known
 * @processes: the processes met that have any of these sockets
 * @nr_processes: how many they are
 * @room: how many fit into @processes
 * @latest: no process of @processes was started later; nanoseconds since boot
 * @all: is every socket that is met entered, or only looked up?
 */
struct nt_owners {
	struct pid_namespace	*pid_ns;
	struct nt_owner_entry	*entries;
	u32			bits;
	u32			sockets;
	u32			found;
	struct nt_owner_process	*processes;
	u32			nr_processes;
	u32			room;
	u64			latest;
	bool			all;
};

/* owner.c: what is known */

int nt_owners_init(struct nt_owners *owners, u32 wanted);
int nt_owners_want(struct nt_owners *owners, u64 inode);
bool nt_owners_get(const struct nt_owners *owners, u64 inode,
		   struct nettune_sock_process *process);
void nt_owners_destroy(struct nt_owners *owners);
struct nt_owner_entry *nt_owners_entry(const struct nt_owners *owners,
				       u64 inode);
struct nt_owner_entry *nt_owners_enter(struct nt_owners *owners, u64 inode);
int nt_owners_make_room(struct nt_owners *owners);

/* owner_walk.c: who finds it out */

int nt_owners_find(struct nt_owners *owners);
int nt_owners_find_all(struct nt_owners *owners);

#endif /* _NT_OWNER_H */
