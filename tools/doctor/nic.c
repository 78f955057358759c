// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: what network devices lose: rings, bad frames, qdiscs. */
#include <string.h>

#include "array.h"
#include "doctor/rule.h"

/* A qdisc that nobody has chosen, or one with room for too few packets. */
#define QDISC_LEAST	1000

/* These drop on purpose, to keep their queues short. */
static const char *const managed[] = {
	"fq_codel", "codel", "cake", "pie", "fq_pie", "red", "choke", "sfb",
	"sfq", "fq",
};

static const struct model_nic *nic_before(const struct judge *judge,
					  const struct model_nic *now)
{
	for (size_t i = 0; i < judge->before->nic_count; i++)
		if (judge->before->nics[i].ifindex == now->ifindex)
			return &judge->before->nics[i];
	return NULL;
}

static __s64 grown(const struct model_nic *before, const struct model_nic *now,
		   const char *name)
{
	__s64 delta = 0;

	model_fact_delta(&before->drops, &now->drops, name, &delta);
	return delta;
}

static __s64 gauge(const struct model_nic *nic, const char *name)
{
	__s64 value = 0;

	model_fact_value(&nic->queues, name, 0, &value);
	return value;
}

static __s64 packets_in(const struct judge *judge)
{
	return judge_grown(judge, "IpInReceives") +
	       judge_grown(judge, "Ip6InReceives");
}

/* One loss may be in several of them, so the highest stands for all. */
static __s64 ring_loss(const struct model_nic *before,
		       const struct model_nic *now)
{
	static const char *const names[] = {
		"rx_missed", "rx_fifo", "rx_over", "rx_no_buffer",
	};
	__s64 most = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		__s64 lost = grown(before, now, names[i]);

		if (lost > most)
			most = lost;
	}
	return most;
}

static void say_ring(struct doctor_finding *finding,
		     const struct model_nic *nic)
{
	bool known = nic->has & MODEL_NIC_HAS_RING;

	doctor_say(finding->cause,
		   "Packets came faster than they were taken from the device's receive ring");
	if (known)
		doctor_add(finding->cause,
			   " of %u descriptors (the hardware takes %u)",
			   nic->ring_rx, nic->ring_rx_max);
	doctor_add(finding->cause, ", so it had none to put them into.");
	if (known && nic->ring_rx < nic->ring_rx_max &&
	    doctor_device_plain(nic->ifname))
		doctor_say(finding->fix,
			   "ethtool -G %s rx %u\n# this may interrupt the link for a moment",
			   nic->ifname, nic->ring_rx_max);
	else
		doctor_say(finding->fix,
			   "# the ring can't be made larger: spread the work over more queues (ethtool -L) and CPUs, see 'nettune nic'");
}

/**
 * doctor_nic_rings() - packets that found no descriptor in the receive ring
 * @judge: the judgement
 */
void doctor_nic_rings(struct judge *judge)
{
	for (size_t i = 0; i < judge->after->nic_count; i++) {
		const struct model_nic *now = &judge->after->nics[i];
		const struct model_nic *before = nic_before(judge, now);
		struct doctor_finding *finding;
		__s64 lost;

		lost = before ? ring_loss(before, now) : 0;
		if (!judge_losing(judge, lost, packets_in(judge)))
			continue;
		finding = judge_find(judge, DOCTOR_CRITICAL);
		doctor_say(finding->object, "%s", now->ifname);
		judge_note(judge, finding, "lost", lost);
		judge_note(judge, finding, "lost_per_s",
			   judge_rate(judge, lost));
		judge_note(judge, finding, "rx_missed",
			   grown(before, now, "rx_missed"));
		judge_note(judge, finding, "rx_fifo",
			   grown(before, now, "rx_fifo"));
		judge_note(judge, finding, "rx_no_buffer",
			   grown(before, now, "rx_no_buffer"));
		if (now->has & MODEL_NIC_HAS_RING) {
			judge_note(judge, finding, "ring_rx", now->ring_rx);
			judge_note(judge, finding, "ring_rx_max",
				   now->ring_rx_max);
		}
		say_ring(finding, now);
	}
}

