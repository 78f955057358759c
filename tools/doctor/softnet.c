// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: the receive softirq: per-CPU backlogs, budget. */
#include "doctor/rule.h"

#define BACKLOG_LEAST	4096
#define BACKLOG_MOST	32768

/* What the kernel sets by itself; less was set by somebody. */
#define BUDGET_DEFAULT		300
#define BUDGET_USECS_DEFAULT	2000

/* Twice that is the highest that is proposed: user tasks have to run too. */
#define BUDGET_USECS_MOST	20000

/* The softirq has to stop so often a second for it to matter. */
#define SQUEEZE_RATE	50

/* What a CPU, or all, did between the snapshots. */
struct work {
	__s64 processed;
	__s64 dropped;
	__s64 squeezed;
	__s64 flow_limit;
};

static const struct model_softnet *cpu_of(const struct model_snapshot *snapshot,
					  __u32 cpu)
{
	for (size_t i = 0; i < snapshot->cpus; i++)
		if (snapshot->softnet[i].stat.cpu == cpu)
			return &snapshot->softnet[i];
	return NULL;
}

/* The counters are of 32 bits, and wrap. */
static bool work_of(const struct judge *judge,
		    const struct model_softnet *after, struct work *work)
{
	const struct model_softnet *before;

	before = cpu_of(judge->before, after->stat.cpu);
	if (!before)
		return false;
	*work = (struct work) {
		.processed = (__u32)(after->stat.processed -
				     before->stat.processed),
		.dropped = (__u32)(after->stat.dropped - before->stat.dropped),
		.squeezed = (__u32)(after->stat.time_squeeze -
				    before->stat.time_squeeze),
	};
	if (after->has & before->has & MODEL_SOFTNET_HAS_FLOW_LIMIT)
		work->flow_limit = (__u32)(after->flow_limit -
					   before->flow_limit);
	return true;
}

/*
 * Of all CPUs: what is dropped counts for the CPU whose backlog it was to go to,
 * that a flow has too much of it for the one that brought it
 * (enqueue_to_backlog(), skb_flow_limit()).
 */
static enum doctor_backlog backlog_of(const struct judge *judge)
{
	struct work all = { 0 }, work;

	for (size_t i = 0; i < judge->after->cpus; i++) {
		if (!work_of(judge, &judge->after->softnet[i], &work))
			continue;
		all.dropped += work.dropped;
		all.flow_limit += work.flow_limit;
	}
	return all.flow_limit * 2 >= all.dropped ? DOCTOR_BACKLOG_FLOW :
						   DOCTOR_BACKLOG_FULL;
}

static void say_backlog(const struct judge *judge,
			struct doctor_finding *finding, __s64 limit)
{
	__s64 wanted = doctor_round_up(4 * limit, BACKLOG_LEAST, BACKLOG_MOST);

	if (judge->rule->variant == DOCTOR_BACKLOG_FLOW) {
		doctor_say(finding->cause,
			   "One flow filled more than half of a CPU's backlog, and the flow limit dropped its packets so that others have room.");
		doctor_say(finding->fix,
			   "sysctl -w net.core.netdev_max_backlog=%lld\n# or, for no flow limit: sysctl -w net.core.flow_limit_cpu_bitmap=0",
			   wanted);
		return;
	}
	doctor_say(finding->cause,
		   "Packets that loopback, veth, tunnels or RPS hand to this CPU came faster than it processed them, and its backlog took no more.");
	doctor_say(finding->fix,
		   "sysctl -w net.core.netdev_max_backlog=%lld\n# if one CPU only drops: spread the work, see rps_cpus in /sys/class/net/*/queues",
		   wanted);
}

/**
 * doctor_netdev_backlog() - packets dropped at a CPU's backlog
 * @judge: the judgement; the variant is why
 *
 * One finding for all CPUs: the limit is the same for each, and the CPU named
 * is the one that has lost most (enqueue_to_backlog()).
 */
void doctor_netdev_backlog(struct judge *judge)
{
	const struct model_softnet *most = NULL;
	struct work all = { 0 }, work, most_work = { 0 };
	struct doctor_finding *finding;
	__s64 limit = 0, cpus = 0;

	if ((int)backlog_of(judge) != judge->rule->variant)
		return;
	for (size_t i = 0; i < judge->after->cpus; i++) {
		const struct model_softnet *now = &judge->after->softnet[i];

		if (!work_of(judge, now, &work))
			continue;
		all.flow_limit += work.flow_limit;
		if (!judge_losing(judge, work.dropped, work.processed))
			continue;
		cpus++;
		all.dropped += work.dropped;
		if (!most || work.dropped > most_work.dropped) {
			most = now;
			most_work = work;
		}
	}
	if (!most)
		return;
	finding = judge_find(judge, DOCTOR_CRITICAL);
	doctor_say(finding->object, "cpu %u", most->stat.cpu);
	if (most->has & MODEL_SOFTNET_HAS_MAX)
		limit = most->stat.max_backlog;
	else
		judge_value(judge, "net.core.netdev_max_backlog", 0, &limit);
	judge_note(judge, finding, "cpus", cpus);
	judge_note(judge, finding, "dropped", all.dropped);
	judge_note(judge, finding, "dropped_per_s",
		   judge_rate(judge, all.dropped));
	judge_note(judge, finding, "flow_limit", all.flow_limit);
	judge_note(judge, finding, "processed_per_s",
		   judge_rate(judge, most_work.processed));
	judge_note(judge, finding, "time_squeeze", most_work.squeezed);
	if (limit)
		judge_note(judge, finding, "max_backlog", limit);
	say_backlog(judge, finding, limit);
}

