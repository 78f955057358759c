// SPDX-License-Identifier: GPL-2.0-or-later
/* What devices can be asked for: one row a parameter. */
#include <linux/ethtool_netlink.h>

#include "array.h"
#include "nic/ethnl.h"

/* Newer than the headers that this may be built with; numbers never change. */
enum {
	COALESCE_TX_AGGR_MAX_BYTES = ETHTOOL_A_COALESCE_USE_CQE_MODE_RX + 1,
	COALESCE_TX_AGGR_MAX_FRAMES,
	COALESCE_TX_AGGR_TIME_USECS,
};

#define U32(param)	{ .name = (param), .type = ETHNL_U32 }
#define U8(param)	{ .name = (param), .type = ETHNL_U8 }
#define FIXED(param)	{ .name = (param), .type = ETHNL_U32, .fixed = true }

static const struct ethnl_param rings[] = {
	[ETHTOOL_A_RINGS_RX_MAX] = FIXED("rx_max"),
	[ETHTOOL_A_RINGS_RX_MINI_MAX] = FIXED("rx_mini_max"),
	[ETHTOOL_A_RINGS_RX_JUMBO_MAX] = FIXED("rx_jumbo_max"),
	[ETHTOOL_A_RINGS_TX_MAX] = FIXED("tx_max"),
	[ETHTOOL_A_RINGS_RX] = U32("rx"),
	[ETHTOOL_A_RINGS_RX_MINI] = U32("rx_mini"),
	[ETHTOOL_A_RINGS_RX_JUMBO] = U32("rx_jumbo"),
	[ETHTOOL_A_RINGS_TX] = U32("tx"),
};

const struct ethnl_kind ethnl_rings = {
	.name = "rings",
	.get = ETHTOOL_MSG_RINGS_GET,
	.reply = ETHTOOL_MSG_RINGS_GET_REPLY,
	.set = ETHTOOL_MSG_RINGS_SET,
	.params = rings,
	.count = ARRAY_SIZE(rings),
};

static const struct ethnl_param channels[] = {
	[ETHTOOL_A_CHANNELS_RX_MAX] = FIXED("rx_max"),
	[ETHTOOL_A_CHANNELS_TX_MAX] = FIXED("tx_max"),
	[ETHTOOL_A_CHANNELS_OTHER_MAX] = FIXED("other_max"),
	[ETHTOOL_A_CHANNELS_COMBINED_MAX] = FIXED("combined_max"),
	[ETHTOOL_A_CHANNELS_RX_COUNT] = U32("rx"),
	[ETHTOOL_A_CHANNELS_TX_COUNT] = U32("tx"),
	[ETHTOOL_A_CHANNELS_OTHER_COUNT] = U32("other"),
	[ETHTOOL_A_CHANNELS_COMBINED_COUNT] = U32("combined"),
};

const struct ethnl_kind ethnl_channels = {
	.name = "channels",
	.get = ETHTOOL_MSG_CHANNELS_GET,
	.reply = ETHTOOL_MSG_CHANNELS_GET_REPLY,
	.set = ETHTOOL_MSG_CHANNELS_SET,
	.params = channels,
	.count = ARRAY_SIZE(channels),
};

static const struct ethnl_param coalesce[] = {
	[ETHTOOL_A_COALESCE_RX_USECS] = U32("rx_usecs"),
	[ETHTOOL_A_COALESCE_RX_MAX_FRAMES] = U32("rx_frames"),
	[ETHTOOL_A_COALESCE_RX_USECS_IRQ] = U32("rx_usecs_irq"),
	[ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ] = U32("rx_frames_irq"),
	[ETHTOOL_A_COALESCE_TX_USECS] = U32("tx_usecs"),
	[ETHTOOL_A_COALESCE_TX_MAX_FRAMES] = U32("tx_frames"),
	[ETHTOOL_A_COALESCE_TX_USECS_IRQ] = U32("tx_usecs_irq"),
	[ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ] = U32("tx_frames_irq"),
	[ETHTOOL_A_COALESCE_STATS_BLOCK_USECS] = U32("stats_block_usecs"),
	[ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX] = U8("adaptive_rx"),
	[ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX] = U8("adaptive_tx"),
	[ETHTOOL_A_COALESCE_PKT_RATE_LOW] = U32("pkt_rate_low"),
	[ETHTOOL_A_COALESCE_RX_USECS_LOW] = U32("rx_usecs_low"),
	[ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW] = U32("rx_frames_low"),
	[ETHTOOL_A_COALESCE_TX_USECS_LOW] = U32("tx_usecs_low"),
	[ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW] = U32("tx_frames_low"),
	[ETHTOOL_A_COALESCE_PKT_RATE_HIGH] = U32("pkt_rate_high"),
	[ETHTOOL_A_COALESCE_RX_USECS_HIGH] = U32("rx_usecs_high"),
	[ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH] = U32("rx_frames_high"),
	[ETHTOOL_A_COALESCE_TX_USECS_HIGH] = U32("tx_usecs_high"),
	[ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH] = U32("tx_frames_high"),
	[ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL] = U32("sample_interval"),
	[ETHTOOL_A_COALESCE_USE_CQE_MODE_TX] = U8("cqe_mode_tx"),
	[ETHTOOL_A_COALESCE_USE_CQE_MODE_RX] = U8("cqe_mode_rx"),
	[COALESCE_TX_AGGR_MAX_BYTES] = U32("tx_aggr_max_bytes"),
	[COALESCE_TX_AGGR_MAX_FRAMES] = U32("tx_aggr_max_frames"),
	[COALESCE_TX_AGGR_TIME_USECS] = U32("tx_aggr_time_usecs"),
};

const struct ethnl_kind ethnl_coalesce = {
	.name = "coalescing",
	.get = ETHTOOL_MSG_COALESCE_GET,
	.reply = ETHTOOL_MSG_COALESCE_GET_REPLY,
	.set = ETHTOOL_MSG_COALESCE_SET,
	.params = coalesce,
	.count = ARRAY_SIZE(coalesce),
};

static const struct ethnl_param pause_params[] = {
	[ETHTOOL_A_PAUSE_AUTONEG] = U8("autoneg"),
	[ETHTOOL_A_PAUSE_RX] = U8("rx"),
	[ETHTOOL_A_PAUSE_TX] = U8("tx"),
};

const struct ethnl_kind ethnl_pause = {
	.name = "pause frames",
	.get = ETHTOOL_MSG_PAUSE_GET,
	.reply = ETHTOOL_MSG_PAUSE_GET_REPLY,
	.set = ETHTOOL_MSG_PAUSE_SET,
	.params = pause_params,
	.count = ARRAY_SIZE(pause_params),
};

static const struct ethnl_param link[] = {
	[ETHTOOL_A_LINKMODES_AUTONEG] = U8("autoneg"),
	[ETHTOOL_A_LINKMODES_SPEED] = U32("speed"),
	[ETHTOOL_A_LINKMODES_DUPLEX] = U8("duplex"),
};

const struct ethnl_kind ethnl_link = {
	.name = "link",
	.get = ETHTOOL_MSG_LINKMODES_GET,
	.reply = ETHTOOL_MSG_LINKMODES_GET_REPLY,
	.set = ETHTOOL_MSG_LINKMODES_SET,
	.params = link,
	.count = ARRAY_SIZE(link),
};
