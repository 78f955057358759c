/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stages between the wire and the application, in the order of the path. */
#ifndef MODEL_STAGE_H
#define MODEL_STAGE_H

enum model_stage {
	MODEL_STAGE_RING,
	MODEL_STAGE_NAPI,
	MODEL_STAGE_NETDEV_BACKLOG,
	MODEL_STAGE_REASSEMBLY,
	MODEL_STAGE_SYN_QUEUE,
	MODEL_STAGE_ACCEPT_QUEUE,
	MODEL_STAGE_SOCK_BACKLOG,
	MODEL_STAGE_RECEIVE_BUFFER,
	MODEL_STAGE_OUT_OF_ORDER,
	MODEL_STAGE_SEND_BUFFER,
	MODEL_STAGE_QDISC,
	MODEL_STAGE_PROTOCOL_MEMORY,
	MODEL_STAGE_CONNECTIONS,
	MODEL_STAGE_PORTS,
	MODEL_STAGE_DESCRIPTORS,
	MODEL_STAGES
};

const char *model_stage_name(enum model_stage stage);
const char *model_stage_title(enum model_stage stage);

#endif
