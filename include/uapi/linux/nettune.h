/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * nettune: the generic netlink family of nettune.ko
 *
 * Family "nettune", version 1. Every queue between the wire and the
 * application is read through it: how full, how large, what was lost. The same
 * interface in the kernel's own description language is
 * include/netlink/specs/nettune.yaml.
 *
 * Who may ask
 *   Each command needs CAP_NET_ADMIN in the user namespace that owns the
 *   asker's network namespace; without it the answer is -EPERM. Sockets are
 *   those of the asker's network namespace only. What the machine has once for
 *   all namespaces (the CPUs' backlogs, TCP's memory pressure) is the same for
 *   everybody.
 *
 * How values are laid out
 *   A group of values that is read together travels as one fixed structure in
 *   one binary attribute. A structure only ever grows, at its end: a reader
 *   takes the bytes it knows and ignores the rest, and treats a value beyond
 *   the attribute's length as not known. The start of an attribute is aligned
 *   to 4 bytes only: copy the structure out before use. Integers have the
 *   host's byte order; addresses and ports have network byte order.
 *   A group that does not apply to a socket is absent: absent is not zero.
 *
 * What a dump means
 *   Nothing is locked while sockets are read, so a dump is no picture of one
 *   instant: a socket that stays where it is in the kernel's tables during the
 *   whole dump is in it exactly once; one that comes or goes meanwhile may be
 *   in it or not; one that is bound or connected anew may be met at its old
 *   place, at its new one, at both or at none; and two values of one socket may
 *   be some nanoseconds apart (rmem_alloc may be seen before the recv_q that
 *   explains it). Sockets in no table (neither bound, listening nor connected)
 *   are not seen. NLM_F_DUMP_INTR in a message's header, that of the last
 *   (NLMSG_DONE) included, tells that a chain of the table moved so often under
 *   the reader that sockets of it may be missing or repeated.
 *
 * NETTUNE_CMD_SOCKET_GET, dump only
 *   Request: any of
 *     NETTUNE_A_SOCKET_GET_PROTOCOLS  mask of enum nettune_protocol
 *     NETTUNE_A_SOCKET_GET_FAMILIES   mask of enum nettune_family
 *     NETTUNE_A_SOCKET_GET_STATES     mask, bit (1 << state)
 *     NETTUNE_A_SOCKET_GET_GROUPS     mask of enum nettune_group
 *   What is left out is not restricted; without GROUPS all groups but the
 *   cookies are sent. A mask of 0, a bit that has no meaning, and an attribute
 *   that the kernel does not know are refused with -EINVAL; the extended ack
 *   tells which one it was.
 *   Reply: messages with any number of NETTUNE_A_SOCKET_GET_SOCKET, each a
 *   nest of
 *     NETTUNE_A_SOCKET_ID        struct nettune_sock_id, always
 *     NETTUNE_A_SOCKET_MEM       struct nettune_sock_mem, full sockets
 *     NETTUNE_A_SOCKET_LISTENER  struct nettune_sock_listener, TCP listeners
 *     NETTUNE_A_SOCKET_TCP       struct nettune_sock_tcp, other TCP sockets
 *     NETTUNE_A_SOCKET_OWNER     struct nettune_sock_owner, full sockets
 *   TIME_WAIT sockets and connection requests (SYN_RECV) are mini-sockets: the
 *   kernel keeps no buffers for them, so they consist of the identity alone.
 *
 * NETTUNE_CMD_SOFTNET_GET, dump only
 *   Request: no attribute. Reply: messages with any number of
 *   NETTUNE_A_SOFTNET_GET_CPU, each a struct nettune_softnet, one for each
 *   online CPU in ascending order.
 *
 * Ratios
 *   Fullness is depth * 1000 / limit, rounded down, in permille; with a limit
 *   of 0 it is 0. It may exceed 1000: UDP accepts one datagram over rcvbuf,
 *   and an accept or SYN queue is full only when its depth exceeds its limit.
 *   include/nettune/calc.h has the rule in C.
 */
