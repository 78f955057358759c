// SPDX-License-Identifier: GPL-2.0
/*
 * The engine that finds out what there is to tell to the group "events".
 *
 * It is one piece of work that looks around, tells what is new, and queues
 * itself anew. It runs while somebody listens and ends by itself when nobody
 * does. Whether somebody does is known for all network namespaces together only
 * (netlink_has_listeners()), so those are watched from which somebody has asked
 * for it: by joining the group where the kernel tells of that, else by a
 * CONFIG_GET.
 *
 * The list of them, and whether the work runs, is changed under events_lock, so
 * that who asks knows whether to queue it; everything else in struct
 * nt_events_net belongs to the work, and to the namespace's end, which can't
 * come while the work holds the namespace.
 */
#include "events.h"

#include <linux/jiffies.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/ktime.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "compat.h"
#include "genl.h"

/* One who joins is told of before being a listener: look again, for so long. */
#define EVENTS_JOIN (HZ / 20)
#define EVENTS_JOIN_END HZ

static void events_work_fn(struct work_struct *work);

static DEFINE_SPINLOCK(events_lock);
static LIST_HEAD(events_nets);
static u64 events_kicks;
static bool events_closed = true;
static u64 events_join_end;	/* jiffies; of 32 bits, long ago would be to come */
/* Written under events_lock, which also decides who wakes the work. */
static bool events_running;

static DECLARE_DELAYED_WORK(events_work, events_work_fn);
static struct workqueue_struct *events_wq;
static unsigned int events_net_id;
static atomic64_t events_last_id = ATOMIC64_INIT(0);

/* Belongs to the work; NULL = it has not begun. */
static struct nt_walk *events_walk;

/**
 * nt_events_net() - what is watched in a namespace
 * @net: the namespace
 *
 * Context: any.
 * Return: what is watched; it exists for as long as the namespace does.
 */
struct nt_events_net *nt_events_net(const struct net *net)
{
	return net_generic(net, events_net_id);
}

/**
 * nt_events_running() - does somebody listen?
 *
 * Return: true while the engine runs.
 */
bool nt_events_running(void)
{
	return READ_ONCE(events_running);
}

static void events_net_close(struct nt_events_net *en)
{
	WRITE_ONCE(en->watched, false);
	en->deaf_since = 0;
	memset(en->buckets, 0, sizeof(en->buckets));
	nt_events_sockets_close(en);
	nt_events_udp_close(en);
	nt_events_machine_close(en);
}

static int events_net_open(struct nt_events_net *en)
{
	int err;

	err = nt_events_sockets_open(en);
	if (!err)
		err = nt_events_machine_open(en);
	if (err)
		events_net_close(en);
	else
		nt_events_udp_open(en);
	return err;
}

static int __net_init events_net_init(struct net *net)
{
	struct nt_events_net *en = nt_events_net(net);

	INIT_LIST_HEAD(&en->list);
	INIT_LIST_HEAD(&en->udp_waiting);
	en->net = net;
	en->id = atomic64_inc_return(&events_last_id);
	return 0;
}

static void __net_exit events_net_exit(struct net *net)
{
	struct nt_events_net *en = nt_events_net(net);

	spin_lock(&events_lock);
	list_del_init(&en->list);
	spin_unlock(&events_lock);
	events_net_close(en);
}

static struct pernet_operations events_net_ops = {
	.init	= events_net_init,
	.exit	= events_net_exit,
	.id	= &events_net_id,
	.size	= sizeof(struct nt_events_net),
};

/* The first one behind @en, or of all, that is not just ending; it is held. */
static struct nt_events_net *events_next(struct nt_events_net *en)
{
	struct nt_events_net *found = NULL;

	spin_lock(&events_lock);
	en = list_prepare_entry(en, &events_nets, list);
	list_for_each_entry_continue(en, &events_nets, list) {
		if (maybe_get_net(en->net)) {
			found = en;
			break;
		}
	}
	spin_unlock(&events_lock);
	return found;
}

