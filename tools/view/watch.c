// SPDX-License-Identifier: GPL-2.0-or-later
/* How an event looks: its line, the keys of its JSON. */
#include <errno.h>
#include <json-c/json.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "array.h"
#include "model/event.h"
#include "view/view.h"
#include "view/watch.h"

#define NS_PER_S	1000000000ULL
#define NS_PER_MS	1000000ULL

/* A kind as JSON and as people name it. */
static const struct kind {
	const char	*name;
	const char	*label;
	bool		loses;
} kinds[NETTUNE_EVENT_KIND_MAX + 1] = {
	[NETTUNE_EVENT_KIND_LISTENER_DROP] = { "listener_drop", "listen drop", true },
	[NETTUNE_EVENT_KIND_LISTENER_HIGH] = { "listener_high", "listen queue high", false },
	[NETTUNE_EVENT_KIND_LISTENER_NORMAL] = { "listener_normal", "listen queue normal", false },
	[NETTUNE_EVENT_KIND_UDP_DROP] = { "udp_drop", "receive drop", true },
	[NETTUNE_EVENT_KIND_TCP_DROP] = { "tcp_drop", "receive drop", true },
	[NETTUNE_EVENT_KIND_SOFTNET_DROP] = { "softnet_drop", "backlog drop", true },
	[NETTUNE_EVENT_KIND_MEMORY_PRESSURE] = { "memory_pressure", "memory pressure", false },
	[NETTUNE_EVENT_KIND_MEMORY_NORMAL] = { "memory_normal", "memory normal", false },
};

/* A kind from the future has neither name nor known meaning. */
static const struct kind *kind_of(const struct model_event *event)
{
	static const struct kind unknown = { NULL, "event", true };
	__u32 kind = event->info.kind;

	return kind && kind < ARRAY_SIZE(kinds) ? &kinds[kind] : &unknown;
}

static const char *protocol_name(__u32 protocol)
{
	return protocol == IPPROTO_TCP ? "tcp" :
	       protocol == IPPROTO_UDP ? "udp" : NULL;
}

/* Local time of day, to the millisecond. */
static void format_time(const struct nettune_event *info, char *buf, size_t size)
{
	time_t seconds = info->time_ns / NS_PER_S;
	struct tm tm = { 0 };
	char clock[16];

	localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	snprintf(buf, size, "%s.%03u", clock,
		 (unsigned int)(info->time_ns % NS_PER_S / NS_PER_MS));
}

static void format_socket(const struct model_sock *sock, char *object,
			  char *detail, size_t size)
{
	const struct nettune_sock_listener *listener = &sock->snap.listener;
	const struct nettune_sock_mem *mem = &sock->snap.mem;
	char local[MODEL_ENDPOINT_MAX], peer[MODEL_ENDPOINT_MAX];

	model_endpoint(sock, false, local, sizeof(local));
	model_endpoint(sock, true, peer, sizeof(peer));
	snprintf(object, size, "%s %s%s%s", model_netid(sock->snap.id.protocol), local,
		 sock->snap.id.dport ? " " : "",
		 sock->snap.id.dport ? peer : "");
	if (sock->snap.has & NT_HAS_ACCEPT && sock->snap.has & NT_HAS_SYN)
		snprintf(detail, size, "accept queue %u/%u, SYN queue %u/%u",
			 listener->accept_q, listener->accept_max,
			 listener->syn_q, listener->syn_max);
	else if (sock->snap.has & NT_HAS_ACCEPT)
		snprintf(detail, size, "accept queue %u/%u",
			 listener->accept_q, listener->accept_max);
	else if (sock->snap.has & NT_HAS_MEM)
		snprintf(detail, size, "receive buffer %u/%u bytes",
			 mem->rmem_alloc, mem->rcvbuf);
}

/* Older kernels and other namespaces do not tell all of it. */
static void format_backlog(const struct model_softnet *cpu, char *detail,
			   size_t size)
{
	char depth[16] = "-", limit[16] = "-";

	if (cpu->has & MODEL_SOFTNET_HAS_INPUT)
		snprintf(depth, sizeof(depth), "%u", cpu->stat.input_qlen);
	if (cpu->has & MODEL_SOFTNET_HAS_MAX)
		snprintf(limit, sizeof(limit), "%u", cpu->stat.max_backlog);
	snprintf(detail, size, "backlog %s/%s packets", depth, limit);
}

static void format_object(const struct model_event *event, char *object,
			  char *detail, size_t size)
{
	const struct nettune_memory *memory = &event->memory;
	const char *protocol = protocol_name(memory->protocol);

	object[0] = '\0';
	detail[0] = '\0';
	if (event->has & MODEL_EVENT_HAS_SOCKET) {
		format_socket(&event->sock, object, detail, size);
	} else if (event->has & MODEL_EVENT_HAS_CPU) {
		snprintf(object, size, "cpu %u", event->cpu.stat.cpu);
		format_backlog(&event->cpu, detail, size);
	} else if (event->has & MODEL_EVENT_HAS_MEMORY) {
		snprintf(object, size, "%s", protocol ? protocol : "?");
		snprintf(detail, size, "%llu pages, min %llu, pressure %llu, max %llu",
			 memory->allocated, memory->min, memory->pressure,
			 memory->max);
	}
}

