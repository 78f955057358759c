// SPDX-License-Identifier: GPL-2.0
/*
 * SOFTNET_GET: the receive backlog of the CPUs.
 */
#include "genl.h"

#include <linux/capability.h>
#include <linux/cpumask.h>

#include "compat.h"
#include "sampler.h"

/* What a dump keeps between two messages: the CPU to go on with. */
struct softnet_dump {
	unsigned int	cpu;
	bool		begun;
};

const struct nla_policy
nettune_nl_softnet_get_policy[NETTUNE_A_SOFTNET_GET_SAMPLE + 1] = {
	[NETTUNE_A_SOFTNET_GET_SAMPLE] =
		NLA_POLICY_RANGE(NLA_U32, 1, NETTUNE_SAMPLE_MAX),
};

static struct softnet_dump *softnet_dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct softnet_dump) > sizeof(cb->ctx));
	return (struct softnet_dump *)cb->ctx;
}

/*
 * Begin a dump, in its first message: older kernels can't tell the asker of
 * start() what is wrong.
 */
static int softnet_dump_begin(struct softnet_dump *dump,
			      struct netlink_callback *cb)
{
	const struct nlattr *sample =
		nt_genl_dump_attrs(cb)[NETTUNE_A_SOFTNET_GET_SAMPLE];

	dump->begun = true;
	if (!sample)
		return 0;
	if (!netlink_capable(cb->skb, CAP_NET_ADMIN)) {
		NL_SET_ERR_MSG_ATTR(cb->extack, sample,
				    "SAMPLE needs CAP_NET_ADMIN in the initial user namespace");
		return -EPERM;
	}
	nt_sampler_lease(nla_get_u32(sample));
	return 0;
}

static int softnet_put(struct sk_buff *skb, unsigned int cpu)
{
	struct nettune_softnet softnet;

	nt_softnet_read(&softnet, cpu);
	nt_sampler_read(&softnet, cpu);
	return nla_put(skb, NETTUNE_A_SOFTNET_GET_CPU, sizeof(softnet),
		       &softnet);
}

int nettune_nl_softnet_get_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb)
{
	struct softnet_dump *dump = softnet_dump_of(cb);
	bool empty = true;
	unsigned int cpu;
	void *hdr;
	int err;

	if (!dump->begun) {
		err = softnet_dump_begin(dump, cb);
		if (err)
			return err;
	}
	cpu = cpumask_next((int)dump->cpu - 1, cpu_online_mask);
	if (cpu >= nr_cpu_ids)
		return 0;
	hdr = nt_genl_put_header(skb, cb, NETTUNE_CMD_SOFTNET_GET);
	if (!hdr)
		return -EMSGSIZE;
	for (; cpu < nr_cpu_ids; cpu = cpumask_next(cpu, cpu_online_mask)) {
		if (softnet_put(skb, cpu))
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
