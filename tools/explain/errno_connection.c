// SPDX-License-Identifier: GPL-2.0-or-later
/* Errors that tell of a connection, its peer or the way to it. */
#include "explain/explain.h"

#include <errno.h>

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "EAGAIN",
		.aliases = "EWOULDBLOCK",
		.number = EAGAIN,
		.stage = MODEL_STAGE_RECEIVE_BUFFER,
		.meaning =
		"Not an error but \"not now\": a non-blocking call would have\n"
		"had to wait. recv() means that nothing has arrived, send()\n"
		"that the send buffer is full, accept() that no connection\n"
		"is ready. A time limit of SO_RCVTIMEO or SO_SNDTIMEO that\n"
		"ran out gives it too, and so does connect() to a unix\n"
		"socket whose listener's queue is full.",
		.knob =
		"Wait with poll() or epoll and try again. Many of them from\n"
		"send() mean a peer or a path slower than the sender: look\n"
		"at the socket's Send-Q and Wmem%.",
		.related = "send_q wmem_pct send-buffer ENOBUFS",
		.source =
		"net/core/stream.c sk_stream_wait_memory(),\n"
		"net/unix/af_unix.c unix_stream_connect()",
	},
	{
		.name = "EINPROGRESS",
		.number = EINPROGRESS,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"A non-blocking connect() has begun: the SYN is on its way\n"
		"and the outcome is not known yet. The socket becomes\n"
		"writable when it is, and SO_ERROR then has 0 or the\n"
		"reason. If this lasts, the SYN or its answer is being\n"
		"dropped: retries go on for about two minutes.",
		.knob =
		"Wait for writability, then read SO_ERROR; set a time limit\n"
		"of your own.",
		.related =
		"ETIMEDOUT net.ipv4.tcp_syn_retries TcpExtTCPSynRetrans\n"
		"syn-sent",
		.source = "net/ipv4/af_inet.c __inet_stream_connect()",
	},
	{
		.name = "EALREADY",
		.number = EALREADY,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"connect() was called again on a non-blocking socket while\n"
		"the first attempt is still under way. It says nothing\n"
		"about the peer.",
		.knob =
		"Wait for writability instead of calling connect() again.",
		.related = "EINPROGRESS",
		.source = "net/ipv4/af_inet.c __inet_stream_connect()",
	},
	{
		.name = "ECONNREFUSED",
		.number = ECONNREFUSED,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The SYN was answered by a reset: no socket listens on that\n"
		"address and port, or a firewall rejects. On a connected\n"
		"UDP socket it means that an earlier datagram was answered\n"
		"by ICMP port unreachable. A full accept queue does not\n"
		"cause it on Linux: there the SYN is dropped without an\n"
		"answer, and the client sees ETIMEDOUT.",
		.knob =
		"Check the listener's address and port with nettune\n"
		"listeners, then the firewall.",
		.related = "ETIMEDOUT ECONNRESET UdpNoPorts listening",
		.source =
		"net/ipv4/tcp_input.c tcp_reset(), net/ipv4/icmp.c\n"
		"icmp_err_convert",
	},
	{
		.name = "ECONNRESET",
		.number = ECONNRESET,
		.stage = MODEL_STAGE_ACCEPT_QUEUE,
		.meaning =
		"The peer sent a reset on a connection that was up; what\n"
		"was not read yet is lost with it. Usual reasons: the peer\n"
		"closed its socket without reading all, its process died\n"
		"with data unread, it used SO_LINGER with 0, it rebooted,\n"
		"or a firewall forgot the connection. A server whose accept\n"
		"queue overflows causes it too: the client believes to be\n"
		"connected, and is reset once the server has given up on\n"
		"the handshake, or at once with tcp_abort_on_overflow.\n"
		"After a FIN has arrived a reset reads as EPIPE instead.",
		.knob =
		"Find out which side reset: TcpOutRsts and\n"
		"TcpExtTCPAbortOnClose grow on that side. If it is the\n"
		"server, look at its accept queue first.",
		.related =
		"EPIPE TcpOutRsts TcpExtTCPAbortOnClose\n"
		"TcpExtTCPAbortOnData TcpEstabResets TcpExtListenOverflows",
		.source = "net/ipv4/tcp_input.c tcp_reset()",
	},
	{
		.name = "ECONNABORTED",
		.number = ECONNABORTED,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The connection was ended on this machine by an\n"
		"administrator, for example with ss -K, or by a program\n"
		"that uses SOCK_DESTROY. It is not what a client gets from\n"
		"a busy server.",
		.knob = "Find out who destroys sockets here.",
		.related = "ECONNRESET",
		.source =
		"net/ipv4/tcp.c tcp_abort(), net/ipv4/tcp_diag.c\n"
		"tcp_diag_destroy()",
	},
	{
		.name = "ENOTCONN",
		.number = ENOTCONN,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The call needs a connection, and the socket has none: it\n"
		"was never connected, or was closed by a reset or a time\n"
		"limit and the error was already reported once.",
		.knob =
		"Look for the first error on that socket: this one only\n"
		"follows it.",
		.related = "ECONNRESET EPIPE",
		.source =
		"net/ipv4/tcp.c tcp_recvmsg_locked(), net/ipv4/af_inet.c\n"
		"inet_shutdown()",
	},
	{
		.name = "EISCONN",
		.number = EISCONN,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"connect() or sendto() with an address was called on a\n"
		"stream socket that is connected already. After a\n"
		"non-blocking connect() it only says that the connection is\n"
		"up.",
		.knob = "Nothing to tune.",
		.related = "EINPROGRESS EALREADY",
		.source = "net/ipv4/af_inet.c __inet_stream_connect()",
	},
	{
		.name = "EPIPE",
		.number = EPIPE,
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"Sending on a connection whose sending side is shut: by the\n"
		"application itself, or because the peer reset it after\n"
		"having sent its FIN. The process also gets SIGPIPE unless\n"
		"MSG_NOSIGNAL is set or the signal is ignored. The first\n"
		"send after the peer has gone usually succeeds; only the\n"
		"next one fails.",
		.knob = "Stop writing when read() returns 0; set MSG_NOSIGNAL.",
		.related = "ECONNRESET close-wait TcpEstabResets",
		.source =
		"net/core/stream.c sk_stream_error(), net/ipv4/tcp_input.c\n"
		"tcp_reset()",
	},
	{
		.name = "ETIMEDOUT",
		.number = ETIMEDOUT,
		.stage = MODEL_STAGE_SEND_BUFFER,
		.meaning =
		"The peer did not answer for as long as TCP tries. From\n"
		"connect(): all SYNs remained unanswered, 127 s by default\n"
		"(131 s since Linux 6.5). On a connection that was up: data\n"
		"was sent again and again without an ACK until tcp_retries2\n"
		"or TCP_USER_TIMEOUT was reached, about 15 minutes or more\n"
		"by default, or keepalive probes were not answered. A\n"
		"server with a full SYN or accept queue drops SYNs\n"
		"silently, and this is what its clients see.",
		.knob =
		"On a server look at the SYN queue and the accept queue.\n"
		"For dead peers: SO_KEEPALIVE and TCP_USER_TIMEOUT in the\n"
		"application.",
		.related =
		"net.ipv4.tcp_syn_retries net.ipv4.tcp_retries2\n"
		"net.ipv4.tcp_keepalive_time TcpExtTCPAbortOnTimeout\n"
		"TcpExtListenDrops EHOSTUNREACH",
		.source =
		"net/ipv4/tcp_timer.c tcp_write_err(), tcp_write_timeout(),\n"
		"tcp_keepalive_timer()",
	},
	{
		.name = "EHOSTUNREACH",
		.number = EHOSTUNREACH,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"No way to that host: the neighbour did not answer ARP or\n"
		"neighbour discovery, or ICMP host unreachable or time\n"
		"exceeded came back. During connect() it ends the attempt.\n"
		"On a connection that is up it is only remembered: TCP\n"
		"tries on, and reports it instead of ETIMEDOUT when it\n"
		"gives up.",
		.knob =
		"Check the neighbour table (ip neigh) and the route; a full\n"
		"neighbour table shows in the kernel log.",
		.related =
		"ENETUNREACH ETIMEDOUT net.ipv4.neigh.default.gc_thresh3",
		.source =
		"net/ipv4/tcp_ipv4.c tcp_v4_err(), net/ipv4/arp.c\n"
		"arp_error_report()",
	},
	{
		.name = "ENETUNREACH",
		.number = ENETUNREACH,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"There is no route to the destination, so nothing was sent;\n"
		"or ICMP network unreachable came back while connecting. A\n"
		"dual-stack program that tries IPv6 first on a machine\n"
		"without an IPv6 route sees it harmlessly.",
		.knob = "Check ip route get ADDRESS.",
		.related = "EHOSTUNREACH IpOutNoRoutes",
		.source =
		"net/ipv4/route.c ip_route_output_key_hash_rcu(),\n"
		"net/ipv4/icmp.c icmp_err_convert",
	},
	{
		.name = "EHOSTDOWN",
		.number = EHOSTDOWN,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"ICMP said that the destination host is unknown. Routers\n"
		"hardly send this today; a host that is down shows as\n"
		"EHOSTUNREACH or ETIMEDOUT.",
		.knob = "Treat it as EHOSTUNREACH.",
		.related = "EHOSTUNREACH",
		.source = "net/ipv4/icmp.c icmp_err_convert",
	},
	{
		.name = "ENETDOWN",
		.number = ENETDOWN,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The network device that the packet would have to use is\n"
		"down.",
		.knob = "ip link set DEVICE up",
		.related = "ENETUNREACH",
		.source =
		"net/packet/af_packet.c packet_snd(), net/core/sock.c\n"
		"sock_error()",
	},
	{
		.name = "EINTR",
		.number = EINTR,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"A signal arrived before anything was transferred. It has\n"
		"nothing to do with the network.",
		.knob = "Call again, or install the handler with SA_RESTART.",
		.related = "EAGAIN",
		.source = "signal(7)",
	},
	{
		.name = "EPROTO",
		.number = EPROTO,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"A protocol error; for TCP, ICMP parameter problem came\n"
		"back while connecting. Rare, and usually a broken box on\n"
		"the path.",
		.knob = "Capture packets at the client.",
		.related = "EHOSTUNREACH",
		.source = "net/ipv4/tcp_ipv4.c tcp_v4_err()",
	},
	{
		.name = "ENOPROTOOPT",
		.number = ENOPROTOOPT,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The kernel does not know this socket option at this level;\n"
		"or ICMP said that the other host does not speak the\n"
		"protocol.",
		.knob = "Check which kernel brings the option.",
		.related = "ECONNREFUSED",
		.source =
		"net/ipv4/icmp.c icmp_err_convert, net/ipv4/tcp.c\n"
		"do_tcp_setsockopt()",
	},
};

const struct explain_table explain_errno_connection = {
	.kind = EXPLAIN_ERRNO,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
