// SPDX-License-Identifier: GPL-2.0
/*
 * The sampler: how full the receive backlogs of the CPUs are over time.
 *
 * A backlog is filled and emptied within one softirq, so who looks at it now
 * and then sees it empty. Here every CPU looks at its own one by a timer: in
 * hard interrupt context, since a soft one would have to wait for the very
 * softirq that it watches. The timers run only while somebody has asked for
 * them (a lease, that ends by itself) or the configuration says so.
 *
 * What a CPU has seen is written by its timer alone. Everything else that
 * touches it (begin, reset, another period) is done by that CPU with
 * interrupts off, or while its timer does not run.
 */
#include "sampler.h"

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>
#include <linux/smp.h>
#include <linux/workqueue.h>
#include <nettune/pressure.h>

#include "compat.h"
#include "config.h"

/* A longer time without a look says nothing of what there was before it. */
#define NT_SAMPLER_MISSED_MAX	(300000000000ULL / NT_PRESSURE_PERIOD_NS)

/**
 * struct nt_sampler - what one CPU has seen of its backlog
 * @timer: looks again and again
 * @period: time between two looks
 * @threshold: fullness, permille, from which on a look counts as pressure
 * @due: when the averages are to be updated, 0 = one period from the first look
 * @pressure: looks and averages, as they are counted
 * @peak: for readers: the highest depth
 * @avg: for readers: averages over 10, 60 and 300 seconds, hundredths of a
 *	percent
 */
struct nt_sampler {
	struct hrtimer		timer;
	ktime_t			period;
	u32			threshold;
	ktime_t			due;
	struct nt_pressure	pressure;
	u32			peak;
	u32			avg[3];
};

static DEFINE_PER_CPU(struct nt_sampler, nt_samplers);

/*
 * Protects what follows, and is taken with cpus_read_lock() held: so a CPU that
 * comes or goes can rely on it as well, without taking it.
 */
static DEFINE_MUTEX(nt_sampler_lock);
static struct nt_config nt_sampler_config;
static bool nt_sampler_on;
static bool nt_sampler_leased;
static unsigned long nt_sampler_lease_end;	/* jiffies */
static enum cpuhp_state nt_sampler_cpuhp;

static void nt_sampler_lease_over(struct work_struct *work);
static DECLARE_DELAYED_WORK(nt_sampler_lease_work, nt_sampler_lease_over);

/* Update the averages, at the end of a period or some time after it. */
static void nt_sampler_fold(struct nt_sampler *sampler, ktime_t now)
{
	struct nt_pressure *pressure = &sampler->pressure;
	u64 missed, i;

	missed = div_u64(ktime_to_ns(ktime_sub(now, sampler->due)),
			 NT_PRESSURE_PERIOD_NS);
	nt_pressure_update(pressure);
	if (missed > NT_SAMPLER_MISSED_MAX)
		memset(pressure, 0, sizeof(*pressure));
	else
		for (i = 0; i < missed; i++)
			nt_pressure_update(pressure);
	sampler->due = ktime_add_ns(sampler->due,
				    (missed + 1) * NT_PRESSURE_PERIOD_NS);
	for (i = 0; i < ARRAY_SIZE(sampler->avg); i++)
		WRITE_ONCE(sampler->avg[i], nt_pressure_avg(pressure->avg[i]));
}

static enum hrtimer_restart nt_sampler_look(struct hrtimer *timer)
{
	struct nt_sampler *sampler =
		container_of(timer, struct nt_sampler, timer);
	const struct softnet_data *sd = this_cpu_ptr(&softnet_data);
	u32 depth = skb_queue_len_lockless(&sd->input_pkt_queue);
	ktime_t now = ktime_get();

	if (depth > sampler->peak)
		WRITE_ONCE(sampler->peak, depth);
	/* An empty one is below any threshold: mostly there is no division. */
	nt_pressure_sample(&sampler->pressure, depth &&
			   nt_permille(depth, nt_max_backlog()) >=
			   sampler->threshold);
	if (!sampler->due)
		sampler->due = ktime_add_ns(now, NT_PRESSURE_PERIOD_NS);
	else if (ktime_compare(now, sampler->due) >= 0)
		nt_sampler_fold(sampler, now);
	/* Looks that were missed are not made up for. */
	hrtimer_forward(timer, now, sampler->period);
	return HRTIMER_RESTART;
}

static void nt_sampler_clear(struct nt_sampler *sampler)
{
	u32 i;

	sampler->due = 0;
	memset(&sampler->pressure, 0, sizeof(sampler->pressure));
	WRITE_ONCE(sampler->peak, 0);
	for (i = 0; i < ARRAY_SIZE(sampler->avg); i++)
		WRITE_ONCE(sampler->avg[i], 0);
}

/* Start the timer of this CPU, or go on with another period or threshold. */
static void nt_sampler_arm(void *unused)
{
	struct nt_sampler *sampler = this_cpu_ptr(&nt_samplers);

	sampler->period = ns_to_ktime((u64)nt_sampler_config.sampler_period_us *
				      NSEC_PER_USEC);
	sampler->threshold = nt_sampler_config.sampler_threshold;
	hrtimer_start(&sampler->timer, sampler->period,
		      HRTIMER_MODE_REL_PINNED_HARD);
}

static void nt_sampler_forget(void *unused)
{
	nt_sampler_clear(this_cpu_ptr(&nt_samplers));
}

/* CPUs that are not there have nothing armed and nothing to forget. */

static int nt_sampler_cpu_online(unsigned int cpu)
{
	if (nt_sampler_on)
		nt_sampler_arm(NULL);
	return 0;
}

