// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: receive buffers of TCP connections, and their backlogs. */
#include "doctor/rule.h"

/* Unread for as long as this is a reader who does not keep up. */
#define UNREAD_PERCENT	40

/* Payload is less than a quarter of the memory that it takes. */
#define OVERHEAD_FACTOR	4
#define OVERHEAD_PERCENT	60

/* A round trip that is worth a larger buffer. */
#define RTT_LEAST_US	1000

static bool is_open(const struct model_sock *sock)
{
	return sock->snap.id.protocol == NT_IPPROTO_TCP &&
	       (sock->snap.id.state == NT_STATE_ESTABLISHED ||
		sock->snap.id.state == NT_STATE_FIN_WAIT1 ||
		sock->snap.id.state == NT_STATE_FIN_WAIT2);
}

static bool over_percent(__u32 part, __u32 whole, unsigned int percent)
{
	return whole && (__u64)part * 100 >= (__u64)whole * percent;
}

static bool is_unread(const struct model_sock *sock)
{
	return over_percent(sock->snap.mem.recv_q, sock->snap.mem.rcvbuf,
			    UNREAD_PERCENT);
}

static bool is_overhead(const struct model_sock *sock)
{
	const struct nettune_sock_mem *mem = &sock->snap.mem;

	return mem->recv_q && mem->rmem_alloc / OVERHEAD_FACTOR >= mem->recv_q &&
	       over_percent(mem->rmem_alloc, mem->rcvbuf, OVERHEAD_PERCENT);
}

/* Is there a window left, as far as the source can tell? */
static bool offers_window(const struct model_sock *sock)
{
	const struct nt_snap *snap = &sock->snap;

	return snap->flags_known & NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT &&
	       !(snap->id.flags & NETTUNE_SOCK_FLAG_ZERO_WINDOW_OUT);
}

/*
 * A receiver that is slower than its sender has a full buffer and is healthy.
 * Not so one that has read nothing between the snapshots, or of which all that
 * the namespace received in a second is less than what it has not read.
 */
static bool reads_too_slowly(const struct judge *judge,
			     const struct model_sock *before,
			     const struct model_sock *after)
{
	__s64 received;

	if (before->snap.mem.recv_q == after->snap.mem.recv_q)
		return true;
	return model_fact_delta(&judge->before->facts, &judge->after->facts,
				"IpExtInOctets", &received) &&
	       judge_rate(judge, received +
			  judge_grown(judge, "Ip6InOctets")) <
	       after->snap.mem.recv_q;
}

static enum doctor_reader kind_of(const struct judge *judge,
				  const struct model_sock *before,
				  const struct model_sock *after)
{
	if (!is_open(after))
		return DOCTOR_READER_NONE;
	if (is_overhead(before) && is_overhead(after))
		return DOCTOR_READER_OVERHEAD;
	if (is_unread(before) && is_unread(after) &&
	    !(offers_window(before) && offers_window(after)) &&
	    reads_too_slowly(judge, before, after))
		return DOCTOR_READER_SLOW;
	return DOCTOR_READER_NONE;
}

static void say_slow(struct doctor_finding *finding, const char *whose)
{
	doctor_say(finding->cause,
		   "%s has not read what has come, for as long as it was looked at, so the window is closed and the sender has to wait.",
		   whose);
	doctor_begin(finding->cause);
	doctor_say(finding->fix,
		   "# find out what keeps %s from reading: no buffer is large enough for a reader that does not read",
		   whose);
	doctor_add_wait(finding);
}

static void say_overhead(struct doctor_finding *finding, const char *whose,
			 const struct model_sock *sock)
{
	const struct nettune_sock_mem *mem = &sock->snap.mem;

	doctor_say(finding->cause,
		   "The peer sends tiny segments: each takes a whole buffer of the kernel, so %u bytes of data take %u bytes of the receive buffer.",
		   mem->recv_q, mem->rmem_alloc);
	doctor_say(finding->fix,
		   "# let the peer write larger pieces (or without TCP_NODELAY), and %s read sooner",
		   whose);
}

static void report(struct judge *judge, const struct model_sock *sock)
{
	const struct nettune_sock_mem *mem = &sock->snap.mem;
	struct doctor_finding *finding;
	char whose[64];

	if (judge_counted(judge, sock))
		return;
	finding = judge_find(judge, DOCTOR_WARNING);
	judge_object_sock(finding, sock);
	doctor_whose(&sock->process, whose, sizeof(whose));
	judge_note(judge, finding, "sockets", 1);
	judge_note(judge, finding, "recv_q", mem->recv_q);
	judge_note(judge, finding, "rmem_alloc", mem->rmem_alloc);
	judge_note(judge, finding, "rcvbuf", mem->rcvbuf);
	if (judge->rule->variant == DOCTOR_READER_OVERHEAD)
		say_overhead(finding, whose, sock);
	else
		say_slow(finding, whose);
}

/**
 * doctor_readers() - receive buffers that stay full
 * @judge: the judgement; the variant is why
 */
void doctor_readers(struct judge *judge)
{
	const struct model_socks *worst = &judge->after->worst;

	for (size_t i = 0; i < worst->count; i++) {
		const struct model_sock *after = &worst->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->worst, after);
		if (before && after->snap.has & NT_HAS_MEM &&
		    (int)kind_of(judge, before, after) == judge->rule->variant)
			report(judge, after);
	}
}

