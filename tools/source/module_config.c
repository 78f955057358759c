// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads and changes nettune.ko's configuration. */
#include <errno.h>
#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "source/module.h"
#include "source/source.h"
#include "transport/attrs.h"

/**
 * module_parse_config() - read the message that answers CONFIG_GET
 * @hdr: the message, nlmsg_len bytes of it in memory
 * @config: filled in with what is in it
 *
 * Return: 0, or -EBADMSG when the message is malformed.
 */
int module_parse_config(const struct nlmsghdr *hdr, struct model_config *config)
{
	const struct nlattr *attr;
	int rest;

	memset(config, 0, sizeof(*config));
	attr = attrs_begin(hdr, GENL_HDRLEN, &rest);
	if (!attr)
		return -EBADMSG;
	for (; nla_ok(attr, rest); attr = nla_next(attr, &rest)) {
		int type = nla_type(attr);

		/* What is longer, or not known, is from the future. */
		if (type > NETTUNE_A_CONFIG_MAX ||
		    nla_len(attr) != sizeof(__u32))
			continue;
		memcpy(&config->values[type], nla_data(attr), sizeof(__u32));
		config->has |= 1U << type;
	}
	return rest > 0 ? -EBADMSG : 0;
}

static int take_config(const struct nlmsghdr *hdr, void *arg)
{
	return module_parse_config(hdr, arg);
}

/* A change has no answer but that it was made. */
static int take_nothing(const struct nlmsghdr *hdr, void *arg)
{
	(void)hdr;
	(void)arg;
	return -EBADMSG;
}

static struct nl_msg *new_request(const struct source *src, int cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, src->family.id,
				0, NLM_F_ACK, cmd, NETTUNE_FAMILY_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * module_get_config() - read the configuration
 * @src: the module
 * @config: filled in
 *
 * Return: 0 or a negative errno.
 */
int module_get_config(struct source *src, struct model_config *config)
{
	struct nl_msg *msg;
	int err;

	msg = new_request(src, NETTUNE_CMD_CONFIG_GET);
	if (!msg)
		return -ENOMEM;
	err = netlink_request(&src->nl, msg, take_config, config);
	nlmsg_free(msg);
	return err;
}

static int put_config(struct nl_msg *msg, const struct model_config *config)
{
	for (int attr = 1; attr <= NETTUNE_A_CONFIG_MAX; attr++) {
		int err = 0;

		if (!(config->has & 1U << attr))
			continue;
		if (attr == NETTUNE_A_CONFIG_RESET)
			err = nla_put_flag(msg, attr);
		else
			err = nla_put_u32(msg, attr, config->values[attr]);
		if (err)
			return -ENOMEM;
	}
	return 0;
}

/**
 * module_set_config() - change the configuration
 * @src: the module
 * @config: what is to change: all of it or, after an error, nothing
 *
 * Return: 0 or a negative errno; @src->nl.message has the kernel's words.
 */
int module_set_config(struct source *src, const struct model_config *config)
{
	struct nl_msg *msg;
	int err;

	msg = new_request(src, NETTUNE_CMD_CONFIG_SET);
	if (!msg)
		return -ENOMEM;
	err = put_config(msg, config);
	if (!err)
		err = netlink_request(&src->nl, msg, take_nothing, NULL);
	nlmsg_free(msg);
	return err;
}
