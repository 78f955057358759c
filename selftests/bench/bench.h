/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nt_bench: what a question about all sockets costs, asked in several ways. */
#ifndef NT_BENCH_H
#define NT_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define __noreturn	__attribute__((__noreturn__))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))

/* What one request gave. */
struct bench_answer {
	uint64_t sockets;	/* that it listed, or counted */
	uint64_t bytes;		/* received from the kernel */
};

/* How many sockets a right answer has. */
enum bench_expect {
	BENCH_NONE,
	BENCH_TOP,		/* BENCH_TOP_K */
	BENCH_LISTENERS,	/* these and no other */
	BENCH_CONNECTIONS,	/* all these at least */
	BENCH_UNKNOWN,		/* it is a process that prints text */
};

#define BENCH_TOP_K	20

/*
 * One way to ask. What @open does is not measured; @run is one request with its
 * whole answer. @arg is what tells variants with the same functions apart.
 */
struct bench_variant {
	const char *name;
	enum bench_expect expect;
	void (*open)(const struct bench_variant *variant);
	void (*run)(const struct bench_variant *variant, struct bench_answer *answer);
	void (*close)(void);
	const void *arg;
};

/* error.c */
__noreturn __printf(1, 2) void bench_fail(const char *fmt, ...);
__noreturn __printf(1, 2) void bench_failx(const char *fmt, ...);

/* netlink.c */
struct nlmsghdr;

typedef void (*bench_take_fn)(const struct nlmsghdr *message, struct bench_answer *answer);

void bench_netlink_open(int protocol);
void bench_netlink_close(void);
void bench_netlink_ask(struct nlmsghdr *request, bench_take_fn take, struct bench_answer *answer);

/* process.c */
struct bench_cpu {
	uint64_t user_us;
	uint64_t sys_us;
	uint64_t total_ns;
};

extern struct bench_cpu bench_children;

void bench_process_open(const struct bench_variant *variant);
void bench_process_run(const struct bench_variant *variant, struct bench_answer *answer);

/* diag.c, iter.c, module.c */
extern const struct bench_variant bench_diag_skmem;
extern const struct bench_variant bench_diag_none;
extern const struct bench_variant bench_iter;
extern const struct bench_variant bench_module[];
extern const size_t bench_nr_module;

/* echo.c */
void bench_echo(long nr);

/* tracepoints.c */
void bench_tracepoints(void);

#endif
