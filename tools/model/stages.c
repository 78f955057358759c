// SPDX-License-Identifier: GPL-2.0-or-later
/* The rows of all stages, and which of them is the worst. */
#include "model/stages.h"

#include "array.h"
#include "model/stages_fill.h"

#define HIGH_PERMILLE	800
#define FULL_PERMILLE	1000

/* In the order of enum model_stage. */
static const struct {
	const char	*unit;
	const char	*knob;
	void		(*fill)(struct stage_fill *fill);
} stages[MODEL_STAGES] = {
	[MODEL_STAGE_RING] = {
		"descriptors", "ethtool -G", stage_ring },
	[MODEL_STAGE_NAPI] = {
		"packets", "net.core.netdev_budget, netdev_budget_usecs",
		stage_napi },
	[MODEL_STAGE_NETDEV_BACKLOG] = {
		"packets", "net.core.netdev_max_backlog, RPS",
		stage_netdev_backlog },
	[MODEL_STAGE_REASSEMBLY] = {
		"bytes", "net.ipv4.ipfrag_high_thresh, net.ipv6.ip6frag_high_thresh",
		stage_reassembly },
	[MODEL_STAGE_SYN_QUEUE] = {
		"connections", "listen(), net.core.somaxconn",
		stage_syn_queue },
	[MODEL_STAGE_ACCEPT_QUEUE] = {
		"connections", "listen(), net.core.somaxconn",
		stage_accept_queue },
	[MODEL_STAGE_SOCK_BACKLOG] = {
		"bytes", "net.ipv4.tcp_rmem", stage_sock_backlog },
	[MODEL_STAGE_RECEIVE_BUFFER] = {
		"bytes", "net.ipv4.tcp_rmem, SO_RCVBUF, net.core.rmem_max",
		stage_receive_buffer },
	[MODEL_STAGE_OUT_OF_ORDER] = {
		"bytes", "net.ipv4.tcp_rmem", stage_out_of_order },
	[MODEL_STAGE_SEND_BUFFER] = {
		"bytes", "net.ipv4.tcp_wmem, SO_SNDBUF, net.core.wmem_max",
		stage_send_buffer },
	[MODEL_STAGE_QDISC] = {
		"packets", "tc qdisc, txqueuelen", stage_qdisc },
	[MODEL_STAGE_PROTOCOL_MEMORY] = {
		"pages", "net.ipv4.tcp_mem, net.ipv4.udp_mem",
		stage_protocol_memory },
	[MODEL_STAGE_CONNECTIONS] = {
		"sockets", "net.ipv4.tcp_max_tw_buckets, tcp_max_orphans",
		stage_connections },
	[MODEL_STAGE_PORTS] = {
		"ports", "net.ipv4.ip_local_port_range", stage_ports },
	[MODEL_STAGE_DESCRIPTORS] = {
		"descriptors", "RLIMIT_NOFILE, fs.file-max",
		stage_descriptors },
};

/**
 * stage_set_depth() - tell what is in a queue
 * @fill: the row
 * @depth: in its unit
 */
void stage_set_depth(struct stage_fill *fill, __u64 depth)
{
	fill->row->depth = depth;
	fill->row->has |= MODEL_STAGE_HAS_DEPTH;
}

/**
 * stage_set_limit() - tell how much may be in a queue
 * @fill: the row
 * @limit: in its unit
 */
void stage_set_limit(struct stage_fill *fill, __u64 limit)
{
	fill->row->limit = limit;
	fill->row->has |= MODEL_STAGE_HAS_LIMIT;
}

/* depth * 1000 may not fit: memory of 2^54 bytes does not exist, limits do. */
static __u64 permille_of(__u64 depth, __u64 limit)
{
	if (!limit)
		return 0;
	if (depth > ~0ULL / 1000)
		return depth / (limit / 1000 ?: 1);
	return depth * 1000 / limit;
}

/**
 * stage_set_full() - tell both, and so how full it is
 * @fill: the row
 * @depth: in its unit
 * @limit: likewise
 */
