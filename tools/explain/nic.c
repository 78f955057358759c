// SPDX-License-Identifier: GPL-2.0-or-later
/* What nic shows of a device. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "rx_missed",
		.aliases = "rx_missed_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets that the device dropped because the driver had no\n"
		"free descriptor for them: the host did not empty the ring\n"
		"fast enough. This is the classic overload of the ring. UDP\n"
		"loses them, TCP sends again.",
		.knob =
		"A larger rx ring, more queues, interrupts spread over more\n"
		"CPUs, GRO on.",
		.related =
		"ring_rx rx_fifo rx_no_buffer softnet.time_squeeze ring",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_fifo",
		.aliases = "rx_fifo_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Overflows of the device's own packet memory. Some drivers\n"
		"count here what others call rx_missed. It may count events\n"
		"instead of packets.",
		.knob =
		"As rx_missed; if the ring is never empty, the PCIe link or\n"
		"memory is too slow.",
		.related = "rx_missed rx_over ring",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_over",
		.aliases = "rx_over_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets that did not fit into the buffers that the host\n"
		"offered, for instance larger than the MTU allows. Older\n"
		"drivers use it like rx_fifo.",
		.knob = "Check that the MTUs on the link agree.",
		.related = "rx_fifo mtu",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_no_buffer",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"The driver or device had no memory to put a packet into:\n"
		"descriptors were used up faster than they were refilled.\n"
		"The name that nettune gives to drivers' counters such as\n"
		"rx_no_buffer_count and alloc_rx_buff_failed.",
		.knob = "A larger rx ring; look for memory shortage.",
		.related = "rx_missed ring_rx",
		.source = "drivers/net/ethernet/intel (ethtool -S)",
	},
	{
		.name = "rx_crc",
		.aliases = "rx_crc_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Frames with a wrong checksum: cable, transceiver or switch\n"
		"port. It is no queue that is full.",
		.knob = "Replace cable or transceiver; check speed and duplex.",
		.related = "rx_errors",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"All bad frames that the device received: CRC, length,\n"
		"alignment and others. Drops of good packets are not in it.",
		.knob = "See the parts that the driver tells (ethtool -S).",
		.related = "rx_crc rx_dropped",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_dropped",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Good packets that were received and then not used: a\n"
		"protocol that nobody handles, a full CPU backlog, a device\n"
		"that is a spare in a bond. It is often harmless (LLDP,\n"
		"unknown VLANs). Ring overflow is not in it, although\n"
		"/proc/net/dev adds rx_missed to it.",
		.knob =
		"Look at rx_missed and softnet dropped to tell the kinds\n"
		"apart.",
		.related = "rx_missed softnet.dropped rx_nohandler",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "rx_nohandler",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets on a device that should not receive, such as the\n"
		"inactive member of a bond. Harmless.",
		.knob = "Nothing to tune.",
		.related = "rx_dropped",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "tx_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets that the device failed to send: carrier lost,\n"
		"aborted, FIFO underrun.",
		.knob = "Look at the link.",
		.related = "tx_carrier tx_dropped",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "tx_dropped",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets that the driver dropped before sending, for want\n"
		"of resources. Drops by the qdisc are counted there, not\n"
		"here.",
		.knob = "A larger tx ring; look at the driver's own counters.",
		.related = "qdisc_drops ring_tx",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "tx_carrier",
		.aliases = "tx_carrier_errors",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Packets that were not sent since the link was lost.",
		.knob = "Look at cable, transceiver and the switch's log.",
		.related = "tx_errors",
		.source =
		"include/uapi/linux/if_link.h struct rtnl_link_stats64",
	},
	{
		.name = "ring_rx",
		.aliases = "rx ring,ring_rx_max",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Descriptors in each receive ring, and the most that the\n"
		"hardware takes. More of them ride out longer bursts; they\n"
		"cost memory and, if very many, cache misses and latency.\n"
		"Changing it resets the link on many drivers.",
		.knob = "ethtool -G DEVICE rx N",
		.related = "rx_missed ring_tx ring",
		.source = "net/ethtool/rings.c",
	},
	{
		.name = "ring_tx",
		.aliases = "tx ring,ring_tx_max",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Descriptors in each send ring. Latency is limited by BQL,\n"
		"not by this number, where the driver has BQL.",
		.knob = "ethtool -G DEVICE tx N; rarely useful.",
		.related = "bql ring_rx",
		.source = "net/ethtool/rings.c, lib/dynamic_queue_limits.c",
	},
	{
		.name = "channels",
		.aliases = "combined",
		.stage = MODEL_STAGE_RING,
		.meaning =
		"Queue pairs of a device, each with its own interrupt. One\n"
		"flow stays on one queue, so more channels help many flows,\n"
		"not one.",
		.knob =
		"ethtool -L DEVICE combined N, up to the number of CPUs;\n"
		"then check how interrupts are spread.",
		.related = "irq_cpus rps_queues",
		.source =
		"net/ethtool/channels.c,\n"
		"Documentation/networking/scaling.rst",
	},
	{
		.name = "rx_usecs",
		.aliases = "coalesce",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"How long the device waits after a packet before it\n"
		"interrupts, to handle more of them at once. Longer saves\n"
		"CPU time and adds latency. It has no effect while\n"
		"adaptive_rx is on.",
		.knob = "ethtool -C DEVICE rx-usecs N",
		.related = "adaptive_rx ring",
		.source =
		"Documentation/networking/ethtool-netlink.rst COALESCE_GET",
	},
	{
		.name = "adaptive_rx",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"The driver chooses the interrupt delay itself by the\n"
		"traffic. A good choice unless latency must be constant.",
		.knob = "ethtool -C DEVICE adaptive-rx on|off",
		.related = "rx_usecs",
		.source = "Documentation/networking/net_dim.rst",
	},
	{
		.name = "rx-gro",
		.aliases = "gro",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"Generic receive offload: segments of one flow are merged\n"
		"before they go up the stack. It saves much CPU time.\n"
		"Turning it off is a way to measure, not to tune.",
		.knob = "ethtool -K DEVICE gro on",
		.related = "softnet.processed TcpInSegs",
		.source = "Documentation/networking/segmentation-offloads.rst",
	},
	{
		.name = "irq_cpus",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"How many CPUs the interrupts of a device may go to. If it\n"
		"is 1 while the device has many queues, one CPU does all\n"
		"the work.",
		.knob = "irqbalance, or /proc/irq/N/smp_affinity by hand.",
		.related = "channels rps_queues softnet.processed",
		.source = "Documentation/core-api/irq/irq-affinity.rst",
	},
	{
		.name = "rps_queues",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Receive queues for which receive packet steering is set up\n"
		"(rps_cpus). With it packets go through the CPU backlogs,\n"
		"and netdev_max_backlog begins to matter for a physical\n"
		"device.",
		.knob = "/sys/class/net/DEVICE/queues/rx-N/rps_cpus",
		.related =
		"netdev-backlog net.core.rps_sock_flow_entries\n"
		"softnet.received_rps",
		.source = "Documentation/networking/scaling.rst",
	},
	{
		.name = "mtu",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The largest packet that the device carries, in bytes,\n"
		"without the link header. Both ends and all switches\n"
		"between must agree.",
		.knob = "ip link set DEVICE mtu N",
		.related = "EMSGSIZE IpFragFails rx_over",
		.source = "net/core/dev.c dev_set_mtu()",
	},
};

const struct explain_table explain_nic = {
	.kind = EXPLAIN_NIC,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
