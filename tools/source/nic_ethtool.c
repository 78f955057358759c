// SPDX-License-Identifier: GPL-2.0-or-later
/* Rings, coalescing, channels, features and speed of devices, by ethtool. */
#include <errno.h>

#include <linux/ethtool.h>

#include "array.h"
#include "nic/ethnl.h"
#include "source/nic.h"

static int take_ring(struct model_nic *nic, const struct model_facts *values)
{
	const struct {
		const char	*name;
		__u32		*to;
	} rings[] = {
		{ "rx", &nic->ring_rx },
		{ "rx_max", &nic->ring_rx_max },
		{ "tx", &nic->ring_tx },
		{ "tx_max", &nic->ring_tx_max },
	};
	__s64 value;

	for (size_t i = 0; i < ARRAY_SIZE(rings); i++) {
		if (!model_fact_value(values, rings[i].name, 0, &value))
			continue;
		*rings[i].to = value;
		nic->has |= MODEL_NIC_HAS_RING;
	}
	return 0;
}

/* @facts: where in the device */
static int copy_facts(struct model_facts *facts,
		      const struct model_facts *values)
{
	int err = 0;

	for (size_t i = 0; !err && i < values->count; i++)
		err = model_facts_set(facts, values->facts[i].name,
				      values->facts[i].values[0]);
	return err;
}

static int take_channels(struct model_nic *nic,
			 const struct model_facts *values)
{
	nic->has |= values->count ? MODEL_NIC_HAS_CHANNELS : 0;
	return copy_facts(&nic->channels, values);
}

static int take_coalesce(struct model_nic *nic,
			 const struct model_facts *values)
{
	return copy_facts(&nic->coalesce, values);
}

static int take_link(struct model_nic *nic, const struct model_facts *values)
{
	__s64 speed;

	if (model_fact_value(values, "speed", 0, &speed) && speed &&
	    (__u32)speed != (__u32)SPEED_UNKNOWN) {
		nic->speed = speed;
		nic->has |= MODEL_NIC_HAS_SPEED;
	}
	return 0;
}

static int take_features(struct model_nic *nic,
			 const struct model_facts *values)
{
	int err = 0;

	for (size_t i = 0; !err && i < values->count; i++)
		if (model_nic_feature(values->facts[i].name))
			err = model_facts_set(&nic->features,
					      values->facts[i].name,
					      values->facts[i].values[0]);
	return err;
}

/* What to ask for, and what becomes of it; without @kind it is features. */
static const struct question {
	const struct ethnl_kind	*kind;
	int	(*take)(struct model_nic *nic,
			const struct model_facts *values);
} questions[] = {
	{ &ethnl_rings, take_ring },
	{ &ethnl_channels, take_channels },
	{ &ethnl_coalesce, take_coalesce },
	{ &ethnl_link, take_link },
	{ NULL, take_features },
};

struct taker {
	struct nics		*nics;
	const struct question	*question;
};

static int take_answer(unsigned int ifindex, const struct model_facts *values,
		       void *arg)
{
	const struct taker *taker = arg;
	struct model_nic *nic = nics_find(taker->nics, ifindex);

	return nic ? taker->question->take(nic, values) : 0;
}

static int ask(struct ethnl *ethnl, const struct ethnl_names *names,
	       unsigned int ifindex, struct taker *taker)
{
	if (taker->question->kind)
		return ethnl_get(ethnl, taker->question->kind, ifindex,
				 take_answer, taker);
	return ethnl_features(ethnl, names, ifindex, take_answer, taker);
}

/* Did the request itself fail, so that there is no use in another one? */
static bool is_ours(int err)
{
	return err == -ENOMEM || err == -EBADMSG || err == -ETIMEDOUT ||
	       err == -ENOBUFS;
}

/*
 * A device whose driver fails ends the answers of all: then each is asked for
 * itself, and those that fail, or are gone, stay without.
 */
static int ask_all(struct ethnl *ethnl, const struct ethnl_names *names,
		   struct taker *taker)
{
	int err;

	err = ask(ethnl, names, 0, taker);
	if (!err || is_ours(err))
		return err;
	for (size_t i = 0; i < taker->nics->count; i++) {
		err = ask(ethnl, names, taker->nics->nics[i].ifindex, taker);
		if (is_ours(err))
			return err;
	}
	return 0;
}

/**
 * nic_ethtool() - ask ethtool about the devices
 * @nics: all devices; what one does not support stays unknown
 *
 * Return: 0 or a negative errno; a kernel without this interface is no error.
 */
int nic_ethtool(struct nics *nics)
{
	struct taker taker = { .nics = nics };
	struct ethnl_names names;
	struct ethnl ethnl;
	int err;

	err = ethnl_open(&ethnl);
	if (err)
		return err == -ENOENT || err == -EPROTONOSUPPORT ? 0 : err;
	err = ethnl_feature_names(&ethnl, &names);
	if (!is_ours(err))
		err = 0;
	for (size_t i = 0; !err && i < ARRAY_SIZE(questions); i++) {
		taker.question = &questions[i];
		err = ask_all(&ethnl, &names, &taker);
	}
	ethnl_close(&ethnl);
	return err;
}
