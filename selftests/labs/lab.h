/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nt_lab: loads that go on until they are ended, good ones and bad ones. */
#ifndef NT_LAB_H
#define NT_LAB_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAB_ARGS	5

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * struct lab - what was asked for
 * @to: address of the other end, loopback unless said
 * @port: port, the first of the arguments
 * @arg: the arguments after it, 0 = not given
 */
struct lab {
	struct in_addr	to;
	int		port;
	long		arg[LAB_ARGS];
};

/* Does what is due, again and again; @pace says how much. */
struct pace {
	int64_t	begin_ms;
	int64_t	done;
};

void lab_fail(const char *what) __attribute__((noreturn));
void lab_ready(void);
int64_t lab_now_ms(void);
void lab_nap(int ms);
long lab_due(struct pace *pace, long rate, int step_ms);
int lab_socket(int type);
void lab_option(int fd, int level, int name, int value);
struct sockaddr_in lab_address(const struct lab *lab, int port);
void lab_bind(const struct lab *lab, int fd);
void lab_files(long limit);
int lab_listen(const struct lab *lab, long backlog, long rcvbuf);

/* tcp.c */
void lab_accept(const struct lab *lab);
void lab_connect(const struct lab *lab);
void lab_serve(const struct lab *lab);
void lab_feed(const struct lab *lab);
void lab_hold(const struct lab *lab);
void lab_hoard(const struct lab *lab);
void lab_leak(const struct lab *lab);
void lab_orphans(const struct lab *lab);
void lab_turnover(const struct lab *lab);

/* packets.c */
void lab_syn(const struct lab *lab);
void lab_fragments(const struct lab *lab);
void lab_sink(const struct lab *lab);
void lab_flood(const struct lab *lab);
void lab_repeat(const struct lab *lab);

/* once.c */
void lab_burst(const struct lab *lab);
void lab_answer(const struct lab *lab);
void lab_ask(const struct lab *lab);

/* clutch.c */
void lab_clutch(const struct lab *lab);

#endif
