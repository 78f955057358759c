/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One network device: rings, coalescing, channels, and what it has lost. */
#ifndef MODEL_NIC_H
#define MODEL_NIC_H

#include <stdbool.h>
#include <stddef.h>

#include <net/if.h>

#include "model/facts.h"

/* What is known of a device. */
enum model_nic_has {
	MODEL_NIC_HAS_RING = 1,
	MODEL_NIC_HAS_CHANNELS = 2,
	MODEL_NIC_HAS_SPEED = 4,
	MODEL_NIC_HAS_LINK = 8,
};

/**
 * struct model_nic - one network device
 * @has: mask of enum model_nic_has; what can't be asked of it is not there
 * @ifindex: its number
 * @ifname: its name
 * @altnames: other names it can be called by (ip link property add), each ended
 *	by 0, one behind the other
 * @altnames_len: bytes of that
 * @kind: what kind of virtual device ("veth", "bridge", ...), "" = a physical
 *	one, or not known
 * @driver: its driver, "" = none or not known
 * @bus: where it is on its bus ("0000:00:03.0"), "" = nowhere
 * @flags: IFF_*
 * @mtu: bytes
 * @link: is there a link? HAS_LINK
 * @speed: Mbit/s; HAS_SPEED
 * @qdisc: kind of its root qdisc, "" = none
 * @ring_rx: descriptors in each receive ring; HAS_RING, as the next three
 * @ring_rx_max: most that the hardware takes
 * @ring_tx: descriptors in each send ring
 * @ring_tx_max: most that the hardware takes
 * @coalesce: by ethtool's names in snake case: "rx_usecs",
 *	"adaptive_rx" (0 or 1); those that the driver knows
 * @channels: "rx", "tx", "other", "combined" and each with "_max"
 * @features: by ethtool's names: "rx-gro" (0 or 1); those that matter
 * @drops: counters under the same names whatever the driver calls them:
 *	"rx_missed" (no descriptor was free), "rx_fifo" (the hardware's own
 *	buffer was full), "rx_over", "rx_no_buffer" (no memory for a new
 *	buffer), "rx_crc", "rx_errors", "rx_dropped" (by the stack),
 *	"tx_errors", "tx_dropped", "tx_carrier", "qdisc_drops",
 *	"qdisc_requeues", "qdisc_overlimits"; the last two are no losses. What
 *	is told more than once, by the kernel and by the driver, is here once
 * @queues: gauges: "rx_queues", "tx_queues", "rps_queues" (receive queues with
 *	RPS), "irq_cpus" (CPUs that its interrupts are spread over),
 *	"qdisc_backlog" (bytes), "qdisc_qlen", "qdisc_limit" (packets, or
 *	"qdisc_limit_bytes"), "txqueuelen"
 * @driver_drops: the driver's own counters of losses, by its names; those of
 *	each queue by themselves
 */
struct model_nic {
	__u32			has;
	unsigned int		ifindex;
	char			ifname[IF_NAMESIZE];
	char			*altnames;
	size_t			altnames_len;
	char			kind[32];
	char			driver[32];
	char			bus[32];
	unsigned int		flags;
	__u32			mtu;
	bool			link;
	__u32			speed;
	char			qdisc[32];
	__u32			ring_rx;
	__u32			ring_rx_max;
	__u32			ring_tx;
	__u32			ring_tx_max;
	struct model_facts	coalesce;
	struct model_facts	channels;
	struct model_facts	features;
	struct model_facts	drops;
	struct model_facts	queues;
	struct model_facts	driver_drops;
};

/* snapshot.c */
void model_nic_free(struct model_nic *nic);

/* nic.c */
void model_nics_free(struct model_nic *nics, size_t count);
int model_nics_copy(const struct model_nic *nics, size_t count,
		    struct model_nic **copy);
int model_nic_add_name(struct model_nic *nic, const char *name, size_t len);
bool model_nic_is_named(const struct model_nic *nic, const char *pattern);
bool model_nic_is_physical(const struct model_nic *nic);
bool model_nic_losses(const struct model_nic *nic, __u64 *losses);
bool model_nic_feature(const char *name);

/* nic_stats.c */
const char *model_nic_loss_name(const char *driver, const char *counter,
				bool *queue);
bool model_nic_is_loss(const char *driver, const char *counter);
int model_nic_take_stats(struct model_nic *nic, const char *names,
			 const __u64 *values, size_t count);

/* Bytes that each of a driver's names of counters takes: ETH_GSTRING_LEN. */
#define MODEL_NIC_STAT_NAME	32

#endif
