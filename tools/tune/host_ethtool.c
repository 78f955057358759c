// SPDX-License-Identifier: GPL-2.0-or-later
/* Rings, coalescing, channels and pause frames of devices. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "tune/host.h"

/* Bytes of a parameter's name, "tx_aggr_max_frames" and "_max". */
#define PARAM_NAME	48

static const struct ethnl_kind *const ethnl_kinds[TUNE_KINDS] = {
	[TUNE_RING] = &ethnl_rings,
	[TUNE_COALESCE] = &ethnl_coalesce,
	[TUNE_CHANNELS] = &ethnl_channels,
	[TUNE_PAUSE] = &ethnl_pause,
};

/**
 * host_ethnl() - have the family "ethtool"
 * @host: the machine
 *
 * Return: 0, or a negative errno: -ENOENT for a kernel without it.
 */
int host_ethnl(struct host *host)
{
	return host->ethnl.nl.sk ? 0 : ethnl_open(&host->ethnl);
}

/* A request has failed: the rest of an answer may still be in the socket. */
static void ethnl_failed(struct host *host)
{
	ethnl_close(&host->ethnl);
}

/* The command's name of a parameter as our tables have it. */
static void snake_name(const char *name, const char *more, char to[PARAM_NAME])
{
	snprintf(to, PARAM_NAME, "%s%s", name, more);
	for (; *to; to++)
		if (*to == '-')
			*to = '_';
}

/* ... and the other way round. */
static void dashed_name(const char *name, char to[PARAM_NAME])
{
	snprintf(to, PARAM_NAME, "%s", name);
	for (; *to; to++)
		if (*to == '_')
			*to = '-';
}

static bool is_param(const struct ethnl_kind *kind, const char *name)
{
	for (size_t i = 0; i < kind->count; i++)
		if (kind->params[i].name && !kind->params[i].fixed &&
		    !strcmp(kind->params[i].name, name))
			return true;
	return false;
}

static int copy_values(unsigned int ifindex, const struct model_facts *values,
		       void *arg)
{
	(void)ifindex;
	return model_facts_copy(arg, values);
}

/* A driver has combined channels, or those of each direction, or both. */
static int tell_absent(const struct tune_key *key,
		       const struct model_facts *values, struct tune_now *now)
{
	const bool combined = model_fact(values, "combined");

	if (key->kind != TUNE_CHANNELS || !values->count)
		return host_unknown(now, -EOPNOTSUPP, "the driver has no %s",
				    key->name);
	if (combined && (!strcmp(key->name, "rx") || !strcmp(key->name, "tx")))
		return host_unknown(now, -EOPNOTSUPP, "the driver has combined channels instead");
	if (!combined && !strcmp(key->name, "combined"))
		return host_unknown(now, -EOPNOTSUPP, "the driver has rx and tx channels instead");
	return host_unknown(now, -EOPNOTSUPP, "the driver has no %s channels",
			    key->name);
}

/* What is moderated adaptively does not heed these. */
static int tell_adaptive(const struct tune_key *key,
			 const struct model_facts *values, struct tune_now *now)
{
	static const struct {
		const char *name;
		const char *adaptive;
		const char *as_named;
	} heedless[] = {
		{ "rx-usecs", "adaptive_rx", "adaptive-rx" },
		{ "rx-frames", "adaptive_rx", "adaptive-rx" },
		{ "tx-usecs", "adaptive_tx", "adaptive-tx" },
		{ "tx-frames", "adaptive_tx", "adaptive-tx" },
	};
	__s64 on;

	for (size_t i = 0; i < ARRAY_SIZE(heedless); i++) {
		if (key->kind != TUNE_COALESCE ||
		    strcmp(heedless[i].name, key->name) ||
		    !model_fact_value(values, heedless[i].adaptive, 0, &on) ||
		    !on)
			continue;
		return host_note(now, "without effect while %s is on",
				 heedless[i].as_named);
	}
	return 0;
}

static int tell_value(struct host *host, const struct tune_key *key,
		      const struct model_facts *values, struct tune_now *now)
{
	char name[PARAM_NAME];
	__s64 value;

	snake_name(key->name, "", name);
	if (!model_fact_value(values, name, 0, &value))
		return tell_absent(key, values, now);
	if (!value && host_virtio_lacks(host, key))
		return host_unknown(now, -EOPNOTSUPP,
				    "the host of this machine offers no %s",
				    key->name);
	snake_name(key->name, "_max", name);
	now->has_max = model_fact_value(values, name, 0, &now->max);
	if (tune_key_is_switch(key))
		return host_value(now, value ? "on" : "off");
	return host_number(now, value) ?: tell_adaptive(key, values, now);
}

