/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that watch for events know of each other.
 */
#ifndef _NT_EVENTS_H
#define _NT_EVENTS_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/types.h>
#include <nettune/pressure.h>

#include "config.h"
#include "nettune.h"

/* events.c: the engine, for the rest of the module */

int nt_events_init(void);
void nt_events_stop(void);
void nt_events_exit(void);
void nt_events_kick(struct net *net);
void nt_events_reconfigure(void);
bool nt_events_running(void);

/* events_known.c: sockets that are remembered */

/**
 * struct nt_known_sock - what was seen of a socket
 * @node: in its bucket
 * @cookie: which socket
 * @drops: its drops, as far as they have been reported
 * @round: when it was seen last
 * @high: was its queue high?
 */
struct nt_known_sock {
	struct hlist_node	node;
	u64			cookie;
	u32			drops;
	u32			round;
	bool			high;
};

/**
 * struct nt_known - sockets that are remembered
 * @buckets: by cookie
 * @nr: how many they are
 * @round: number of the walk that goes on
 */
struct nt_known {
	struct hlist_head	*buckets;
	u32			nr;
	u32			round;
};

int nt_known_init(struct nt_known *known);
void nt_known_destroy(struct nt_known *known);
void nt_known_begin(struct nt_known *known);
struct nt_known_sock *nt_known_get(struct nt_known *known, u64 cookie);
void nt_known_expire(struct nt_known *known);

/**
 * struct nt_receivers - receivers that are looked at when they drop something
 * @known: those that ever have, by the last walk
 * @count: counters that move with it, before that walk
 * @again: is there something left to report from it?
 * @next: not before this time is the next one, nanoseconds
 */
struct nt_receivers {
	struct nt_known	known;
	u64		count;
	bool		again;
	u64		next;
};

/* events.c: the engine, for the sources */

/**
 * struct nt_events_net - what is watched in one network namespace
 * @list: among those that are watched; empty if this one is not
 * @net: the namespace
 * @id: number that no other has had
 * @kicked: number of the last time that somebody asked for it
 * @served: number of the last time that had begun before the last look did
 * @asked: when somebody asked for it last, nanoseconds
 * @watched: was a first look taken, so that what is new can be told?
 * @deaf_since: since when nobody has heard an event, nanoseconds; 0 = the last
 *	one was heard
 * @buckets: how many events of each kind may still be sent
 * @listeners: listeners, by their last look
 * @tcp: TCP connections
 * @udp: UDP sockets that the probe does not see
 * @udp_waiting: drops of those that it sees, to report
 * @udp_nr: how many sockets those are
 * @udp_lost: drops for which there was no room
 * @softnet: dropped packets by CPU
 * @memory_high: mask of the protocols that are under memory pressure
 */
struct nt_events_net {
	struct list_head	list;
	struct net		*net;
	u64			id;
	u64			kicked;
	u64			served;
	atomic64_t		asked;
	bool			watched;
	u64			deaf_since;
	struct nt_bucket	buckets[NETTUNE_EVENT_KIND_MAX + 1];
	struct nt_known		listeners;
	struct nt_receivers	tcp;
	struct nt_receivers	udp;
	struct list_head	udp_waiting;
	u32			udp_nr;
	atomic_t		udp_lost;
	u32			*softnet;
	u32			memory_high;
};

/**
 * struct nt_events_look - one look at a namespace
 * @en: which one
 * @config: the configuration
 * @first: is this the first look, which reports nothing?
 * @walk: room for a walk over sockets
 * @apart: nanoseconds spent on what sees to its own cost
 * @sharing: namespaces that are watched, which share what that may cost
 */
struct nt_events_look {
	struct nt_events_net	*en;
	struct nt_config	config;
	bool			first;
	struct nt_walk		*walk;
	u64			apart;
	u32			sharing;
};

/**
 * struct nt_events_clock - when something began
 * @wall: nanoseconds
 * @cpu: nanoseconds that the thread has run
 */
struct nt_events_clock {
	u64	wall;
	u64	cpu;
};

/* What is watched takes at most one part in so many of a CPU's time. */
#define NT_EVENTS_SHARE 100

struct nt_events_net *nt_events_net(const struct net *net);

/* events_clock.c: what it costs */
void nt_events_clock_start(struct nt_events_clock *clock);
u64 nt_events_clock_spent(const struct nt_events_clock *clock);

/* events_wait.c: who waits for a first look */
void nt_events_served(struct nt_events_net *en, u64 kicks);
void nt_events_wait(struct nt_events_net *en, u64 kick);

/* events_send.c: one event */

/**
 * struct nt_event - an event to be sent
 * @kind: one of enum nettune_event_kind
 * @count: how much was lost
 * @netns: where, 0 = nowhere in particular
 * @snap: the socket, or NULL; and likewise
 * @softnet: the CPU
 * @memory: the protocol
 */
struct nt_event {
	u32				kind;
	u32				count;
	u32				netns;
	const struct nt_snap		*snap;
	const struct nettune_softnet	*softnet;
	const struct nettune_memory	*memory;
};

bool nt_event_send(struct nt_events_look *look, const struct nt_event *event);
void nt_event_lost(struct nt_events_net *en, u32 kind, u32 count);
bool nt_event_deaf(struct nt_events_net *en);

/* The sources: each with its state of a namespace, and a look at it */

/* events_sockets.c: listeners, and receivers that no probe tells of */
int nt_events_sockets_open(struct nt_events_net *en);
void nt_events_sockets_close(struct nt_events_net *en);
void nt_events_listeners_look(struct nt_events_look *look);
void nt_events_receivers_look(struct nt_events_look *look);

/* events_udp.c: UDP sockets, by a probe */
u32 nt_events_udp_families(void);
int nt_events_udp_start(void);
void nt_events_udp_stop(void);
void nt_events_udp_open(struct nt_events_net *en);
void nt_events_udp_close(struct nt_events_net *en);
void nt_events_udp_collect(void);
void nt_events_udp_look(struct nt_events_look *look);

/* events_machine.c: CPUs and protocols */
int nt_events_machine_open(struct nt_events_net *en);
void nt_events_machine_close(struct nt_events_net *en);
void nt_events_softnet_look(struct nt_events_look *look);
void nt_events_memory_look(struct nt_events_look *look);

#endif /* _NT_EVENTS_H */
