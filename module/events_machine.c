// SPDX-License-Identifier: GPL-2.0
/*
 * Events of what the machine has once for all network namespaces: the backlogs
 * of the CPUs, the memory of the protocols. Each namespace is told of them.
 */
#include "events.h"

#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <net/tcp.h>
#include <net/udp.h>

#include "compat.h"

/**
 * nt_events_machine_open() - begin to watch the machine for a namespace
 * @en: the namespace
 *
 * Return: 0 or -ENOMEM.
 */
int nt_events_machine_open(struct nt_events_net *en)
{
	en->memory_high = 0;
	en->softnet = kvcalloc(nr_cpu_ids, sizeof(*en->softnet), GFP_KERNEL);
	return en->softnet ? 0 : -ENOMEM;
}

/**
 * nt_events_machine_close() - watch it no longer
 * @en: the namespace; may not have been watched
 */
void nt_events_machine_close(struct nt_events_net *en)
{
	kvfree(en->softnet);
	en->softnet = NULL;
}

static void softnet_look(struct nt_events_look *look, unsigned int cpu)
{
	u32 *told = &look->en->softnet[cpu];
	struct nettune_softnet softnet;
	struct nt_event event = {
		.kind		= NETTUNE_EVENT_KIND_SOFTNET_DROP,
		.softnet	= &softnet,
	};

	if (nt_softnet_dropped(&per_cpu(softnet_data, cpu)) == *told)
		return;
	nt_softnet_read(&softnet, cpu);
	event.count = softnet.dropped - *told;
	if (look->first || nt_event_send(look, &event))
		*told = softnet.dropped;
}

/**
 * nt_events_softnet_look() - look at what the CPUs' backlogs have dropped
 * @look: the look
 *
 * Context: may sleep.
 */
void nt_events_softnet_look(struct nt_events_look *look)
{
	unsigned int cpu;

	/* What one has dropped that is offline by now was dropped as well. */
	for_each_possible_cpu(cpu)
		softnet_look(look, cpu);
}

static void memory_read(struct nettune_memory *memory, const struct proto *prot,
			u32 protocol)
{
	memset(memory, 0, sizeof(*memory));
	memory->allocated = max(atomic_long_read(prot->memory_allocated), 0L);
	memory->min = READ_ONCE(prot->sysctl_mem[0]);
	memory->pressure = READ_ONCE(prot->sysctl_mem[1]);
	memory->max = READ_ONCE(prot->sysctl_mem[2]);
	memory->protocol = protocol;
}

static u32 memory_pages(u64 pages)
{
	return min_t(u64, pages, U32_MAX);
}

/*
 * UDP keeps no account of pressure, and has no use for its second limit: above
 * the first one a socket gets no more than udp_rmem_min
 * (__sk_mem_raise_allocated()). So what is used hardly ever gets above it, and
 * stays near it while datagrams are lost.
 */
static bool memory_is_high(const struct nettune_memory *memory, bool was)
{
	u32 min = memory_pages(memory->min);

	if (memory->protocol == IPPROTO_TCP)
		return READ_ONCE(tcp_memory_pressure);
	return nt_hysteresis(was, memory_pages(memory->allocated),
			     max(min - min / 16, 1U), max(min - min / 4, 1U));
}

static void memory_look(struct nt_events_look *look, const struct proto *prot,
			u32 protocol, u32 bit)
{
	struct nt_events_net *en = look->en;
	bool was = en->memory_high & bit;
	struct nettune_memory memory;
	struct nt_event event = { .memory = &memory };
	bool high;

	memory_read(&memory, prot, protocol);
	high = memory_is_high(&memory, was);
	event.kind = high ? NETTUNE_EVENT_KIND_MEMORY_PRESSURE :
			    NETTUNE_EVENT_KIND_MEMORY_NORMAL;
	if (high != was && (look->first || nt_event_send(look, &event)))
		en->memory_high ^= bit;
}

/**
 * nt_events_memory_look() - look at the protocols' memory
 * @look: the look
 *
 * Context: may sleep.
 */
void nt_events_memory_look(struct nt_events_look *look)
{
	memory_look(look, &tcp_prot, IPPROTO_TCP, NETTUNE_PROTOCOL_TCP);
	memory_look(look, &udp_prot, IPPROTO_UDP, NETTUNE_PROTOCOL_UDP);
}