static int nt_sampler_cpu_offline(unsigned int cpu)
{
	struct nt_sampler *sampler = per_cpu_ptr(&nt_samplers, cpu);

	hrtimer_cancel(&sampler->timer);
	nt_sampler_clear(sampler);
	return 0;
}

static void nt_sampler_start(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		nt_sampler_clear(per_cpu_ptr(&nt_samplers, cpu));
	on_each_cpu(nt_sampler_arm, NULL, 1);
	/* Who sees that it is on does not see what there was before. */
	smp_store_release(&nt_sampler_on, true);
}

static void nt_sampler_stop(void)
{
	unsigned int cpu;

	WRITE_ONCE(nt_sampler_on, false);
	for_each_possible_cpu(cpu)
		hrtimer_cancel(&per_cpu_ptr(&nt_samplers, cpu)->timer);
}

/* On or off, as the lease and the configuration want it. */
static void nt_sampler_decide(void)
{
	bool wanted = nt_sampler_leased || nt_sampler_config.sampler_always;

	lockdep_assert_held(&nt_sampler_lock);
	if (wanted && !nt_sampler_on)
		nt_sampler_start();
	else if (!wanted && nt_sampler_on)
		nt_sampler_stop();
}

static void nt_sampler_begin(void)
{
	cpus_read_lock();
	mutex_lock(&nt_sampler_lock);
}

static void nt_sampler_end(void)
{
	mutex_unlock(&nt_sampler_lock);
	cpus_read_unlock();
}

static void nt_sampler_lease_over(struct work_struct *work)
{
	nt_sampler_begin();
	/* It may have been extended while this waited for the lock. */
	if (time_after_eq(jiffies, nt_sampler_lease_end)) {
		nt_sampler_leased = false;
		nt_sampler_decide();
	}
	nt_sampler_end();
}

/**
 * nt_sampler_lease() - have the sampler run
 * @seconds: for so long from now, at least
 *
 * Context: may sleep.
 */
void nt_sampler_lease(u32 seconds)
{
	/* This tick has already begun. */
	unsigned long ticks = (unsigned long)seconds * HZ + 1;
	unsigned long end;

	nt_sampler_begin();
	end = jiffies + ticks;
	if (!nt_sampler_leased || time_after(end, nt_sampler_lease_end)) {
		nt_sampler_leased = true;
		nt_sampler_lease_end = end;
		cancel_delayed_work(&nt_sampler_lease_work);
		schedule_delayed_work(&nt_sampler_lease_work, ticks);
	}
	nt_sampler_decide();
	nt_sampler_end();
}

/**
 * nt_sampler_reconfigure() - the configuration has changed
 *
 * What was seen so far is kept.
 *
 * Context: may sleep.
 */
void nt_sampler_reconfigure(void)
{
	struct nt_config before;
	bool was_on;

	nt_sampler_begin();
	before = nt_sampler_config;
	was_on = nt_sampler_on;
	nt_config_get(&nt_sampler_config);
	nt_sampler_decide();
	if (was_on && nt_sampler_on &&
	    (before.sampler_period_us != nt_sampler_config.sampler_period_us ||
	     before.sampler_threshold != nt_sampler_config.sampler_threshold))
		on_each_cpu(nt_sampler_arm, NULL, 1);
	nt_sampler_end();
}

/**
 * nt_sampler_reset() - forget all peaks and averages
 *
 * Context: may sleep.
 */
void nt_sampler_reset(void)
{
	nt_sampler_begin();
	on_each_cpu(nt_sampler_forget, NULL, 1);
	nt_sampler_end();
}

/**
 * nt_sampler_running() - does the sampler run?
 *
 * Context: any.
 */
bool nt_sampler_running(void)
{
	/* Pairs with nt_sampler_start(). */
	return smp_load_acquire(&nt_sampler_on);
}

/**
 * nt_sampler_read() - read what was seen of a CPU's backlog
 * @softnet: peak, averages and sampled are filled in
 * @cpu: a possible CPU
 *
 * Context: any.
 * Return: does the sampler run? If not, @softnet is left as it is.
 */
bool nt_sampler_read(struct nettune_softnet *softnet, unsigned int cpu)
{
	const struct nt_sampler *sampler = per_cpu_ptr(&nt_samplers, cpu);

	if (!nt_sampler_running())
		return false;
	softnet->peak = READ_ONCE(sampler->peak);
	softnet->avg10 = READ_ONCE(sampler->avg[0]);
	softnet->avg60 = READ_ONCE(sampler->avg[1]);
	softnet->avg300 = READ_ONCE(sampler->avg[2]);
	softnet->sampled = 1;
	return true;
}

/**
 * nt_sampler_init() - set the sampler up; it does not run yet
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int __init nt_sampler_init(void)
{
	unsigned int cpu;
	int state;

	nt_config_get(&nt_sampler_config);
	for_each_possible_cpu(cpu)
		nt_hrtimer_setup(&per_cpu_ptr(&nt_samplers, cpu)->timer,
				 nt_sampler_look, CLOCK_MONOTONIC,
				 HRTIMER_MODE_REL_PINNED_HARD);
	state = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN,
					  "net/nettune:online",
					  nt_sampler_cpu_online,
					  nt_sampler_cpu_offline);
	if (state < 0)
		return state;
	nt_sampler_cpuhp = state;
	return 0;
}

/**
 * nt_sampler_exit() - stop the sampler; nobody may ask for it any more
 *
 * Context: may sleep.
 */
void nt_sampler_exit(void)
{
	cancel_delayed_work_sync(&nt_sampler_lease_work);
	nt_sampler_begin();
	nt_sampler_stop();
	nt_sampler_end();
	cpuhp_remove_state_nocalls(nt_sampler_cpuhp);
}
