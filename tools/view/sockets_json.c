// SPDX-License-Identifier: GPL-2.0-or-later
/* How a socket looks as JSON. */
#include "view/sockets.h"

#include <arpa/inet.h>
#include <json-c/json.h>
#include <string.h>

#include "model/sock.h"

/* Values; NULL is null. */

static bool knows(const struct model_sock *sock, const struct view_key *key)
{
	return (sock->snap.has & key->has) == key->has;
}

static __u32 u32_at(const struct model_sock *sock, size_t at)
{
	__u32 value;

	memcpy(&value, (const char *)sock + at, sizeof(value));
	return value;
}

static struct json_object *json_u32(const void *row, const struct view_key *key)
{
	return knows(row, key) ?
		json_object_new_int64(u32_at(row, key->at)) : NULL;
}

static struct json_object *json_s32(const void *row, const struct view_key *key)
{
	return knows(row, key) ?
		json_object_new_int((__s32)u32_at(row, key->at)) : NULL;
}

/* The kernel's numbers for "there is none" are 0. */
static struct json_object *json_u32_or_null(const void *row,
					    const struct view_key *key)
{
	return u32_at(row, key->at) ? json_u32(row, key) : NULL;
}

static struct json_object *json_u64_or_null(const void *row,
					    const struct view_key *key)
{
	__u64 value;

	memcpy(&value, (const char *)row + key->at, sizeof(value));
	return value && knows(row, key) ? json_object_new_uint64(value) : NULL;
}

static struct json_object *json_percent(const void *row,
					const struct view_key *key)
{
	return knows(row, key) ?
		view_json_permille(nt_permille(u32_at(row, key->at),
					       u32_at(row, key->limit))) : NULL;
}

static struct json_object *json_wmem_percent(const void *row,
					     const struct view_key *key)
{
	const struct model_sock *sock = row;

	return knows(row, key) ?
		view_json_permille(nt_permille(nt_wmem_used(&sock->snap),
					       sock->snap.mem.sndbuf)) : NULL;
}

static struct json_object *json_string(const void *row,
				       const struct view_key *key)
{
	const char *text;

	memcpy(&text, (const char *)row + key->at, sizeof(text));
	return view_json_text(text);
}

static struct json_object *json_comm(const void *row,
				     const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return sock->process.pid ? view_json_text(sock->process.comm) : NULL;
}

static struct json_object *json_mark(const void *row,
				     const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return sock->mark_known ?
	       json_object_new_int64(sock->snap.owner.mark) : NULL;
}

static struct json_object *json_netid(const void *row,
				      const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return json_object_new_string(model_netid(sock->snap.id.protocol));
}

static struct json_object *json_family(const void *row,
				       const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return json_object_new_string(model_family_name(sock->snap.id.family));
}

static struct json_object *json_state(const void *row,
				      const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return json_object_new_string(model_state_name(sock->snap.id.state));
}

static struct json_object *json_endpoint(const struct nettune_sock_id *id,
					 bool peer)
{
	struct json_object *end = json_object_new_object();
	char addr[INET6_ADDRSTRLEN];

	if (!end)
		return NULL;
	/* Of a family without such addresses it is null. */
	json_object_object_add(end, "addr",
			       view_json_text(model_address(id, peer, addr,
							    sizeof(addr))));
	json_object_object_add(end, "port",
			       json_object_new_int(ntohs(peer ? id->dport :
							 id->sport)));
	return end;
}

static struct json_object *json_path(const struct model_sock *sock)
{
	struct json_object *end = json_object_new_object();

	if (!end)
		return NULL;
	json_object_object_add(end, "addr",
			       view_json_text(*sock->path ? sock->path : NULL));
	json_object_object_add(end, "port", json_object_new_int(0));
	return end;
}

static struct json_object *json_local(const void *row,
				      const struct view_key *key)
{
	const struct model_sock *sock = row;

	(void)key;
	return model_is_unix(&sock->snap.id) ?
	       json_path(sock) : json_endpoint(&sock->snap.id, false);
}

static struct json_object *json_peer(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return json_endpoint(&((const struct model_sock *)row)->snap.id, true);
}

static struct json_object *json_flags(const void *row,
				      const struct view_key *key)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;
	struct json_object *array;

	(void)key;
	if (!snap->flags_known)
		return NULL;
	array = json_object_new_array();
	for (__u32 flag = 1; array && flag <= MODEL_FLAGS_ALL; flag <<= 1)
		if (snap->flags_known & snap->id.flags & flag)
			json_object_array_add(array, view_json_text(model_flag_name(flag)));
	return array;
}

