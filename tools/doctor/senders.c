// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: connections that have data to send and can't. */
#include <string.h>

#include "doctor/rule.h"

/* Is it an application that waits? What was closed has no inode any more. */
static bool can_send(const struct model_sock *sock)
{
	const __u8 state = sock->snap.id.state;
	const __u32 has = NT_HAS_MEM | NT_HAS_OWNER;

	return sock->snap.id.protocol == NT_IPPROTO_TCP &&
	       (sock->snap.has & has) == has && sock->snap.owner.inode &&
	       (state == NT_STATE_ESTABLISHED || state == NT_STATE_CLOSE_WAIT);
}

/* Was nothing acknowledged, and nothing written, since it was looked at? */
static bool is_stuck(const struct model_sock *before,
		     const struct model_sock *after)
{
	return after->snap.mem.send_q &&
	       before->snap.mem.send_q == after->snap.mem.send_q;
}

/* Do two sockets have the ends of one connection? */
static bool are_ends(const struct nettune_sock_id *id,
		     const struct nettune_sock_id *other)
{
	return other->protocol == id->protocol && other->family == id->family &&
	       other->sport == id->dport && other->dport == id->sport &&
	       !memcmp(other->saddr, id->daddr, sizeof(id->daddr)) &&
	       !memcmp(other->daddr, id->saddr, sizeof(id->saddr));
}

/*
 * Is the peer on this machine? Then what is wrong is the reader, or the
 * listener that has not taken the connection.
 */
static bool is_local(const struct judge *judge,
		     const struct nettune_sock_id *id)
{
	const struct model_socks *worst = &judge->after->worst;
	const struct model_socks *listeners = &judge->after->listeners;

	for (size_t i = 0; i < worst->count; i++)
		if (are_ends(id, &worst->socks[i].sock.snap.id))
			return true;
	if (memcmp(id->saddr, id->daddr, sizeof(id->saddr)))
		return false;
	for (size_t i = 0; i < listeners->count; i++)
		if (listeners->socks[i].sock.snap.id.sport == id->dport)
			return true;
	return false;
}

/*
 * The source that knows windows and retransmissions knows why; another one
 * knows only that nothing moves.
 */
static enum doctor_sender kind_of(const struct judge *judge,
				  const struct model_sock *before,
				  const struct model_sock *after)
{
	const struct nt_snap *snap = &after->snap;
	const __u32 both = before->snap.flags_known & snap->flags_known;
	const __u32 zero = before->snap.id.flags & snap->id.flags;

	if (!can_send(after) || !is_stuck(before, after) ||
	    is_local(judge, &snap->id))
		return DOCTOR_SENDER_NONE;
	if (!(both & NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN) ||
	    !(snap->has & NT_HAS_TCP))
		return DOCTOR_SENDER_UNKNOWN;
	if (zero & NETTUNE_SOCK_FLAG_ZERO_WINDOW_IN)
		return DOCTOR_SENDER_WINDOW;
	if (snap->tcp.unacked && snap->tcp.retrans_out &&
	    before->snap.tcp.unacked)
		return DOCTOR_SENDER_DEAD;
	/* Held back on purpose (TCP_CORK), or about to be sent. */
	return DOCTOR_SENDER_NONE;
}

static void say_sender(const struct judge *judge,
		       struct doctor_finding *finding)
{
	switch (judge->rule->variant) {
	case DOCTOR_SENDER_WINDOW:
		doctor_say(finding->cause,
			   "The peer has closed its window: its application does not read what is sent.");
		doctor_say(finding->fix,
			   "# look at the reader on the peer's side; a timeout for writing in this application would end such connections");
		return;
	case DOCTOR_SENDER_DEAD:
		doctor_say(finding->cause,
			   "The peer does not answer: what was sent is sent again and again, until net.ipv4.tcp_retries2 is reached (about 15 minutes).");
		doctor_say(finding->fix,
			   "# see if the peer or the path is down: ping, tracepath\n# to give up sooner: sysctl -w net.ipv4.tcp_retries2=8, or TCP_USER_TIMEOUT in the application");
		return;
	default:
		doctor_say(finding->cause,
			   "Nothing of what is to be sent was acknowledged meanwhile: the peer does not read, or does not answer. Which of them the nettune module can tell.");
		doctor_say(finding->fix,
			   "# see if the peer is alive (ping) and reads what it gets; for more: modprobe nettune");
	}
}

static void report(struct judge *judge, const struct model_sock *sock)
{
	const struct nettune_sock_tcp *tcp = &sock->snap.tcp;
	struct doctor_finding *finding;

	if (judge_counted(judge, sock))
		return;
	finding = judge_find(judge, DOCTOR_WARNING);
	judge_object_sock(finding, sock);
	judge_note(judge, finding, "sockets", 1);
	judge_note(judge, finding, "send_q", sock->snap.mem.send_q);
	judge_note(judge, finding, "wmem_queued", sock->snap.mem.wmem_queued);
	judge_note(judge, finding, "sndbuf", sock->snap.mem.sndbuf);
	if (sock->snap.has & NT_HAS_TCP) {
		judge_note(judge, finding, "unacked", tcp->unacked);
		judge_note(judge, finding, "unsent", tcp->unsent);
		judge_note(judge, finding, "retransmits", tcp->total_retrans);
		judge_note(judge, finding, "peer_window", tcp->snd_wnd);
	}
	say_sender(judge, finding);
}

/**
 * doctor_senders() - connections that have data to send and can't
 * @judge: the judgement; the variant is why
 *
 * Where the reader who does not read is a socket of this machine, that one is
 * what is wrong.
 */
void doctor_senders(struct judge *judge)
{
	const struct model_socks *worst = &judge->after->worst;

	for (size_t i = 0; i < worst->count; i++) {
		const struct model_sock *after = &worst->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->worst, after);
		if (before &&
		    (int)kind_of(judge, before, after) == judge->rule->variant)
			report(judge, after);
	}
}
