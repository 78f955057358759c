// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the module says, against what is known.
 */
#include "truth.h"

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beside ours there are those that nobody has accepted, and those of a churn. */
#define RECORDS (TRUTH_SOCKETS * 40)

unsigned long check_compared, check_unquiet, check_wrong;

static struct record records[RECORDS];
static size_t nr_records;

static void wrong(const struct truth *truth, const char *what, uint64_t known,
		  uint64_t told)
{
	if (check_wrong++ < 30)
		printf("# kind %d cookie %llu: %s is %llu, the module says %llu\n",
		       truth->kind, (unsigned long long)truth->cookie, what,
		       (unsigned long long)known, (unsigned long long)told);
}

static void same(const struct truth *truth, const char *what, uint64_t known,
		 uint64_t told)
{
	if (known != told)
		wrong(truth, what, known, told);
}

/* The record of a socket: there must be one, and only one. */
static const struct record *record_of(const struct truth *truth)
{
	const struct record *found = NULL;
	size_t i;

	for (i = 0; i < nr_records; i++) {
		if (records[i].id.cookie != truth->cookie)
			continue;
		if (found)
			wrong(truth, "times it is there", 1, 2);
		found = &records[i];
	}
	if (!found)
		wrong(truth, "times it is there", 1, 0);
	return found;
}

static void check_name(const struct truth *truth, const char *what,
		       const struct sockaddr_storage *name, const uint8_t *addr,
		       uint16_t port)
{
	const struct sockaddr_in *v4 = (const void *)name;
	const struct sockaddr_in6 *v6 = (const void *)name;

	if (truth->family == AF_INET) {
		same(truth, what, v4->sin_port, port);
		same(truth, what, !memcmp(&v4->sin_addr, addr, 4), 1);
	} else {
		same(truth, what, v6->sin6_port, port);
		same(truth, what, !memcmp(&v6->sin6_addr, addr, 16), 1);
	}
}

static uint8_t state_of(const struct truth *truth)
{
	return truth->kind == KIND_LISTENER ? TCP_LISTEN : TCP_ESTABLISHED;
}

static void check_identity(const struct truth *truth,
			   const struct record *record)
{
	const struct nettune_sock_id *id = &record->id;
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);

	same(truth, "family", truth->family, id->family);
	same(truth, "protocol",
	     truth->kind == KIND_UDP ? IPPROTO_UDP : IPPROTO_TCP,
	     id->protocol);
	same(truth, "state", state_of(truth), id->state);
	if (!getsockname(truth->fd, (void *)&name, &len))
		check_name(truth, "local address", &name, id->saddr, id->sport);
	len = sizeof(name);
	if (!getpeername(truth->fd, (void *)&name, &len))
		check_name(truth, "peer's address", &name, id->daddr,
			   id->dport);
}

static void check_owner(const struct truth *truth, const struct record *record)
{
	struct stat st;

	if (!fstat(truth->fd, &st))
		same(truth, "inode", st.st_ino, record->owner.inode);
	same(truth, "uid", getuid(), record->owner.uid);
}

struct quiet {
	uint32_t	mem[SK_MEMINFO_VARS];
	int		outq;
};

static void quiet_read(const struct truth *truth, struct quiet *quiet)
{
	socklen_t len = sizeof(quiet->mem);

	memset(quiet, 0, sizeof(*quiet));
	if (getsockopt(truth->fd, SOL_SOCKET, SO_MEMINFO, quiet->mem, &len))
		die("SO_MEMINFO");
	if (truth->kind != KIND_LISTENER &&
	    ioctl(truth->fd, TIOCOUTQ, &quiet->outq))
		die("TIOCOUTQ");
}

static void check_memory(const struct truth *truth, const struct record *record,
			 const struct quiet *quiet)
{
	const struct nettune_sock_mem *mem = &record->mem;
	const uint32_t *known = quiet->mem;

	same(truth, "rmem_alloc", known[SK_MEMINFO_RMEM_ALLOC],
	     mem->rmem_alloc);
	same(truth, "rcvbuf", known[SK_MEMINFO_RCVBUF], mem->rcvbuf);
	same(truth, "wmem_alloc", known[SK_MEMINFO_WMEM_ALLOC],
	     mem->wmem_alloc);
	same(truth, "wmem_queued", known[SK_MEMINFO_WMEM_QUEUED],
	     mem->wmem_queued);
	same(truth, "sndbuf", known[SK_MEMINFO_SNDBUF], mem->sndbuf);
	same(truth, "fwd_alloc", known[SK_MEMINFO_FWD_ALLOC],
	     (uint32_t)mem->fwd_alloc);
	same(truth, "optmem", known[SK_MEMINFO_OPTMEM], mem->optmem);
	same(truth, "backlog", known[SK_MEMINFO_BACKLOG], mem->backlog);
	same(truth, "drops", known[SK_MEMINFO_DROPS], mem->drops);
}

