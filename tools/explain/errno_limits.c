// SPDX-License-Identifier: GPL-2.0-or-later
/* Errors that tell of a limit on this machine, or of a mistake. */
#include "explain/explain.h"

#include <errno.h>

#include "array.h"

static const struct explain_entry entries[] = {
	{
		.name = "EADDRINUSE",
		.number = EADDRINUSE,
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"bind() or listen() on a port that is taken: by another\n"
		"listener, or by connections in TIME_WAIT while\n"
		"SO_REUSEADDR is not set. A bind() to port 0 gives it when\n"
		"no port of the ephemeral range is free for it, which\n"
		"SO_REUSEADDR or IP_BIND_ADDRESS_NO_PORT avoids.",
		.knob =
		"Set SO_REUSEADDR in servers; find the owner with nettune\n"
		"listeners.",
		.related =
		"EADDRNOTAVAIL net.ipv4.ip_local_port_range time-wait",
		.source = "net/ipv4/inet_connection_sock.c inet_csk_get_port()",
	},
	{
		.name = "EADDRNOTAVAIL",
		.number = EADDRNOTAVAIL,
		.stage = MODEL_STAGE_PORTS,
		.meaning =
		"From connect(): no ephemeral port is left that makes a\n"
		"unique pair of addresses and ports to this destination;\n"
		"ports in TIME_WAIT count as taken. From bind(): no such\n"
		"address on this machine. The first is a limit per\n"
		"destination address and port, not per machine: a proxy\n"
		"with one upstream reaches it at about 28000 connections by\n"
		"default.",
		.knob =
		"Keep connections open and reuse them; more source or\n"
		"destination addresses; widen net.ipv4.ip_local_port_range.",
		.related =
		"net.ipv4.ip_local_port_range\n"
		"net.ipv4.ip_local_reserved_ports net.ipv4.tcp_tw_reuse\n"
		"time-wait ports EADDRINUSE",
		.source =
		"net/ipv4/inet_hashtables.c __inet_hash_connect(),\n"
		"net/ipv4/af_inet.c __inet_bind()",
	},
	{
		.name = "EMFILE",
		.number = EMFILE,
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"The process has as many descriptors open as its own soft\n"
		"limit RLIMIT_NOFILE allows. From accept() this is worse\n"
		"than it looks: the connection stays in the accept queue,\n"
		"the listener stays readable, and an event loop may spin\n"
		"while the queue fills and clients are dropped. It is not\n"
		"the limit of the whole machine, which is ENFILE.",
		.knob =
		"Raise LimitNOFILE of the service (systemd) or ulimit -n;\n"
		"look for a descriptor leak, often sockets in CLOSE_WAIT.",
		.related =
		"ENFILE RLIMIT_NOFILE fs.nr_open descriptors close-wait\n"
		"accept_q",
		.source = "fs/file.c alloc_fd(), net/socket.c __sys_accept4()",
	},
	{
		.name = "ENFILE",
		.number = ENFILE,
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"The whole machine has as many files open as fs.file-max\n"
		"allows; the kernel log has \"file-max limit reached\".\n"
		"Processes with CAP_SYS_ADMIN may go beyond. On today's\n"
		"kernels the default is so high that one process usually\n"
		"reaches its own limit (EMFILE) long before.",
		.knob =
		"Find who holds the files; raise fs.file-max only then.",
		.related = "EMFILE fs.file-max fs.file-nr descriptors",
		.source = "fs/file_table.c alloc_empty_file()",
	},
	{
		.name = "ENOBUFS",
		.number = ENOBUFS,
		.stage = MODEL_STAGE_QDISC,
		.meaning =
		"A queue on the way out, or a socket's own queue, had no\n"
		"room. From send() on UDP it means that the qdisc dropped\n"
		"the datagram, and is reported only with IP_RECVERR: else\n"
		"the drop is counted and send() succeeds. On a netlink\n"
		"socket recv() gives it when messages were lost because the\n"
		"reader was too slow.",
		.knob =
		"For UDP send more slowly or look at the qdisc; for netlink\n"
		"set a bigger SO_RCVBUF.",
		.related = "UdpSndbufErrors qdisc_drops ENOMEM",
		.source =
		"net/ipv4/udp.c udp_send_skb(), net/netlink/af_netlink.c\n"
		"netlink_overrun()",
	},
	{
		.name = "ENOMEM",
		.number = ENOMEM,
		.stage = MODEL_STAGE_PROTOCOL_MEMORY,
		.meaning =
		"The kernel could not get memory for the call, or a limit\n"
		"on memory (of a cgroup, or of locked pages for zero copy)\n"
		"was reached. It is not what a full socket buffer gives:\n"
		"that is EAGAIN, or waiting.",
		.knob =
		"Look at free memory, at memory.max of the cgroup, and at\n"
		"tcp_mem.",
		.related = "ENOBUFS net.ipv4.tcp_mem net.core.optmem_max",
		.source =
		"net/core/sock.c sock_alloc_send_pskb(), sock_kmalloc()",
	},
	{
		.name = "EMSGSIZE",
		.number = EMSGSIZE,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The datagram is too big to be sent as it is: more than\n"
		"65507 bytes of payload for UDP over IPv4, or more than the\n"
		"path's MTU while fragmenting is forbidden.",
		.knob =
		"Send smaller datagrams; with path MTU discovery read\n"
		"IP_MTU.",
		.related = "IpFragFails",
		.source =
		"net/ipv4/ip_output.c __ip_append_data(), net/ipv4/udp.c\n"
		"udp_sendmsg()",
	},
	{
		.name = "EACCES",
		.number = EACCES,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Not allowed: binding to a port below\n"
		"net.ipv4.ip_unprivileged_port_start without\n"
		"CAP_NET_BIND_SERVICE, sending to a broadcast address\n"
		"without SO_BROADCAST, or a route that prohibits.",
		.knob =
		"Give the service CAP_NET_BIND_SERVICE, or set\n"
		"SO_BROADCAST.",
		.related = "EPERM net.ipv4.ip_unprivileged_port_start",
		.source =
		"net/ipv4/af_inet.c __inet_bind(), net/ipv4/udp.c\n"
		"udp_sendmsg()",
	},
	{
		.name = "EPERM",
		.number = EPERM,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"From send(): a local firewall rule dropped the packet on\n"
		"its way out. From other calls: a privilege is missing.\n"
		"Packets that a firewall drops on their way in give no\n"
		"error at all.",
		.knob =
		"Look at the rules of the output hook (nft list ruleset).",
		.related = "EACCES",
		.source = "net/netfilter/core.c nf_hook_slow()",
	},
	{
		.name = "EAFNOSUPPORT",
		.number = EAFNOSUPPORT,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"The address family is not there: most often IPv6 on a\n"
		"machine that was booted with ipv6.disable=1, or an IPv4\n"
		"address passed to an IPv6 call.",
		.knob = "Have the program fall back to IPv4.",
		.related = "EADDRNOTAVAIL",
		.source = "net/socket.c __sock_create()",
	},
	{
		.name = "EOPNOTSUPP",
		.number = EOPNOTSUPP,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"This kind of socket or device can't do that: listen() on a\n"
		"datagram socket, or a driver that can't set a ring or a\n"
		"coalescing value.",
		.knob =
		"For devices, ask the driver what it can do with nettune\n"
		"nic.",
		.related = "EINVAL",
		.source = "net/socket.c, net/ethtool/rings.c ethnl_set_rings()",
	},
	{
		.name = "EINVAL",
		.number = EINVAL,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"An argument makes no sense, or not in this state: accept()\n"
		"on a socket that does not listen any more, bind() on one\n"
		"that is bound, or a ring size above what the hardware\n"
		"takes. A sysctl write with a value out of range gives it\n"
		"too.",
		.knob = "Compare with the limits that are shown for it.",
		.related = "ring_rx EOPNOTSUPP",
		.source =
		"net/ipv4/inet_connection_sock.c inet_csk_accept(),\n"
		"net/ethtool/rings.c ethnl_set_rings()",
	},
	{
		.name = "ENOSPC",
		.number = ENOSPC,
		.stage = EXPLAIN_NO_STAGE,
		.meaning =
		"Rarely about disks in a network server: epoll_ctl() gives\n"
		"it when the user has more watches than\n"
		"fs.epoll.max_user_watches, and inotify when its own limit\n"
		"of watches is reached.",
		.knob =
		"Raise fs.epoll.max_user_watches if that is what is\n"
		"reached.",
		.related = "EMFILE",
		.source = "fs/eventpoll.c ep_insert()",
	},
	{
		.name = "ETOOMANYREFS",
		.number = ETOOMANYREFS,
		.stage = MODEL_STAGE_DESCRIPTORS,
		.meaning =
		"Too many descriptors are in flight through unix sockets:\n"
		"sent with SCM_RIGHTS and not received yet. The limit is\n"
		"RLIMIT_NOFILE of the sender, unless it has\n"
		"CAP_SYS_RESOURCE or CAP_SYS_ADMIN.",
		.knob =
		"Have the receiver read, or raise RLIMIT_NOFILE of the\n"
		"sender.",
		.related = "EMFILE RLIMIT_NOFILE",
		.source = "net/unix/af_unix.c too_many_unix_fds()",
	},
};

const struct explain_table explain_errno_limits = {
	.kind = EXPLAIN_ERRNO,
	.entries = entries,
	.count = ARRAY_SIZE(entries),
};
