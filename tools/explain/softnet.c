// SPDX-License-Identifier: GPL-2.0-or-later
/* What softnet shows of each CPU. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "softnet.processed",
		.aliases = "processed",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"Packets that a CPU has handled in the receive path, after\n"
		"merging by GRO. Counted once more when a packet goes\n"
		"through the CPU backlog or a virtual device on the way.\n"
		"First column of /proc/net/softnet_stat.",
		.knob =
		"Compare the CPUs: if one does all the work, spread queues,\n"
		"interrupts or RPS.",
		.related = "softnet.dropped irq_cpus rps_queues",
		.source =
		"net/core/dev.c __netif_receive_skb_core(),\n"
		"net/core/net-procfs.c softnet_seq_show()",
	},
	{
		.name = "softnet.dropped",
		.aliases = "dropped",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Packets dropped since the backlog of that CPU was full, or\n"
		"since the flow limit struck. Only packets of loopback,\n"
		"veth, tunnels and RPS get there; a physical device without\n"
		"RPS loses its packets in the ring instead. Second column\n"
		"of /proc/net/softnet_stat.",
		.knob = "net.core.netdev_max_backlog; spread the load by RPS.",
		.related =
		"net.core.netdev_max_backlog softnet.flow_limit\n"
		"softnet.input_qlen netdev-backlog",
		.source = "net/core/dev.c enqueue_to_backlog()",
	},
	{
		.name = "softnet.time_squeeze",
		.aliases = "time_squeeze,Squeezed",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"Times that a CPU ended a round of packet processing with\n"
		"work left, because netdev_budget packets or\n"
		"netdev_budget_usecs were used up. No packet is lost by it:\n"
		"the work goes on a moment later. It matters when a ring\n"
		"overflows at the same time. Third column of\n"
		"/proc/net/softnet_stat.",
		.knob =
		"With a large budget it is the time that ends rounds: raise\n"
		"net.core.netdev_budget_usecs together with\n"
		"net.core.netdev_budget; first spread the load.",
		.related =
		"net.core.netdev_budget net.core.netdev_budget_usecs\n"
		"rx_missed napi",
		.source = "net/core/dev.c net_rx_action()",
	},
	{
		.name = "softnet.received_rps",
		.aliases = "received_rps,RPS",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Times that this CPU was woken by another one to handle\n"
		"packets that RPS gave it. Tenth column of\n"
		"/proc/net/softnet_stat.",
		.knob = "Nothing to tune; 0 everywhere means that RPS is off.",
		.related = "rps_queues net.core.rps_sock_flow_entries",
		.source = "net/core/dev.c rps_trigger_softirq()",
	},
	{
		.name = "softnet.flow_limit",
		.aliases = "flow_limit",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Packets of one large flow that were dropped since the\n"
		"backlog was more than half full, to protect the small\n"
		"flows. Included in dropped. Only where\n"
		"flow_limit_cpu_bitmap has the CPU. The eleventh column of\n"
		"/proc/net/softnet_stat.",
		.knob =
		"Intended. If it strikes the wrong flow, take the CPU out\n"
		"of net.core.flow_limit_cpu_bitmap.",
		.related = "net.core.flow_limit_cpu_bitmap softnet.dropped",
		.source = "net/core/dev.c skb_flow_limit()",
	},
	{
		.name = "softnet.input_qlen",
		.aliases = "input_qlen",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Packets that wait in a CPU's backlog now. The limit holds\n"
		"for this queue alone. It is a momentary value: a glance\n"
		"nearly always sees 0, even on a CPU that drops; use\n"
		"--sample for what happens in between. Kernel 6.1 tells\n"
		"only the sum with process_qlen in /proc, 6.12 both apart.",
		.knob = "net.core.netdev_max_backlog",
		.related =
		"softnet.process_qlen softnet.peak\n"
		"net.core.netdev_max_backlog",
		.source =
		"net/core/dev.c enqueue_to_backlog(), net/core/net-procfs.c\n"
		"softnet_seq_show()",
	},
	{
		.name = "softnet.process_qlen",
		.aliases = "process_qlen,Process-Q",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"Packets that were moved from the backlog in one go and are\n"
		"being processed. They do not count against\n"
		"netdev_max_backlog.",
		.knob = "Nothing to tune.",
		.related = "softnet.input_qlen",
		.source = "net/core/dev.c process_backlog()",
	},
	{
		.name = "softnet.peak",
		.aliases = "peak",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"The longest backlog that nettune's sampler saw on this CPU\n"
		"since it was reset. Needs the module.",
		.knob = "Compare with net.core.netdev_max_backlog.",
		.related = "softnet.input_qlen softnet.avg10",
		.source = "nettune: module/sampler.c",
	},
	{
		.name = "softnet.avg10",
		.aliases = "avg10,avg60,avg300",
		.stage = MODEL_STAGE_NETDEV_BACKLOG,
		.meaning =
		"The share of samples, in percent, in which a CPU's backlog\n"
		"was above the threshold, averaged over 10, 60 and 300 s as\n"
		"/proc/pressure does. They begin at 0 when sampling begins.\n"
		"Needs the module.",
		.knob = "nettune softnet --sample=60",
		.related = "softnet.peak",
		.source = "nettune: module/sampler.c",
	},
};

const struct explain_table explain_softnet = {
	.kind = EXPLAIN_SOFTNET,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