#ifndef _UAPI_LINUX_NETTUNE_H
#define _UAPI_LINUX_NETTUNE_H

#include <linux/types.h>

#define NETTUNE_FAMILY_NAME	"nettune"
#define NETTUNE_FAMILY_VERSION	1

/**
 * enum nettune_protocol - transport protocols, a mask in requests
 * @NETTUNE_PROTOCOL_TCP: TCP
 * @NETTUNE_PROTOCOL_UDP: UDP (not UDP-Lite)
 */
enum nettune_protocol {
	NETTUNE_PROTOCOL_TCP = 1,
	NETTUNE_PROTOCOL_UDP = 2,
};

/**
 * enum nettune_family - address families of sockets, a mask in requests
 * @NETTUNE_FAMILY_INET: IPv4 (AF_INET)
 * @NETTUNE_FAMILY_INET6: IPv6 (AF_INET6), with sockets that carry IPv4 over
 *	mapped addresses
 */
enum nettune_family {
	NETTUNE_FAMILY_INET = 1,
	NETTUNE_FAMILY_INET6 = 2,
};

/**
 * enum nettune_group - groups of values, a mask in requests
 * @NETTUNE_GROUP_MEM: buffers and queues
 * @NETTUNE_GROUP_LISTENER: accept queue and SYN queue
 * @NETTUNE_GROUP_TCP: windows and what is in flight
 * @NETTUNE_GROUP_OWNER: user, inode, cgroup
 * @NETTUNE_GROUP_COOKIE: give a cookie to sockets that have none yet. The one
 *	group that writes to a socket (once in its life) and takes a reference
 *	on it; without it the cookie is reported where the socket has one
 */
enum nettune_group {
	NETTUNE_GROUP_MEM = 1,
	NETTUNE_GROUP_LISTENER = 2,
	NETTUNE_GROUP_TCP = 4,
	NETTUNE_GROUP_OWNER = 8,
	NETTUNE_GROUP_COOKIE = 16,
};

/**
 * enum nettune_sock_flag - what is true of a socket
 * @NETTUNE_SOCK_FLAG_RCVBUF_LOCKED: SO_RCVBUF was set: no autotuning
 * @NETTUNE_SOCK_FLAG_SNDBUF_LOCKED: SO_SNDBUF was set: no autotuning
 * @NETTUNE_SOCK_FLAG_V6ONLY: IPv6 socket that refuses IPv4
 * @NETTUNE_SOCK_FLAG_REUSEPORT: SO_REUSEPORT
 * @NETTUNE_SOCK_FLAG_OUT_OF_ORDER: TCP: the out-of-order queue is not empty
 * @NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT: TCP: this side advertises a zero window
 * @NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN: TCP: the peer advertises a zero window
 * @NETTUNE_SOCK_FLAG_CORKED: TCP: TCP_CORK is set
 * @NETTUNE_SOCK_FLAG_PRESSURE: TCP: the protocol is under memory pressure
 */
enum nettune_sock_flag {
	NETTUNE_SOCK_FLAG_RCVBUF_LOCKED = 1,
	NETTUNE_SOCK_FLAG_SNDBUF_LOCKED = 2,
	NETTUNE_SOCK_FLAG_V6ONLY = 4,
	NETTUNE_SOCK_FLAG_REUSEPORT = 8,
	NETTUNE_SOCK_FLAG_OUT_OF_ORDER = 16,
	NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT = 32,
	NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN = 64,
	NETTUNE_SOCK_FLAG_CORKED = 128,
	NETTUNE_SOCK_FLAG_PRESSURE = 256,
};

