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
 *   To read needs CAP_NET_ADMIN in the user namespace that owns the asker's
 *   network namespace; without it the answer is -EPERM. Sockets are those of
 *   the asker's network namespace. What the machine has once for all
 *   namespaces (the CPUs' backlogs, TCP's memory pressure) is the same for
 *   everybody. What reaches further needs more, in the initial user namespace:
 *   to see other network namespaces (NETTUNE_A_FILTER_ALL_NETNS), to start the
 *   sampler (NETTUNE_A_SOFTNET_GET_SAMPLE) and NETTUNE_CMD_CONFIG_SET need
 *   CAP_NET_ADMIN there; to see processes (NETTUNE_GROUP_PROCESS) needs
 *   CAP_SYS_PTRACE there.
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
 *   A message of a dump may be without any record: it is the kernel's way to
 *   say that it is still looking. The first one of a dump over sockets always
 *   is.
 *
 * Filter
 *   A request over sockets may carry a nest (NETTUNE_A_SOCKET_GET_FILTER,
 *   NETTUNE_A_SUMMARY_GET_FILTER) that says which ones are meant: those for
 *   which every attribute in it holds. What is left out is not restricted.
 *     NETTUNE_A_FILTER_PROTOCOLS  mask of enum nettune_protocol
 *     NETTUNE_A_FILTER_FAMILIES   mask of enum nettune_family
 *     NETTUNE_A_FILTER_STATES     mask, bit (1 << state)
 *     NETTUNE_A_FILTER_SPORTS     1 to NETTUNE_FILTER_MAX struct
 *     NETTUNE_A_FILTER_DPORTS     nettune_port_range: in any of them
 *     NETTUNE_A_FILTER_SADDRS     1 to NETTUNE_FILTER_MAX struct
 *     NETTUNE_A_FILTER_DADDRS     nettune_prefix: in any of them
 *     NETTUNE_A_FILTER_UID        owner, as struct nettune_sock_owner has it
 *     NETTUNE_A_FILTER_CGROUP     id of the cgroup, likewise
 *     NETTUNE_A_FILTER_IFINDEX    interface it is bound to, 0 = to none
 *     NETTUNE_A_FILTER_MINIMUMS   1 to NETTUNE_FILTER_MAX struct
 *                                 nettune_minimum: not below any of them
 *     NETTUNE_A_FILTER_ALL_NETNS  flag: of every network namespace
 *     NETTUNE_A_FILTER_NETNS      inode number of a network namespace
 *   A socket of which something is not known (the owner of a mini-socket, the
 *   accept queue of a connection) does not pass a filter that asks for it.
 *
 * NETTUNE_CMD_SOCKET_GET, dump only
 *   Request: any of
 *     NETTUNE_A_SOCKET_GET_FILTER  nest, which sockets
 *     NETTUNE_A_SOCKET_GET_GROUPS  mask of enum nettune_group; if left out, all
 *                                  but COOKIE and PROCESS
 *     NETTUNE_A_SOCKET_GET_ORDER   one of enum nettune_key, and
 *     NETTUNE_A_SOCKET_GET_LIMIT   1 to NETTUNE_LIMIT_MAX: only the LIMIT
 *                                  sockets with the highest values, highest
 *                                  first. Sockets that do not have the value
 *                                  are left out. One needs the other
 *   A mask of 0, a bit or number that has no meaning, and an attribute that the
 *   kernel does not know are refused with -EINVAL (-ERANGE, if out of range);
 *   the extended ack tells which attribute it was.
 *   Reply: messages with any number of NETTUNE_A_SOCKET_GET_SOCKET, each a
 *   nest of
 *     NETTUNE_A_SOCKET_ID        struct nettune_sock_id, always
 *     NETTUNE_A_SOCKET_MEM       struct nettune_sock_mem, full sockets
 *     NETTUNE_A_SOCKET_LISTENER  struct nettune_sock_listener, TCP listeners
 *     NETTUNE_A_SOCKET_TCP       struct nettune_sock_tcp, other TCP sockets
 *     NETTUNE_A_SOCKET_OWNER     struct nettune_sock_owner, full sockets
 *     NETTUNE_A_SOCKET_PROCESS   struct nettune_sock_process, sockets that a
 *                                process visible to the asker has open
 *   TIME_WAIT sockets and connection requests (SYN_RECV) are mini-sockets: the
 *   kernel keeps no buffers for them, so they consist of the identity alone.
 *
 * NETTUNE_CMD_SUMMARY_GET, dump only
 *   All sockets that pass the filter, added up in the kernel. Request: any of
 *     NETTUNE_A_SUMMARY_GET_FILTER      nest, which sockets
 *     NETTUNE_A_SUMMARY_GET_GROUP_BY    one of enum nettune_group_by; if left
 *                                       out, one group for all
 *     NETTUNE_A_SUMMARY_GET_MAX_GROUPS  1 to NETTUNE_GROUPS_MAX, if left out
 *                                       1024: groups met first have room;
 *                                       what finds none is counted in one more
 *                                       with NETTUNE_SUMMARY_FLAG_OTHER
 *     NETTUNE_A_SUMMARY_GET_HISTOGRAMS  flag: histograms are wanted
 *   Reply: messages with any number of NETTUNE_A_SUMMARY_GET_GROUP, in no
 *   order, each a nest of
 *     NETTUNE_A_SUMMARY_ID    struct nettune_summary_id, always
 *     NETTUNE_A_SUMMARY_STAT  struct nettune_summary_stat, always
 *     NETTUNE_A_SUMMARY_HIST  struct nettune_summary_hist, if asked for
 *   Without GROUP_BY there is one group, also when no socket passes.
 *
 * NETTUNE_CMD_SOFTNET_GET, dump only
 *   Request: may have
 *     NETTUNE_A_SOFTNET_GET_SAMPLE  seconds, 1 to NETTUNE_SAMPLE_MAX: keep the
 *                                   sampler running for as long from now
 *   Reply: messages with any number of NETTUNE_A_SOFTNET_GET_CPU, each a struct
 *   nettune_softnet, one for each online CPU in ascending order.
 *
 * NETTUNE_CMD_CONFIG_GET, NETTUNE_CMD_CONFIG_SET, do only
 *   GET has no attribute and answers with all of NETTUNE_A_CONFIG_* but RESET.
 *   SET changes those that it has, all or none of them, and answers with an
 *   ack. The configuration is one for the machine.
 *
 * NETTUNE_CMD_EVENT, multicast group "events"
 *   Sent when something was lost or is about to be; to those who listen in the
 *   network namespace that it happened in, or, where it belongs to none, in
 *   any. Work is done only while somebody listens; after joining the group send
 *   a CONFIG_GET: older kernels do not tell a family of a new listener. What
 *   happened before that is not reported. Attributes:
 *     NETTUNE_A_EVENT_INFO    struct nettune_event, always
 *     NETTUNE_A_EVENT_SOCKET  nest as in SOCKET_GET: ID, MEM, LISTENER, OWNER
 *     NETTUNE_A_EVENT_CPU     struct nettune_softnet
 *     NETTUNE_A_EVENT_MEMORY  struct nettune_memory
 *   Which of the last three is there depends on enum nettune_event_kind.
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
 * @NETTUNE_PROTOCOL_RAW: raw IP sockets; -EOPNOTSUPP where the kernel's table
 *	of them can't be read without its lock (it can since 6.1.24, but
 *	not in the first of 6.2)
 */