/**
 * doctor_nic_errors() - frames that a device found damaged
 * @judge: the judgement
 */
void doctor_nic_errors(struct judge *judge)
{
	for (size_t i = 0; i < judge->after->nic_count; i++) {
		const struct model_nic *now = &judge->after->nics[i];
		const struct model_nic *before = nic_before(judge, now);
		struct doctor_finding *finding;
		__s64 bad;

		bad = before ? grown(before, now, "rx_crc") : 0;
		if (!judge_losing(judge, bad, packets_in(judge)))
			continue;
		finding = judge_find(judge, DOCTOR_CRITICAL);
		doctor_say(finding->object, "%s", now->ifname);
		judge_note(judge, finding, "rx_crc", bad);
		judge_note(judge, finding, "rx_crc_per_s",
			   judge_rate(judge, bad));
		doctor_say(finding->cause,
			   "Frames arrive damaged: cable, transceiver, switch port or the device itself.");
		doctor_say(finding->fix,
			   "# replace cable or transceiver, compare speed and duplex with the switch port");
	}
}

static bool is_managed(const char *qdisc)
{
	for (size_t i = 0; i < ARRAY_SIZE(managed); i++)
		if (!strcmp(managed[i], qdisc))
			return true;
	return false;
}

static void say_qdisc(struct doctor_finding *finding,
		      const struct model_nic *nic)
{
	__s64 limit = gauge(nic, "qdisc_limit");
	__s64 wanted = doctor_round_up(4 * limit, QDISC_LEAST, 10 * QDISC_LEAST);
	bool plain = doctor_device_plain(nic->ifname);

	doctor_say(finding->cause,
		   "More was to be sent than the queue in front of the device (qdisc %s",
		   *nic->qdisc ? nic->qdisc : "unknown");
	if (limit)
		doctor_add(finding->cause, ", limit %lld packets", limit);
	doctor_add(finding->cause, ") takes.");
	if (plain && !strcmp(nic->qdisc, "pfifo"))
		doctor_say(finding->fix,
			   "tc qdisc change dev %s root pfifo limit %lld",
			   nic->ifname, wanted);
	else if (plain && !strcmp(nic->qdisc, "pfifo_fast"))
		doctor_say(finding->fix,
			   "ip link set dev %s txqueuelen %lld\n# then, so that it counts: tc qdisc replace dev %s root fq_codel",
			   nic->ifname, wanted, nic->ifname);
	else
		doctor_say(finding->fix,
			   "# raise the qdisc's limit or rate (see tc -s qdisc), or send less");
}

/**
 * doctor_qdiscs() - packets dropped before they reached a device
 * @judge: the judgement
 */
void doctor_qdiscs(struct judge *judge)
{
	__s64 sent = judge_grown(judge, "IpOutRequests") +
		     judge_grown(judge, "Ip6OutRequests");

	for (size_t i = 0; i < judge->after->nic_count; i++) {
		const struct model_nic *now = &judge->after->nics[i];
		const struct model_nic *before = nic_before(judge, now);
		struct doctor_finding *finding;
		__s64 lost;

		lost = before ? grown(before, now, "qdisc_drops") : 0;
		if (is_managed(now->qdisc) || !judge_losing(judge, lost, sent))
			continue;
		finding = judge_find(judge, DOCTOR_CRITICAL);
		doctor_say(finding->object, "%s", now->ifname);
		judge_note(judge, finding, "qdisc_drops", lost);
		judge_note(judge, finding, "qdisc_drops_per_s",
			   judge_rate(judge, lost));
		judge_note(judge, finding, "qdisc_qlen",
			   gauge(now, "qdisc_qlen"));
		if (gauge(now, "qdisc_limit"))
			judge_note(judge, finding, "qdisc_limit",
				   gauge(now, "qdisc_limit"));
		judge_note(judge, finding, "txqueuelen",
			   gauge(now, "txqueuelen"));
		say_qdisc(finding, now);
	}
}
