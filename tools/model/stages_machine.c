// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages of which a machine, a namespace or a CPU has one. */
#include <stdint.h>
#include <stdio.h>

#include "array.h"
#include "model/stages_fill.h"

static void name_object(struct stage_fill *fill, const char *name)
{
	snprintf(fill->row->object, sizeof(fill->row->object), "%s", name);
}

/* CPUs */

static const struct model_softnet *
find_cpu(const struct model_snapshot *snapshot, __u32 cpu)
{
	for (size_t i = 0; snapshot && i < snapshot->cpus; i++)
		if (snapshot->softnet[i].stat.cpu == cpu)
			return &snapshot->softnet[i];
	return NULL;
}

/* What CPUs have counted, and the one that has counted the most of late. */
struct cpu_losses {
	const struct model_softnet	*worst;
	__u32				most;
	__u32				most_new;
	__u64				loss;
	__u64				lost;
	bool				known_before;
};

static void add_cpu(struct cpu_losses *losses, const struct model_softnet *cpu,
		    __u32 now, const struct model_softnet *then, __u32 before)
{
	/* Counters of 32 bits go on at 0. */
	__u32 lost = then ? now - before : 0;

	losses->loss += now;
	losses->lost += lost;
	losses->known_before |= !!then;
	if (!losses->worst || lost > losses->most_new ||
	    (lost == losses->most_new && now > losses->most)) {
		losses->worst = cpu;
		losses->most = now;
		losses->most_new = lost;
	}
}

static void name_cpu(struct stage_fill *fill, const struct model_softnet *cpu)
{
	snprintf(fill->row->object, sizeof(fill->row->object), "cpu %u",
		 cpu->stat.cpu);
}

void stage_napi(struct stage_fill *fill)
{
	const struct model_snapshot *after = fill->after;
	struct cpu_losses losses = { 0 };
	__s64 budget;

	for (size_t i = 0; i < after->cpus; i++) {
		const struct model_softnet *cpu = &after->softnet[i], *then;

		then = find_cpu(fill->before, cpu->stat.cpu);
		add_cpu(&losses, cpu, cpu->stat.time_squeeze, then,
			then ? then->stat.time_squeeze : 0);
	}
	/* A squeeze puts work off, it loses nothing. */
	fill->soft = true;
	if (losses.worst)
		stage_set_loss(fill, losses.loss, losses.known_before,
			       losses.lost);
	if (losses.most)
		name_cpu(fill, losses.worst);
	if (model_fact_value(&after->facts, "net.core.netdev_budget", 0,
			     &budget))
		stage_set_limit(fill, budget);
	fill->row->unknown = "how much of the budget is used is not told";
}

void stage_netdev_backlog(struct stage_fill *fill)
{
	const __u32 both = MODEL_SOFTNET_HAS_INPUT | MODEL_SOFTNET_HAS_MAX;
	const struct model_snapshot *after = fill->after;
	const struct model_softnet *shown = NULL;
	struct cpu_losses losses = { 0 };

	for (size_t i = 0; i < after->cpus; i++) {
		const struct model_softnet *cpu = &after->softnet[i], *then;

		then = find_cpu(fill->before, cpu->stat.cpu);
		add_cpu(&losses, cpu, cpu->stat.dropped, then,
			then ? then->stat.dropped : 0);
		if (cpu->has & MODEL_SOFTNET_HAS_INPUT &&
		    (!shown || cpu->stat.input_qlen > shown->stat.input_qlen))
			shown = cpu;
	}
	if (losses.worst)
		stage_set_loss(fill, losses.loss, losses.known_before,
			       losses.lost);
	if (losses.most_new ||
	    (losses.most && !(shown && shown->stat.input_qlen)))
		shown = losses.worst;
	if (!shown || !(shown->has & MODEL_SOFTNET_HAS_INPUT)) {
		fill->row->unknown = after->cpus ?
			"this kernel tells only the sum of two queues" :
			"no CPU is known";
	} else if ((shown->has & both) == both) {
		stage_set_full(fill, shown->stat.input_qlen,
			       shown->stat.max_backlog);
	} else {
		stage_set_depth(fill, shown->stat.input_qlen);
	}
	if (shown && (shown->stat.input_qlen || losses.most))
		name_cpu(fill, shown);
}

/* Memory, tables, ports, descriptors */

/* One of several queues that a stage has, by the facts that tell of it. */
struct queue {
	const char	*object;
	const char	*depth;
	const char	*limit;
	unsigned int	limit_index;
};

