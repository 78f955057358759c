// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration: where it is kept.
 */
#include "config.h"

#include <linux/spinlock.h>

/* Raw, so that a copy can be had in any context of any kernel. */
static DEFINE_RAW_SPINLOCK(nt_config_lock);	/* protects nt_config */

static struct nt_config nt_config = {
	.sampler_period_us	= 1000,
	.sampler_threshold	= 500,
	.sampler_always		= 0,
	.event_period_ms	= 500,
	.event_rate		= 100,
	.event_burst		= 200,
	.queue_high		= 800,
	.queue_low		= 500,
};

/**
 * nt_config_get() - read the configuration
 * @config: a copy of it, whose values belong together
 *
 * Context: any but NMI.
 */
void nt_config_get(struct nt_config *config)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&nt_config_lock, flags);
	*config = nt_config;
	raw_spin_unlock_irqrestore(&nt_config_lock, flags);
}

/**
 * nt_config_set() - replace the configuration
 * @config: the new one, all of it valid
 *
 * Who works by it is told by the caller, who also sees to it that no other
 * change comes between its nt_config_get() and this.
 *
 * Context: any but NMI.
 */
void nt_config_set(const struct nt_config *config)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&nt_config_lock, flags);
	nt_config = *config;
	raw_spin_unlock_irqrestore(&nt_config_lock, flags);
}
