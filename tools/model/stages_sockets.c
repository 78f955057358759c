// SPDX-License-Identifier: GPL-2.0-or-later
/* The stages of which every socket has one. */
#include <stdio.h>

#include "array.h"
#include "model/stages_fill.h"

static void name_socket(struct stage_fill *fill, const struct model_sock *sock)
{
	const struct nettune_sock_process *process = &sock->process;
	char local[MODEL_ENDPOINT_MAX], owner[48] = "";

	model_endpoint(sock, false, local, sizeof(local));
	if (process->pid)
		snprintf(owner, sizeof(owner), " %.*s(%u)",
			 (int)sizeof(process->comm), process->comm,
			 process->pid);
	snprintf(fill->row->object, sizeof(fill->row->object), "%s %s%s",
		 model_netid(sock->snap.id.protocol), local, owner);
}

/* Packets or connection attempts that a socket has lost between the two. */
static __u32 lost_at(const struct model_socks *before,
		     const struct model_sock *sock)
{
	const struct model_sock *then = NULL;

	if (before)
		then = model_socks_find(before, &sock->snap.id);
	return then ? sock->snap.mem.drops - then->snap.mem.drops : 0;
}

/**
 * struct choice - the socket to show
 * @sock: that, NULL = none
 * @lost: what it has lost of late
 * @value: its depth or fullness
 * @depth: depth of its queue; of two with the same fullness it counts
 */
struct choice {
	const struct model_sock	*sock;
	__u32			lost;
	__u32			value;
	__u32			depth;
};

/* What has lost most of late, else what is fullest. */
static void choose(struct choice *choice, const struct model_socks *before,
		   const struct model_socks *socks, __u32 key, __u32 depth_key,
		   bool by_loss)
{
	for (size_t i = 0; i < socks->count; i++) {
		const struct model_sock *sock = &socks->socks[i].sock;
		struct choice now = { .sock = sock };

		if (!nt_key_value(&sock->snap, key, &now.value))
			continue;
		nt_key_value(&sock->snap, depth_key, &now.depth);
		if (by_loss)
			now.lost = lost_at(before, sock);
		if (!choice->sock || now.lost > choice->lost ||
		    (now.lost == choice->lost &&
		     (now.value > choice->value ||
		      (now.value == choice->value &&
		       now.depth > choice->depth))))
			*choice = now;
	}
}

static const struct model_socks *listeners_before(const struct stage_fill *fill)
{
	return fill->before ? &fill->before->listeners : NULL;
}

static const struct model_socks *worst_before(const struct stage_fill *fill)
{
	return fill->before ? &fill->before->worst : NULL;
}

/*
 * tcp_conn_request() sends a cookie or drops the request while the queue is
 * longer than its limit; both are counted as the queue being full.
 */
void stage_syn_queue(struct stage_fill *fill)
{
	static const char *const counters[] = {
		"TcpExtTCPReqQFullDrop", "TcpExtTCPReqQFullDoCookies", NULL
	};
	const struct model_snapshot *after = fill->after;
	struct choice choice = { 0 };

	stage_count(fill, counters);
	choose(&choice, listeners_before(fill), &after->listeners,
	       NETTUNE_KEY_SYN, NETTUNE_KEY_SYN_Q, false);
	if (choice.sock) {
		stage_set_full(fill, choice.sock->snap.listener.syn_q,
			       choice.sock->snap.listener.syn_max);
		if (choice.depth)
			name_socket(fill, choice.sock);
	} else if (after->module) {
		stage_set_depth(fill, 0);
	} else {
		fill->row->unknown = "only the nettune module tells its length";
	}
}

