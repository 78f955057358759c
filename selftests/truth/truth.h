/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nt_truth: does the module say what is true?
 *
 * Sockets are opened, filled, drained and closed at random; what the program
 * knows of them, and what getsockopt() tells, is compared with a dump.
 */
#ifndef NT_TRUTH_H
#define NT_TRUTH_H

#include <linux/nettune.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Sockets at a time. */
#define TRUTH_SOCKETS	600

enum kind {
	KIND_NONE,
	KIND_TCP,	/* one end of a connection; the other is its peer */
	KIND_UDP,	/* likewise, connected to each other */
	KIND_LISTENER,
	KIND_PENDING,	/* the client of a connection not yet accepted */
};

/**
 * struct truth - a socket, and what is known of it
 * @kind: what it is
 * @fd: its descriptor
 * @family: AF_INET or AF_INET6
 * @peer: the other end; of a pending connection its listener
 * @unread: TCP: bytes that the peer sent and nobody read
 * @queued: a listener: connections not accepted
 * @backlog: a listener: what was given to listen()
 * @cookie: SO_COOKIE
 */
struct truth {
	enum kind	kind;
	int		fd;
	int		family;
	struct truth	*peer;
	uint32_t	unread;
	uint32_t	queued;
	uint32_t	backlog;
	uint64_t	cookie;
};

extern struct truth truths[TRUTH_SOCKETS];

/* A socket as the module tells it. */
struct record {
	struct nettune_sock_id		id;
	struct nettune_sock_mem		mem;
	struct nettune_sock_listener	listener;
	struct nettune_sock_owner	owner;
	bool				has_mem;
	bool				has_listener;
};

void die(const char *what);

/* ask.c: what the module says */

void ask_open(void);
size_t ask_sockets(struct record *records, size_t room);
void ask_summary(struct nettune_summary_stat *stat,
		 struct nettune_summary_hist *hist);

/* act.c: what is done to sockets */

void act_at_random(void);
unsigned int act_count(void);

/* check.c: one against the other */

void check_all(bool churn);
extern unsigned long check_compared, check_unquiet, check_wrong;

#endif /* NT_TRUTH_H */
