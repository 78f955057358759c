// SPDX-License-Identifier: GPL-2.0-or-later
/* How a group of sockets looks as JSON. */
#include "view/groups.h"

#include <arpa/inet.h>
#include <json-c/json.h>
#include <string.h>
#include <sys/socket.h>

#include <nettune/calc.h>

#include "array.h"
#include "model/group.h"
#include "model/sock.h"

/* Parts of a group's identity. */
enum {
	PART_PROTOCOL = 1,
	PART_FAMILY = 2,
	PART_STATE = 4,
	PART_PORT = 8,
	PART_ADDRESS = 16,
	PART_UID = 32,
	PART_CGROUP = 64,
	PART_NETNS = 128,
};

/* Does this part of the group's identity have a meaning? */
static bool has_part(const struct model_group *group, int part)
{
	static const int parts[] = {
		[NETTUNE_GROUP_BY_NONE]		= 0,
		[NETTUNE_GROUP_BY_SPORT]	= PART_PROTOCOL | PART_PORT,
		[NETTUNE_GROUP_BY_LISTENER]	= PART_PROTOCOL | PART_FAMILY |
						  PART_PORT | PART_ADDRESS |
						  PART_NETNS,
		[NETTUNE_GROUP_BY_STATE]	= PART_PROTOCOL | PART_STATE,
		[NETTUNE_GROUP_BY_CGROUP]	= PART_CGROUP,
		[NETTUNE_GROUP_BY_UID]		= PART_UID,
		[NETTUNE_GROUP_BY_NETNS]	= PART_NETNS,
		[NETTUNE_GROUP_BY_PROTOCOL]	= PART_PROTOCOL | PART_FAMILY,
	};

	return !group->id.flags && group->group_by < ARRAY_SIZE(parts) &&
	       parts[group->group_by] & part;
}

/* Values; NULL is null. */

static struct json_object *json_group_by(const void *row,
					 const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return view_json_text(model_group_by_name(group->group_by));
}

static struct json_object *json_special(const void *row,
					const struct view_key *key)
{
	(void)key;
	return view_json_text(model_group_special(row));
}

static struct json_object *json_netid(const void *row,
				      const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_PROTOCOL) ?
	       view_json_text(model_netid(group->id.protocol)) : NULL;
}

static struct json_object *json_family(const void *row,
				       const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_FAMILY) ?
	       view_json_text(model_family_name(group->id.family)) : NULL;
}

static struct json_object *json_state(const void *row,
				      const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_STATE) ?
	       view_json_text(model_state_name(group->id.state)) : NULL;
}

static struct json_object *json_local(const void *row,
				      const struct view_key *key)
{
	const struct model_group *group = row;
	char addr[INET6_ADDRSTRLEN] = "";
	struct json_object *end;

	(void)key;
	if (!has_part(group, PART_PORT))
		return NULL;
	end = json_object_new_object();
	if (!end)
		return NULL;
	if (has_part(group, PART_ADDRESS))
		inet_ntop(group->id.family, group->id.saddr, addr,
			  sizeof(addr));
	json_object_object_add(end, "addr", view_json_text(*addr ? addr : NULL));
	json_object_object_add(end, "port",
			       json_object_new_int(ntohs(group->id.sport)));
	return end;
}

static struct json_object *json_ifname(const void *row,
				       const struct view_key *key)
{
	(void)key;
	return view_json_text(((const struct model_group *)row)->ifname);
}

static struct json_object *json_uid(const void *row, const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_UID) ?
	       json_object_new_int64(group->id.uid) : NULL;
}

static struct json_object *json_cgroup(const void *row,
				       const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_CGROUP) ? view_json_text(group->cgroup) :
					      NULL;
}

static struct json_object *json_netns(const void *row,
				      const struct view_key *key)
{
	const struct model_group *group = row;

	(void)key;
	return has_part(group, PART_NETNS) && group->id.netns ?
	       json_object_new_int64(group->id.netns) : NULL;
}

static __u32 u32_at(const void *row, size_t at)
{
	__u32 value;

	memcpy(&value, (const char *)row + at, sizeof(value));
	return value;
}

static __u64 u64_at(const void *row, size_t at)
{
	__u64 value;

	memcpy(&value, (const char *)row + at, sizeof(value));
	return value;
}

static struct json_object *json_u32(const void *row, const struct view_key *key)
{
	return json_object_new_int64(u32_at(row, key->at));
}

static struct json_object *json_u64(const void *row, const struct view_key *key)
{
	return json_object_new_uint64(u64_at(row, key->at));
}

/* A ratio of nothing to nothing is not 0 %. */
static struct json_object *json_percent(const void *row,
					const struct view_key *key)
{
	__u64 whole = u64_at(row, key->limit);

	return whole ?
	       view_json_permille(model_permille(u64_at(row, key->at), whole)) :
	       NULL;
}

static struct json_object *json_syn_q(const void *row,
				      const struct view_key *key)
{
	return ((const struct model_group *)row)->syn_known ?
	       json_u64(row, key) : NULL;
}

static struct json_object *json_states(const void *row,
				       const struct view_key *key)
{
	const struct model_group *group = row;
	struct json_object *object = json_object_new_object();

	(void)key;
	for (unsigned int i = 1; object && i < NETTUNE_STATES; i++)
		view_json_put(object, model_state_name(i),
			      json_object_new_int64(group->stat.states[i]));
	return object;
}

