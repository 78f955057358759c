// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: accept queues, and why they overflow. */
#include <stdint.h>

#include "array.h"
#include "doctor/rule.h"

/* Longest queue that is proposed: older kernels take no higher somaxconn. */
#define QUEUE_MOST	65535
#define QUEUE_LEAST	1024

/* What listen() is called with by those who did not choose a number. */
static const struct {
	__u32		backlog;
	const char	*whose;
} defaults[] = {
	{ 5, "Python's socketserver" },
	{ 50, "Java's ServerSocket" },
	{ 100, "Python's asyncio" },
	{ 128, "the SOMAXCONN of older C libraries" },
	{ 511, "nginx, Redis, Node.js" },
};

static const char *whose_default(__u32 backlog)
{
	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++)
		if (defaults[i].backlog == backlog)
			return defaults[i].whose;
	return NULL;
}

static bool is_over(const struct model_sock *sock)
{
	return sock->snap.listener.accept_q > sock->snap.listener.accept_max;
}

/*
 * A SYN queue that drops is counted at the listener as well; then its accept
 * queue is far from full. If the listener has lost more than all SYN queues have
 * dropped (none, where they send cookies), its SYN queue is full of those that
 * found the accept queue full a moment ago.
 */
static bool loses_at_syn_queue(const struct judge *judge,
			       const struct model_sock *before,
			       const struct model_sock *sock)
{
	const struct nettune_sock_listener *listener = &sock->snap.listener;
	__s64 others = judge_drops(before, sock) -
		       judge_grown(judge, "TcpExtTCPReqQFullDrop");

	return !judge_losing(judge, others,
			     judge_grown(judge, "TcpPassiveOpens")) &&
	       sock->snap.has & NT_HAS_SYN &&
	       listener->syn_q >= listener->syn_max &&
	       listener->accept_q <= listener->accept_max / 2;
}

static bool is_overflowing(const struct judge *judge,
			   const struct model_sock *before,
			   const struct model_sock *after)
{
	__s64 overflows = judge_grown(judge, "TcpExtListenOverflows");
	__s64 taken = judge_grown(judge, "TcpPassiveOpens");

	return judge_losing(judge, overflows, taken) &&
	       judge_losing(judge, judge_drops(before, after), taken) &&
	       !loses_at_syn_queue(judge, before, after);
}

/*
 * Does the application hardly accept? The queue was full both times, and what
 * is taken from it in a second is less than its length: a longer one would
 * only make clients wait for longer. Or it has become full meanwhile, and not
 * even half of its length was taken from it in all that time; counters are read
 * a little sooner than queues, so some may seem to have been.
 */
static bool is_stalled(const struct judge *judge,
		       const struct model_sock *before,
		       const struct model_sock *after)
{
	__s64 grown = (__s64)after->snap.listener.accept_q -
		      before->snap.listener.accept_q;
	__s64 taken = judge_grown(judge, "TcpPassiveOpens") - grown;
	__s64 limit = after->snap.listener.accept_max;

	if (!is_over(after))
		return false;
	if (!is_over(before))
		return taken <= limit / 2;
	return judge_rate(judge, taken) <= limit;
}

static __u32 somaxconn_of(const struct judge *judge)
{
	__s64 value;

	if (!judge_value(judge, "net.core.somaxconn", 0, &value) || value < 0)
		return 0;
	return value > UINT32_MAX ? UINT32_MAX : value;
}

/*
 * Is the limit what somaxconn was when listen() was called, and is no more?
 * Nobody can tell, unless it was so at the first look.
 */
static bool is_outdated(const struct judge *judge, __u32 limit,
			enum model_limit from)
{
	__s64 before;

	return from == MODEL_LIMIT_MAYBE_OLD ||
	       (from == MODEL_LIMIT_LISTEN &&
		model_fact_value(&judge->before->facts, "net.core.somaxconn", 0,
				 &before) && before == limit);
}

static enum doctor_accept limit_of(const struct judge *judge, __u32 limit)
{
	__u32 somaxconn = somaxconn_of(judge);
	enum model_limit from;

	from = model_limit(limit, somaxconn ? &somaxconn : NULL);
	if (is_outdated(judge, limit, from))
		return DOCTOR_ACCEPT_OUTDATED;
	/* A new listen() would get even less than it has, or as much. */
	if (from == MODEL_LIMIT_OLD || from == MODEL_LIMIT_SOMAXCONN)
		return DOCTOR_ACCEPT_SOMAXCONN;
	return whose_default(limit) ? DOCTOR_ACCEPT_DEFAULT :
				      DOCTOR_ACCEPT_LISTEN;
}

static enum doctor_accept cause_of(const struct judge *judge,
				   const struct model_sock *before,
				   const struct model_sock *after)
{
	if (!is_overflowing(judge, before, after) &&
	    !(is_over(before) && is_over(after)))
		return DOCTOR_ACCEPT_NONE;
	if (is_stalled(judge, before, after))
		return DOCTOR_ACCEPT_STALLED;
	return limit_of(judge, after->snap.listener.accept_max);
}

