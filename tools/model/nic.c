// SPDX-License-Identifier: GPL-2.0-or-later
/* What is worth knowing of one network device. */
#include "model/nic.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

/* Features that change how many packets the stack sees, and what they cost. */
static const char *const features[] = {
	"hw-tc-offload",
	"rx-checksum",
	"rx-gro",
	"rx-gro-hw",
	"rx-gro-list",
	"rx-hashing",
	"rx-lro",
	"rx-ntuple-filter",
	"rx-udp-gro-forwarding",
	"rx-vlan-hw-parse",
	"tx-checksum-ip-generic",
	"tx-checksum-ipv4",
	"tx-checksum-ipv6",
	"tx-generic-segmentation",
	"tx-gso-partial",
	"tx-nocache-copy",
	"tx-scatter-gather",
	"tx-tcp-segmentation",
	"tx-tcp6-segmentation",
	"tx-udp-segmentation",
};

/**
 * model_nics_free() - forget an array of devices
 * @nics: the array, freed; may be NULL
 * @count: its length
 */
void model_nics_free(struct model_nic *nics, size_t count)
{
	for (size_t i = 0; i < count; i++)
		model_nic_free(&nics[i]);
	free(nics);
}

static int copy_nic(struct model_nic *to, const struct model_nic *from)
{
	static const struct model_facts none;
	int err;

	*to = *from;
	to->altnames = NULL;
	to->altnames_len = 0;
	to->coalesce = none;
	to->channels = none;
	to->features = none;
	to->drops = none;
	to->queues = none;
	to->driver_drops = none;
	err = model_facts_copy(&to->coalesce, &from->coalesce);
	for (size_t at = 0; at < from->altnames_len && !err;
	     at += strlen(from->altnames + at) + 1)
		err = model_nic_add_name(to, from->altnames + at,
					 from->altnames_len - at);
	err = err ?: model_facts_copy(&to->channels, &from->channels);
	err = err ?: model_facts_copy(&to->features, &from->features);
	err = err ?: model_facts_copy(&to->drops, &from->drops);
	err = err ?: model_facts_copy(&to->queues, &from->queues);
	return err ?: model_facts_copy(&to->driver_drops, &from->driver_drops);
}

/**
 * model_nics_copy() - copy an array of devices
 * @nics: those
 * @count: how many
 * @copy: set to an array, to be freed with model_nics_free(); NULL for none,
 *	and on error
 *
 * Return: 0 or -ENOMEM.
 */
int model_nics_copy(const struct model_nic *nics, size_t count,
		    struct model_nic **copy)
{
	int err = 0;

	*copy = count ? calloc(count, sizeof(**copy)) : NULL;
	if (count && !*copy)
		return -ENOMEM;
	for (size_t i = 0; i < count && !err; i++)
		err = copy_nic(&(*copy)[i], &nics[i]);
	if (err) {
		model_nics_free(*copy, count);
		*copy = NULL;
	}
	return err;
}

/**
 * model_nic_add_name() - note another name of a device
 * @nic: the device
 * @name: the name
 * @len: its length; it may be ended before by 0
 *
 * Return: 0 or -ENOMEM.
 */
int model_nic_add_name(struct model_nic *nic, const char *name, size_t len)
{
	size_t length = strnlen(name, len);
	char *grown = realloc(nic->altnames, nic->altnames_len + length + 1);

	if (!grown)
		return -ENOMEM;
	memcpy(grown + nic->altnames_len, name, length);
	grown[nic->altnames_len + length] = '\0';
	nic->altnames = grown;
	nic->altnames_len += length + 1;
	return 0;
}

/**
 * model_nic_is_named() - is this one of a device's names?
 * @nic: the device
 * @pattern: as fnmatch() has them
 */
bool model_nic_is_named(const struct model_nic *nic, const char *pattern)
{
	if (!fnmatch(pattern, nic->ifname, 0))
		return true;
	for (size_t at = 0; at < nic->altnames_len;
	     at += strlen(nic->altnames + at) + 1)
		if (!fnmatch(pattern, nic->altnames + at, 0))
			return true;
	return false;
}

/**
 * model_nic_is_physical() - is there a device behind it that moves packets?
 * @nic: the device
 *
 * What a hypervisor provides counts: it has rings that can overflow.
 */
bool model_nic_is_physical(const struct model_nic *nic)
{
	return !(nic->flags & IFF_LOOPBACK) && !nic->kind[0] && nic->bus[0];
}

/**
 * model_nic_losses() - how many packets a device has lost
 * @nic: the device
 * @losses: set to the number, each cause counted once; if it is known
 *
 * Drivers tell the same packet as missed, as too much for a buffer, or as both
 * (see the description of struct rtnl_link_stats64), so of those only the
 * highest counts.
 *
 * Return: is it known?
 */
bool model_nic_losses(const struct model_nic *nic, __u64 *losses)
{
	static const char *const same[] = { "rx_missed", "rx_fifo", "rx_over" };
	static const char *const other[] = {
		"rx_no_buffer", "rx_errors", "rx_dropped", "tx_errors",
		"tx_dropped", "qdisc_drops",
	};
	__s64 value, highest = 0;
	bool known = false;

	*losses = 0;
	for (size_t i = 0; i < ARRAY_SIZE(same); i++) {
		if (!model_fact_value(&nic->drops, same[i], 0, &value))
			continue;
		known = true;
		highest = value > highest ? value : highest;
	}
	*losses = highest;
	for (size_t i = 0; i < ARRAY_SIZE(other); i++) {
		if (!model_fact_value(&nic->drops, other[i], 0, &value))
			continue;
		known = true;
		*losses += value;
	}
	return known;
}

/**
 * model_nic_feature() - does this feature matter here?
 * @name: its name
 */
bool model_nic_feature(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(features); i++)
		if (!strcmp(features[i], name))
			return true;
	return false;
}
