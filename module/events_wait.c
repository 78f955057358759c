// SPDX-License-Identifier: GPL-2.0
/*
 * Who has asked for a namespace waits until the work has looked at it.
 *
 * Who waits is in a request, so under cb_lock of genetlink, for reading. The
 * work never takes that, nor a lock under which anybody does: to send it is
 * only counted among the users of netlink's table, and its probe comes and goes
 * under the locks of tracepoints and of the code that is patched, as that of
 * drop_monitor does even in a request. But while somebody waits no family can
 * come or go, and behind one that would, no request: so there is an end to it.
 */
#include "events.h"

#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

/* Far more than a look takes unless the machine has no time for it. */
#define EVENTS_WAIT (5 * HZ)

static DEFINE_SPINLOCK(served_lock);
static DECLARE_WAIT_QUEUE_HEAD(served_wait);
static u64 served_all;

/**
 * nt_events_served() - let those go on who have waited for a look
 * @en: at this namespace; NULL = at any, or there will be none
 * @kicks: those who have asked up to this number
 *
 * Context: may sleep.
 */
void nt_events_served(struct nt_events_net *en, u64 kicks)
{
	spin_lock(&served_lock);
	if (en)
		en->served = kicks;
	else
		served_all = kicks;
	spin_unlock(&served_lock);
	wake_up_all(&served_wait);
}

static bool is_served(const struct nt_events_net *en, u64 kick)
{
	bool served;

	spin_lock(&served_lock);
	served = max(en->served, served_all) >= kick;
	spin_unlock(&served_lock);
	return served;
}

/**
 * nt_events_wait() - wait for a look, for a while or until killed
 * @en: at this namespace, which the caller holds
 * @kick: the number of this asking
 *
 * Context: may sleep.
 */
void nt_events_wait(struct nt_events_net *en, u64 kick)
{
	wait_event_killable_timeout(served_wait, is_served(en, kick),
				    EVENTS_WAIT);
}
