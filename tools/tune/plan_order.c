// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The order in which settings are written, where the kernel refuses another:
 * of two that bound each other, that one first which makes room.
 */
#include "tune/plan_value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

/*
 * The first number of @low is never above the first of @high. Linux 6.12:
 * net/ipv4/sysctl_net_ipv4.c ipv4_local_port_range(), ipv4_privileged_ports(),
 * tcp_reordering; ip_frags_ns_ctl_register() in net/ipv4/ip_fragment.c;
 * kernel/sched/rt.c.
 */
static const struct {
	const char	*low;
	const char	*high;
} bounds[] = {
	{ "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_port_range" },
	{ "net.ipv4.tcp_reordering", "net.ipv4.tcp_max_reordering" },
	{ "net.ipv4.ipfrag_low_thresh", "net.ipv4.ipfrag_high_thresh" },
	{ "net.ipv6.ip6frag_low_thresh", "net.ipv6.ip6frag_high_thresh" },
	{ "kernel.sched_rt_runtime_us", "kernel.sched_rt_period_us" },
};

static struct plan_step *find(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].key.kind == TUNE_SYSCTL &&
		    !strcmp(plan->steps[i].key.name, name))
			return &plan->steps[i];
	return NULL;
}

static bool first_number(const char *text, __s64 *number)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (!text || !tune_value_numbers(text, numbers, &count))
		return false;
	*number = numbers[0];
	return true;
}

static void swap_steps(struct plan_step *a, struct plan_step *b)
{
	struct plan_step step = *a;

	*a = *b;
	*b = step;
}

/* Return: 0 or -ENOMEM. */
static int order_pair(struct plan_step *low, struct plan_step *high)
{
	__s64 low_is, low_wanted, high_wanted;
	bool high_first;

	if (!plan_is_write(low) || !plan_is_write(high) ||
	    !first_number(low->current, &low_is) ||
	    !first_number(low->wanted, &low_wanted) ||
	    !first_number(high->wanted, &high_wanted))
		return 0;
	if (low_wanted > high_wanted) {
		low->action = PLAN_REFUSED;
		low->blocks = true;
		free(low->note);
		if (asprintf(&low->note, "it would be above %s",
			     high->key.name) < 0)
			low->note = NULL;
		return low->note ? 0 : -ENOMEM;
	}
	high_first = low_wanted > low_is;
	/* They stand in one array. */
	if (high < low ? !high_first : high_first)
		swap_steps(low, high);
	return 0;
}

/**
 * plan_order - put steps that bound each other in an order that the kernel takes
 * @plan: its steps
 *
 * Undoing them from the last to the first is an order that it takes, too.
 *
 * Return: 0 or -ENOMEM.
 */
int plan_order(struct plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(bounds) && !err; i++) {
		struct plan_step *low = find(plan, bounds[i].low);
		struct plan_step *high = find(plan, bounds[i].high);

		if (low && high)
			err = order_pair(low, high);
	}
	return err;
}
