/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two snapshots of a machine that is busy and healthy, and what is made of it. */
#ifndef DOCTOR_WORLD_H
#define DOCTOR_WORLD_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include "doctor/doctor.h"
#include "make_tcp.h"
#include "unit.h"

#define THEN	0
#define NOW	1

/* A listener; pairs are of both snapshots. */
struct case_listener {
	int	port;
	__u32	pid;
	__u32	accept_q[2];
	__u32	accept_max;
	__u32	drops[2];
	__u32	syn_q;
	__u32	syn_max;
};

/* Another socket. */
struct case_sock {
	int	port;
	int	peer;
	int	protocol;
	int	state;
	__u32	pid;
	__u32	rmem[2];
	__u32	rcvbuf;
	__u32	recv_q[2];
	__u32	send_q[2];
	__u32	wmem;
	__u32	drops[2];
	__u32	flags[2];
	bool	dumb;		/* as sock_diag tells it */
	struct nettune_sock_tcp tcp;
};

/**
 * struct doctor_case - what is different from the healthy machine
 * @name: for messages
 * @wants: ids that must be found, blanks between them, in this order
 * @facts: "name=then>now" or "name=value", ";" between them
 * @nic: counters of eth0, likewise; "qdisc.pfifo" sets its qdisc
 * @cpu: what CPU 1 did: processed, dropped, squeezed, flow limit; and CPU 0:
 *	flow limit
 * @listeners: besides the healthy one, up to one without a port
 * @socks: likewise
 * @files: open then, open now, limit, pid
 * @ports: used then, used now, in TIME_WAIT
 * @close_wait: sockets then, now, how many of those are the same ones, pid
 */
struct doctor_case {
	const char		*name;
	const char		*wants;
	const char		*facts;
	const char		*nic;
	__u32			cpu[5];
	struct case_listener	listeners[3];
	struct case_sock	socks[4];
	__u64			files[4];
	__u32			ports[3];
	__u32			close_wait[4];
};

struct world {
	struct model_snapshot	at[2];
};

static const char healthy_facts[] =
	"net.core.somaxconn=4096;net.core.rmem_default=212992;"
	"net.core.rmem_max=212992;net.core.netdev_budget=300;"
	"net.core.netdev_budget_usecs=8000;net.core.netdev_max_backlog=1000;"
	"net.ipv4.tcp_syncookies=1;net.ipv4.tcp_max_syn_backlog=1024;"
	"net.ipv4.tcp_max_tw_buckets=65536;net.ipv4.tcp_max_orphans=8192;"
	"net.ipv4.tcp_rmem=6291456;net.ipv4.ipfrag_high_thresh=4194304;"
	"net.ipv4.tcp_tw_reuse=2;fs.file-max=100000;fs.nr_open=1048576;"
	"file-nr.open=2000;sockstat.TCP.mem=500>600;sockstat.UDP.mem=10;"
	"sockstat.TCP.orphan=5;sockstat.TCP.tw=3000;sockstat.FRAG.memory=0;"
	/* Since boot all of it has happened, and now and then it still does. */
	"TcpExtListenOverflows=900>902;TcpExtListenDrops=900>902;"
	"TcpPassiveOpens=100000>130000;TcpExtTCPReqQFullDoCookies=50>52;"
	"TcpExtTCPReqQFullDrop=20>21;TcpExtSyncookiesRecv=10>10;"
	"TcpExtTCPBacklogDrop=30>32;TcpExtTCPTimeWaitOverflow=77>79;"
	"TcpExtTW=100>20000;TcpExtTCPAbortOnMemory=3>3;"
	"TcpExtTCPMemoryPressures=4>4;TcpInSegs=1000>900000;"
	"TcpInCsumErrors=5>6;UdpInCsumErrors=9>10;"
	"UdpInDatagrams=1000>400000;UdpRcvbufErrors=700>702;UdpMemErrors=7>7;"
	"IpReasmFails=10>11;IpReasmTimeout=10>11;IpReasmOKs=50>5000;"
	"IpInReceives=1000>1300000;IpOutRequests=1000>1200000;"
	"IpExtInOctets=1000>900001000";

static inline void set_triple(struct model_facts *facts, const char *name,
			      const char *text)
{
	assert_int_equal(model_facts_set_text(facts, name, text), 0);
}

