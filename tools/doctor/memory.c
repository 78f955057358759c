// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: memory of the protocols, and of reassembly. */
#include <unistd.h>

#include "doctor/rule.h"

/* What a process holds in the sockets that are the worst. */
struct holder {
	const struct model_sock	*sock;
	__u64			bytes;
};

static __u64 held_by(const struct model_sock *sock)
{
	return (__u64)sock->snap.mem.rmem_alloc + nt_wmem_used(&sock->snap);
}

static bool same_process(const struct model_sock *a, const struct model_sock *b)
{
	return a == b || (a->process.pid && a->process.pid == b->process.pid);
}

/* The process that holds most, and the first of its sockets. */
static struct holder biggest_holder(const struct judge *judge, __u8 protocol)
{
	const struct model_socks *worst = &judge->after->worst;
	struct holder most = { 0 };

	for (size_t i = 0; i < worst->count; i++) {
		struct holder holder = { .sock = &worst->socks[i].sock };

		if (holder.sock->snap.id.protocol != protocol)
			continue;
		for (size_t j = i; j < worst->count; j++) {
			const struct model_sock *sock = &worst->socks[j].sock;

			if (sock->snap.id.protocol == protocol &&
			    same_process(holder.sock, sock))
				holder.bytes += held_by(sock);
		}
		if (holder.bytes > most.bytes)
			most = holder;
	}
	return most;
}

/*
 * One of the two protocols with limits in pages for all of its sockets: which
 * of the three is where pressure begins, and where no more is given out.
 */
struct protocol {
	__u8		number;
	const char	*name;
	const char	*used;
	const char	*limits;
	unsigned int	pressure;
	unsigned int	limit;
};

static const struct protocol tcp = {
	NT_IPPROTO_TCP, "TCP", "sockstat.TCP.mem", "net.ipv4.tcp_mem", 1, 2,
};

/*
 * UDP knows no pressure: above the first limit a socket gets no more than
 * udp_rmem_min (__sk_mem_raise_allocated()).
 */
static const struct protocol udp = {
	NT_IPPROTO_UDP, "UDP", "sockstat.UDP.mem", "net.ipv4.udp_mem", 0, 0,
};

/*
 * Of TCP it begins at the pressure mark and ends below the low one, as in the
 * kernel; of UDP near its limit, above which it does not get. What is used
 * leaves out up to a MiB a CPU.
 */
static bool is_pressed(const struct judge *judge, const struct protocol *proto)
{
	__s64 before, after, low, pressure;

	if (!model_fact_value(&judge->before->facts, proto->used, 0, &before) ||
	    !judge_value(judge, proto->used, 0, &after) ||
	    !judge_value(judge, proto->limits, 0, &low) ||
	    !judge_value(judge, proto->limits, proto->pressure, &pressure))
		return false;
	if (!proto->pressure) {
		pressure -= pressure / 16;
		low -= low / 4;
	}
	return after >= pressure && before >= low;
}

/*
 * Room for twice as much as was used, and never less than there is. Where
 * something is lost, more was needed than the limit: what was lost would have
 * taken a page each, at most.
 */
static void say_room(struct doctor_finding *finding,
		     const struct protocol *proto, __s64 used,
		     const __s64 *limit, __s64 lost)
{
	__s64 wanted[3];

	if (finding->severity == DOCTOR_CRITICAL)
		used = 2 * (used > limit[proto->limit] ? used :
						limit[proto->limit]) + lost;
	for (unsigned int i = 0; i < 3; i++) {
		wanted[i] = used * (4 + i) / 2;
		if (wanted[i] < limit[i])
			wanted[i] = limit[i];
	}
	doctor_say(finding->fix,
		   "sysctl -w %s=\"%lld %lld %lld\"\n# if the machine has the memory; the cause is who lets data lie in sockets",
		   proto->limits, wanted[0], wanted[1], wanted[2]);
}

static void say_memory(struct judge *judge, struct doctor_finding *finding,
		       const struct protocol *proto, __s64 lost)
{
	__s64 used = 0, limit[3] = { 0 };

	judge_value(judge, proto->used, 0, &used);
	for (unsigned int i = 0; i < 3; i++)
		judge_value(judge, proto->limits, i, &limit[i]);
	judge_note(judge, finding, "pages", used);
	judge_note(judge, finding, "pages_pressure", limit[proto->pressure]);
	judge_note(judge, finding, "pages_limit", limit[proto->limit]);
	doctor_say(finding->cause,
		   "All %s sockets of the machine together use %lld of %lld pages of memory, ",
		   proto->name, used, limit[proto->limit]);
	if (proto->pressure)
		doctor_add(finding->cause, "pressure begins at %lld ",
			   limit[proto->pressure]);
	else
		doctor_add(finding->cause,
			   "beyond which they get no more than udp_rmem_min each ");
	doctor_add(finding->cause, "(%s counts pages of %ld bytes)",
		   proto->limits, sysconf(_SC_PAGESIZE));
	if (finding->process.pid)
		doctor_add(finding->cause,
			   ". Most of what is queued belongs to pid %u",
			   finding->process.pid);
	doctor_add(finding->cause, ".");
	say_room(finding, proto, used, limit, lost);
}

