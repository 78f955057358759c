/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that fill in the rows of the stages share. */
#ifndef MODEL_STAGES_FILL_H
#define MODEL_STAGES_FILL_H

#include "model/stages.h"

/**
 * struct stage_fill - a row being filled in
 * @before: the earlier snapshot, NULL = there is none
 * @after: the later one
 * @row: the row
 * @delta: lost between the two, with MODEL_STAGE_HAS_RATE
 * @soft: is what it counts as lost, and that it is full, an everyday event?
 *	Then it is never more than high
 */
struct stage_fill {
	const struct model_snapshot	*before;
	const struct model_snapshot	*after;
	struct model_stage_row		*row;
	__u64				delta;
	bool				soft;
};

/* stages.c */
void stage_set_depth(struct stage_fill *fill, __u64 depth);
void stage_set_limit(struct stage_fill *fill, __u64 limit);
void stage_set_full(struct stage_fill *fill, __u64 depth, __u64 limit);
void stage_set_loss(struct stage_fill *fill, __u64 loss, bool known_before,
		    __u64 delta);
void stage_count(struct stage_fill *fill, const char *const *names);

/* stages_nic.c */
void stage_ring(struct stage_fill *fill);
void stage_qdisc(struct stage_fill *fill);

/* stages_machine.c */
void stage_napi(struct stage_fill *fill);
void stage_netdev_backlog(struct stage_fill *fill);
void stage_reassembly(struct stage_fill *fill);
void stage_protocol_memory(struct stage_fill *fill);
void stage_connections(struct stage_fill *fill);
void stage_ports(struct stage_fill *fill);
void stage_descriptors(struct stage_fill *fill);

/* stages_sockets.c */
void stage_syn_queue(struct stage_fill *fill);
void stage_accept_queue(struct stage_fill *fill);
void stage_sock_backlog(struct stage_fill *fill);
void stage_receive_buffer(struct stage_fill *fill);
void stage_out_of_order(struct stage_fill *fill);
void stage_send_buffer(struct stage_fill *fill);

#endif