void stage_set_full(struct stage_fill *fill, __u64 depth, __u64 limit)
{
	stage_set_depth(fill, depth);
	stage_set_limit(fill, limit);
	fill->row->permille = permille_of(depth, limit);
	fill->row->has |= MODEL_STAGE_HAS_FULLNESS;
}

/**
 * stage_set_loss() - tell what was lost
 * @fill: the row
 * @loss: since boot
 * @known_before: is it known how much of it is new?
 * @delta: that
 */
void stage_set_loss(struct stage_fill *fill, __u64 loss, bool known_before,
		    __u64 delta)
{
	struct model_stage_row *row = fill->row;
	const struct model_snapshot *before = fill->before;

	row->loss = loss;
	row->has |= MODEL_STAGE_HAS_LOSS;
	if (!known_before || !before || before->time_ns >= fill->after->time_ns)
		return;
	fill->delta = delta;
	row->rate = delta * 1e9 / (fill->after->time_ns - before->time_ns);
	row->has |= MODEL_STAGE_HAS_RATE;
}

/**
 * stage_count() - tell what was lost by counters of the namespace
 * @fill: the row
 * @names: counters, NULL ends them; those that are known are added up
 */
void stage_count(struct stage_fill *fill, const char *const *names)
{
	__u64 loss = 0, lost = 0;
	bool known = false, known_before = fill->before;

	for (; *names; names++) {
		__s64 value, delta;

		if (!model_fact_value(&fill->after->facts, *names, 0, &value))
			continue;
		known = true;
		loss += value;
		if (!known_before ||
		    !model_fact_delta(&fill->before->facts, &fill->after->facts,
				      *names, &delta))
			known_before = false;
		else
			lost += delta;
	}
	if (known)
		stage_set_loss(fill, loss, known_before, lost);
}

static enum model_stage_alarm judge(const struct stage_fill *fill)
{
	const struct model_stage_row *row = fill->row;
	bool filled = row->has & MODEL_STAGE_HAS_FULLNESS;

	if (!fill->soft &&
	    ((row->has & MODEL_STAGE_HAS_RATE && fill->delta) ||
	     (filled && row->permille >= FULL_PERMILLE)))
		return MODEL_STAGE_FULL;
	return filled && row->permille >= HIGH_PERMILLE ? MODEL_STAGE_HIGH :
							  MODEL_STAGE_CALM;
}

/* What loses more, or is fuller if neither loses anything. */
static bool is_worse(const struct stage_fill *a, const struct stage_fill *b)
{
	__u64 a_lost = a->soft ? 0 : a->delta, b_lost = b->soft ? 0 : b->delta;

	if (a->row->alarm != b->row->alarm)
		return a->row->alarm > b->row->alarm;
	if (a_lost != b_lost)
		return a_lost > b_lost;
	return a->row->permille > b->row->permille;
}

/**
 * model_stages() - tell what is known of each stage
 * @before: an earlier snapshot of the same namespace, NULL = there is none:
 *	no rates are known
 * @after: the later one, that depths are taken from
 * @rows: filled in, in the order of enum model_stage
 */
void model_stages(const struct model_snapshot *before,
		  const struct model_snapshot *after,
		  struct model_stage_row rows[MODEL_STAGES])
{
	struct stage_fill fills[MODEL_STAGES], *worst = NULL;

	for (size_t i = 0; i < MODEL_STAGES; i++) {
		struct model_stage_row *row = &rows[i];

		*row = (struct model_stage_row) {
			.stage = i, .unit = stages[i].unit,
			.knob = stages[i].knob,
		};
		fills[i] = (struct stage_fill) {
			.before = before, .after = after, .row = row,
		};
		stages[i].fill(&fills[i]);
		row->alarm = judge(&fills[i]);
		if (row->alarm && (!worst || is_worse(&fills[i], worst)))
			worst = &fills[i];
	}
	if (worst)
		worst->row->worst = true;
}