static struct doctor_finding *report(struct judge *judge,
				     const struct protocol *proto, bool loses,
				     __s64 lost)
{
	struct holder holder = biggest_holder(judge, proto->number);
	struct doctor_finding *finding;

	finding = judge_find(judge, loses ? DOCTOR_CRITICAL : DOCTOR_WARNING);
	if (holder.sock) {
		judge_object_sock(finding, holder.sock);
		judge_note(judge, finding, "holder_bytes", holder.bytes);
	}
	say_memory(judge, finding, proto, lost);
	return finding;
}

/**
 * doctor_tcp_memory() - TCP is short of memory
 * @judge: the judgement
 */
void doctor_tcp_memory(struct judge *judge)
{
	__s64 aborts = judge_grown(judge, "TcpExtTCPAbortOnMemory");
	__s64 entered = judge_grown(judge, "TcpExtTCPMemoryPressures");
	struct doctor_finding *finding;
	__s64 used, limit;
	bool loses;

	if (!is_pressed(judge, &tcp))
		return;
	loses = judge_losing(judge, aborts, 0) ||
		(judge_value(judge, tcp.used, 0, &used) &&
		 judge_value(judge, tcp.limits, 2, &limit) && used >= limit);
	finding = report(judge, &tcp, loses, aborts);
	judge_note(judge, finding, "aborts", aborts);
	judge_note(judge, finding, "pressures", entered);
}

/**
 * doctor_udp_memory() - UDP is short of memory
 * @judge: the judgement
 */
void doctor_udp_memory(struct judge *judge)
{
	__s64 lost = judge_grown(judge, "UdpMemErrors") +
		     judge_grown(judge, "Udp6MemErrors");
	__s64 received = judge_grown(judge, "UdpInDatagrams") +
			 judge_grown(judge, "Udp6InDatagrams");
	bool loses = judge_losing(judge, lost, received);
	struct doctor_finding *finding;

	if (!loses && !is_pressed(judge, &udp))
		return;
	finding = report(judge, &udp, loses, lost);
	judge_note(judge, finding, "drops", lost);
	judge_note(judge, finding, "drops_per_s", judge_rate(judge, lost));
}

/* Does the queue of fragments fill the memory that it may have? */
static bool is_full_of_fragments(const struct judge *judge)
{
	static const struct {
		const char *used, *limit;
	} kinds[] = {
		{ "sockstat.FRAG.memory", "net.ipv4.ipfrag_high_thresh" },
		{ "sockstat6.FRAG6.memory", "net.ipv6.ip6frag_high_thresh" },
	};
	__s64 before, after, limit;

	for (size_t i = 0; i < 2; i++)
		if (model_fact_value(&judge->before->facts, kinds[i].used, 0,
				     &before) &&
		    judge_value(judge, kinds[i].used, 0, &after) &&
		    judge_value(judge, kinds[i].limit, 0, &limit) &&
		    judge_high(before, after, limit))
			return true;
	return false;
}

static void say_fragments(const struct judge *judge,
			  struct doctor_finding *finding)
{
	__s64 limit = 0;

	if (judge->rule->variant == DOCTOR_FRAGMENTS_LOST) {
		doctor_say(finding->cause,
			   "Fragments of packets are lost on their way, and what has come is thrown away when the rest does not come in time. There is memory enough here.");
		doctor_say(finding->fix,
			   "# find where they are lost, or let the sender send no more than fits a packet (about 1400 bytes)");
		return;
	}
	judge_value(judge, "net.ipv4.ipfrag_high_thresh", 0, &limit);
	doctor_say(finding->cause,
		   "Fragments that wait for the rest of their packets use all the memory that they may (ipfrag_high_thresh), and further ones are dropped.");
	doctor_say(finding->fix,
		   "sysctl -w net.ipv4.ipfrag_high_thresh=%lld\n# if the rest is lost on the way, only smaller datagrams help",
		   doctor_round_up(4 * limit, 4 << 20, 256 << 20));
}

/**
 * doctor_reassembly() - packets that could not be put together
 * @judge: the judgement; the variant is why
 *
 * ReasmFails counts fragments for which there is no memory, and packets that
 * were given up (ReasmTimeout).
 */
void doctor_reassembly(struct judge *judge)
{
	__s64 failed = judge_grown(judge, "IpReasmFails") +
		       judge_grown(judge, "Ip6ReasmFails");
	__s64 late = judge_grown(judge, "IpReasmTimeout") +
		     judge_grown(judge, "Ip6ReasmTimeout");
	__s64 whole = judge_grown(judge, "IpReasmOKs") +
		      judge_grown(judge, "Ip6ReasmOKs");
	struct doctor_finding *finding;
	enum doctor_fragments why;

	if (!judge_losing(judge, failed, whole))
		return;
	why = is_full_of_fragments(judge) || late * 2 < failed ?
		      DOCTOR_FRAGMENTS_MEMORY : DOCTOR_FRAGMENTS_LOST;
	if ((int)why != judge->rule->variant)
		return;
	finding = judge_find(judge, DOCTOR_CRITICAL);
	judge_note(judge, finding, "failed", failed);
	judge_note(judge, finding, "failed_per_s", judge_rate(judge, failed));
	judge_note(judge, finding, "timeouts", late);
	judge_note(judge, finding, "reassembled", whole);
	judge_note_fact(judge, finding, "memory", "sockstat.FRAG.memory", 0);
	judge_note_fact(judge, finding, "high_thresh",
			"net.ipv4.ipfrag_high_thresh", 0);
	say_fragments(judge, finding);
}