enum nettune_protocol {
	NETTUNE_PROTOCOL_TCP = 1,
	NETTUNE_PROTOCOL_UDP = 2,
	NETTUNE_PROTOCOL_RAW = 4,
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
 * @NETTUNE_GROUP_PROCESS: the process that has it open. The kernel looks through
 *	the open files of all processes for it, once a request
 */
enum nettune_group {
	NETTUNE_GROUP_MEM = 1,
	NETTUNE_GROUP_LISTENER = 2,
	NETTUNE_GROUP_TCP = 4,
	NETTUNE_GROUP_OWNER = 8,
	NETTUNE_GROUP_COOKIE = 16,
	NETTUNE_GROUP_PROCESS = 32,
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
 * enum nettune_key - values of a socket to order by or to filter with
 * @NETTUNE_KEY_RMEM: rmem_alloc to rcvbuf, permille; no listeners
 * @NETTUNE_KEY_WMEM: what is held against sndbuf to sndbuf, permille; likewise
 * @NETTUNE_KEY_ACCEPT: accept_q to accept_max, permille; listeners only
 * @NETTUNE_KEY_SYN: syn_q to syn_max, permille; listeners only
 * @NETTUNE_KEY_RECV_Q: recv_q, bytes; no listeners
 * @NETTUNE_KEY_SEND_Q: send_q, bytes; no listeners
 * @NETTUNE_KEY_BACKLOG: backlog, bytes
 * @NETTUNE_KEY_DROPS: drops, packets; connection attempts of a listener
 * @NETTUNE_KEY_RMEM_ALLOC: rmem_alloc, bytes; no listeners
 * @NETTUNE_KEY_WMEM_USED: what is held against sndbuf, bytes; likewise
 * @NETTUNE_KEY_ACCEPT_Q: accept_q, connections; listeners only
 * @NETTUNE_KEY_SYN_Q: syn_q, connections; listeners only
 * @NETTUNE_KEY_RETRANS: total_retrans, segments; TCP connections only
 *
 * Mini-sockets have none of these values.
 */
enum nettune_key {
	NETTUNE_KEY_RMEM = 1,
	NETTUNE_KEY_WMEM,
	NETTUNE_KEY_ACCEPT,
	NETTUNE_KEY_SYN,
	NETTUNE_KEY_RECV_Q,
	NETTUNE_KEY_SEND_Q,
	NETTUNE_KEY_BACKLOG,
	NETTUNE_KEY_DROPS,
	NETTUNE_KEY_RMEM_ALLOC,
	NETTUNE_KEY_WMEM_USED,
	NETTUNE_KEY_ACCEPT_Q,
	NETTUNE_KEY_SYN_Q,
	NETTUNE_KEY_RETRANS,

