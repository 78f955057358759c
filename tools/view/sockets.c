// SPDX-License-Identifier: GPL-2.0-or-later
/* How a socket looks in a table. */
#include "view/sockets.h"

#include <stdio.h>

#include "array.h"
#include "model/sock.h"
#include "view/escape.h"

/* Cells; a value that is not known stays "-". */

static void fill_netid(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	view_cell_text(cell, model_netid(sock->snap.id.protocol));
}

static void fill_state(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	view_cell_text(cell, model_state_label(sock->snap.id.state));
}

static void fill_number(const struct model_sock *sock, __u32 value,
			struct view_cell *cell)
{
	if (sock->snap.has & NT_HAS_MEM)
		view_cell_number(cell, value);
}

static void fill_recv_q(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, sock->snap.mem.recv_q, cell);
}

static void fill_send_q(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, sock->snap.mem.send_q, cell);
}

static void fill_drops(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, sock->snap.mem.drops, cell);
}

static void fill_endpoint(const void *row, bool peer, struct view_cell *cell)
{
	const struct model_sock *sock = row;
	char text[MODEL_ENDPOINT_MAX];

	/* Only names can harm a terminal. */
	if (!sock->ifname && !model_is_unix(&sock->snap.id)) {
		cell->len = model_endpoint(sock, peer, cell->text,
					   sizeof(cell->text));
		return;
	}
	model_endpoint(sock, peer, text, sizeof(text));
	view_escape(text, cell->text, sizeof(cell->text));
}

static void fill_local(const void *row, struct view_cell *cell)
{
	fill_endpoint(row, false, cell);
}

static void fill_peer(const void *row, struct view_cell *cell)
{
	fill_endpoint(row, true, cell);
}

static void fill_percent(const struct model_sock *sock, __u32 depth,
			 __u32 limit, struct view_cell *cell)
{
	__u64 permille = nt_permille(depth, limit);

	if (!(sock->snap.has & NT_HAS_MEM))
		return;
	view_cell_permille(cell, permille);
	cell->heat = view_heat(depth, limit);
}

static void fill_rmem(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;
	const struct nettune_sock_mem *mem = &sock->snap.mem;

	fill_percent(sock, mem->rmem_alloc, mem->rcvbuf, cell);
}

static void fill_wmem(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;
	const struct nettune_sock_mem *mem = &sock->snap.mem;

	fill_percent(sock, nt_wmem_used(&sock->snap), mem->sndbuf, cell);
}

static void fill_queue(__u32 depth, __u32 limit, struct view_cell *cell)
{
	view_cell_queue(cell, depth, limit);
	cell->heat = view_heat(depth, limit);
}

static void fill_accept(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->has & NT_HAS_ACCEPT)
		fill_queue(snap->listener.accept_q, snap->listener.accept_max,
			   cell);
}

static void fill_syn(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->has & NT_HAS_SYN)
		fill_queue(snap->listener.syn_q, snap->listener.syn_max, cell);
}

static const struct view_column columns[] = {
	{ "Netid", false, false, fill_netid },
	{ "State", false, false, fill_state },
	{ "Recv-Q", true, false, fill_recv_q },
	{ "Send-Q", true, false, fill_send_q },
	{ "Local Address:Port", false, true, fill_local },
	{ "Peer Address:Port", false, true, fill_peer },
	{ "Rmem%", true, false, fill_rmem },
	{ "Wmem%", true, false, fill_wmem },
	{ "AcceptQ", true, false, fill_accept },
	{ "SynQ", true, false, fill_syn },
	{ "Drops", true, false, fill_drops },
};

/* Optional columns. */

static void fill_netns(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	if (sock->snap.id.netns)
		view_cell_number(cell, sock->snap.id.netns);
}

static void fill_rmem_alloc(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, sock->snap.mem.rmem_alloc, cell);
}

static void fill_wmem_used(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, nt_wmem_used(&sock->snap), cell);
}

static void fill_backlog(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_number(sock, sock->snap.mem.backlog, cell);
}

static void fill_retrans(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->has & NT_HAS_TCP)
		view_cell_number(cell, snap->tcp.total_retrans);
}

static void fill_process(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	view_cell_process(cell, &sock->process);
}

static void fill_uid(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->has & NT_HAS_OWNER)
		view_cell_number(cell, snap->owner.uid);
}

static void fill_inode(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->owner.inode)
		view_cell_number(cell, snap->owner.inode);
}

static void fill_cookie(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->id.cookie)
		snprintf(cell->text, sizeof(cell->text), "%llx",
			 snap->id.cookie);
}

static void fill_cgroup(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	if (sock->cgroup)
		view_escape(sock->cgroup, cell->text, sizeof(cell->text));
}

static void fill_mark(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	if (sock->mark_known)
		snprintf(cell->text, sizeof(cell->text), "0x%x",
			 sock->snap.owner.mark);
}

static void fill_device(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	if (sock->ifname)
		view_escape(sock->ifname, cell->text, sizeof(cell->text));
}

