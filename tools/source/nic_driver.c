// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What only ethtool's ioctl tells: which driver a device has, and the driver's
 * own counters. (The statistics of ethtool's netlink family are those that
 * IEEE and IETF have names for, and few drivers have them.)
 */
#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#include "source/nic.h"

/* More counters than any driver has; beyond, something is wrong. */
#define STATS_MAX	65536

static int ask(int fd, const char *ifname, void *request)
{
	struct ifreq ifr = { 0 };

	memcpy(ifr.ifr_name, ifname, sizeof(ifr.ifr_name));
	ifr.ifr_data = request;
	return ioctl(fd, SIOCETHTOOL, &ifr) ? -errno : 0;
}

/* Texts of a fixed room, not ended where they fill it. */
static void copy_text(const char *from, size_t room, char *to, size_t size)
{
	size_t len = strnlen(from, room);

	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

static void take_driver(int fd, struct model_nic *nic)
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	if (ask(fd, nic->ifname, &info))
		return;
	copy_text(info.driver, sizeof(info.driver), nic->driver,
		  sizeof(nic->driver));
	copy_text(info.bus_info, sizeof(info.bus_info), nic->bus,
		  sizeof(nic->bus));
	/* What drivers say that are nowhere. */
	if (!strcmp(nic->bus, "N/A"))
		nic->bus[0] = '\0';
}

/* How many counters a device has, 0 for none. */
static __u32 count_stats(int fd, const struct model_nic *nic)
{
	alignas(struct ethtool_sset_info)
		char room[sizeof(struct ethtool_sset_info) + sizeof(__u32)];
	struct ethtool_sset_info *info = (struct ethtool_sset_info *)room;

	memset(room, 0, sizeof(room));
	info->cmd = ETHTOOL_GSSET_INFO;
	info->sset_mask = 1ULL << ETH_SS_STATS;
	if (ask(fd, nic->ifname, info) || !info->sset_mask ||
	    info->data[0] > STATS_MAX)
		return 0;
	return info->data[0];
}

/*
 * The kernel writes as many as there are now, wherever the buffer ends: a
 * driver that got more queues since they were counted has more.
 */
static size_t roomy(__u32 count)
{
	return 4 * (size_t)count + 4096;
}

/* Both have to be of as many counters as were there. */
static int read_stats(int fd, struct model_nic *nic, __u32 count,
		      struct ethtool_gstrings *names,
		      struct ethtool_stats *stats)
{
	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_STATS;
	names->len = count;
	stats->cmd = ETHTOOL_GSTATS;
	stats->n_stats = count;
	if (ask(fd, nic->ifname, names) || ask(fd, nic->ifname, stats) ||
	    names->len != count || stats->n_stats != count)
		return 0;
	return model_nic_take_stats(nic, (const char *)names->data,
				    (const __u64 *)stats->data, count);
}

static int take_stats(int fd, struct model_nic *nic)
{
	__u32 count = count_stats(fd, nic);
	struct ethtool_gstrings *names;
	struct ethtool_stats *stats;
	int err = -ENOMEM;

	if (!count)
		return 0;
	names = calloc(1, sizeof(*names) + roomy(count) * ETH_GSTRING_LEN);
	stats = calloc(1, sizeof(*stats) + roomy(count) * sizeof(__u64));
	if (names && stats)
		err = read_stats(fd, nic, count, names, stats);
	free(names);
	free(stats);
	return err;
}

/**
 * nic_drivers() - ask every device for its driver and the driver's counters
 * @nics: all devices; what one does not tell stays unknown
 *
 * Return: 0 or a negative errno.
 */
int nic_drivers(struct nics *nics)
{
	int fd, err = 0;

	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	for (size_t i = 0; !err && i < nics->count; i++) {
		take_driver(fd, &nics->nics[i]);
		err = take_stats(fd, &nics->nics[i]);
	}
	close(fd);
	return err;
}
