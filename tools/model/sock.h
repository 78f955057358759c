/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One socket as every source describes it and every view shows it. */
#ifndef MODEL_SOCK_H
#define MODEL_SOCK_H

#include <stdbool.h>
#include <stddef.h>

#include <nettune/calc.h>
#include <nettune/filter.h>

/*
 * Unix sockets, which the netlink family does not know, stand beside the
 * protocols and families that it does know. The protocol of one is its type
 * (SOCK_STREAM ...), numbers that none of the other protocols has.
 */
#define MODEL_PROTOCOL_UNIX	0x10000
#define MODEL_FAMILY_UNIX	0x10000

/* Room for the path or the abstract name of a unix socket, as a string. */
#define MODEL_PATH_MAX		110

/* What is known of the limit of a listener's accept queue. */
enum model_limit {
	MODEL_LIMIT_NONE,	/* it was not looked at */
	MODEL_LIMIT_UNKNOWN,
	MODEL_LIMIT_LISTEN,	/* the argument of listen() */
	MODEL_LIMIT_SOMAXCONN,	/* somaxconn as it is now */
	MODEL_LIMIT_OLD,	/* it dates from before somaxconn was lowered */
	MODEL_LIMIT_MAYBE_OLD,	/* perhaps from before somaxconn was raised */
};

/**
 * struct model_sock - a socket with the names that belong to its numbers
 * @snap: what was measured; @snap.has tells which parts are known
 * @cgroup: path below the cgroup v2 mount, NULL = not known
 * @ifname: name of the device it is bound to, NULL = not bound or not known
 * @limit_from: what decided the accept queue's limit, NULL = can't be told
 * @limit: one of enum model_limit
 * @somaxconn: net.core.somaxconn of its namespace now, 0 = not known
 * @mark_known: is @snap.owner.mark known? It may be where the rest is not
 * @process: who has it open, a pid of 0 = not known
 * @peer_inode: unix: inode of the socket it is connected to, 0 = none
 * @path: unix: where it is bound to, an abstract name begins with "@"; empty =
 *	it is not bound
 *
 * The strings belong to whoever filled the structure in and are valid during
 * the call that passes it on.
 */
struct model_sock {
	struct nt_snap	snap;
	const char	*cgroup;
	const char	*ifname;
	const char	*limit_from;
	enum model_limit limit;
	__u32		somaxconn;
	bool		mark_known;
	struct nettune_sock_process process;
	__u32		peer_inode;
	char		path[MODEL_PATH_MAX];
};

#define MODEL_FLAGS_ALL	(NETTUNE_SOCK_FLAG_PRESSURE * 2 - 1)

/* Long enough for any address with brackets, device and port, and any path. */
#define MODEL_ENDPOINT_MAX	160

const char *model_netid(unsigned int protocol);
const char *model_family_name(unsigned int family);
bool model_is_unix(const struct nettune_sock_id *id);
const char *model_state_name(unsigned int state);
const char *model_state_label(unsigned int state);
const char *model_flag_name(unsigned int flag);
bool model_is_listener(const struct nettune_sock_id *id);
__u32 model_protocol_bit(unsigned int protocol);
__u32 model_family_bit(unsigned int family);
bool model_match(const struct nt_filter *filter, const struct nt_snap *snap);
enum model_limit model_limit(__u32 accept_max, const __u32 *somaxconn);
const char *model_limit_name(enum model_limit limit);
const char *model_limit_from(__u32 accept_max, const __u32 *somaxconn);

/* address.c */
const char *model_address(const struct nettune_sock_id *id, bool peer,
			  char *buf, size_t size);
size_t model_endpoint(const struct model_sock *sock, bool peer,
		      char *buf, size_t size);

#endif