/* Both ends of the handshake count here: sk_acceptq_is_full(). */
void stage_accept_queue(struct stage_fill *fill)
{
	static const char *const counters[] = { "TcpExtListenOverflows", NULL };
	const struct model_snapshot *after = fill->after;
	struct choice choice = { 0 };

	stage_count(fill, counters);
	choose(&choice, listeners_before(fill), &after->listeners,
	       NETTUNE_KEY_ACCEPT, NETTUNE_KEY_ACCEPT_Q,
	       fill->row->has & MODEL_STAGE_HAS_RATE && fill->delta);
	if (!choice.sock) {
		stage_set_depth(fill, 0);
		return;
	}
	stage_set_full(fill, choice.sock->snap.listener.accept_q,
		       choice.sock->snap.listener.accept_max);
	if (choice.depth || choice.lost)
		name_socket(fill, choice.sock);
}

/* Held to receive and send buffer together: tcp_add_backlog(). */
void stage_sock_backlog(struct stage_fill *fill)
{
	static const char *const counters[] = { "TcpExtTCPBacklogDrop", NULL };
	const struct model_snapshot *after = fill->after;
	struct choice choice = { 0 };

	stage_count(fill, counters);
	choose(&choice, worst_before(fill), &after->worst, NETTUNE_KEY_BACKLOG,
	       NETTUNE_KEY_BACKLOG, false);
	if (!choice.sock || !choice.value) {
		stage_set_depth(fill, 0);
		return;
	}
	stage_set_full(fill, choice.value,
		       (__u64)choice.sock->snap.mem.rcvbuf +
		       choice.sock->snap.mem.sndbuf);
	name_socket(fill, choice.sock);
}

/*
 * Of UDP's InErrors only RcvbufErrors is a full buffer: others are checksums,
 * and memory of the protocol.
 */
void stage_receive_buffer(struct stage_fill *fill)
{
	static const char *const counters[] = {
		"UdpRcvbufErrors", "Udp6RcvbufErrors", "UdpLiteRcvbufErrors",
		"UdpLite6RcvbufErrors", "TcpExtTCPRcvQDrop",
		"TcpExtRcvPruned", "TcpExtTCPZeroWindowDrop", NULL
	};
	struct choice choice = { 0 };

	stage_count(fill, counters);
	choose(&choice, worst_before(fill), &fill->after->worst,
	       NETTUNE_KEY_RMEM, NETTUNE_KEY_RMEM_ALLOC,
	       fill->row->has & MODEL_STAGE_HAS_RATE && fill->delta);
	if (!choice.sock) {
		stage_set_depth(fill, 0);
		return;
	}
	stage_set_full(fill, choice.sock->snap.mem.rmem_alloc,
		       choice.sock->snap.mem.rcvbuf);
	if (choice.depth || choice.lost)
		name_socket(fill, choice.sock);
}

void stage_out_of_order(struct stage_fill *fill)
{
	static const char *const counters[] = {
		"TcpExtOfoPruned", "TcpExtTCPOFODrop", NULL
	};
	const struct model_socks *worst = &fill->after->worst;

	stage_count(fill, counters);
	fill->row->unknown =
		"its length can't be read without holding up the socket";
	for (size_t i = 0; i < worst->count; i++) {
		const struct model_sock *sock = &worst->socks[i].sock;

		if (sock->snap.flags_known & sock->snap.id.flags &
		    NETTUNE_SOCK_FLAG_OUT_OF_ORDER) {
			name_socket(fill, sock);
			return;
		}
	}
}

/*
 * Segments are lost on the way every day, and whoever sends as fast as it can
 * keeps the buffer full.
 */
void stage_send_buffer(struct stage_fill *fill)
{
	static const char *const counters[] = {
		"TcpRetransSegs", "UdpSndbufErrors", "Udp6SndbufErrors", NULL
	};
	struct choice choice = { 0 };

	fill->soft = true;
	stage_count(fill, counters);
	choose(&choice, worst_before(fill), &fill->after->worst,
	       NETTUNE_KEY_WMEM, NETTUNE_KEY_WMEM_USED, false);
	if (!choice.sock) {
		stage_set_depth(fill, 0);
		return;
	}
	stage_set_full(fill, nt_wmem_used(&choice.sock->snap),
		       choice.sock->snap.mem.sndbuf);
	if (choice.depth)
		name_socket(fill, choice.sock);
}
