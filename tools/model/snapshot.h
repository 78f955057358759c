/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every queue of one network namespace at one time, except that of single
 * sockets only those are there that somebody has to look at. Two of them are
 * what rates are computed from, and what the doctor judges.
 */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/facts.h"
#include "model/group.h"
#include "model/nic.h"
#include "model/sock.h"
#include "model/softnet.h"

/**
 * struct model_held_sock - a socket that is kept, with what belongs to it
 * @sock: the socket; its strings are below
 * @cgroup: for @sock.cgroup, owned
 * @ifname: for @sock.ifname
 */
struct model_held_sock {
	struct model_sock	sock;
	char			*cgroup;
	char			ifname[IF_NAMESIZE];
};

/**
 * struct model_socks - sockets that are kept
 * @socks: those
 * @count: how many
 * @room: how many fit
 */
struct model_socks {
	struct model_held_sock	*socks;
	size_t			count;
	size_t			room;
};

/**
 * struct model_process_files - a process that has many descriptors open
 * @process: pid and name
 * @open: descriptors that it has open
 * @limit: its RLIMIT_NOFILE (soft)
 * @most: the hard one, to which it may raise the other by itself; 0 = not
 *	known, UINT64_MAX = there is none
 */
struct model_process_files {
	struct nettune_sock_process	process;
	__u64				open;
	__u64				limit;
	__u64				most;
};

/**
 * struct model_ports - the destination that the most local ports are used for
 * @known: was it looked for?
 * @used: local ports of the ephemeral range that connections to it occupy
 * @time_wait: those of them that are in TIME_WAIT
 * @id: one of the connections: family, addresses and @dport have a meaning
 * @process: who has one of them open
 */
struct model_ports {
	bool				known;
	__u32				used;
	__u32				time_wait;
	struct nettune_sock_id		id;
	struct nettune_sock_process	process;
};

/**
 * struct model_snapshot - what was found at one time; zeroed at first
 * @time_ns: CLOCK_BOOTTIME, what is before and after
 * @netns: inode number of the network namespace
 * @host: is it the initial one, as far as can be told? Some settings and
 *	counters are there only
 * @module: did the module answer? Without it SYN queues are not known
 * @facts: counters, gauges, settings
 * @softnet: receive backlogs, one a CPU, in ascending order
 * @cpus: elements of @softnet
 * @nics: network devices, in the order of their numbers
 * @nic_count: elements of @nics
 * @all: the sums over all IP sockets
 * @states: the sums by state (of TCP; index is the state's number)
 * @udp: the sums over all UDP sockets
 * @listeners: all TCP listeners, with owners where they can be told
 * @worst: those of the other sockets that are the first by fullness or losses:
 *	the highest of each key, each once; with owners
 * @leaks: sockets in CLOSE_WAIT, the first few, with owners
 * @files: processes that have used most of their descriptors, the fullest
 *	first
 * @file_count: elements of @files
 * @ports: the TCP destination with the most connections from here
 */
struct model_snapshot {
	__u64				time_ns;
	__u32				netns;
	bool				host;
	bool				module;
	struct model_facts		facts;
	struct model_softnet		*softnet;
	size_t				cpus;
	struct model_nic		*nics;
	size_t				nic_count;
	struct nettune_summary_stat	all;
	struct nettune_summary_stat	states[NT_STATE_CLOSING + 1];
	struct nettune_summary_stat	udp;
	struct model_socks		listeners;
	struct model_socks		worst;
	struct model_socks		leaks;
	struct model_process_files	*files;
	size_t				file_count;
	struct model_ports		ports;
};

int model_socks_add(struct model_socks *socks, const struct model_sock *sock);
const struct model_sock *model_socks_find(const struct model_socks *socks,
					  const struct nettune_sock_id *id);
void model_socks_free(struct model_socks *socks);
void model_snapshot_free(struct model_snapshot *snapshot);

#endif