/**
 * struct nettune_sock_id - identity of a socket
 * @family: AF_INET or AF_INET6
 * @protocol: IPPROTO_TCP or IPPROTO_UDP
 * @state: a TCP state number (1 established ... 11 closing); a connection
 *	request is 3 (SYN_RECV), a TIME_WAIT socket shows the state that it
 *	stands for (5 FIN_WAIT2 or 6 TIME_WAIT). UDP: 1 connected, 7 not
 * @pad: 0
 * @sport: local port, network byte order, 0 = none
 * @dport: peer's port, network byte order, 0 = none
 * @saddr: local address; IPv4 uses the first 4 bytes, the rest is 0
 * @daddr: peer's address, likewise
 * @ifindex: interface the socket is bound to, 0 = any
 * @mark: SO_MARK
 * @netns: inode number of the network namespace, as of /proc/PID/ns/net
 * @flags: mask of enum nettune_sock_flag; of a mini-socket none is known
 * @cookie: as of SO_COOKIE; 0 = none was generated yet
 */
struct nettune_sock_id {
	__u8	family;
	__u8	protocol;
	__u8	state;
	__u8	pad;
	__be16	sport;
	__be16	dport;
	__u8	saddr[16];
	__u8	daddr[16];
	__u32	ifindex;
	__u32	mark;
	__u32	netns;
	__u32	flags;
	__u64	cookie;
};

/**
 * struct nettune_sock_mem - buffers and queues of a full socket, in bytes
 * @rmem_alloc: receive memory in use, with the kernel's overhead
 * @rcvbuf: its limit (SO_RCVBUF as getsockopt tells it)
 * @wmem_alloc: send memory handed to the layers below (qdisc, driver)
 * @wmem_queued: TCP: send memory queued in the socket; UDP: 0
 * @sndbuf: limit of the send memory (SO_SNDBUF as getsockopt tells it); what
 *	is held against it is @wmem_queued for TCP, @wmem_alloc for UDP
 * @fwd_alloc: memory charged to the protocol ahead of use
 * @optmem: memory of socket options and ancillary data
 * @backlog: packets that wait because the socket's owner holds its lock
 * @drops: packets (not bytes) lost at this socket since it exists; on a
 *	listener: connection attempts dropped
 * @recv_q: TCP: bytes received and not read; UDP: memory of the datagrams not
 *	read; listener: depth of the accept queue (connections)
 * @send_q: TCP: bytes not yet acknowledged by the peer, sent or not; UDP:
 *	@wmem_alloc; listener: limit of the accept queue (connections)
 */
struct nettune_sock_mem {
	__u32	rmem_alloc;
	__u32	rcvbuf;
	__u32	wmem_alloc;
	__u32	wmem_queued;
	__u32	sndbuf;
	__s32	fwd_alloc;
	__u32	optmem;
	__u32	backlog;
	__u32	drops;
	__u32	recv_q;
	__u32	send_q;
};

/**
 * struct nettune_sock_listener - queues of a TCP listener, in connections
 * @accept_q: established, waiting for accept()
 * @accept_max: limit: min(argument of listen(), somaxconn at that moment);
 *	full when @accept_q > @accept_max (sk_acceptq_is_full())
 * @syn_q: half-open, waiting for the handshake's last ACK
 * @syn_young: those of @syn_q whose SYN-ACK was not yet sent again
 * @syn_max: limit: @accept_max; with net.ipv4.tcp_syncookies = 0 also three
 *	quarters of tcp_max_syn_backlog. Full when @syn_q > @syn_max; then
 *	cookies are sent, or SYNs dropped when they are off
 *	(tcp_conn_request() in net/ipv4/tcp_input.c)
 * @tfo_q: TCP Fast Open requests not yet acknowledged
 * @tfo_max: their limit (TCP_FASTOPEN), 0 = off
 */
struct nettune_sock_listener {
	__u32	accept_q;
	__u32	accept_max;
	__u32	syn_q;
	__u32	syn_young;
	__u32	syn_max;
	__u32	tfo_q;
	__u32	tfo_max;
};

