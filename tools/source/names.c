// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of numbers: of devices and cgroups, here or as a capture has them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "source/file.h"
#include "source/sockets.h"

/**
 * source_device() - the name of a network device
 * @src: open source; remembers the last one, because neighbours in a dump are
 *	often bound to the same
 * @ifindex: its number in the namespace that is looked at, 0 = none
 *
 * Return: its name, valid until the next call, or NULL.
 */
const char *source_device(struct source *src, unsigned int ifindex)
{
	if (!ifindex)
		return NULL;
	if (src->ops->replays)
		return file_device(src, ifindex);
	if (ifindex != src->ifindex) {
		src->ifindex = ifindex;
		if (!if_indextoname(ifindex, src->ifname))
			src->ifname[0] = '\0';
	}
	return src->ifname[0] ? src->ifname : NULL;
}

/**
 * source_cgroup() - the path of a cgroup
 * @src: open source; remembers it
 * @id: its number, 0 = none
 *
 * Return: its path below the cgroup v2 mount, or NULL.
 */
const char *source_cgroup(struct source *src, __u64 id)
{
	if (!id)
		return NULL;
	if (src->ops->replays)
		return file_cgroup(src, id);
	if (!src->cgroups)
		src->cgroups = cgroup_cache_new(src->proc_root);
	return src->cgroups ? cgroup_cache_path(src->cgroups, id) : NULL;
}

/**
 * source_name_held() - add the names of a kept socket's numbers
 * @src: open source
 * @held: gets its device and its cgroup, where they are known
 *
 * Return: 0 or -ENOMEM.
 */
int source_name_held(struct source *src, struct model_held_sock *held)
{
	const struct nt_snap *snap = &held->sock.snap;
	const char *ifname = NULL, *cgroup = NULL;

	if (src->ops->replays)
		return 0;
	if (snap->id.netns == src->netns)
		ifname = source_device(src, snap->id.ifindex);
	if (snap->has & NT_HAS_OWNER)
		cgroup = source_cgroup(src, snap->owner.cgroup);
	if (ifname) {
		snprintf(held->ifname, sizeof(held->ifname), "%s", ifname);
		held->sock.ifname = held->ifname;
	}
	if (cgroup && !held->cgroup) {
		held->cgroup = strdup(cgroup);
		held->sock.cgroup = held->cgroup;
		return held->cgroup ? 0 : -ENOMEM;
	}
	return 0;
}

/**
 * source_find_device() - the number of a network device
 * @src: open source, in the namespace that is looked at
 * @ifname: its name
 * @ifindex: set on success
 *
 * Return: 0 or a negative errno.
 */
int source_find_device(const struct source *src, const char *ifname,
		       __u32 *ifindex)
{
	*ifindex = src->ops->replays ? file_find_device(src, ifname) :
				       if_nametoindex(ifname);
	if (*ifindex)
		return 0;
	return src->ops->replays ? -ENODEV : -errno;
}

/**
 * source_find_cgroup() - the number of a cgroup
 * @src: open source
 * @path: its path below the cgroup v2 mount
 * @id: set on success
 *
 * Return: 0 or a negative errno.
 */
int source_find_cgroup(const struct source *src, const char *path, __u64 *id)
{
	if (!src->ops->replays)
		return cgroup_id(src->proc_root, path, id);
	*id = file_find_cgroup(src, path);
	return *id ? 0 : -ENOENT;
}