static void say_stalled(struct doctor_finding *finding, const char *whose)
{
	doctor_say(finding->cause,
		   "%s does not accept connections, or far too slowly: the queue was full both times that it was looked at. A longer queue would only make clients wait for longer.",
		   whose);
	doctor_begin(finding->cause);
	doctor_say(finding->fix,
		   "# find out what keeps %s from accept(): a lock, a slow backend, too few workers",
		   whose);
	doctor_add_wait(finding);
}

static void say_limit(const struct judge *judge, struct doctor_finding *finding,
		      const char *whose, __u32 limit, __s64 wanted)
{
	bool is_default = judge->rule->variant == DOCTOR_ACCEPT_DEFAULT;
	__s64 somaxconn;

	doctor_say(finding->cause, "listen() was called with %u", limit);
	if (is_default)
		doctor_add(finding->cause,
			   ", a default (of %s) that nobody has chosen",
			   whose_default(limit));
	doctor_add(finding->cause,
		   ": bursts of connections are longer than that. net.core.somaxconn does not change it.");
	if (judge_value(judge, "net.core.somaxconn", 0, &somaxconn) &&
	    somaxconn < wanted)
		doctor_say(finding->fix, "sysctl -w net.core.somaxconn=%lld\n",
			   wanted);
	doctor_add(finding->fix,
		   "# let %s call listen() with %lld (its setting is often called backlog)",
		   whose, wanted);
}

static void say_somaxconn(const struct judge *judge,
			  struct doctor_finding *finding, const char *whose,
			  __u32 limit, __s64 wanted)
{
	__u32 somaxconn = somaxconn_of(judge);

	if (judge->rule->variant == DOCTOR_ACCEPT_OUTDATED) {
		doctor_say(finding->cause,
			   "The limit is %u, from before net.core.somaxconn was raised to %u: listen() reads it only when it is called.",
			   limit, somaxconn);
	} else {
		if (limit > somaxconn)
			doctor_say(finding->cause,
				   "The limit is %u, from before net.core.somaxconn was lowered to %u,",
				   limit, somaxconn);
		else
			doctor_say(finding->cause,
				   "net.core.somaxconn cut the limit that the application asked for to %u,",
				   limit);
		doctor_add(finding->cause,
			   " and bursts of connections are longer than that.");
		doctor_say(finding->fix, "sysctl -w net.core.somaxconn=%lld\n",
			   wanted);
	}
	doctor_add(finding->fix,
		   "# restart %s: listen() takes the limit when it is called",
		   whose);
}

static void report(struct judge *judge, const struct model_sock *before,
		   const struct model_sock *after)
{
	const struct nettune_sock_listener *listener = &after->snap.listener;
	__s64 lost = judge_drops(before, after);
	bool losing = judge_losing(judge, lost, 0);
	struct doctor_finding *finding;
	char whose[64];
	__s64 wanted;

	finding = judge_find(judge, losing ? DOCTOR_CRITICAL : DOCTOR_WARNING);
	judge_object_sock(finding, after);
	doctor_whose(&after->process, whose, sizeof(whose));
	wanted = doctor_round_up(listener->accept_q + 2 * lost, QUEUE_LEAST,
				 QUEUE_MOST);
	if (wanted < 2 * (__s64)listener->accept_max)
		wanted = doctor_round_up(2 * (__s64)listener->accept_max,
					 QUEUE_LEAST, QUEUE_MOST);
	judge_note(judge, finding, "accept_q", listener->accept_q);
	judge_note(judge, finding, "accept_max", listener->accept_max);
	judge_note(judge, finding, "drops", lost);
	judge_note(judge, finding, "drops_per_s", judge_rate(judge, lost));
	judge_note(judge, finding, "accepted_per_s",
		   judge_rate(judge, judge_grown(judge, "TcpPassiveOpens")));
	judge_note_fact(judge, finding, "somaxconn", "net.core.somaxconn", 0);
	switch (judge->rule->variant) {
	case DOCTOR_ACCEPT_STALLED:
		say_stalled(finding, whose);
		break;
	case DOCTOR_ACCEPT_OUTDATED:
	case DOCTOR_ACCEPT_SOMAXCONN:
		say_somaxconn(judge, finding, whose, listener->accept_max,
			      wanted);
		break;
	default:
		say_limit(judge, finding, whose, listener->accept_max, wanted);
	}
}

/**
 * doctor_accept_queues() - accept queues that overflow
 * @judge: the judgement; the variant is the cause to look for
 *
 * A queue is full when it holds more than its limit (sk_acceptq_is_full()); a
 * SYN or the last ACK is dropped then and counted as ListenOverflows and at the
 * listener (tcp_listendrop()).
 */
void doctor_accept_queues(struct judge *judge)
{
	const struct model_socks *listeners = &judge->after->listeners;

	for (size_t i = 0; i < listeners->count; i++) {
		const struct model_sock *after = &listeners->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->listeners, after);
		if (!before || !(after->snap.has & NT_HAS_ACCEPT))
			continue;
		if ((int)cause_of(judge, before, after) == judge->rule->variant)
			report(judge, before, after);
	}
}