static void add_work(const struct judge *judge, struct work *all)
{
	struct work work;

	for (size_t i = 0; i < judge->after->cpus; i++) {
		if (!work_of(judge, &judge->after->softnet[i], &work))
			continue;
		all->processed += work.processed;
		all->dropped += work.dropped;
		all->squeezed += work.squeezed;
	}
}

static __s64 ring_losses(const struct judge *judge)
{
	static const char *const names[] = { "rx_missed", "rx_fifo" };
	__s64 lost = 0, delta;

	for (size_t i = 0; i < judge->after->nic_count; i++) {
		const struct model_nic *now = &judge->after->nics[i];

		for (size_t j = 0; j < judge->before->nic_count; j++) {
			const struct model_nic *then = &judge->before->nics[j];

			if (then->ifindex != now->ifindex)
				continue;
			for (size_t k = 0; k < 2; k++)
				if (model_fact_delta(&then->drops, &now->drops,
						     names[k], &delta))
					lost += delta;
		}
	}
	return lost;
}

/*
 * That the softirq stops with work left is normal on a busy machine. It is a
 * cause where packets are lost in front of it meanwhile, or where somebody has
 * set a budget lower than the kernel's own.
 */
static enum doctor_budget budget_of(const struct judge *judge,
				    const struct work *all)
{
	__s64 budget, usecs, lost = all->dropped + ring_losses(judge);
	bool loses = judge_losing(judge, lost, all->processed);

	if (judge_rate(judge, all->squeezed) < SQUEEZE_RATE ||
	    !judge_value(judge, "net.core.netdev_budget", 0, &budget) ||
	    !judge_value(judge, "net.core.netdev_budget_usecs", 0, &usecs))
		return DOCTOR_BUDGET_NONE;
	if (budget < BUDGET_DEFAULT / 4)
		return DOCTOR_BUDGET_PACKETS;
	if (usecs < BUDGET_USECS_DEFAULT / 4)
		return DOCTOR_BUDGET_TIME;
	/* The backlog is looked after by a rule of its own. */
	if (!loses || !judge_losing(judge, ring_losses(judge), 0))
		return DOCTOR_BUDGET_NONE;
	/* A last poll may take a whole weight more. */
	return all->processed / all->squeezed >= budget ?
		       DOCTOR_BUDGET_PACKETS : DOCTOR_BUDGET_TIME;
}

static void say_budget(struct doctor_finding *finding, bool packets,
		       __s64 budget, __s64 usecs)
{
	__s64 wanted = 2 * (packets ? budget : usecs);

	if (packets) {
		if (wanted < BUDGET_DEFAULT)
			wanted = BUDGET_DEFAULT;
		doctor_say(finding->cause,
			   "The receive softirq stops after %lld packets with work left, because of net.core.netdev_budget; netdev_budget_usecs is not reached.",
			   budget);
		doctor_say(finding->fix, "sysctl -w net.core.netdev_budget=%lld",
			   wanted);
		return;
	}
	if (wanted < BUDGET_USECS_DEFAULT)
		wanted = BUDGET_USECS_DEFAULT;
	if (wanted > BUDGET_USECS_MOST)
		wanted = BUDGET_USECS_MOST;
	doctor_say(finding->cause,
		   "The receive softirq stops after %lld us with work left, because of net.core.netdev_budget_usecs; a higher netdev_budget would change nothing.",
		   usecs);
	doctor_say(finding->fix, "sysctl -w net.core.netdev_budget_usecs=%lld",
		   wanted);
}

/**
 * doctor_napi_budget() - the receive softirq ends too early
 * @judge: the judgement; the variant is which of its two limits does it
 *
 * net_rx_action() counts time_squeeze when either is reached.
 */
void doctor_napi_budget(struct judge *judge)
{
	bool packets = judge->rule->variant == DOCTOR_BUDGET_PACKETS;
	struct doctor_finding *finding;
	struct work all = { 0 };
	__s64 budget, usecs;

	add_work(judge, &all);
	if ((int)budget_of(judge, &all) != judge->rule->variant)
		return;
	judge_value(judge, "net.core.netdev_budget", 0, &budget);
	judge_value(judge, "net.core.netdev_budget_usecs", 0, &usecs);
	finding = judge_find(judge, all.dropped || ring_losses(judge) ?
				    DOCTOR_CRITICAL : DOCTOR_WARNING);
	judge_note(judge, finding, "time_squeeze", all.squeezed);
	judge_note(judge, finding, "time_squeeze_per_s",
		   judge_rate(judge, all.squeezed));
	judge_note(judge, finding, "processed", all.processed);
	judge_note(judge, finding, "netdev_budget", budget);
	judge_note(judge, finding, "netdev_budget_usecs", usecs);
	say_budget(finding, packets, budget, usecs);
}
