/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets at random, out of so few values that they often share some.
 */
#ifndef _NT_TESTS_RANDOM_SNAP_H
#define _NT_TESTS_RANDOM_SNAP_H

#include "cases.h"

struct nt_addr {
	__u8 family;
	__u8 bytes[16];
};

#define NT_ADDR_INET(a, b, c, d) \
	{ .family = NT_AF_INET, .bytes = { a, b, c, d } }
#define NT_ADDR_MAPPED(a, b, c, d)				\
	{							\
		.family = NT_AF_INET6,				\
		.bytes = {					\
			[10] = 0xff, [11] = 0xff,		\
			[12] = a, [13] = b, [14] = c, [15] = d,	\
		},						\
	}

static const struct nt_addr nt_addrs[] = {
	NT_ADDR_INET(0, 0, 0, 0),
	NT_ADDR_INET(10, 0, 0, 1),
	NT_ADDR_INET(10, 0, 0, 2),
	NT_ADDR_INET(10, 128, 0, 1),
	NT_ADDR_INET(255, 255, 255, 255),
	NT_ADDR_MAPPED(0, 0, 0, 0),
	NT_ADDR_MAPPED(10, 0, 0, 1),
	NT_ADDR_MAPPED(10, 128, 0, 1),
	{ .family = NT_AF_INET6 },
	{ .family = NT_AF_INET6, .bytes = { [15] = 1 } },
	{ .family = NT_AF_INET6,
	  .bytes = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } },
	{ .family = NT_AF_INET6,
	  .bytes = { 0x20, 0x01, 0x0d, 0xb8, 0x80, [15] = 1 } },
};

static const __u16 nt_ports[] = { 0, 1, 80, 443, 1023, 1024, 65534, 65535 };

static inline const struct nt_addr *nt_random_addr(struct nt_random *random)
{
	return &nt_addrs[nt_random_below(random, ARRAY_SIZE(nt_addrs))];
}

static inline __u16 nt_random_port(struct nt_random *random)
{
	return nt_ports[nt_random_below(random, ARRAY_SIZE(nt_ports))];
}

static inline void nt_random_id(struct nt_random *random,
				struct nettune_sock_id *id)
{
	static const __u8 protocols[] = {
		NT_IPPROTO_TCP, NT_IPPROTO_TCP, NT_IPPROTO_UDP, NT_IPPROTO_RAW,
	};
	const struct nt_addr *saddr = nt_random_addr(random);
	const struct nt_addr *daddr = nt_random_addr(random);

	while (daddr->family != saddr->family)
		daddr = nt_random_addr(random);
	id->family = saddr->family;
	id->protocol = protocols[nt_random_below(random,
						 ARRAY_SIZE(protocols))];
	if (id->protocol == NT_IPPROTO_TCP)
		id->state = 1 + nt_random_below(random, NT_STATE_CLOSING);
	else
		id->state = nt_random_below(random, 2) ? NT_STATE_ESTABLISHED :
							 NT_STATE_CLOSE;
	id->sport = htons(nt_random_port(random));
	id->dport = htons(nt_random_port(random));
	memcpy(id->saddr, saddr->bytes, sizeof(id->saddr));
	memcpy(id->daddr, daddr->bytes, sizeof(id->daddr));
	id->ifindex = nt_random_below(random, 3);
	id->netns = 1 + nt_random_below(random, 2);
}

static inline void nt_random_values(struct nt_random *random,
				    struct nt_snap *snap)
{
	struct nettune_sock_mem *mem = &snap->mem;

	mem->rmem_alloc = nt_random_edge(random);
	mem->rcvbuf = nt_random_edge(random);
	mem->wmem_alloc = nt_random_edge(random);
	mem->wmem_queued = nt_random_edge(random);
	mem->sndbuf = nt_random_edge(random);
	mem->backlog = nt_random_edge(random);
	mem->drops = nt_random_edge(random);
	mem->recv_q = nt_random_edge(random);
	mem->send_q = nt_random_edge(random);
	snap->listener.accept_q = nt_random_edge(random);
	snap->listener.accept_max = nt_random_edge(random);
	snap->listener.syn_q = nt_random_edge(random);
	snap->listener.syn_max = nt_random_edge(random);
	snap->tcp.total_retrans = nt_random_edge(random);
	snap->owner.uid = nt_random_below(random, 3);
	snap->owner.cgroup = nt_random_below(random, 3);
}

/* Any socket that a source of the module or of the command may know. */
static inline void nt_random_snap(struct nt_random *random,
				  struct nt_snap *snap)
{
	memset(snap, 0, sizeof(*snap));
	nt_random_id(random, &snap->id);
	/* What is not known has values all the same: nobody may use them. */
	nt_random_values(random, snap);
	if (!nt_random_below(random, 5))
		return;
	snap->has = NT_HAS_MEM;
	if (snap->id.state == NT_STATE_LISTEN)
		snap->has |= nt_random(random) & (NT_HAS_ACCEPT | NT_HAS_SYN);
	else if (snap->id.protocol == NT_IPPROTO_TCP)
		snap->has |= NT_HAS_TCP;
	if (nt_random_below(random, 5))
		snap->has |= NT_HAS_OWNER;
}

#endif /* _NT_TESTS_RANDOM_SNAP_H */
