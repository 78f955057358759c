// SPDX-License-Identifier: GPL-2.0
/*
 * SOFTNET_GET: the receive backlog of the CPUs.
 */
#include "genl.h"

#include <linux/cpumask.h>

/* What a dump keeps between two messages: the CPU to go on with. */
struct softnet_dump {
	unsigned int	cpu;
};

static struct softnet_dump *softnet_dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct softnet_dump) > sizeof(cb->ctx));
	return (struct softnet_dump *)cb->ctx;
}

int nettune_nl_softnet_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb)
{
	struct softnet_dump *dump = softnet_dump_of(cb);
	struct nettune_softnet softnet;
	bool empty = true;
	unsigned int cpu;
	void *hdr;

	cpu = cpumask_next((int)dump->cpu - 1, cpu_online_mask);
	if (cpu >= nr_cpu_ids)
		return 0;
	hdr = nt_genl_put_header(skb, cb, NETTUNE_CMD_SOFTNET_GET);
	if (!hdr)
		return -EMSGSIZE;
	for (; cpu < nr_cpu_ids; cpu = cpumask_next(cpu, cpu_online_mask)) {
		nt_softnet_read(&softnet, cpu);
		if (nla_put(skb, NETTUNE_A_SOFTNET_GET_CPU,
			    offsetof(struct nettune_softnet, peak), &softnet))
			break;
		empty = false;
	}
	dump->cpu = cpu;
	if (empty) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return skb->len;
}