static bool when_tcp(const void *row)
{
	return ((const struct model_sock *)row)->snap.has & NT_HAS_TCP;
}

/* Known to be so, known not to be, or null. */
static struct json_object *json_outdated(const void *row,
					 const struct view_key *key)
{
	enum model_limit limit = ((const struct model_sock *)row)->limit;

	(void)key;
	if (limit == MODEL_LIMIT_UNKNOWN || limit == MODEL_LIMIT_MAYBE_OLD)
		return NULL;
	return json_object_new_boolean(limit == MODEL_LIMIT_OLD);
}

static bool when_judged(const void *row)
{
	return ((const struct model_sock *)row)->limit != MODEL_LIMIT_NONE;
}

static bool when_unix(const void *row)
{
	return model_is_unix(&((const struct model_sock *)row)->snap.id);
}

static bool when_listener(const void *row)
{
	return model_is_listener(&((const struct model_sock *)row)->snap.id);
}

#define AT(member)	.at = offsetof(struct model_sock, member)
#define LIMIT(member)	.limit = offsetof(struct model_sock, member)
#define MEM(field) \
	{ .name = #field, .value = json_u32, AT(snap.mem.field), \
	  .has = NT_HAS_MEM }
#define LISTENER(field, presence) \
	{ .name = #field, .value = json_u32, AT(snap.listener.field), \
	  .has = presence, .when = when_listener }
#define TCP(key, field) \
	{ .name = key, .value = json_u32, AT(snap.tcp.field), .when = when_tcp }

/* Names and order are a contract with those who parse them. */
const struct view_key view_sockets_keys[] = {
	{ .name = "netid", .value = json_netid },
	{ .name = "family", .value = json_family },
	{ .name = "state", .value = json_state },
	{ .name = "local", .value = json_local },
	{ .name = "peer", .value = json_peer },
	MEM(recv_q),
	MEM(send_q),
	MEM(rmem_alloc),
	MEM(rcvbuf),
	{ .name = "rmem_pct", .value = json_percent, AT(snap.mem.rmem_alloc),
	  LIMIT(snap.mem.rcvbuf), .has = NT_HAS_MEM },
	MEM(wmem_alloc),
	MEM(wmem_queued),
	MEM(sndbuf),
	{ .name = "wmem_pct", .value = json_wmem_percent, .has = NT_HAS_MEM },
	{ .name = "fwd_alloc", .value = json_s32, AT(snap.mem.fwd_alloc), .has = NT_HAS_MEM },
	MEM(optmem),
	MEM(backlog),
	MEM(drops),
	{ .name = "uid", .value = json_u32, AT(snap.owner.uid), .has = NT_HAS_OWNER },
	{ .name = "inode", .value = json_u64_or_null, AT(snap.owner.inode),
	  .has = NT_HAS_OWNER },
	{ .name = "cookie", .value = json_u64_or_null, AT(snap.id.cookie) },
	{ .name = "cgroup", .value = json_string, AT(cgroup) },
	{ .name = "netns", .value = json_u32_or_null, AT(snap.id.netns) },
	{ .name = "pid", .value = json_u32_or_null, AT(process.pid) },
	{ .name = "comm", .value = json_comm },
	{ .name = "flags", .value = json_flags },
	{ .name = "ifname", .value = json_string, AT(ifname) },
	{ .name = "mark", .value = json_mark },
	LISTENER(accept_q, NT_HAS_ACCEPT),
	LISTENER(accept_max, NT_HAS_ACCEPT),
	{ .name = "accept_pct", .value = json_percent, AT(snap.listener.accept_q),
	  LIMIT(snap.listener.accept_max), .has = NT_HAS_ACCEPT,
	  .when = when_listener },
	LISTENER(syn_q, NT_HAS_SYN),
	LISTENER(syn_young, NT_HAS_SYN),
	LISTENER(syn_max, NT_HAS_SYN),
	{ .name = "limit_from", .value = json_string, AT(limit_from), .when = when_listener },
	{ .name = "somaxconn", .value = json_u32_or_null, AT(somaxconn),
	  .when = when_judged },
	{ .name = "limit_outdated", .value = json_outdated, .when = when_judged },
	TCP("retrans", total_retrans),
	TCP("rtt_us", srtt_us),
	TCP("cwnd", snd_cwnd),
	TCP("mss", mss),
	TCP("unsent", unsent),
	TCP("unacked", unacked),
	{ .name = "peer_inode", .value = json_u32_or_null, AT(peer_inode),
	  .when = when_unix },
};
