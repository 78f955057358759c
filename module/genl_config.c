// SPDX-License-Identifier: GPL-2.0
/*
 * CONFIG_GET, CONFIG_SET: the configuration.
 */
#include "genl.h"

#include <linux/mutex.h>
#include <linux/string.h>

#include "config.h"
#include "events.h"
#include "sampler.h"

/* From reading the configuration to telling those who work by it. */
static DEFINE_MUTEX(nt_config_change);

/* Too large for the policy itself, which once took no const. */
static struct netlink_range_validation period_us_range __ro_after_init = {
	.min = 100, .max = 1000000,
};

static struct netlink_range_validation period_ms_range __ro_after_init = {
	.min = 50, .max = 60000,
};

#define NETTUNE_NL_READ_ONLY \
	{ .type = NLA_REJECT, .reject_message = "this can't be set" }

const struct nla_policy
nettune_nl_config_set_policy[NETTUNE_A_CONFIG_MAX + 1] = {
	[NETTUNE_A_CONFIG_SAMPLER_PERIOD_US] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &period_us_range),
	[NETTUNE_A_CONFIG_SAMPLER_THRESHOLD] =
		NLA_POLICY_RANGE(NLA_U32, 1, 1000),
	[NETTUNE_A_CONFIG_SAMPLER_ALWAYS] = NLA_POLICY_MAX(NLA_U32, 1),
	[NETTUNE_A_CONFIG_EVENT_PERIOD_MS] =
		NLA_POLICY_FULL_RANGE(NLA_U32, &period_ms_range),
	[NETTUNE_A_CONFIG_EVENT_RATE] = NLA_POLICY_RANGE(NLA_U32, 1, 10000),
	[NETTUNE_A_CONFIG_EVENT_BURST] = NLA_POLICY_RANGE(NLA_U32, 1, 10000),
	[NETTUNE_A_CONFIG_QUEUE_HIGH] = NLA_POLICY_RANGE(NLA_U32, 1, 1000),
	[NETTUNE_A_CONFIG_QUEUE_LOW] = NLA_POLICY_MAX(NLA_U32, 1000),
	[NETTUNE_A_CONFIG_SAMPLER_RUNNING] = NETTUNE_NL_READ_ONLY,
	[NETTUNE_A_CONFIG_EVENTS_RUNNING] = NETTUNE_NL_READ_ONLY,
	[NETTUNE_A_CONFIG_RESET] = { .type = NLA_FLAG },
};

/* Where each attribute that can be set is kept. */
static const struct {
	int	attr;
	size_t	at;
} config_fields[] = {
	{ NETTUNE_A_CONFIG_SAMPLER_PERIOD_US,
	  offsetof(struct nt_config, sampler_period_us) },
	{ NETTUNE_A_CONFIG_SAMPLER_THRESHOLD,
	  offsetof(struct nt_config, sampler_threshold) },
	{ NETTUNE_A_CONFIG_SAMPLER_ALWAYS,
	  offsetof(struct nt_config, sampler_always) },
	{ NETTUNE_A_CONFIG_EVENT_PERIOD_MS,
	  offsetof(struct nt_config, event_period_ms) },
	{ NETTUNE_A_CONFIG_EVENT_RATE,
	  offsetof(struct nt_config, event_rate) },
	{ NETTUNE_A_CONFIG_EVENT_BURST,
	  offsetof(struct nt_config, event_burst) },
	{ NETTUNE_A_CONFIG_QUEUE_HIGH,
	  offsetof(struct nt_config, queue_high) },
	{ NETTUNE_A_CONFIG_QUEUE_LOW,
	  offsetof(struct nt_config, queue_low) },
};

static u32 *config_field(struct nt_config *config, size_t i)
{
	return (u32 *)((u8 *)config + config_fields[i].at);
}

static int config_put(struct sk_buff *skb)
{
	struct nt_config config;
	size_t i;

	nt_config_get(&config);
	for (i = 0; i < ARRAY_SIZE(config_fields); i++)
		if (nla_put_u32(skb, config_fields[i].attr,
				*config_field(&config, i)))
			return -EMSGSIZE;
	if (nla_put_u32(skb, NETTUNE_A_CONFIG_SAMPLER_RUNNING,
			nt_sampler_running()) ||
	    nla_put_u32(skb, NETTUNE_A_CONFIG_EVENTS_RUNNING,
			nt_events_running()))
		return -EMSGSIZE;
	return 0;
}

int nettune_nl_config_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	int err = -EMSGSIZE;
	void *hdr;

	nt_events_kick(genl_info_net(info));
	reply = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	hdr = genlmsg_put_reply(reply, info, &nettune_nl_family, 0,
				NETTUNE_CMD_CONFIG_GET);
	if (!hdr)
		goto err_free;
	err = config_put(reply);
	if (err)
		goto err_free;
	genlmsg_end(reply, hdr);
	return genlmsg_reply(reply, info);

err_free:
	nlmsg_free(reply);
	return err;
}

/* The one rule that no policy can have. */
static int config_check(const struct nt_config *config, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[NETTUNE_A_CONFIG_QUEUE_LOW];

	if (config->queue_low <= config->queue_high)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack,
			    attr ?: info->attrs[NETTUNE_A_CONFIG_QUEUE_HIGH],
			    "QUEUE_LOW would be above QUEUE_HIGH");
	return -EINVAL;
}

static int config_change(struct genl_info *info)
{
	struct nt_config config;
	size_t i;
	int err;

	lockdep_assert_held(&nt_config_change);
	nt_config_get(&config);
	for (i = 0; i < ARRAY_SIZE(config_fields); i++) {
		const struct nlattr *attr = info->attrs[config_fields[i].attr];

		if (attr)
			*config_field(&config, i) = nla_get_u32(attr);
	}
	err = config_check(&config, info);
	if (err)
		return err;
	nt_config_set(&config);
	nt_sampler_reconfigure();
	if (info->attrs[NETTUNE_A_CONFIG_RESET])
		nt_sampler_reset();
	nt_events_reconfigure();
	return 0;
}

int nettune_nl_config_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	mutex_lock(&nt_config_change);
	err = config_change(info);
	mutex_unlock(&nt_config_change);
	return err;
}
