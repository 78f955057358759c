// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: connections that stay, or that can't be made. */
#include <arpa/inet.h>

#include "doctor/rule.h"

/* So many in CLOSE_WAIT at once are no coincidence. */
#define LEAK_LEAST	32

#define TIME_WAIT_LEAST	262144
#define TIME_WAIT_MOST	2097152
#define ORPHANS_MOST	1048576

/* The widest range that leaves well-known services alone. */
#define PORT_LOW	15000
#define PORT_HIGH	65000

/* Did it stay in CLOSE_WAIT all the time, with somebody who could close it? */
static bool is_leaked(const struct judge *judge, const struct model_sock *sock)
{
	bool unaccepted = sock->snap.has & NT_HAS_OWNER &&
			  !sock->snap.owner.inode;

	return !unaccepted &&
	       model_socks_find(&judge->before->leaks, &sock->snap.id);
}

/* How many of those that are kept are leaked by the process of one. */
static size_t leaked_with(const struct judge *judge,
			  const struct model_sock *sock)
{
	const struct model_socks *leaks = &judge->after->leaks;
	size_t count = 0;

	for (size_t i = 0; i < leaks->count; i++) {
		const struct model_sock *other = &leaks->socks[i].sock;

		count += other->process.pid == sock->process.pid &&
			 is_leaked(judge, other);
	}
	return count;
}

static void report_leak(struct judge *judge, const struct model_sock *sock)
{
	struct doctor_finding *finding = judge_find(judge, DOCTOR_WARNING);
	__u32 before, after;
	char whose[64];

	before = judge->before->states[NT_STATE_CLOSE_WAIT].sockets;
	after = judge->after->states[NT_STATE_CLOSE_WAIT].sockets;
	finding->process = sock->process;
	doctor_say(finding->object, "tcp port %u", ntohs(sock->snap.id.sport));
	doctor_whose(&sock->process, whose, sizeof(whose));
	judge_note(judge, finding, "close_wait", after);
	judge_note(judge, finding, "close_wait_before", before);
	doctor_say(finding->cause,
		   "The peers have closed these connections and %s has not: each keeps a descriptor and memory until it does. No timeout of the kernel ends them.",
		   whose);
	doctor_say(finding->fix,
		   "# let %s call close() when read() returns 0; until that is mended, restart it",
		   whose);
}

/**
 * doctor_close_wait() - connections that the application forgets to close
 * @judge: the judgement
 *
 * Those in an accept queue are not the application's yet.
 */
void doctor_close_wait(struct judge *judge)
{
	const struct model_socks *leaks = &judge->after->leaks;
	const struct model_sock *sock, *most = NULL;
	size_t count, highest = 0;

	if (judge->after->states[NT_STATE_CLOSE_WAIT].sockets < LEAK_LEAST ||
	    judge->before->states[NT_STATE_CLOSE_WAIT].sockets < LEAK_LEAST)
		return;
	for (size_t i = 0; i < leaks->count; i++) {
		sock = &leaks->socks[i].sock;
		count = is_leaked(judge, sock) ? leaked_with(judge, sock) : 0;
		if (count > highest) {
			highest = count;
			most = sock;
		}
	}
	if (highest * 2 >= LEAK_LEAST)
		report_leak(judge, most);
}

/**
 * doctor_time_wait() - connections that are forgotten too early
 * @judge: the judgement
 *
 * Beyond tcp_max_tw_buckets a connection is closed without TIME_WAIT
 * (tcp_time_wait()).
 */
void doctor_time_wait(struct judge *judge)
{
	__s64 lost = judge_grown(judge, "TcpExtTCPTimeWaitOverflow");
	struct doctor_finding *finding;
	__s64 limit = 0, wanted;

	if (!judge_losing(judge, lost, judge_grown(judge, "TcpExtTW")))
		return;
	judge_value(judge, "net.ipv4.tcp_max_tw_buckets", 0, &limit);
	wanted = doctor_round_up(2 * limit, TIME_WAIT_LEAST, TIME_WAIT_MOST);
	finding = judge_find(judge, DOCTOR_WARNING);
	judge_note_fact(judge, finding, "time_wait", "sockstat.TCP.tw", 0);
	judge_note_fact(judge, finding, "tcp_max_tw_buckets",
			"net.ipv4.tcp_max_tw_buckets", 0);
	judge_note(judge, finding, "overflows", lost);
	judge_note(judge, finding, "overflows_per_s", judge_rate(judge, lost));
	doctor_say(finding->cause,
		   "More connections were closed here in the last 60 seconds than net.ipv4.tcp_max_tw_buckets remembers; late packets of the others may disturb new ones.");
	doctor_say(finding->fix,
		   "sysctl -w net.ipv4.tcp_max_tw_buckets=%lld", wanted);
}

