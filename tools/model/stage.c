// SPDX-License-Identifier: GPL-2.0-or-later
/* What the stages are called. */
#include "model/stage.h"

static const struct {
	const char	*name;
	const char	*title;
} stages[MODEL_STAGES] = {
	[MODEL_STAGE_RING]		= { "ring", "NIC ring" },
	[MODEL_STAGE_NAPI]		= { "napi", "NAPI poll" },
	[MODEL_STAGE_NETDEV_BACKLOG]	= { "netdev-backlog", "netdev backlog" },
	[MODEL_STAGE_REASSEMBLY]	= { "reassembly", "IP reassembly" },
	[MODEL_STAGE_SYN_QUEUE]		= { "syn-queue", "SYN queue" },
	[MODEL_STAGE_ACCEPT_QUEUE]	= { "accept-queue", "accept queue" },
	[MODEL_STAGE_SOCK_BACKLOG]	= { "sock-backlog", "socket backlog" },
	[MODEL_STAGE_RECEIVE_BUFFER]	= { "receive-buffer", "receive buffer" },
	[MODEL_STAGE_OUT_OF_ORDER]	= { "out-of-order", "out-of-order queue" },
	[MODEL_STAGE_SEND_BUFFER]	= { "send-buffer", "send buffer" },
	[MODEL_STAGE_QDISC]		= { "qdisc", "qdisc" },
	[MODEL_STAGE_PROTOCOL_MEMORY]	= { "protocol-memory", "protocol memory" },
	[MODEL_STAGE_CONNECTIONS]	= { "connections", "connection table" },
	[MODEL_STAGE_PORTS]		= { "ports", "ephemeral ports" },
	[MODEL_STAGE_DESCRIPTORS]	= { "descriptors", "descriptors" },
};

/**
 * model_stage_name() - as programs read it
 * @stage: one of them
 *
 * Return: a word in lower case.
 */
const char *model_stage_name(enum model_stage stage)
{
	return stages[stage].name;
}

/**
 * model_stage_title() - as people read it
 * @stage: one of them
 *
 * Return: a few words.
 */
const char *model_stage_title(enum model_stage stage)
{
	return stages[stage].title;
}
