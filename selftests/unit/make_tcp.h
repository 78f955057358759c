/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets to count. */
#ifndef MAKE_TCP_H
#define MAKE_TCP_H

#include <arpa/inet.h>
#include <netinet/in.h>

#include <nettune/calc.h>

static inline struct nt_snap make_tcp(int state, int port, __u32 rmem_alloc)
{
	struct nt_snap snap = {
		.has = NT_HAS_MEM | NT_HAS_OWNER,
		.id = {
			.family = AF_INET, .protocol = IPPROTO_TCP,
			.state = state, .sport = htons(port),
			.saddr = { 127, 0, 0, 1 }, .netns = 5,
		},
		.mem = { .rmem_alloc = rmem_alloc, .rcvbuf = 1000 },
	};

	if (state == NT_STATE_LISTEN) {
		snap.has |= NT_HAS_ACCEPT | NT_HAS_SYN;
		snap.listener = (struct nettune_sock_listener) {
			.accept_q = 3, .accept_max = 2, .syn_q = 1,
			.syn_max = 2,
		};
	}
	return snap;
}

#endif
