/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What iter_tcp.bpf.c leaves for iter.c. */
#ifndef NT_BENCH_ITER_H
#define NT_BENCH_ITER_H

#define ITER_STATES	16	/* more than TCP has, and a power of 2 */
#define ITER_BUCKETS	16

struct iter_summary {
	unsigned long long mini;	/* requests, TIME_WAIT */
	unsigned long long sockets[ITER_STATES];
	unsigned long long rmem_alloc;
	unsigned long long wmem_queued;
	unsigned long long fullness[ITER_BUCKETS];
};

#endif