/**
 * struct nettune_sock_tcp - windows and flight of a TCP connection
 * @rcv_wnd: window that this side offers, bytes
 * @window_clamp: largest window it will ever offer, bytes
 * @rcv_ssthresh: current clamp of the offered window, bytes
 * @snd_wnd: window that the peer offers, bytes
 * @snd_cwnd: congestion window, segments
 * @mss: segment size in use for sending, bytes
 * @unsent: bytes written by the application and not sent yet
 * @unacked: bytes sent and not acknowledged
 * @retrans_out: segments in flight that are retransmissions
 * @total_retrans: segments retransmitted since the connection exists
 * @srtt_us: smoothed round-trip time, microseconds
 */
struct nettune_sock_tcp {
	__u32	rcv_wnd;
	__u32	window_clamp;
	__u32	rcv_ssthresh;
	__u32	snd_wnd;
	__u32	snd_cwnd;
	__u32	mss;
	__u32	unsent;
	__u32	unacked;
	__u32	retrans_out;
	__u32	total_retrans;
	__u32	srtt_us;
};

/**
 * struct nettune_sock_owner - whose a full socket is
 * @uid: user, in the asker's user namespace (overflowuid when it has no name
 *	there). A connection not yet accepted has its listener's
 * @pad: 0
 * @inode: inode of the socket file, 0 = none (not yet accepted, or orphaned)
 * @cgroup: id of the cgroup v2 that created it, 0 = not known
 */
struct nettune_sock_owner {
	__u32	uid;
	__u32	pad;
	__u64	inode;
	__u64	cgroup;
};

/**
 * struct nettune_softnet - receive backlog of one CPU; counters since boot,
 *	modulo 2^32
 * @cpu: CPU number
 * @input_qlen: packets in the input queue: the one held against @max_backlog
 * @process_qlen: packets taken off it and not processed yet
 * @max_backlog: net.core.netdev_max_backlog
 * @processed: packets processed
 * @dropped: packets dropped instead of queued: the queue was full, a flow had
 *	more than its share of it (flow limit), or the device was going down
 * @time_squeeze: times the softirq stopped with work left (budget or time)
 * @received_rps: times this CPU was woken by another to process packets
 */
struct nettune_softnet {
	__u32	cpu;
	__u32	input_qlen;
	__u32	process_qlen;
	__u32	max_backlog;
	__u32	processed;
	__u32	dropped;
	__u32	time_squeeze;
	__u32	received_rps;
};

/* Attributes of a socket record. */
enum {
	NETTUNE_A_SOCKET_ID = 1,
	NETTUNE_A_SOCKET_MEM,
	NETTUNE_A_SOCKET_LISTENER,
	NETTUNE_A_SOCKET_TCP,
	NETTUNE_A_SOCKET_OWNER,

	__NETTUNE_A_SOCKET_MAX,
	NETTUNE_A_SOCKET_MAX = (__NETTUNE_A_SOCKET_MAX - 1)
};

/* Attributes of NETTUNE_CMD_SOCKET_GET messages. */
enum {
	NETTUNE_A_SOCKET_GET_PROTOCOLS = 1,
	NETTUNE_A_SOCKET_GET_FAMILIES,
	NETTUNE_A_SOCKET_GET_STATES,
	NETTUNE_A_SOCKET_GET_GROUPS,
	NETTUNE_A_SOCKET_GET_SOCKET,

	__NETTUNE_A_SOCKET_GET_MAX,
	NETTUNE_A_SOCKET_GET_MAX = (__NETTUNE_A_SOCKET_GET_MAX - 1)
};

/* Attributes of NETTUNE_CMD_SOFTNET_GET messages. */
enum {
	NETTUNE_A_SOFTNET_GET_CPU = 1,

	__NETTUNE_A_SOFTNET_GET_MAX,
	NETTUNE_A_SOFTNET_GET_MAX = (__NETTUNE_A_SOFTNET_GET_MAX - 1)
};

enum {
	NETTUNE_CMD_SOCKET_GET = 1,
	NETTUNE_CMD_SOFTNET_GET,

	__NETTUNE_CMD_MAX,
	NETTUNE_CMD_MAX = (__NETTUNE_CMD_MAX - 1)
};

#endif /* _UAPI_LINUX_NETTUNE_H */