	__NETTUNE_KEY_MAX,
	NETTUNE_KEY_MAX = (__NETTUNE_KEY_MAX - 1)
};

/**
 * enum nettune_group_by - what the sockets of one group of a summary share,
 *	and which members of struct nettune_summary_id say what that is
 * @NETTUNE_GROUP_BY_NONE: nothing: one group for all
 * @NETTUNE_GROUP_BY_SPORT: protocol and local port (@protocol, @sport)
 * @NETTUNE_GROUP_BY_LISTENER: the TCP listener that their local address leads
 *	to, itself included (@family, @protocol, @sport, @saddr, @ifindex,
 *	@netns); several that share it by SO_REUSEPORT are one
 * @NETTUNE_GROUP_BY_STATE: protocol and state (@protocol, @state)
 * @NETTUNE_GROUP_BY_CGROUP: cgroup (@cgroup)
 * @NETTUNE_GROUP_BY_UID: user (@uid)
 * @NETTUNE_GROUP_BY_NETNS: network namespace (@netns)
 * @NETTUNE_GROUP_BY_PROTOCOL: protocol and family (@protocol, @family)
 *
 * Sockets to which it does not apply (mini-sockets have no user and no cgroup,
 * of others the cgroup may not be known, an outgoing connection has no
 * listener, nor has one whose listener found no room) are a group of their own,
 * with NETTUNE_SUMMARY_FLAG_NONE.
 */
enum nettune_group_by {
	NETTUNE_GROUP_BY_NONE,
	NETTUNE_GROUP_BY_SPORT,
	NETTUNE_GROUP_BY_LISTENER,
	NETTUNE_GROUP_BY_STATE,
	NETTUNE_GROUP_BY_CGROUP,
	NETTUNE_GROUP_BY_UID,
	NETTUNE_GROUP_BY_NETNS,
	NETTUNE_GROUP_BY_PROTOCOL,

