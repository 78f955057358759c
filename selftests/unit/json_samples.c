// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints what the command's JSON can be made of: of every kind of row some with
 * all that the module knows, some with as little as can be known, and every
 * name that an enumeration has. One object a line: the definition of the schema
 * that it is meant for, is all of it known, the JSON itself.
 */
#include "doctor_cases.h"
#include "json_samples.h"

#include <json-c/json.h>
#include <sys/socket.h>

#include "model/config.h"
#include "model/kmod.h"
#include "view/doctor.h"
#include "view/nic.h"
#include "view/status.h"
#include "view/watch.h"

void print_sample(const char *definition, bool known,
		  const struct view_kind *kind, const void *row)
{
	struct json_object *line = json_object_new_object();

	json_object_object_add(line, "definition",
			       json_object_new_string(definition));
	json_object_object_add(line, "known", json_object_new_boolean(known));
	json_object_object_add(line, "json", view_json_row(kind, row));
	puts(json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	json_object_put(line);
}

static struct model_sock socket_of(int family, int protocol, int state)
{
	return (struct model_sock) {
		.snap.id = {
			.family = family, .protocol = protocol, .state = state,
			.sport = htons(65535),
		},
	};
}

static void know(struct model_sock *sock)
{
	struct nt_snap *snap = &sock->snap;

	snap->has = NT_HAS_MEM | NT_HAS_ACCEPT | NT_HAS_SYN | NT_HAS_OWNER;
	snap->flags_known = MODEL_FLAGS_ALL;
	snap->id.flags = MODEL_FLAGS_ALL;
	snap->id.cookie = UINT64_MAX;
	snap->id.netns = UINT32_MAX;
	snap->mem = (struct nettune_sock_mem) {
		.rmem_alloc = UINT32_MAX, .rcvbuf = 1, .wmem_queued = UINT32_MAX,
		.sndbuf = 3, .fwd_alloc = INT32_MIN, .drops = UINT32_MAX,
	};
	snap->listener = (struct nettune_sock_listener) { 2, 1, 3, 2, 9, 0, 0 };
	snap->owner = (struct nettune_sock_owner) { .inode = UINT64_MAX };
	sock->cgroup = "/a\xff\"b";
	sock->ifname = "e\x1b\xff\"";
	sock->mark_known = true;
	sock->process.pid = 1;
	memcpy(sock->process.comm, "a\n\xff\"b", 6);
	if (model_is_unix(&snap->id))
		sock->peer_inode = 7;
	else if (snap->id.protocol == IPPROTO_TCP)
		snap->has |= NT_HAS_TCP;
	if (model_is_listener(&snap->id))
		sock->limit_from = "somaxconn";
}

static void print_sockets(void)
{
	static const struct {
		int family;
		int protocol;
	} kinds[] = {
		{ AF_INET, IPPROTO_TCP }, { AF_INET6, IPPROTO_UDP },
		{ AF_INET, IPPROTO_RAW }, { AF_UNIX, SOCK_STREAM },
		{ AF_UNIX, SOCK_DGRAM }, { AF_UNIX, SOCK_SEQPACKET },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		for (int state = 1; state < NETTUNE_STATES; state++) {
			struct model_sock sock;

			sock = socket_of(kinds[i].family, kinds[i].protocol,
					 state);
			print_sample("socket", UNKNOWN, &view_sockets, &sock);
			know(&sock);
			print_sample("socket", KNOWN, &view_sockets, &sock);
		}
	}
}

static void print_limits(void)
{
	for (int limit = 1; limit <= MODEL_LIMIT_MAYBE_OLD; limit++) {
		struct model_sock sock = socket_of(AF_INET, IPPROTO_TCP,
						   NT_STATE_LISTEN);

		sock.limit = limit;
		print_sample("socket", UNKNOWN, &view_sockets, &sock);
		know(&sock);
		sock.limit_from = limit == MODEL_LIMIT_LISTEN ? "listen" :
				  limit == MODEL_LIMIT_SOMAXCONN ?
				  "somaxconn" : NULL;
		sock.somaxconn = 4096;
		print_sample("socket", KNOWN, &view_sockets, &sock);
	}
}

static void print_groups(void)
{
	static const struct nettune_summary_hist hist = { { 1 }, { 2 }, { 3 }, { 4 } };

	for (int by = 0; by <= NETTUNE_GROUP_BY_PROTOCOL; by++) {
		struct model_group group = {
			.group_by = by,
			.id = {
				.family = AF_INET6, .protocol = IPPROTO_UDP,
				.state = NT_STATE_CLOSE, .uid = UINT32_MAX,
			},
		};

		print_sample("group", UNKNOWN, &view_groups, &group);
		group.id.flags = NETTUNE_SUMMARY_FLAG_OTHER;
		print_sample("group", UNKNOWN, &view_groups, &group);
		group.id.flags = NETTUNE_SUMMARY_FLAG_NONE;
		print_sample("group", UNKNOWN, &view_groups, &group);
		group.id.flags = 0;
		group.id.netns = UINT32_MAX;
		group.stat = (struct nettune_summary_stat) {
			.rmem_alloc = UINT64_MAX, .rcvbuf = 1, .wmem_used = 1,
			.sndbuf = 3, .accept_max = 1, .sockets = 9, .full = 8,
			.listeners = 1, .max_rmem = UINT32_MAX,
		};
		group.hist = &hist;
		group.syn_known = true;
		group.cgroup = "/";
		group.ifname = "eth0";
		print_sample("group", KNOWN, &view_groups, &group);
	}
}

static struct model_softnet backlog(bool known)
{
	return (struct model_softnet) {
		.has = known ? MODEL_SOFTNET_HAS_STAT |
			       MODEL_SOFTNET_HAS_FLOW_LIMIT |
			       MODEL_SOFTNET_HAS_PRESSURE : 0,
		.stat = { .dropped = UINT32_MAX, .avg10 = 10000, .avg60 = 5 },
	};
}

/* What goes with a kind of event. */
static __u32 part_of(int kind)
{
	switch (kind) {
	case NETTUNE_EVENT_KIND_SOFTNET_DROP:
		return MODEL_EVENT_HAS_CPU;
	case NETTUNE_EVENT_KIND_MEMORY_PRESSURE:
	case NETTUNE_EVENT_KIND_MEMORY_NORMAL:
		return MODEL_EVENT_HAS_MEMORY;
	default:
		return MODEL_EVENT_HAS_SOCKET;
	}
}

/* Also of a kind that there is not yet. */
static void print_events(void)
{
	for (int kind = 1; kind <= NETTUNE_EVENT_KIND_MAX + 1; kind++) {
		struct model_event event = {
			.has = part_of(kind),
			.info = {
				.time_ns = 1789000000000000001ULL, .kind = kind,
				.netns = kind % 2, .count = UINT32_MAX,
			},
			.sock = socket_of(AF_INET, IPPROTO_TCP, NT_STATE_LISTEN),
			.cpu = backlog(UNKNOWN),
			.memory = { .max = UINT64_MAX, .protocol = kind % 2 ?
				    IPPROTO_UDP : IPPROTO_TCP },
		};

		print_sample("watch", UNKNOWN, &view_event, &event);
		know(&event.sock);
		event.cpu = backlog(KNOWN);
		if (kind == NETTUNE_EVENT_KIND_MEMORY_PRESSURE)
			event.memory.protocol = IPPROTO_SCTP;
		print_sample("watch", KNOWN, &view_event, &event);
	}
}

static void print_stages(void)
{
	struct model_stage_row rows[MODEL_STAGES];
	struct model_snapshot empty = { 0 };

	model_stages(NULL, &empty, rows);
	for (size_t i = 0; i < MODEL_STAGES; i++) {
		print_sample("stage_row", UNKNOWN, &view_stage, &rows[i]);
		rows[i].has = MODEL_STAGE_HAS_DEPTH | MODEL_STAGE_HAS_LIMIT |
			      MODEL_STAGE_HAS_FULLNESS | MODEL_STAGE_HAS_LOSS |
			      MODEL_STAGE_HAS_RATE;
		rows[i].loss = UINT64_MAX;
		rows[i].rate = 1e9 / 3;
		rows[i].unknown = NULL;
		memcpy(rows[i].object, "\x1b\xff\"", 4);
		print_sample("stage_row", KNOWN, &view_stage, &rows[i]);
	}
}

static void print_devices(void)
{
	struct model_nic nic = {
		.ifindex = 1, .ifname = "a\"\xff", .ring_rx_max = 1,
		.ring_tx_max = 1, .speed = UINT32_MAX, .kind = "veth",
		.driver = "veth", .bus = "0", .qdisc = "noqueue", .flags = IFF_UP,
	};

	static const char *const channels[] = {
		"rx", "tx", "other", "combined", "rx_max", "tx_max",
		"other_max", "combined_max",
	};

	print_sample("device", UNKNOWN, &view_nic, &nic);
	nic.has = MODEL_NIC_HAS_RING | MODEL_NIC_HAS_CHANNELS |
		  MODEL_NIC_HAS_SPEED | MODEL_NIC_HAS_LINK;
	model_facts_set(&nic.coalesce, "rx_usecs", UINT32_MAX);
	for (size_t i = 0; i < ARRAY_SIZE(channels); i++)
		model_facts_set(&nic.channels, channels[i], i);
	model_facts_set(&nic.features, "rx-gro", 1);
	model_facts_set(&nic.drops, "rx_missed", INT64_MAX);
	model_facts_set(&nic.queues, "rx_queues", 1);
	model_facts_set(&nic.driver_drops, "queue 0: \x1b\xff\"", 1);
	print_sample("device", KNOWN, &view_nic, &nic);
	model_nic_free(&nic);
}

/* With every severity, whichever it has here. */
static int print_finding(const struct doctor_finding *finding, void *arg)
{
	struct doctor_finding other = *finding;

	(void)arg;
	for (int i = DOCTOR_WARNING; i <= DOCTOR_CRITICAL; i++) {
		other.severity = i;
		print_sample("finding", KNOWN, &view_finding, &other);
	}
	return 0;
}

static void print_findings(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct world world;

		world_make(&world, &cases[i]);
		doctor_judge(&world.at[THEN], &world.at[NOW], print_finding,
			     NULL);
		world_free(&world);
	}
}

static void print_module(void)
{
	struct model_config config = { 0 };
	struct model_kmod kmod = { .refcount = -1, .kernel = "6.1" };

	print_sample("module_config", UNKNOWN, &view_config_object, &config);
	for (size_t i = 0; i < model_config_key_count; i++) {
		const struct model_config_key *key = &model_config_keys[i];

		config.has |= 1U << key->attr;
		config.values[key->attr] = key->max;
	}
	print_sample("module_config", KNOWN, &view_config_object, &config);
	print_sample("module_status", UNKNOWN, &view_kmod, &kmod);
	kmod = (struct model_kmod) {
		.loaded = true, .available = true, .answers = true,
		.family_id = 31, .family_version = 1, .version = "1",
		.path = "/a\xff\"b", .kernel = "6.1",
	};
	print_sample("module_status", KNOWN, &view_kmod, &kmod);
}

int main(void)
{
	print_sockets();
	print_limits();
	print_groups();
	print_events();
	print_stages();
	print_devices();
	print_findings();
	print_module();
	print_tuning();
	for (int known = 0; known < 2; known++) {
		struct model_softnet cpu = backlog(known);

		print_sample("cpu", known, &view_softnet, &cpu);
	}
	return 0;
}
