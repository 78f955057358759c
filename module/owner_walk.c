// SPDX-License-Identifier: GPL-2.0
/*
 * Which process has a socket open: one pass over the descriptors of all
 * processes.
 *
 * The processes are those that /proc shows to the asker, found as there by
 * number in the asker's pid namespace: wherever the walk is left to sleep, it
 * goes on with the next number, whatever came or went meanwhile. A process that
 * is started, or a descriptor that is moved to a lower number, during the walk
 * may be missed.
 *
 * The file table of a process stays while its task_lock() is held, which is
 * done for a few descriptors at a time. Unlike the table's own file_lock, it is
 * not taken by open(), accept() and close(). No file is referenced either: the
 * last reference to go closes the socket, and that may not become our part.
 *
 * Not seen are sockets that no process has a descriptor of: in flight over a
 * Unix socket, registered with io_uring only, or the kernel's own; nor those of
 * a thread that has a file table apart from its process (CLONE_THREAD without
 * CLONE_FILES).
 */
#include "owner.h"

#include <linux/bitops.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/net.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <net/sock.h>

#include "compat.h"

/* Descriptors that are looked at before the locks are dropped. */
#define OWNER_CHUNK 64

/**
 * struct owner_scan - the process that is being looked at
 * @owners: where to enter its sockets
 * @leader: the process
 * @pid: its number
 * @index: its index into the processes + 1, 0 = it isn't there yet
 * @start_time: when it was started
 * @fd: the next descriptor
 * @nr: how many sockets are in @inodes
 * @inodes: sockets among the descriptors read last
 */
struct owner_scan {
	struct nt_owners	*owners;
	struct task_struct	*leader;
	int			pid;
	u32			index;
	u64			start_time;
	unsigned int		fd;
	u32			nr;
	u64			inodes[OWNER_CHUNK];
};

/* Enter the process that is being looked at, unless it is there. */
static int owner_scan_enter(struct owner_scan *scan)
{
	struct nt_owners *owners = scan->owners;
	struct nt_owner_process *process;
	int err;

	if (scan->index)
		return 0;
	err = nt_owners_make_room(owners);
	if (err)
		return err;
	process = &owners->processes[owners->nr_processes++];
	process->start_time = scan->start_time;
	process->ident.pid = scan->pid;
	get_task_comm(process->ident.comm, scan->leader);
	owners->latest = max(owners->latest, scan->start_time);
	scan->index = owners->nr_processes;
	return 0;
}

/* One process: its descriptors, then what is known of their sockets. */

/*
 * Files come from a slab that is SLAB_TYPESAFE_BY_RCU on newer kernels (they
 * are freed after a grace period on older ones): a file that is closed may at
 * once become another one. Of a file that was in the table under this
 * rcu_read_lock() its memory stays a file, and what its pointers lead to was
 * not freed before.
 *
 * An inode may be followed only if it is a socket's, which is freed after a
 * grace period: those of pipes are not. A socket's file has the socket in
 * private_data and its inode, which is part of the same allocation, in f_inode;
 * if the two do not fit, the file changed while it was read.
 *
 * A socket has but one file in its life. So if the inode is the same before and
 * after the file was in the table, it was this socket's file all the while, and
 * the process did have it open. Where the table itself was exchanged between
 * reading the pointer to it and the slot, the slot still has what was in it at
 * the exchange.
 */
static struct file *owner_file(struct files_struct *files, unsigned int fd)
{
	struct fdtable *fdt = files_fdtable(files);

	return fd < fdt->max_fds ? rcu_dereference(fdt->fd[fd]) : NULL;
}

/* Return: the inode number if the descriptor is a socket, or 0. */
static u64 owner_socket_inode(struct files_struct *files, unsigned int fd)
{
	struct file *file = owner_file(files, fd);
	struct socket *sock;
	struct inode *inode;
	u64 number;

	if (!file)
		return 0;
	/* What it reads may be written for the file's next life. */
	sock = data_race(nt_sock_from_file(file));
	inode = READ_ONCE(file->f_inode);
	if (!sock || SOCK_INODE(sock) != inode)
		return 0;
	/* First what the file is, then whether it is in the table ... */
	smp_rmb();
	if (owner_file(files, fd) != file)
		return 0;
	/* ... then whether it still is the same, as it was when put there. */
	smp_rmb();
	number = READ_ONCE(inode->i_ino);
	return READ_ONCE(file->f_inode) == inode ? number : 0;
}

/* Return: true if there are more descriptors. */
static bool owner_scan_files(struct owner_scan *scan,
			     struct files_struct *files)
{
	int looked;
	u64 inode;

