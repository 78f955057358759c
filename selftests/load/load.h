/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nt_load: put sockets into exactly known states and say which. */
#ifndef NT_LOAD_H
#define NT_LOAD_H

#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Every wait ends here: generous, since this also runs under emulation. */
#define WAIT_MS		30000
/* Unchanged for this long is what "settled" means. */
#define SETTLE_MS	300

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define __noreturn	__attribute__((__noreturn__))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))

/* error.c */
__noreturn __printf(1, 2) void fail(const char *fmt, ...);
__noreturn __printf(1, 2) void failx(const char *fmt, ...);
void *array_grow(void *array, size_t nr, size_t size);

/* deadline.c */
typedef bool (*wait_fn)(void *arg);

int64_t now_ms(void);
void pause_ms(int ms);
void wait_until(wait_fn done, void *arg, const char *what);
void wait_fd(int fd, short events, const char *what);

/* addr.c */
union addr {
	struct sockaddr sa;
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;
};

#define ADDR_TEXT	INET6_ADDRSTRLEN

socklen_t addr_len(const union addr *addr);
int addr_port(const union addr *addr);
void addr_set_port(union addr *addr, int port);
void addr_loopback(union addr *addr, int family, unsigned int host);
const char *addr_text(const union addr *addr, char *text);

/* reading.c: what a socket says about itself */
struct reading {
	uint32_t mem[16];	/* SO_MEMINFO, by SK_MEMINFO_* */
	int state;		/* TCP only */
	int inq;
	int outq;
};

void reading_take(int fd, struct reading *r);
uint32_t reading_mem(int fd, int which);
bool sock_is_tcp(int fd);
int tcp_state(int fd);
const char *tcp_state_name(int state);

/* sock.c */
struct pair {
	int client;
	int server;
};

int sock_new(int family, int type);
void sock_option(int fd, int level, int name, int value, const char *what);
void sock_bind(int fd, union addr *addr);
int listener_new(union addr *addr, int backlog, int rcvbuf);
int listener_max(int fd, long backlog);
int listener_queue(int fd);
int conn_new(const union addr *to, int sndbuf);
int conn_start(const union addr *to);
int conn_accept(int listener);
struct pair pair_new(int listener, const union addr *to, int sndbuf);

/* sysctl.c */
long sysctl_read(const char *path);
long nofile_raise(void);

/* procnet.c */
long procnet_count(int family, int state, int port);

/* child.c */
extern bool in_daemon;

typedef void (*child_fn)(void *arg, int fd);

pid_t child_start(child_fn run, void *arg, int fd);
void child_quiet(void);
bool children_lost(void);
void children_stop(void);
void child_stops_block(sigset_t *stops);
bool child_stop_wait(const sigset_t *stops);

/* spec.c */
#define DEVICE_TEXT	16	/* IFNAMSIZ, without linux/if.h */
#define SPEC_ARGS	3
#define SPEC_COUNTS	8

struct spec;

struct kind {
	const char *name;
	const char *usage;
	const char *help;
	void (*make)(struct spec *spec);
	int min_args;
	int max_args;
	long max[SPEC_ARGS];
};

struct listening {
	long accept_q;
	long accept_max;
	long syn_q;
};

struct kept {
	const char *role;
	int fd;
	bool is_listener;
	bool drops_grow;	/* by retries, for as long as it is held */
	struct listening listening;
	union addr peer;	/* of SYN-SENT, which getpeername() hides */
	struct reading reading;
};

struct count {
	const char *name;
	long value;
};

struct spec {
	const struct kind *kind;
	int family;
	int nr_args;
	long arg[SPEC_ARGS];
	/* what make() leaves to be reported */
	struct kept *kept;
	size_t nr_kept;
	struct count counts[SPEC_COUNTS];
	size_t nr_counts;
	int *ports;
	size_t nr_ports;
	char device[DEVICE_TEXT];
};

bool spec_parse(struct spec *spec, int family, const char *text);
void spec_help(void);
struct kept *spec_keep(struct spec *spec, const char *role, int fd);
struct kept *spec_keep_listener(struct spec *spec, int fd, struct listening l);
void spec_count(struct spec *spec, const char *name, long value);
void spec_port(struct spec *spec, int port);
void specs_settle(struct spec *specs, size_t nr);

/* report.c */
void report_print(const struct spec *specs, size_t nr);

/* the kinds */
void make_accept(struct spec *spec);
void make_syn(struct spec *spec);
void make_unread(struct spec *spec);
void make_stuck(struct spec *spec);
void make_udp(struct spec *spec);
void make_udpidle(struct spec *spec);
void make_udpshare(struct spec *spec);
void make_idle(struct spec *spec);
void make_churn(struct spec *spec);
void make_timewait(struct spec *spec);
void make_closewait(struct spec *spec);
void make_raw(struct spec *spec);
void make_unix(struct spec *spec);

/* tun.c: a network whose hosts are all one file descriptor */
struct tun {
	int fd;
	char name[DEVICE_TEXT];
	union addr self;
};

void tun_open(struct tun *tun, int family);

/* packet.c: raw TCP, one packet at a time */
#define PACKET_MAX	2048

struct answer {
	union addr to;
	bool syn_ack;
	bool has_options;	/* more than MSS: not a SYN cookie */
};

size_t packet_syn(void *buf, const union addr *from, const union addr *to, uint32_t seq);
size_t packet_rst(void *buf, const union addr *from, const union addr *to, uint32_t seq);
bool packet_parse(const void *buf, size_t len, struct answer *answer);

#endif
