// SPDX-License-Identifier: GPL-2.0-or-later
/* Metrics of network devices, and of sockets added up. */
#include <string.h>

#include "array.h"
#include "view/prometheus.h"

/* Devices */

static bool get_drops(const void *object,
		      const struct prometheus_metric *metric, double *value)
{
	const struct model_nic *nic = object;
	__s64 number;

	if (!model_fact_value(&nic->drops, metric->fact, 0, &number) ||
	    number < 0)
		return false;
	*value = number;
	return true;
}

static bool get_queue(const void *object,
		      const struct prometheus_metric *metric, double *value)
{
	const struct model_nic *nic = object;
	__s64 number;

	if (!model_fact_value(&nic->queues, metric->fact, 0, &number) ||
	    number < 0)
		return false;
	*value = number;
	return true;
}

static bool get_ring(const void *object,
		     const struct prometheus_metric *metric, double *value)
{
	const struct model_nic *nic = object;
	__u32 number;

	memcpy(&number, (const char *)object + metric->at, sizeof(number));
	*value = number;
	return nic->has & MODEL_NIC_HAS_RING;
}

static bool get_link(const void *object,
		     const struct prometheus_metric *metric, double *value)
{
	const struct model_nic *nic = object;

	(void)metric;
	*value = nic->link;
	return nic->has & MODEL_NIC_HAS_LINK;
}

#define LOST	"nettune_nic_lost_packets_total"
#define CAUSE		.fold = SERIES_COUNTER, .get = get_drops, .fact
#define NIC(member)	.at = offsetof(struct model_nic, member)
#define RING		"nettune_nic_ring_descriptors"
#define RING_MAX	"nettune_nic_ring_limit_descriptors"
#define RECEIVE		.extra = "direction=\"receive\"", .fold = SERIES_ALONE
#define SEND		.extra = "direction=\"send\"", .fold = SERIES_ALONE

static const struct prometheus_metric nic_metrics[] = {
	{ LOST,
	  "Packets that were lost or broken, by cause. A driver may tell one packet under several of rx_missed, rx_fifo and rx_over.",
	  .extra = "cause=\"rx_missed\"", CAUSE = "rx_missed" },
	{ LOST, .extra = "cause=\"rx_fifo\"", CAUSE = "rx_fifo" },
	{ LOST, .extra = "cause=\"rx_over\"", CAUSE = "rx_over" },
	{ LOST, .extra = "cause=\"rx_no_buffer\"", CAUSE = "rx_no_buffer" },
	{ LOST, .extra = "cause=\"rx_crc\"", CAUSE = "rx_crc" },
	{ LOST, .extra = "cause=\"rx_errors\"", CAUSE = "rx_errors" },
	{ LOST, .extra = "cause=\"rx_dropped\"", CAUSE = "rx_dropped" },
	{ LOST, .extra = "cause=\"tx_errors\"", CAUSE = "tx_errors" },
	{ LOST, .extra = "cause=\"tx_dropped\"", CAUSE = "tx_dropped" },
	{ LOST, .extra = "cause=\"tx_carrier\"", CAUSE = "tx_carrier" },
	{ LOST, .extra = "cause=\"qdisc_drops\"", CAUSE = "qdisc_drops" },
	{ RING, "Descriptors in each ring of a direction.",
	  .get = get_ring, NIC(ring_rx), RECEIVE },
	{ RING, .get = get_ring, NIC(ring_tx), SEND },
	{ RING_MAX, "Descriptors that the hardware can have in each ring.",
	  .get = get_ring, NIC(ring_rx_max), RECEIVE },
	{ RING_MAX, .get = get_ring, NIC(ring_tx_max), SEND },
	{ "nettune_nic_qdisc_packets", "Packets that wait in the qdisc.",
	  .get = get_queue, .fact = "qdisc_qlen" },
	{ "nettune_nic_qdisc_bytes", "Bytes that wait in the qdisc.",
	  .get = get_queue, .fact = "qdisc_backlog" },
	{ "nettune_nic_qdisc_limit_packets",
	  "Packets that the qdisc takes.", .fold = SERIES_ALONE,
	  .get = get_queue, .fact = "qdisc_limit" },
	{ "nettune_nic_link_up", "Has the device a link? 1 if it has.",
	  .fold = SERIES_ALONE, .get = get_link },
};

static int add_nics(const struct prometheus_look *look,
		    const struct prometheus_family *family,
		    struct series *objects, bool physical)
{
	int err = 0;

