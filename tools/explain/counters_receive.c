// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters of TCP on its way in, and of its memory. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "TcpExtTCPBacklogDrop",
		.stage = MODEL_STAGE_SOCK_BACKLOG,
		.meaning =
		"Segments dropped because the socket was locked by its\n"
		"application and its backlog was full. The peer sends them\n"
		"again, so it shows as retransmissions and latency. Often\n"
		"together with very small receive buffers or with one\n"
		"socket that many threads use.",
		.knob =
		"A larger receive buffer; shorter system calls on that\n"
		"socket.",
		.related = "sock-backlog backlog rcvbuf",
		.source = "net/ipv4/tcp_ipv4.c tcp_add_backlog()",
	},
	{
		.name = "TcpExtTCPBacklogCoalesce",
		.stage = MODEL_STAGE_SOCK_BACKLOG,
		.meaning =
		"Segments that were merged with the one before them while\n"
		"they waited in a socket's backlog. It saves memory;\n"
		"nothing is lost.",
		.knob = "Nothing to tune.",
		.related = "TcpExtTCPBacklogDrop sock-backlog",
		.source = "net/ipv4/tcp_ipv4.c tcp_add_backlog()",
	},
	{
		.name = "TcpExtTCPRcvQDrop",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Data segments that came in order and were dropped: the\n"
		"receive buffer was full even after pruning, or TCP's\n"
		"memory limit was reached, while the application still had\n"
		"data to read. The peer must send them again.",
		.knob =
		"Read faster; check that SO_RCVBUF is not locked too low;\n"
		"look at net.ipv4.tcp_mem.",
		.related =
		"TcpExtRcvPruned TcpExtTCPZeroWindowDrop receive-buffer\n"
		"rcvbuf_locked net.ipv4.tcp_mem",
		.source = "net/ipv4/tcp_input.c tcp_data_queue()",
	},
	{
		.name = "TcpExtTCPZeroWindowDrop",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Data that arrived although this side had advertised a zero\n"
		"window, and was dropped. The peer probes, or had sent it\n"
		"before it learned of the zero window. The application here\n"
		"does not read.",
		.knob =
		"Find the reader that is slow: nettune sockets --top 10\n"
		"--by rmem.",
		.related =
		"TcpExtTCPToZeroWindowAdv zero_window_out receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_data_queue()",
	},
	{
		.name = "TcpExtPruneCalled",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Times that a segment found no room in a receive buffer, or\n"
		"no protocol memory, and the kernel began to make room: by\n"
		"a smaller window and by packing queued data more densely.\n"
		"Nothing is lost yet. It means that readers are slow, or\n"
		"that many small segments fill the buffer with overhead.",
		.knob =
		"Compare Rmem% with Recv-Q: a full buffer with little data\n"
		"in it is overhead.",
		.related =
		"TcpExtRcvPruned TcpExtOfoPruned TcpExtTCPRcvCollapsed\n"
		"rmem_alloc recv_q receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_prune_queue()",
	},
	{
		.name = "TcpExtRcvPruned",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Times that making room did not help and the arriving\n"
		"segment was dropped. The peer must send it again.",
		.knob =
		"Read faster; a larger third value of net.ipv4.tcp_rmem if\n"
		"the buffer is at that limit.",
		.related =
		"TcpExtPruneCalled TcpExtTCPRcvQDrop net.ipv4.tcp_rmem\n"
		"receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_prune_queue()",
	},
	{
		.name = "TcpExtOfoPruned",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Times that segments were thrown away from an out-of-order\n"
		"queue to make room. They had arrived well and may have\n"
		"been acknowledged by SACK; the peer has to send them\n"
		"again, so throughput drops.",
		.knob =
		"A larger third value of net.ipv4.tcp_rmem; find the loss\n"
		"or reordering that fills the queue.",
		.related =
		"TcpExtPruneCalled TcpExtTCPOFOQueue out-of-order\n"
		"net.ipv4.tcp_rmem",
		.source = "net/ipv4/tcp_input.c tcp_prune_ofo_queue()",
	},
	{
		.name = "TcpExtTCPRcvCollapsed",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Buffers that were saved by copying the data of several\n"
		"into one, because a receive buffer was full. It costs CPU\n"
		"time; no data is lost.",
		.knob = "See TcpExtPruneCalled.",
		.related = "TcpExtPruneCalled receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_collapse_one()",
	},
	{
		.name = "TcpExtTCPRcvCoalesce",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Segments whose data could be appended to the one before,\n"
		"which saves memory. It is normal and good.",
		.knob = "Nothing to tune.",
		.related = "receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_try_coalesce()",
	},
	{
		.name = "TcpExtTCPOFOQueue",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Segments that were put into an out-of-order queue since\n"
		"one before them was missing. It counts loss and reordering\n"
		"on the way here, as seen by the receiver. A steady small\n"
		"share is normal on the internet; in a data centre look for\n"
		"the reason.",
		.knob =
		"Look for loss (rings, qdiscs, links) and for paths that\n"
		"reorder.",
		.related =
		"TcpExtTCPOFODrop TcpExtOfoPruned out_of_order out-of-order",
		.source = "net/ipv4/tcp_input.c tcp_data_queue_ofo()",
	},
	{
		.name = "TcpExtTCPOFODrop",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Out-of-order segments that were dropped for want of room\n"
		"in the receive buffer or of protocol memory.",
		.knob =
		"A larger third value of net.ipv4.tcp_rmem; check\n"
		"net.ipv4.tcp_mem.",
		.related = "TcpExtTCPOFOQueue TcpExtOfoPruned receive-buffer",
		.source = "net/ipv4/tcp_input.c tcp_data_queue_ofo()",
	},
	{
		.name = "TcpExtTCPOFOMerge",
		.stage = MODEL_STAGE_OUT_OF_ORDER,
		.meaning =
		"Out-of-order segments that repeated data which was there\n"
		"already, in part or in full. Many mean that the peer\n"
		"retransmits too eagerly.",
		.knob = "Nothing to tune here.",
		.related = "TcpExtTCPDSACKOldSent out-of-order",
		.source = "net/ipv4/tcp_input.c tcp_data_queue_ofo()",
	},
	{
		.name = "TcpExtTCPToZeroWindowAdv",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Times that a connection began to advertise a zero window:\n"
		"its receive buffer is full since the application does not\n"
		"read. The peer stops and probes. Together with\n"
		"TcpExtTCPFromZeroWindowAdv it tells how often readers\n"
		"stall.",
		.knob = "Find the socket: nettune sockets --top 10 --by rmem.",
		.related =
		"TcpExtTCPFromZeroWindowAdv TcpExtTCPWantZeroWindowAdv\n"
		"zero_window_out receive-buffer",
		.source = "net/ipv4/tcp_output.c tcp_select_window()",
	},
	{
		.name = "TcpExtTCPFromZeroWindowAdv",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Times that a connection opened its window again after a\n"
		"zero window. If it stays well behind\n"
		"TcpExtTCPToZeroWindowAdv, sockets are stuck or were closed\n"
		"in that state.",
		.knob = "See TcpExtTCPToZeroWindowAdv.",
		.related = "TcpExtTCPToZeroWindowAdv receive-buffer",
		.source = "net/ipv4/tcp_output.c tcp_select_window()",
	},
	{
		.name = "TcpExtTCPWantZeroWindowAdv",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Times that a receiver had no room and would have\n"
		"advertised a zero window, but kept what it had promised,\n"
		"since a window must not shrink.",
		.knob =
		"Readers are slow: see TcpExtTCPToZeroWindowAdv.\n"
		"net.ipv4.tcp_shrink_window changes the rule.",
		.related =
		"TcpExtTCPToZeroWindowAdv net.ipv4.tcp_shrink_window",
		.source = "net/ipv4/tcp_output.c tcp_select_window()",
	},
	{
		.name = "TcpExtTCPMemoryPressures",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Times that TCP entered memory pressure: its memory on the\n"
		"whole machine went above the second value of tcp_mem.\n"
		"Windows and buffers then stay small until use is below the\n"
		"first value. It is counted in the namespace of the socket\n"
		"that noticed.",
		.knob =
		"Find the holders: nettune sockets --top 10 --by rmem.\n"
		"Raise net.ipv4.tcp_mem only if the memory is there.",
		.related =
		"TcpExtTCPMemoryPressuresChrono net.ipv4.tcp_mem\n"
		"sockstat.TCP.mem protocol-memory pressure",
		.source = "net/ipv4/tcp.c tcp_enter_memory_pressure()",
	},
	{
		.name = "TcpExtTCPMemoryPressuresChrono",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Milliseconds that TCP spent under memory pressure, added\n"
		"when pressure ends. While it lasts the counter stands\n"
		"still.",
		.knob = "See TcpExtTCPMemoryPressures.",
		.related = "TcpExtTCPMemoryPressures",
		.source = "net/ipv4/tcp.c tcp_leave_memory_pressure()",
	},
	{
		.name = "TcpExtPFMemallocDrop",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Packets that were received into the emergency reserve of\n"
		"memory and were dropped since their socket does not help\n"
		"to free memory. The machine was nearly out of memory at\n"
		"that time.",
		.knob =
		"Memory, not the network: look at vm.min_free_kbytes and at\n"
		"what fills memory.",
		.related = "protocol-memory",
		.source = "net/core/filter.c sk_filter_trim_cap()",
	},
};

const struct explain_table explain_counters_receive = {
	.kind = EXPLAIN_COUNTER,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