/**
 * host_read_ethtool() - what a parameter of a device is
 * @host: the machine
 * @key: the parameter
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_ethtool(struct host *host, const struct tune_key *key,
		      struct tune_now *now)
{
	const struct ethnl_kind *kind = ethnl_kinds[key->kind];
	const unsigned int ifindex = if_nametoindex(key->device);
	struct model_facts values = { 0 };
	char name[PARAM_NAME];
	int err;

	snake_name(key->name, "", name);
	if (!is_param(kind, name))
		return host_unknown(now, -ENOENT,
				    "ethtool knows no such parameter of %s",
				    kind->name);
	if (!ifindex)
		return host_unknown(now, -ENODEV, NULL);
	err = host_ethnl(host);
	if (err)
		return host_unknown(now, err, "the kernel can't be asked about %s",
				    kind->name);
	err = ethnl_get(&host->ethnl, kind, ifindex, copy_values, &values);
	if (!err)
		err = tell_value(host, key, &values, now);
	else
		err = host_ethnl_unknown(host, err, now);
	model_facts_free(&values);
	return err;
}

/**
 * host_ethnl_unknown() - a request for what is there has failed
 * @host: the machine, with the kernel's words
 * @err: how
 * @now: gets that
 *
 * Return: 0 or -ENOMEM.
 */
int host_ethnl_unknown(struct host *host, int err, struct tune_now *now)
{
	const char *message = host->ethnl.nl.message;

	err = message[0] ? host_unknown(now, err, "%s", message) :
	      err == -EOPNOTSUPP ?
		      host_unknown(now, err, "the driver does not tell") :
		      host_unknown(now, err, NULL);
	ethnl_failed(host);
	return err;
}

/**
 * host_ethnl_refuse() - the kernel did not do as it was told
 * @host: the machine, with the kernel's words
 * @write: gets those, or what the error means
 * @err: a negative errno
 *
 * Return: @err.
 */
int host_ethnl_refuse(struct host *host, const struct host_write *write,
		      int err)
{
	const char *message = host->ethnl.nl.message;
	char name[PARAM_NAME];

	if (message[0] && host->ethnl.blamed) {
		dashed_name(host->ethnl.blamed, name);
		host_refuse(write, err, "the kernel says on %s: %s", name,
			    message);
	} else if (message[0]) {
		host_refuse(write, err, "the kernel says: %s", message);
	} else if (err == -EOPNOTSUPP) {
		host_refuse(write, err, "the driver can't");
	} else {
		host_refuse_errno(write, err);
	}
	ethnl_failed(host);
	return err;
}

/**
 * host_parse_number() - a value that is one number
 * @text: the value
 * @number: set to it
 *
 * Return: is it one, from 0 to what 32 bits hold?
 */
bool host_parse_number(const char *text, __s64 *number)
{
	__s64 numbers[TUNE_VECTOR];
	size_t count;

	if (!tune_value_numbers(text, numbers, &count) || count != 1 ||
	    numbers[0] < 0 || numbers[0] > 0xffffffff)
		return false;
	*number = numbers[0];
	return true;
}

/**
 * host_parse_switch() - a value that is on or off
 * @text: the value
 * @number: set to 1 or 0
 *
 * Return: is it one of both?
 */
bool host_parse_switch(const char *text, __s64 *number)
{
	*number = !strcmp(text, "on");
	return *number || !strcmp(text, "off");
}

static int take_value(const struct host_write *write, size_t i,
		      struct model_facts *values)
{
	const struct tune_key *key = write->keys[i];
	const struct ethnl_kind *kind = ethnl_kinds[key->kind];
	char name[PARAM_NAME];
	__s64 value;

	snake_name(key->name, "", name);
	if (!is_param(kind, name))
		return host_refuse(write, -ENOENT,
				   "ethtool knows no %s of %s", key->name,
				   kind->name);
	if (tune_key_is_switch(key)) {
		if (!host_parse_switch(write->values[i], &value))
			return host_refuse(write, -EINVAL,
					   "%s is on or off, not '%s'",
					   key->name, write->values[i]);
	} else if (!host_parse_number(write->values[i], &value)) {
		return host_refuse(write, -EINVAL,
				   "%s is a number from 0 to 4294967295, not '%s'",
				   key->name, write->values[i]);
	}
	return model_facts_set(values, name, value);
}

static int set_values(struct host *host, const struct host_write *write,
		      const struct model_facts *values)
{
	const struct tune_key *key = write->keys[0];
	const unsigned int ifindex = if_nametoindex(key->device);
	int err;

	if (!ifindex)
		return host_refuse_errno(write, -ENODEV);
	err = host_ethnl(host);
	if (err)
		return host_refuse_errno(write, err);
	err = ethnl_set(&host->ethnl, ethnl_kinds[key->kind], ifindex, values);
	return err ? host_ethnl_refuse(host, write, err) : 0;
}

/**
 * host_write_ethtool() - set parameters of a device, in one message
 * @host: the machine
 * @write: parameters of one kind and one device; nothing else of the device
 *	changes
 *
 * Return: 0 or a negative errno.
 */
int host_write_ethtool(struct host *host, const struct host_write *write)
{
	struct model_facts values = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < write->count; i++)
		err = take_value(write, i, &values);
	err = err ?: set_values(host, write, &values);
	model_facts_free(&values);
	return err;
}
