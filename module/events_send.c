// SPDX-License-Identifier: GPL-2.0
/*
 * One event: may it be sent, how it looks, and has anybody heard it?
 */
#include "events.h"

#include <linux/ktime.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "genl.h"

#define EVENT_GROUPS (NETTUNE_GROUP_MEM | NETTUNE_GROUP_LISTENER | \
		      NETTUNE_GROUP_OWNER)

/* No event has all of it. */
#define EVENT_ROOM (nla_total_size(sizeof(struct nettune_event)) +	\
		    nla_total_size(sizeof(struct nt_snap)) +		\
		    nla_total_size(0) * (NETTUNE_A_SOCKET_MAX + 1) +	\
		    nla_total_size(sizeof(struct nettune_softnet)) +	\
		    nla_total_size(sizeof(struct nettune_memory)))

/* How long a namespace is watched though nobody hears what is told. */
#define EVENT_DEAF_NS (30ULL * NSEC_PER_SEC)
/* How long one who has asked may still be joining the group. */
#define EVENT_JOIN_NS NSEC_PER_SEC

/**
 * nt_event_lost() - say that something could not be told
 * @en: where it happened
 * @kind: one of enum nettune_event_kind
 * @count: how many events of this kind
 */
void nt_event_lost(struct nt_events_net *en, u32 kind, u32 count)
{
	en->buckets[kind].lost += count;
}

static int event_put(struct sk_buff *skb, const struct nt_event *event,
		     u32 lost)
{
	struct nettune_event info = {
		.time_ns	= ktime_get_real_ns(),
		.kind		= event->kind,
		.netns		= event->netns,
		.count		= event->count,
		.lost		= lost,
	};

	if (nla_put(skb, NETTUNE_A_EVENT_INFO, sizeof(info), &info))
		return -EMSGSIZE;
	if (event->snap &&
	    nt_genl_put_socket(skb, NETTUNE_A_EVENT_SOCKET, event->snap,
			       EVENT_GROUPS))
		return -EMSGSIZE;
	if (event->softnet &&
	    nla_put(skb, NETTUNE_A_EVENT_CPU, sizeof(*event->softnet),
		    event->softnet))
		return -EMSGSIZE;
	if (event->memory &&
	    nla_put(skb, NETTUNE_A_EVENT_MEMORY, sizeof(*event->memory),
		    event->memory))
		return -EMSGSIZE;
	return 0;
}

static struct sk_buff *event_build(const struct nt_event *event, u32 lost)
{
	struct sk_buff *skb = genlmsg_new(EVENT_ROOM, GFP_KERNEL);
	void *hdr;

	if (!skb)
		return NULL;
	hdr = genlmsg_put(skb, 0, 0, &nettune_nl_family, 0, NETTUNE_CMD_EVENT);
	if (!hdr || event_put(skb, event, lost)) {
		nlmsg_free(skb);
		return NULL;
	}
	genlmsg_end(skb, hdr);
	return skb;
}

/**
 * nt_event_send() - send an event to those who listen in a namespace
 * @look: the look that found it
 * @event: the event
 *
 * One that nobody hears is done with: either nobody listens, or those who do
 * have no room, and netlink tells them so (ENOBUFS). That makes no difference
 * here, so only time tells whether the namespace is to be watched.
 *
 * Return: false if it was not sent, for there were too many of its kind or no
 * memory; that is counted, and it may be tried again at the next look.
 */
bool nt_event_send(struct nt_events_look *look, const struct nt_event *event)
{
	struct nt_events_net *en = look->en;
	struct nt_bucket *bucket = &en->buckets[event->kind];
	u64 now = ktime_get_ns();
	struct sk_buff *skb;

	if (!nt_bucket_take(bucket, now, look->config.event_rate,
			    look->config.event_burst))
		return false;
	skb = event_build(event, bucket->lost);
	if (!skb) {
		bucket->lost++;
		return false;
	}
	if (nt_genl_multicast(&nettune_nl_family, en->net, skb,
			      NETTUNE_NLGRP_EVENTS)) {
		bucket->lost++;
		if (!en->deaf_since)
			en->deaf_since = now;
	} else {
		bucket->lost = 0;
		en->deaf_since = 0;
	}
	return true;
}

/**
 * nt_event_deaf() - has nobody heard of a namespace for long?
 * @en: the namespace
 *
 * Who has asked for it since does not have to hear something soon: there may be
 * nothing to tell.
 *
 * Return: true if it need not be watched.
 */
bool nt_event_deaf(struct nt_events_net *en)
{
	if (en->deaf_since < atomic64_read(&en->asked) + EVENT_JOIN_NS)
		en->deaf_since = 0;
	return en->deaf_since &&
	       ktime_get_ns() - en->deaf_since > EVENT_DEAF_NS;
}
