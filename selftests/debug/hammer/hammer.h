/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nt_hammer and nt_fault: what makes the module's life hard on a debug kernel.
 *
 * Functions that may fail return 0 or a negative errno.
 */
#ifndef NT_HAMMER_H
#define NT_HAMMER_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define MODULE_NAME	"nettune"
#define DEBUGFS_DIR	"/sys/kernel/debug/nettune"

/* random.c: repeatable by its seed */
struct random {
	uint64_t state;
};

void rnd_seed(struct random *r, uint64_t seed);
uint32_t rnd(struct random *r, uint32_t below);
bool rnd_one_in(struct random *r, uint32_t n);

/* util.c */
double now(void);
void pause_us(unsigned int us);
int write_file(const char *path, const char *text);
const char *error_name(int err);

/*
 * Runs a function in a process of its own, for minutes at most, and returns what
 * that returned; -ETIMEDOUT if it had to be killed.
 */
int in_child(int (*fn)(void *arg), void *arg);

struct image {
	void *data;
	size_t size;
};

int image_read(struct image *image, const char *path);
int module_load(const struct image *image);
int module_unload(void);

/* netlink.c */
#define NL_ROOM		65536
/* Long enough for an emulated machine that checks each access. */
#define NL_TIMEOUT_S	120

struct nl {
	int fd;
	uint16_t family;
	uint32_t seq;
	uint32_t commands;	/* that the family offers, bit (1 << command) */
	uint32_t events;	/* number of the multicast group, 0 = none */
	uint32_t records;	/* in the last answer */
};

struct msg {
	union {
		struct nlmsghdr hdr;
		char data[4096];
	};
	size_t len;
};

int nl_open(struct nl *nl);
void nl_close(struct nl *nl);
void nl_set_rcvbuf(const struct nl *nl, int bytes);
int nl_send(struct nl *nl, struct msg *msg);
int nl_drain(struct nl *nl, size_t room);
int nl_events_join(const struct nl *nl);
int nl_events_leave(const struct nl *nl);
int nl_events_read(struct nl *nl);

void msg_begin(struct msg *msg, uint16_t type, uint8_t cmd, uint16_t flags);
void msg_put(struct msg *msg, uint16_t type, const void *data, size_t len);
void msg_put_u32(struct msg *msg, uint16_t type, uint32_t value);
size_t msg_nest(struct msg *msg, uint16_t type);
void msg_nest_end(struct msg *msg, size_t nest);

/* request.c: what the family may be asked for */
struct maker {
	struct msg *msg;
	struct random *random;
	uint32_t wild;		/* one value in this many has no sense; 0 = none */
};

struct request {
	const char *name;
	uint8_t cmd;
	uint16_t flags;
	void (*make)(struct maker *maker);
};

extern const struct request requests[];
extern const size_t nr_requests;

const struct request *request_find(const char *name);
bool request_served(const struct request *request, const struct nl *nl);
const struct request *request_random(const struct nl *nl, struct random *r);
void request_make(const struct request *request, struct maker *maker, uint16_t family);

/* actors: what one of them does in one round */
struct actor;

struct run {
	const struct actor *actor;
	const struct image *module;
	struct random random;
	unsigned long round;
	bool faults;		/* allocations may fail */
};

struct actor {
	const char *name;
	int (*round)(struct run *run);
	const char *arg;
	unsigned int pause_ms;
	bool judged;		/* its errors are the module's doing */
};

/* Set: nobody begins another round, but who has set it. Shared by all. */
extern int *hush;

extern const struct actor actors[];
extern const size_t nr_actors;

/* readers.c */
int round_request(struct run *run);
int round_abort(struct run *run);
int round_crowd(struct run *run);
int round_debugfs(struct run *run);
int round_events(struct run *run);

/* sockets.c */
void loopback_up(void);
int sockets_open(struct random *r, int *fds, int nr);
void sockets_close(const int *fds, int nr);
int round_tcp(struct run *run);
int round_timewait(struct run *run);
int round_udp(struct run *run);
int round_raw(struct run *run);
int round_overflow(struct run *run);

/* world.c */
int round_netns(struct run *run);
int round_userns(struct run *run);
int round_cgroup(struct run *run);
int round_cpu(struct run *run);
int round_module(struct run *run);

#endif
