// SPDX-License-Identifier: GPL-2.0-or-later
/* All that is known of the network devices of a namespace. */
#include "source/nic.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "source/file.h"

#define SYS_ROOT	"/sys"

/**
 * nics_find() - find a device by its number
 * @nics: all devices, in the order of their numbers
 * @ifindex: the number
 *
 * Return: it, or NULL if there is none.
 */
struct model_nic *nics_find(const struct nics *nics, unsigned int ifindex)
{
	size_t low = 0, high = nics->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (nics->nics[middle].ifindex == ifindex)
			return &nics->nics[middle];
		if (nics->nics[middle].ifindex < ifindex)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int read_sysfs(const char *proc_root, struct nics *nics)
{
	char root[PATH_MAX];
	int fd, err = 0;

	if (nic_sysroot(SYS_ROOT, false, root, sizeof(root), &fd))
		return 0;
	for (size_t i = 0; !err && i < nics->count; i++)
		err = nic_take_sysfs(root, proc_root, &nics->nics[i]);
	if (fd >= 0)
		close(fd);
	return err;
}

/* In this order: later readers need names, numbers, drivers of earlier ones. */
static int read_all(struct source *src, struct netlink *nl, struct nics *nics)
{
	int err;

	err = nic_links(nl, nics);
	if (!err)
		err = nic_qdiscs(nl, nics);
	if (!err)
		err = nic_ethtool(nics);
	if (!err)
		err = nic_drivers(nics);
	if (!err)
		err = read_sysfs(src->proc_root, nics);
	return err;
}

static int copy_all(const struct model_snapshot *from, struct model_nic **nics,
		    size_t *count)
{
	int err = model_nics_copy(from->nics, from->nic_count, nics);

	*count = err ? 0 : from->nic_count;
	return err;
}

/**
 * nic_list() - read the devices of the network namespace that we are in
 * @src: says where /proc is; its @nl gets the kernel's words on an error
 * @nics: set to an array in the order of the devices' numbers, to be freed with
 *	model_nics_free(); NULL on error
 * @count: set to its length
 *
 * Needs no rights. What a device does not support is absent in it, and a device
 * that goes meanwhile has only what was read before.
 *
 * Return: 0 or a negative errno.
 */
int nic_list(struct source *src, struct model_nic **nics, size_t *count)
{
	struct nics list = { 0 };
	struct netlink nl;
	int err;

	if (src->ops->replays)
		return copy_all(file_snapshot(src), nics, count);
	*nics = NULL;
	*count = 0;
	err = netlink_open(&nl, NETLINK_ROUTE);
	if (err)
		return err;
	err = read_all(src, &nl, &list);
	memcpy(src->nl.message, nl.message, sizeof(nl.message));
	netlink_close(&nl);
	if (err) {
		model_nics_free(list.nics, list.count);
		return err;
	}
	*nics = list.nics;
	*count = list.count;
	return 0;
}
