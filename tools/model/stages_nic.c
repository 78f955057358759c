// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages of which every network device has one. */
#include <stdio.h>
#include <string.h>

#include "model/stages_fill.h"

static const struct model_nic *find_nic(const struct model_snapshot *snapshot,
					unsigned int ifindex)
{
	for (size_t i = 0; snapshot && i < snapshot->nic_count; i++)
		if (snapshot->nics[i].ifindex == ifindex)
			return &snapshot->nics[i];
	return NULL;
}

static __u64 nic_value(const struct model_facts *facts, const char *name)
{
	__s64 value;

	return model_fact_value(facts, name, 0, &value) && value > 0 ? value : 0;
}

/* Drivers count one loss as an overflow of the fifo, of the ring, or as both. */
static __u64 ring_loss(const struct model_nic *nic)
{
	__u64 fifo = nic_value(&nic->drops, "rx_fifo");
	__u64 over = nic_value(&nic->drops, "rx_over");

	return nic_value(&nic->drops, "rx_missed") +
	       nic_value(&nic->drops, "rx_no_buffer") +
	       (fifo > over ? fifo : over);
}

static __u64 qdisc_loss(const struct model_nic *nic)
{
	return nic_value(&nic->drops, "qdisc_drops");
}

/* What devices have lost, added up, and the one that has lost the most. */
struct nic_losses {
	const struct model_nic	*worst;
	__u64			most;
	__u64			most_new;
	__u64			loss;
	__u64			lost;
	bool			known_before;
};

static void add_nic(struct nic_losses *losses, const struct model_nic *nic,
		    const struct model_nic *then,
		    __u64 (*loss_of)(const struct model_nic *nic))
{
	__u64 now = loss_of(nic), before = then ? loss_of(then) : now;
	__u64 lost = now > before ? now - before : 0;

	losses->loss += now;
	losses->lost += lost;
	losses->known_before |= !!then;
	if (!losses->worst || lost > losses->most_new ||
	    (lost == losses->most_new && now > losses->most)) {
		losses->worst = nic;
		losses->most = now;
		losses->most_new = lost;
	}
}

static void tell_losses(struct stage_fill *fill,
			const struct nic_losses *losses)
{
	if (losses->worst)
		stage_set_loss(fill, losses->loss, losses->known_before,
			       losses->lost);
}

void stage_ring(struct stage_fill *fill)
{
	const struct model_snapshot *after = fill->after;
	struct nic_losses losses = { 0 };

	for (size_t i = 0; i < after->nic_count; i++) {
		const struct model_nic *nic = &after->nics[i];

		if (nic->has & MODEL_NIC_HAS_RING)
			add_nic(&losses, nic,
				find_nic(fill->before, nic->ifindex),
				ring_loss);
	}
	tell_losses(fill, &losses);
	if (!losses.worst) {
		fill->row->unknown = after->nic_count ?
			"no device here has rings that it tells of" :
			"no device is known";
		return;
	}
	stage_set_depth(fill, losses.worst->ring_rx);
	if (losses.worst->ring_rx_max)
		stage_set_limit(fill, losses.worst->ring_rx_max);
	snprintf(fill->row->object, sizeof(fill->row->object), "%s",
		 losses.worst->ifname);
}

static bool has_queue(const struct model_nic *nic)
{
	return nic->qdisc[0] && strcmp(nic->qdisc, "noqueue") &&
	       model_fact(&nic->queues, "qdisc_qlen");
}

void stage_qdisc(struct stage_fill *fill)
{
	const struct model_snapshot *after = fill->after;
	const struct model_nic *fullest = NULL;
	struct nic_losses losses = { 0 };
	__u64 most = 0;

	for (size_t i = 0; i < after->nic_count; i++) {
		const struct model_nic *nic = &after->nics[i];
		__u64 limit = nic_value(&nic->queues, "qdisc_limit");
		__u64 qlen = nic_value(&nic->queues, "qdisc_qlen");

		if (!has_queue(nic))
			continue;
		add_nic(&losses, nic, find_nic(fill->before, nic->ifindex),
			qdisc_loss);
		if (!fullest || (limit && qlen * 1000 / limit > most)) {
			fullest = nic;
			most = limit ? qlen * 1000 / limit : 0;
		}
	}
	tell_losses(fill, &losses);
	if (!fullest) {
		fill->row->unknown = after->nic_count ?
			"no device here has a qdisc that keeps packets" :
			"no device is known";
		return;
	}
	if (losses.most_new || (losses.most && !most))
		fullest = losses.worst;
	if (nic_value(&fullest->queues, "qdisc_limit"))
		stage_set_full(fill, nic_value(&fullest->queues, "qdisc_qlen"),
			       nic_value(&fullest->queues, "qdisc_limit"));
	else
		stage_set_depth(fill, nic_value(&fullest->queues, "qdisc_qlen"));
	if (most || losses.most)
		snprintf(fill->row->object, sizeof(fill->row->object), "%s %s",
			 fullest->ifname, fullest->qdisc);
}