/* Watch it no longer, unless somebody has asked for it after @kicks. */
static void events_drop(struct nt_events_net *en, u64 kicks)
{
	bool drop;

	spin_lock(&events_lock);
	drop = en->kicked <= kicks;
	if (drop) {
		list_del_init(&en->list);
		WRITE_ONCE(en->watched, false);
	}
	spin_unlock(&events_lock);
	if (drop)
		events_net_close(en);
}

static void events_set_running(bool running)
{
	spin_lock(&events_lock);
	WRITE_ONCE(events_running, running);
	spin_unlock(&events_lock);
}

static int events_start(void)
{
	int err;

	if (events_walk)
		return 0;
	events_walk = kmalloc(sizeof(*events_walk), GFP_KERNEL);
	if (!events_walk)
		return -ENOMEM;
	err = nt_events_udp_start();
	if (err) {
		kfree(events_walk);
		events_walk = NULL;
		return err;
	}
	events_set_running(true);
	return 0;
}

/*
 * Nobody listens: may the work end? Not if somebody has asked after @kicks, who
 * found everything running. Who asks from now on queues the work anew.
 */
static bool events_end(u64 kicks)
{
	bool end;

	spin_lock(&events_lock);
	end = events_kicks == kicks;
	if (end)
		WRITE_ONCE(events_running, false);
	spin_unlock(&events_lock);
	return end;
}

static void events_stop(u64 kicks)
{
	struct nt_events_net *en, *next;

	for (en = events_next(NULL); en; en = next) {
		next = events_next(en);
		events_drop(en, kicks);
		put_net(en->net);
	}
	if (!events_walk)
		return;
	nt_events_udp_stop();
	kfree(events_walk);
	events_walk = NULL;
	events_set_running(false);
}

/* Look at one namespace; true if it is to be watched no longer. */
static bool events_look(struct nt_events_look *look)
{
	struct nt_events_net *en = look->en;

	look->first = !en->watched;
	if (look->first && events_net_open(en))
		return false;
	nt_events_listeners_look(look);
	nt_events_receivers_look(look);
	nt_events_udp_look(look);
	nt_events_softnet_look(look);
	nt_events_memory_look(look);
	WRITE_ONCE(en->watched, true);
	return nt_event_deaf(en);
}

static u32 events_count(void)
{
	struct nt_events_net *en;
	u32 count = 0;

	spin_lock(&events_lock);
	list_for_each_entry(en, &events_nets, list)
		count++;
	spin_unlock(&events_lock);
	return count;
}

static void events_look_all(struct nt_events_look *look, u64 kicks)
{
	struct nt_events_net *en, *next;
	bool deaf;

	look->sharing = max(events_count(), 1U);
	nt_events_udp_collect();
	for (en = events_next(NULL); en; en = next) {
		look->en = en;
		deaf = events_look(look);
		nt_events_served(en, kicks);
		next = events_next(en);
		if (deaf)
			events_drop(en, kicks);
		put_net(en->net);
	}
}

static u64 events_kicks_now(void)
{
	u64 kicks;

	spin_lock(&events_lock);
	kicks = events_kicks;
	spin_unlock(&events_lock);
	return kicks;
}

static bool events_heard(void)
{
	return genl_has_listeners(&nettune_nl_family, &init_net,
				  NETTUNE_NLGRP_EVENTS) > 0;
}

static bool events_joining(void)
{
	bool joining;

	spin_lock(&events_lock);
	joining = time_before64(get_jiffies_64(), events_join_end);
	spin_unlock(&events_lock);
	return joining;
}