static void check_queues(const struct truth *truth, const struct record *record,
			 const struct quiet *quiet)
{
	const struct nettune_sock_mem *mem = &record->mem;
	int outq;

	if (truth->kind == KIND_LISTENER) {
		same(truth, "accept_q", truth->queued,
		     record->listener.accept_q);
		same(truth, "accept_max", truth->backlog,
		     record->listener.accept_max);
		same(truth, "syn_q", 0, record->listener.syn_q);
		return;
	}
	/* What the peer has not got rid of is not here yet. */
	if (truth->kind == KIND_TCP &&
	    !ioctl(truth->peer->fd, TIOCOUTQ, &outq) && !outq)
		same(truth, "recv_q", truth->unread, mem->recv_q);
	same(truth, "send_q", quiet->outq, mem->send_q);
}

/* Our sockets, added up by what the dump has of them and of all others. */
static void check_sums(void)
{
	struct nettune_summary_stat stat, sum = { 0 };
	struct nettune_summary_hist hist;
	static const struct truth all = { .kind = KIND_NONE };
	uint32_t counted = 0, empty = 0;
	size_t i;

	ask_summary(&stat, &hist);
	for (i = 0; i < nr_records; i++) {
		const struct record *record = &records[i];

		sum.sockets++;
		sum.states[record->id.state]++;
		if (!record->has_mem)
			continue;
		sum.full++;
		if (record->has_listener) {
			sum.accept_q += record->listener.accept_q;
			continue;
		}
		sum.rmem_alloc += record->mem.rmem_alloc;
		sum.rcvbuf += record->mem.rcvbuf;
		sum.sndbuf += record->mem.sndbuf;
		sum.recv_q += record->mem.recv_q;
		counted++;
		empty += !record->mem.recv_q;
	}
	same(&all, "sum of sockets", sum.sockets, stat.sockets);
	same(&all, "sum of full ones", sum.full, stat.full);
	same(&all, "sum of established ones", sum.states[TCP_ESTABLISHED],
	     stat.states[TCP_ESTABLISHED]);
	same(&all, "sum of listeners", sum.states[TCP_LISTEN], stat.listeners);
	same(&all, "sum of accept_q", sum.accept_q, stat.accept_q);
	same(&all, "sum of rmem_alloc", sum.rmem_alloc, stat.rmem_alloc);
	same(&all, "sum of rcvbuf", sum.rcvbuf, stat.rcvbuf);
	same(&all, "sum of sndbuf", sum.sndbuf, stat.sndbuf);
	same(&all, "sum of recv_q", sum.recv_q, stat.recv_q);
	same(&all, "empty receive queues", empty, hist.recv_q[0]);
	for (i = 1; i < NETTUNE_HIST_LOG2; i++)
		empty += hist.recv_q[i];
	same(&all, "receive queues", counted, empty);
}

/**
 * check_all() - ask the module and compare
 * @churn: do others come and go meanwhile? Then only what stays can be told
 */
void check_all(bool churn)
{
	static struct quiet before[TRUTH_SOCKETS];
	struct quiet after;
	unsigned long unquiet = check_unquiet;
	size_t i;

	/* Longer than an acknowledgment may be put off. */
	usleep(60000);
	for (i = 0; i < TRUTH_SOCKETS; i++) {
		if (truths[i].kind)
			quiet_read(&truths[i], &before[i]);
	}
	nr_records = ask_sockets(records, RECORDS);
	for (i = 0; i < TRUTH_SOCKETS; i++) {
		const struct truth *truth = &truths[i];
		const struct record *record;

		if (!truth->kind)
			continue;
		record = record_of(truth);
		if (!record)
			continue;
		check_compared++;
		check_identity(truth, record);
		check_owner(truth, record);
		quiet_read(truth, &after);
		if (memcmp(&after, &before[i], sizeof(after))) {
			check_unquiet++;
			continue;
		}
		check_memory(truth, record, &after);
		check_queues(truth, record, &after);
	}
	if (!churn && unquiet == check_unquiet)
		check_sums();
}
