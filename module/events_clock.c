// SPDX-License-Identifier: GPL-2.0
/*
 * What looking for events costs.
 */
#include "events.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/sched.h>

/**
 * nt_events_clock_start() - begin to measure what something costs
 * @clock: when that is
 */
void nt_events_clock_start(struct nt_events_clock *clock)
{
	clock->wall = ktime_get_ns();
	clock->cpu = READ_ONCE(current->se.sum_exec_runtime);
}

/**
 * nt_events_clock_spent() - what has it cost?
 * @clock: since when
 *
 * On a busy machine the work waits for a CPU more than it runs, and that must
 * not make it rarer still. A thread's own time may be a tick behind.
 *
 * Return: nanoseconds.
 */
u64 nt_events_clock_spent(const struct nt_events_clock *clock)
{
	u64 cpu = READ_ONCE(current->se.sum_exec_runtime) - clock->cpu;

	return min(ktime_get_ns() - clock->wall, cpu + TICK_NSEC);
}