/*
 * Does what comes in fill the window in each round trip? Which of the
 * connections it came by is not known, so each is thought to have had its
 * share.
 */
static bool fills_window(const struct judge *judge,
			 const struct model_sock *sock)
{
	__s64 connections, octets;

	connections = judge->after->states[NT_STATE_ESTABLISHED].sockets;
	octets = judge_rate(judge, judge_grown(judge, "IpExtInOctets") +
				   judge_grown(judge, "Ip6InOctets"));
	if (!connections)
		return false;
	return octets / connections * sock->snap.tcp.srtt_us / 1000000 * 2 >=
	       sock->snap.tcp.window_clamp;
}

static bool is_locked_low(const struct judge *judge,
			  const struct model_sock *sock)
{
	const __u32 has = NT_HAS_MEM | NT_HAS_TCP;
	const struct nt_snap *snap = &sock->snap;
	__s64 automatic;

	return is_open(sock) && (snap->has & has) == has &&
	       snap->flags_known & snap->id.flags &
		       NETTUNE_SOCK_FLAG_RCVBUF_LOCKED &&
	       judge_value(judge, "net.ipv4.tcp_rmem", 2, &automatic) &&
	       snap->mem.rcvbuf < automatic &&
	       snap->tcp.srtt_us >= RTT_LEAST_US && fills_window(judge, sock);
}

static void report_locked(struct judge *judge, const struct model_sock *sock)
{
	struct doctor_finding *finding;
	char whose[64];

	if (judge_counted(judge, sock))
		return;
	finding = judge_find(judge, DOCTOR_WARNING);
	judge_object_sock(finding, sock);
	doctor_whose(&sock->process, whose, sizeof(whose));
	judge_note(judge, finding, "sockets", 1);
	judge_note(judge, finding, "rcvbuf", sock->snap.mem.rcvbuf);
	judge_note(judge, finding, "window", sock->snap.tcp.window_clamp);
	judge_note(judge, finding, "rtt_us", sock->snap.tcp.srtt_us);
	judge_note_fact(judge, finding, "tcp_rmem_max", "net.ipv4.tcp_rmem", 2);
	doctor_say(finding->cause,
		   "%s has set SO_RCVBUF, which ends the kernel's own sizing of the buffer. No more than its window of %u bytes can come in a round trip of %u us, and that much comes.",
		   whose, sock->snap.tcp.window_clamp, sock->snap.tcp.srtt_us);
	doctor_begin(finding->cause);
	doctor_say(finding->fix,
		   "# let %s not set SO_RCVBUF for TCP: the buffer then grows as needed, up to net.ipv4.tcp_rmem",
		   whose);
}

/**
 * doctor_locked_buffers() - SO_RCVBUF below what the path needs
 * @judge: the judgement
 */
void doctor_locked_buffers(struct judge *judge)
{
	const struct model_socks *worst = &judge->after->worst;

	for (size_t i = 0; i < worst->count; i++)
		if (is_locked_low(judge, &worst->socks[i].sock))
			report_locked(judge, &worst->socks[i].sock);
}

/* The connection that has lost the most between the snapshots, or NULL. */
static const struct model_sock *biggest_loser(const struct judge *judge)
{
	const struct model_socks *worst = &judge->after->worst;
	const struct model_sock *loser = NULL;
	__s64 most = 0;

	for (size_t i = 0; i < worst->count; i++) {
		const struct model_sock *after = &worst->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->worst, after);
		if (!before || after->snap.id.protocol != NT_IPPROTO_TCP ||
		    judge_drops(before, after) <= most)
			continue;
		most = judge_drops(before, after);
		loser = after;
	}
	return loser;
}

/**
 * doctor_sock_backlogs() - packets dropped while the socket was locked
 * @judge: the judgement
 *
 * What comes while the application holds the socket's lock waits in a backlog
 * that may hold as much as both buffers (tcp_add_backlog()).
 */
void doctor_sock_backlogs(struct judge *judge)
{
	__s64 lost = judge_grown(judge, "TcpExtTCPBacklogDrop");
	struct doctor_finding *finding;
	const struct model_sock *sock;

	if (!judge_losing(judge, lost, judge_grown(judge, "TcpInSegs")))
		return;
	sock = biggest_loser(judge);
	finding = judge_find(judge, DOCTOR_CRITICAL);
	if (sock) {
		judge_object_sock(finding, sock);
		judge_note(judge, finding, "rcvbuf", sock->snap.mem.rcvbuf);
		judge_note(judge, finding, "sndbuf", sock->snap.mem.sndbuf);
	}
	judge_note(judge, finding, "drops", lost);
	judge_note(judge, finding, "drops_per_s", judge_rate(judge, lost));
	doctor_say(finding->cause,
		   "Segments came faster than the application let the kernel process them: while it is in a system call on the socket they wait, and there is room for as much as both of its buffers hold.");
	doctor_say(finding->fix,
		   "# let the application not set SO_RCVBUF and SO_SNDBUF, and make shorter calls on the socket");
}