static void events_work_fn(struct work_struct *work)
{
	struct nt_events_look look = { 0 };
	u64 kicks = events_kicks_now();
	struct nt_events_clock clock;
	unsigned long delay;
	u64 spent;

	nt_events_clock_start(&clock);
	if (!events_heard()) {
		if (!events_joining() && events_end(kicks))
			events_stop(kicks);
		else
			queue_delayed_work(events_wq, &events_work,
					   EVENTS_JOIN);
		nt_events_served(NULL, kicks);
		return;
	}
	nt_config_get(&look.config);
	if (!events_start()) {
		look.walk = events_walk;
		events_look_all(&look, kicks);
	}
	delay = msecs_to_jiffies(look.config.event_period_ms);
	/* It may seem less than a part of it. */
	spent = nt_events_clock_spent(&clock);
	spent = spent > look.apart ? spent - look.apart : 0;
	delay = max(delay, nsecs_to_jiffies(NT_EVENTS_SHARE * spent));
	queue_delayed_work(events_wq, &events_work, delay);
	nt_events_served(NULL, kicks);
}

/*
 * Watch a namespace, whose first look comes before those of the others. If that
 * only begins now, the number of this asking, else 0.
 */
static u64 events_ask(struct net *net, unsigned long delay)
{
	struct nt_events_net *en;
	u64 kick = 0;

	spin_lock(&events_lock);
	if (!events_closed) {
		en = nt_events_net(net);
		atomic64_set(&en->asked, ktime_get_ns());
		en->kicked = ++events_kicks;
		if (list_empty(&en->list))
			list_add(&en->list, &events_nets);
		if (!READ_ONCE(en->watched) || !events_running) {
			kick = en->kicked;
			mod_delayed_work(events_wq, &events_work, delay);
		}
	}
	spin_unlock(&events_lock);
	return kick;
}

/**
 * nt_events_kick() - somebody who may listen has asked for something
 * @net: from this network namespace
 *
 * If anybody listens the namespace is watched from the return on, or, where
 * the machine has no time for it, a little later.
 *
 * Context: may sleep. Cheap if nobody listens, or the namespace is watched
 * already.
 */
void nt_events_kick(struct net *net)
{
	u64 kick = events_heard() ? events_ask(net, 0) : 0;

	if (kick)
		nt_events_wait(nt_events_net(net), kick);
}

#ifdef NT_HAVE_GENL_BIND
/**
 * nettune_nl_events_bind() - somebody is about to listen
 * @group: to which group; there is one
 *
 * The socket that joins is not told, so it is taken for one of the namespace
 * that the process is in.
 *
 * Return: 0.
 */
int nettune_nl_events_bind(int group)
{
	spin_lock(&events_lock);
	events_join_end = get_jiffies_64() + EVENTS_JOIN_END;
	spin_unlock(&events_lock);
	events_ask(current->nsproxy->net_ns, EVENTS_JOIN);
	return 0;
}
#endif

/**
 * nt_events_reconfigure() - the configuration has changed
 *
 * Context: may sleep.
 */
void nt_events_reconfigure(void)
{
	spin_lock(&events_lock);
	if (!events_closed && READ_ONCE(events_running))
		mod_delayed_work(events_wq, &events_work, 0);
	spin_unlock(&events_lock);
}

/**
 * nt_events_init() - make ready to watch; before the family is registered
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int __init nt_events_init(void)
{
	int err;

	events_wq = alloc_workqueue("nettune", WQ_UNBOUND, 1);
	if (!events_wq)
		return -ENOMEM;
	err = register_pernet_subsys(&events_net_ops);
	if (err) {
		destroy_workqueue(events_wq);
		return err;
	}
	events_closed = false;
	return 0;
}

/**
 * nt_events_stop() - watch nothing any longer, whoever asks; while the family
 *	is still registered, since its group is not ours afterwards
 *
 * Context: may sleep.
 */
void nt_events_stop(void)
{
	spin_lock(&events_lock);
	events_closed = true;
	spin_unlock(&events_lock);
	cancel_delayed_work_sync(&events_work);
	nt_events_served(NULL, U64_MAX);
	events_stop(U64_MAX);
}

/**
 * nt_events_exit() - undo nt_events_init(), after nt_events_stop() and when no
 *	request can come any longer
 *
 * Context: may sleep.
 */
void nt_events_exit(void)
{
	unregister_pernet_subsys(&events_net_ops);
	destroy_workqueue(events_wq);
}
