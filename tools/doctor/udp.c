// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: datagrams lost for want of room, as against damaged ones. */
#include "doctor/rule.h"

/* Largest receive buffer that is proposed, bytes as SO_RCVBUF takes them. */
#define BUFFER_MOST	67108864
#define BUFFER_LEAST	1048576

/* Sum of a counter's IPv4 and IPv6 kinds. */
static __s64 both(const struct judge *judge, const char *name4,
		  const char *name6)
{
	return judge_grown(judge, name4) + judge_grown(judge, name6);
}

static __s64 lost_by_buffers(const struct judge *judge)
{
	return both(judge, "UdpRcvbufErrors", "Udp6RcvbufErrors");
}

static __s64 received(const struct judge *judge)
{
	return both(judge, "UdpInDatagrams", "Udp6InDatagrams");
}

/* The next datagram may be a large one. */
static bool is_full(const struct model_sock *sock)
{
	return (__u64)sock->snap.mem.rmem_alloc * 100 >=
	       (__u64)sock->snap.mem.rcvbuf * DOCTOR_LOW;
}

/*
 * Full both times, and what the whole namespace reads in a second would not
 * even empty this queue: then a larger one is no help.
 */
static bool is_stuck(const struct judge *judge, const struct model_sock *before,
		     const struct model_sock *after)
{
	/* Least memory that a datagram takes. */
	const __u32 datagram = 512;

	return is_full(before) && is_full(after) &&
	       judge_rate(judge, received(judge)) <
	       after->snap.mem.rmem_alloc / datagram / 4;
}

static enum doctor_udp kind_of(const struct judge *judge,
			       const struct model_sock *before,
			       const struct model_sock *after)
{
	if (after->snap.id.protocol != NT_IPPROTO_UDP ||
	    !judge_losing(judge, judge_drops(before, after), received(judge)))
		return DOCTOR_UDP_NONE;
	return is_stuck(judge, before, after) ? DOCTOR_UDP_STUCK :
						DOCTOR_UDP_SMALL;
}

static void say_stuck(struct doctor_finding *finding, const char *whose)
{
	doctor_say(finding->cause,
		   "%s hardly reads from this socket: its receive buffer was full both times that it was looked at, and a larger one would be full as well.",
		   whose);
	doctor_begin(finding->cause);
	doctor_say(finding->fix,
		   "# find out what keeps %s from reading, or close the socket",
		   whose);
	doctor_add_wait(finding);
}

/*
 * getsockopt() tells twice what was asked for. A socket that has what it got
 * without asking has the default.
 */
static void say_small(const struct judge *judge, struct doctor_finding *finding,
		      const char *whose, const struct model_sock *sock)
{
	__s64 rcvbuf = sock->snap.mem.rcvbuf;
	__s64 wanted = doctor_round_up(2 * rcvbuf, BUFFER_LEAST, BUFFER_MOST);
	__s64 usual, most;

	doctor_say(finding->cause,
		   "Datagrams come in bursts that are larger than the receive buffer of %lld bytes",
		   rcvbuf);
	if (judge_value(judge, "net.core.rmem_default", 0, &usual) &&
	    usual == rcvbuf)
		doctor_add(finding->cause,
			   ", which is net.core.rmem_default: %s has not asked for another",
			   whose);
	doctor_add(finding->cause, ".");
	if (judge_value(judge, "net.core.rmem_max", 0, &most) && most < wanted)
		doctor_say(finding->fix, "sysctl -w net.core.rmem_max=%lld\n",
			   wanted);
	doctor_add(finding->fix,
		   "# let %s set SO_RCVBUF to %lld on this socket (and restart it)",
		   whose, wanted);
}

static void report(struct judge *judge, const struct model_sock *before,
		   const struct model_sock *after)
{
	__s64 lost = judge_drops(before, after);
	struct doctor_finding *finding;
	char whose[64];

	finding = judge_find(judge, DOCTOR_CRITICAL);
	judge_object_sock(finding, after);
	doctor_whose(&after->process, whose, sizeof(whose));
	judge_note(judge, finding, "rmem_alloc", after->snap.mem.rmem_alloc);
	judge_note(judge, finding, "rcvbuf", after->snap.mem.rcvbuf);
	judge_note(judge, finding, "drops", lost);
	judge_note(judge, finding, "drops_per_s", judge_rate(judge, lost));
	judge_note(judge, finding, "received_per_s",
		   judge_rate(judge, received(judge)));
	judge_note(judge, finding, "checksum_errors",
		   both(judge, "UdpInCsumErrors", "Udp6InCsumErrors"));
	if (judge->rule->variant == DOCTOR_UDP_STUCK)
		say_stuck(finding, whose);
	else
		say_small(judge, finding, whose, after);
}

/**
 * doctor_udp_buffers() - datagrams that found the receive buffer full
 * @judge: the judgement; the variant is why
 *
 * Each is counted as RcvbufErrors and at the socket
 * (__udp_enqueue_schedule_skb()).
 */
void doctor_udp_buffers(struct judge *judge)
{
	const struct model_socks *worst = &judge->after->worst;

	if (!judge_losing(judge, lost_by_buffers(judge), received(judge)))
		return;
	for (size_t i = 0; i < worst->count; i++) {
		const struct model_sock *after = &worst->socks[i].sock;
		const struct model_sock *before;

		before = judge_before(&judge->before->worst, after);
		if (before && after->snap.has & NT_HAS_MEM &&
		    (int)kind_of(judge, before, after) == judge->rule->variant)
			report(judge, before, after);
	}
}

/**
 * doctor_checksums() - packets that were damaged on their way
 * @judge: the judgement
 */
void doctor_checksums(struct judge *judge)
{
	__s64 udp = both(judge, "UdpInCsumErrors", "Udp6InCsumErrors");
	__s64 tcp = judge_grown(judge, "TcpInCsumErrors");
	__s64 ip = judge_grown(judge, "IpExtInCsumErrors");
	struct doctor_finding *finding;

	if (!judge_losing(judge, udp + tcp + ip,
			  both(judge, "IpInReceives", "Ip6InReceives")))
		return;
	finding = judge_find(judge, DOCTOR_CRITICAL);
	judge_note(judge, finding, "udp_checksum_errors", udp);
	judge_note(judge, finding, "tcp_checksum_errors", tcp);
	judge_note(judge, finding, "ip_checksum_errors", ip);
	judge_note(judge, finding, "errors_per_s",
		   judge_rate(judge, udp + tcp + ip));
	judge_note(judge, finding, "udp_buffer_errors", lost_by_buffers(judge));
	doctor_say(finding->cause,
		   "Packets come with wrong checksums: they are damaged by the path, a device or its driver. No buffer is too small.");
	doctor_say(finding->fix,
		   "# see which device they come by ('nettune nic' shows rx_crc), then check cable, transceiver and switch;\n# if only one host sends them: ethtool -K DEVICE tx off there, to rule out its offload");
}