	for (size_t i = 0; !err && i < look->snapshot.nic_count; i++) {
		const struct model_nic *nic = &look->snapshot.nics[i];
		char labels[SERIES_LABELS];

		if (model_nic_is_physical(nic) != physical)
			continue;
		prometheus_label(labels, 0, "device", nic->ifname);
		err = prometheus_object(family, objects, labels, nic->ifindex,
					nic);
	}
	return err;
}

/* Containers' devices come and go: what they leave room for is theirs. */
static int fill_nics(const struct prometheus_look *look,
		     const struct prometheus_family *family,
		     struct series *objects)
{
	return add_nics(look, family, objects, true) ?:
	       add_nics(look, family, objects, false);
}

const struct prometheus_family prometheus_nic = {
	.name = "nic", .labels = "device",
	.other = "device=\"other\"", .metrics = nic_metrics,
	.count = ARRAY_SIZE(nic_metrics), .teller = PROMETHEUS_NICS,
	.fill = fill_nics,
};

/* Sockets */

static const char *const protocols[PROMETHEUS_PROTOCOLS] = {
	[PROMETHEUS_TCP] = "tcp",
	[PROMETHEUS_UDP] = "udp",
	[PROMETHEUS_RAW] = "raw",
};

/**
 * prometheus_protocol_name() - as its label has it
 * @protocol: which
 */
const char *prometheus_protocol_name(enum prometheus_protocol protocol)
{
	return protocols[protocol];
}

static bool get_number(const void *object,
		       const struct prometheus_metric *metric, double *value)
{
	(void)metric;
	*value = *(const __u32 *)object;
	return true;
}

static const struct prometheus_metric socket_metrics[] = {
	{ "nettune_sockets", "Sockets in a state.", .get = get_number },
};

/* Protocols other than TCP have two states, whatever the numbers say. */
static bool can_be(enum prometheus_protocol protocol, unsigned int state,
		   __u32 count)
{
	return protocol == PROMETHEUS_TCP || count ||
	       state == NT_STATE_ESTABLISHED || state == NT_STATE_CLOSE;
}

static int fill_sockets(const struct prometheus_look *look,
			const struct prometheus_family *family,
			struct series *objects)
{
	int err = 0;

	for (size_t i = 0; i < PROMETHEUS_PROTOCOLS; i++) {
		const __u32 *states = look->sockets[i].stat.states;

		if (!look->sockets[i].known)
			continue;
		for (unsigned int state = NT_STATE_ESTABLISHED;
		     !err && state < NETTUNE_STATES; state++) {
			char labels[SERIES_LABELS];
			size_t len;

			if (!can_be(i, state, states[state]))
				continue;
			len = prometheus_label(labels, 0, "protocol",
					       protocols[i]);
			prometheus_label(labels, len, "state",
					 model_state_name(state));
			err = prometheus_object(family, objects, labels, 0,
						&states[state]);
		}
	}
	return err;
}

const struct prometheus_family prometheus_socket = {
	.name = "socket", .labels = "protocol, state",
	.metrics = socket_metrics, .count = ARRAY_SIZE(socket_metrics),
	.fill = fill_sockets,
};

#define NOW	"A distribution of the sockets there are now, not of events: its counts go up and down."
#define TENTHS	" In steps of a tenth, rounded up; a full one counts as 1.1. "
#define HIST(member)	.at = offsetof(struct nettune_summary_hist, member)
#define SUM(member)	.sum = offsetof(struct nettune_summary_stat, member)

const struct prometheus_histogram prometheus_histograms[] = {
	{ "nettune_socket_receive_buffer_fullness_ratio",
	  "How full sockets' receive buffers are, of 1." TENTHS NOW,
	  HIST(rmem) },
	{ "nettune_socket_send_buffer_fullness_ratio",
	  "How full sockets' send buffers are, of 1." TENTHS NOW,
	  HIST(wmem) },
	{ "nettune_socket_receive_queue_bytes",
	  "Bytes that applications have not read yet. " NOW,
	  HIST(recv_q), .log2 = true, SUM(recv_q) },
	{ "nettune_socket_send_queue_bytes",
	  "Bytes that were not sent, or not acknowledged yet. " NOW,
	  HIST(send_q), .log2 = true, SUM(send_q) },
};

const size_t prometheus_histogram_count = ARRAY_SIZE(prometheus_histograms);