	for (looked = 0; looked < OWNER_CHUNK; looked++) {
		struct fdtable *fdt = files_fdtable(files);

		/* A bit that is set meanwhile is a descriptor to come. */
		scan->fd = data_race(find_next_bit(fdt->open_fds, fdt->max_fds,
						   scan->fd));
		if (scan->fd >= fdt->max_fds)
			return false;
		inode = owner_socket_inode(files, scan->fd++);
		if (inode)
			scan->inodes[scan->nr++] = inode;
	}
	return true;
}

/* Return: true if there are more descriptors. */
static bool owner_scan_chunk(struct owner_scan *scan, struct task_struct *task)
{
	bool more = false;

	scan->nr = 0;
	task_lock(task);
	rcu_read_lock();
	if (task->files)
		more = owner_scan_files(scan, task->files);
	rcu_read_unlock();
	task_unlock(task);
	return more;
}

/* The process has the socket open: is it the first one that was started? */
static int owner_scan_found(struct owner_scan *scan, u64 inode)
{
	struct nt_owners *owners = scan->owners;
	struct nt_owner_entry *entry;
	int err;

	if (owners->all) {
		entry = nt_owners_enter(owners, inode);
		if (IS_ERR(entry))
			return PTR_ERR(entry);
	} else {
		entry = nt_owners_entry(owners, inode);
		if (!entry->inode)
			return 0;
	}
	if (entry->process) {
		const struct nt_owner_process *other =
			&owners->processes[entry->process - 1];

		if (other->start_time <= scan->start_time)
			return 0;
	}
	err = owner_scan_enter(scan);
	if (err)
		return err;
	owners->found += !entry->process;
	entry->process = scan->index;
	return 0;
}

/*
 * The thread whose file table is that of the process: any that has not exited.
 * The first one may have done so before the others. (for_each_thread() can't be
 * used by a module where lockdep wants to see tasklist_lock.)
 */
static struct task_struct *owner_get_thread(struct task_struct *leader)
{
	struct task_struct *thread, *found = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(thread, &leader->signal->thread_head,
				thread_node) {
		if (!READ_ONCE(thread->files))
			continue;
		found = thread;
		get_task_struct(found);
		break;
	}
	rcu_read_unlock();
	return found;
}

static int owner_scan_process(struct owner_scan *scan)
{
	struct task_struct *thread = owner_get_thread(scan->leader);
	bool more = thread;
	int err = 0;
	u32 i;

	scan->fd = 0;
	scan->index = 0;
	while (more && !err) {
		more = owner_scan_chunk(scan, thread);
		for (i = 0; i < scan->nr && !err; i++)
			err = owner_scan_found(scan, scan->inodes[i]);
		if (fatal_signal_pending(current))
			err = -EINTR;
		cond_resched();
	}
	if (thread)
		put_task_struct(thread);
	return err;
}

/*
 * Is there anything to learn from this process? Not if every socket is found,
 * each with a process that was started before this one.
 */
static bool owner_scan_wanted(const struct owner_scan *scan)
{
	const struct nt_owners *owners = scan->owners;

	if (READ_ONCE(scan->leader->flags) & PF_KTHREAD)
		return false;
	return owners->all || owners->found < owners->sockets ||
	       scan->start_time < owners->latest;
}

/*
 * Go to the next number that is in use, from @scan->pid on; threads have some
 * of them, which are passed over one by one so as not to stay under RCU.
 *
 * Return: false if there is none.
 */
static bool owner_scan_next(struct owner_scan *scan)
{
	struct pid *pid;

	rcu_read_lock();
	pid = idr_get_next(&scan->owners->pid_ns->idr, &scan->pid);
	scan->leader = pid ? pid_task(pid, PIDTYPE_TGID) : NULL;
	if (scan->leader) {
		get_task_struct(scan->leader);
		scan->start_time = READ_ONCE(scan->leader->start_time);
	}
	rcu_read_unlock();
	return pid;
}

static int owners_scan(struct nt_owners *owners)
{
	struct owner_scan scan = { .owners = owners };
	int err = 0;

	for (scan.pid = 1; !err && owner_scan_next(&scan); scan.pid++) {
		if (scan.leader) {
			if (owner_scan_wanted(&scan))
				err = owner_scan_process(&scan);
			put_task_struct(scan.leader);
		}
		cond_resched();
	}
	return err;
}

/**
 * nt_owners_find() - find the processes of all sockets that were named
 * @owners: what nt_owners_init() got ready
 *
 * Context: process context, may sleep.
 * Return: 0, -ENOMEM, or -EINTR when the caller is being killed.
 */
int nt_owners_find(struct nt_owners *owners)
{
	return owners->sockets ? owners_scan(owners) : 0;
}

/**
 * nt_owners_find_all() - find every socket that a process has open
 * @owners: what nt_owners_init() got ready
 *
 * Context: process context, may sleep.
 * Return: 0, -ENOMEM, -E2BIG when there are too many, or -EINTR when the caller
 * is being killed.
 */
int nt_owners_find_all(struct nt_owners *owners)
{
	owners->all = true;
	return owners_scan(owners);
}