/**
 * doctor_orphans() - closed sockets with data that is not yet delivered
 * @judge: the judgement
 *
 * A socket in trouble counts twice or four times (tcp_out_of_resources()), and
 * what is too much is reset, counted as TCPAbortOnMemory.
 */
void doctor_orphans(struct judge *judge)
{
	__s64 aborts = judge_grown(judge, "TcpExtTCPAbortOnMemory");
	struct doctor_finding *finding;
	__s64 before, after, limit;
	bool loses;

	if (!model_fact_value(&judge->before->facts, "sockstat.TCP.orphan", 0,
			      &before) ||
	    !judge_value(judge, "sockstat.TCP.orphan", 0, &after) ||
	    !judge_value(judge, "net.ipv4.tcp_max_orphans", 0, &limit))
		return;
	loses = judge_losing(judge, aborts, 0) &&
		(after * 4 > limit || before * 4 > limit);
	if (!loses && !judge_high(before, after, limit))
		return;
	finding = judge_find(judge, loses ? DOCTOR_CRITICAL : DOCTOR_WARNING);
	judge_note(judge, finding, "orphans", after);
	judge_note(judge, finding, "tcp_max_orphans", limit);
	judge_note(judge, finding, "aborts", aborts);
	doctor_say(finding->cause,
		   "So many connections were closed by their applications while data was still to be delivered that net.ipv4.tcp_max_orphans is reached; further ones are reset.");
	doctor_say(finding->fix,
		   "sysctl -w net.ipv4.tcp_max_orphans=%lld\n# each may hold 64 KiB of memory",
		   doctor_round_up(4 * limit, 8192, ORPHANS_MOST));
}

static void say_ports(struct judge *judge, struct doctor_finding *finding,
		      __s64 low, __s64 high)
{
	const struct model_ports *ports = &judge->after->ports;
	char whose[64];
	__s64 reuse;

	doctor_whose(&ports->process, whose, sizeof(whose));
	doctor_say(finding->cause,
		   "Connections to this destination occupy %u of the %lld local ports in net.ipv4.ip_local_port_range; %u of them are in TIME_WAIT.",
		   ports->used, high - low + 1, ports->time_wait);
	if (low > PORT_LOW || high < PORT_HIGH)
		doctor_say(finding->fix,
			   "sysctl -w net.ipv4.ip_local_port_range=\"%d %d\"\n",
			   low < PORT_LOW ? (int)low : PORT_LOW,
			   high > PORT_HIGH ? (int)high : PORT_HIGH);
	if (ports->time_wait * 2 > ports->used &&
	    judge_value(judge, "net.ipv4.tcp_tw_reuse", 0, &reuse) &&
	    reuse != 1)
		doctor_add(finding->fix, "sysctl -w net.ipv4.tcp_tw_reuse=1\n");
	doctor_add(finding->fix,
		   "# let %s keep connections and use them again, or use more addresses",
		   whose);
}

/**
 * doctor_ports() - local ports for one destination run out
 * @judge: the judgement
 */
void doctor_ports(struct judge *judge)
{
	const struct model_ports *before = &judge->before->ports;
	const struct model_ports *after = &judge->after->ports;
	struct model_sock sock = { .snap.id = after->id };
	struct doctor_finding *finding;
	char end[MODEL_ENDPOINT_MAX];
	__s64 low, high;

	if (!before->known || !after->known ||
	    !judge_value(judge, "net.ipv4.ip_local_port_range", 0, &low) ||
	    !judge_value(judge, "net.ipv4.ip_local_port_range", 1, &high) ||
	    !judge_high(before->used, after->used, high - low + 1))
		return;
	finding = judge_find(judge, after->used >= high - low + 1 ?
				    DOCTOR_CRITICAL : DOCTOR_WARNING);
	model_endpoint(&sock, true, end, sizeof(end));
	doctor_say(finding->object, "tcp to %s", end);
	finding->process = after->process;
	judge_note(judge, finding, "ports_used", after->used);
	judge_note(judge, finding, "ports", high - low + 1);
	judge_note(judge, finding, "time_wait", after->time_wait);
	say_ports(judge, finding, low, high);
}
