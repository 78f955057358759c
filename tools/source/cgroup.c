// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Paths of control groups from their numbers, and back.
 *
 * A cgroup v2 id is the file handle of its directory, so the kernel can open
 * it without a search through the tree.
 */
#include "source/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Type of the handles of kernfs, on which cgroup2 is built. */
#define CGROUP_HANDLE_TYPE	0xfe

#define CGROUP_SLOTS	256

/* @path is NULL for a cgroup that was looked up in vain. */
struct slot {
	__u64	id;
	char	*path;
};

/**
 * struct cgroup_cache - the cgroup v2 mount and what was looked up in it
 * @mount_fd: the mount's root, < 0 = there is none
 * @mount: its path
 * @slots: the last answers, at the place that the id's low bits give
 */
struct cgroup_cache {
	int		mount_fd;
	char		mount[PATH_MAX];
	struct slot	slots[CGROUP_SLOTS];
};

/*
 * "36 25 0:30 / /sys/fs/cgroup rw,relatime shared:9 - cgroup2 cgroup2 rw": the
 * fifth word is the mount point, the word after the dash the type.
 */
static int find_mount(const char *proc_root, char *mount, size_t size)
{
	char path[PATH_MAX];
	char *line = NULL;
	size_t room = 0;
	int found = -1;
	FILE *file;

	snprintf(path, sizeof(path), "%s/self/mountinfo", proc_root);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (found && getline(&line, &room, file) >= 0) {
		const char *type = strstr(line, " - cgroup2 ");
		char *at = NULL, *word = NULL;

		if (!type)
			continue;
		for (int i = 0; i < 5; i++)
			word = strtok_r(i ? NULL : line, " ", &at);
		if (word && strlen(word) < size) {
			snprintf(mount, size, "%s", word);
			found = 0;
		}
	}
	free(line);
	fclose(file);
	return found;
}

/**
 * cgroup_cache_new() - get ready to look cgroups up
 * @proc_root: where /proc is
 *
 * Return: the cache, also where there is no cgroup v2 mount (every answer is
 * then NULL), or NULL without memory.
 */
struct cgroup_cache *cgroup_cache_new(const char *proc_root)
{
	struct cgroup_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		return NULL;
	cache->mount_fd = -1;
	if (!find_mount(proc_root, cache->mount, sizeof(cache->mount)))
		cache->mount_fd = open(cache->mount,
				       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return cache;
}

/**
 * cgroup_cache_free() - free the cache and all paths that it gave out
 * @cache: may be NULL
 */
void cgroup_cache_free(struct cgroup_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < CGROUP_SLOTS; i++)
		free(cache->slots[i].path);
	if (cache->mount_fd >= 0)
		close(cache->mount_fd);
	free(cache);
}

/* A file handle with room for an id. */
union handle {
	struct file_handle	handle;
	char			room[sizeof(struct file_handle) + sizeof(__u64)];
};

static int open_cgroup(const struct cgroup_cache *cache, __u64 id)
{
	union handle u = { 0 };

	u.handle.handle_bytes = sizeof(id);
	u.handle.handle_type = CGROUP_HANDLE_TYPE;
	memcpy(u.handle.f_handle, &id, sizeof(id));
	return open_by_handle_at(cache->mount_fd, &u.handle,
				 O_PATH | O_CLOEXEC);
}

/* Return: the path below the mount, to be freed, or NULL. */
static char *look_up(const struct cgroup_cache *cache, __u64 id)
{
	size_t skip = strlen(cache->mount);
	char target[PATH_MAX];
	char link[64];
	ssize_t len;
	int fd;

	if (cache->mount_fd < 0)
		return NULL;
	fd = open_cgroup(cache, id);
	if (fd < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, target, sizeof(target) - 1);
	close(fd);
	if (len < 0)
		return NULL;
	target[len] = '\0';

	/* A cgroup outside of what is mounted has no path that we could name. */
	if (strncmp(target, cache->mount, skip) ||
	    (target[skip] && target[skip] != '/'))
		return NULL;
	return strdup(target[skip] ? target + skip : "/");
}

/**
 * cgroup_cache_path() - path of a cgroup
 * @cache: what cgroup_cache_new() gave
 * @id: the cgroup's id, not 0
 *
 * Return: the path below the cgroup v2 mount, valid until the next call, or
 * NULL when the cgroup is gone, out of sight, or we may not look.
 */
const char *cgroup_cache_path(struct cgroup_cache *cache, __u64 id)
{
	struct slot *slot = &cache->slots[id % CGROUP_SLOTS];

	if (slot->id != id) {
		free(slot->path);
		slot->path = look_up(cache, id);
		slot->id = id;
	}
	return slot->path;
}

/* Return: 0, -ENOENT, or another negative errno. */
static int path_id(const char *path, __u64 *id)
{
	union handle u = { 0 };
	int mount_id;

	u.handle.handle_bytes = sizeof(*id);
	if (name_to_handle_at(AT_FDCWD, path, &u.handle, &mount_id, 0))
		return -errno;
	if (u.handle.handle_type != CGROUP_HANDLE_TYPE ||
	    u.handle.handle_bytes != sizeof(*id))
		return -ENOENT;
	memcpy(id, u.handle.f_handle, sizeof(*id));
	return 0;
}

/**
 * cgroup_id() - number of a cgroup
 * @proc_root: where /proc is
 * @name: its path below the cgroup v2 mount, or that of its directory
 * @id: set on success
 *
 * Return: 0, -ENOENT when there is no such cgroup, or another negative errno.
 */
int cgroup_id(const char *proc_root, const char *name, __u64 *id)
{
	char mount[PATH_MAX], path[2 * PATH_MAX];
	size_t len;

	if (find_mount(proc_root, mount, sizeof(mount)))
		return -ENOENT;
	len = strlen(mount);
	if (!strncmp(name, mount, len) && (!name[len] || name[len] == '/'))
		return path_id(name, id);
	snprintf(path, sizeof(path), "%s/%s", mount, name);
	return path_id(path, id);
}