	__NETTUNE_GROUP_BY_MAX,
	NETTUNE_GROUP_BY_MAX = (__NETTUNE_GROUP_BY_MAX - 1)
};

/**
 * enum nettune_summary_flag - what is special about a group of a summary
 * @NETTUNE_SUMMARY_FLAG_OTHER: all sockets whose group found no room
 * @NETTUNE_SUMMARY_FLAG_NONE: all sockets to which GROUP_BY does not apply
 */
enum nettune_summary_flag {
	NETTUNE_SUMMARY_FLAG_OTHER = 1,
	NETTUNE_SUMMARY_FLAG_NONE = 2,
};

/**
 * enum nettune_event_kind - what happened
 * @NETTUNE_EVENT_KIND_LISTENER_DROP: a listener dropped connection attempts,
 *	@count of them (SOCKET)
 * @NETTUNE_EVENT_KIND_LISTENER_HIGH: accept queue or SYN queue of a listener
 *	have reached NETTUNE_A_CONFIG_QUEUE_HIGH (SOCKET)
 * @NETTUNE_EVENT_KIND_LISTENER_NORMAL: both are below
 *	NETTUNE_A_CONFIG_QUEUE_LOW again (SOCKET)
 * @NETTUNE_EVENT_KIND_UDP_DROP: a UDP socket dropped @count datagrams (SOCKET)
 * @NETTUNE_EVENT_KIND_TCP_DROP: a TCP connection dropped @count segments, for
 *	want of receive buffer or because its backlog was full (SOCKET)
 * @NETTUNE_EVENT_KIND_SOFTNET_DROP: a CPU's backlog dropped @count packets (CPU)
 * @NETTUNE_EVENT_KIND_MEMORY_PRESSURE: a protocol has come under memory
 *	pressure (MEMORY); UDP, which does not know that state, has when 15/16
 *	of its limit @min are in use, until less than 3/4 are
 * @NETTUNE_EVENT_KIND_MEMORY_NORMAL: it no longer is (MEMORY)
 */
enum nettune_event_kind {
	NETTUNE_EVENT_KIND_LISTENER_DROP = 1,
	NETTUNE_EVENT_KIND_LISTENER_HIGH,
	NETTUNE_EVENT_KIND_LISTENER_NORMAL,
	NETTUNE_EVENT_KIND_UDP_DROP,
	NETTUNE_EVENT_KIND_TCP_DROP,
	NETTUNE_EVENT_KIND_SOFTNET_DROP,
	NETTUNE_EVENT_KIND_MEMORY_PRESSURE,
	NETTUNE_EVENT_KIND_MEMORY_NORMAL,

