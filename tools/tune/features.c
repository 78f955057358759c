// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of features. ethtool -K, and so tuned, knows some by old names, which
 * stand for one or several of the kernel's.
 */
#include <string.h>

#include "array.h"
#include "tune/resolve.h"

#define NAMES_MAX	6

/* As "ethtool -K" groups them: its man page, and the flags of the old ioctls. */
static const struct {
	const char	*old;
	const char	*other;
	const char	*names[NAMES_MAX];
} features[] = {
	{ "rx", "rx-checksumming", { "rx-checksum" } },
	{ "tx", "tx-checksumming",
	  { "tx-checksum-ipv4", "tx-checksum-ip-generic", "tx-checksum-ipv6",
	    "tx-checksum-fcoe-crc", "tx-checksum-sctp" } },
	{ "sg", "scatter-gather",
	  { "tx-scatter-gather", "tx-scatter-gather-fraglist" } },
	{ "tso", "tcp-segmentation-offload",
	  { "tx-tcp-segmentation", "tx-tcp-ecn-segmentation",
	    "tx-tcp-mangleid-segmentation", "tx-tcp6-segmentation" } },
	{ "gso", "generic-segmentation-offload",
	  { "tx-generic-segmentation" } },
	{ "gro", "generic-receive-offload", { "rx-gro" } },
	{ "lro", "large-receive-offload", { "rx-lro" } },
	{ "rxvlan", "rx-vlan-offload", { "rx-vlan-hw-parse" } },
	{ "txvlan", "tx-vlan-offload", { "tx-vlan-hw-insert" } },
	{ "ntuple", "ntuple-filters", { "rx-ntuple-filter" } },
	{ "rxhash", "receive-hashing", { "rx-hashing" } },
};

/**
 * feature_names - the features that an old name stands for
 * @name: a name
 *
 * Return: the kernel's names, NULL at the end; NULL = it is none of the old
 * ones.
 */
const char *const *feature_names(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(features); i++)
		if (!strcmp(features[i].old, name) ||
		    !strcmp(features[i].other, name))
			return features[i].names;
	return NULL;
}
