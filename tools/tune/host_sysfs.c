// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that only sysfs has: of NAPI, and the size of conntrack's table. */
#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "source/nic.h"
#include "tune/host.h"

#define HASHSIZE	"module/nf_conntrack/parameters/hashsize"

static bool is_napi(const char *name)
{
	return !strcmp(name, "gro_flush_timeout") ||
	       !strcmp(name, "napi_defer_hard_irqs");
}

/* Where the file of a device is: below the sysfs of our namespace. */
static void napi_name(const struct tune_key *key, char name[PATH_MAX])
{
	snprintf(name, PATH_MAX, "class/net/%s/%s", key->device, key->name);
}

/* Return: 0 with @root and @fd as of nic_sysroot(), or a negative errno. */
static int find_sysfs(struct host *host, const char *device, bool writable,
		      char *root, size_t size, int *fd)
{
	if (!if_nametoindex(device))
		return -ENODEV;
	return nic_sysroot(host->sys, writable, root, size, fd);
}

/**
 * host_read_napi() - what a setting of a device's NAPI is
 * @host: the machine
 * @key: the setting
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_napi(struct host *host, const struct tune_key *key,
		   struct tune_now *now)
{
	char root[PATH_MAX], name[PATH_MAX];
	int fd, err;

	if (!is_napi(key->name))
		return host_unknown(now, -ENOENT, "no setting of NAPI");
	err = find_sysfs(host, key->device, false, root, sizeof(root), &fd);
	if (err == -ENODEV)
		return host_unknown(now, err, NULL);
	if (err)
		return host_unknown(now, err, "there is no sysfs of this namespace");
	napi_name(key, name);
	err = host_read_file(root, name, now);
	if (fd >= 0)
		close(fd);
	return err;
}

/**
 * host_write_napi() - set NAPI of a device
 * @host: the machine
 * @write: settings of one device, one file each
 *
 * Return: 0 or a negative errno; those before the refused one are set then.
 */
int host_write_napi(struct host *host, const struct host_write *write)
{
	char root[PATH_MAX], name[PATH_MAX], path[2 * PATH_MAX];
	int fd, err;

	err = find_sysfs(host, write->keys[0]->device, true, root,
			 sizeof(root), &fd);
	if (err)
		return host_refuse_errno(write, err);
	for (size_t i = 0; !err && i < write->count; i++) {
		if (!is_napi(write->keys[i]->name)) {
			err = host_refuse(write, -ENOENT, "NAPI has no %s",
					  write->keys[i]->name);
			continue;
		}
		napi_name(write->keys[i], name);
		snprintf(path, sizeof(path), "%s/%s", root, name);
		err = host_write_file(path, write->values[i], write);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

/**
 * host_read_hashsize() - how many buckets conntrack's table has
 * @host: the machine; the table is one for all of it
 * @key: not looked at
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_hashsize(struct host *host, const struct tune_key *key,
		       struct tune_now *now)
{
	int err;

	(void)key;
	err = host_read_file(host->sys, HASHSIZE, now);
	if (!err && now->err == ENOENT && !now->note)
		err = host_note(now, "the module nf_conntrack is not loaded");
	return err;
}

/**
 * host_write_hashsize() - set how many buckets conntrack's table has
 * @host: the machine
 * @write: one setting; the kernel rounds up to whole pages, and takes it in
 *	the first network namespace only (nf_conntrack_set_hashsize())
 *
 * Return: 0 or a negative errno.
 */
int host_write_hashsize(struct host *host, const struct host_write *write)
{
	char path[PATH_MAX];
	int err;

	if (write->count != 1)
		return host_refuse(write, -EINVAL, "there is one such setting");
	snprintf(path, sizeof(path), "%s/" HASHSIZE, host->sys);
	err = host_write_file(path, write->values[0], write);
	if (err == -EOPNOTSUPP)
		host_refuse(write, err, "only in the first network namespace");
	return err;
}