/* Show the fullest, or one whose limit is not known if none is. */
static bool show_fullest(struct stage_fill *fill, const struct queue *queues,
			 size_t count)
{
	const struct model_facts *facts = &fill->after->facts;
	__s64 depth, limit;

	for (size_t i = 0; i < count; i++) {
		struct model_stage_row *row = fill->row, now = *row;
		struct stage_fill next = *fill;

		if (!model_fact_value(facts, queues[i].depth, 0, &depth))
			continue;
		next.row = &now;
		if (model_fact_value(facts, queues[i].limit,
				     queues[i].limit_index, &limit))
			stage_set_full(&next, depth, limit);
		else if (!(row->has & MODEL_STAGE_HAS_DEPTH))
			stage_set_depth(&next, depth);
		else
			continue;
		if (row->has & MODEL_STAGE_HAS_FULLNESS &&
		    row->permille >= now.permille)
			continue;
		*row = now;
		name_object(fill, depth ? queues[i].object : "");
	}
	return fill->row->has & MODEL_STAGE_HAS_DEPTH;
}

void stage_reassembly(struct stage_fill *fill)
{
	static const struct queue queues[] = {
		{ "IPv4", "sockstat.FRAG.memory", "net.ipv4.ipfrag_high_thresh", 0 },
		{ "IPv6", "sockstat6.FRAG6.memory", "net.ipv6.ip6frag_high_thresh", 0 },
	};
	static const char *const counters[] = {
		"IpReasmFails", "Ip6ReasmFails", NULL
	};

	stage_count(fill, counters);
	if (!show_fullest(fill, queues, ARRAY_SIZE(queues)))
		fill->row->unknown = "/proc/net/sockstat is not there";
}

/*
 * UDP has no pressure: above its first limit a socket gets no more than
 * udp_rmem_min (__sk_mem_raise_allocated()).
 */
void stage_protocol_memory(struct stage_fill *fill)
{
	static const struct queue queues[] = {
		{ "TCP", "sockstat.TCP.mem", "net.ipv4.tcp_mem", 2 },
		{ "UDP", "sockstat.UDP.mem", "net.ipv4.udp_mem", 0 },
	};
	static const char *const counters[] = {
		"TcpExtTCPMemoryPressures", "UdpMemErrors", "Udp6MemErrors",
		NULL
	};

	stage_count(fill, counters);
	if (!show_fullest(fill, queues, ARRAY_SIZE(queues)))
		fill->row->unknown = "/proc/net/sockstat is not there";
}

void stage_connections(struct stage_fill *fill)
{
	static const struct queue queues[] = {
		{ "TIME_WAIT", "sockstat.TCP.tw", "net.ipv4.tcp_max_tw_buckets", 0 },
		{ "orphans", "sockstat.TCP.orphan", "net.ipv4.tcp_max_orphans", 0 },
	};
	static const char *const counters[] = {
		"TcpExtTCPTimeWaitOverflow", "TcpExtTCPAbortOnMemory", NULL
	};

	stage_count(fill, counters);
	if (!show_fullest(fill, queues, ARRAY_SIZE(queues)))
		fill->row->unknown = "/proc/net/sockstat is not there";
}

void stage_ports(struct stage_fill *fill)
{
	const struct model_ports *ports = &fill->after->ports;
	struct model_sock sock = { .snap.id = ports->id };
	char peer[MODEL_ENDPOINT_MAX];
	__s64 low, high;
	bool ranged;

	ranged = model_fact_value(&fill->after->facts,
				  "net.ipv4.ip_local_port_range", 0, &low) &&
		 model_fact_value(&fill->after->facts,
				  "net.ipv4.ip_local_port_range", 1, &high) &&
		 low >= 0 && high >= low && high <= UINT16_MAX;
	if (!ports->known) {
		fill->row->unknown = "connections are not counted by destination";
		if (ranged)
			stage_set_limit(fill, high - low + 1);
		return;
	}
	if (ranged)
		stage_set_full(fill, ports->used, high - low + 1);
	else
		stage_set_depth(fill, ports->used);
	if (!ports->used)
		return;
	model_endpoint(&sock, true, peer, sizeof(peer));
	snprintf(fill->row->object, sizeof(fill->row->object), "to %s", peer);
}

void stage_descriptors(struct stage_fill *fill)
{
	static const struct queue queues[] = {
		{ "whole machine", "file-nr.open", "file-nr.max", 0 },
	};
	const struct model_process_files *files = fill->after->files;
	const struct model_stage_row *row = fill->row;
	bool known = show_fullest(fill, queues, ARRAY_SIZE(queues));

	if (!fill->after->file_count) {
		if (!known)
			fill->row->unknown = "/proc/sys/fs/file-nr is not there";
		return;
	}
	if (known && row->has & MODEL_STAGE_HAS_FULLNESS && files->limit &&
	    files->open * 1000 / files->limit < row->permille)
		return;
	stage_set_full(fill, files->open, files->limit);
	snprintf(fill->row->object, sizeof(fill->row->object), "%.*s(%u)",
		 (int)sizeof(files->process.comm), files->process.comm,
		 files->process.pid);
}
