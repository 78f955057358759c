// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: SYN queues, cookies, and the setting that does not help. */
#include "array.h"
#include "doctor/rule.h"

#define QUEUE_MOST	65535
#define QUEUE_LEAST	1024

/* No kernel sets tcp_max_syn_backlog higher by itself (tcp_init()). */
#define SYN_BACKLOG_DEFAULT_MOST	4096

static bool is_full(const struct model_sock *sock)
{
	const struct nettune_sock_listener *listener = &sock->snap.listener;

	return sock->snap.has & NT_HAS_SYN && listener->syn_q &&
	       listener->syn_q >= listener->syn_max;
}

static __u64 fullness_of(const struct model_sock *sock)
{
	const struct nettune_sock_listener *listener = &sock->snap.listener;

	return sock->snap.has & NT_HAS_SYN ?
	       nt_permille(listener->syn_q, listener->syn_max) : 0;
}

/*
 * The listener whose queue was the fullest at either look, if it was nearly
 * full. Queues are full for moments, so that both looks may miss it.
 */
static const struct model_sock *find_fullest(const struct judge *judge)
{
	const struct model_socks *listeners = &judge->after->listeners;
	const struct model_sock *fullest = NULL;
	__u64 most = DOCTOR_LOW * 10 - 1;

	for (size_t i = 0; i < listeners->count; i++) {
		const struct model_sock *now = &listeners->socks[i].sock;
		const struct model_sock *looks[] = {
			now, judge_before(&judge->before->listeners, now),
		};

		for (size_t j = 0; j < ARRAY_SIZE(looks); j++) {
			if (!looks[j] || fullness_of(looks[j]) <= most)
				continue;
			most = fullness_of(looks[j]);
			fullest = looks[j];
		}
	}
	return fullest;
}

/* Was tcp_max_syn_backlog raised, while cookies make it have no effect? */
static bool is_useless(const struct judge *judge)
{
	__s64 cookies, backlog;

	return judge_value(judge, "net.ipv4.tcp_syncookies", 0, &cookies) &&
	       judge_value(judge, "net.ipv4.tcp_max_syn_backlog", 0,
			   &backlog) &&
	       cookies && backlog > SYN_BACKLOG_DEFAULT_MOST;
}

static enum doctor_syn kind_of(const struct judge *judge, bool drops)
{
	if (drops)
		return DOCTOR_SYN_DROPS;
	return is_useless(judge) ? DOCTOR_SYN_USELESS : DOCTOR_SYN_COOKIES;
}

static __s64 wanted_of(const struct model_sock *sock, __s64 overflowed)
{
	__s64 limit = sock ? sock->snap.listener.syn_max : 0;

	return doctor_round_up(2 * limit + overflowed, QUEUE_LEAST, QUEUE_MOST);
}

static void say_cause(const struct judge *judge, struct doctor_finding *finding)
{
	switch (judge->rule->variant) {
	case DOCTOR_SYN_DROPS:
		doctor_say(finding->cause,
			   "More connections are half open than the SYN queue takes, and with tcp_syncookies=0 each further SYN is dropped.");
		return;
	case DOCTOR_SYN_USELESS:
		doctor_say(finding->cause,
			   "More connections are half open than the SYN queue takes, so cookies are sent. tcp_max_syn_backlog was raised, which has no effect while cookies are on: the limit is that of listen() and net.core.somaxconn.");
		return;
	default:
		doctor_say(finding->cause,
			   "More connections are half open than the SYN queue takes, so cookies are sent, and connections that begin with one may lose TCP options. The limit is that of listen() and net.core.somaxconn.");
	}
}

static void say_fix(const struct judge *judge, struct doctor_finding *finding,
		    const struct model_sock *sock, __s64 wanted)
{
	const struct nettune_sock_process nobody = { 0 };
	__s64 somaxconn, backlog;
	char whose[64];

	doctor_whose(sock ? &sock->process : &nobody, whose, sizeof(whose));
	if (judge->rule->variant == DOCTOR_SYN_DROPS) {
		doctor_say(finding->fix, "sysctl -w net.ipv4.tcp_syncookies=1\n");
		if (judge_value(judge, "net.ipv4.tcp_max_syn_backlog", 0,
				&backlog) && backlog < wanted)
			doctor_add(finding->fix,
				   "# or: sysctl -w net.ipv4.tcp_max_syn_backlog=%lld\n",
				   wanted);
	}
	if (judge_value(judge, "net.core.somaxconn", 0, &somaxconn) &&
	    somaxconn < wanted)
		doctor_add(finding->fix, "sysctl -w net.core.somaxconn=%lld\n",
			   wanted);
	doctor_add(finding->fix,
		   "# unless it is an attack: let %s call listen() with %lld, and restart it",
		   whose, wanted);
}

/* @full: was it @sock that was full, or is it only the most likely one? */
static void report(struct judge *judge, const struct model_sock *sock,
		   bool full, __s64 overflowed)
{
	bool drops = judge->rule->variant == DOCTOR_SYN_DROPS;
	struct doctor_finding *finding;

	finding = judge_find(judge, drops ? DOCTOR_CRITICAL : DOCTOR_WARNING);
	if (sock) {
		judge_object_sock(finding, sock);
		judge_note(judge, finding, "syn_q", sock->snap.listener.syn_q);
		judge_note(judge, finding, "syn_max",
			   sock->snap.listener.syn_max);
	}
	judge_note(judge, finding, drops ? "drops_per_s" : "cookies_per_s",
		   judge_rate(judge, overflowed));
	judge_note(judge, finding, drops ? "drops" : "cookies", overflowed);
	judge_note(judge, finding, "cookies_returned",
		   judge_grown(judge, "TcpExtSyncookiesRecv"));
	judge_note_fact(judge, finding, "tcp_max_syn_backlog",
			"net.ipv4.tcp_max_syn_backlog", 0);
	judge_note_fact(judge, finding, "somaxconn", "net.core.somaxconn", 0);
	say_cause(judge, finding);
	if (sock && !full)
		doctor_add(finding->cause,
			   " No queue was full when it was looked at; this one was the fullest.");
	say_fix(judge, finding, full ? sock : NULL,
		wanted_of(sock, overflowed));
}

/**
 * doctor_syn_queues() - SYN queues that are full
 * @judge: the judgement; the variant is what happens then
 *
 * tcp_conn_request() counts each SYN that finds the queue full, as
 * TCPReqQFullDoCookies or TCPReqQFullDrop. Which listener it was only the module
 * can tell, and only if it is full at one of the two looks; else the fullest is
 * named as such.
 */
void doctor_syn_queues(struct judge *judge)
{
	const struct model_socks *listeners = &judge->after->listeners;
	bool drops = judge->rule->variant == DOCTOR_SYN_DROPS;
	size_t told = 0;
	__s64 overflowed;

	overflowed = judge_grown(judge, drops ? "TcpExtTCPReqQFullDrop" :
						"TcpExtTCPReqQFullDoCookies");
	if (!judge_losing(judge, overflowed,
			  judge_grown(judge, "TcpPassiveOpens")) ||
	    (int)kind_of(judge, drops) != judge->rule->variant)
		return;
	for (size_t i = 0; i < listeners->count; i++) {
		const struct model_sock *sock = &listeners->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->listeners, sock);
		if (is_full(sock) || (before && is_full(before))) {
			report(judge, sock, true, overflowed);
			told++;
		}
	}
	if (!told)
		report(judge, find_fullest(judge), false, overflowed);
}
