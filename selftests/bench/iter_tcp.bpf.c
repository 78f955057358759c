// SPDX-License-Identifier: GPL-2.0
/*
 * A BPF iterator over TCP's sockets that adds up in the kernel what nettune's
 * summary does. Of the kernel's types it names the members that it reads;
 * libbpf finds where they are in the kernel that runs.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "iter.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct sock_common {
	unsigned char skc_state;
};

struct sock {
	struct sock_common __sk_common;
	struct {
		struct {
			int counter;
		} rmem_alloc;
	} sk_backlog;
	int sk_rcvbuf;
	int sk_wmem_queued;
};

struct inet_sock {
	struct sock sk;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
};

struct bpf_iter__tcp {
	struct sock_common *sk_common;
};

#pragma clang attribute pop

struct iter_summary summary SEC(".bss.summary");

static void count_fullness(unsigned int used, unsigned int limit)
{
	unsigned int bucket = 0;

	if (limit)
		bucket = (unsigned long long)used * 10 / limit;
	if (bucket > 10)
		bucket = 10;
	summary.fullness[bucket & (ITER_BUCKETS - 1)]++;
}

SEC("iter/tcp")
int summarise(struct bpf_iter__tcp *ctx)
{
	struct sock_common *common = ctx->sk_common;
	struct tcp_sock *tcp;
	struct sock *sk;
	unsigned int used;

	if (!common)
		return 0;
	tcp = bpf_skc_to_tcp_sock(common);
	if (!tcp) {
		summary.mini++;
		return 0;
	}
	sk = &tcp->inet_conn.icsk_inet.sk;
	used = sk->sk_backlog.rmem_alloc.counter;
	summary.sockets[sk->__sk_common.skc_state & (ITER_STATES - 1)]++;
	summary.rmem_alloc += used;
	summary.wmem_queued += sk->sk_wmem_queued;
	count_fullness(used, sk->sk_rcvbuf);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
