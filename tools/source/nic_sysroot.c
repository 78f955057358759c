// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Finds the sysfs of the network namespace that we are in. A mounted sysfs
 * shows the devices of the namespace in which it was mounted, not of the one
 * that looks at it.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

#include "source/nic.h"

/* A sysfs that nobody else sees, and that is gone with its descriptor. */
static int mount_sysfs(unsigned int attributes)
{
	int fs, fd = -1;

	fs = fsopen("sysfs", FSOPEN_CLOEXEC);
	if (fs < 0)
		return -errno;
	if (!fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		fd = fsmount(fs, FSMOUNT_CLOEXEC,
			     attributes | MOUNT_ATTR_NOSUID |
			     MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
	if (fd < 0)
		fd = -errno;
	close(fs);
	return fd;
}

static bool same_index(const char *sys_root, const char *ifname,
		       unsigned int wanted)
{
	unsigned int ifindex = 0;
	char path[PATH_MAX];
	FILE *file;
	bool same;

	snprintf(path, sizeof(path), "%s/class/net/%s/ifindex", sys_root,
		 ifname);
	file = fopen(path, "re");
	if (!file)
		return false;
	same = fscanf(file, "%u", &ifindex) == 1 && ifindex == wanted;
	fclose(file);
	return same;
}

/* How many devices are there? */
static size_t count_devices(const char *sys_root)
{
	struct dirent *entry;
	char path[PATH_MAX];
	size_t count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/class/net", sys_root);
	dir = opendir(path);
	if (!dir)
		return 0;
	/* Besides devices there are plain files, such as bonding_masters. */
	while ((entry = readdir(dir)))
		count += entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
	closedir(dir);
	return count;
}

/* Are exactly our devices there, by name and number? */
static bool has_same_devices(const char *sys_root)
{
	struct if_nameindex *devices = if_nameindex();
	size_t count = 0;
	bool same = devices;

	while (same && devices[count].if_index) {
		same = same_index(sys_root, devices[count].if_name,
				  devices[count].if_index);
		count += same;
	}
	if_freenameindex(devices);
	return same && count == count_devices(sys_root);
}

/* Mounts a sysfs. Return: was that done, and is it reached at @root? */
static bool own_sysfs(unsigned int attributes, char *root, size_t size, int *fd)
{
	*fd = mount_sysfs(attributes);
	if (*fd >= 0) {
		snprintf(root, size, "/proc/self/fd/%d", *fd);
		/* It is reached through /proc, if that is there. */
		if (!access(root, F_OK))
			return true;
		close(*fd);
	}
	*fd = -1;
	return false;
}

/**
 * nic_sysroot() - find the sysfs of the network namespace that we are in
 * @sys_root: where sysfs is mounted
 * @writable: is anything to be changed there?
 * @root: gets the path of the right one
 * @size: bytes in @root
 * @fd: set to what has to be closed afterwards, or -1
 *
 * With the right to mount it is asked for anew, else the mounted one is taken
 * if it shows the same devices.
 *
 * Return: 0, or -ENOENT when there is none.
 */
int nic_sysroot(const char *sys_root, bool writable, char *root, size_t size,
		int *fd)
{
	if (own_sysfs(writable ? 0 : MOUNT_ATTR_RDONLY, root, size, fd))
		return 0;
	snprintf(root, size, "%s", sys_root);
	return has_same_devices(root) ? 0 : -ENOENT;
}
