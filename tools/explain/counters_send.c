// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of TCP on its way out. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "TcpRetransSegs",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments that TCP sent again, of all kinds. Compare with\n"
		"TcpOutSegs: below 0.1 % is good in a data centre, about 1\n"
		"% is common on the internet. It says that something was\n"
		"not acknowledged in time, not where it was lost: also the\n"
		"peer's full queues cause it.",
		.knob =
		"Look at this machine's qdisc and ring losses, then at the\n"
		"path, then at the peer.",
		.related =
		"TcpOutSegs TcpExtTCPTimeouts TcpExtTCPLostRetransmit\n"
		"retrans",
		.source = "net/ipv4/tcp_output.c __tcp_retransmit_skb()",
	},
	{
		.name = "TcpOutSegs",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments sent, without those that only repeat old data.\n"
		"With segmentation offload the segments count that the\n"
		"device makes.",
		.knob = "Nothing to tune.",
		.related = "TcpRetransSegs TcpInSegs",
		.source = "net/ipv4/tcp_output.c __tcp_transmit_skb()",
	},
	{
		.name = "TcpInSegs",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Segments received, also bad ones. What GRO has merged\n"
		"before counts as one, so the number is smaller than what\n"
		"was on the wire.",
		.knob = "Nothing to tune.",
		.related = "TcpOutSegs TcpInErrs",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_rcv()",
	},
	{
		.name = "TcpInErrs",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Segments with a bad checksum, a header that makes no\n"
		"sense, or a SYN in the middle of a connection.",
		.knob = "Mostly TcpInCsumErrors: see there.",
		.related = "TcpInCsumErrors",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_v4_rcv(), net/ipv4/tcp_input.c\n"
		"tcp_validate_incoming()",
	},
	{
		.name = "TcpInCsumErrors",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Segments with a wrong checksum: damaged on the way, or\n"
		"sent by a broken offload of a device or a virtual switch.\n"
		"They are dropped and sent again.",
		.knob = "Find the sender; try with checksum offload off there.",
		.related = "TcpInErrs UdpInCsumErrors rx_crc",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_rcv()",
	},
	{
		.name = "TcpExtTCPTimeouts",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Retransmission timers that expired: nothing came back for\n"
		"a whole timeout (200 ms at least by default, doubled each\n"
		"time). Each is a stall that the application feels, unlike\n"
		"losses that are repaired by SACK. Handshakes of both\n"
		"directions count too.",
		.knob =
		"Loss of the last packets of a burst, dead peers, and\n"
		"queues that drop SYNs: look at TcpExtTCPSynRetrans as\n"
		"well.",
		.related =
		"TcpExtTCPSynRetrans TcpExtTCPSpuriousRTOs\n"
		"TcpExtTCPLossProbes net.ipv4.tcp_rto_min_us TcpRetransSegs",
		.source = "net/ipv4/tcp_timer.c tcp_retransmit_timer()",
	},
	{
		.name = "TcpExtTCPSynRetrans",
		.stage = MODEL_STAGE_SYN_QUEUE,
		.meaning =
		"SYNs and SYN-ACKs that were sent again since no answer\n"
		"came. On a client: the server or a firewall drops SYNs. On\n"
		"a server: clients do not answer, as in a flood.",
		.knob =
		"On clients look at the server's accept queue; find the\n"
		"destinations with nettune sockets state syn-sent.",
		.related =
		"ETIMEDOUT net.ipv4.tcp_syn_retries\n"
		"net.ipv4.tcp_synack_retries TcpExtListenDrops",
		.source =
		"net/ipv4/tcp_output.c __tcp_retransmit_skb(),\n"
		"tcp_rtx_synack()",
	},
	{
		.name = "TcpExtTCPLostRetransmit",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments that were sent again and lost again. It points to\n"
		"a queue that stays full, or to a policer, rather than to\n"
		"chance.",
		.knob = "Look for a shaper or a policer on the path.",
		.related = "TcpRetransSegs TcpExtTCPTimeouts",
		.source = "net/ipv4/tcp_input.c tcp_mark_skb_lost()",
	},
	{
		.name = "TcpExtTCPFastRetrans",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments sent again because of duplicate ACKs or SACK,\n"
		"without waiting for a timer. This is the cheap way to\n"
		"repair loss.",
		.knob = "See TcpRetransSegs.",
		.related = "TcpRetransSegs TcpExtTCPSlowStartRetrans",
		.source = "net/ipv4/tcp_output.c tcp_xmit_retransmit_queue()",
	},
	{
		.name = "TcpExtTCPSlowStartRetrans",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Segments sent again after a timeout, while the connection\n"
		"works its way up from a small window.",
		.knob = "See TcpExtTCPTimeouts.",
		.related = "TcpExtTCPTimeouts TcpExtTCPFastRetrans",
		.source = "net/ipv4/tcp_output.c tcp_xmit_retransmit_queue()",
	},
	{
		.name = "TcpExtTCPSpuriousRTOs",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Timeouts that turned out to be needless: the first\n"
		"transmission had arrived after all. The path's delay\n"
		"jumps, or the minimum timeout is too low.",
		.knob =
		"Do not set net.ipv4.tcp_rto_min_us low outside a data\n"
		"centre.",
		.related = "TcpExtTCPTimeouts net.ipv4.tcp_rto_min_us",
		.source = "net/ipv4/tcp_input.c tcp_try_undo_loss()",
	},
	{
		.name = "TcpExtTCPLossProbes",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Probes sent soon after the last segment of a burst, to\n"
		"find out about its loss without waiting for a timeout\n"
		"(TLP). It is normal; TcpExtTCPLossProbeRecovery tells how\n"
		"many repaired a loss.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPLossProbeRecovery TcpExtTCPTimeouts",
		.source =
		"net/ipv4/tcp_output.c tcp_send_loss_probe(), RFC 8985",
	},
	{
		.name = "TcpExtTCPLossProbeRecovery",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Losses that were noticed and repaired by a loss probe\n"
		"alone.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPLossProbes",
		.source = "net/ipv4/tcp_input.c tcp_process_tlp_ack()",
	},
	{
		.name = "TcpExtTCPRetransFail",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Segments that could not be sent again because this machine\n"
		"itself refused: no memory, or the qdisc dropped them.",
		.knob = "Look at the qdisc's drops.",
		.related = "qdisc_drops TcpRetransSegs",
		.source = "net/ipv4/tcp_output.c __tcp_retransmit_skb()",
	},
	{
		.name = "TcpExtTCPSpuriousRtxHostQueues",
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"Retransmissions that were held back because the first copy\n"
		"still waits in this machine's qdisc or driver. The queue\n"
		"here is too long or too slow.",
		.knob =
		"A fair qdisc; a shorter queue; look for a device that is\n"
		"paused or slow.",
		.related = "qdisc_backlog qdisc",
		.source = "net/ipv4/tcp_output.c skb_still_in_host_queue()",
	},
	{
		.name = "TcpExtTCPWqueueTooBig",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Times that a queued segment was not split because the send\n"
		"queue was more than twice above its limit. It guards\n"
		"against an attack with tiny SACK blocks, and also strikes\n"
		"where SO_SNDBUF is set very low.",
		.knob = "Do not set SO_SNDBUF, or set it higher.",
		.related = "sndbuf sndbuf_locked",
		.source = "net/ipv4/tcp_output.c tcp_fragment()",
	},
	{
		.name = "TcpExtTCPWinProbe",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Probes sent to peers that advertise a zero window, or to\n"
		"wake up a stuck send queue. The peer's application does\n"
		"not read.",
		.knob = "Find them: sockets with the flag zero_window_in.",
		.related = "zero_window_in send_q send-buffer",
		.source = "net/ipv4/tcp_output.c tcp_send_probe0()",
	},
	{
		.name = "TcpExtTCPKeepAlive",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"Keepalive probes sent on idle connections that have\n"
		"SO_KEEPALIVE.",
		.knob =
		"net.ipv4.tcp_keepalive_time, or TCP_KEEPIDLE of a socket.",
		.related =
		"net.ipv4.tcp_keepalive_time net.ipv4.tcp_keepalive_intvl\n"
		"TcpExtTCPAbortOnTimeout",
		.source = "net/ipv4/tcp_timer.c tcp_keepalive_timer()",
	},
	{
		.name = "TcpExtTCPDSACKRecv",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"ACKs in which the peer says that it got something twice:\n"
		"this side sent again what was not lost. Reordering or a\n"
		"timeout that was too short.",
		.knob =
		"Nothing to tune if it is a small part of TcpRetransSegs.",
		.related = "TcpExtTCPSpuriousRTOs TcpExtTCPDSACKOldSent",
		.source = "net/ipv4/tcp_input.c tcp_dsack_seen()",
	},
	{
		.name = "TcpExtTCPDSACKOldSent",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Duplicate data that arrived here and was reported to the\n"
		"peer as such. The peer sent again what had arrived, often\n"
		"since an ACK was lost or late.",
		.knob = "Nothing to tune here.",
		.related = "TcpExtTCPDSACKRecv TcpExtDelayedACKLost",
		.source = "net/ipv4/tcp_input.c tcp_dsack_set()",
	},
	{
		.name = "TcpExtTCPSACKReneging",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Times that a peer took back what it had acknowledged by\n"
		"SACK, as a receiver does that threw away out-of-order data\n"
		"for want of memory. Everything is sent again.",
		.knob = "Look at the receiver: TcpExtOfoPruned there.",
		.related = "TcpExtOfoPruned",
		.source = "net/ipv4/tcp_input.c tcp_check_sack_reneging()",
	},
	{
		.name = "TcpExtTCPSACKReorder",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Times that SACK showed that packets of this sender were\n"
		"reordered on the path. TCP adapts to it; throughput\n"
		"suffers where it is heavy.",
		.knob =
		"Look for load balancing by packet (bonding round robin,\n"
		"several paths).",
		.related = "TcpExtTCPOFOQueue TcpExtTCPDSACKRecv",
		.source = "net/ipv4/tcp_input.c tcp_check_sack_reordering()",
	},
	{
		.name = "TcpExtDelayedACKLost",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Data that arrived a second time although it had been\n"
		"received: the ACK was lost, or came too late for the peer.",
		.knob = "Nothing to tune if rare.",
		.related = "TcpExtTCPDSACKOldSent",
		.source =
		"net/ipv4/tcp_input.c tcp_data_queue(), tcp_send_dupack()",
	},
	{
		.name = "TcpExtPAWSEstab",
		.aliases = "PAWSEstabRejected",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Segments of connections dropped because their timestamp is\n"
		"older than one seen before. Late duplicates, or several\n"
		"machines behind one address whose clocks differ.",
		.knob = "Nothing to tune; do not turn timestamps off.",
		.related = "net.ipv4.tcp_timestamps",
		.source =
		"net/ipv4/tcp_input.c tcp_validate_incoming(), RFC 7323",
	},
	{
		.name = "TcpExtTCPChallengeACK",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"ACKs sent in answer to a suspicious SYN, reset or ACK on a\n"
		"connection, instead of believing it (RFC 5961). A peer\n"
		"that rebooted and uses the same ports again causes some.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPSYNChallenge",
		.source = "net/ipv4/tcp_input.c tcp_send_challenge_ack()",
	},
	{
		.name = "TcpExtTCPSYNChallenge",
		.stage = MODEL_STAGE_CONNECTIONS,
		.meaning =
		"SYNs that arrived on connections that are up, answered\n"
		"with a challenge ACK.",
		.knob =
		"Nothing to tune; many from one peer: it reuses ports after\n"
		"a crash.",
		.related = "TcpExtTCPChallengeACK",
		.source = "net/ipv4/tcp_input.c tcp_validate_incoming()",
	},
	{
		.name = "TcpExtTCPAutoCorking",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Times that a small write was held back to be sent together\n"
		"with the next one, since packets of the same connection\n"
		"still wait in the qdisc or device. It saves packets.",
		.knob =
		"net.ipv4.tcp_autocorking, if latency of small writes\n"
		"matters more.",
		.related = "net.ipv4.tcp_autocorking corked",
		.source = "net/ipv4/tcp.c tcp_push()",
	},
	{
		.name = "TcpExtTCPMTUPFail",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Probes with a larger packet size that were lost, so that\n"
		"the size was not raised. Normal where\n"
		"net.ipv4.tcp_mtu_probing is on.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPMTUPSuccess net.ipv4.tcp_mtu_probing",
		.source = "net/ipv4/tcp_input.c tcp_mtup_probe_failed()",
	},
	{
		.name = "TcpExtTCPMTUPSuccess",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning = "Probes with a larger packet size that arrived.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPMTUPFail net.ipv4.tcp_mtu_probing",
		.source = "net/ipv4/tcp_input.c tcp_mtup_probe_success()",
	},
	{
		.name = "TcpExtTCPPLBRehash",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.since = "6.2",
		.meaning =
		"Times that a connection chose another path in the network\n"
		"because the old one was congested (protective load\n"
		"balancing).",
		.knob = "Only where net.ipv4.tcp_plb_enabled is set.",
		.related = "TcpExtTcpTimeoutRehash",
		.source = "net/ipv4/tcp_plb.c tcp_plb_check_rehash()",
	},
	{
		.name = "TcpExtTcpTimeoutRehash",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Times that a connection changed its flow label or hash\n"
		"after a timeout, in order to take another path.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPTimeouts",
		.source = "net/ipv4/tcp_timer.c tcp_write_timeout()",
	},
	{
		.name = "TcpExtBusyPollRxPackets",
		.stage = MODEL_STAGE_NAPI,
		.meaning =
		"Packets that were taken from a device by the application's\n"
		"own busy polling instead of by interrupts.",
		.knob = "net.core.busy_read and SO_BUSY_POLL.",
		.related = "net.core.busy_read net.core.busy_poll",
		.source = "net/core/dev.c napi_busy_loop()",
	},
};

const struct explain_table explain_counters_send = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
