// SPDX-License-Identifier: GPL-2.0-or-later
/* Actors that move the ground: namespaces, cgroups, processors, the module. */
#include <errno.h>
#include <fcntl.h>
#include <linux/nettune.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hammer.h"

#define SOCKETS	30

/* --- namespaces --------------------------------------------------------- */

static int read_file_on(int fd)
{
	char buf[1000];
	ssize_t got;

	do
		got = read(fd, buf, sizeof(buf));
	while (got > 0);
	return got < 0 ? -errno : 0;
}

static int ask(struct nl *nl, struct random *r, const struct request *request)
{
	struct msg msg;
	struct maker maker = { .msg = &msg, .random = r };

	request_make(request, &maker, nl->family);
	return nl_send(nl, &msg);
}

/*
 * A dump and a file in debugfs are begun in a namespace, which is then left:
 * nothing but them holds it any more.
 */
static int outlive(struct nl *nl, struct random *r)
{
	char start[300];
	int file = open(DEBUGFS_DIR "/sockets", O_RDONLY | O_CLOEXEC);
	int err = ask(nl, r, request_find("sockets"));
	int result;

	if (file >= 0 && read(file, start, sizeof(start)) < 0)
		err = err ? err : -errno;
	if (unshare(CLONE_NEWNET))
		err = err ? err : -errno;
	if (!err && rnd_one_in(r, 2))
		err = nl_drain(nl, NL_ROOM);
	if (file >= 0) {
		result = read_file_on(file);
		err = err ? err : result;
		close(file);
	}
	return err;
}

static int in_namespace(void *arg)
{
	struct random *r = arg;
	int fds[SOCKETS];
	struct nl nl;
	int err;

	if (unshare(CLONE_NEWNET))
		return -errno;
	loopback_up();
	err = sockets_open(r, fds, rnd_one_in(r, 4) ? 1 : SOCKETS);
	if (err)
		return err;
	err = nl_open(&nl);
	if (err)
		return err;
	if (rnd_one_in(r, 2)) {
		err = ask(&nl, r, request_random(&nl, r));
		if (!err)
			err = nl_drain(&nl, NL_ROOM);
	}
	/* The sockets go with the process, in whatever state they are. */
	if (!err && rnd_one_in(r, 2)) {
		for (int i = 0; i < SOCKETS; i++)
			fds[i] = -1;
		err = outlive(&nl, r);
	}
	return err;
}

/* Namespaces that share the machine's hash tables, and some with their own. */
int round_netns(struct run *run)
{
	struct random child;
	char entries[16];

	snprintf(entries, sizeof(entries), "%u", 1u << rnd(&run->random, 9));
	write_file("/proc/sys/net/ipv4/tcp_child_ehash_entries",
		   rnd_one_in(&run->random, 2) ? entries : "0");
	write_file("/proc/sys/net/ipv4/udp_child_hash_entries",
		   rnd_one_in(&run->random, 2) ? "128" : "0");
	rnd_seed(&child, rnd(&run->random, UINT32_MAX));
	return in_child(in_namespace, &child);
}

static int in_user_namespace(void *arg)
{
	struct random *r = arg;
	int fds[SOCKETS];
	struct nl nl;
	int err;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return -errno;
	loopback_up();
	err = sockets_open(r, fds, SOCKETS);
	if (!err)
		err = nl_open(&nl);
	for (int i = 0; i < 5 && !err; i++) {
		err = ask(&nl, r, request_random(&nl, r));
		if (!err)
			err = nl_drain(&nl, NL_ROOM);
		/* Some may be asked for by the machine's administrator only. */
		if (err == -EPERM)
			err = 0;
	}
	return err;
}

int round_userns(struct run *run)
{
	struct random child;

	rnd_seed(&child, rnd(&run->random, UINT32_MAX));
	return in_child(in_user_namespace, &child);
}

/* --- cgroups ------------------------------------------------------------ */

#define CGROUP	"/sys/fs/cgroup/nt_hammer"

static int in_cgroup(void *arg)
{
	struct random *r = arg;
	int fds[SOCKETS];
	int err;

	err = write_file(CGROUP "/cgroup.procs", "0");
	if (err)
		return err;
	err = sockets_open(r, fds, SOCKETS);
	pause_us(rnd(r, 100000));
	return err;
}

/* With sockets that are still closing when it is removed. */
int round_cgroup(struct run *run)
{
	struct random child;
	int err;

	if (mkdir(CGROUP, 0755) && errno != EEXIST)
		return -errno;
	rnd_seed(&child, rnd(&run->random, UINT32_MAX));
	err = in_child(in_cgroup, &child);
	if (rmdir(CGROUP) && !err)
		err = -errno;
	return err;
}

/* --- the machine and the module ----------------------------------------- */

int round_cpu(struct run *run)
{
	static const char online[] = "/sys/devices/system/cpu/cpu1/online";
	int err = write_file(online, "0");

	if (err)
		return err;
	pause_us(rnd(&run->random, 800000));
	err = write_file(online, "1");
	pause_us(rnd(&run->random, 1500000));
	return err;
}

int *hush;

static int unload_within(int tries)
{
	int err = -EAGAIN;

	for (int i = 0; i < tries && err == -EAGAIN; i++) {
		err = module_unload();
		if (err == -EAGAIN)
			pause_us(1000);
	}
	return err;
}

/*
 * Away and back, in a moment when nobody is inside. If there is none by itself
 * nobody new goes in for a while; EAGAIN if there is still none.
 */
int round_module(struct run *run)
{
	int err = unload_within(300);

	if (err == -EAGAIN) {
		__atomic_store_n(hush, 1, __ATOMIC_RELAXED);
		err = unload_within(3000);
		__atomic_store_n(hush, 0, __ATOMIC_RELAXED);
	}
	if (err)
		return err;
	if (rnd_one_in(&run->random, 2))
		pause_us(rnd(&run->random, 100000));
	return module_load(run->module);
}