static struct json_object *percent_if(bool known, __u32 permille)
{
	return known ? view_json_permille(permille) : NULL;
}

static struct json_object *number_if(bool known, __u32 number)
{
	return known ? json_object_new_int64(number) : NULL;
}

/* The highest of no values at all is not 0. */
static struct json_object *json_highest(const void *row,
					const struct view_key *key)
{
	const struct model_group *group = row;
	const struct nettune_summary_stat *stat = &group->stat;
	struct json_object *object = json_object_new_object();
	bool buffered = model_group_buffered(group);

	(void)key;
	if (!object)
		return NULL;
	view_json_put(object, "rmem_pct", percent_if(buffered, stat->max_rmem));
	view_json_put(object, "wmem_pct", percent_if(buffered, stat->max_wmem));
	view_json_put(object, "accept_pct",
		      percent_if(stat->listeners, stat->max_accept));
	view_json_put(object, "syn_pct",
		      percent_if(stat->listeners && group->syn_known,
				 stat->max_syn));
	view_json_put(object, "recv_q", number_if(buffered, stat->max_recv_q));
	view_json_put(object, "send_q", number_if(buffered, stat->max_send_q));
	view_json_put(object, "backlog",
		      number_if(buffered, stat->max_backlog));
	view_json_put(object, "drops", number_if(stat->full, stat->max_drops));
	return object;
}

/* One bucket: at least @ge, less than @lt. */
static void add_bucket(struct json_object *array, struct json_object *ge,
		       struct json_object *lt, __u32 sockets)
{
	struct json_object *bucket = json_object_new_object();

	if (!bucket) {
		json_object_put(ge);
		json_object_put(lt);
		return;
	}
	view_json_put(bucket, "ge", ge);
	view_json_put(bucket, "lt", lt);
	view_json_put(bucket, "sockets", json_object_new_int64(sockets));
	json_object_array_add(array, bucket);
}

/* Buckets begin at 0, 0.1, 10, 20 ... 100 percent. */
static __u64 permille_from(size_t bucket)
{
	return bucket < 2 ? bucket : (bucket - 1) * 100;
}

static struct json_object *json_hist_percent(const __u32 *counts)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < NETTUNE_HIST_PERMILLE; i++)
		add_bucket(array, view_json_permille(permille_from(i)),
			   i + 1 < NETTUNE_HIST_PERMILLE ?
			   view_json_permille(permille_from(i + 1)) : NULL,
			   counts[i]);
	return array;
}

/* Buckets begin at 0, 1, 2, 4, 8 ... bytes. */
static __u64 bytes_from(size_t bucket)
{
	return bucket ? 1ULL << (bucket - 1) : 0;
}

static struct json_object *json_hist_bytes(const __u32 *counts)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; array && i < NETTUNE_HIST_LOG2; i++)
		add_bucket(array, json_object_new_uint64(bytes_from(i)),
			   json_object_new_uint64(bytes_from(i + 1)),
			   counts[i]);
	return array;
}

static struct json_object *json_hists(const void *row,
				      const struct view_key *key)
{
	const struct nettune_summary_hist *hist =
		((const struct model_group *)row)->hist;
	struct json_object *object;

	(void)key;
	object = hist ? json_object_new_object() : NULL;
	if (!object)
		return NULL;
	view_json_put(object, "rmem_pct", json_hist_percent(hist->rmem));
	view_json_put(object, "wmem_pct", json_hist_percent(hist->wmem));
	view_json_put(object, "recv_q", json_hist_bytes(hist->recv_q));
	view_json_put(object, "send_q", json_hist_bytes(hist->send_q));
	return object;
}

#define AT(member)	.at = offsetof(struct model_group, stat.member)
#define LIMIT(member)	.limit = offsetof(struct model_group, stat.member)
#define COUNT(field)	{ .name = #field, .value = json_u32, AT(field) }
#define SUM(field)	{ .name = #field, .value = json_u64, AT(field) }

/* Names and order are a contract with those who parse them. */
const struct view_key view_groups_keys[] = {
	{ .name = "group_by", .value = json_group_by },
	{ .name = "special", .value = json_special },
	{ .name = "netid", .value = json_netid },
	{ .name = "family", .value = json_family },
	{ .name = "state", .value = json_state },
	{ .name = "local", .value = json_local },
	{ .name = "ifname", .value = json_ifname },
	{ .name = "uid", .value = json_uid },
	{ .name = "cgroup", .value = json_cgroup },
	{ .name = "netns", .value = json_netns },
	COUNT(sockets),
	COUNT(full),
	COUNT(listeners),
	{ .name = "states", .value = json_states },
	SUM(rmem_alloc),
	SUM(rcvbuf),
	{ .name = "rmem_pct", .value = json_percent, AT(rmem_alloc), LIMIT(rcvbuf) },
	SUM(wmem_used),
	SUM(sndbuf),
	{ .name = "wmem_pct", .value = json_percent, AT(wmem_used), LIMIT(sndbuf) },
	SUM(recv_q),
	SUM(send_q),
	SUM(backlog),
	SUM(drops),
	SUM(accept_q),
	SUM(accept_max),
	{ .name = "accept_pct", .value = json_percent, AT(accept_q), LIMIT(accept_max) },
	{ .name = "syn_q", .value = json_syn_q, AT(syn_q) },
	{ .name = "max", .value = json_highest },
	{ .name = "histograms", .value = json_hists },
};
