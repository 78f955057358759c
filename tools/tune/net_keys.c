// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys of [net], and what they take. */
#include <string.h>

#include "array.h"
#include "tune/resolve.h"

/* What may set others anew comes first. */
const struct net_key net_keys[NET_KEYS] = {
	{ "nf_conntrack_hashsize", TUNE_HASHSIZE, NULL, true },
	{ "channels", TUNE_CHANNELS,
	  (const char *const []){ "rx", "tx", "other", "combined", NULL }, false },
	{ "ring", TUNE_RING,
	  (const char *const []){ "rx", "rx-mini", "rx-jumbo", "tx", NULL }, false },
	{ "mtu", TUNE_LINK, NULL, true },
	{ "features", TUNE_FEATURE, NULL, false },
	{ "pause", TUNE_PAUSE,
	  (const char *const []){ "autoneg", "rx", "tx", NULL }, false },
	{ "coalesce", TUNE_COALESCE,
	  (const char *const []){
		"adaptive-rx", "adaptive-tx", "cqe-mode-rx", "cqe-mode-tx",
		"rx-usecs", "rx-frames", "rx-usecs-irq", "rx-frames-irq",
		"tx-usecs", "tx-frames", "tx-usecs-irq", "tx-frames-irq",
		"stats-block-usecs", "pkt-rate-low", "rx-usecs-low",
		"rx-frames-low", "tx-usecs-low", "tx-frames-low",
		"pkt-rate-high", "rx-usecs-high", "rx-frames-high",
		"tx-usecs-high", "tx-frames-high", "sample-interval",
		"tx-aggr-max-bytes", "tx-aggr-max-frames", "tx-aggr-time-usecs",
		NULL }, false },
	{ "txqueuelen", TUNE_LINK, NULL, true },
	{ "napi", TUNE_NAPI,
	  (const char *const []){ "gro_flush_timeout", "napi_defer_hard_irqs",
				  NULL }, false },
};

/**
 * net_key_find - a key of [net]
 * @key: its name
 *
 * Return: what is known of it; NULL = it is none of ours.
 */
const struct net_key *net_key_find(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(net_keys); i++)
		if (!strcmp(net_keys[i].key, key))
			return &net_keys[i];
	return NULL;
}

/**
 * profile_net_ignored - is a key of [net] not for us?
 * @option: the key
 *
 * What tuned of a later version may know is left alone in its files; in ours
 * it is a slip of the pen.
 */
bool profile_net_ignored(const struct profile_option *option)
{
	if (!strcmp(option->key, "wake_on_lan") ||
	    !strcmp(option->key, "dynamic"))
		return true;
	return option->file->tuned && !net_key_find(option->key) &&
	       strcmp(option->key, "priority");
}
