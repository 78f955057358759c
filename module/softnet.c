// SPDX-License-Identifier: GPL-2.0
/*
 * The receive backlog of the CPUs.
 */
#include "nettune.h"

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/string.h>

#include "compat.h"

/**
 * nt_softnet_read() - read the backlog of one CPU
 * @softnet: where to
 * @cpu: a possible CPU; the data of one that is offline stays valid
 *
 * Context: any. Takes no lock: the values belong to moments that are some
 * nanoseconds apart.
 */
void nt_softnet_read(struct nettune_softnet *softnet, unsigned int cpu)
{
	const struct softnet_data *sd = &per_cpu(softnet_data, cpu);

	memset(softnet, 0, sizeof(*softnet));
	softnet->cpu = cpu;
	softnet->input_qlen = skb_queue_len_lockless(&sd->input_pkt_queue);
	softnet->process_qlen = skb_queue_len_lockless(&sd->process_queue);
	softnet->max_backlog = nt_max_backlog();
	softnet->processed = READ_ONCE(sd->processed);
	softnet->dropped = nt_softnet_dropped(sd);
	softnet->time_squeeze = READ_ONCE(sd->time_squeeze);
	softnet->received_rps = READ_ONCE(sd->received_rps);
}