	__NETTUNE_EVENT_KIND_MAX,
	NETTUNE_EVENT_KIND_MAX = (__NETTUNE_EVENT_KIND_MAX - 1)
};

/* Elements that one attribute of a filter may have. */
#define NETTUNE_FILTER_MAX	16
/* The highest NETTUNE_A_SOCKET_GET_LIMIT. */
#define NETTUNE_LIMIT_MAX	10000
/* The highest NETTUNE_A_SUMMARY_GET_MAX_GROUPS. */
#define NETTUNE_GROUPS_MAX	16384
/* The highest NETTUNE_A_SOFTNET_GET_SAMPLE. */
#define NETTUNE_SAMPLE_MAX	3600

/**
 * struct nettune_port_range - ports from @min to @max, both included
 * @min: lowest, host byte order
 * @max: highest, not below @min
 */
struct nettune_port_range {
	__u16	min;
	__u16	max;
};

/**
 * struct nettune_prefix - addresses that begin alike
 * @family: AF_INET, which also stands for the IPv4-mapped addresses of IPv6
 *	sockets, or AF_INET6
 * @len: how many bits, 0 to 32 or 128
 * @pad: 0
 * @addr: the bits; IPv4 uses the first 4 bytes
 */
struct nettune_prefix {
	__u8	family;
	__u8	len;
	__u16	pad;
	__u8	addr[16];
};

/**
 * struct nettune_minimum - a value that is high enough
 * @key: which, one of enum nettune_key
 * @value: how high at least
 */
struct nettune_minimum {
	__u32	key;
	__u32	value;
};

/**
 * struct nettune_sock_id - identity of a socket
 * @family: AF_INET or AF_INET6
 * @protocol: IPPROTO_TCP, IPPROTO_UDP or IPPROTO_RAW
 * @state: a TCP state number (1 established ... 11 closing); a connection
 *	request is 3 (SYN_RECV), a TIME_WAIT socket shows the state that it
 *	stands for (5 FIN_WAIT2 or 6 TIME_WAIT). UDP, raw: 1 connected, 7 not
 * @pad: 0
 * @sport: local port, network byte order, 0 = none; raw: the IP protocol
 * @dport: peer's port, network byte order, 0 = none
 * @saddr: local address; IPv4 uses the first 4 bytes, the rest is 0
 * @daddr: peer's address, likewise
 * @ifindex: interface the socket is bound to, 0 = any
 * @netns: inode number of the network namespace, as of /proc/PID/ns/net
 * @flags: mask of enum nettune_sock_flag; of a mini-socket none is known
 * @cookie: as of SO_COOKIE; 0 = none was generated yet. Not aligned
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
	__u32	netns;
	__u32	flags;
	__u64	cookie;
} __attribute__((packed, aligned(4)));

/**
 * struct nettune_sock_mem - buffers and queues of a full socket, in bytes
 * @rmem_alloc: receive memory in use, with the kernel's overhead
 * @rcvbuf: its limit (SO_RCVBUF as getsockopt tells it)
 * @wmem_alloc: send memory handed to the layers below (qdisc, driver)
 * @wmem_queued: TCP: send memory queued in the socket; others: 0
 * @sndbuf: limit of the send memory (SO_SNDBUF as getsockopt tells it); what
 *	is held against it is @wmem_queued for TCP, @wmem_alloc for others
 * @fwd_alloc: memory charged to the protocol ahead of use
 * @optmem: memory of socket options and ancillary data
 * @backlog: packets that wait because the socket's owner holds its lock
 * @drops: packets (not bytes) lost at this socket since it exists; on a
 *	listener: connection attempts dropped
 * @recv_q: TCP: bytes received and not read; others: memory of the datagrams
 *	not read; listener: depth of the accept queue (connections)
 * @send_q: TCP: bytes not yet acknowledged by the peer, sent or not; others:
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
 * @mark: SO_MARK
 * @inode: inode of the socket file, 0 = none (not yet accepted, or orphaned)
 * @cgroup: id of the cgroup v2 that created it, 0 = not known
 */
struct nettune_sock_owner {
	__u32	uid;
	__u32	mark;
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
 * @peak: highest @input_qlen that the sampler has seen since it was started or
 *	reset (NETTUNE_A_CONFIG_RESET)
 * @avg10: share of the last 10 seconds in which @input_qlen was at or over
 *	NETTUNE_A_CONFIG_SAMPLER_THRESHOLD of @max_backlog, in hundredths of a
 *	percent; a moving average as in /proc/pressure
 * @avg60: of the last 60 seconds
 * @avg300: of the last 300 seconds
 * @sampled: 1 = the sampler runs; 0 = it does not, and @peak and the averages
 *	are not known
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
	__u32	peak;
	__u32	avg10;
	__u32	avg60;
	__u32	avg300;
	__u32	sampled;
};

/**
 * struct nettune_sock_process - who has a socket open
 * @pid: process, as the asker's pid namespace numbers it; of several that share
 *	the socket the one that was created first
 * @comm: its name, ended by 0; whatever bytes it has given itself
 */
struct nettune_sock_process {
	__u32	pid;
	char	comm[16];
};

/**
 * struct nettune_summary_id - which group of a summary this is
 * @family: see enum nettune_group_by for which of the members have a meaning;
 *	the others are 0
 * @protocol: as in struct nettune_sock_id, and so are the following
 * @state: a state number
 * @flags: mask of enum nettune_summary_flag
 * @sport: local port, network byte order
 * @pad: 0
 * @saddr: local address
 * @ifindex: interface
 * @uid: user
 * @netns: network namespace
 * @pad2: 0
 * @cgroup: cgroup
 */
struct nettune_summary_id {
	__u8	family;
	__u8	protocol;
	__u8	state;
	__u8	flags;
	__be16	sport;
	__u16	pad;
	__u8	saddr[16];
	__u32	ifindex;
	__u32	uid;
	__u32	netns;
	__u32	pad2;
	__u64	cgroup;
};

/* Number of states, 0 (none) included: highest state number + 1. */
#define NETTUNE_STATES	12

/**
 * struct nettune_summary_stat - the sockets of a group, added up
 * @rmem_alloc: sum over full sockets that do not listen, and so are the
 *	following; of struct nettune_sock_mem
 * @rcvbuf: sum
 * @wmem_used: sum of what is held against @sndbuf
 * @sndbuf: sum
 * @recv_q: sum, bytes
 * @send_q: sum, bytes
 * @backlog: sum, bytes
 * @drops: sum over all full sockets
 * @accept_q: sum over listeners, and so are the following
 * @accept_max: sum
 * @syn_q: sum
 * @sockets: how many sockets, of any kind
 * @full: how many of them have buffers: neither TIME_WAIT nor SYN_RECV
 *	requests
 * @listeners: how many of @full listen
 * @states: how many are in which state, by state number
 * @max_rmem: highest NETTUNE_KEY_RMEM of a socket, permille
 * @max_wmem: highest NETTUNE_KEY_WMEM
 * @max_accept: highest NETTUNE_KEY_ACCEPT
 * @max_syn: highest NETTUNE_KEY_SYN
 * @max_recv_q: highest NETTUNE_KEY_RECV_Q, bytes
 * @max_send_q: highest NETTUNE_KEY_SEND_Q
 * @max_backlog: highest NETTUNE_KEY_BACKLOG
 * @max_drops: highest NETTUNE_KEY_DROPS
 * @pad: 0
 */
struct nettune_summary_stat {
	__u64	rmem_alloc;
	__u64	rcvbuf;
	__u64	wmem_used;
	__u64	sndbuf;
	__u64	recv_q;
	__u64	send_q;
	__u64	backlog;
	__u64	drops;
	__u64	accept_q;
	__u64	accept_max;
	__u64	syn_q;
	__u32	sockets;
	__u32	full;
	__u32	listeners;
	__u32	states[NETTUNE_STATES];
	__u32	max_rmem;
	__u32	max_wmem;
	__u32	max_accept;
	__u32	max_syn;
	__u32	max_recv_q;
	__u32	max_send_q;
	__u32	max_backlog;
	__u32	max_drops;
	__u32	pad;
};

/* Buckets of permille: 0; 1 to 99; 100 to 199; ...; 900 to 999; 1000 and up. */
#define NETTUNE_HIST_PERMILLE	12
/* Buckets of bytes: 0; then 2^(n-1) to 2^n - 1 for the n-th. */
#define NETTUNE_HIST_LOG2	33

/**
 * struct nettune_summary_hist - how many sockets of a group are how full; full
 *	sockets that do not listen are counted
 * @rmem: by NETTUNE_KEY_RMEM
 * @wmem: by NETTUNE_KEY_WMEM
 * @recv_q: by NETTUNE_KEY_RECV_Q
 * @send_q: by NETTUNE_KEY_SEND_Q
 */
struct nettune_summary_hist {
	__u32	rmem[NETTUNE_HIST_PERMILLE];
	__u32	wmem[NETTUNE_HIST_PERMILLE];
	__u32	recv_q[NETTUNE_HIST_LOG2];
	__u32	send_q[NETTUNE_HIST_LOG2];
};

/**
 * struct nettune_event - what happened
 * @time_ns: when it was noticed, nanoseconds since 1970 (CLOCK_REALTIME)
 * @kind: one of enum nettune_event_kind
 * @netns: network namespace in which it happened, 0 = it belongs to none
 * @count: how much was lost since the last event of this kind about the same
 *	object; 0 where nothing is lost
 * @lost: events of this kind not sent, since the last one that was, because
 *	there were more than NETTUNE_A_CONFIG_EVENT_RATE allows or than the
 *	kernel had room for
 */
struct nettune_event {
	__u64	time_ns;
	__u32	kind;
	__u32	netns;
	__u32	count;
	__u32	lost;
};

/**
 * struct nettune_memory - what a protocol uses, in pages; limits as in the
 *	sysctls tcp_mem and udp_mem
 * @allocated: in use; kernels since 6.0 count up to 1 MiB a CPU late
 * @min: below this nothing is limited; above it UDP sockets get no more than
 *	udp_rmem_min
 * @pressure: above this TCP comes under pressure
 * @max: above this nothing more is given out
 * @protocol: IPPROTO_TCP or IPPROTO_UDP
 * @pad: 0
 */
struct nettune_memory {
	__u64	allocated;
	__u64	min;
	__u64	pressure;
	__u64	max;
	__u32	protocol;
	__u32	pad;
};

/* Attributes of a filter. */
enum {
	NETTUNE_A_FILTER_PROTOCOLS = 1,
	NETTUNE_A_FILTER_FAMILIES,
	NETTUNE_A_FILTER_STATES,
	NETTUNE_A_FILTER_SPORTS,
	NETTUNE_A_FILTER_DPORTS,
	NETTUNE_A_FILTER_SADDRS,
	NETTUNE_A_FILTER_DADDRS,
	NETTUNE_A_FILTER_UID,
	NETTUNE_A_FILTER_CGROUP,
	NETTUNE_A_FILTER_IFINDEX,
	NETTUNE_A_FILTER_MINIMUMS,
	NETTUNE_A_FILTER_ALL_NETNS,
	NETTUNE_A_FILTER_NETNS,