/* In the form that ss -m made familiar. */
static void fill_skmem(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;
	const struct nettune_sock_mem *mem = &snap->mem;

	if (!(snap->has & NT_HAS_MEM))
		return;
	cell->len = snprintf(cell->text, sizeof(cell->text),
			     "r%u,rb%u,t%u,tb%u,f%d,w%u,o%u,bl%u,d%u",
			     mem->rmem_alloc, mem->rcvbuf, mem->wmem_alloc,
			     mem->sndbuf, mem->fwd_alloc, mem->wmem_queued,
			     mem->optmem, mem->backlog, mem->drops);
}

static void fill_tcp(const struct model_sock *sock, __u32 value,
		     struct view_cell *cell)
{
	if (sock->snap.has & NT_HAS_TCP)
		view_cell_number(cell, value);
}

/* Milliseconds. */
static void fill_rtt(const void *row, struct view_cell *cell)
{
	const struct nt_snap *snap = &((const struct model_sock *)row)->snap;

	if (snap->has & NT_HAS_TCP)
		snprintf(cell->text, sizeof(cell->text), "%u.%03u",
			 snap->tcp.srtt_us / 1000, snap->tcp.srtt_us % 1000);
}

static void fill_cwnd(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_tcp(sock, sock->snap.tcp.snd_cwnd, cell);
}

static void fill_mss(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_tcp(sock, sock->snap.tcp.mss, cell);
}

static void fill_unsent(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_tcp(sock, sock->snap.tcp.unsent, cell);
}

static void fill_unacked(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	fill_tcp(sock, sock->snap.tcp.unacked, cell);
}

static void fill_accept_percent(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;

	if (sock->snap.has & NT_HAS_ACCEPT)
		fill_percent(sock, sock->snap.listener.accept_q,
			     sock->snap.listener.accept_max, cell);
}

static void fill_limit(const void *row, struct view_cell *cell)
{
	const struct model_sock *sock = row;
	const char *name = model_limit_name(sock->limit);

	if (name)
		view_cell_text(cell, name);
	if (sock->limit == MODEL_LIMIT_OLD)
		cell->heat = VIEW_HEAT_WARM;
}

static const struct view_optional optional[] = {
	{ VIEW_OPTION_ACCEPT, { "Accept%", true, false, fill_accept_percent } },
	{ VIEW_OPTION_LIMIT, { "Limit-from", false, false, fill_limit } },
	{ VIEW_OPTION_RMEM, { "Rmem", true, false, fill_rmem_alloc } },
	{ VIEW_OPTION_WMEM, { "Wmem", true, false, fill_wmem_used } },
	{ VIEW_OPTION_BACKLOG, { "Backlog", true, false, fill_backlog } },
	{ VIEW_OPTION_RETRANS, { "Retrans", true, false, fill_retrans } },
	{ VIEW_OPTION_RTT, { "Rtt", true, false, fill_rtt } },
	{ VIEW_OPTION_CWND, { "Cwnd", true, false, fill_cwnd } },
	{ VIEW_OPTION_MSS, { "Mss", true, false, fill_mss } },
	{ VIEW_OPTION_UNSENT, { "Unsent", true, false, fill_unsent } },
	{ VIEW_OPTION_UNACKED, { "Unacked", true, false, fill_unacked } },
	{ VIEW_OPTION_SKMEM, { "Skmem", false, false, fill_skmem } },
	{ VIEW_OPTION_UID, { "Uid", true, false, fill_uid } },
	{ VIEW_OPTION_INODE, { "Inode", true, false, fill_inode } },
	{ VIEW_OPTION_COOKIE, { "Cookie", true, false, fill_cookie } },
	{ VIEW_OPTION_MARK, { "Mark", true, false, fill_mark } },
	{ VIEW_OPTION_DEVICE, { "Device", false, false, fill_device } },
	{ VIEW_OPTION_CGROUP, { "Cgroup", false, true, fill_cgroup } },
	{ VIEW_OPTION_NETNS, { "Netns", true, false, fill_netns } },
	{ VIEW_OPTION_PROCESS, { "Process", false, true, fill_process } },
};

/* Of all of them, in this order. */
static const char *const names[] = {
	"netid", "state", "recvq", "sendq", "local", "peer", "rmem%", "wmem%",
	"acceptq", "synq", "drops", "accept%", "limit-from", "rmem", "wmem", "backlog", "retrans",
	"rtt", "cwnd", "mss", "unsent", "unacked", "skmem", "uid", "inode",
	"cookie", "mark", "device", "cgroup", "netns", "process",
};

static const char *const spare[] = {
	"Netid", "Send-Q", "Wmem%", "State", "Recv-Q", "Limit-from", "Process",
	"SynQ", "Accept%", "Peer Address:Port", "Drops", "AcceptQ", NULL
};

_Static_assert(ARRAY_SIZE(names) == ARRAY_SIZE(columns) + ARRAY_SIZE(optional),
	       "each column has a name");

const struct view_kind view_sockets = {
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.optional = optional,
	.optional_count = ARRAY_SIZE(optional),
	.names = names,
	.spare = spare,
	.keys = view_sockets_keys,
	.key_count = ARRAY_SIZE(view_sockets_keys),
};
