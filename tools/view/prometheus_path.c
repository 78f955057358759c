// SPDX-License-Identifier: GPL-2.0-or-later
/* Metrics of the stages, listeners and CPUs. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "model/stages.h"
#include "view/prometheus.h"

/* Stages */

static bool get_fullness(const void *object,
			 const struct prometheus_metric *metric, double *value)
{
	const struct model_stage_row *row = object;

	*value = row->permille / 1000.0;
	return row->has & metric->has;
}

static bool get_loss(const void *object,
		     const struct prometheus_metric *metric, double *value)
{
	const struct model_stage_row *row = object;

	*value = row->loss;
	return row->has & metric->has;
}

static const struct prometheus_metric stage_metrics[] = {
	{ "nettune_stage_fullness_ratio",
	  "How full the fullest queue of a stage is, of 1; an accept or SYN queue loses when it is above 1.",
	  .get = get_fullness, .has = MODEL_STAGE_HAS_FULLNESS },
	{ "nettune_stage_lost_total",
	  "What a stage has lost: packets, segments, connection requests. For napi the times that work was put off, for send-buffer the segments sent again.",
	  .fold = SERIES_COUNTER, .get = get_loss,
	  .has = MODEL_STAGE_HAS_LOSS },
};

static int fill_stages(const struct prometheus_look *look,
		       const struct prometheus_family *family,
		       struct series *objects)
{
	struct model_stage_row rows[MODEL_STAGES];
	int err = 0;

	model_stages(NULL, &look->snapshot, rows);
	for (size_t i = 0; !err && i < MODEL_STAGES; i++) {
		char labels[SERIES_LABELS];

		prometheus_label(labels, 0, "stage", model_stage_name(i));
		err = prometheus_object(family, objects, labels, i, &rows[i]);
	}
	return err;
}

const struct prometheus_family prometheus_stage = {
	.name = "stage", .labels = "stage", .metrics = stage_metrics,
	.count = ARRAY_SIZE(stage_metrics), .fill = fill_stages,
};

/* Listeners */

static bool get_u32(const void *object, const struct prometheus_metric *metric,
		    double *value)
{
	const struct model_sock *sock = object;
	__u32 number;

	memcpy(&number, (const char *)object + metric->at, sizeof(number));
	*value = number;
	return sock->snap.has & metric->has;
}

/* @at: one of enum nettune_key, permille */
static bool get_permille(const void *object,
			 const struct prometheus_metric *metric, double *value)
{
	const struct model_sock *sock = object;
	__u32 permille;

	if (!nt_key_value(&sock->snap, metric->at, &permille))
		return false;
	*value = permille / 1000.0;
	return true;
}

#define SNAP(member)	.at = offsetof(struct model_sock, snap.member)

static const struct prometheus_metric listener_metrics[] = {
	{ "nettune_listener_sockets",
	  "Sockets that listen there: more than one share it by SO_REUSEPORT.",
	  .get = prometheus_one },
	{ "nettune_listener_accept_queue_connections",
	  "Connections that wait for the application to accept them.",
	  .get = get_u32, SNAP(listener.accept_q), .has = NT_HAS_ACCEPT },
	{ "nettune_listener_accept_queue_limit_connections",
	  "Connections that may wait: the lower of the argument of listen() and somaxconn. One more is taken.",
	  .get = get_u32, SNAP(listener.accept_max), .has = NT_HAS_ACCEPT },
	{ "nettune_listener_accept_queue_fullness_ratio",
	  "How full the accept queue is, of 1, that of the fullest socket; connections are lost above 1.",
	  .fold = SERIES_MAX, .get = get_permille, .at = NETTUNE_KEY_ACCEPT },
	{ "nettune_listener_syn_queue_connections",
	  "Connections that are half open. Only the kernel module knows.",
	  .get = get_u32, SNAP(listener.syn_q), .has = NT_HAS_SYN },
	{ "nettune_listener_syn_queue_limit_connections",
	  "Connections that may be half open. Only the kernel module knows.",
	  .get = get_u32, SNAP(listener.syn_max), .has = NT_HAS_SYN },
	{ "nettune_listener_syn_queue_fullness_ratio",
	  "How full the SYN queue is, of 1, that of the fullest socket. Only the kernel module knows.",
	  .fold = SERIES_MAX, .get = get_permille, .at = NETTUNE_KEY_SYN },
	{ "nettune_listener_dropped_connections_total",
	  "Connection requests that were dropped at the listener.",
	  .fold = SERIES_COUNTER, .get = get_u32, SNAP(mem.drops),
	  .has = NT_HAS_MEM },
};

static int compare_listeners(const void *left, const void *right)
{
	const struct nettune_sock_id *a =
		&(*(const struct model_sock *const *)left)->snap.id;
	const struct nettune_sock_id *b =
		&(*(const struct model_sock *const *)right)->snap.id;

	if (a->sport != b->sport)
		return ntohs(a->sport) < ntohs(b->sport) ? -1 : 1;
	return a->family - b->family ?:
	       memcmp(a->saddr, b->saddr, sizeof(a->saddr)) ?:
	       (a->ifindex > b->ifindex) - (a->ifindex < b->ifindex);
}

static int add_listener(const struct prometheus_family *family,
			struct series *objects, const struct model_sock *sock)
{
	const struct nettune_sock_id *id = &sock->snap.id;
	char labels[SERIES_LABELS], text[INET6_ADDRSTRLEN];
	size_t len;

