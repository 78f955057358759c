/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One socket as every source describes it and every view shows it. */
#ifndef MODEL_SOCK_H
#define MODEL_SOCK_H

#include <stdbool.h>
#include <stddef.h>

#include <nettune/calc.h>
#include <nettune/filter.h>

/**
 * struct model_sock - a socket with the names that belong to its numbers
 * @snap: what was measured; @snap.has tells which parts are known
 * @cgroup: path below the cgroup v2 mount, NULL = not known
 * @ifname: name of the device it is bound to, NULL = not bound or not known
 * @limit_from: what decided the accept queue's limit, NULL = can't be told
 * @comm: name of the process that owns it, NULL = not known
 * @pid: that process, 0 = not known
 *
 * The strings belong to whoever filled the structure in and are valid during
 * the call that passes it on.
 */
struct model_sock {
	struct nt_snap	snap;
	const char	*cgroup;
	const char	*ifname;
	const char	*limit_from;
	const char	*comm;
	int		pid;
};

#define MODEL_FLAGS_ALL	(NETTUNE_SOCK_FLAG_PRESSURE * 2 - 1)

/* Long enough for any address with brackets, escaped device and port. */
#define MODEL_ENDPOINT_MAX	160

const char *model_netid(const struct nettune_sock_id *id);
const char *model_family_name(const struct nettune_sock_id *id);
const char *model_state_name(unsigned int state);
const char *model_state_label(unsigned int state);
int model_state_parse(const char *name);
const char *model_flag_name(unsigned int flag);
bool model_is_listener(const struct nettune_sock_id *id);
__u32 model_protocol_bit(unsigned int protocol);
__u32 model_family_bit(unsigned int family);
bool model_match(const struct nt_filter *filter, const struct nt_snap *snap);
const char *model_limit_from(__u32 accept_max, const __u32 *somaxconn);

/* address.c */
const char *model_address(const struct nettune_sock_id *id, bool peer,
			  char *buf, size_t size);
void model_endpoint(const struct model_sock *sock, bool peer,
		    char *buf, size_t size);

#endif
