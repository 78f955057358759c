/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What can be set while the module runs; one configuration for the machine.
 */
#ifndef _NT_CONFIG_H
#define _NT_CONFIG_H

#include <linux/types.h>

/**
 * struct nt_config - the configuration; NETTUNE_A_CONFIG_* in
 *	include/uapi/linux/nettune.h tell units and ranges
 * @sampler_period_us: time between two samples
 * @sampler_threshold: fullness from which on a sample counts as pressure
 * @sampler_always: sample without being asked to?
 * @event_period_ms: time between two looks for events
 * @event_rate: events of one kind a second
 * @event_burst: and at once
 * @queue_high: fullness of a listener's queue that is high
 * @queue_low: and below which it no longer is; not above @queue_high
 */
struct nt_config {
	u32	sampler_period_us;
	u32	sampler_threshold;
	u32	sampler_always;
	u32	event_period_ms;
	u32	event_rate;
	u32	event_burst;
	u32	queue_high;
	u32	queue_low;
};

void nt_config_get(struct nt_config *config);
void nt_config_set(const struct nt_config *config);

#endif /* _NT_CONFIG_H */