	__NETTUNE_A_FILTER_MAX,
	NETTUNE_A_FILTER_MAX = (__NETTUNE_A_FILTER_MAX - 1)
};

/* Attributes of a socket record. */
enum {
	NETTUNE_A_SOCKET_ID = 1,
	NETTUNE_A_SOCKET_MEM,
	NETTUNE_A_SOCKET_LISTENER,
	NETTUNE_A_SOCKET_TCP,
	NETTUNE_A_SOCKET_OWNER,
	NETTUNE_A_SOCKET_PROCESS,

	__NETTUNE_A_SOCKET_MAX,
	NETTUNE_A_SOCKET_MAX = (__NETTUNE_A_SOCKET_MAX - 1)
};

/* Attributes of NETTUNE_CMD_SOCKET_GET messages. */
enum {
	NETTUNE_A_SOCKET_GET_FILTER = 1,
	NETTUNE_A_SOCKET_GET_GROUPS,
	NETTUNE_A_SOCKET_GET_ORDER,
	NETTUNE_A_SOCKET_GET_LIMIT,
	NETTUNE_A_SOCKET_GET_SOCKET,

	__NETTUNE_A_SOCKET_GET_MAX,
	NETTUNE_A_SOCKET_GET_MAX = (__NETTUNE_A_SOCKET_GET_MAX - 1)
};

/* Attributes of NETTUNE_CMD_SOFTNET_GET messages. */
enum {
	NETTUNE_A_SOFTNET_GET_CPU = 1,
	NETTUNE_A_SOFTNET_GET_SAMPLE,

