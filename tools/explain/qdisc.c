// SPDX-License-Identifier: GPL-2.0-or-later
/* Queueing disciplines and what they count. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "bql",
		.aliases = "byte queue limits",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Byte queue limits: the kernel keeps only as many bytes in\n"
		"a send ring as are needed to keep the device busy, so that\n"
		"the rest waits in the qdisc, where it can be ordered. Each\n"
		"queue has its own limit that adapts itself.",
		.knob =
		"Nothing to tune:\n"
		"/sys/class/net/DEVICE/queues/tx-N/byte_queue_limits shows\n"
		"it.",
		.related = "qdisc ring_tx",
		.source = "lib/dynamic_queue_limits.c",
	},
	{
		.name = "qdisc_drops",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Packets that the root qdisc and its classes dropped,\n"
		"mostly since a limit was reached. Some qdiscs drop on\n"
		"purpose to signal congestion (codel, fq_codel), so a few\n"
		"are healthy.",
		.knob =
		"Look at the kind of qdisc and its limit; a shaper drops\n"
		"what is above its rate by design.",
		.related =
		"qdisc_limit qdisc_overlimits TcpExtTCPRetransFail\n"
		"UdpSndbufErrors",
		.source =
		"include/net/sch_generic.h qdisc_drop(),\n"
		"include/uapi/linux/gen_stats.h",
	},
	{
		.name = "qdisc_requeues",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Packets that the qdisc took back because the device's ring\n"
		"was full at that moment. Not a loss, and usually 0 where\n"
		"the driver has BQL.",
		.knob = "Nothing to tune.",
		.related = "bql qdisc_drops",
		.source = "net/sched/sch_generic.c dev_requeue_skb()",
	},
	{
		.name = "qdisc_overlimits",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Times that a shaper or policer held traffic back because\n"
		"its rate was used up. It is what a shaper is for, no\n"
		"error.",
		.knob = "Raise the rate if that is not wanted.",
		.related = "qdisc_drops",
		.source =
		"include/uapi/linux/gen_stats.h struct gnet_stats_queue",
	},
	{
		.name = "qdisc_backlog",
		.aliases = "qdisc_qlen",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Bytes that wait in the qdisc now (qdisc_qlen: packets).\n"
		"Divided by the speed of the link it is the delay that a\n"
		"new packet gets.",
		.knob = "A fair qdisc; a slower sender.",
		.related = "qdisc_limit qdisc_drops",
		.source =
		"include/uapi/linux/gen_stats.h struct gnet_stats_queue",
	},
	{
		.name = "qdisc_limit",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Packets that the qdisc may hold. For pfifo it is the\n"
		"device's txqueuelen, for pfifo_fast each of its three\n"
		"bands has that; others have their own limit.",
		.knob =
		"tc qdisc change, or ip link set DEVICE txqueuelen N for\n"
		"pfifo_fast.",
		.related = "txqueuelen qdisc_backlog",
		.source = "net/sched/sch_fifo.c, net/sched/sch_generic.c",
	},
	{
		.name = "txqueuelen",
		.aliases = "tx_queue_len",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"The device's own value for the length of its queue, in\n"
		"packets, 1000 by default. Only some qdiscs use it\n"
		"(pfifo_fast, and pfifo when none is given); fq, fq_codel\n"
		"and mq ignore it. Devices without a queue have 1000 as\n"
		"well and do not use it.",
		.knob = "ip link set DEVICE txqueuelen N",
		.related = "qdisc_limit net.core.default_qdisc",
		.source =
		"net/sched/sch_generic.c pfifo_fast_init(),\n"
		"net/sched/sch_fifo.c",
	},
	{
		.name = "pfifo_fast",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"The kernel's own default qdisc: three bands of plain\n"
		"queues by priority. It knows no flows, so one that fills\n"
		"it delays all others. Many distributions set fq_codel\n"
		"instead.",
		.knob = "net.core.default_qdisc",
		.related = "net.core.default_qdisc txqueuelen fq_codel",
		.source = "net/sched/sch_generic.c pfifo_fast_enqueue()",
	},
	{
		.name = "fq",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"A qdisc with a queue for each flow, served in turn, that\n"
		"also paces TCP connections. The natural partner of BBR,\n"
		"and good for servers that send much.",
		.knob =
		"net.core.default_qdisc=fq, or tc qdisc replace dev DEVICE\n"
		"root fq",
		.related = "fq_codel net.ipv4.tcp_congestion_control",
		.source = "net/sched/sch_fq.c",
	},
	{
		.name = "fq_codel",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"A qdisc that shares by flow and keeps the delay short by\n"
		"dropping early (or marking with ECN). Its drops are\n"
		"wanted.",
		.knob = "Nothing to tune in most cases.",
		.related = "fq qdisc_drops",
		.source = "net/sched/sch_fq_codel.c, RFC 8290",
	},
	{
		.name = "mq",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"The root of a device with many send queues: one child\n"
		"qdisc a queue. Limits and drops are those of the children.",
		.knob = "tc -s qdisc show dev DEVICE",
		.related = "channels qdisc_drops",
		.source = "net/sched/sch_mq.c",
	},
	{
		.name = "noqueue",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"No queue at all: the device sends at once or drops. Usual\n"
		"for loopback, veth, bridges and tunnels, where the queue\n"
		"is somewhere else.",
		.knob = "Nothing to tune.",
		.related = "qdisc netdev-backlog",
		.source =
		"net/core/dev.c __dev_queue_xmit(), net/sched/sch_generic.c",
	},
};

const struct explain_table explain_qdisc = {
	.kind = EXPLAIN_QDISC,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
