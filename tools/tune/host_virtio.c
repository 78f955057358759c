// SPDX-License-Identifier: GPL-2.0-or-later
/* What the card of a virtual machine lacks although its driver has it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "array.h"
#include "source/nic.h"
#include "source/proc.h"
#include "tune/host.h"

/* Bits of linux/virtio_net.h. */
#define VQ_NOTF_COAL	52
#define NOTF_COAL	53

/* The parameters of coalescing, and what the host has to offer for them. */
static const struct {
	const char	*name;
	unsigned int	bit;
} needs[] = {
	{ "adaptive-rx", VQ_NOTF_COAL },
	{ "adaptive-rx", NOTF_COAL },
	{ "rx-usecs", NOTF_COAL },
	{ "tx-usecs", NOTF_COAL },
	{ "rx-frames", NOTF_COAL },
};

static bool is_virtio(const char *root, const char *device)
{
	char path[2 * PATH_MAX], link[PATH_MAX];
	ssize_t len;

	snprintf(path, sizeof(path), "%s/class/net/%s/device/subsystem", root,
		 device);
	len = readlink(path, link, sizeof(link) - 1);
	if (len < 0)
		return false;
	link[len] = '\0';
	return len >= 7 && !strcmp(link + len - 7, "/virtio");
}

/* A digit for each bit, the lowest first. */
static bool lacks(const char *root, const struct tune_key *key)
{
	char name[PATH_MAX], *bits;
	bool found = false;
	size_t len;

	snprintf(name, sizeof(name), "class/net/%s/device/features",
		 key->device);
	if (proc_read(root, name, &bits, &len))
		return false;
	len = strspn(bits, "01");
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		found |= !strcmp(needs[i].name, key->name) &&
			 needs[i].bit < len && bits[needs[i].bit] == '0';
	free(bits);
	return found;
}

/**
 * host_virtio_lacks() - does the host of a virtual machine offer it?
 * @host: the machine
 * @key: a parameter of coalescing
 *
 * The driver tells adaptive-rx also where it can't be, and takes it then without
 * doing anything, or refuses it (virtnet_set_coalesce() and what it calls in
 * drivers/net/virtio_net.c, since Linux 6.9).
 *
 * Return: is it known not to?
 */
bool host_virtio_lacks(struct host *host, const struct tune_key *key)
{
	char root[PATH_MAX];
	bool found;
	int fd;

	if (key->kind != TUNE_COALESCE ||
	    nic_sysroot(host->sys, false, root, sizeof(root), &fd))
		return false;
	found = is_virtio(root, key->device) && lacks(root, key);
	if (fd >= 0)
		close(fd);
	return found;
}
