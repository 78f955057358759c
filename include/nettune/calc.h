/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that the module and the command share, on plain fixed-width values.
 *
 * The module, the command and the unit tests compile this one file, so what
 * the command selects and computes without the module is what the module
 * selects and computes. Nothing in here does I/O, allocates, or knows the
 * kernel or libc.
 */
#ifndef _NETTUNE_CALC_H
#define _NETTUNE_CALC_H

#include <linux/nettune.h>

#ifdef __KERNEL__
#include <linux/math64.h>
#include <linux/string.h>
#else
#include <string.h>

static inline __u64 div_u64(__u64 dividend, __u32 divisor)
{
	return dividend / divisor;
}
#endif

/* What a snapshot knows; a value outside these bits is unknown, not zero. */
enum nt_has {
	NT_HAS_MEM = 1,		/* mem */
	NT_HAS_ACCEPT = 2,	/* listener.accept_q, accept_max */
	NT_HAS_SYN = 4,		/* the rest of listener */
	NT_HAS_TCP = 8,		/* tcp */
	NT_HAS_OWNER = 16,	/* owner */
};

/**
 * struct nt_snap - all that is known of one socket
 * @has: mask of enum nt_has
 * @flags_known: which bits of @id.flags a source of the command can tell; the
 *	module, which tells all of them for a full socket, has no use for it
 * @id: identity, always known (but @id.cookie may be 0)
 * @mem: buffers and queues
 * @listener: accept and SYN queue
 * @tcp: windows and flight
 * @owner: user, inode, cgroup
 */
struct nt_snap {
	__u32				has;
	__u32				flags_known;
	struct nettune_sock_id		id;
	struct nettune_sock_mem		mem;
	struct nettune_sock_listener	listener;
	struct nettune_sock_tcp		tcp;
	struct nettune_sock_owner	owner;
};

#define NT_PROTOCOLS_ALL	(NETTUNE_PROTOCOL_TCP | NETTUNE_PROTOCOL_UDP | \
				 NETTUNE_PROTOCOL_RAW)
#define NT_FAMILIES_ALL		(NETTUNE_FAMILY_INET | NETTUNE_FAMILY_INET6)
#define NT_GROUPS_ALL		(NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER | \
				 NETTUNE_GROUP_TCP | NETTUNE_GROUP_OWNER | \
				 NETTUNE_GROUP_COOKIE | NETTUNE_GROUP_PROCESS)

/* IPPROTO_*, which kernel and libc keep in different headers. */
#define NT_IPPROTO_TCP		6
#define NT_IPPROTO_UDP		17
#define NT_IPPROTO_RAW		255

/* AF_*, likewise. */
#define NT_AF_INET		2
#define NT_AF_INET6		10

/* TCP state numbers, as in the kernel's enum and netinet/tcp.h. */
enum nt_state {
	NT_STATE_ESTABLISHED = 1,
	NT_STATE_SYN_SENT,
	NT_STATE_SYN_RECV,
	NT_STATE_FIN_WAIT1,
	NT_STATE_FIN_WAIT2,
	NT_STATE_TIME_WAIT,
	NT_STATE_CLOSE,
	NT_STATE_CLOSE_WAIT,
	NT_STATE_LAST_ACK,
	NT_STATE_LISTEN,
	NT_STATE_CLOSING,
};

#define NT_STATES_ALL		(((1U << (NT_STATE_CLOSING + 1)) - 1) & ~1U)

/**
 * nt_permille() - fullness of a queue or buffer
 * @depth: what is in it
 * @limit: how much may be in it
 *
 * Return: @depth * 1000 / @limit, rounded down, 0 for a limit of 0; not capped
 * at 1000, since a queue may be over its limit.
 */
static inline __u64 nt_permille(__u32 depth, __u32 limit)
{
	return limit ? div_u64((__u64)depth * 1000, limit) : 0;
}

/**
 * nt_wmem_used() - what of a socket's send memory counts against its limit
 * @snap: the socket
 *
 * TCP is held to sndbuf by what is queued in the socket; UDP and raw sockets
 * queue nothing there, and are held to it by what is on its way
 * (sock_alloc_send_pskb()).
 *
 * Return: bytes, 0 if nothing is known of its memory.
 */
static inline __u32 nt_wmem_used(const struct nt_snap *snap)
{
	return snap->id.protocol == NT_IPPROTO_TCP ? snap->mem.wmem_queued :
						     snap->mem.wmem_alloc;
}