	if (!model_address(id, false, text, sizeof(text)))
		return 0;
	len = prometheus_label(labels, 0, "address", text);
	snprintf(text, sizeof(text), "%u", ntohs(id->sport));
	len = prometheus_label(labels, len, "port", text);
	if (id->ifindex) {
		snprintf(text, sizeof(text), "%u", id->ifindex);
		prometheus_label(labels, len, "device", sock->ifname ?: text);
	}
	return prometheus_object(family, objects, labels,
				 id->cookie ?: sock->snap.owner.inode, sock);
}

/* The lowest ports first, so that the same ones are told again and again. */
static int fill_listeners(const struct prometheus_look *look,
			  const struct prometheus_family *family,
			  struct series *objects)
{
	const struct model_socks *listeners = &look->snapshot.listeners;
	const struct model_sock **sorted;
	int err = 0;

	sorted = calloc(listeners->count + 1, sizeof(*sorted));
	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < listeners->count; i++)
		sorted[i] = &listeners->socks[i].sock;
	qsort(sorted, listeners->count, sizeof(*sorted), compare_listeners);
	for (size_t i = 0; !err && i < listeners->count; i++)
		err = add_listener(family, objects, sorted[i]);
	free(sorted);
	return err;
}

const struct prometheus_family prometheus_listener = {
	.name = "listener", .labels = "address, port, device",
	.other = "address=\"other\",port=\"other\"",
	.metrics = listener_metrics, .count = ARRAY_SIZE(listener_metrics),
	.teller = PROMETHEUS_LISTENERS, .fill = fill_listeners,
};

/* CPUs */

static bool get_cpu(const void *object, const struct prometheus_metric *metric,
		    double *value)
{
	const struct model_softnet *cpu = object;
	__u32 number;

	memcpy(&number, (const char *)object + metric->at, sizeof(number));
	*value = number;
	return !metric->has || cpu->has & metric->has;
}

/* Hundredths of a percent. */
static bool get_average(const void *object,
			const struct prometheus_metric *metric, double *value)
{
	bool known = get_cpu(object, metric, value);

	*value /= 10000;
	return known;
}

#define CPU(member)	.at = offsetof(struct model_softnet, member)
#define PRESSURE	"nettune_softnet_pressure_ratio"

static const struct prometheus_metric softnet_metrics[] = {
	{ "nettune_softnet_processed_packets_total",
	  "Packets that the CPU has processed.",
	  .fold = SERIES_COUNTER, .get = get_cpu, CPU(stat.processed) },
	{ "nettune_softnet_dropped_packets_total",
	  "Packets that were dropped because the CPU's input queue was full.",
	  .fold = SERIES_COUNTER, .get = get_cpu, CPU(stat.dropped) },
	{ "nettune_softnet_time_squeezes_total",
	  "Times that the CPU stopped with packets left, because its budget was used up.",
	  .fold = SERIES_COUNTER, .get = get_cpu, CPU(stat.time_squeeze) },
	{ "nettune_softnet_rps_wakeups_total",
	  "Times that another CPU woke this one to process packets.",
	  .fold = SERIES_COUNTER, .get = get_cpu, CPU(stat.received_rps),
	  .has = MODEL_SOFTNET_HAS_RPS },
	{ "nettune_softnet_flow_limit_packets_total",
	  "Packets that were dropped because one flow filled half of the queue.",
	  .fold = SERIES_COUNTER, .get = get_cpu, CPU(flow_limit),
	  .has = MODEL_SOFTNET_HAS_FLOW_LIMIT },
	{ "nettune_softnet_input_queue_packets",
	  "Packets that wait in the CPU's input queue.",
	  .get = get_cpu, CPU(stat.input_qlen),
	  .has = MODEL_SOFTNET_HAS_INPUT },
	{ "nettune_softnet_process_queue_packets",
	  "Packets that the CPU has taken off its input queue, and not processed yet.",
	  .get = get_cpu, CPU(stat.process_qlen),
	  .has = MODEL_SOFTNET_HAS_PROCESS },
	{ "nettune_softnet_peak_queue_packets",
	  "Most packets that the sampler has seen in the input queue, while it runs.",
	  .fold = SERIES_MAX, .get = get_cpu, CPU(stat.peak),
	  .has = MODEL_SOFTNET_HAS_PRESSURE },
	{ PRESSURE,
	  "Share of the time in which the input queue was too full, a moving average, while the sampler runs.",
	  .extra = "window=\"10s\"", .fold = SERIES_MAX, .get = get_average,
	  CPU(stat.avg10), .has = MODEL_SOFTNET_HAS_PRESSURE },
	{ PRESSURE, .extra = "window=\"60s\"", .fold = SERIES_MAX,
	  .get = get_average, CPU(stat.avg60),
	  .has = MODEL_SOFTNET_HAS_PRESSURE },
	{ PRESSURE, .extra = "window=\"300s\"", .fold = SERIES_MAX,
	  .get = get_average, CPU(stat.avg300),
	  .has = MODEL_SOFTNET_HAS_PRESSURE },
};

static int fill_softnet(const struct prometheus_look *look,
			const struct prometheus_family *family,
			struct series *objects)
{
	int err = 0;

	for (size_t i = 0; !err && i < look->snapshot.cpus; i++) {
		const struct model_softnet *cpu = &look->snapshot.softnet[i];
		char labels[SERIES_LABELS], number[16];

		snprintf(number, sizeof(number), "%u", cpu->stat.cpu);
		prometheus_label(labels, 0, "cpu", number);
		err = prometheus_object(family, objects, labels, cpu->stat.cpu,
					cpu);
	}
	return err;
}

const struct prometheus_family prometheus_softnet = {
	.name = "softnet", .labels = "cpu", .other = "cpu=\"other\"",
	.metrics = softnet_metrics, .count = ARRAY_SIZE(softnet_metrics),
	.teller = PROMETHEUS_SOFTNET, .fill = fill_softnet,
};