/* "name=then>now;..." */
static inline void set_facts(struct model_facts *then, struct model_facts *now,
			     const char *text)
{
	char copy[4096], *save, *pair;

	assert_true(strlen(text) < sizeof(copy));
	memcpy(copy, text, strlen(text) + 1);
	for (pair = strtok_r(copy, ";", &save); pair;
	     pair = strtok_r(NULL, ";", &save)) {
		char *value = strchr(pair, '='), *second;

		assert_non_null(value);
		*value++ = '\0';
		second = strchr(value, '>');
		assert_int_equal(model_facts_set(then, pair, atoll(value)), 0);
		assert_int_equal(model_facts_set(now, pair,
						 atoll(second ? second + 1 :
								value)), 0);
	}
}

static inline void add_sock(struct model_socks *socks, struct nt_snap *snap,
			    __u32 pid)
{
	struct model_sock sock = { .snap = *snap, .process.pid = pid };

	if (pid)
		memcpy(sock.process.comm, "app", 4);
	assert_int_equal(model_socks_add(socks, &sock), 0);
}

static inline void add_listener(struct world *world,
				const struct case_listener *listener)
{
	for (int i = THEN; i <= NOW; i++) {
		struct nt_snap snap = make_tcp(NT_STATE_LISTEN, listener->port, 0);

		snap.mem.drops = listener->drops[i];
		snap.listener = (struct nettune_sock_listener) {
			.accept_q = listener->accept_q[i],
			.accept_max = listener->accept_max,
			.syn_q = listener->syn_q,
			.syn_max = listener->syn_max,
		};
		if (!listener->syn_max)
			snap.has &= ~NT_HAS_SYN;
		add_sock(&world->at[i].listeners, &snap, listener->pid);
	}
}

static inline void add_case_sock(struct world *world,
				 const struct case_sock *from)
{
	for (int i = THEN; i <= NOW; i++) {
		struct nt_snap snap = make_tcp(from->state ? from->state :
					       NT_STATE_ESTABLISHED,
					       from->port, from->rmem[i]);

		snap.id.protocol = from->protocol ? from->protocol : IPPROTO_TCP;
		snap.id.dport = htons(from->peer);
		if (from->peer)
			memcpy(snap.id.daddr, snap.id.saddr, 4);
		snap.id.flags = from->flags[i];
		snap.mem.rcvbuf = from->rcvbuf ? from->rcvbuf : 131072;
		snap.mem.recv_q = from->recv_q[i];
		snap.mem.send_q = from->send_q[i];
		snap.mem.wmem_queued = from->wmem;
		snap.mem.drops = from->drops[i];
		snap.owner.inode = 1000 + from->port;
		snap.tcp = from->tcp;
		if (!from->dumb) {
			snap.has |= NT_HAS_TCP;
			snap.flags_known = MODEL_FLAGS_ALL;
		}
		add_sock(&world->at[i].worst, &snap, from->pid);
	}
}

static inline void add_close_wait(struct world *world, const __u32 *numbers)
{
	for (int i = THEN; i <= NOW; i++) {
		world->at[i].states[NT_STATE_CLOSE_WAIT].sockets = numbers[i];
		for (__u32 j = 0; j < numbers[i]; j++) {
			int port = i == NOW && j >= numbers[2] ? 20000 : 10000;
			struct nt_snap snap;

			snap = make_tcp(NT_STATE_CLOSE_WAIT, 80, 0);
			snap.id.dport = htons(port + j);
			snap.owner.inode = numbers[3] ? 5000 + j : 0;
			add_sock(&world->at[i].leaks, &snap, numbers[3]);
		}
	}
}

static inline void add_cpus(struct world *world, const __u32 *work)
{
	for (int i = THEN; i <= NOW; i++) {
		struct model_softnet *cpus = calloc(2, sizeof(*cpus));

		assert_non_null(cpus);
		for (int cpu = 0; cpu < 2; cpu++) {
			struct nettune_softnet *stat = &cpus[cpu].stat;

			cpus[cpu].has = MODEL_SOFTNET_HAS_STAT |
					MODEL_SOFTNET_HAS_FLOW_LIMIT;
			stat->cpu = cpu;
			stat->max_backlog = 1000;
			/* Close to where it wraps. */
			stat->processed = 0xfffffff0U + i * 500000;
			stat->dropped = 40 + i;
			stat->time_squeeze = 5000 + cpu * i * 2000;
		}
		if (i == NOW) {
			cpus[1].stat.processed += work[0];
			cpus[1].stat.dropped += work[1];
			cpus[1].stat.time_squeeze += work[2];
			cpus[1].flow_limit += work[3];
			cpus[0].flow_limit += work[4];
		}
		world->at[i].softnet = cpus;
		world->at[i].cpus = 2;
	}
}