/* Is it an IPv4 address as an IPv6 socket has it, ::ffff:a.b.c.d? */
static inline int nt_addr_mapped(__u8 family, const __u8 *addr)
{
	static const __u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

	return family == NT_AF_INET6 && !memcmp(addr, mapped, sizeof(mapped));
}

/**
 * nt_syn_max() - limit of a listener's SYN queue
 * @accept_max: limit of its accept queue
 * @syncookies: net.ipv4.tcp_syncookies
 * @max_syn_backlog: net.ipv4.tcp_max_syn_backlog
 *
 * tcp_conn_request() takes a request while the queue's length is not above
 * the accept queue's limit. Only where cookies are off does it also keep the
 * last quarter of tcp_max_syn_backlog for peers that it knows.
 *
 * Return: the length above which the queue is full.
 */
static inline __u32 nt_syn_max(__u32 accept_max, int syncookies,
			       __u32 max_syn_backlog)
{
	__u32 reserve = max_syn_backlog - (max_syn_backlog >> 2);

	return !syncookies && reserve < accept_max ? reserve : accept_max;
}

/* nt_permille() as a value to compare: 32 bits, which it hardly ever fills. */
static inline __u32 nt_permille_u32(__u32 depth, __u32 limit)
{
	__u64 permille = nt_permille(depth, limit);

	return permille > 0xffffffffU ? 0xffffffffU : (__u32)permille;
}

/* What a socket must have and be for a key to apply to it. */
static inline int nt_key_applies(const struct nt_snap *snap, __u32 key)
{
	int listens = snap->id.state == NT_STATE_LISTEN;

	switch (key) {
	case NETTUNE_KEY_ACCEPT:
	case NETTUNE_KEY_ACCEPT_Q:
		return !!(snap->has & NT_HAS_ACCEPT);
	case NETTUNE_KEY_SYN:
	case NETTUNE_KEY_SYN_Q:
		return !!(snap->has & NT_HAS_SYN);
	case NETTUNE_KEY_RETRANS:
		return !!(snap->has & NT_HAS_TCP);
	case NETTUNE_KEY_BACKLOG:
	case NETTUNE_KEY_DROPS:
		return !!(snap->has & NT_HAS_MEM);
	}
	return (snap->has & NT_HAS_MEM) && !listens;
}

/**
 * nt_key_value() - a value of a socket to order by or to filter with
 * @snap: the socket
 * @key: one of enum nettune_key
 * @value: the value, if the socket has it
 *
 * Return: 1 if it has, else 0.
 */
static inline int nt_key_value(const struct nt_snap *snap, __u32 key,
			       __u32 *value)
{
	const struct nettune_sock_mem *mem = &snap->mem;
	const struct nettune_sock_listener *listener = &snap->listener;

	if (!nt_key_applies(snap, key))
		return 0;
	switch (key) {
	case NETTUNE_KEY_RMEM:
		*value = nt_permille_u32(mem->rmem_alloc, mem->rcvbuf);
		return 1;
	case NETTUNE_KEY_WMEM:
		*value = nt_permille_u32(nt_wmem_used(snap), mem->sndbuf);
		return 1;
	case NETTUNE_KEY_ACCEPT:
		*value = nt_permille_u32(listener->accept_q,
					 listener->accept_max);
		return 1;
	case NETTUNE_KEY_SYN:
		*value = nt_permille_u32(listener->syn_q, listener->syn_max);
		return 1;
	case NETTUNE_KEY_RECV_Q:
		*value = mem->recv_q;
		return 1;
	case NETTUNE_KEY_SEND_Q:
		*value = mem->send_q;
		return 1;
	case NETTUNE_KEY_BACKLOG:
		*value = mem->backlog;
		return 1;
	case NETTUNE_KEY_DROPS:
		*value = mem->drops;
		return 1;
	case NETTUNE_KEY_RMEM_ALLOC:
		*value = mem->rmem_alloc;
		return 1;
	case NETTUNE_KEY_WMEM_USED:
		*value = nt_wmem_used(snap);
		return 1;
	case NETTUNE_KEY_ACCEPT_Q:
		*value = listener->accept_q;
		return 1;
	case NETTUNE_KEY_SYN_Q:
		*value = listener->syn_q;
		return 1;
	case NETTUNE_KEY_RETRANS:
		*value = snap->tcp.total_retrans;
		return 1;
	}
	return 0;
}

#endif /* _NETTUNE_CALC_H */
