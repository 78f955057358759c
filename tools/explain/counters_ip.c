// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of IP. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "IpReasmFails",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Failed steps of reassembly: packets whose time was up with\n"
		"fragments missing (see IpReasmTimeout), and fragments that\n"
		"were refused because ipfrag_high_thresh was reached,\n"
		"overlapped, or made no sense. It does not count packets\n"
		"exactly.",
		.knob =
		"If IpReasmTimeout grows alike, fragments are lost on the\n"
		"path. Else raise net.ipv4.ipfrag_high_thresh.",
		.related =
		"IpReasmTimeout IpReasmReqds net.ipv4.ipfrag_high_thresh\n"
		"sockstat.FRAG.memory reassembly",
		.source = "net/ipv4/ip_fragment.c ip_defrag(), ip_expire()",
	},
	{
		.name = "IpReasmTimeout",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Packets given up because fragments were still missing\n"
		"after ipfrag_time. At least one fragment was lost on the\n"
		"way, often in a full ring or a firewall that drops\n"
		"fragments.",
		.knob =
		"Find the loss; avoid fragments. A longer\n"
		"net.ipv4.ipfrag_time only holds the memory longer.",
		.related = "IpReasmFails net.ipv4.ipfrag_time reassembly",
		.source = "net/ipv4/ip_fragment.c ip_expire()",
	},
	{
		.name = "IpReasmReqds",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning = "Fragments that arrived and needed reassembly.",
		.knob =
		"Nothing to tune; a high rate says that somebody sends\n"
		"datagrams larger than the MTU.",
		.related = "IpReasmOKs IpReasmFails",
		.source = "net/ipv4/ip_fragment.c ip_defrag()",
	},
	{
		.name = "IpReasmOKs",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning = "Packets put together from their fragments.",
		.knob = "Nothing to tune.",
		.related = "IpReasmReqds IpReasmFails",
		.source = "net/ipv4/ip_fragment.c ip_frag_reasm()",
	},
	{
		.name = "IpExtReasmOverlaps",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"Packets dropped because their fragments overlapped, which\n"
		"only happens by mistake or by intent.",
		.knob = "Look at the sender.",
		.related = "IpReasmFails",
		.source = "net/ipv4/ip_fragment.c ip_frag_queue()",
	},
	{
		.name = "IpFragFails",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Packets that should have been cut into fragments and could\n"
		"not be: the don't-fragment bit was set, or memory was\n"
		"short. The first is how path MTU discovery works.",
		.knob =
		"Check that ICMP \"fragmentation needed\" gets back to\n"
		"senders.",
		.related = "EMSGSIZE IpFragCreates net.ipv4.tcp_mtu_probing",
		.source =
		"net/ipv4/ip_output.c ip_fragment(), ip_do_fragment()",
	},
	{
		.name = "IpFragCreates",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Fragments that were made here for sending. Each lost one\n"
		"loses its whole packet.",
		.knob = "Send datagrams that fit into the MTU.",
		.related = "IpFragFails",
		.source = "net/ipv4/ip_output.c ip_do_fragment()",
	},
	{
		.name = "IpInDiscards",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Received IPv4 packets that were fine and dropped for want\n"
		"of memory or by a policy, before a socket was looked for.",
		.knob = "Look for memory shortage.",
		.related = "IpOutDiscards",
		.source =
		"net/ipv4/ip_input.c ip_rcv_core(),\n"
		"ip_local_deliver_finish()",
	},
	{
		.name = "IpOutDiscards",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Datagrams that IP could not hand on: the qdisc or a\n"
		"firewall rule dropped them, or memory or a limit of the\n"
		"socket ran out while they were put together. What TCP\n"
		"sends does not count here.",
		.knob = "Compare with UdpSndbufErrors.",
		.related = "UdpSndbufErrors qdisc_drops",
		.source =
		"net/ipv4/ip_output.c ip_send_skb(), __ip_append_data()",
	},
	{
		.name = "IpOutNoRoutes",
		.stage = EXPLAIN_NO_STAGE,
		.meaning = "Packets that found no route on their way out.",
		.knob = "ip route get ADDRESS",
		.related = "ENETUNREACH IpExtInNoRoutes",
		.source =
		"net/ipv4/datagram.c, net/ipv4/tcp_ipv4.c tcp_v4_connect()",
	},
	{
		.name = "IpExtInNoRoutes",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Received packets for which no route was found, whether\n"
		"they should have been forwarded or not.",
		.knob = "ip route get ADDRESS from ADDRESS iif DEVICE",
		.related = "IpOutNoRoutes",
		.source =
		"net/ipv4/ip_input.c ip_rcv_finish_core(), net/ipv4/route.c\n"
		"ip_error()",
	},
	{
		.name = "IpInHdrErrors",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"IPv4 packets with a bad header: wrong checksum or length,\n"
		"or a TTL that ran out while forwarding.",
		.knob = "Look for a routing loop if TTLs run out.",
		.related = "IpInAddrErrors",
		.source =
		"net/ipv4/ip_input.c ip_rcv_core(), net/ipv4/ip_forward.c",
	},
	{
		.name = "IpInAddrErrors",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"IPv4 packets for an address that is not of this machine\n"
		"while it does not forward.",
		.knob = "Check who sends them here, and net.ipv4.ip_forward.",
		.related = "IpInHdrErrors",
		.source = "net/ipv4/route.c ip_error()",
	},
	{
		.name = "IpExtInTruncatedPkts",
		.stage = EXPLAIN_NO_STAGE,
		.meaning = "Packets that are shorter than their header says.",
		.knob = "A broken device or driver on the path.",
		.related = "IpInHdrErrors",
		.source = "net/ipv4/ip_input.c ip_rcv_core()",
	},
	{
		.name = "IpExtInCsumErrors",
		.stage = EXPLAIN_NO_STAGE,
		.meaning = "IPv4 packets whose header checksum is wrong.",
		.knob = "Look for a bad link or memory on the path.",
		.related = "rx_crc IpInHdrErrors",
		.source = "net/ipv4/ip_input.c ip_rcv_core()",
	},
	{
		.name = "IpExtInCEPkts",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Packets that a router has marked \"congestion experienced\"\n"
		"instead of dropping them (ECN). It tells of full queues on\n"
		"the path without a loss.",
		.knob = "Nothing to tune here.",
		.related = "net.ipv4.tcp_ecn",
		.source = "include/net/ip.h, net/ipv4/ip_input.c ip_rcv_core()",
	},
	{
		.name = "TcpExtIPReversePathFilter",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Packets dropped by rp_filter: their source address would\n"
		"be answered through another device. Usual with several\n"
		"uplinks, and mistaken for loss.",
		.knob =
		"net.ipv4.conf.DEVICE.rp_filter=2 (loose) where routing is\n"
		"asymmetric on purpose.",
		.related = "IpInAddrErrors",
		.source = "net/ipv4/ip_input.c ip_rcv_finish_core()",
	},
	{
		.name = "TcpExtTCPMinTTLDrop",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Segments dropped since their TTL is below what the socket\n"
		"demands with IP_MINTTL, as routers do for BGP.",
		.knob = "Nothing to tune.",
		.related = "TcpExtIPReversePathFilter",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_rcv(), RFC 5082",
	},
	{
		.name = "TcpExtLockDroppedIcmps",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"ICMP errors for a connection whose socket was in use by\n"
		"its application at that moment, so that the error could\n"
		"not end the call at once.",
		.knob = "Nothing to tune.",
		.related = "TcpExtOutOfWindowIcmps",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_err()",
	},
	{
		.name = "TcpExtOutOfWindowIcmps",
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"ICMP errors that quote a TCP segment which is not in\n"
		"flight, and were not believed.",
		.knob = "Nothing to tune; many may be an attack.",
		.related = "TcpExtLockDroppedIcmps",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_err()",
	},
	{
		.name = "Ip6ReasmFails",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning = "As IpReasmFails, for IPv6.",
		.knob =
		"Look for lost fragments; net.ipv6.ip6frag_high_thresh.",
		.related =
		"IpReasmFails Ip6ReasmTimeout net.ipv6.ip6frag_high_thresh",
		.source = "net/ipv6/reassembly.c ipv6_frag_rcv()",
	},
	{
		.name = "Ip6ReasmTimeout",
		.stage = MODEL_STAGE_REASSEMBLY,
		.meaning =
		"As IpReasmTimeout, for IPv6. The time is\n"
		"net.ipv6.ip6frag_time, 60 s by default.",
		.knob = "Find the loss; avoid fragments.",
		.related = "IpReasmTimeout net.ipv6.ip6frag_time",
		.source =
		"net/ipv6/reassembly.c, include/net/ipv6_frag.h\n"
		"ip6frag_expire_frag_queue()",
	},
	{
		.name = "Ip6InDiscards",
		.stage = EXPLAIN_NO_STAGE,
		.meaning = "As IpInDiscards, for IPv6.",
		.knob = "Look for memory shortage.",
		.related = "IpInDiscards",
		.source = "net/ipv6/ip6_input.c",
	},
	{
		.name = "Ip6OutDiscards",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"As IpOutDiscards, for IPv6; also packets for a device on\n"
		"which IPv6 is off.",
		.knob = "Compare with Udp6SndbufErrors.",
		.related = "IpOutDiscards Udp6SndbufErrors",
		.source = "net/ipv6/ip6_output.c ip6_send_skb()",
	},
};

const struct explain_table explain_counters_ip = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