	__NETTUNE_A_SOFTNET_GET_MAX,
	NETTUNE_A_SOFTNET_GET_MAX = (__NETTUNE_A_SOFTNET_GET_MAX - 1)
};

/* Attributes of a group of a summary. */
enum {
	NETTUNE_A_SUMMARY_ID = 1,
	NETTUNE_A_SUMMARY_STAT,
	NETTUNE_A_SUMMARY_HIST,

	__NETTUNE_A_SUMMARY_MAX,
	NETTUNE_A_SUMMARY_MAX = (__NETTUNE_A_SUMMARY_MAX - 1)
};

/* Attributes of NETTUNE_CMD_SUMMARY_GET messages. */
enum {
	NETTUNE_A_SUMMARY_GET_FILTER = 1,
	NETTUNE_A_SUMMARY_GET_GROUP_BY,
	NETTUNE_A_SUMMARY_GET_MAX_GROUPS,
	NETTUNE_A_SUMMARY_GET_HISTOGRAMS,
	NETTUNE_A_SUMMARY_GET_GROUP,

	__NETTUNE_A_SUMMARY_GET_MAX,
	NETTUNE_A_SUMMARY_GET_MAX = (__NETTUNE_A_SUMMARY_GET_MAX - 1)
};

/*
 * Attributes of NETTUNE_CMD_CONFIG_GET and _SET messages, u32 unless said
 * otherwise.
 *   SAMPLER_PERIOD_US  microseconds between two samples, 100 to 1000000
 *   SAMPLER_THRESHOLD  fullness of the backlog, permille, from which on a
 *                      sample counts as pressure, 1 to 1000
 *   SAMPLER_ALWAYS     0 = the sampler runs while asked for, 1 = always
 *   EVENT_PERIOD_MS    milliseconds between two looks, 50 to 60000
 *   EVENT_RATE         events of one kind a second, 1 to 10000
 *   EVENT_BURST        ... and at once, 1 to 10000
 *   QUEUE_HIGH         fullness of a listener's queue, permille, for
 *                      LISTENER_HIGH, 1 to 1000
 *   QUEUE_LOW          and for LISTENER_NORMAL, 0 to QUEUE_HIGH
 *   SAMPLER_RUNNING    GET: 1 = the sampler runs now
 *   EVENTS_RUNNING     GET: 1 = somebody listens for events
 *   RESET              SET: flag, forget the sampler's peaks and averages
 */
enum {
	NETTUNE_A_CONFIG_SAMPLER_PERIOD_US = 1,
	NETTUNE_A_CONFIG_SAMPLER_THRESHOLD,
	NETTUNE_A_CONFIG_SAMPLER_ALWAYS,
	NETTUNE_A_CONFIG_EVENT_PERIOD_MS,
	NETTUNE_A_CONFIG_EVENT_RATE,
	NETTUNE_A_CONFIG_EVENT_BURST,
	NETTUNE_A_CONFIG_QUEUE_HIGH,
	NETTUNE_A_CONFIG_QUEUE_LOW,
	NETTUNE_A_CONFIG_SAMPLER_RUNNING,
	NETTUNE_A_CONFIG_EVENTS_RUNNING,
	NETTUNE_A_CONFIG_RESET,

	__NETTUNE_A_CONFIG_MAX,
	NETTUNE_A_CONFIG_MAX = (__NETTUNE_A_CONFIG_MAX - 1)
};

/* Attributes of NETTUNE_CMD_EVENT messages. */
enum {
	NETTUNE_A_EVENT_INFO = 1,
	NETTUNE_A_EVENT_SOCKET,
	NETTUNE_A_EVENT_CPU,
	NETTUNE_A_EVENT_MEMORY,

	__NETTUNE_A_EVENT_MAX,
	NETTUNE_A_EVENT_MAX = (__NETTUNE_A_EVENT_MAX - 1)
};

enum {
	NETTUNE_CMD_SOCKET_GET = 1,
	NETTUNE_CMD_SOFTNET_GET,
	NETTUNE_CMD_SUMMARY_GET,
	NETTUNE_CMD_CONFIG_GET,
	NETTUNE_CMD_CONFIG_SET,
	NETTUNE_CMD_EVENT,

	__NETTUNE_CMD_MAX,
	NETTUNE_CMD_MAX = (__NETTUNE_CMD_MAX - 1)
};

#define NETTUNE_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_NETTUNE_H */
