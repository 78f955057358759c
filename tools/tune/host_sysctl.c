// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sysctls. /proc/sys/net shows the network namespace of the task that opens a
 * file (net_ctl_header_lookup() in net/sysctl_net.c), whichever namespace /proc
 * was mounted in: no file is kept open.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "tune/host.h"

/**
 * host_read_sysctl() - what a sysctl is
 * @host: the machine
 * @key: the sysctl
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_sysctl(struct host *host, const struct tune_key *key,
		     struct tune_now *now)
{
	char path[TUNE_SYSCTL_PATH], name[TUNE_SYSCTL_PATH + 4];

	if (tune_sysctl_path(key->name, path))
		return host_unknown(now, -EINVAL, "not the name of a sysctl");
	snprintf(name, sizeof(name), "sys/%s", path);
	return host_read_file(host->proc, name, now);
}

/**
 * host_write_sysctl() - set a sysctl
 * @host: the machine
 * @write: one sysctl and its value
 *
 * Return: 0 or a negative errno.
 */
int host_write_sysctl(struct host *host, const struct host_write *write)
{
	char name[TUNE_SYSCTL_PATH], path[PATH_MAX];

	if (write->count != 1)
		return host_refuse(write, -EINVAL, "sysctls are set one by one");
	if (tune_sysctl_path(write->keys[0]->name, name))
		return host_refuse(write, -EINVAL, "not the name of a sysctl");
	if ((size_t)snprintf(path, sizeof(path), "%s/sys/%s", host->proc,
			     name) >= sizeof(path))
		return host_refuse_errno(write, -ENAMETOOLONG);
	return host_write_file(path, write->values[0], write);
}
