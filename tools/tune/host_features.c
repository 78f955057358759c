// SPDX-License-Identifier: GPL-2.0-or-later
/* Features of devices: what the kernel does of what is asked for differs. */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "tune/host.h"

/* The names are the same for all devices. */
static int need_names(struct host *host)
{
	int err = host_ethnl(host);

	if (err || host->names)
		return err;
	host->names = malloc(sizeof(*host->names));
	if (!host->names)
		return -ENOMEM;
	err = ethnl_feature_names(&host->ethnl, host->names);
	if (err) {
		free(host->names);
		host->names = NULL;
	}
	return err;
}

static bool is_set(const struct model_facts *values, const char *name)
{
	__s64 value;

	return model_fact_value(values, name, 0, &value) && value;
}

static bool can_change(const struct ethnl_feature_sets *sets, const char *name)
{
	return is_set(&sets->hw, name) && !is_set(&sets->nochange, name);
}

static int tell_feature(const char *name, const struct ethnl_feature_sets *sets,
			struct tune_now *now)
{
	if (!model_fact(&sets->active, name))
		return host_unknown(now, -ENOENT,
				    "the kernel knows no such feature");
	now->fixed = !can_change(sets, name);
	if (now->fixed && host_note(now, "the driver has it fixed"))
		return -ENOMEM;
	return host_value(now, is_set(&sets->active, name) ? "on" : "off");
}

/**
 * host_read_feature() - is a feature of a device on?
 * @host: the machine
 * @key: the feature
 * @now: filled in
 *
 * Return: 0 or -ENOMEM.
 */
int host_read_feature(struct host *host, const struct tune_key *key,
		      struct tune_now *now)
{
	const unsigned int ifindex = if_nametoindex(key->device);
	struct ethnl_feature_sets sets = { 0 };
	int err;

	if (!ifindex)
		return host_unknown(now, -ENODEV, NULL);
	err = need_names(host);
	err = err ?: ethnl_feature_sets(&host->ethnl, host->names, ifindex,
					&sets);
	if (!err)
		err = tell_feature(key->name, &sets, now);
	else
		err = host_ethnl_unknown(host, err, now);
	ethnl_feature_sets_free(&sets);
	return err;
}

/* Nothing is sent that can't be done. */
static int take_switch(const struct host_write *write, size_t i,
		       const struct ethnl_feature_sets *sets,
		       struct model_facts *values)
{
	const char *name = write->keys[i]->name;
	__s64 value;

	if (!host_parse_switch(write->values[i], &value))
		return host_refuse(write, -EINVAL, "%s is on or off, not '%s'",
				   name, write->values[i]);
	if (!model_fact(&sets->active, name))
		return host_refuse(write, -ENOENT,
				   "the kernel knows no feature %s", name);
	if (!can_change(sets, name) && value != is_set(&sets->active, name))
		return host_refuse(write, -EOPNOTSUPP,
				   "%s can't be changed on this device", name);
	return model_facts_set(values, name, value);
}

static int take_switches(const struct host_write *write,
			 const struct ethnl_feature_sets *sets,
			 struct model_facts *values)
{
	int err = 0;

	for (size_t i = 0; !err && i < write->count; i++)
		err = take_switch(write, i, sets, values);
	return err;
}

/*
 * Some are not as they were asked for, and the kernel calls that success. What
 * was wanted before is wanted again, so that nothing of it happens later, when
 * what stood in the way is gone.
 */
static int undo(struct host *host, const struct host_write *write,
		unsigned int ifindex, const struct ethnl_feature_sets *sets,
		const struct model_facts *values,
		const struct model_facts *missed)
{
	struct model_facts before = { 0 }, rest = { 0 };
	int err = 0;

	for (size_t i = 0; !err && i < values->count; i++) {
		const char *name = values->facts[i].name;

		err = model_facts_set(&before, name,
				      is_set(&sets->wanted, name));
	}
	err = err ?: ethnl_set_features(&host->ethnl, host->names, ifindex,
					&before, &rest);
	host_refuse(write, -EOPNOTSUPP,
		    "%s stays %s, the driver can't or another is in the way%s",
		    missed->facts[0].name,
		    missed->facts[0].values[0] ? "off" : "on",
		    err ? "; what was wanted before is lost" : "");
	model_facts_free(&before);
	model_facts_free(&rest);
	return -EOPNOTSUPP;
}

static int switch_all(struct host *host, const struct host_write *write,
		      unsigned int ifindex,
		      const struct ethnl_feature_sets *sets,
		      const struct model_facts *values)
{
	struct model_facts missed = { 0 };
	int err;

	err = ethnl_set_features(&host->ethnl, host->names, ifindex, values,
				 &missed);
	if (err)
		host_ethnl_refuse(host, write, err);
	else if (missed.count)
		err = undo(host, write, ifindex, sets, values, &missed);
	model_facts_free(&missed);
	return err;
}

/**
 * host_write_features() - switch features of a device, in one message
 * @host: the machine
 * @write: features of one device; those that they need follow them
 *
 * Return: 0 or a negative errno; then all are as before.
 */
int host_write_features(struct host *host, const struct host_write *write)
{
	const unsigned int ifindex = if_nametoindex(write->keys[0]->device);
	struct ethnl_feature_sets sets = { 0 };
	struct model_facts values = { 0 };
	int err;

	if (!ifindex)
		return host_refuse_errno(write, -ENODEV);
	err = need_names(host);
	err = err ?: ethnl_feature_sets(&host->ethnl, host->names, ifindex,
					&sets);
	if (err)
		host_ethnl_refuse(host, write, err);
	err = err ?: take_switches(write, &sets, &values);
	err = err ?: switch_all(host, write, ifindex, &sets, &values);
	model_facts_free(&values);
	ethnl_feature_sets_free(&sets);
	return err;
}