/**
 * view_event_line() - write an event as one line
 * @out: where to
 * @event: the event
 *
 * Return: 0 or a negative errno.
 */
int view_event_line(FILE *out, const struct model_event *event)
{
	char object[2 * MODEL_ENDPOINT_MAX + 16], detail[sizeof(object)];
	const struct kind *kind = kind_of(event);
	char when[32], lost[64] = "", dropped[32] = "";

	format_time(&event->info, when, sizeof(when));
	format_object(event, object, detail, sizeof(object));
	if (kind->loses)
		snprintf(dropped, sizeof(dropped), "dropped %u, ",
			 event->info.count);
	if (event->info.lost)
		snprintf(lost, sizeof(lost), " (not shown before: %u events)",
			 event->info.lost);
	if (fprintf(out, "%s %-19s %s: %s%s%s\n", when, kind->label, object,
		    dropped, detail, lost) < 0)
		return -errno;
	return 0;
}

/* Seconds since 1970; a double alone would not print all of them. */
static struct json_object *json_time(const void *row,
				     const struct view_key *key)
{
	__u64 time_ns = ((const struct model_event *)row)->info.time_ns;
	char text[48];

	(void)key;
	snprintf(text, sizeof(text), "%llu.%09llu", time_ns / NS_PER_S,
		 time_ns % NS_PER_S);
	return json_object_new_double_s((double)time_ns / NS_PER_S, text);
}

static struct json_object *json_kind(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return view_json_text(kind_of(row)->name);
}

static struct json_object *json_netns(const void *row,
				      const struct view_key *key)
{
	const struct model_event *event = row;

	(void)key;
	return event->info.netns ? json_object_new_int64(event->info.netns) :
				   NULL;
}

static struct json_object *json_count(const void *row,
				      const struct view_key *key)
{
	const struct model_event *event = row;

	(void)key;
	return kind_of(event)->loses ?
		json_object_new_int64(event->info.count) : NULL;
}

static struct json_object *json_lost(const void *row,
				     const struct view_key *key)
{
	(void)key;
	return json_object_new_int64(((const struct model_event *)row)->info.lost);
}

static struct json_object *json_socket(const void *row,
				       const struct view_key *key)
{
	const struct model_event *event = row;

	(void)key;
	return event->has & MODEL_EVENT_HAS_SOCKET ?
		view_json_row(&view_sockets, &event->sock) : NULL;
}

static struct json_object *json_cpu(const void *row, const struct view_key *key)
{
	const struct model_event *event = row;

	(void)key;
	return event->has & MODEL_EVENT_HAS_CPU ?
		view_json_row(&view_softnet, &event->cpu) : NULL;
}

static struct json_object *json_protocol(const void *row,
					 const struct view_key *key)
{
	(void)key;
	return view_json_text(protocol_name(((const struct nettune_memory *)row)->protocol));
}

static struct json_object *json_pages(const void *row,
				      const struct view_key *key)
{
	__u64 value;

	memcpy(&value, (const char *)row + key->at, sizeof(value));
	return json_object_new_uint64(value);
}

#define PAGES(field) \
	{ .name = #field, .value = json_pages, \
	  .at = offsetof(struct nettune_memory, field) }

/* Names and order are a contract with those who parse them. */
static const struct view_key memory_keys[] = {
	{ .name = "protocol", .value = json_protocol },
	PAGES(allocated),
	PAGES(min),
	PAGES(pressure),
	PAGES(max),
};

static const struct view_kind view_memory = {
	.keys = memory_keys,
	.key_count = ARRAY_SIZE(memory_keys),
};

static struct json_object *json_memory(const void *row,
				       const struct view_key *key)
{
	const struct model_event *event = row;

	(void)key;
	return event->has & MODEL_EVENT_HAS_MEMORY ?
		view_json_row(&view_memory, &event->memory) : NULL;
}

/* Likewise. */
static const struct view_key keys[] = {
	{ .name = "time", .value = json_time },
	{ .name = "kind", .value = json_kind },
	{ .name = "netns", .value = json_netns },
	{ .name = "count", .value = json_count },
	{ .name = "lost", .value = json_lost },
	{ .name = "socket", .value = json_socket },
	{ .name = "cpu", .value = json_cpu },
	{ .name = "memory", .value = json_memory },
};

const struct view_kind view_event = {
	.keys = keys,
	.key_count = ARRAY_SIZE(keys),
};
