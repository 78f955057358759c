// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings of the memory of sockets. */
#include "explain/explain.h"

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "net.ipv4.tcp_rmem",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Bytes: least, first and greatest size of a TCP receive\n"
		"buffer. The kernel grows a buffer up to the third by\n"
		"itself, as the path needs, unless the application set\n"
		"SO_RCVBUF. rmem_max does not bound it. The third is 6 MiB\n"
		"at most by default, 32 MiB since Linux 6.16.",
		.knob =
		"Raise the third value to twice the bandwidth-delay\n"
		"product; leave the other two.",
		.related =
		"receive-buffer rcvbuf net.core.rmem_max\n"
		"net.ipv4.tcp_moderate_rcvbuf net.ipv4.tcp_mem",
		.source =
		"net/ipv4/tcp_input.c tcp_rcv_space_adjust(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_wmem",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Bytes: least, first and greatest size of a TCP send\n"
		"buffer. The kernel grows a buffer up to the third by\n"
		"itself as the congestion window grows, unless the\n"
		"application set SO_SNDBUF. wmem_max does not bound it.",
		.knob =
		"Raise the third value to twice the bandwidth-delay\n"
		"product; leave the other two.",
		.related =
		"send-buffer sndbuf net.core.wmem_max net.ipv4.tcp_mem",
		.source =
		"net/ipv4/tcp_input.c tcp_sndbuf_expand(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.tcp_mem",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.needs = "the initial network namespace",
		.meaning =
		"Three numbers in pages (mostly of 4 KiB), not bytes, for\n"
		"all TCP sockets of the machine: below the first nothing is\n"
		"done, above the second TCP is under pressure, above the\n"
		"third it refuses memory. By default about 4.7, 6.3 and 9.4\n"
		"% of memory. \"16777216 16777216 16777216\" is 64 GiB.",
		.knob =
		"Raise all three in proportion, only when the memory is to\n"
		"spare.",
		.related =
		"protocol-memory sockstat.TCP.mem TcpExtTCPMemoryPressures\n"
		"TcpExtTCPAbortOnMemory",
		.source =
		"net/ipv4/tcp.c tcp_init_mem(), net/core/sock.c\n"
		"__sk_mem_raise_allocated()",
	},
	{
		.name = "net.ipv4.udp_mem",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.needs = "the initial network namespace",
		.meaning =
		"Three numbers in pages for all UDP sockets of the machine.\n"
		"UDP has no state of pressure, so it is the first that\n"
		"limits: above it a socket gets no more than udp_rmem_min.\n"
		"The other two are there to look like tcp_mem. By default\n"
		"twice those of tcp_mem.",
		.knob =
		"Raise the first value (and keep the order) when\n"
		"UdpMemErrors grows.",
		.related =
		"UdpMemErrors sockstat.UDP.mem net.ipv4.udp_rmem_min\n"
		"protocol-memory",
		.source =
		"net/core/sock.c __sk_mem_raise_allocated(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.ipv4.udp_rmem_min",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Bytes that each UDP socket may use for receiving even when\n"
		"udp_mem is used up; 4096 by default. It is not the least\n"
		"size of a buffer.",
		.knob = "Nothing to tune.",
		.related = "net.ipv4.udp_mem",
		.source =
		"net/core/sock.c __sk_mem_raise_allocated(),\n"
		"Documentation/networking/ip-sysctl.rst",
	},
	{
		.name = "net.core.rmem_max",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"The most that an application may ask for with SO_RCVBUF,\n"
		"in bytes, for all kinds of sockets; the kernel doubles\n"
		"what was asked for. One value for the whole machine. It\n"
		"does not bound the growth of TCP buffers. 212992 by\n"
		"default, 4 MiB since Linux 6.18.",
		.knob =
		"16777216 and more for UDP receivers, together with\n"
		"SO_RCVBUF in the application.",
		.related =
		"rcvbuf UdpRcvbufErrors net.core.rmem_default\n"
		"net.ipv4.tcp_rmem",
		.source = "net/core/sock.c sk_setsockopt()",
	},
	{
		.name = "net.core.rmem_default",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"The receive buffer, in bytes, of a new socket that sets\n"
		"none, except TCP, which takes tcp_rmem. It holds for each\n"
		"UDP, raw and unix socket of the machine.",
		.knob =
		"Better SO_RCVBUF in the one application that needs it.",
		.related = "rcvbuf net.core.rmem_max UdpRcvbufErrors",
		.source =
		"net/core/sock.c sock_init_data_uid(),\n"
		"Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.core.wmem_max",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The most that an application may ask for with SO_SNDBUF,\n"
		"in bytes. It does not bound the growth of TCP buffers.\n"
		"212992 by default, 4 MiB since Linux 6.18.",
		.knob = "Raise it for UDP senders that set SO_SNDBUF.",
		.related = "sndbuf net.ipv4.tcp_wmem UdpSndbufErrors",
		.source = "net/core/sock.c sk_setsockopt()",
	},
	{
		.name = "net.core.wmem_default",
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The send buffer, in bytes, of a new socket that sets none,\n"
		"except TCP, which takes tcp_wmem.",
		.knob =
		"Better SO_SNDBUF in the one application that needs it.",
		.related = "sndbuf net.core.wmem_max",
		.source =
		"net/core/sock.c sock_init_data_uid(),\n"
		"Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.core.optmem_max",
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"Bytes of control data and options that a socket may hold;\n"
		"zero copy sends use it too. 131072 by default, 20480 in\n"
		"6.1.",
		.knob = "1048576 where MSG_ZEROCOPY is used much.",
		.related = "optmem ENOBUFS",
		.source =
		"net/core/sock.c sock_kmalloc(),\n"
		"Documentation/admin-guide/sysctl/net.rst",
	},
	{
		.name = "net.ipv4.tcp_moderate_rcvbuf",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"1: TCP receive buffers grow by themselves. This is the\n"
		"default, and turning it off limits every fast connection.",
		.knob = "Leave it at 1.",
		.related = "net.ipv4.tcp_rmem rcvbuf_locked",
		.source = "net/ipv4/tcp_input.c tcp_rcv_space_adjust()",
	},
	{
		.name = "net.ipv4.tcp_shrink_window",
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"With 1 TCP may take back window that it has promised, in\n"
		"order to stay within the receive buffer when the reader is\n"
		"slow. 0 by default. In 6.1 it is there by a back-port.",
		.knob =
		"1 where slow readers make TCP memory grow; test the peers.",
		.related = "TcpExtTCPWantZeroWindowAdv zero_window_out",
		.source =
		"net/ipv4/tcp_output.c __tcp_select_window(), RFC 7323",
	},
};

const struct explain_table explain_sysctl_buffers = {
	.kind = EXPLAIN_SYSCTL,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