static inline void add_nic(struct world *world, const char *text)
{
	for (int i = THEN; i <= NOW; i++) {
		struct model_nic *nic = calloc(1, sizeof(*nic));

		assert_non_null(nic);
		nic->ifindex = 2;
		nic->has = MODEL_NIC_HAS_RING;
		nic->ring_rx = 256;
		nic->ring_rx_max = 4096;
		memcpy(nic->ifname, "eth0", 5);
		snprintf(nic->qdisc, sizeof(nic->qdisc), "%s",
			 text && strstr(text, "fq_codel") ? "fq_codel" : "pfifo");
		world->at[i].nics = nic;
		world->at[i].nic_count = 1;
	}
	set_facts(&world->at[THEN].nics->queues, &world->at[NOW].nics->queues,
		  "qdisc_limit=10;txqueuelen=1000");
	set_facts(&world->at[THEN].nics->drops, &world->at[NOW].nics->drops,
		  "rx_missed=50>51;rx_fifo=3>3;rx_crc=7>8;qdisc_drops=9>11");
	if (text)
		set_facts(&world->at[THEN].nics->drops,
			  &world->at[NOW].nics->drops, text);
}

static inline void add_rest(struct world *world, const struct doctor_case *from)
{
	for (int i = THEN; i <= NOW; i++) {
		struct model_snapshot *at = &world->at[i];

		at->ports.known = true;
		at->ports.used = from->ports[i];
		at->ports.time_wait = from->ports[2];
		at->ports.id.family = AF_INET;
		at->ports.id.dport = htons(5432);
		at->states[NT_STATE_ESTABLISHED].sockets = 4;
		if (!from->files[2])
			continue;
		at->files = calloc(1, sizeof(*at->files));
		assert_non_null(at->files);
		at->file_count = 1;
		at->files->open = from->files[i];
		at->files->limit = from->files[2];
		at->files->process.pid = from->files[3];
	}
}

static inline void world_make(struct world *world,
			      const struct doctor_case *from)
{
	static const struct case_listener healthy = {
		.port = 443, .pid = 1, .accept_q = { 3, 2000 },
		.accept_max = 4096, .drops = { 800, 801 }, .syn_q = 9,
		.syn_max = 4096,
	};
	static const struct case_sock busy = {
		.port = 443, .peer = 40000, .pid = 1, .rmem = { 90000, 60000 },
		.recv_q = { 60000, 50000 }, .send_q = { 90000, 80000 },
		.drops = { 700, 701 },
	};

	*world = (struct world) { 0 };
	for (int i = THEN; i <= NOW; i++) {
		struct model_facts *facts = &world->at[i].facts;

		world->at[i].time_ns = 1000000000000ULL + i * 3000000000ULL;
		world->at[i].module = true;
		set_triple(facts, "net.ipv4.tcp_mem", "1000 2000 4000");
		set_triple(facts, "net.ipv4.udp_mem", "1000 2000 4000");
		set_triple(facts, "net.ipv4.ip_local_port_range", "32768 60999");
	}
	set_facts(&world->at[THEN].facts, &world->at[NOW].facts, healthy_facts);
	for (int i = THEN; i <= NOW; i++)
		set_triple(&world->at[i].facts, "net.ipv4.tcp_rmem",
			   "4096 131072 6291456");
	if (from->facts)
		set_facts(&world->at[THEN].facts, &world->at[NOW].facts,
			  from->facts);
	add_listener(world, &healthy);
	for (const struct case_listener *one = from->listeners; one->port; one++)
		add_listener(world, one);
	add_case_sock(world, &busy);
	for (const struct case_sock *one = from->socks; one->port; one++)
		add_case_sock(world, one);
	add_close_wait(world, from->close_wait);
	add_cpus(world, from->cpu);
	add_nic(world, from->nic);
	add_rest(world, from);
}

static inline void world_free(struct world *world)
{
	model_snapshot_free(&world->at[THEN]);
	model_snapshot_free(&world->at[NOW]);
}

#endif
